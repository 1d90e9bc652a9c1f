"""Glassbox against the app that most people would write: `python -m benchmarks.ratio`.

It must not know how either app does it: it watches what the charts on both pages show.
"""

import asyncio
import itertools
import os
import tempfile
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple, TypedDict, cast

import click
import numpy as np
from playwright.async_api import Browser, Page

from benchmarks.browser import LIVE_PAD, PAD, VIEWPORT, Pen, along, chromium, hold_pen
from benchmarks.report import Row, Section, Target, say_round
from tests.support import ROOT
from tests.support.server import running_server
from tests.support.strokes import DIGIT_STROKES, Point

BASELINE = ROOT / "benchmarks" / "baseline" / "app.py"
BASELINE_PAD = "canvas.upper-canvas"
PROBE = Path(__file__).with_name("charts.js").read_text("utf-8")
NUM_PARTS = 6
POINTS_PER_PART = 8
QUIET_MS = 1000
"""After so long without a change a page is taken for settled."""

LEAST_MS = 1.0
"""That a ratio divides by."""

NOTES = [
    "The baseline (`benchmarks/baseline/app.py`) has the same network and weights: "
    "`streamlit-drawable-canvas`, a `go.Figure` and `st.plotly_chart` for each tensor in each run, "
    "Streamlit's default settings. It draws nothing before the pen lifts; what Glassbox shows by "
    "then took it 0 ms. Both apps run at once "
    "and get the same strokes in turn: each round opens a fresh page of both and draws a digit in "
    f"{NUM_PARTS} parts, lifting the pen after each; all but the first part, which also places the "
    "charts, are samples. On both pages the same observer compares the bars' values and shapes and "
    "the heatmaps' pictures after every change of the page; a chart counts as "
    "drawn when it first shows what it shows in the end. A ratio is that of a round's two medians.",
]


class Change(TypedDict):
    """From this time in ms on, a chart shows something else."""

    at: float
    name: str
    isBlank: bool


class Log(TypedDict):
    """What benchmarks/charts.js noted after a pen-up."""

    liftedAt: float | None
    changes: list[Change]


class PenUp(NamedTuple):
    """Milliseconds from lifting the pen until all of it was drawn, and how long it was blank."""

    bars_ms: float
    last_chart_ms: float
    blank_ms: float


class App(NamedTuple):
    """One of the two apps.

    Attributes:
        pad: Selector of its drawing surface.
        ready: Selector of what shows that one can draw.
        bars: Streamlit's key of the chart of the probabilities.
    """

    title: str
    pad: str
    ready: str
    bars: str


GLASSBOX = App("Glassbox", PAD, LIVE_PAD, "softmax_bars")
BASELINE_APP = App("baseline", BASELINE_PAD, BASELINE_PAD, "softmax")


def measure(rounds: int = 4) -> Section:
    """Measure both apps with the same strokes."""
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder)
        with (
            running_server(log / "glassbox.log") as server,
            running_server(
                log / "baseline.log",
                app=BASELINE,
                settings=["--browser.gatherUsageStats=false"],
                environment={**os.environ, "PYTHONPATH": str(ROOT)},
            ) as baseline,
        ):
            addresses = {GLASSBOX: server.address, BASELINE_APP: baseline.address}
            by_app = asyncio.run(_measure(addresses, rounds))
    canvas = version("streamlit-drawable-canvas")
    return Section(
        "Against the baseline", _rows(by_app), NOTES, [("streamlit-drawable-canvas", canvas)]
    )


async def _measure(addresses: dict[App, str], rounds: int) -> dict[App, list[list[PenUp]]]:
    """Collect each round's samples by app; a round before them is thrown away."""
    by_app: dict[App, list[list[PenUp]]] = {app: [] for app in addresses}
    async with chromium() as browser:
        for number, digit in zip(range(rounds + 1), itertools.cycle(DIGIT_STROKES), strict=False):
            say_round("against the baseline", number, rounds)
            pages = {app: await _open(browser, app, address) for app, address in addresses.items()}
            samples: dict[App, list[PenUp]] = {app: [] for app in addresses}
            for part in _parts(DIGIT_STROKES[digit][0]):
                for app, (page, pen) in pages.items():
                    samples[app].append(await _pen_up(app, page, pen, part))
            for app, (page, _) in pages.items():
                await page.close()
                if number > 0:
                    by_app[app].append(samples[app][1:])
    return by_app


async def _open(browser: Browser, app: App, address: str) -> tuple[Page, Pen]:
    """Open an app as a new visitor."""
    page = await browser.new_page(viewport=VIEWPORT)
    await page.goto(address)
    await page.locator(app.ready).wait_for(timeout=30_000)
    # A canvas is replaced while its page is still being built.
    await page.locator('[data-test-script-state="notRunning"]').wait_for()
    await page.wait_for_timeout(QUIET_MS)
    await page.evaluate(PROBE)
    return page, await hold_pen(page, app.pad)


def _parts(stroke: list[Point]) -> list[list[Point]]:
    """Cut a stroke into pieces of the same length."""
    points = along(stroke, NUM_PARTS * POINTS_PER_PART + 1)
    starts = range(0, NUM_PARTS * POINTS_PER_PART, POINTS_PER_PART)
    return [points[start : start + POINTS_PER_PART + 1] for start in starts]


async def _pen_up(app: App, page: Page, pen: Pen, stroke: list[Point]) -> PenUp:
    """Draw a stroke, lift the pen and wait until the charts are drawn."""
    await page.evaluate("glassboxCharts.start()")
    await pen.draw([stroke])
    log = cast(Log, await page.evaluate("ms => glassboxCharts.finish(ms)", QUIET_MS))
    lifted = log["liftedAt"]
    bars = [change for change in log["changes"] if change["name"] == app.bars]
    if lifted is None or not bars:
        raise RuntimeError(f"{app.title}: the pen was lifted, but no bars were drawn.")
    blanks = [
        after["at"] - before["at"]
        for before, after in itertools.pairwise(bars)
        if before["isBlank"]
    ]
    return PenUp(
        bars_ms=max(0.0, bars[-1]["at"] - lifted),
        last_chart_ms=max(0.0, log["changes"][-1]["at"] - lifted),
        blank_ms=sum(blanks),
    )


def _rows(by_app: dict[App, list[list[PenUp]]]) -> list[Row]:
    """Lay out both apps' figures and how they compare."""
    what = {"bars_ms": "softmax bars drawn", "last_chart_ms": "last chart drawn"}
    rows = []
    for field, title in what.items():
        by_round = {
            app: [[getattr(sample, field) for sample in samples] for samples in all_samples]
            for app, all_samples in by_app.items()
        }
        rows += [
            Row(f"{app.title}: pen up → {title}", list(itertools.chain(*samples)))
            for app, samples in by_round.items()
        ]
        ratios = [
            float(np.median(baseline) / max(LEAST_MS, np.median(glassbox)))
            for baseline, glassbox in zip(by_round[BASELINE_APP], by_round[GLASSBOX], strict=True)
        ]
        target = Target("p50", 8, "≥") if field == "bars_ms" else None
        rows.append(Row(f"pen up → {title}: baseline ÷ Glassbox", ratios, "×", target))
    for app, all_samples in by_app.items():
        blanks = [sample.blank_ms for sample in itertools.chain(*all_samples)]
        rows.append(Row(f"{app.title}: bars blank after pen up", blanks))
    return rows


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--rounds", type=click.IntRange(min=1), default=4, show_default=True)
def main(rounds: int) -> None:
    """Compare Glassbox with the app that most people would write."""
    click.echo(measure(rounds).as_text())


if __name__ == "__main__":
    main(prog_name="python -m benchmarks.ratio")
