"""The slow line is slow and loses nothing; only lower bounds, since a busy machine is slower."""

import asyncio
import random
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from websockets.asyncio.client import connect
from websockets.asyncio.server import ServerConnection, serve

from benchmarks.slow_line import SlowLine, Speed, slow_line

INSTANT = Speed(round_trip_s=0, down_bits_per_s=1e9, up_bits_per_s=1e9)
FAR = Speed(round_trip_s=0.2, down_bits_per_s=1e9, up_bits_per_s=1e9)
NARROW = Speed(round_trip_s=0, down_bits_per_s=1_600_000, up_bits_per_s=800_000)
CONTENT = random.Random(1).randbytes(20_000)  # 0.1 s down and 0.2 s up the narrow line


@asynccontextmanager
async def echo() -> AsyncIterator[str]:
    """A server that sends back all it gets, and closes when that ends."""

    async def send_back(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while content := await reader.read(1000):
            writer.write(content)
        writer.close()

    async with await asyncio.start_server(send_back, "127.0.0.1", 0) as server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"


def over_line(speed: Speed, act: Callable[[SlowLine], Awaitable[None]]) -> float:
    """Do something over a line to the echo; tell how many seconds that took."""

    async def run() -> float:
        async with echo() as address, slow_line(address, speed) as line:
            started_s = time.monotonic()
            await act(line)
            return time.monotonic() - started_s

    return asyncio.run(run())


async def sent_back(line: SlowLine, content: bytes) -> bytes:
    """Send something on a new connection, end it, and read until the other end ends it too."""
    port = int(line.address.rpartition(":")[2])
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(content)
    writer.write_eof()
    answer = await asyncio.wait_for(reader.read(), 10)
    writer.close()
    return answer


def test_what_is_sent_arrives_as_it_was_and_ends_when_it_ended() -> None:
    async def act(line: SlowLine) -> None:
        assert await sent_back(line, CONTENT) == CONTENT
        assert (line.up.num_bytes, line.down.num_bytes) == (len(CONTENT), len(CONTENT))

    over_line(INSTANT, act)


def test_connecting_takes_a_round_trip_and_each_answer_another() -> None:
    async def act(line: SlowLine) -> None:
        port = int(line.address.rpartition(":")[2])
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for _ in range(2):
            writer.write(b"7")
            assert await reader.read(1) == b"7"
        writer.close()

    assert over_line(FAR, act) >= 3 * FAR.round_trip_s


def test_as_much_passes_in_a_second_as_it_is_wide() -> None:
    async def act(line: SlowLine) -> None:
        await sent_back(line, CONTENT)

    # The last packet leaves 0.2 s after the first came; its way back then takes its own time.
    assert over_line(NARROW, act) >= 8 * len(CONTENT) / NARROW.up_bits_per_s


def test_all_connections_share_its_width_evenly() -> None:
    ended_s: list[float] = []

    async def one(line: SlowLine) -> None:
        started_s = time.monotonic()
        await sent_back(line, CONTENT)
        ended_s.append(time.monotonic() - started_s)

    async def act(line: SlowLine) -> None:
        await asyncio.gather(*(one(line) for _ in range(3)))

    assert over_line(NARROW, act) >= 3 * 8 * len(CONTENT) / NARROW.up_bits_per_s
    assert min(ended_s) >= 2.5 * 8 * len(CONTENT) / NARROW.up_bits_per_s


def test_web_sockets_pass() -> None:
    async def send_back(connection: ServerConnection) -> None:
        async for message in connection:
            await connection.send(message)

    async def run() -> None:
        async with serve(send_back, "127.0.0.1", 0) as server:
            port = server.sockets[0].getsockname()[1]
            async with slow_line(f"ws://127.0.0.1:{port}/echo", INSTANT) as line:
                async with connect(line.address) as connection:
                    await connection.send(CONTENT)
                    assert await connection.recv() == CONTENT

    asyncio.run(run())


def test_a_connection_that_one_end_drops_is_dropped_at_the_other() -> None:
    async def drop(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.transport.abort()

    async def run() -> None:
        async with await asyncio.start_server(drop, "127.0.0.1", 0) as server:
            port = server.sockets[0].getsockname()[1]
            async with slow_line(f"http://127.0.0.1:{port}", INSTANT) as line:
                assert await sent_back(line, b"7") == b""

    asyncio.run(run())
