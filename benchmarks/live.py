"""How fast the app answers while drawing, measured in real Chromium: `python -m benchmarks.live`.

It must not know how the app does it: it reads only what the page promises (docs of the pad and the
views) and what `mlp` offers to anybody.
"""

import asyncio
import itertools
import random
import tempfile
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypedDict, cast

import click
import numpy as np
import torch
from PIL import Image, ImageDraw
from playwright.async_api import Browser, Page, ViewportSize

from benchmarks.browser import (
    EVENTS_PER_S,
    HTTP_PAD,
    LIVE_PAD,
    PAD,
    SHORT_STROKES,
    VERDICT,
    VIEW,
    VIEWPORT,
    Pen,
    along,
    chromium,
    hold_pen,
)
from benchmarks.report import Row, Section, Target, say, say_round
from benchmarks.script_runs import ScriptRuns
from mlp.explain.gradients import unit_errors
from mlp.explain.score_difference import first_two, score_difference
from mlp.net.device import available_devices
from mlp.net.placed import PlacedModel
from mlp.net.reading import read
from mlp.picture.prepare import from_pad
from mlp.web.server.messages import encode_answer
from mlp.web.server.models import bundled_models
from mlp.web.server.visitors.digit import drawn_digit
from tests.support.server import running_server
from tests.support.strokes import DIGIT_STROKES, Point

UNDO, REDO, CLEAR = (f'[data-action="{action}"]' for action in ("undo", "redo", "clear"))
NAVIGATION = '[data-testid="stTopNavLink"]'
PROBE = Path(__file__).with_name("probe.js").read_text("utf-8")
WAIT = "ms => glassboxProbe.quiet(ms)"
WAIT_SETTLED = "ms => glassboxProbe.settled(ms)"
TAKE = "glassboxProbe.take()"
STAGES_IN_WINDOW = "glassboxProbe.stagesInWindow()"
PAD_IS_AWAY = "document.documentElement.dataset.glassboxPad === 'away'"

# NOTE: not Playwright's route_web_socket: it sends Streamlit's own messages through a wrapper too,
# and a run with a Python handler for it once waited for ever.
NO_WEB_SOCKET = """{
  const Real = window.WebSocket;
  window.WebSocket = class extends Real {
    constructor(address, ...rest) {
      super(String(address).replace("/glassbox/live", "/glassbox/refused"), ...rest);
    }
  };
}"""

RASTER_PX = 112
NUM_CHARTS = 10
DRAWN_CHART = ".st-key-stage_charts [data-drawn]"
SCROLLED_TO = (".st-key-stage_linear1", ".st-key-stage_linear3")
"""Stages in the window's middle while one draws on the small pad: cells, and bars."""

MAX_WHY = Target("p50", 0.3)
MAX_ERRORS = Target("p50", 0.5)
NUM_MOVES = 24
NUM_READS = 300
STROKE_S = 3.0
QUIET_MS = 600
"""After so long without a change the page is taken for settled."""

IDLE_MS = (30, 30 + 1000 / 60)
"""Pause before an isolated move; spread over a frame, so that no phase of it is preferred."""

NOTES = [
    "The real app and a real Chromium run on this one machine and share its cores. Pointer events "
    "go through the browser's debugging protocol. A probe in the page notes, on the browser's own "
    "clock, each pointer event at the pad (before the pad's handler), each change of the network "
    "view's `data-seq` (set after its pixels are written), each time the verdict says that the pen "
    "is up, each chart drawn, and each frame for which a chart that stood before is gone or has "
    "nothing in it. “One move” waits until the page is idle before the next; its timestamp row "
    "also holds the browser's own wait: Chromium may hold a move until the next frame, up to "
    "1/60 s. “Presented” is the first task after the frame that holds the picture was handed to "
    "the compositor. “Over HTTP” is where the WebSocket of the app's route is refused. “Pen "
    f"moving” sends events at the rate given for {STROKE_S:g} s, without waiting for the page; "
    "“beside the stages” is on the small pad that comes along, with the page scrolled to charts of "
    "cells and then of bars, and a sample for each chart in the window. “Pen up” adds a short "
    f"stroke to a digit, at {EVENTS_PER_S} events a second, and counts until the last chart is "
    f"redrawn and nothing follows for {QUIET_MS} ms. “Script runs” are those that the page asks "
    f"for, or Streamlit begins, over its own WebSocket, until nothing has happened for {QUIET_MS} "
    "ms. “Server” rows are timed in "
    "process, without a browser. One round before the others is thrown away.",
]


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
    """An answer shown by the verdict which says that the pen is up."""

    at: float


class Chart(TypedDict):
    """A Plotly chart that was drawn, or is blank."""

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
    blanks: list[Chart]
    isLastDrawn: bool


def measure(rounds: int = 6) -> Section:
    """Measure the app from pen to picture; takes about three minutes."""
    rows = _server_rows(rounds)
    with tempfile.TemporaryDirectory() as folder:
        say("starting the app")
        with running_server(Path(folder) / "app.log") as server:
            try:
                browser_rows, browser_version = asyncio.run(_browser_rows(server.address, rounds))
            except Exception:
                say(server.log())
                raise
    facts = [
        ("device", bundled_models().default.device.title),
        ("Chromium", f"{browser_version}, without a window or GPU"),
    ]
    return Section("Live: from pen to picture", [*rows, *browser_rows], NOTES, facts)


async def _browser_rows(address: str, rounds: int) -> tuple[list[Row], str]:
    """Measure everything that needs the browser; also tells its version."""
    async with chromium() as browser:
        rows = [
            *await _isolated_rows(browser, address, rounds),
            *await _moving_rows(browser, address, rounds),
            *await _moving_charts_rows(browser, address, rounds),
            *await _pen_up_rows(browser, address, rounds),
            *await _script_run_rows(browser, address, rounds),
        ]
        return rows, browser.version


# What the server does, without a browser.


def _server_rows(rounds: int) -> list[Row]:
    """Time what an update costs the server, in this process, on each device."""
    num_threads = torch.get_num_threads()
    torch.set_num_threads(1)  # as app.py does
    default = bundled_models().default
    placed = [
        PlacedModel(default.cpu_model, device, default.experience) for device in available_devices()
    ]
    rasters = [_raster(strokes) for strokes in DIGIT_STROKES.values()]
    prepare: list[float] = []
    why: dict[str, list[float]] = {one.device.name: [] for one in placed}
    errors: list[float] = []
    answer: dict[str, list[float]] = {one.device.name: [] for one in placed}
    for number in range(rounds + 1):
        say_round("server, in process", number, rounds)
        for raster in itertools.islice(itertools.cycle(rasters), NUM_READS):
            prepare_ms = _time_ms(partial(from_pad, raster))
            why_ms = {one.device.name: _time_ms(_why_of(one, raster)) for one in placed}
            errors_ms = _time_ms(_errors_of(default, raster))
            answer_ms = {one.device.name: _time_ms(partial(_answer, one, raster)) for one in placed}
            if number > 0:
                prepare.append(prepare_ms)
                errors.append(errors_ms)
                for name, elapsed_ms in answer_ms.items():
                    answer[name].append(elapsed_ms)
                for name, elapsed_ms in why_ms.items():
                    why[name].append(elapsed_ms)
    torch.set_num_threads(num_threads)
    return [
        Row(f"server: prepare a raster of {RASTER_PX} px", prepare),
        *(
            Row(f"server: why this digit and not another, {name}", samples, target=MAX_WHY)
            for name, samples in why.items()
        ),
        Row("server: what would be learned, if that is asked for", errors, target=MAX_ERRORS),
        *(
            Row(f"server: whole answer (prepare, trace, verdict, why, encode), {name}", samples)
            for name, samples in answer.items()
        ),
    ]


def _why_of(placed: PlacedModel, raster: np.ndarray) -> Callable[[], object]:
    """Read a drawing; what is returned explains the reading."""
    traced = read(placed, from_pad(raster)).trace
    assert traced is not None
    return lambda: score_difference(placed.cpu_model, traced, *first_two(traced))


def _errors_of(placed: PlacedModel, raster: np.ndarray) -> Callable[[], object]:
    """Read a drawing; what is returned works out what would be learned from it, if it were a 3."""
    traced = read(placed, from_pad(raster)).trace
    assert traced is not None
    return lambda: unit_errors(placed.cpu_model, traced, 3)


def _answer(placed: PlacedModel, raster: np.ndarray) -> bytes:
    """Do what the channel does with one update."""
    digit = drawn_digit(raster, sequence=1, revision=0, is_unfinished=True)
    prepared = digit.prepare(centre=True, invert=None)
    reading = read(placed, prepared, is_unfinished=True)
    assert reading.trace is not None
    why = score_difference(placed.cpu_model, reading.trace, *first_two(reading.trace))
    return encode_answer(reading, digit, number=1, why=why)


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


async def _isolated_rows(browser: Browser, address: str, rounds: int) -> list[Row]:
    """Measure from one pointer move to its picture, over the WebSocket and without it."""
    live = await _isolated_logs(browser, address, rounds, is_live=True)
    http = await _isolated_logs(browser, address, rounds, is_live=False)
    written = "handler called → pixels written"
    stamped = "event's timestamp → pixels written"
    return [
        Row(
            f"one move, live: {written}",
            _from_move(live, lambda move, redraw: redraw["at"] - move["at"]),
            target=(Target("p50", 8), Target("p95", 16)),
        ),
        Row(
            f"one move, live: {stamped}",
            _from_move(live, lambda move, redraw: redraw["at"] - move["stamp"]),
        ),
        Row(
            "one move, live: handler called → frame presented",
            _from_move(live, lambda move, redraw: redraw["presented"] - move["at"]),
        ),
        Row(
            f"one move, over HTTP: {written}",
            _from_move(http, lambda move, redraw: redraw["at"] - move["at"]),
            target=Target("p50", 15),
        ),
        Row(
            f"one move, over HTTP: {stamped}",
            _from_move(http, lambda move, redraw: redraw["at"] - move["stamp"]),
        ),
    ]


async def _isolated_logs(
    browser: Browser, address: str, rounds: int, *, is_live: bool
) -> list[Log]:
    """Draw a stroke for each round, every move only once the one before is long drawn."""
    title = f"one move at a time, {'live' if is_live else 'over HTTP'}"
    page = await _open(browser, address, is_live=is_live)
    pen = await hold_pen(page)
    chance = random.Random(1)
    logs = []
    for number, digit in zip(range(rounds + 1), itertools.cycle(DIGIT_STROKES), strict=False):
        say_round(title, number, rounds)
        await _clear(page)
        path = along(DIGIT_STROKES[digit][0], NUM_MOVES + 1)
        await pen.press(path[0])
        await page.evaluate(WAIT, QUIET_MS)
        await page.evaluate(TAKE)
        for point in path[1:]:
            await pen.move(point)
            await page.evaluate(WAIT, chance.uniform(*IDLE_MS))
        logs.append(await take(page))
        await pen.lift(path[-1])
    if not await page.locator(LIVE_PAD if is_live else HTTP_PAD).count():
        raise RuntimeError("The way of the ink was another in the end.")
    await page.close()
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


async def _moving_rows(browser: Browser, address: str, rounds: int) -> list[Row]:
    """Measure strokes whose events come at a fixed rate, whatever the page is doing."""
    page = await _open(browser, address)
    rows = []
    for events_per_s in (60, 120):
        logs = await _moving_logs(page, events_per_s, rounds)
        title = f"pen moving, {events_per_s} events/s"
        target = Target("p50", 55, "≥") if events_per_s == 60 else None
        complete = [100.0 * log["isLastDrawn"] for log in logs]
        rows += [
            Row(f"{title}: events that reached the page", list(map(_event_rate, logs)), "/s"),
            Row(f"{title}: redraws", list(map(redraw_rate, logs)), "/s", target),
            Row(f"{title}: age of the newest ink when shown", ages(logs)),
            Row(f"{title}: last update drawn", complete, "%", Target("min", 100, "≥")),
        ]
    await page.close()
    return rows


async def _moving_logs(page: Page, events_per_s: int, rounds: int) -> list[Log]:
    """Draw a stroke for each round, no event waiting for the one before."""
    pen = await hold_pen(page)
    logs = []
    for number, digit in zip(range(rounds + 1), itertools.cycle(DIGIT_STROKES), strict=False):
        say_round(f"the pen moves, {events_per_s} events a second", number, rounds)
        logs.append(await moving_log(page, pen, DIGIT_STROKES[digit][0], events_per_s))
        await _clear(page)
    return logs[1:]


async def moving_log(
    page: Page, pen: Pen, stroke: Sequence[Point], events_per_s: int = EVENTS_PER_S
) -> Log:
    """Draw a stroke, no event waiting for the one before; what was noted while the pen moved."""
    path = along(stroke, round(STROKE_S * events_per_s) + 1)
    await pen.press(path[0])
    await page.evaluate(WAIT, QUIET_MS)
    await page.evaluate(TAKE)
    await pen.sweep(path[1:], events_per_s=events_per_s)
    await page.evaluate(WAIT, QUIET_MS)
    log = await take(page)
    await pen.lift(path[-1])
    return log


async def _moving_charts_rows(browser: Browser, address: str, rounds: int) -> list[Row]:
    """Measure how often the stages' charts follow a moving pen, and what that costs."""
    page = await _open(browser, address)
    pen = await hold_pen(page)
    await moving_log(page, pen, next(iter(DIGIT_STROKES.values()))[0])
    await page.locator(DRAWN_CHART).first.wait_for()  # Plotly comes when nobody draws
    logs: list[Log] = []
    chart_rates: list[float] = []
    for place in SCROLLED_TO:
        await page.locator(place).evaluate("stage => stage.scrollIntoView({ block: 'center' })")
        await page.wait_for_function(PAD_IS_AWAY)
        pen = await hold_pen(page)
        for number, digit in zip(range(rounds + 1), itertools.cycle(DIGIT_STROKES), strict=False):
            say_round(f"the pen moves beside {place}", number, rounds)
            log = await moving_log(page, pen, DIGIT_STROKES[digit][0])
            if number > 0:
                logs.append(log)
                stages = await page.evaluate(STAGES_IN_WINDOW)
                chart_rates += [chart_rate(log, name) for name in stages]
            await _clear(page)
    await page.close()
    title = f"pen moving, {EVENTS_PER_S} events/s, beside the stages"
    return [
        Row(f"{title}: redraws of each chart", chart_rates, "/s", Target("min", 8, "≥")),
        Row(f"{title}: redraws", list(map(redraw_rate, logs)), "/s", Target("p50", 55, "≥")),
        Row(f"{title}: age of the newest ink when shown", ages(logs)),
    ]


def _event_rate(log: Log) -> float:
    """Count the events of a stroke, those that the browser merged too, per second."""
    return sum(given["count"] for given in log["inputs"]) / _duration_s(log)


def redraw_rate(log: Log) -> float:
    """Count the updates that a stroke's redraws showed, per second."""
    return len({redraw["sequence"] for redraw in log["redraws"]}) / _duration_s(log)


def chart_rate(log: Log, name: str) -> float:
    """Count how often a stage's chart was redrawn while the pen moved, per second."""
    until = log["redraws"][-1]["at"]
    drawn = [chart for chart in log["charts"] if not chart["isSoftmax"] and chart["at"] <= until]
    return [chart["name"] for chart in drawn].count(name) / _duration_s(log)


def _duration_s(log: Log) -> float:
    return (log["redraws"][-1]["at"] - log["inputs"][0]["stamp"]) / 1000


def ages(logs: Sequence[Log]) -> list[float]:
    """Measure at each redraw how old the newest pointer event in it is."""
    found = []
    for log in logs:
        newest = {sent["sequence"]: log["inputs"][sent["input"]] for sent in log["sent"]}
        found += [redraw["at"] - newest[redraw["sequence"]]["stamp"] for redraw in log["redraws"]]
    return found


# When the pen lifts.


@dataclass(frozen=True)
class PenUp:
    """One pen-up: milliseconds until …, and how many charts changed.

    Attributes:
        softmax_ms: None if the probabilities stayed as they were, so that nothing was drawn.
        num_blank: Charts that were gone or empty in a frame in between.
    """

    verdict_ms: float
    softmax_ms: float | None
    last_chart_ms: float
    num_charts: int
    num_blank: int


async def _pen_up_rows(browser: Browser, address: str, rounds: int) -> list[Row]:
    """Measure from lifting the pen to the verdict and to the charts."""
    page = await _open(browser, address)
    firsts, others = [], []
    for number, digit in zip(range(rounds + 1), itertools.cycle(DIGIT_STROKES), strict=False):
        say_round("the pen lifts", number, rounds)
        await _clear(page)
        first = await _pen_up(page, DIGIT_STROKES[digit])
        more = [await _pen_up(page, [stroke]) for stroke in SHORT_STROKES]
        if number > 0:
            firsts.append(first)
            others += more
    if await page.evaluate("glassboxProbe.numCharts()") != NUM_CHARTS:
        raise RuntimeError(f"The page has not {NUM_CHARTS} charts.")
    await page.close()
    with_bars = [(one.verdict_ms, one.softmax_ms) for one in others if one.softmax_ms is not None]
    return [
        Row("pen up → verdict and network view settled", [one.verdict_ms for one in others]),
        Row("pen up → softmax bars drawn", [softmax_ms for _, softmax_ms in with_bars]),
        Row(
            "pen up → verdict settled and softmax bars drawn",
            [max(both) for both in with_bars],
            target=Target("p95", 50),
        ),
        Row(
            f"pen up → last of {NUM_CHARTS} charts drawn",
            [one.last_chart_ms for one in others],
            target=Target("p95", 150),
        ),
        Row("pen up: charts redrawn", [one.num_charts for one in others], ""),
        Row(
            "pen up: charts blank in between",
            [one.num_blank for one in (*firsts, *others)],
            "",
            Target("max", 0),
        ),
        Row(
            "pen up, first stroke on an empty pad → last chart drawn",
            [one.last_chart_ms for one in firsts],
        ),
    ]


async def _pen_up(page: Page, strokes: list[list[Point]]) -> PenUp:
    """Draw, lift the pen and wait until nothing changes any more."""
    pen = await hold_pen(page)
    await page.evaluate(TAKE)
    await pen.draw(strokes)
    await page.evaluate(WAIT_SETTLED, QUIET_MS)
    return pen_up(await take(page))


def pen_up(log: Log) -> PenUp:
    """Read from what was noted how a lift of the pen went.

    Raises:
        RuntimeError: Nothing followed.
    """
    lifted = [given for given in log["inputs"] if given["type"] == "pointerup"][-1]["stamp"]
    last_sent = log["sent"][-1]["sequence"]
    shown = [redraw["at"] for redraw in log["redraws"] if redraw["sequence"] >= last_sent]
    settled = [one["at"] for one in log["settled"] if one["at"] > lifted]
    charts = [chart for chart in log["charts"] if chart["at"] > lifted]
    softmax = [chart["at"] for chart in charts if chart["isSoftmax"]]
    if not (shown and settled and charts):
        raise RuntimeError("The pen was lifted, but no answer or no chart followed.")
    return PenUp(
        verdict_ms=max(shown[0], settled[0]) - lifted,
        softmax_ms=max(softmax) - lifted if softmax else None,
        last_chart_ms=max(chart["at"] for chart in charts) - lifted,
        num_charts=len({(chart["name"], chart["isSoftmax"]) for chart in charts}),
        num_blank=len({(chart["name"], chart["isSoftmax"]) for chart in log["blanks"]}),
    )


# What runs the script.


async def _script_run_rows(browser: Browser, address: str, rounds: int) -> list[Row]:
    """Count the script runs that each thing causes that a hand does on the pad."""
    page = await browser.new_page(viewport=VIEWPORT)
    runs = ScriptRuns(page)
    await _visit(page, address)
    pen = await hold_pen(page)
    by_cause: dict[str, list[int]] = defaultdict(list)
    for number, digit in zip(range(1, rounds + 1), itertools.cycle(DIGIT_STROKES), strict=False):
        say_round("script runs", number, rounds)
        path = along(DIGIT_STROKES[digit][0], NUM_MOVES + 1)
        causes: dict[str, Callable[[], Awaitable[None]]] = {
            "drawing": partial(_draw, pen, path),
            "lifting the pen": partial(pen.lift, path[-1]),
            "undo": page.locator(UNDO).click,
            "redo": page.locator(REDO).click,
            "clear": page.locator(CLEAR).click,
        }
        runs.take()
        for cause, act in causes.items():
            await act()
            await page.evaluate(WAIT, QUIET_MS)
            by_cause[cause].append(runs.take())
    await page.locator(NAVIGATION).nth(1).click()
    await page.locator(PAD).wait_for(state="detached")
    if runs.take() == 0:
        raise RuntimeError("Another page came, but no script run was seen.")
    await page.close()
    return [
        Row(f"script runs caused by {cause}", numbers, "", Target("max", 0))
        for cause, numbers in by_cause.items()
    ]


async def _draw(pen: Pen, path: Sequence[Point]) -> None:
    """Draw a stroke, and leave the pen on the pad."""
    await pen.press(path[0])
    await pen.sweep(path[1:])


# The page.


async def _open(
    browser: Browser, address: str, *, is_live: bool = True, viewport: ViewportSize = VIEWPORT
) -> Page:
    """Open the Draw page, with or without the WebSocket, and attach the probe."""
    page = await browser.new_page(viewport=viewport)
    await _visit(page, address, is_live=is_live)
    return page


async def _visit(page: Page, address: str, *, is_live: bool = True) -> None:
    """Open the Draw page in one that is there, wait until it answers, and attach the probe."""
    if not is_live:
        await page.add_init_script(NO_WEB_SOCKET)
    await page.goto(address)
    await page.locator(LIVE_PAD if is_live else HTTP_PAD).wait_for(timeout=30_000)
    await page.locator(f"{VERDICT}[data-settled]").wait_for()
    await attach_probe(page)


async def attach_probe(page: Page) -> None:
    """Note from now on what happens on the Draw page, which stands."""
    parts = [page.locator(selector) for selector in (PAD, VIEW, VERDICT)]
    handles = [await part.element_handle() for part in parts]
    await page.evaluate(PROBE, handles)


async def take(page: Page) -> Log:
    """Take what was noted since the last time."""
    return cast(Log, await page.evaluate(TAKE))


async def _clear(page: Page) -> None:
    """Empty the pad, if anything is on it, and wait until the whole page knows."""
    button = page.locator(CLEAR)
    if await button.is_enabled():
        await button.click()
    await page.evaluate(WAIT, QUIET_MS)


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--rounds",
    type=click.IntRange(min=1),
    default=6,
    show_default=True,
    help="Repetitions of each measurement; one more is run first and thrown away.",
)
def main(rounds: int) -> None:
    """Measure the app from pen to picture."""
    click.echo(measure(rounds).as_text())


if __name__ == "__main__":
    main(prog_name="python -m benchmarks.live")
