"""A slow line between a browser and a server on this machine: a TCP proxy.

It must not know what goes over it.
"""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

PACKET_BYTES = 1400
BUFFERED_BYTES = 4 * PACKET_BYTES
"""What waits for its turn on one connection; its sender is told to wait for the rest."""


@dataclass(frozen=True)
class Speed:
    """Of a line. The default is a slow mobile one.

    Attributes:
        round_trip_s: From sending a byte to its answer.
        down_bits_per_s: To the browser.
        up_bits_per_s: From the browser.
    """

    round_trip_s: float = 0.15
    down_bits_per_s: float = 1_600_000
    up_bits_per_s: float = 750_000


class Direction:
    """One direction of a line, shared by all its connections: packets leave one after the other.

    Attributes:
        num_bytes: That have been sent so far.
    """

    def __init__(self, bits_per_s: float, delay_s: float) -> None:
        self.num_bytes = 0
        self._bits_per_s = bits_per_s
        self._delay_s = delay_s
        self._free_s = 0.0

    async def send(self, num_bytes: int) -> float:
        """Wait until a packet has left; tell when it arrives, on the monotonic clock."""
        now_s = time.monotonic()
        self.num_bytes += num_bytes
        self._free_s = max(now_s, self._free_s) + 8 * num_bytes / self._bits_per_s
        left_s = self._free_s
        await asyncio.sleep(left_s - now_s)
        return left_s + self._delay_s


@dataclass(frozen=True)
class SlowLine:
    """A running one.

    Attributes:
        address: To be opened instead of the server's, for example "http://127.0.0.1:8702".
        down: To the browser.
        up: From the browser.
    """

    address: str
    down: Direction
    up: Direction

    @property
    def num_bytes(self) -> int:
        """What has gone over it so far, both ways."""
        return self.down.num_bytes + self.up.num_bytes


@asynccontextmanager
async def slow_line(address: str, speed: Speed = Speed()) -> AsyncIterator[SlowLine]:
    """Put a slow line before a server for as long as the context lasts.

    Connections start with a round trip, as TCP does, but are at full speed at once; what packets
    weigh beside their content is left out.

    Args:
        address: Of the server, for example "http://127.0.0.1:8701".
        speed: Of the line.
    """
    server = urlsplit(address)
    down = Direction(speed.down_bits_per_s, speed.round_trip_s / 2)
    up = Direction(speed.up_bits_per_s, speed.round_trip_s / 2)
    connections: set[asyncio.Task[None]] = set()

    async def connect(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(speed.round_trip_s)
        far_reader, far_writer = await asyncio.open_connection(
            server.hostname, server.port, limit=BUFFERED_BYTES
        )
        try:
            async with asyncio.TaskGroup() as both:
                both.create_task(_carry(reader, far_writer, up))
                both.create_task(_carry(far_reader, writer, down))
        except* ConnectionError:
            pass  # the other end closes it
        finally:
            writer.close()
            far_writer.close()

    def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connection = asyncio.create_task(connect(reader, writer))
        connections.add(connection)
        connection.add_done_callback(connections.discard)

    proxy = await asyncio.start_server(accept, "127.0.0.1", 0, limit=BUFFERED_BYTES)
    port = proxy.sockets[0].getsockname()[1]
    try:
        yield SlowLine(f"{server.scheme}://127.0.0.1:{port}{server.path}", down, up)
    finally:
        proxy.close()
        for connection in connections:
            connection.cancel()
        await asyncio.gather(*connections, return_exceptions=True)


async def _carry(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, direction: Direction
) -> None:
    """Carry what one end sends to the other, until it ends."""
    under_way: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue()

    async def arrive() -> None:
        while True:
            arrives_s, packet = await under_way.get()
            await asyncio.sleep(arrives_s - time.monotonic())
            if not packet:
                writer.write_eof()
                return
            writer.write(packet)
            await writer.drain()

    async with asyncio.TaskGroup() as both:
        both.create_task(arrive())
        while packet := await reader.read(PACKET_BYTES):
            under_way.put_nowait((await direction.send(len(packet)), packet))
        under_way.put_nowait((await direction.send(0), b""))
