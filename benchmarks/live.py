"""How fast the app answers while drawing, measured in real Chromium: `python -m benchmarks.live`.

It must not know how the app does it: it reads only what the page promises (docs of the pad and the
views) and what `mlp` offers to anybody.
"""

import asyncio
import datetime
import itertools
import os
import platform
import random
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Literal, TypedDict, cast

import click
import numpy as np
import torch
from PIL import Image, ImageDraw
from playwright.async_api import Page as AsyncPage
from playwright.async_api import async_playwright
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from mlp.image import from_pad
from mlp.live import encode_answer, read
from mlp.models import PlacedModel, bundled_models
from tests.driving import (
    CHROMIUM_FLAGS,
    DIGIT_STROKES,
    Point,
    chromium_path,
    draw,
    launch_chromium,
    open_draw_page,
    running_server,
)

PAD = 'canvas[data-testid="pad"]'
VIEW = '[data-testid="network-view"]'
VIEWPORT: ViewportSize = {"width": 1280, "height": 900}
CLEAR = '[data-action="clear"]'
PROBE = Path(__file__).with_name("probe.js").read_text("utf-8")
WAIT = "ms => glassboxProbe.quiet(ms)"
TAKE = "glassboxProbe.take()"

# NOTE: not Playwright's route_web_socket: it sends Streamlit's own messages through a wrapper too,
# and a run with a Python handler for it once waited for ever.
NO_LIVE_CHANNEL = """{
  const Real = window.WebSocket;
  window.WebSocket = class extends Real {
    constructor(address, ...rest) {
      super(String(address).replace("/glassbox/live", "/glassbox/refused"), ...rest);
    }
  };
}"""

RASTER_PX = 112
NUM_CHARTS = 10
NUM_MOVES = 24
NUM_READS = 300
STROKE_S = 3.0
QUIET_MS = 600
"""After so long without a change the page is taken for settled."""

SHORT_STROKES: list[list[Point]] = [
    [(x, 0.93), (x + 0.03, 0.95), (x + 0.06, 0.93)] for x in (0.12, 0.28, 0.44, 0.6, 0.76)
]
"""Where no digit of `DIGIT_STROKES` has ink: a stroke that adds none would change no chart."""

IDLE_MS = (30, 30 + 1000 / 60)
"""Pause before an isolated move; spread over a frame, so that no phase of it is preferred."""


class Input(TypedDict):
    """A pointer event on the pad: when it was made, when the pad's handler got it."""

    at: float
    type: str
    stamp: float
    count: int


class Sent(TypedDict):
    """An update that left the pad; the input (index) is the newest it holds."""

    at: float
    sequence: int
    input: int


class Redraw(TypedDict):
    """An update shown by the network view."""

    at: float
    sequence: int
    presented: float


class Settled(TypedDict):
    """A view that shows Python's answer."""

    at: float
    sequence: int


class Chart(TypedDict):
    """A Plotly chart that was drawn."""

    at: float
    name: str
    isSoftmax: bool


class Log(TypedDict):
    """What benchmarks/probe.js noted, each list in order of time; all times in ms."""

    inputs: list[Input]
    sent: list[Sent]
    redraws: list[Redraw]
    settled: list[Settled]
    charts: list[Chart]
    isLastDrawn: bool


@dataclass(frozen=True)
class Target:
    """A bound on one figure of a row."""

    figure: Literal["p50", "p95", "min"]
    bound: float
    sign: Literal["≤", "<", "≥"] = "≤"

    def is_met(self, value: float) -> bool:
        """Compare a figure with the bound."""
        compare = {"≤": value <= self.bound, "<": value < self.bound, "≥": value >= self.bound}
        return compare[self.sign]


@dataclass(frozen=True)
class Row:
    """One quantity, measured repeatedly."""

    label: str
    samples: list[float]
    unit: str = "ms"
    target: Target | None = None

    def cells(self) -> list[str]:
        """Say it in the table's columns."""
        figures = {
            "p50": self._percentile(50),
            "p95": self._percentile(95),
            "min": min(self.samples),
        }
        target = ""
        if self.target is not None:
            outcome = "met" if self.target.is_met(figures[self.target.figure]) else "MISSED"
            target = f"{self.target.figure} {self.target.sign} {self.target.bound:g}: {outcome}"
        return [
            self.label,
            self.unit,
            _short(figures["p50"]),
            _short(figures["p95"]),
            f"{_short(figures['min'])}–{_short(max(self.samples))}",
            str(len(self.samples)),
            target,
        ]

    def _percentile(self, share: float) -> float:
        return float(np.percentile(self.samples, share))


HEADINGS = ["what", "unit", "p50", "p95", "min–max", "n", "target"]


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--rounds",
    type=click.IntRange(min=1),
    default=5,
    show_default=True,
    help="Repetitions of each measurement; one more is run first and thrown away.",
)
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    default=Path("docs/performance.md"),
    show_default=True,
    help="Where to write the report.",
)
def main(rounds: int, out: Path) -> None:
    """Measure the app from pen to picture; takes about two minutes."""
    started_s = time.monotonic()
    busy = os.getloadavg()[0]
    rows = _server_rows(rounds)
    with tempfile.TemporaryDirectory() as folder:
        log_path = Path(folder) / "app.log"
        _say("starting the app")
        with running_server(log_path) as server:
            try:
                with sync_playwright() as playwright:
                    browser = launch_chromium(playwright)
                    browser_version = browser.version
                    rows += _isolated_rows(browser, server.address, rounds)
                    rows += _pen_up_rows(browser, server.address, rounds)
                    rows += _fallback_rows(browser, server.address, rounds)
                    browser.close()
                rows += asyncio.run(_moving_rows(server.address, rounds))
            except Exception:
                _say(server.log())
                raise
    _say(f"done after {time.monotonic() - started_s:.0f} s")
    click.echo(_as_text(rows))
    out.write_text(_as_markdown(rows, _machine(browser_version, busy), rounds), "utf-8")
    _say(f"written to {out}")


# What the server does, without a browser.


def _server_rows(rounds: int) -> list[Row]:
    """Time what an update costs the server, in this process."""
    torch.set_num_threads(1)  # as app.py does
    placed = bundled_models().default
    rasters = itertools.cycle([_raster(strokes) for strokes in DIGIT_STROKES.values()])
    prepare: list[float] = []
    trace: list[float] = []
    plain: list[float] = []
    ratio: list[float] = []
    answer: list[float] = []
    for number in range(rounds + 1):
        _say_round("server, in process", number, rounds)
        for raster in itertools.islice(rasters, NUM_READS):
            prepared = from_pad(raster)
            batch = prepared.image[None]
            with torch.inference_mode():
                plain_ms = _time_ms(partial(placed.model, batch))
            trace_ms = _time_ms(partial(placed.trace, prepared.image))
            prepare_ms = _time_ms(partial(from_pad, raster))
            answer_ms = _time_ms(partial(_answer, placed, raster))
            if number == 0:
                continue
            prepare.append(prepare_ms)
            trace.append(trace_ms)
            plain.append(plain_ms)
            ratio.append(trace_ms / plain_ms)
            answer.append(answer_ms)
    return [
        Row(f"server: prepare a raster of {RASTER_PX} px", prepare),
        Row("server: plain `model(x)`", plain),
        Row("server: trace (every stage kept)", trace),
        Row("server: trace ÷ plain `model(x)`", ratio, "×"),
        Row("server: whole answer (prepare, trace, verdict, encode)", answer),
    ]


def _answer(placed: PlacedModel, raster: np.ndarray) -> bytes:
    """Do what the live channel does with one update."""
    return encode_answer(read(placed, from_pad(raster)), 1)


def _raster(strokes: list[list[Point]]) -> np.ndarray:
    """Draw strokes as the pad would: uint8, (112, 112), 0–255, ink white on black."""
    picture = Image.new("L", (RASTER_PX, RASTER_PX))
    pen = ImageDraw.Draw(picture)
    for stroke in strokes:
        places = [(x * RASTER_PX, y * RASTER_PX) for x, y in stroke]
        pen.line(places, fill=255, width=8, joint="curve")
    return np.asarray(picture)


def _time_ms(call: Callable[[], object]) -> float:
    started_s = time.perf_counter()
    call()
    return (time.perf_counter() - started_s) * 1000


# One move at a time.


def _isolated_rows(browser: Browser, address: str, rounds: int) -> list[Row]:
    """Measure from one pointer move to its picture, live."""
    page = browser.new_page(viewport=VIEWPORT)
    open_draw_page(page, address)
    logs = _isolated_logs(page, rounds, "one move at a time, live")
    page.close()
    return [
        Row(
            "one move, live: handler called → pixels written",
            _from_move(logs, lambda move, redraw: redraw["at"] - move["at"]),
            target=Target("p50", 10),
        ),
        Row(
            "one move, live: event's timestamp → pixels written",
            _from_move(logs, lambda move, redraw: redraw["at"] - move["stamp"]),
        ),
        Row(
            "one move, live: handler called → frame presented",
            _from_move(logs, lambda move, redraw: redraw["presented"] - move["at"]),
        ),
    ]


def _fallback_rows(browser: Browser, address: str, rounds: int) -> list[Row]:
    """Measure the same where the live channel cannot be had."""
    page = browser.new_page(viewport=VIEWPORT)
    page.add_init_script(NO_LIVE_CHANNEL)
    page.goto(address)
    page.locator(f'{PAD}[data-channel="rerun"]').wait_for()
    page.locator(VIEW).wait_for()
    logs = _isolated_logs(page, rounds, "one move at a time, no live channel")
    page.close()
    return [
        Row(
            "one move, rerun fallback: handler called → pixels written",
            _from_move(logs, lambda move, redraw: redraw["at"] - move["at"]),
            target=Target("p50", 50),
        ),
        Row(
            "one move, rerun fallback: event's timestamp → pixels written",
            _from_move(logs, lambda move, redraw: redraw["at"] - move["stamp"]),
        ),
    ]


def _isolated_logs(page: Page, rounds: int, title: str) -> list[Log]:
    """Draw a stroke for each round, every move only once the one before is long drawn."""
    _attach_probe(page)
    chance = random.Random(1)
    logs = []
    for number, digit in zip(range(rounds + 1), itertools.cycle(DIGIT_STROKES), strict=False):
        _say_round(title, number, rounds)
        _clear(page)
        places = _on_pad(page, _along(DIGIT_STROKES[digit][0], NUM_MOVES + 1))
        page.mouse.move(*places[0])
        page.mouse.down()
        _wait_until_quiet(page, QUIET_MS)
        _take(page)
        for place in places[1:]:
            page.mouse.move(*place)
            _wait_until_quiet(page, chance.uniform(*IDLE_MS))
        logs.append(_take(page))
        page.mouse.up()
    return logs[1:]


def _from_move(logs: list[Log], measure: Callable[[Input, Redraw], float]) -> list[float]:
    """Measure from each move to the first redraw that shows it."""
    samples = []
    for log in logs:
        first_sequences = {sent["input"]: sent["sequence"] for sent in reversed(log["sent"])}
        for index, sequence in first_sequences.items():
            redraws = [redraw for redraw in log["redraws"] if redraw["sequence"] >= sequence]
            if len(first_sequences) != NUM_MOVES or not redraws:
                raise RuntimeError("A move was not sent, or its answer was not drawn.")
            samples.append(measure(log["inputs"][index], redraws[0]))
    return samples


# While the pen moves.


async def _moving_rows(address: str, rounds: int) -> list[Row]:
    """Measure strokes whose events come at a fixed rate, whatever the page is doing."""
    rows = []
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=chromium_path(), args=list(CHROMIUM_FLAGS)
        )
        page = await browser.new_page(viewport=VIEWPORT)
        await page.goto(address)
        await page.locator(f'{PAD}[data-channel="live"]').wait_for()
        handles = [await page.locator(selector).element_handle() for selector in (PAD, VIEW)]
        await page.evaluate(PROBE, handles)
        for events_per_s in (60, 120):
            logs = await _moving_logs(page, events_per_s, rounds)
            title = f"pen moving, {events_per_s} events/s"
            target = Target("p50", 50, "≥") if events_per_s == 60 else None
            complete = [100.0 * log["isLastDrawn"] for log in logs]
            rows += [
                Row(f"{title}: events that reached the page", list(map(_event_rate, logs)), "/s"),
                Row(f"{title}: redraws", list(map(_redraw_rate, logs)), "/s", target),
                Row(f"{title}: age of the newest ink when shown", _ages(logs)),
                Row(f"{title}: last update drawn", complete, "%", Target("min", 100, "≥")),
            ]
        await browser.close()
    return rows


async def _moving_logs(page: AsyncPage, events_per_s: int, rounds: int) -> list[Log]:
    """Draw a stroke for each round, no event waiting for the one before."""
    devtools = await page.context.new_cdp_session(page)
    await page.locator(PAD).scroll_into_view_if_needed()
    box = await page.locator(PAD).bounding_box()
    assert box is not None
    logs = []
    for number, digit in zip(range(rounds + 1), itertools.cycle(DIGIT_STROKES), strict=False):
        _say_round(f"the pen moves, {events_per_s} events a second", number, rounds)
        path = _along(DIGIT_STROKES[digit][0], round(STROKE_S * events_per_s) + 1)
        places = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in path]
        await page.mouse.move(*places[0])
        await page.mouse.down()
        await page.evaluate(WAIT, QUIET_MS)
        await page.evaluate(TAKE)
        started_s = time.monotonic()
        moves = []
        for step, (x, y) in enumerate(places[1:]):
            await asyncio.sleep(started_s + step / events_per_s - time.monotonic())
            event = {"type": "mouseMoved", "button": "left", "x": x, "y": y}
            moves.append(asyncio.create_task(devtools.send("Input.dispatchMouseEvent", event)))
        await asyncio.gather(*moves)
        await page.evaluate(WAIT, QUIET_MS)
        logs.append(cast(Log, await page.evaluate(TAKE)))
        await page.mouse.up()
        await page.locator(CLEAR).click()
        await page.evaluate(WAIT, QUIET_MS)
    return logs[1:]


def _event_rate(log: Log) -> float:
    """Count the events of a stroke, those that the browser merged too, per second."""
    return sum(given["count"] for given in log["inputs"]) / _duration_s(log)


def _redraw_rate(log: Log) -> float:
    """Count the updates that a stroke's redraws showed, per second."""
    return len({redraw["sequence"] for redraw in log["redraws"]}) / _duration_s(log)


def _duration_s(log: Log) -> float:
    return (log["redraws"][-1]["at"] - log["inputs"][0]["stamp"]) / 1000


def _ages(logs: list[Log]) -> list[float]:
    """Measure at each redraw how old the newest pointer event in it is."""
    ages = []
    for log in logs:
        newest = {sent["sequence"]: log["inputs"][sent["input"]] for sent in log["sent"]}
        ages += [redraw["at"] - newest[redraw["sequence"]]["stamp"] for redraw in log["redraws"]]
    return ages


# When the pen lifts.


@dataclass(frozen=True)
class PenUp:
    """One pen-up: milliseconds until …, and the number of charts that changed.

    Attributes:
        softmax_ms: None if the probabilities stayed as they were, so that nothing was drawn.
    """

    verdict_ms: float
    softmax_ms: float | None
    last_chart_ms: float
    num_charts: int


def _pen_up_rows(browser: Browser, address: str, rounds: int) -> list[Row]:
    """Measure from lifting the pen to the verdict and to the charts."""
    page = browser.new_page(viewport=VIEWPORT)
    open_draw_page(page, address)
    _attach_probe(page)
    firsts, others = [], []
    for number, digit in zip(range(rounds + 1), itertools.cycle(DIGIT_STROKES), strict=False):
        _say_round("the pen lifts", number, rounds)
        _clear(page)
        first = _pen_up(page, DIGIT_STROKES[digit])
        more = [_pen_up(page, [stroke]) for stroke in SHORT_STROKES]
        if number > 0:
            firsts.append(first)
            others += more
    if page.evaluate("glassboxProbe.numCharts()") != NUM_CHARTS:
        raise RuntimeError(f"The page has not {NUM_CHARTS} charts.")
    page.close()
    return [
        Row("pen up → settled verdict and network view", [one.verdict_ms for one in others]),
        Row("pen up → softmax bars drawn", [one.softmax_ms for one in others if one.softmax_ms]),
        Row(
            f"pen up → last of {NUM_CHARTS} charts drawn",
            [one.last_chart_ms for one in others],
            target=Target("p95", 300, "<"),
        ),
        Row("pen up: charts that changed", [one.num_charts for one in others], ""),
        Row(
            "pen up, first stroke on an empty pad → last chart placed and drawn",
            [one.last_chart_ms for one in firsts],
        ),
    ]


def _pen_up(page: Page, strokes: list[list[Point]]) -> PenUp:
    """Draw, lift the pen and wait until nothing changes any more."""
    _take(page)
    draw(page, strokes)
    _wait_until_quiet(page, QUIET_MS)
    log = _take(page)
    lifted = [given for given in log["inputs"] if given["type"] == "pointerup"][-1]["stamp"]
    last_sent = log["sent"][-1]["sequence"]
    answered = [one["at"] for one in log["settled"] if one["sequence"] >= last_sent]
    charts = [chart for chart in log["charts"] if chart["at"] > lifted]
    softmax = [chart["at"] for chart in charts if chart["isSoftmax"]]
    if not (answered and charts):
        raise RuntimeError("The pen was lifted, but no answer or no chart followed.")
    return PenUp(
        verdict_ms=max(answered) - lifted,
        softmax_ms=max(softmax) - lifted if softmax else None,
        last_chart_ms=max(chart["at"] for chart in charts) - lifted,
        num_charts=len({chart["name"] for chart in charts}),
    )


# The page.


def _attach_probe(page: Page) -> None:
    handles = [page.locator(selector).element_handle() for selector in (PAD, VIEW)]
    page.evaluate(PROBE, handles)


def _wait_until_quiet(page: Page, quiet_ms: float) -> None:
    page.evaluate(WAIT, quiet_ms)


def _take(page: Page) -> Log:
    return cast(Log, page.evaluate(TAKE))


def _clear(page: Page) -> None:
    """Empty the pad, if anything is on it, and wait until the whole page knows."""
    button = page.locator(CLEAR)
    if button.is_enabled():
        button.click()
    _wait_until_quiet(page, QUIET_MS)


def _on_pad(page: Page, path: list[Point]) -> list[Point]:
    """Turn shares of the pad's side into places on the screen."""
    pad = page.locator(PAD)
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    assert box is not None
    return [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in path]


def _along(stroke: list[Point], num_points: int) -> list[Point]:
    """Choose points on a stroke at even distances, both ends included."""
    corners = np.array(stroke)  # (points, 2)
    lengths = np.hypot(*np.diff(corners, axis=0).T)
    distances = np.concatenate([[0], np.cumsum(lengths)])
    wanted = np.linspace(0, distances[-1], num_points)
    columns = [np.interp(wanted, distances, corners[:, axis]) for axis in (0, 1)]
    return [(float(x), float(y)) for x, y in zip(*columns, strict=True)]


# The report.


def _machine(browser_version: str, busy: float) -> dict[str, str]:
    """Describe where it was measured."""
    packages = ("torch", "streamlit", "plotly")
    return {
        "date": datetime.datetime.now(datetime.UTC).date().isoformat(),
        "CPU": f"{_cpu_name()}, {os.cpu_count()} cores",
        "load before the run": f"{busy:.2f} (average of one minute)",
        "device": bundled_models().default.device.title,
        "Python": platform.python_version(),
        **{package: version(package) for package in packages},
        "Chromium": f"{browser_version}, without a window or GPU",
    }


def _cpu_name() -> str:
    """Read the processor's name where the system tells it."""
    try:
        for line in Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    except OSError:
        pass
    return platform.processor() or platform.machine()


def _as_text(rows: list[Row]) -> str:
    """Lay the table out for a terminal."""
    table = [HEADINGS, *(row.cells() for row in rows)]
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    return "\n".join(_aligned(line, widths).rstrip() for line in table)


def _aligned(line: list[str], widths: list[int]) -> str:
    cells: Iterator[str] = (
        cell.ljust(width) if index in (0, 6) else cell.rjust(width)
        for index, (cell, width) in enumerate(zip(line, widths, strict=True))
    )
    return "  ".join(cells)


def _as_markdown(rows: list[Row], machine: dict[str, str], rounds: int) -> str:
    """Write docs/performance.md."""
    table = [HEADINGS, ["---", "---", *["--:"] * 4, "---"], *(row.cells() for row in rows)]
    lines = [f"| {' | '.join(cells)} |" for cells in table]
    facts = [f"- {name}: {value}" for name, value in machine.items()]
    return "\n".join(
        [
            "# Performance",
            "",
            "Written by `python -m benchmarks.live`; not to be edited by hand.",
            "",
            *facts,
            f"- rounds: {rounds}, and one before them that is thrown away",
            "",
            *lines,
            "",
            "The real app and a real Chromium run on this one machine and share its cores. A probe "
            "in the page notes, on the browser's own clock, each pointer event at the pad (before "
            "the pad's handler), each change of the network view's `data-seq` (set after its "
            "pixels are written), each settled answer and each chart drawn. “One move” waits until "
            "the page is idle before the next; its timestamp row also holds the browser's own "
            "wait: Chromium may hold a move until the next frame, up to 1/60 s. “Presented” is the "
            "first task after the frame that holds the picture was handed to the compositor. "
            f"“Pen moving” sends events at the rate given for {STROKE_S:g} s, without waiting for "
            "the page. “Pen up” adds a short stroke to a digit and counts until the last chart "
            f"is redrawn and nothing follows for {QUIET_MS} ms. “Server” rows are timed in "
            "process, without a browser.",
            "",
            "To repeat it: install requirements-dev.txt and Chromium, leave the machine alone, run "
            "`python -m benchmarks.live --rounds 5` in the project's folder. `n` is the number of "
            "samples. Compare p50 first: p95 and the maximum also show whatever else the machine "
            "was doing.",
            "",
        ]
    )


def _short(value: float) -> str:
    """Say a figure with the digits that mean something."""
    return f"{value:.2f}" if value < 10 else f"{value:.1f}" if value < 100 else f"{value:.0f}"


def _say_round(title: str, number: int, rounds: int) -> None:
    _say(f"{title}: " + (f"round {number} of {rounds}" if number else "warm-up"))


def _say(text: str) -> None:
    """Tell whoever waits how far it is."""
    click.echo(text, err=True)


if __name__ == "__main__":
    main(prog_name="python -m benchmarks.live")
