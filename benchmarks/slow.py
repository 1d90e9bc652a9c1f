"""How the app does on a slow line and on a slow processor: `python -m benchmarks.slow`.

It must not know how the app does it: it reads only what the page promises.
"""

import asyncio
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

import click
from playwright.async_api import Browser, Page

from benchmarks.browser import EVENTS_PER_S, LIVE_PAD, VIEW, VIEWPORT, along, chromium, hold_pen
from benchmarks.live import (
    NUM_CHARTS,
    STROKE_S,
    WAIT,
    Log,
    ages,
    attach_probe,
    moving_log,
    redraw_rate,
    take,
)
from benchmarks.report import Row, Section, Target, say, say_round
from benchmarks.slow_line import SlowLine, Speed, slow_line
from benchmarks.start import wait_for
from tests.support.server import running_server
from tests.support.strokes import DIGIT_STROKES

SLOWDOWN = 4
PAUSE_S = 1.0
TIMEOUT_MS = 180_000
QUIET_MS = 1500
SILENT_S = 3.0
"""After so long without a byte a page is taken for complete."""

SINCE_OPENED_MS = "performance.now()"
ARE_WHOLE = """(count) => {
  const charts = [...document.querySelectorAll(".glassbox-plotly")];
  const isWhole = (chart) => chart.querySelector(".point, .hm image") !== null;
  return charts.length === count && charts.every(isWhole);
}"""

NOTES = [
    "The slow line is a proxy on this machine (`benchmarks/slow_line.py`) with a round trip of "
    f"{Speed().round_trip_s * 1000:.0f} ms, {Speed().down_bits_per_s / 1e6:g} Mbit/s down and "
    f"{Speed().up_bits_per_s / 1e6:g} up, which all connections of a page share; a connection "
    "starts with a round trip, but is at full speed at once. Each round is a first visit with an "
    "empty cache and a line of its own. It draws a digit as soon as the pad is live, waits until "
    f"the line has been silent for {SILENT_S:g} s, and then moves the pen for {STROKE_S:g} s. "
    "Times are counted on the browser's clock from the opened address; bytes are all that went "
    "over the line, both ways, until then. The slow processor is the browser's own, slowed down "
    f"{SLOWDOWN} times by its debugging protocol, on a fast line: a first visit draws a digit as "
    f"soon as the pad is live, and {PAUSE_S:g} s after lifting the pen a second stroke. A wait is "
    "from an event's timestamp to the first picture of the network with that ink.",
]


@dataclass
class Samples:
    """What the visits over the slow line came to."""

    live_s: list[float] = field(default_factory=list)
    charts_s: list[float] = field(default_factory=list)
    live_kb: list[float] = field(default_factory=list)
    whole_kb: list[float] = field(default_factory=list)
    strokes: list[Log] = field(default_factory=list)


def measure(rounds: int = 3) -> Section:
    """Visit the app over a slow line and with a slow processor; takes about four minutes."""
    with tempfile.TemporaryDirectory() as folder:
        say("starting the app")
        with running_server(Path(folder) / "app.log") as server:
            try:
                rows = asyncio.run(_rows(server.address, rounds))
            except Exception:
                say(server.log())
                raise
    return Section("On a slow line, on a slow processor", rows, NOTES)


async def _rows(address: str, rounds: int) -> list[Row]:
    visits = Samples()
    waits_ms = []
    async with chromium() as browser:
        for number in range(1, rounds + 1):
            say_round("slow line", number, rounds)
            async with slow_line(address) as line, _first_visit(browser) as page:
                await _visit(page, line, visits)
        for number in range(rounds + 1):
            say_round("slow processor", number, rounds)
            async with _first_visit(browser) as page:
                wait_ms = await _longest_wait_ms(page, address)
                if number > 0:
                    waits_ms.append(wait_ms)
    rates = list(map(redraw_rate, visits.strokes))
    slowed = f"processor slowed down ×{SLOWDOWN}"
    return [
        Row("slow line: address opened → pad live", visits.live_s, "s", Target("p50", 9)),
        Row(
            "slow line: address opened → all charts of the first digit",
            visits.charts_s,
            "s",
            Target("p50", 16),
        ),
        Row("slow line, pen moving: redraws", rates, "/s", Target("p50", 12, "≥")),
        Row(
            "slow line, pen moving: age of the newest ink when shown",
            ages(visits.strokes),
            target=Target("p50", 220),
        ),
        Row("first visit: bytes until the pad is live", visits.live_kb, "kB", Target("p50", 1300)),
        Row("first visit: bytes of the whole page", visits.whole_kb, "kB", Target("p50", 5200)),
        Row(
            f"{slowed}: longest wait of a second stroke begun {PAUSE_S:g} s after the first",
            waits_ms,
            target=Target("p50", 500),
        ),
    ]


@asynccontextmanager
async def _first_visit(browser: Browser) -> AsyncIterator[Page]:
    """Give a page of a browser that has never seen the app."""
    context = await browser.new_context(viewport=VIEWPORT)
    try:
        yield await context.new_page()
    finally:
        await context.close()


async def _open(page: Page, address: str) -> float:
    """Open the app, note from when the pad is live; milliseconds until then."""
    await page.goto(address, wait_until="commit", timeout=TIMEOUT_MS)
    await wait_for(page, LIVE_PAD, VIEW, timeout_ms=TIMEOUT_MS)
    live_ms = cast(float, await page.evaluate(SINCE_OPENED_MS))
    await attach_probe(page)
    return live_ms


async def _visit(page: Page, line: SlowLine, samples: Samples) -> None:
    """Open the app, draw a digit at once, and then a stroke when everything is there."""
    samples.live_s.append(await _open(page, line.address) / 1000)
    samples.live_kb.append(line.num_bytes / 1000)
    pen = await hold_pen(page)
    await pen.draw(DIGIT_STROKES[7])
    await page.wait_for_function(ARE_WHOLE, arg=NUM_CHARTS, timeout=TIMEOUT_MS)
    await page.evaluate(WAIT, QUIET_MS)
    charts = (await take(page))["charts"]
    samples.charts_s.append(charts[-1]["at"] / 1000)
    num_bytes = -1
    while num_bytes < line.num_bytes:
        num_bytes = line.num_bytes
        await asyncio.sleep(SILENT_S)
    samples.whole_kb.append(num_bytes / 1000)
    samples.strokes.append(await moving_log(page, await hold_pen(page), DIGIT_STROKES[5][0]))


async def _longest_wait_ms(page: Page, address: str) -> float:
    """Draw a digit at once, and a moment later a stroke: how long that was not seen at worst."""
    devtools = await page.context.new_cdp_session(page)
    await devtools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWDOWN})
    await _open(page, address)
    pen = await hold_pen(page)
    async with asyncio.TaskGroup() as both:  # the second does not wait for the page either
        both.create_task(pen.stroke(along(DIGIT_STROKES[7][0], EVENTS_PER_S)))
        await asyncio.sleep(1 + PAUSE_S)
        both.create_task(pen.stroke(along(DIGIT_STROKES[5][0], EVENTS_PER_S)))
    await page.evaluate(WAIT, QUIET_MS)
    log = await take(page)
    kinds = [given["type"] for given in log["inputs"]]
    return max(waits_ms(log, kinds.index("pointerup") + 1))


def waits_ms(log: Log, first: int = 0) -> list[float]:
    """Measure from each pointer event to the first redraw that shows its ink, if it brought any.

    Args:
        log: What was noted.
        first: Index of the first event that counts.
    """
    if not log["isLastDrawn"]:
        raise RuntimeError("The last ink was not drawn.")
    waits = []
    for index, given in enumerate(log["inputs"][first:], start=first):
        sequences = [sent["sequence"] for sent in log["sent"] if sent["input"] >= index]
        if sequences:
            shown = [one["at"] for one in log["redraws"] if one["sequence"] >= sequences[0]]
            waits.append(shown[0] - given["stamp"])
    return waits


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--rounds", type=click.IntRange(min=1), default=3, show_default=True)
def main(rounds: int) -> None:
    """Measure the app on a slow line and on a slow processor."""
    click.echo(measure(rounds).as_text())


if __name__ == "__main__":
    main(prog_name="python -m benchmarks.slow")
