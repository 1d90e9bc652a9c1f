"""Drive the app's pages in real Chromium, and wait for what they show.

It must not know how the app was started, nor what is claimed or measured.
"""

import os
import shutil
from collections.abc import Callable
from typing import Literal

from playwright.sync_api import Browser, Page, Playwright, expect

from tests.support.strokes import Point

OpenPage = Callable[..., Page]

PAD = 'canvas[data-testid="pad"]'
VIEW = '[data-testid="network-view"]'
MENU = '[data-testid="stHeader"]'
SIDEBAR = '[data-testid="stSidebar"]'
UPLOADER = '.bring input[type="file"]'

CLIPBOARD = ["clipboard-read", "clipboard-write"]

CHROMIUM_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Contexts that ignore a certificate's faults one by one begin each request anew for it, and a
    # request that began too often fails.
    "--ignore-certificate-errors",
)


GROUNDS: dict[Literal["light", "dark"], str] = {
    "light": "rgb(251, 250, 247)",
    "dark": "rgb(15, 18, 23)",
}


def chromium_path() -> str | None:
    """Find the system's browser."""
    wanted = os.environ.get("GLASSBOX_CHROMIUM")
    return wanted or shutil.which("chromium") or shutil.which("google-chrome")


def launch_chromium(playwright: Playwright) -> Browser:
    """Start the system's Chromium without a window."""
    return playwright.chromium.launch(executable_path=chromium_path(), args=list(CHROMIUM_FLAGS))


def open_draw_page(page: Page, address: str) -> None:
    """Open the Draw page and wait until the pad answers live."""
    page.goto(address)
    page.locator('canvas[data-testid="pad"][data-channel="live"]').wait_for(timeout=30_000)
    page.locator('[data-testid="network-view"]').wait_for()


def open_sidebar(page: Page) -> None:
    """Open the sidebar, unless it is; at first it is closed."""
    sidebar = page.get_by_test_id("stSidebar")
    if sidebar.get_attribute("data-collapsed") != "false":
        page.get_by_test_id("stExpandSidebarButton").click()
    expect(sidebar).to_have_attribute("data-collapsed", "false")


def draw(page: Page, strokes: list[list[Point]], *, num_steps: int = 2, lift: bool = True) -> None:
    """Draw strokes on the pad with the mouse.

    Args:
        page: The Draw page.
        strokes: Shares of the pad's side.
        num_steps: Mouse events between two points.
        lift: Whether to let go of the button after the last stroke.
    """
    pad = page.locator('canvas[data-testid="pad"]')
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    assert box is not None
    for number, stroke in enumerate(strokes, start=1):
        places = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in stroke]
        page.mouse.move(*places[0])
        page.mouse.down()
        for place in places[1:]:
            page.mouse.move(*place, steps=num_steps)
        if lift or number < len(strokes):
            page.mouse.up()


def expect_digit(page: Page, digit: int | str) -> None:
    expect(page.locator(VIEW)).to_have_attribute("data-predicted", str(digit))


def expect_settled(page: Page) -> None:
    """The sidebar's thumbnail follows only after a script run; so does the receipt."""
    expect(page.get_by_text("largest difference between")).to_be_visible()


def expect_last_drawn(page: Page) -> None:
    page.wait_for_function(
        """() => {
          const find = (root, selector) => {
            const found = root.querySelector(selector);
            if (found) return found;
            for (const host of root.querySelectorAll("*")) {
              const inner = host.shadowRoot && find(host.shadowRoot, selector);
              if (inner) return inner;
            }
            return null;
          };
          const pad = find(document, '[data-testid="pad"]');
          const view = find(document, '[data-testid="network-view"]');
          return pad?.dataset.sent === view?.dataset.seq;
        }"""
    )


def padded_ink(page: Page) -> str:
    """The drawing as the browser shows it."""
    ink: str = page.locator(PAD).evaluate("canvas => canvas.toDataURL()")
    return ink


def view_pixels(page: Page) -> str:
    """What the network view shows once no signal runs through it."""
    expect(page.locator(f"{VIEW}:not([data-signal])")).to_be_visible()
    pixels: str = page.locator(f"{VIEW} canvas").evaluate("canvas => canvas.toDataURL()")
    return pixels


def expect_no_scrolling_sideways(page: Page) -> None:
    """Claim that nothing is wider than the window, in the light and in the dark."""
    for scheme, ground in GROUNDS.items():
        page.emulate_media(color_scheme=scheme)
        app = page.locator('[data-testid="stApp"]')
        expect(app).to_have_css("background-color", ground)
        main = page.locator('[data-testid="stMain"]')
        assert main.evaluate("main => main.scrollWidth - main.clientWidth") <= 0
