"""The Draw page is a stage: everything that matters is in one window, large enough."""

import re
from itertools import pairwise

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from tests.support.page import (
    UPLOADER,
    OpenPage,
    draw,
    expect_digit,
    expect_settled,
    open_draw_page,
)
from tests.support.pictures import photo_of
from tests.support.server import Server
from tests.support.strokes import DIGIT_STROKES

SIZES = [(1280, 720), (1366, 768), (1920, 1080), (2560, 1440), (820, 1180), (1180, 820)]
PHONES = [(390, 664), (812, 343)]
PARTS = ("digit_pad", "verdict", "network_view")

WATCH_LETTERS = r"""
  window.lettersPx = {}; // of what was written last on canvases, by text
  const { fillText } = CanvasRenderingContext2D.prototype;
  CanvasRenderingContext2D.prototype.fillText = function (text, ...place) {
    window.lettersPx[text] = Number(/([\d.]+)px/.exec(this.font)[1]);
    return fillText.call(this, text, ...place);
  };
"""


def box(page: Page, selector: str) -> dict[str, float]:
    """Where an element stands in the window, in CSS pixels."""
    found = page.locator(selector).first.bounding_box()
    assert found is not None, selector
    return {"x": found["x"], "y": found["y"], "width": found["width"], "height": found["height"]}


def is_inside(part: dict[str, float], size: ViewportSize) -> bool:
    right, bottom = part["x"] + part["width"], part["y"] + part["height"]
    return part["x"] >= 0 and part["y"] >= 0 and right <= size["width"] and bottom <= size["height"]


def wait_for_letters(page: Page) -> None:
    """Wait until the network is written anew, and then no more for half a second."""
    page.wait_for_function(
        """() => {
          const { before, since } = window.letters ?? {};
          const now = JSON.stringify(lettersPx);
          if (now !== before) window.letters = { before: now, since: Date.now() };
          return now === before && "9" in lettersPx && Date.now() - since > 500;
        }"""
    )


def letters_px(page: Page) -> dict[str, list[float]]:
    """How large the letters are of what an audience reads, in CSS pixels."""

    def of(selector: str) -> list[float]:
        return [
            page.locator(selector).evaluate("text => parseFloat(getComputedStyle(text).fontSize)")
        ]

    drawn: dict[str, float] = page.evaluate("lettersPx")
    return {
        "digit": of(".verdict .digit"),
        "verdict": of(".verdict .headline"),
        "why": of(".why .title"),
        "why, the sentence": of(".why .sentence"),
        "bars, digits": [drawn[str(digit)] for digit in range(10)],
        "bars, percents": [px for text, px in drawn.items() if text.endswith("%")],
        "names": [px for text, px in drawn.items() if re.search("[a-z]{3}", text)],
    }


@pytest.fixture(scope="module")
def sizes() -> list[ViewportSize]:
    return [{"width": width, "height": height} for width, height in SIZES]


def test_pad_verdict_and_the_whole_network_are_in_one_window(
    open_page: OpenPage, sizes: list[ViewportSize]
) -> None:
    page = open_page()
    draw(page, DIGIT_STROKES[7])
    expect_settled(page)
    for size in sizes:
        page.set_viewport_size(size)
        page.wait_for_timeout(300)
        for part in PARTS:
            assert is_inside(box(page, f".st-key-{part}"), size), (part, size)
        pad = box(page, 'canvas[data-testid="pad"]')
        assert pad["width"] == pytest.approx(pad["height"], abs=1)
        assert pad["width"] >= 399, size
        network = box(page, ".st-key-network_view")
        if size["width"] == 1280:
            assert network["width"] * network["height"] >= 0.4 * 1280 * 720


def test_the_window_keeps_everything_with_the_sidebar_open(open_page: OpenPage) -> None:
    page = open_page(viewport={"width": 1366, "height": 768})
    page.get_by_test_id("stExpandSidebarButton").click()
    expect(page.get_by_test_id("stSidebar")).to_have_attribute("data-collapsed", "false")
    page.wait_for_timeout(600)  # it slides
    for part in PARTS:
        assert is_inside(box(page, f".st-key-{part}"), {"width": 1366, "height": 768}), part


def test_on_a_phone_pad_digit_and_bars_are_in_one_window(open_page: OpenPage) -> None:
    page = open_page()
    draw(page, DIGIT_STROKES[7])
    expect_digit(page, 7)
    for width, height in PHONES:
        size: ViewportSize = {"width": width, "height": height}
        page.set_viewport_size(size)
        page.wait_for_timeout(300)
        for part in ('canvas[data-testid="pad"]', ".verdict .digit", ".verdict .bars"):
            assert is_inside(box(page, part), size), (part, size)
        assert box(page, 'canvas[data-testid="pad"]')["width"] >= 300, size
        network = box(page, ".st-key-network_view")
        assert network["width"] <= width and network["height"] >= 300, size


def test_nothing_is_wider_than_the_window(open_page: OpenPage) -> None:
    page = open_page()
    for width, height in [*SIZES, *PHONES, (568, 320), (640, 360)]:  # the last: 1280 × 720 at 200 %
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_timeout(300)
        main = page.get_by_test_id("stMain")
        assert main.evaluate("main => main.scrollWidth - main.clientWidth") <= 0, (width, height)
        assert box(page, 'canvas[data-testid="pad"]')["height"] <= height


def test_before_an_audience_all_letters_are_twice_as_large_in_the_same_window(
    open_page: OpenPage, server: Server
) -> None:
    page = open_page(is_waited_for=False)
    page.add_init_script(WATCH_LETTERS)
    open_draw_page(page, server.address)
    draw(page, DIGIT_STROKES[7])
    expect(page.get_by_test_id("verdict")).to_have_attribute("data-settled", "true")
    root = page.locator("html")
    for width, height in [(1280, 720), (1920, 1080)]:
        size: ViewportSize = {"width": width, "height": height}
        page.evaluate("lettersPx = {}")
        page.set_viewport_size(size)
        wait_for_letters(page)
        ordinary = letters_px(page)
        page.evaluate("lettersPx = {}")
        page.keyboard.press("f")
        expect(root).to_have_attribute("data-glassbox-show", "")
        wait_for_letters(page)
        for part, shown in letters_px(page).items():
            assert min(shown) >= 2 * max(ordinary[part]), (part, size)
        for part in (*PARTS, "why"):
            assert is_inside(box(page, f".st-key-{part}"), size), (part, size)
        words = page.locator(".why .words")
        assert words.evaluate("words => words.scrollHeight - words.clientHeight") <= 0, size
        page.keyboard.press("Escape")
        expect(root).not_to_have_attribute("data-glassbox-show", "")


def test_on_a_phone_held_across_a_finger_finds_help_tour_and_start_over(
    open_page: OpenPage,
) -> None:
    size: ViewportSize = {"width": 812, "height": 343}
    page = open_page(viewport=size)
    bars = box(page, ".verdict .bars")
    pad = box(page, 'canvas[data-testid="pad"]')
    places = [box(page, part) for part in (".glossary .open", ".bar .tour", ".bar .next")]
    for place in places:
        assert min(place["width"], place["height"]) >= 40
        assert is_inside(place, size)
        assert place["y"] >= bars["y"] + bars["height"]
        assert place["x"] >= pad["x"] + pad["width"]
    for left, right in pairwise(places):
        assert left["x"] + left["width"] <= right["x"]
    page.get_by_role("button", name="What do the technical words").click()
    expect(page.get_by_role("dialog", name="The technical words")).to_be_visible()


def test_while_the_pen_is_down_nothing_is_claimed(open_page: OpenPage) -> None:
    page = open_page()
    verdict = page.get_by_test_id("verdict")
    height = box(page, ".verdict")["height"]
    draw(page, DIGIT_STROKES[7], lift=False)
    expect(verdict).to_have_attribute("data-kind", "drawing")
    expect(verdict).to_contain_text("So far")
    page.mouse.up()
    expect(verdict).to_have_attribute("data-kind", "sure")
    assert box(page, ".verdict")["height"] == height


def test_a_dot_is_no_digit_yet(open_page: OpenPage) -> None:
    page = open_page()
    draw(page, [[(0.5, 0.5), (0.51, 0.5)]])
    verdict = page.get_by_test_id("verdict")
    expect(verdict).to_have_attribute("data-settled", "true")
    expect(verdict).to_have_attribute("data-kind", "drawing")
    expect(verdict).to_contain_text("Keep drawing")


@pytest.mark.parametrize("needed", ["--stage-height:", "--page-top: 4rem"])
def test_the_pad_is_not_seen_before_it_stands_in_its_place(
    open_page: OpenPage, needed: str
) -> None:
    page = open_page()
    pad = page.locator('canvas[data-testid="pad"]')
    switch = """([needed, isOff]) => {
      for (const style of document.querySelectorAll("style")) {
        if (style.textContent.includes(needed)) style.sheet.disabled = isOff;
      }
    }"""
    page.evaluate(switch, [needed, True])
    expect(pad).to_be_hidden()
    page.evaluate(switch, [needed, False])
    expect(pad).to_be_visible()


def test_the_next_visitor_finds_nothing_of_the_one_before(open_page: OpenPage) -> None:
    page = open_page()
    page.get_by_role("button", name="Eraser (E)").click()
    page.get_by_role("radio", name="numbers").click()
    draw(page, DIGIT_STROKES[7])
    expect_digit(page, 7)
    page.get_by_role("button", name="Start over").click()
    expect(page.get_by_test_id("verdict")).to_have_attribute("data-kind", "nothing")
    expect(page.get_by_role("button", name="Pen (P)")).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_role("radio", name="words")).to_be_checked()


def test_a_key_hit_by_mistake_does_not_start_over(open_page: OpenPage) -> None:
    page = open_page()
    draw(page, DIGIT_STROKES[7])
    expect_digit(page, 7)
    page.keyboard.press("n")
    expect(page.get_by_text("N again")).to_be_visible()
    expect(page.get_by_text("N again")).to_be_hidden()
    expect_digit(page, 7)
    for _ in range(2):
        page.keyboard.press("n")
    expect(page.get_by_test_id("verdict")).to_have_attribute("data-kind", "nothing")


def test_the_eraser_of_the_one_before_becomes_a_pen(open_page: OpenPage) -> None:
    page = open_page()
    page.get_by_role("button", name="Eraser (E)").click()
    draw(page, DIGIT_STROKES[7])
    expect_digit(page, 7)


@pytest.mark.parametrize("size", [(1280, 720), (390, 664)])
def test_further_down_a_small_pad_comes_along_and_says_the_answer(
    open_page: OpenPage, size: tuple[int, int]
) -> None:
    window: ViewportSize = {"width": size[0], "height": size[1]}
    page = open_page(viewport=window)
    draw(page, DIGIT_STROKES[7])
    expect(page.get_by_test_id("verdict")).to_have_attribute("data-settled", "true")
    main, pad, answer = (page.get_by_test_id(name) for name in ("stMain", "pad", "small-answer"))
    expect(answer).to_be_hidden()
    height = box(page, ".st-key-stage")["height"]
    page.locator(".st-key-stage_linear1").evaluate("stage => stage.scrollIntoView()")
    expect(page.locator("html")).to_have_attribute("data-glassbox-pad", "away")
    assert is_inside(box(page, 'canvas[data-testid="pad"]'), window)
    assert abs(box(page, ".st-key-stage")["height"] - height) <= 1  # nothing has moved up
    expect(answer).to_have_text("7")
    page.get_by_role("button", name="Clear").click()
    expect(answer).to_be_empty()
    draw(page, DIGIT_STROKES[3], lift=False)
    expect(answer).to_have_class("answer open")
    page.mouse.up()
    expect(answer).to_have_text("3")
    expect(answer).not_to_have_class("answer open")
    main.evaluate("main => main.scrollTo(0, 0)")
    expect(page.locator("html")).not_to_have_attribute("data-glassbox-pad", "away")
    expect(answer).to_be_hidden()
    assert box(page, 'canvas[data-testid="pad"]')["width"] >= 300
    expect(pad).to_be_visible()


def test_all_ten_examples_stand_in_one_row_on_a_phone(open_page: OpenPage) -> None:
    page = open_page(viewport={"width": 390, "height": 664})
    buttons = page.locator(".st-key-examples_row button").all()
    row = [place for button in buttons if (place := button.bounding_box())]
    assert len(row) == 10
    assert len({place["y"] for place in row}) == 1
    assert max(place["x"] + place["width"] for place in row) <= 390


def test_what_is_wrong_with_a_file_is_said_in_the_window(open_page: OpenPage) -> None:
    page = open_page(viewport={"width": 1280, "height": 720})
    files = page.locator(UPLOADER)
    files.set_input_files({"name": "4.png", "mimeType": "image/png", "buffer": photo_of(4)})
    expect_digit(page, 4)
    page.get_by_role("button", name="Bring a picture").scroll_into_view_if_needed()
    files.set_input_files({"name": "bad.png", "mimeType": "image/png", "buffer": b"no picture"})
    expect(page.get_by_text("This file is text, not a picture.")).to_be_in_viewport(ratio=1)
