"""Whether an exhibit runs for a day by itself: `python -m benchmarks.exhibit`.

It must not know how the app does it. What stays on the server is looked at from outside while
visitors come and go (`benchmarks.soak`); what stays in the browser, in one Chromium that is never
closed.
"""

import asyncio
import os
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import click
from playwright.async_api import CDPSession, Page

from benchmarks.browser import LIVE_PAD, VIEWPORT, Pen, along, chromium
from benchmarks.report import Row, Section, Target, say
from benchmarks.soak import after_all_are_gone, come_and_draw, soaking_server
from benchmarks.visitors import LoadGenerator, load_generator
from tests.support.server import Server, running_server
from tests.support.strokes import DIGIT_STROKES

LOOKS = (100, 500, 1000, 2000)
AT_ONCE = 4
NUM_CYCLES = 60
IDLE_S = 2
GHOST_S = 300.0
FIRST_LOOK_S = 30.0
WAIT_MS = 60_000

MAX_GROWTH_MB = 20.0
MAX_HEAP_GROWTH_MB = 5.0
MAX_NODES_GROWN = 500

NOTES = (
    f"Visits: {AT_ONCE} at a time open the page of an exhibit, draw over the channel, lift the pen "
    "and leave; memory is the server's resident memory once Streamlit has forgotten them (it keeps "
    "closed sessions for 120 s and at most 128; 5 s here), after a collection and `malloc_trim`. "
    "The one session and visitor that may be left is the last, who makes Streamlit forget.",
    f"Cycles: in one Chromium page with `?exhibit={IDLE_S}` a stroke is drawn, nobody touches the "
    "page until it has begun anew and the ghost draws, and so on. The ghost then draws alone in "
    "one page that is not loaded again. Heap and nodes are the page's, after a collection.",
)


@dataclass(frozen=True)
class Held:
    """What a page holds after a collection.

    Attributes:
        heap_mb: Of JavaScript.
        nodes: Of all documents that are alive.
    """

    heap_mb: float
    nodes: int


def measure(
    *,
    looks: tuple[int, ...] = LOOKS,
    num_cycles: int = NUM_CYCLES,
    ghost_s: float = GHOST_S,
) -> Section:
    """Let visitors come and go, and nobody for long.

    Args:
        looks: After how many visits the server is looked at.
        num_cycles: How often one page is visited and left.
        ghost_s: How long nobody comes.
    """
    load = os.getloadavg()[0]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder)
        with soaking_server(path, {"GLASSBOX_EXHIBIT": "on"}) as server:
            try:
                with load_generator(server.address) as visitors:
                    rows = _visits(visitors, server, looks)
            except Exception:
                say(server.log())
                raise
        with running_server(path / "browser.log") as server:
            rows += asyncio.run(_browser(server.address, num_cycles, ghost_s))
    return Section("Exhibit", rows, NOTES, [("load at the beginning", f"{load:.2f}")])


def _visits(visitors: LoadGenerator, server: Server, looks: tuple[int, ...]) -> list[Row]:
    """Let visitors come and go."""
    rows: list[Row] = []
    errors: list[int] = []
    found = []
    for look in looks:
        while len(errors) < look:
            errors += come_and_draw(visitors, min(AT_ONCE, look - len(errors)))
            visitors.leave()
        found.append(after_all_are_gone(visitors, server))
        say(f"exhibit: after {look:,} visits: {found[-1]}")
        name = f"after {look:,} visits"
        rows += [
            Row(f"{name}: memory", [found[-1].trimmed_mb], "MB"),
            Row(f"{name}: sessions alive", [found[-1].sessions], "", Target("max", 1)),
            Row(f"{name}: visitors remembered", [found[-1].visitors], "", Target("max", 1)),
        ]
    grown_mb = found[-1].trimmed_mb - found[min(1, len(found) - 1)].trimmed_mb
    since = f"memory grown from visit {looks[min(1, len(looks) - 1)]:,} to {looks[-1]:,}"
    return [
        *rows,
        Row(since, [grown_mb], "MB", Target("max", MAX_GROWTH_MB)),
        Row("errors and losses of each visit", errors, "", Target("max", 0)),
    ]


async def _browser(address: str, num_cycles: int, ghost_s: float) -> list[Row]:
    """Leave one page alone, again and again, and then for long."""
    async with chromium() as browser:
        page = await browser.new_page(viewport=VIEWPORT)
        devtools = await page.context.new_cdp_session(page)
        await page.goto(f"{address}/?exhibit={IDLE_S}")
        await _until_ghost(page)
        await _visit(page, devtools)  # caches are filled
        first = await _held(devtools)
        for cycle in range(1, num_cycles + 1):
            await _visit(page, devtools)
            if cycle % 10 == 0:
                say(f"exhibit: after {cycle} cycles: {await _held(devtools)}")
        after = await _held(devtools)
        rows = _grown(f"{num_cycles} times a visitor and nobody", first, after)
        await asyncio.sleep(FIRST_LOOK_S)
        before = await _held(devtools)
        started_s = time.monotonic()
        await asyncio.sleep(ghost_s)
        minutes = (time.monotonic() - started_s) / 60
        after = await _held(devtools)
        say(f"exhibit: {minutes:.0f} minutes of the ghost: from {before} to {after}")
        return rows + _grown(f"the ghost draws for {minutes:.0f} minutes", before, after)


def _grown(name: str, before: Held, after: Held) -> list[Row]:
    heap_target, nodes_target = Target("max", MAX_HEAP_GROWTH_MB), Target("max", MAX_NODES_GROWN)
    return [
        Row(f"{name}: heap grown", [after.heap_mb - before.heap_mb], "MB", heap_target),
        Row(f"{name}: nodes grown", [after.nodes - before.nodes], "", nodes_target),
    ]


async def _visit(page: Page, devtools: CDPSession) -> None:
    """Draw a stroke, and wait until the page has begun anew."""
    await page.evaluate("window.isSamePage = true")
    box = await page.locator(LIVE_PAD).bounding_box()
    assert box is not None
    pen = Pen(devtools, box["x"], box["y"], box["width"], box["height"])
    await pen.stroke(along(DIGIT_STROKES[7][0], 20))
    await page.wait_for_function("window.isSamePage !== true", timeout=WAIT_MS)
    await _until_ghost(page)


async def _until_ghost(page: Page) -> None:
    # Streamlit's page has no height of its own: it counts as hidden.
    playing = page.locator('html[data-glassbox-exhibit="playing"]')
    await playing.wait_for(state="attached", timeout=WAIT_MS)
    verdict = page.get_by_test_id("verdict")
    await verdict.and_(page.locator('[data-kind="drawing"]')).wait_for(timeout=WAIT_MS)


async def _held(devtools: CDPSession) -> Held:
    """Collect garbage and look."""
    await devtools.send("HeapProfiler.collectGarbage")
    heap = await devtools.send("Runtime.getHeapUsage")
    counted = await devtools.send("Memory.getDOMCounters")
    return Held(heap["usedSize"] / 1e6, counted["nodes"])


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--quick", is_flag=True, help="100 visits, 5 cycles, and the ghost for 40 seconds.")
def main(quick: bool) -> None:
    """Measure what stays of visitors; takes about twenty minutes."""
    started_s = time.monotonic()
    section = measure(looks=(40, 100), num_cycles=5, ghost_s=40) if quick else measure()
    say(f"done after {time.monotonic() - started_s:.0f} s")
    click.echo(section.as_text())


if __name__ == "__main__":
    main(prog_name="python -m benchmarks.exhibit")
