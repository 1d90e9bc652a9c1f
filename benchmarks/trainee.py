"""A visitor without a browser who trains a network on the Train page, while others draw.

It must not know what is measured, nor import the app: it presses Start over Streamlit's channel,
and asks the training's routes as often as the page does.
"""

import asyncio
import json
import re
import threading
import time
import traceback
import urllib.request
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from itertools import pairwise
from typing import Any, cast

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

from benchmarks.report import Row, say
from benchmarks.visitors import RUN_TIMEOUT_S, STREAM_PATH
from tests.support.server import Server

PAGE = "train"
NUM_EPOCHS = 50
"""More than it can do meanwhile; the slider's largest."""

POLL_S = 0.25  # as mlp/web/train/view asks
BEGIN_TIMEOUT_S = 60.0

_TICKET = re.compile(rb'"ticket": ?"([\w-]{8,})"')


@dataclass
class Log:
    """How the training went.

    Attributes:
        at_s: When it was asked, by `time.perf_counter`; only while it trained.
        num_images: How many images it had seen by then.
        status: What it said last.
        errors: What went wrong, in words.
    """

    at_s: list[float] = field(default_factory=list)
    num_images: list[int] = field(default_factory=list)
    status: str = ""
    errors: list[str] = field(default_factory=list)

    def rows(self) -> list[Row]:
        """Say it in the report's rows."""
        seconds = list(pairwise(self.at_s[:: round(1 / POLL_S)]))
        images = list(pairwise(self.num_images[:: round(1 / POLL_S)]))
        rates = [
            (last - first) / (end_s - start_s)
            for (start_s, end_s), (first, last) in zip(seconds, images, strict=True)
        ]
        return [Row("the training meanwhile, second by second", rates, "images/s")]


class _Page:
    """The Train page in a tab: knows its widgets, and runs again what asks to be run again."""

    def __init__(self, socket: ClientConnection, log: Log) -> None:
        self.ticket = ""
        self._socket = socket
        self._log = log
        self._hash = ""
        self._widgets: dict[str, str] = {}  # by Streamlit's key
        self._again: list[asyncio.Task[None]] = []
        self._num_runs = 0
        self._changed = asyncio.Condition()

    async def run(self, message: BackMsg | None = None) -> None:
        """Run the page, or what a message changes, and wait until it stands."""
        message = message or BackMsg()
        message.rerun_script.page_name = PAGE
        before = self._num_runs
        self._leave_off()
        await self._send(message)
        async with asyncio.timeout(RUN_TIMEOUT_S), self._changed:
            await self._changed.wait_for(lambda: self._num_runs > before)

    def change(self, key: str, **value: Any) -> BackMsg:
        """Make the message of a widget that was used."""
        message = BackMsg()
        widget = message.rerun_script.widget_states.widgets.add(id=self._widgets[key])
        for name, content in value.items():
            if isinstance(content, list):
                getattr(widget, name).data.extend(content)
            else:
                setattr(widget, name, content)
        return message

    async def read(self) -> None:
        """Take messages in until the tab is closed."""
        async for data in self._socket:
            content = cast(bytes, data)
            found = _TICKET.search(content)
            if found:
                self.ticket = found[1].decode()
            await self._take(ForwardMsg.FromString(content))
        self._leave_off()

    async def _take(self, message: ForwardMsg) -> None:
        kind = message.WhichOneof("type")
        if kind == "new_session":
            self._hash = message.new_session.page_script_hash
        elif kind == "auto_rerun":
            asked = message.auto_rerun
            running = self._run_again(asked.fragment_id, asked.interval)
            self._again.append(asyncio.create_task(running))
        elif kind == "delta" and message.delta.WhichOneof("type") == "new_element":
            self._know(message.delta.new_element)
        elif kind == "script_finished":
            self._num_runs += 1
            async with self._changed:
                self._changed.notify_all()

    def _know(self, element: Any) -> None:
        """Remember a widget; its id ends with Streamlit's key."""
        kind = element.WhichOneof("type")
        content = getattr(element, kind)
        if kind == "exception":
            self._log.errors.append(f"the Train page: {content.message}")
        name = getattr(content, "id", "")
        if name:
            self._widgets[name.rpartition("-")[2]] = name

    def _leave_off(self) -> None:
        """Run nothing again that was asked for so far."""
        for task in self._again:
            task.cancel()
        self._again.clear()

    async def _run_again(self, fragment: str, interval_s: float) -> None:
        """Run a fragment again and again, as Streamlit's frontend does."""
        while True:
            await asyncio.sleep(interval_s)
            message = BackMsg()
            message.rerun_script.fragment_id = fragment
            message.rerun_script.is_auto_rerun = True
            await self._send(message)

    async def _send(self, message: BackMsg) -> None:
        message.rerun_script.page_script_hash = self._hash
        await self._socket.send(message.SerializeToString())


@contextmanager
def somebody_trains(server: Server) -> Iterator[Log]:
    """Have a network trained with the page's defaults for the length of a `with` block.

    Raises:
        RuntimeError: It did not train all the time.
    """
    log, has_begun, ending = Log(), threading.Event(), threading.Event()
    thread = threading.Thread(target=_train_in_thread, args=(server, log, has_begun, ending))
    say("a visitor starts a training")
    thread.start()
    try:
        if not has_begun.wait(BEGIN_TIMEOUT_S) or not log.at_s:
            raise RuntimeError("The training has not begun.")
        yield log
    finally:
        ending.set()
        thread.join()
    if log.errors or log.status != "training":
        raise RuntimeError(f"The training did not last: {log.status}, {log.errors}")


def _train_in_thread(
    server: Server, log: Log, has_begun: threading.Event, ending: threading.Event
) -> None:
    try:
        asyncio.run(_train(server, log, has_begun, ending))
    except Exception as error:
        say("".join(traceback.format_exception(error)))
        log.errors.append(repr(error))
    finally:
        has_begun.set()


async def _train(
    server: Server, log: Log, has_begun: threading.Event, ending: threading.Event
) -> None:
    """Open the page, start, and watch until it is enough; closing the tab ends it in the end."""
    async with connect(
        server.address.replace("http", "ws", 1) + STREAM_PATH,
        origin=Origin(server.address),
        subprotocols=[Subprotocol("streamlit")],
        compression=None,
        max_size=None,
        ping_interval=None,
    ) as socket:
        page = _Page(socket, log)
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(page.read())
            await page.run()
            await page.run(page.change("train_epochs", double_array_value=[float(NUM_EPOCHS)]))
            await page.run(page.change("train_start", trigger_value=True))
            ask = partial(_fetch, f"{server.address}/glassbox/training", page.ticket)
            await _watch(ask, log, has_begun, ending)
            await socket.close()


async def _watch(
    ask: Callable[[str], Awaitable[bytes]],
    log: Log,
    has_begun: threading.Event,
    ending: threading.Event,
) -> None:
    """Ask for what is new, as the page does."""
    num_points = num_checkpoints = 0
    while not ending.is_set():
        known = f"steps={num_points}&checkpoints={num_checkpoints}"
        report = json.loads(await ask(f"?{known}"))
        log.status = report["status"]
        num_points += len(report["points"]["steps"])
        num_checkpoints += len(report["checkpoints"])
        for checkpoint in report["checkpoints"]:
            await ask(f"/pictures/{checkpoint['fingerprint']}")
        if report["numSteps"] > 0:
            log.at_s.append(time.perf_counter())
            log.num_images.append(report["numImages"])
            has_begun.set()
        await asyncio.sleep(POLL_S)


async def _fetch(path: str, ticket: str, rest: str) -> bytes:
    request = urllib.request.Request(path + rest, headers={"Glassbox-Ticket": ticket})

    def fetch() -> bytes:
        with urllib.request.urlopen(request, timeout=30) as response:
            return cast(bytes, response.read())

    return await asyncio.to_thread(fetch)
