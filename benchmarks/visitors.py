"""Visitors without a browser: each draws at the running app as the page does, over real WebSockets.

They live in a process of their own, so that what they cost is not taken for the server's. This
module must not know what is measured with them, nor import the app: it speaks its two channels,
the app's own (the table in mlp/web/server/messages.py) and Streamlit's (its protobuf messages).

A visitor sends what a browser would, with one difference: the page's files (JavaScript of
Streamlit, weights) are not fetched.
"""

import asyncio
import json
import multiprocessing
import os
import random
import struct
import time
import zlib
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cache
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, cast
from urllib.parse import urljoin

import numpy as np
from PIL import Image, ImageDraw
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Delta_pb2 import Delta
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, WebSocketException
from websockets.typing import Origin, Subprotocol

from tests.support.strokes import DIGIT_STROKES

HUB = "glassbox_shell_hub"
STREAM_PATH = "/_stcore/stream"
MOVES_PER_S = 30
MOVES_PER_STROKE = 2 * MOVES_PER_S
LIFT_AFTER_S = 1 / 60
"""From the last move of a stroke to the lift of the pen."""

MOVES_BETWEEN_STROKES = 9
"""That a hand leaves out until the next stroke: 0.3 s."""

# As in mlp/web/browser/hub.js.
GIVE_UP_AFTER_S = 3.0
SLOW_S = 0.04
DEPTH_OF_SLOW = 3
SMOOTHING = 0.3

LOST_AFTER_S = 10.0
"""A last update, or a lift of the pen, that is not answered by then counts as lost."""

RUN_TIMEOUT_S = 60.0
ARRIVING_AT_ONCE = 4
"""First pages that are asked for at the same time."""

RASTER_PX = 112
PEN_WIDTH = 0.09  # as in mlp/web/draw/digit_pad

_VERSION, _INK, _DETAILS = 4, 0, 3
_PEN_DOWN_BIT, _DEFLATED_BIT, _BUSY_BIT = 1, 2, 16
_REQUEST_HEADER = struct.Struct("<BBBxI4x16s")
_REPLY_HEADER = struct.Struct("<BBBxI")
_ANSWER_HEADER = struct.Struct("<8xIBB66x")
_FINGERPRINT_BYTES = 8
_WHY_BIT, _WHY_BYTES = 32, 20 + 4 * 784

_FINISHED = (ForwardMsg.FINISHED_SUCCESSFULLY, ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY)


@dataclass
class Log:
    """What one visitor met while drawing; each list in order of time.

    Attributes:
        from_move_ms: From each move of the pen, at the moment at which it was due, to the answer
            that shows it; a move that waited and left together with a newer one counts too.
        from_send_ms: From each update sent to its answer.
        settled_ms: From each lift of the pen to the answer that says that the pen is up.
        details_ms: From then to the details of the digit.
        late_ms: How much later than due the visitor itself made each move: what the load generator
            adds to `from_move_ms`.
        updates_per_s: Answers in the time in which it drew.
        num_answered: Updates that were answered, also after that time.
        num_lost: Lifts of the pen, and other last updates, that were never answered.
        num_runs: Script runs that its page saw begin.
        errors: What went wrong, in words.
    """

    from_move_ms: list[float] = field(default_factory=list)
    from_send_ms: list[float] = field(default_factory=list)
    settled_ms: list[float] = field(default_factory=list)
    details_ms: list[float] = field(default_factory=list)
    late_ms: list[float] = field(default_factory=list)
    updates_per_s: float = 0.0
    num_answered: int = 0
    num_lost: int = 0
    num_runs: int = 0
    errors: list[str] = field(default_factory=list)


@cache
def growing_ink(digit: int) -> tuple[bytes, ...]:
    """Draw a digit as a hand would in two seconds.

    Returns:
        For each move the raster up to there: uint8, (112, 112), 0–255, ink white on black.
    """
    corners = np.array(DIGIT_STROKES[digit][0])  # (points, 2)
    lengths = np.hypot(*np.diff(corners, axis=0).T)
    distances = np.concatenate([[0], np.cumsum(lengths)])
    wanted = np.linspace(0, distances[-1], MOVES_PER_STROKE + 1)
    columns = [np.interp(wanted, distances, corners[:, axis]) for axis in (0, 1)]
    places = list(zip(*columns, strict=True))
    return tuple(_raster(places[: last + 1]) for last in range(1, len(places)))


def _raster(places: list[tuple[float, float]]) -> bytes:
    """Draw one line with round ends, with soft edges as a canvas has them."""
    side_px = 4 * RASTER_PX
    radius_px = PEN_WIDTH * side_px / 2
    picture = Image.new("L", (side_px, side_px))
    pen = ImageDraw.Draw(picture)
    scaled = [(x * side_px, y * side_px) for x, y in places]
    pen.line(scaled, fill=255, width=round(2 * radius_px), joint="curve")
    for place in (scaled[0], scaled[-1]):
        pen.circle(place, radius_px, fill=255)
    return picture.reduce(4).tobytes()


@dataclass(frozen=True)
class Place:
    """Where a visitor's pad sends its ink, as the page's hub is told.

    Attributes:
        path: Of the channel, relative to the app's address or from its root.
        token: Of the visitor.
    """

    path: str
    token: bytes


def encode_update(
    sequence: int, ink: bytes, *, token: bytes, is_down: bool, is_slow: bool = False
) -> bytes:
    """Encode an update as the page does; on a slow line it is deflated, and asks for the same."""
    bits = (_PEN_DOWN_BIT if is_down else 0) | (_DEFLATED_BIT if is_slow else 0)
    header = _REQUEST_HEADER.pack(_VERSION, _INK, bits, sequence, token)
    return header + (_deflated(ink) if is_slow else ink)


def encode_details_request(sequence: int, *, token: bytes, is_slow: bool = False) -> bytes:
    """Ask for the details of the digit as the page does."""
    bits = _DEFLATED_BIT if is_slow else 0
    return _REQUEST_HEADER.pack(_VERSION, _DETAILS, bits, sequence, token)


@cache
def _deflated(ink: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(ink) + packer.flush()


@dataclass(frozen=True)
class Reply:
    """What the server says to a request.

    Attributes:
        sequence: Number of the request.
        is_busy: Many are waiting for replies.
        shown: Of an answer: number of the update that it shows; None for details.
        is_settled: The answer says that the pen is up.
    """

    sequence: int
    is_busy: bool
    shown: int | None = None
    is_settled: bool = False


def decode_reply(message: bytes) -> Reply:
    """Read whose reply it is, and what of it a visitor looks at.

    Raises:
        ValueError: It is not a reply, or not a whole one.
    """
    try:
        version, asked, bits, sequence = _REPLY_HEADER.unpack_from(message)
        content = message[_REPLY_HEADER.size :]
        if bits & _DEFLATED_BIT:
            content = zlib.decompress(content, -zlib.MAX_WBITS)
        if version != _VERSION:
            raise ValueError(f"version {version} instead of {_VERSION}")
        reply = Reply(sequence, bool(bits & _BUSY_BIT))
        return reply if asked == _DETAILS else replace(reply, **_answer(content))
    except (struct.error, zlib.error) as error:
        raise ValueError(f"{len(message)} bytes are no reply ({error})") from None


def _answer(content: bytes) -> dict[str, Any]:
    """Read the answer to ink."""
    shown, bits, num_stages = _ANSWER_HEADER.unpack_from(content)
    sizes = struct.unpack_from(f"<{num_stages}I", content, _ANSWER_HEADER.size)
    expected_bytes = _ANSWER_HEADER.size + 4 * (num_stages + sum(sizes))
    expected_bytes += _FINGERPRINT_BYTES if num_stages else 0
    expected_bytes += _WHY_BYTES if bits & _WHY_BIT else 0
    if len(content) != expected_bytes:
        raise ValueError(f"{len(content)} bytes instead of {expected_bytes}")
    return {"shown": shown, "is_settled": not bits & _PEN_DOWN_BIT}


@dataclass(frozen=True)
class _Sent:
    """An update in flight; times of `time.perf_counter`, of lifts and moves when they were due."""

    at_s: float
    moves_s: list[float]
    lifts_s: list[float]


class Pad:
    """The page's side of the channel, by the rules of mlp/web/browser/hub.js.

    One update in flight, three on a slow line; the newest ink next, the last one always.
    """

    def __init__(self, socket: ClientConnection, token: bytes) -> None:
        self.log = Log()
        self._socket = socket
        self._token = token
        self._sequence = 0
        self._ink = b""
        self._is_down = False
        self._moves_s: list[float] = []  # those that are in no update yet
        self._lifts_s: list[float] = []
        self._in_flight: dict[int, _Sent] = {}  # by sequence
        self._details_asked_s: dict[int, float] = {}
        self._sent_s = 0.0  # when the last one left
        self._takes_s = 0.0  # mean time until an answer comes
        self._is_server_busy = False
        self._later: asyncio.TimerHandle | None = None
        self._sending: asyncio.Task[None] | None = None
        self._changed = asyncio.Condition()
        self._is_closing = False
        self._reader = asyncio.create_task(self._read())

    @property
    def num_unsettled(self) -> int:
        """Lifts of the pen that no answer has settled."""
        return len(self._lifts_s) + sum(len(sent.lifts_s) for sent in self._in_flight.values())

    async def move(self, ink: bytes, due_s: float) -> None:
        """Show newer ink as soon as the rules allow.

        Args:
            ink: uint8, (112, 112), 0–255.
            due_s: When the pen moved, by `time.perf_counter`.
        """
        self._ink, self._is_down = ink, True
        self._moves_s.append(due_s)
        self._give_up()
        await self._pump()

    async def lift(self, due_s: float) -> None:
        """Say that the pen is up as soon as the rules allow."""
        self._is_down = False
        self._lifts_s.append(due_s)
        await self._pump()

    async def wait_until_answered(self) -> bool:
        """Wait until all ink is answered; False if that never happens."""
        try:
            async with asyncio.timeout(LOST_AFTER_S), self._changed:
                await self._changed.wait_for(lambda: not self._is_waiting)
        except TimeoutError:
            return False
        return True

    async def close(self) -> None:
        """Leave."""
        self._is_closing = True
        await self._socket.close()
        await self._reader

    @property
    def _is_due(self) -> bool:
        """Whether there is something that the server has not been told."""
        return bool(self._moves_s or (self._lifts_s and not self._is_down))

    @property
    def _is_waiting(self) -> bool:
        return bool(self._is_due or self._in_flight or self._details_asked_s)

    @property
    def _is_slow(self) -> bool:
        return self._takes_s > SLOW_S and not self._is_server_busy

    def _give_up(self) -> None:
        """Wait no longer for answers that take too long: newer ink shows what they would."""
        now_s = time.perf_counter()
        for sequence, sent in list(self._in_flight.items()):
            if now_s - sent.at_s > GIVE_UP_AFTER_S:
                self.log.errors.append(f"update {sequence} not answered for {GIVE_UP_AFTER_S:g} s")
                self._moves_s = sent.moves_s + self._moves_s
                self._lifts_s = sent.lifts_s + self._lifts_s
                del self._in_flight[sequence]

    async def _pump(self) -> None:
        """Send what is due as soon as the line is free for it."""
        if self._later is not None:
            self._later.cancel()
        depth = DEPTH_OF_SLOW if self._is_slow else 1
        if not self._is_due or len(self._in_flight) >= depth or self._reader.done():
            return
        wait_s = self._sent_s + self._takes_s / depth - time.perf_counter()
        if self._in_flight and wait_s > 0.001:  # spread evenly
            self._later = asyncio.get_running_loop().call_later(wait_s, self._pump_now)
        else:
            await self._send()

    def _pump_now(self) -> None:
        self._sending = asyncio.create_task(self._pump())

    async def _send(self) -> None:
        """Send the ink as it is now."""
        self._sent_s = time.perf_counter()
        sequence, is_down = self._count(), self._is_down
        lifts_s = [] if is_down else self._lifts_s
        self._in_flight[sequence] = _Sent(self._sent_s, self._moves_s, lifts_s)
        self._moves_s, self._lifts_s = [], self._lifts_s if is_down else []
        await self._send_bytes(
            encode_update(
                sequence, self._ink, token=self._token, is_down=is_down, is_slow=self._is_slow
            )
        )

    async def _ask_for_details(self) -> None:
        sequence = self._count()
        self._details_asked_s[sequence] = time.perf_counter()
        await self._send_bytes(
            encode_details_request(sequence, token=self._token, is_slow=self._is_slow)
        )

    def _count(self) -> int:
        self._sequence += 1
        return self._sequence

    async def _send_bytes(self, message: bytes) -> None:
        try:
            await self._socket.send(message)
        except ConnectionClosed:
            pass  # the reader says so

    async def _read(self) -> None:
        try:
            async for message in self._socket:
                await self._land(cast(bytes, message), time.perf_counter())
        except (ValueError, ConnectionClosed) as error:
            self.log.errors.append(f"channel: {error}")
            return
        if not self._is_closing:
            self.log.errors.append(f"channel closed with {self._socket.close_code}")

    async def _land(self, message: bytes, now_s: float) -> None:
        """Take a reply."""
        reply = decode_reply(message)
        self._is_server_busy = reply.is_busy
        if reply.sequence in self._in_flight:
            self._note_answer(reply, self._in_flight.pop(reply.sequence), now_s)
        elif reply.sequence in self._details_asked_s:
            took_s = now_s - self._details_asked_s.pop(reply.sequence)
            self._note_time(took_s)
            self.log.details_ms.append(took_s * 1000)
        else:
            self.log.errors.append(f"a reply to {reply.sequence}, which was not in flight")
        await self._pump()
        if reply.is_settled and not self._is_due:
            await self._ask_for_details()
        async with self._changed:
            self._changed.notify_all()

    def _note_answer(self, reply: Reply, sent: _Sent, now_s: float) -> None:
        """Count how long an answer took, and whether it is the right one."""
        self._note_time(now_s - sent.at_s)
        if reply.shown != reply.sequence:
            self.log.errors.append(f"the answer to {reply.sequence} shows {reply.shown}")
        if reply.is_settled != bool(sent.lifts_s):
            self.log.errors.append(f"the answer to {reply.sequence} mistakes whether the pen is up")
        self.log.num_answered += 1
        self.log.from_send_ms.append((now_s - sent.at_s) * 1000)
        self.log.from_move_ms += [(now_s - due_s) * 1000 for due_s in sent.moves_s]
        self.log.settled_ms += [(now_s - due_s) * 1000 for due_s in sent.lifts_s]

    def _note_time(self, took_s: float) -> None:
        self._takes_s += (SMOOTHING if self._takes_s else 1) * (took_s - self._takes_s)


class Tab:
    """A tab of the app: a session of Streamlit's, held as its own frontend holds one.

    Attributes:
        errors: Exceptions on the page, and what happened to its channel.
        num_runs: Script runs that began, the first page's included.
        place: Of the pad; None until the page says it.
    """

    def __init__(self, socket: ClientConnection) -> None:
        self.errors: list[str] = []
        self.num_runs = 0
        self.place: Place | None = None
        self._socket = socket
        self._is_standing = False
        self._is_closing = False
        self._changed = asyncio.Condition()
        self._reader = asyncio.create_task(self._read())

    async def run(self) -> Place:
        """Ask for the page, wait until it stands, and tell where its pad sends its ink.

        Raises:
            RuntimeError: It does not say.
        """
        message = BackMsg()
        message.rerun_script.SetInParent()
        await self._socket.send(message.SerializeToString())
        async with asyncio.timeout(RUN_TIMEOUT_S), self._changed:
            await self._changed.wait_for(lambda: self._is_standing or self._reader.done())
        if self.place is None:
            raise RuntimeError(f"The first page came without a hub: {self.errors}")
        return self.place

    async def close(self) -> None:
        """Leave, as if the tab were closed."""
        self._is_closing = True
        await self._socket.close()
        await self._reader

    async def _read(self) -> None:
        try:
            async for data in self._socket:
                self._take(ForwardMsg.FromString(cast(bytes, data)))
                if self._is_standing:
                    await self._tell()
        except ConnectionClosed as error:
            self.errors.append(f"Streamlit's channel: {error}")
        else:
            if not self._is_closing:
                self.errors.append(f"Streamlit's channel closed with {self._socket.close_code}")
        await self._tell()

    async def _tell(self) -> None:
        async with self._changed:
            self._changed.notify_all()

    def _take(self, message: ForwardMsg) -> None:
        match message.WhichOneof("type"):
            case "new_session":
                self.num_runs += 1
            case "delta":
                self._take_delta(message.delta)
            case "script_finished":
                status = message.script_finished
                self._is_standing = self._is_standing or status in _FINISHED
                if status == ForwardMsg.FINISHED_WITH_COMPILE_ERROR:
                    self.errors.append("the script could not be compiled")

    def _take_delta(self, delta: Delta) -> None:
        """Look for the hub and exceptions."""
        element = delta.new_element
        match element.WhichOneof("type"):
            case "exception":
                self.errors.append(f"exception on the page: {element.exception.message}")
            case "bidi_component" if element.bidi_component.component_name == HUB:
                data = json.loads(element.bidi_component.json)
                self.place = Place(data["path"], bytes.fromhex(data["token"]))


class Visitor:
    """Somebody who draws; with a tab, script runs are counted."""

    def __init__(self, pad: Pad, tab: Tab | None, *, digit: int) -> None:
        self.pad = pad
        self.tab = tab
        self.ink = growing_ink(digit)
        self._num_runs = tab.num_runs if tab is not None else 0

    async def draw(
        self, duration_s: float, *, phase: float = 0.0, lift_every_s: float | None = None
    ) -> Log:
        """Move the pen 30 times a second, and lift it in between.

        Args:
            duration_s: How long.
            phase: Share of a move's time by which all is shifted, [0, 1).
            lift_every_s: Seconds between lifts; None: not once.

        Returns:
            What happened from the first move until all is answered, or given up.
        """
        self.pad.log = log = Log()
        num_moves = round(duration_s * MOVES_PER_S)
        moves_per_lift = round((lift_every_s or 0) * MOVES_PER_S)
        first_lift = int(phase * moves_per_lift)  # not all at the same time
        started_s = time.perf_counter() + phase / MOVES_PER_S
        next_move = 0
        for move in range(num_moves):
            if move < next_move:
                continue
            due_s = started_s + move / MOVES_PER_S
            await asyncio.sleep(due_s - time.perf_counter())
            log.late_ms.append((time.perf_counter() - due_s) * 1000)
            await self.pad.move(self.ink[move % len(self.ink)], due_s)
            if moves_per_lift and move % moves_per_lift == first_lift:
                due_s += LIFT_AFTER_S
                await asyncio.sleep(due_s - time.perf_counter())
                await self.pad.lift(due_s)
                next_move = move + 1 + MOVES_BETWEEN_STROKES
        await asyncio.sleep(started_s + duration_s - time.perf_counter())
        log.updates_per_s = log.num_answered / duration_s
        await self._rest(log)
        return log

    async def draw_at_once(self, num_updates: int, *, lift: bool) -> Log:
        """Send updates as fast as the answers come; at the end the pen may be lifted."""
        self.pad.log = log = Log()
        for move in range(num_updates):
            await self.pad.move(self.ink[move % len(self.ink)], time.perf_counter())
            if not await self.pad.wait_until_answered():
                break
        if lift:
            await self.pad.lift(time.perf_counter())
        await self._rest(log)
        return log

    async def close(self) -> None:
        """Leave."""
        await self.pad.close()
        if self.tab is not None:
            await self.tab.close()

    async def _rest(self, log: Log) -> None:
        """Wait for what is still to come, and count what does not."""
        is_answered = await self.pad.wait_until_answered()
        log.num_lost = max(self.pad.num_unsettled, not is_answered)
        if self.tab is None:
            return
        log.errors += self.tab.errors
        log.num_runs = self.tab.num_runs - self._num_runs
        self.tab.errors, self._num_runs = [], self.tab.num_runs


async def arrive(address: str, *, number: int) -> Visitor:
    """Open the app's page, wait until it stands, and connect the pad.

    Args:
        address: Of the app, for example "http://127.0.0.1:8701".
        number: Of the visitor; another one draws another digit.
    """
    tab = Tab(await _connect(address, STREAM_PATH, subprotocols=[Subprotocol("streamlit")]))
    place = await tab.run()
    return Visitor(await connect_pad(address, place), tab, digit=_digit(number))


async def connect_pad(address: str, place: Place) -> Pad:
    """Connect a pad alone."""
    return Pad(await _connect(address, place.path), place.token)


async def _connect(
    address: str, path: str, *, subprotocols: list[Subprotocol] | None = None
) -> ClientConnection:
    return await connect(
        urljoin(f"{address}/", path).replace("http", "ws", 1),
        origin=Origin(address),
        subprotocols=subprotocols,
        compression=None,  # the app's server has it switched off (Streamlit's default)
        max_size=None,
        ping_interval=None,  # browsers send none
    )


def _digit(number: int) -> int:
    return list(DIGIT_STROKES)[number % len(DIGIT_STROKES)]


# The load generator: visitors in a process of their own.


class _Crowd:
    """The visitors of a load generator, in its process."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._random = random.Random(0)
        self._num_arrived = 0
        self._visitors: list[Visitor] = []

    async def arrive(self, count: int) -> list[float]:
        free_places = asyncio.Semaphore(ARRIVING_AT_ONCE)
        took_ms: list[float] = []

        async def arrive_one(number: int) -> Visitor:
            async with free_places:
                started_s = time.perf_counter()
                visitor = await arrive(self._address, number=number)
                took_ms.append((time.perf_counter() - started_s) * 1000)
                return visitor

        numbers = range(self._num_arrived, self._num_arrived + count)
        self._visitors += await asyncio.gather(*map(arrive_one, numbers))
        self._num_arrived += count
        return took_ms

    async def draw(self, duration_s: float, num_lifting: int, lift_every_s: float) -> list[Log]:
        return await asyncio.gather(
            *(
                visitor.draw(
                    duration_s,
                    phase=self._random.random(),
                    lift_every_s=lift_every_s if number < num_lifting else None,
                )
                for number, visitor in enumerate(self._visitors)
            )
        )

    async def draw_in_turn(self, num_updates: int, lift: bool) -> list[Log]:
        return [await visitor.draw_at_once(num_updates, lift=lift) for visitor in self._visitors]

    async def leave(self) -> None:
        await asyncio.gather(*(visitor.close() for visitor in self._visitors))
        self._visitors.clear()


def _obey_in_process(orders: Connection, address: str) -> None:
    asyncio.run(_obey(orders, address))


async def _obey(orders: Connection, address: str) -> None:
    """Do what is asked over the pipe, one thing after the other, until it is closed."""
    crowd = _Crowd(address)
    while True:
        try:
            # In a thread: meanwhile the server's pings are answered.
            name, arguments = await asyncio.to_thread(orders.recv)
        except EOFError:
            await crowd.leave()
            return
        act: Callable[..., Coroutine[Any, Any, Any]] = getattr(crowd, name)
        try:
            orders.send(await act(*arguments))
        except (OSError, RuntimeError, TimeoutError, WebSocketException) as error:
            orders.send(RuntimeError(f"A visitor failed: {error!r}"))


class LoadGenerator:
    """Visitors in another process; each call waits until they have done it.

    Attributes:
        pid: The process.
    """

    def __init__(self, orders: Connection, pid: int) -> None:
        self.pid = pid
        self._orders = orders

    def arrive(self, count: int) -> list[float]:
        """Let more visitors open the page; return for each how long that took, in ms."""
        return cast("list[float]", self._do("arrive", count))

    def draw(
        self, duration_s: float, *, num_lifting: int = 0, lift_every_s: float = 2.0
    ) -> list[Log]:
        """Let all draw; some of them also lift the pen."""
        return cast("list[Log]", self._do("draw", duration_s, num_lifting, lift_every_s))

    def draw_in_turn(self, num_updates: int, *, lift: bool = False) -> list[Log]:
        """Let one after the other send updates as fast as the answers come."""
        return cast("list[Log]", self._do("draw_in_turn", num_updates, lift))

    def leave(self) -> None:
        """Let all go."""
        self._do("leave")

    def _do(self, name: str, *arguments: object) -> object:
        self._orders.send((name, arguments))
        result = self._orders.recv()
        if isinstance(result, Exception):
            raise result
        return result


@contextmanager
def load_generator(address: str) -> Iterator[LoadGenerator]:
    """Run a load generator for the length of a `with` block."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_obey_in_process, args=(theirs, address))
    process.start()
    theirs.close()
    assert process.pid is not None
    try:
        yield LoadGenerator(ours, process.pid)
    finally:
        ours.close()
        process.join(timeout=10)
        if process.is_alive():
            process.kill()
            process.join()


# What processes use, as Linux tells it.


def cpu_s(pid: int) -> float:
    """Read how much CPU time a process has used, all its threads together."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def machine_cpu_s() -> float:
    """Read how much CPU time all processes together have used."""
    user, nice, system, _, _, *interrupts = map(
        int, Path("/proc/stat").read_text().splitlines()[0].split()[1:8]
    )
    return (user + nice + system + sum(interrupts)) / os.sysconf("SC_CLK_TCK")


def resident_mb(pid: int) -> float:
    """Read how much memory a process holds, shared libraries included."""
    num_pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return num_pages * os.sysconf("SC_PAGE_SIZE") / 1e6
