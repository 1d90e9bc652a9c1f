"""Chromium, and a pen that draws on a page at a fixed rate, whatever the page is doing.

It must not know what is measured.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

import numpy as np
from playwright.async_api import Browser, CDPSession, Page, ViewportSize, async_playwright

from tests.support.page import CHROMIUM_FLAGS, chromium_path
from tests.support.strokes import Point

PAD = 'canvas[data-testid="pad"]'
LIVE_PAD = f'{PAD}[data-channel="live"]'
HTTP_PAD = f'{PAD}[data-channel="http"]'
VIEW = '[data-testid="network-view"]'
VERDICT = '[data-testid="verdict"]'
VIEWPORT: ViewportSize = {"width": 1280, "height": 900}
EVENTS_PER_S = 60

SHORT_STROKES: list[list[Point]] = [
    [(x, 0.93), (x + 0.03, 0.95), (x + 0.06, 0.93)] for x in (0.12, 0.28, 0.44, 0.6, 0.76)
]
"""Where no digit of `DIGIT_STROKES` has ink: a stroke that adds none would change no chart."""


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """Run the system's Chromium, without a window, for the length of a `with` block."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=chromium_path(), args=list(CHROMIUM_FLAGS)
        )
        try:
            yield browser
        finally:
            await browser.close()


@dataclass(frozen=True)
class Pen:
    """A pen over a pad; its events go through the browser's debugging protocol.

    Attributes:
        left: Place of the pad on the screen, in CSS pixels, as are the other three.
    """

    devtools: CDPSession
    left: float
    top: float
    width: float
    height: float

    async def press(self, point: Point) -> None:
        """Put the pen down and wait until the page knows."""
        await self._send("mouseMoved", point)
        await self._send("mousePressed", point)

    async def move(self, point: Point) -> None:
        """Move the pen and wait until the page knows."""
        await self._send("mouseMoved", point)

    async def lift(self, point: Point) -> None:
        """Lift the pen and wait until the page knows."""
        await self._send("mouseReleased", point)

    async def sweep(
        self, points: Sequence[Point], *, events_per_s: int = EVENTS_PER_S, lift: bool = False
    ) -> None:
        """Move the pen at a fixed rate, no event waiting for the page to handle the one before.

        Args:
            points: One for each event, shares of the pad's side.
            events_per_s: The rate.
            lift: Whether to lift the pen, one event later, where it ends.
        """
        events = [("mouseMoved", point) for point in points]
        if lift:
            events.append(("mouseReleased", points[-1]))
        await self._send_at(events_per_s, events)

    async def stroke(self, points: Sequence[Point], *, events_per_s: int = EVENTS_PER_S) -> None:
        """Press the pen, move it and lift it at a fixed rate, no event waiting for the page.

        Args:
            points: One for each event, shares of the pad's side; the pen is pressed at the first
                and lifted where it ends.
            events_per_s: The rate.
        """
        pressed, lifted = ("mousePressed", points[0]), ("mouseReleased", points[-1])
        moves = [("mouseMoved", point) for point in points]
        await self._send_at(events_per_s, [moves[0], pressed, *moves[1:], lifted])

    async def _send_at(self, events_per_s: int, events: Sequence[tuple[str, Point]]) -> None:
        """Send events at a fixed rate, and wait until the page has handled them all."""
        started_s = time.monotonic()
        handled = []
        for step, (kind, point) in enumerate(events):
            await asyncio.sleep(started_s + step / events_per_s - time.monotonic())
            handled.append(asyncio.create_task(self._send(kind, point)))
        await asyncio.gather(*handled)

    async def draw(self, strokes: Sequence[Sequence[Point]], *, px_per_event: float = 8.0) -> None:
        """Draw strokes as a hand would, at 60 events a second, and lift the pen after each."""
        for stroke in strokes:
            num_events = max(2, round(length(stroke) * self.width / px_per_event))
            path = along(stroke, num_events + 1)
            await self.press(path[0])
            await self.sweep(path[1:], lift=True)

    async def _send(self, kind: str, point: Point) -> None:
        x, y = self.left + point[0] * self.width, self.top + point[1] * self.height
        event = {"type": kind, "x": x, "y": y, "button": "left", "clickCount": 1}
        await self.devtools.send("Input.dispatchMouseEvent", event)


async def hold_pen(page: Page, selector: str = PAD) -> Pen:
    """Take a pen to the pad of a page; it must not be scrolled afterwards."""
    pad = page.locator(selector)
    await pad.scroll_into_view_if_needed()
    box = await pad.bounding_box()
    assert box is not None
    devtools = await page.context.new_cdp_session(page)
    return Pen(devtools, box["x"], box["y"], box["width"], box["height"])


def along(stroke: Sequence[Point], num_points: int) -> list[Point]:
    """Choose points on a stroke at even distances, both ends included."""
    corners = np.array(stroke)  # (points, 2)
    distances = np.concatenate([[0], np.cumsum(_lengths(stroke))])
    wanted = np.linspace(0, distances[-1], num_points)
    columns = [np.interp(wanted, distances, corners[:, axis]) for axis in (0, 1)]
    return [(float(x), float(y)) for x, y in zip(*columns, strict=True)]


def length(stroke: Sequence[Point]) -> float:
    """Measure a stroke in sides of the pad."""
    return float(_lengths(stroke).sum())


def _lengths(stroke: Sequence[Point]) -> np.ndarray:
    lengths: np.ndarray = np.hypot(*np.diff(np.array(stroke), axis=0).T)
    return lengths
