"""The lesson in real Chromium: by keyboard, by link, pointing at pixels, on a phone."""

import pytest
from playwright.sync_api import Page, expect

from mlp.lesson.steps import NUM_STEPS
from tests.support.page import OpenPage, expect_no_scrolling_sideways
from tests.support.server import Server

STEPS = '[data-testid="lesson-steps"]'
FIRST_PICTURE = (
    ".st-key-lesson_step [data-testid='stColumn'] :is(.js-plotly-plot, .flow, canvas, table)"
)
VIEW = '[data-testid="flatten-view"]'


@pytest.fixture
def open_lesson(open_page: OpenPage, server: Server) -> OpenPage:
    def open_lesson(step: str = "", **options: object) -> Page:
        page = open_page(is_waited_for=False, **options)
        query = f"?step={step}" if step else ""
        page.goto(f"{server.address}/lesson{query}", wait_until="commit", timeout=60_000)
        expect(page.locator(f"{STEPS}[data-place]")).to_be_attached(timeout=60_000)
        return page

    return open_lesson


def expect_step(page: Page, step: int | str) -> None:
    expect(page.locator(STEPS)).to_have_attribute("data-place", str(step))
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
    page.get_by_role("button", name="6 Linear").click()
    expect_step(page, 6)
    expect(page.get_by_role("button", name="6 Linear")).to_have_attribute("aria-current", "step")
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
    expect(page.locator(".js-plotly-plot")).to_have_count(20, timeout=60_000)
    expect_no_scrolling_sideways(page)


@pytest.mark.parametrize("size", [(1280, 720), (390, 664)])
def test_picture_and_sentence_of_every_step_begin_in_the_window(
    open_lesson: OpenPage, size: tuple[int, int]
) -> None:
    width, height = size
    page = open_lesson(viewport={"width": width, "height": height})
    for number in range(1, NUM_STEPS + 1):
        if number > 1:
            page.keyboard.press("ArrowRight")
        expect_step(page, number)
        title = page.get_by_role("heading", level=2)
        expect(title).to_contain_text(f"{number} · ")
        sentence = page.locator("[class*='st-key-lesson_words_'] p").first
        expect(sentence, f"step {number}").to_be_in_viewport()
        picture_seen = page.locator(FIRST_PICTURE).first
        expect(picture_seen, f"step {number}").to_be_visible()
        box, picture = sentence.bounding_box(), picture_seen.bounding_box()
        assert box is not None and picture is not None
        assert box["y"] + 40 <= height, f"step {number}: the words begin at {box['y']:.0f}"
        assert picture["y"] < box["y"] + 80, f"step {number} begins with words"


def test_long_output_scrolls_in_its_box_by_keyboard(open_lesson: OpenPage) -> None:
    page = open_lesson("10", viewport={"width": 390, "height": 664})
    printed = page.locator("pre.printed")
    printed.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    expect(printed).to_be_focused()
    page.wait_for_function(
        "() => { const box = document.querySelector('pre.printed');"
        " return box.scrollLeft > 0 && box.scrollTop > 0; }"
    )
    expect_step(page, 10)
    expect_no_scrolling_sideways(page)


def test_a_clicked_slope_is_taken_apart(open_lesson: OpenPage) -> None:
    page = open_lesson("13")
    plot = page.locator(".st-key-lesson_chain_rule_slopes .js-plotly-plot .nsewdrag")
    plot.click(position={"x": 100, "y": 100}, timeout=60_000)
    page.get_by_text("The code, and what each line of it does").click()
    expect(page.get_by_test_id("stCode").first).to_contain_text("unit, source = ")
