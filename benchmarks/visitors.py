"""Visitors without a browser: each draws at the running app as the pad does, over real WebSockets.

They live in a process of their own, so that what they cost is not taken for the server's. This
module must not know what is measured with them, nor import the app: it speaks its two channels,
the live one (the table in mlp/web/server/routes.py) and Streamlit's (its own protobuf messages).

A visitor sends no more than a browser would, with two differences: of the page's widgets only the
pad reports its state, and the page's files (JavaScript of Streamlit, weights) are not fetched.
"""

import asyncio
import base64
import json
import multiprocessing
import os
import random
import struct
import time
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, cast

import numpy as np
from PIL import Image, ImageDraw
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Delta_pb2 import Delta
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, WebSocketException
from websockets.typing import Origin, Subprotocol

from tests.support.strokes import DIGIT_STROKES

LIVE_PATH = "/glassbox/live"
STREAM_PATH = "/_stcore/stream"
MOVES_PER_S = 30
MOVES_PER_STROKE = 2 * MOVES_PER_S
RESEND_AFTER_S = 3.0  # as in pad.js
LOST_AFTER_S = 10.0
"""A last update, or a lift of the pen, that is not shown by then counts as lost."""

RUN_TIMEOUT_S = 60.0
ARRIVING_AT_ONCE = 4
"""First pages that are asked for at the same time."""

RASTER_PX = 112
PEN_WIDTH = 0.09  # as in mlp/web/draw/digit_pad
NOT_FROM_PAD = 0xFFFFFFFF

_VERSION, _CENTRE_BIT, _PEN_DOWN_BIT = 1, 1, 4
_UPDATE_HEADER = struct.Struct("<BBHI16s")
_ANSWER_HEADER = struct.Struct("<BBBBIfffI")
_FINGERPRINT_BYTES = 8
_MAX_CACHED_AGE = (
    2  # runs; Streamlit's frontend keeps a message as long (global.maxCachedMessageAge)
)

_FINISHED = (ForwardMsg.FINISHED_SUCCESSFULLY, ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY)


@dataclass
class Log:
    """What one visitor met while drawing; each list in order of time.

    Attributes:
        from_move_ms: From each move of the pen, at the moment at which it was due, to the answer
            that shows it; a move that waited and left together with a newer one counts too.
        from_send_ms: From each update sent to its answer.
        settled_ms: From each lift of the pen to the end of the script run that shows it.
        late_ms: How much later than due the visitor itself made each move: what the load generator
            adds to `from_move_ms`.
        updates_per_s: Answers in the time in which it drew.
        num_answered: Updates that were answered, also after that time.
        num_lost: Last updates never answered, and lifts of the pen never shown.
        errors: What went wrong, in words.
    """

    from_move_ms: list[float] = field(default_factory=list)
    from_send_ms: list[float] = field(default_factory=list)
    settled_ms: list[float] = field(default_factory=list)
    late_ms: list[float] = field(default_factory=list)
    updates_per_s: float = 0.0
    num_answered: int = 0
    num_lost: int = 0
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


def encode_update(sequence: int, ink: bytes, *, is_down: bool) -> bytes:
    """Encode an update as the pad does."""
    switches = _CENTRE_BIT | (_PEN_DOWN_BIT if is_down else 0)
    return _UPDATE_HEADER.pack(_VERSION, switches, RASTER_PX, sequence, bytes(16)) + ink


def answered_sequence(answer: bytes) -> int:
    """Read which update an answer is for.

    Raises:
        ValueError: It is not an answer, or not a whole one.
    """
    try:
        version, *_, sequence, _, _, _, num_stages = _ANSWER_HEADER.unpack_from(answer)
        sizes = struct.unpack_from(f"<{num_stages}I", answer, _ANSWER_HEADER.size)
    except struct.error as error:
        raise ValueError(f"{len(answer)} bytes are no answer ({error})") from None
    expected_bytes = _ANSWER_HEADER.size + 4 * (num_stages + sum(sizes))
    expected_bytes += _FINGERPRINT_BYTES if num_stages else 0
    if version != _VERSION or len(answer) != expected_bytes:
        raise ValueError(f"{len(answer)} bytes instead of {expected_bytes}, version {version}")
    return int(sequence)


@dataclass(frozen=True)
class _Sent:
    """An update in flight; times of `time.perf_counter`."""

    sequence: int
    at_s: float
    moves_due_s: list[float]


class LivePad:
    """The pad's side of the live channel.

    At most one update in flight, the newest ink next, the last one always.
    """

    def __init__(self, socket: ClientConnection) -> None:
        self.log = Log()
        self.sequence = 0
        self.is_down = False
        self._socket = socket
        self._ink = b""
        self._moves_due_s: list[float] = []  # of the moves that are in no update yet
        self._in_flight: _Sent | None = None
        self._is_answered = asyncio.Event()
        self._is_answered.set()
        self._is_closing = False
        self._reader = asyncio.create_task(self._read())

    @property
    def is_unanswered(self) -> bool:
        """Whether there is ink that no answer has shown."""
        return not self._is_answered.is_set()

    async def offer(self, ink: bytes, due_s: float) -> None:
        """Show newer ink as soon as the rules allow.

        Args:
            ink: uint8, (112, 112), 0–255.
            due_s: When the pen moved, by `time.perf_counter`.
        """
        self._ink = ink
        self._moves_due_s.append(due_s)
        self._is_answered.clear()
        sent = self._in_flight
        if sent is not None and time.perf_counter() - sent.at_s > RESEND_AFTER_S:
            self.log.errors.append(f"update {sent.sequence} not answered for 3 s")
            self._moves_due_s = sent.moves_due_s + self._moves_due_s
            self._in_flight = None
        await self._flush()

    async def wait_until_answered(self) -> bool:
        """Wait until all ink is answered; False if that never happens."""
        try:
            async with asyncio.timeout(LOST_AFTER_S):
                await self._is_answered.wait()
        except TimeoutError:
            return False
        return True

    async def close(self) -> None:
        """Leave."""
        self._is_closing = True
        await self._socket.close()
        await self._reader

    async def _flush(self) -> None:
        if not self._moves_due_s or self._in_flight is not None or self._reader.done():
            return
        self.sequence += 1
        self._in_flight = _Sent(self.sequence, time.perf_counter(), self._moves_due_s)
        self._moves_due_s = []
        try:
            await self._socket.send(encode_update(self.sequence, self._ink, is_down=self.is_down))
        except ConnectionClosed:
            pass  # the reader says so

    async def _read(self) -> None:
        try:
            async for message in self._socket:
                await self._land(message, time.perf_counter())
        except (ValueError, ConnectionClosed) as error:
            self.log.errors.append(f"live channel: {error}")
            return
        if not self._is_closing:
            self.log.errors.append(f"live channel closed with {self._socket.close_code}")

    async def _land(self, message: str | bytes, now_s: float) -> None:
        """Take an answer."""
        sequence = answered_sequence(message if isinstance(message, bytes) else message.encode())
        sent = self._in_flight
        if sent is None or sent.sequence != sequence:
            self.log.errors.append(f"an answer to {sequence}, which was not in flight")
            return
        self.log.num_answered += 1
        self.log.from_send_ms.append((now_s - sent.at_s) * 1000)
        self.log.from_move_ms += [(now_s - due_s) * 1000 for due_s in sent.moves_due_s]
        self._in_flight = None
        if not self._moves_due_s:
            self._is_answered.set()
        await self._flush()


class Tab:
    """A tab of the app: a session of Streamlit's, held as its own frontend holds one."""

    def __init__(self, socket: ClientConnection) -> None:
        self.errors: list[str] = []
        self.settled_ms: list[float] = []
        self._socket = socket
        self._page = ""
        self._pad_id = ""
        self._cached: dict[str, tuple[int, int]] = {}  # hash → last run with it, sequence shown
        self._num_runs = 0
        self._shown = 0  # the highest sequence that a network view of Python's showed
        self._lifted_s: dict[int, float] = {}  # sequence → when; those not settled yet
        self._is_closing = False
        self._changed = asyncio.Condition()
        self._reader = asyncio.create_task(self._read())

    @property
    def num_unsettled(self) -> int:
        """Lifts of the pen that no finished run has shown."""
        return len(self._lifted_s)

    async def run(self) -> None:
        """Ask for the page and wait until it stands; exceptions on it are kept in `errors`.

        Raises:
            RuntimeError: It has no pad.
        """
        await self._send(BackMsg())
        async with asyncio.timeout(RUN_TIMEOUT_S), self._changed:
            await self._changed.wait_for(lambda: self._num_runs > 0 or self._reader.done())
        if not self._pad_id:
            raise RuntimeError(f"The first page came without a pad: {self.errors}")

    async def report(self, ink: bytes, sequence: int) -> None:
        """Report the finished ink as the pad does when the pen lifts."""
        self._lifted_s[sequence] = time.perf_counter()
        state = {
            "ink": base64.b64encode(ink).decode(),
            "sequence": sequence,
            "revision": 0,
            "isRestored": False,
        }
        message = BackMsg()
        widget = message.rerun_script.widget_states.widgets.add()
        widget.id, widget.json_value = self._pad_id, json.dumps({"ink": state})
        try:
            await self._send(message)
        except ConnectionClosed:
            pass  # the reader says so

    async def wait_until_settled(self) -> bool:
        """Wait until each lift of the pen is shown; False if that never happens."""
        try:
            async with asyncio.timeout(LOST_AFTER_S), self._changed:
                await self._changed.wait_for(lambda: not self._lifted_s or self._reader.done())
        except TimeoutError:
            pass
        return not self._lifted_s

    async def close(self) -> None:
        """Leave, as if the tab were closed."""
        self._is_closing = True
        await self._socket.close()
        await self._reader

    async def _send(self, message: BackMsg) -> None:
        message.rerun_script.page_script_hash = self._page
        message.rerun_script.cached_message_hashes.extend(self._cached)
        await self._socket.send(message.SerializeToString())

    async def _read(self) -> None:
        try:
            async for data in self._socket:
                await self._take(ForwardMsg.FromString(cast(bytes, data)))
        except ConnectionClosed as error:
            self.errors.append(f"Streamlit's channel: {error}")
        else:
            if not self._is_closing:
                self.errors.append(f"Streamlit's channel closed with {self._socket.close_code}")
        async with self._changed:
            self._changed.notify_all()

    async def _take(self, message: ForwardMsg) -> None:
        shown = 0
        match message.WhichOneof("type"):
            case "new_session":
                self._page = message.new_session.page_script_hash
            case "delta":
                shown = self._take_delta(message.delta)
                if message.metadata.cacheable:
                    self._cached[message.hash] = (self._num_runs, shown)
            case "ref_hash":
                shown = self._cached[message.ref_hash][1]
                self._cached[message.ref_hash] = (self._num_runs, shown)
            case "script_finished":
                await self._finish(message.script_finished)
        self._shown = max(self._shown, shown)

    def _take_delta(self, delta: Delta) -> int:
        """Look for the pad, the network view and exceptions; return the sequence it shows, or 0."""
        element = delta.new_element
        match element.WhichOneof("type"):
            case "exception":
                self.errors.append(f"exception on the page: {element.exception.message}")
            case "bidi_component":
                component = element.bidi_component
                if component.component_name == "glassbox_draw_digit_pad":
                    self._pad_id = component.id
                elif component.component_name == "glassbox_views_network":
                    answer = base64.b64decode(json.loads(component.json)["answer"])
                    sequence = answered_sequence(answer)
                    return 0 if sequence == NOT_FROM_PAD else sequence
        return 0

    async def _finish(self, status: int) -> None:
        now_s = time.perf_counter()
        if status == ForwardMsg.FINISHED_WITH_COMPILE_ERROR:
            self.errors.append("the script could not be compiled")
        if status not in _FINISHED:
            return
        self._num_runs += 1
        oldest = self._num_runs - _MAX_CACHED_AGE
        self._cached = {key: seen for key, seen in self._cached.items() if seen[0] >= oldest}
        for sequence in [sequence for sequence in self._lifted_s if sequence <= self._shown]:
            self.settled_ms.append((now_s - self._lifted_s.pop(sequence)) * 1000)
        async with self._changed:
            self._changed.notify_all()


class Visitor:
    """Somebody who draws; with a tab, the pen can be lifted."""

    def __init__(self, pad: LivePad, tab: Tab | None, *, digit: int) -> None:
        self.pad = pad
        self.tab = tab
        self.ink = growing_ink(digit)

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
        for move in range(num_moves):
            due_s = started_s + move / MOVES_PER_S
            await asyncio.sleep(due_s - time.perf_counter())
            log.late_ms.append((time.perf_counter() - due_s) * 1000)
            ink = self.ink[move % len(self.ink)]
            self.pad.is_down = True
            await self.pad.offer(ink, due_s)
            if moves_per_lift and move % moves_per_lift == first_lift:
                await self.lift(ink)
        await asyncio.sleep(started_s + duration_s - time.perf_counter())
        log.updates_per_s = log.num_answered / duration_s
        await self._rest(log)
        return log

    async def draw_at_once(self, num_updates: int, *, lift: bool) -> Log:
        """Send updates as fast as the answers come; at the end the pen may be lifted."""
        self.pad.log = log = Log()
        started_s = time.perf_counter()
        for move in range(num_updates):
            self.pad.is_down = True
            await self.pad.offer(self.ink[move % len(self.ink)], time.perf_counter())
            if not await self.pad.wait_until_answered():
                break
        log.updates_per_s = log.num_answered / (time.perf_counter() - started_s)
        if lift:
            await self.lift(self.ink[(num_updates - 1) % len(self.ink)])
        await self._rest(log)
        return log

    async def lift(self, ink: bytes) -> None:
        """Lift the pen: the finished ink goes to Streamlit."""
        assert self.tab is not None
        self.pad.is_down = False
        self.pad.sequence += 1
        await self.tab.report(ink, self.pad.sequence)

    async def close(self) -> None:
        """Leave."""
        await self.pad.close()
        if self.tab is not None:
            await self.tab.close()

    async def _rest(self, log: Log) -> None:
        """Wait for what is still to come, and count what does not."""
        self.pad.is_down = False
        log.num_lost += not await self.pad.wait_until_answered()
        if self.tab is None:
            return
        await self.tab.wait_until_settled()
        log.num_lost += self.tab.num_unsettled
        log.errors += self.tab.errors
        log.settled_ms += self.tab.settled_ms
        self.tab.errors, self.tab.settled_ms = [], []


async def arrive(address: str, *, number: int) -> Visitor:
    """Open the app's page, wait until it stands, and connect the pad.

    Args:
        address: Of the app, for example "http://127.0.0.1:8701".
        number: Of the visitor; another one draws another digit.
    """
    tab = Tab(await _connect(address, STREAM_PATH, subprotocols=[Subprotocol("streamlit")]))
    await tab.run()
    return Visitor(await connect_pad(address), tab, digit=_digit(number))


async def connect_pad(address: str) -> LivePad:
    """Connect a pad alone."""
    return LivePad(await _connect(address, LIVE_PATH))


async def _connect(
    address: str, path: str, *, subprotocols: list[Subprotocol] | None = None
) -> ClientConnection:
    return await connect(
        address.replace("http", "ws", 1) + path,
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
