"""No page has a fault that axe finds, nor a text or label that is too faint, in both themes."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, ViewportSize, expect

from mlp.web.train import settings_words
from tests.support.page import MENU, UPLOADER, OpenPage, draw, expect_settled
from tests.support.strokes import DIGIT_STROKES

DESKTOP: ViewportSize = {"width": 1280, "height": 720}
PHONE: ViewportSize = {"width": 375, "height": 720}
CONTRAST = Path(__file__).with_name("contrast.js").read_text("utf-8")
CHART = ".js-plotly-plot .main-svg"
QUICK = settings_words.PRESETS["too_fast"]  # falls apart after a few batches

Look = Callable[[str], None]


def faults(page: Page, theme: str) -> list[str]:
    """What axe finds, and which texts are too faint, the labels of charts among them.

    A theme is colours: what else there is to find is looked for in the light one only.
    """
    options: dict[str, Any] = {"resultTypes": ["violations"]}
    if theme == "dark":
        options["runOnly"] = ["color-contrast"]
    found = [
        f"{fault['id']}: {node['target']} {node['html'][:200]} {node['failureSummary']}"
        for fault in Axe().run(page, options=options).response["violations"]
        for node in fault["nodes"]
    ]
    return [*found, *(f"too faint: {faint}" for faint in page.evaluate(CONTRAST)["tooFaint"])]


def wait_until_still(page: Page) -> None:
    app = page.get_by_test_id("stApp")
    expect(app).to_have_attribute("data-test-script-state", "notRunning")
    page.wait_for_timeout(100)  # what follows the window or fades


def go_to(page: Page, name: str) -> None:
    page.locator(MENU).get_by_role("link", name=name).click()
    expect(page.get_by_role("heading", name=name, exact=True, level=1)).to_be_visible()


def look_at_draw(page: Page, look: Look) -> None:
    draw(page, DIGIT_STROKES[3])
    expect_settled(page)
    look("Draw")
    page.get_by_role("radio", name="code").click()
    expect(page.get_by_test_id("stCode").last).to_be_visible()
    bad = {"name": "bad.png", "mimeType": "image/png", "buffer": b"this is no picture"}
    page.locator(UPLOADER).set_input_files(bad)  # type: ignore[arg-type]  # a payload
    expect(page.get_by_text("is text, not a picture")).to_be_visible()
    look("Draw at code, with a file that is no picture")


def look_at_lesson(page: Page, look: Look) -> None:
    go_to(page, "Lesson")
    for step in ("6 Linear", "12 Slopes"):
        page.get_by_role("button", name=step).click()
        expect(page.locator(CHART).first).to_be_visible()
        look(f"Lesson, {step}")


def look_at_train(page: Page, look: Look) -> None:
    go_to(page, "Train")
    page.get_by_text(settings_words.SETTINGS_TITLE, exact=True).first.click()
    page.get_by_text(QUICK.title).first.click()
    expect(page.get_by_text(f"{QUICK.title}.")).to_be_visible()
    look("Train, settings")
    page.get_by_role("button", name="Start training").click()
    view = page.get_by_test_id("training-view")
    expect(view).to_have_attribute("data-status", "diverged", timeout=60_000)
    expect(page.locator('[data-chart="digits"] .main-svg').first).to_be_visible()
    look("Train, over")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_on_any_page_and_no_text_is_faint(
    open_page: OpenPage, theme: Literal["light", "dark"]
) -> None:
    page = open_page(viewport=DESKTOP, color_scheme=theme)
    found: dict[str, list[str]] = {}

    def look(where: str) -> None:
        for size in (PHONE, DESKTOP):
            page.set_viewport_size(size)
            wait_until_still(page)
            if said := faults(page, theme):
                found[f"{where}, {size['width']} px wide"] = said

    look_at_draw(page, look)
    look_at_lesson(page, look)
    go_to(page, "Parameters")
    expect(page.get_by_text("512 of 512 units")).to_be_visible()
    look("Parameters")
    go_to(page, "Neurons")
    expect(page.locator(CHART).first).to_be_visible()
    look("Neurons")
    look_at_train(page, look)
    assert page.evaluate(CONTRAST)["numLabels"] > 20
    assert not found, "\n".join(
        f"{where}:\n  " + "\n  ".join(said) for where, said in found.items()
    )
