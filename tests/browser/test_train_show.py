"""All that moves in a training stands in one window, in real Chromium."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from mlp.files.link import Example, pack
from tests.support.page import OpenPage
from tests.support.server import Server

VIEW = '[data-testid="training-view"]'
QUICK = "Learning rate far too high"  # falls apart after a few batches
PARTS = ("state", "answer", "curve", "pictures")

BOXES = """(parts) => {
  const find = (root, selector) => {
    const found = root.querySelector(selector);
    if (found) return found;
    for (const host of root.querySelectorAll("*")) {
      const inner = host.shadowRoot && find(host.shadowRoot, selector);
      if (inner) return inner;
    }
    return null;
  };
  const boxOf = (element) => {
    const { left, top, right, bottom } = element.getBoundingClientRect();
    return { left, top, right, bottom };
  };
  const boxes = parts.map((part) => [part, boxOf(document.querySelector(`.st-key-train_${part}`))]);
  return {
    ...Object.fromEntries(boxes),
    buttons: boxOf(document.querySelector(".st-key-train_buttons")),
    film: boxOf(find(document, ".timeline")),
    tiles: boxOf(find(document, "canvas.tiles")),
    plot: boxOf(find(document, '[data-chart="accuracy"] .main-svg')),
    numTiles: Number(find(document, '[data-testid="training-pictures"]').dataset.tiles),
  };
}"""


SEVEN = f"?digit={pack(Example(0))}"


@pytest.fixture
def show(open_page: OpenPage, server: Server, request: pytest.FixtureRequest) -> Page:
    """A training that is over at once, in a window of 1280 x 720."""
    page = open_page(is_waited_for=False, viewport={"width": 1280, "height": 720})
    page.goto(f"{server.address}/train{getattr(request, 'param', SEVEN)}", timeout=60_000)
    page.get_by_text(QUICK).first.click()
    expect(page.get_by_text(f"{QUICK}.")).to_be_visible()
    page.get_by_role("button", name="Start training").click()
    expect(page.locator(VIEW)).to_have_attribute("data-status", "diverged", timeout=60_000)
    expect(page.locator('[data-chart="accuracy"] .main-svg').first).to_be_visible()
    return page


def boxes_of(page: Page, width: int, height: int) -> dict[str, Any]:
    """Where everything stands in a window of this size, once it stands."""
    page.set_viewport_size({"width": width, "height": height})
    boxes: dict[str, Any] = page.evaluate(BOXES, PARTS)
    for _ in range(20):
        page.wait_for_timeout(250)
        before, boxes = boxes, page.evaluate(BOXES, PARTS)
        if before == boxes and boxes["plot"]["right"] <= width:  # Plotly follows the window later
            return boxes
    raise AssertionError("the page does not come to rest")


@pytest.mark.parametrize("show", [SEVEN, ""], ids=["digit", "nothing drawn"], indirect=True)
def test_all_that_moves_is_in_one_window_above_the_film_which_covers_nothing(show: Page) -> None:
    for width, height in ((1280, 720), (1920, 1080), (820, 1180)):
        boxes = boxes_of(show, width, height)
        film = boxes["film"]
        assert film["bottom"] <= height and film["top"] > 0.8 * height
        for part in (*PARTS, "buttons", "tiles", "plot"):
            box = boxes[part]
            assert box["bottom"] <= film["top"], (width, part, box, film)
            assert box["top"] >= 0 and 0 <= box["left"] < box["right"] <= width, (width, part, box)
        assert boxes["numTiles"] >= 16, (width, boxes["numTiles"])
        assert boxes["plot"]["bottom"] - boxes["plot"]["top"] >= 120


def test_on_a_phone_digit_and_curve_stand_above_the_film(show: Page) -> None:
    boxes = boxes_of(show, 390, 664)
    film = boxes["film"]
    for part in ("buttons", "state", "answer", "plot"):
        box = boxes[part]
        assert box["bottom"] <= film["top"], (part, box, film)
        assert 0 <= box["left"] < box["right"] <= 390, (part, box)
    main = show.get_by_test_id("stMain")
    assert main.evaluate("main => main.scrollWidth - main.clientWidth") <= 0
