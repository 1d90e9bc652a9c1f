"""The lesson in real Chromium: by keyboard, by link, pointing at pixels, on a phone."""

import pytest
from playwright.sync_api import Page, expect

from tests.support.page import OpenPage, expect_no_scrolling_sideways
from tests.support.server import Server

KEYS = '[data-testid="lesson-keys"]'
VIEW = '[data-testid="flatten-view"]'


@pytest.fixture
def open_lesson(open_page: OpenPage, server: Server) -> OpenPage:
    def open_lesson(step: str = "", **options: object) -> Page:
        page = open_page(is_waited_for=False, **options)
        query = f"?step={step}" if step else ""
        page.goto(f"{server.address}/lesson{query}", wait_until="commit", timeout=60_000)
        expect(page.locator(f"{KEYS}[data-place]")).to_be_attached(timeout=60_000)
        return page

    return open_lesson


def expect_step(page: Page, step: int | str) -> None:
    expect(page.locator(KEYS)).to_have_attribute("data-place", str(step))
    page.wait_for_url(f"**/lesson?step={step}")


def test_the_arrow_keys_and_the_browsers_back_turn_the_pages(open_lesson: OpenPage) -> None:
    page = open_lesson()
    expect_step(page, 1)
    page.keyboard.press("ArrowRight")
    expect_step(page, 2)
    page.keyboard.press("ArrowRight")
    expect_step(page, 3)
    page.keyboard.press("ArrowLeft")
    expect_step(page, 2)
    page.go_back()
    expect_step(page, 3)
    page.get_by_role("radio", name="6 Linear").click()
    expect_step(page, 6)
    page.keyboard.press("ArrowLeft")  # the list has the focus now
    expect_step(page, 5)


def test_arrow_keys_belong_to_what_has_the_focus(open_lesson: OpenPage) -> None:
    page = open_lesson("6")
    expect_step(page, 6)
    slider = page.get_by_role("slider", name="Hidden features").last
    slider.focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_text("torch.Size([3, 21])").first).to_be_visible()
    expect_step(page, 6)


def test_a_link_opens_its_step_and_pixel_and_row_point_at_each_other(
    open_lesson: OpenPage,
) -> None:
    page = open_lesson("5")
    expect_step(page, 5)
    view = page.locator(VIEW)
    view.locator(".picture").nth(1).hover(position={"x": 2 * 4 + 2, "y": 3 * 4 + 2})
    expect(view).to_have_attribute("data-number", str(28 * 3 + 2))
    expect(view).to_have_attribute("data-image", "1")
    strip = view.locator(".strip canvas").nth(2)
    box = strip.bounding_box()
    assert box is not None
    strip.hover(position={"x": box["width"] * 401.5 / 784, "y": 10})
    expect(view).to_have_attribute("data-number", "401")
    expect(view.locator(".said")).to_contain_text("row 14, column 9 ↔ number 401")
    view.focus()
    page.keyboard.press("ArrowDown")
    expect(view).to_have_attribute("data-number", "429")
    expect_step(page, 5)


def test_on_a_phone_nothing_is_wider_than_the_screen(open_lesson: OpenPage) -> None:
    page = open_lesson("all", viewport={"width": 375, "height": 800})
    expect(page.get_by_text("What a network consists of")).to_be_visible()
    expect(page.locator(".js-plotly-plot")).to_have_count(14, timeout=60_000)
    expect_no_scrolling_sideways(page)
