"""How soon one can draw, and what it costs over the wire: `python -m benchmarks.start`.

It must not know how the app does it: it starts the server as anybody would and watches the page.
"""

import asyncio
import base64
import re
import tempfile
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import click
from playwright.async_api import Browser, Page

from benchmarks.browser import LIVE_PAD, VIEW, VIEWPORT, chromium, hold_pen
from benchmarks.report import Row, Section, Target, say_round
from tests.support.server import Server, start_server
from tests.support.strokes import DIGIT_STROKES

NUM_PACKAGES = 6
SETTLE_MS = 1500
TIMEOUT_MS = 60_000
NAVIGATION = '[data-testid="stSidebarNavLink"]'
FIRST_INK = ((0.3, 0.2), (0.7, 0.2))
ANSWERED = f'{VIEW}:not([data-predicted="none"])'
# Asked at each frame; a locator would look again only after up to half a second. Components live in
# shadow roots.
ARE_THERE = """(selectors) => {
  const roots = [document];
  for (const root of roots) {
    roots.push(...[...root.querySelectorAll("*")].map((e) => e.shadowRoot).filter(Boolean));
  }
  return selectors.every((selector) => roots.some((root) => root.querySelector(selector)));
}"""
CHANGE = Path(__file__).with_name("change.js").read_text("utf-8")
OVERVIEW = "/glassbox/overview/"
WHAT_IS_ASKED, INK = 1, 0  # a byte of the channel's messages, both ways

NOTES = [
    "Each round starts a fresh server and opens the page in two fresh browser profiles, one after "
    "the other; Chromium and the empty profile are there already, the second visitor’s clock "
    "starts when the address is opened. “Usable” is when a pen that was pressed and moved on the "
    "pad has been answered over the WebSocket and the network drawn; the page is asked at each "
    "frame. The first start, which warms the disk cache, is "
    "thrown away. Imports are the self times of Python's `-X importtime` in a start of their own, "
    "which that makes a little slower. A page change is counted on the browser's clock from the "
    "click, and asked for at each frame; “drawn”: the script has ended, the pad is live, and every "
    "chart in the window, or on the whole page, is drawn. Each change to another page than Draw is "
    "the first on that server. Bytes "
    "are those of a visitor with an empty cache as the browser's debugging protocol tells them: "
    "responses as they were sent, compressed and with their headers; WebSocket messages with their "
    "frames. An update and its answer are deflated where answers take long.",
]

Samples = defaultdict[str, list[float]]


@dataclass
class Wire:
    """Counts the bytes between a page and its server.

    Attributes:
        ink_sent: Size of each update from the pad, with its frame.
        ink_received: Size of each of their answers.
        overview: Size of the overview of all parameters.
    """

    http: int = 0
    web_sockets: int = 0
    ink_sent: list[int] = field(default_factory=list)
    ink_received: list[int] = field(default_factory=list)
    overview: int = 0
    _addresses: dict[str, str] = field(default_factory=dict)

    async def listen(self, page: Page) -> None:
        """Count from now on."""
        devtools = await page.context.new_cdp_session(page)
        devtools.on("Network.requestWillBeSent", self._on_request)
        devtools.on("Network.loadingFinished", self._on_loaded)
        devtools.on("Network.webSocketCreated", self._on_web_socket)
        devtools.on("Network.webSocketFrameSent", lambda event: self._on_frame(event, True))
        devtools.on("Network.webSocketFrameReceived", lambda event: self._on_frame(event, False))
        await devtools.send("Network.enable")

    def take_bytes(self) -> int:
        """Hand out the bytes since the last time."""
        total = self.http + self.web_sockets
        self.http = self.web_sockets = 0
        return total

    def _on_request(self, event: dict[str, Any]) -> None:
        self._addresses[event["requestId"]] = event["request"]["url"]

    def _on_loaded(self, event: dict[str, Any]) -> None:
        size = round(event["encodedDataLength"])
        self.http += size
        if OVERVIEW in self._addresses.get(event["requestId"], ""):
            self.overview += size

    def _on_web_socket(self, event: dict[str, Any]) -> None:
        self._addresses[event["requestId"]] = event["url"]

    def _on_frame(self, event: dict[str, Any], is_sent: bool) -> None:
        response = event["response"]
        text = response["payloadData"]
        is_binary = response["opcode"] == 2
        content = base64.b64decode(text) if is_binary else text.encode()
        size = len(content)
        # RFC 6455: two bytes, the size if it needs more than seven bits, the browser's mask.
        size += 2 + (0 if size < 126 else 2 if size < 65_536 else 8) + (4 if is_sent else 0)
        self.web_sockets += size
        is_channel = self._addresses[event["requestId"]].endswith("/glassbox/live")
        if is_channel and content[WHAT_IS_ASKED] == INK:
            (self.ink_sent if is_sent else self.ink_received).append(size)


def measure(rounds: int = 3) -> Section:
    """Start the app again and again and visit it."""
    samples: Samples = defaultdict(list)
    for number in range(rounds + 1):
        say_round("start", number, rounds)
        round_samples = asyncio.run(_round())
        if number > 0:
            for name, value in round_samples.items():
                samples[name].append(value)
    imports = [_imports() for _ in range(rounds)]
    wire = asyncio.run(_wire())
    return Section("Start and pages", [*_rows(samples), *_import_rows(imports), *wire], NOTES)


async def _round() -> dict[str, float]:
    """Start the app, visit it twice and change the page; seconds, and milliseconds for changes."""
    with tempfile.TemporaryDirectory() as folder:
        async with chromium() as browser:
            started_s = time.monotonic()
            server = start_server(Path(folder) / "app.log")
            try:
                healthy_s = time.monotonic() - started_s
                page = await browser.new_page(viewport=VIEWPORT)
                await _visit(page, server)
                first_s = time.monotonic() - started_s
                await page.close()
                page = await browser.new_page(viewport=VIEWPORT)
                started_s = time.monotonic()
                await _visit(page, server)
                second_s = time.monotonic() - started_s
                await page.wait_for_timeout(SETTLE_MS)
                return {
                    "start → healthy": healthy_s,
                    "start → first page usable": first_s,
                    "a second visitor's first page usable": second_s,
                    **await _changes(page),
                }
            finally:
                server.stop()


async def _visit(page: Page, server: Server) -> None:
    """Open the app in a page that has never seen it, and draw as soon as that works."""
    await page.goto(server.address)
    await wait_for(page, LIVE_PAD, VIEW)
    pen = await hold_pen(page)
    await pen.press(FIRST_INK[0])
    await pen.move(FIRST_INK[1])
    await wait_for(page, ANSWERED)
    await pen.lift(FIRST_INK[1])


async def wait_for(page: Page, *selectors: str, timeout_ms: float = TIMEOUT_MS) -> None:
    """Wait until each of these is in the page."""
    await page.wait_for_function(ARE_THERE, arg=list(selectors), timeout=timeout_ms)


async def _changes(page: Page) -> dict[str, float]:
    """Go from the first page to each of the others and back."""
    names = await _page_names(page)
    home = names[0]
    taken = {}
    for name in names[1:]:
        for start, end in ((home, name), (name, home)):
            times = await _change(page, names.index(end))
            change = f"page change, {start} → {end}"
            taken[f"{change}: heading there"] = times["heading"]
            taken[f"{change}: what the window shows drawn"] = times["window"]
            taken[f"{change}: everything drawn"] = times["everything"]
            await page.wait_for_timeout(SETTLE_MS)
    return taken


async def _page_names(page: Page) -> list[str]:
    """Read the navigation; an icon's name stands on a line of its own before the page's."""
    return [
        (await link.inner_text()).split("\n")[-1] for link in await page.locator(NAVIGATION).all()
    ]


async def _change(page: Page, index: int) -> dict[str, float]:
    """Click a page in the navigation; milliseconds until "heading", "window" and "everything"."""
    return cast(dict[str, float], await page.evaluate(CHANGE, [index, TIMEOUT_MS]))


def _rows(samples: Samples) -> list[Row]:
    """Lay out what was timed."""
    targets = {
        "start → first page usable": Target("p50", 6),
        "a second visitor's first page usable": Target("p50", 1.5),
    }
    rows = []
    for name, values in samples.items():
        if name.startswith("page change"):
            target = Target("p50", 300) if name.endswith("drawn") else None
            rows.append(Row(name, values, "ms", target))
        else:
            rows.append(Row(name, values, "s", targets.get(name)))
    return rows


# The imports.


def _imports() -> dict[str, float]:
    """Start the app with Python's own timing of imports.

    Returns:
        Seconds until it was healthy ("healthy"), and of those in each top-level package.
    """
    with tempfile.TemporaryDirectory() as folder:
        started_s = time.monotonic()
        server = start_server(Path(folder) / "app.log", python_options=["-X", "importtime"])
        healthy_s = time.monotonic() - started_s
        log = server.log()
        server.stop()
    by_package: Counter[str] = Counter()
    for self_us, name in re.findall(r"^import time: +(\d+) \| +\d+ \| +([\w.]+)", log, re.M):
        by_package[name.split(".")[0]] += int(self_us)
    return {"healthy": healthy_s, **{name: us / 1e6 for name, us in by_package.items()}}


def _import_rows(imports: list[dict[str, float]]) -> list[Row]:
    """Lay out the share of all imports, and the packages that take the longest."""
    totals = [sum(one.values()) - one["healthy"] for one in imports]
    shares = [100 * total / one["healthy"] for total, one in zip(totals, imports, strict=True)]
    packages = sorted(imports[0].keys() - {"healthy"}, key=lambda name: -imports[0][name])
    return [
        Row("imports before it is healthy", totals, "s"),
        Row("imports, share of start → healthy", shares, "%"),
        *(
            Row(f"imports of {name}", [one.get(name, 0.0) for one in imports], "s")
            for name in packages[:NUM_PACKAGES]
        ),
    ]


# The bytes.


async def _wire() -> list[Row]:
    """Visit the app once more and count what goes over the wire."""
    with tempfile.TemporaryDirectory() as folder:
        server = start_server(Path(folder) / "app.log")
        try:
            async with chromium() as browser:
                return await _wire_rows(browser, server)
        finally:
            server.stop()


async def _wire_rows(browser: Browser, server: Server) -> list[Row]:
    page = await browser.new_page(viewport=VIEWPORT)
    wire = Wire()
    await wire.listen(page)
    await page.goto(server.address)
    await page.locator(LIVE_PAD).wait_for(timeout=TIMEOUT_MS)
    await page.wait_for_timeout(SETTLE_MS)
    rows = [Row("bytes: first page, empty cache", [wire.take_bytes() / 1000], "kB")]
    await (await hold_pen(page)).draw(DIGIT_STROKES[7])
    await page.wait_for_timeout(SETTLE_MS)
    ink = sum(wire.ink_sent) + sum(wire.ink_received)
    rows += [
        Row("bytes: update from the pad", [one / 1000 for one in wire.ink_sent], "kB"),
        Row("bytes: its answer", [one / 1000 for one in wire.ink_received], "kB"),
        Row("bytes: all else of a first digit", [(wire.take_bytes() - ink) / 1000], "kB"),
    ]
    names = await _page_names(page)
    for index in range(1, len(names)):
        for there in (index, 0):
            await _change(page, there)
            await page.wait_for_timeout(SETTLE_MS)
            label = f"bytes: page change to {names[there]}" + (", again" if there == 0 else "")
            rows.append(Row(label, [wire.take_bytes() / 1000], "kB"))
    overview = [wire.overview / 1000]
    rows.append(Row("bytes: overview of all parameters", overview, "kB", Target("p50", 1000)))
    await page.close()
    return rows


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--rounds", type=click.IntRange(min=1), default=3, show_default=True)
def main(rounds: int) -> None:
    """Measure how soon one can draw."""
    click.echo(measure(rounds).as_text())


if __name__ == "__main__":
    main(prog_name="python -m benchmarks.start")
