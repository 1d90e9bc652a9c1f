"""The network view in real Chromium: its room, its words, its winner, its signal."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.support.page import (
    PAD,
    VIEW,
    OpenPage,
    draw,
    expect_digit,
    expect_last_drawn,
    view_pixels,
)
from tests.support.strokes import DIGIT_STROKES

SCRIBBLE = [[(0.2, 0.2), (0.8, 0.3), (0.3, 0.8), (0.9, 0.7), (0.2, 0.5), (0.6, 0.1), (0.5, 0.9)]]
WINNER = {"light": (9, 79, 148), "dark": (99, 179, 255)}
HUB = """async () => {
  const loaded = performance.getEntriesByType("resource").map(({ name }) => name);
  const modules = await import(loaded.find((name) => name.includes("/modules/")));
  const { hub } = modules.need("browser/hub.js");
  window.asked = [];
  hub.askWhyNot = (digit) => asked.push(digit);
}"""


def give_room(page: Page, width_px: int, height_px: int) -> None:
    page.add_style_tag(
        content=f""".st-key-network_view {{
          position: fixed; inset: 60px auto auto 0; z-index: 9; padding: 0; border: 0;
          width: {width_px}px; min-width: {width_px}px; height: {height_px}px;
        }}"""
    )


def num_pixels(page: Page, colour: tuple[int, int, int]) -> int:
    """Count the view's pixels of one colour."""
    view_pixels(page)  # until the signal is over
    count: int = page.locator(f"{VIEW} canvas").evaluate(
        """(canvas, [red, green, blue]) => {
          const { width, height } = canvas;
          const { data } = canvas.getContext("2d").getImageData(0, 0, width, height);
          let count = 0;
          for (let at = 0; at < data.length; at += 4) {
            count += data[at] === red && data[at + 1] === green && data[at + 2] === blue;
          }
          return count;
        }""",
        colour,
    )
    return count


@pytest.mark.parametrize(("width_px", "height_px"), [(850, 440), (1400, 800), (788, 560)])
def test_it_fills_the_room_that_it_gets(open_page: OpenPage, width_px: int, height_px: int) -> None:
    page = open_page(viewport={"width": 1500, "height": 950})
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    give_room(page, width_px, height_px)
    view = page.locator(VIEW)
    expect(view).to_have_css("height", f"{height_px}px")
    expect(view).to_have_css("width", f"{width_px}px")
    canvas, strip = view.locator("canvas"), view.locator(".details")
    expect(canvas).to_have_css("width", f"{width_px}px")
    boxes = canvas.bounding_box(), strip.bounding_box()
    assert boxes[0] is not None and boxes[1] is not None
    assert boxes[0]["height"] + boxes[1]["height"] > height_px - 12
    assert boxes[0]["y"] + boxes[0]["height"] <= boxes[1]["y"]
    assert errors == []  # a ResizeObserver that goes round in circles is one


def test_the_strip_keeps_its_height_whatever_it_says(open_page: OpenPage) -> None:
    page = open_page()
    draw(page, DIGIT_STROKES[7])
    expect_digit(page, 7)
    strip = page.locator(f"{VIEW} .details")
    heights = [strip.evaluate("strip => strip.offsetHeight")]
    page.locator(f"{VIEW} canvas").focus()
    for key in ("PageDown", "Enter"):
        page.keyboard.press(key)
        heights.append(strip.evaluate("strip => strip.offsetHeight"))
    assert len(set(heights)) == 1


def test_in_words_a_value_speaks_in_a_sentence_and_no_name_of_code_is_said(
    open_page: OpenPage,
) -> None:
    page = open_page()
    page.get_by_role("button", name="Example of a 7").click()
    expect_digit(page, 7)
    said = page.locator(f"{VIEW} .said")
    page.locator(f"{VIEW} canvas").focus()
    page.keyboard.press("ArrowRight")
    expect(said).to_have_text(re.compile(r"^The brightness of this dot: [01]\.\d\d of 1\.$"))
    page.keyboard.press("PageDown")
    expect(said).to_have_text(re.compile(r"^This detector says (yes|no) to this 7 \("))
    for _ in range(3):
        page.keyboard.press("PageDown")
    expect(said).to_have_text(re.compile(r"^(It is silent\.|It speaks with )"))
    for _ in range(3):
        page.keyboard.press("PageDown")
    expect(said).to_have_text(re.compile(r"^It is .+ sure that this is a 9\.$"))
    assert not re.search("linear|relu|softmax", page.locator(VIEW).inner_text(), re.IGNORECASE)


def test_the_depth_changes_what_stands_over_the_stages(open_page: OpenPage) -> None:
    page = open_page()
    draw(page, DIGIT_STROKES[7])
    expect_digit(page, 7)
    shown = {view_pixels(page)}
    for depth in ("numbers", "code"):
        page.get_by_text(depth, exact=True).first.click()
        expect(page.locator(VIEW)).to_have_attribute("data-depth", depth)
        shown.add(view_pixels(page))
    assert len(shown) == 3


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_what_was_refused_has_no_winner(open_page: OpenPage, theme: str) -> None:
    page = open_page(color_scheme=theme)
    draw(page, SCRIBBLE)
    expect(page.get_by_test_id("verdict")).to_have_attribute("data-kind", "no-digit")
    expect_last_drawn(page)
    assert num_pixels(page, WINNER[theme]) == 0
    page.get_by_role("button", name="Example of a 7").click()
    expect(page.get_by_test_id("verdict")).to_have_attribute("data-kind", "sure")
    expect_digit(page, 7)
    assert num_pixels(page, WINNER[theme]) > 500


def test_while_the_pen_is_down_the_winner_is_only_outlined(open_page: OpenPage) -> None:
    page = open_page()
    draw(page, DIGIT_STROKES[7], lift=False)
    expect_last_drawn(page)
    expect_digit(page, 7)
    outline = num_pixels(page, WINNER["light"])
    page.mouse.up()
    expect(page.get_by_test_id("verdict")).to_have_attribute("data-settled", "true")
    assert 0 < 2 * outline < num_pixels(page, WINNER["light"])


def test_a_signal_runs_when_the_pen_lifts_and_the_next_stroke_ends_it(open_page: OpenPage) -> None:
    page = open_page(reduced_motion="no-preference")
    view = page.locator(VIEW)
    signal = page.locator(f"{VIEW}[data-signal]")
    draw(page, DIGIT_STROKES[7])
    expect(signal).to_be_visible()
    page.mouse.down()
    page.mouse.move(400, 400)
    expect_last_drawn(page)
    expect(signal).to_have_count(0, timeout=500)  # long before it would end by itself
    page.mouse.up()
    expect(signal).to_be_visible()
    expect(view).not_to_have_attribute("data-signal", "")


def test_no_signal_runs_for_those_who_prefer_calm(open_page: OpenPage) -> None:
    page = open_page()
    page.emulate_media(reduced_motion="reduce")
    page.locator(VIEW).evaluate(
        """view => new MutationObserver(() => { view.hadSignal = true; })
          .observe(view, { attributeFilter: ["data-signal"] })"""
    )
    draw(page, DIGIT_STROKES[7])
    expect_digit(page, 7)
    expect(page.get_by_test_id("verdict")).to_have_attribute("data-settled", "true")
    expect_last_drawn(page)
    assert page.locator(VIEW).evaluate("view => view.hadSignal") is None


def test_the_signal_goes_step_by_step_at_a_click(open_page: OpenPage) -> None:
    page = open_page()
    view = page.locator(VIEW)
    play = view.get_by_role("button", name="Step by step")
    expect(play).to_be_disabled()
    page.get_by_role("button", name="Example of a 7").click()
    expect_digit(page, 7)
    play.click()
    step, said = view.locator(".name"), view.locator(".said")
    expect(step).to_have_text("1 of 8")
    expect(said).to_contain_text("one row of 784 numbers")
    page.keyboard.press("ArrowRight")
    expect(step).to_have_text("2 of 8")
    expect(said).to_contain_text("Each of 512 detectors")
    view.get_by_role("button", name="One step on").click()
    expect(said).to_have_text(re.compile(r"\d+ of 512 speak on"))
    page.keyboard.press("ArrowLeft")
    expect(step).to_have_text("2 of 8")
    view.get_by_role("button", name="Go on").click()
    expect(said).to_contain_text("sure that it is a 7", timeout=20_000)
    page.keyboard.press("Escape")
    expect(view).to_have_attribute("data-says", "legend")


def test_what_it_would_learn_is_drawn_and_said_on_every_visit_but_not_in_words(
    open_page: OpenPage,
) -> None:
    page = open_page()
    view = page.locator(VIEW)
    choice, learned = view.get_by_role("combobox"), view.locator(".learned")
    expect(view).to_have_attribute("data-depth", "words")
    expect(choice).to_be_hidden()
    page.get_by_text("code", exact=True).first.click()
    choice.select_option("If it were a 3")
    expect(learned).to_have_text("Nothing is drawn yet, so there is nothing to learn from.")
    draw(page, DIGIT_STROKES[7], lift=False)
    expect_digit(page, 7)
    expect(learned).to_contain_text(re.compile(r"^If this were a 3, the loss would be \d+\.\d"))
    expect(learned).to_contain_text("torch.tensor([3])")
    page.mouse.up()
    of_a_three = view_pixels(page)
    choice.select_option("If it is what it reads")
    expect(learned).to_contain_text("If this were a 7")
    assert view_pixels(page) != of_a_three
    page.get_by_role("link", name="Neurons").click()
    expect(view).to_have_count(0)
    page.get_by_role("link", name="Draw").click()
    expect(learned).to_contain_text("If this were a 7")
    view.locator("canvas").focus()
    page.keyboard.press("PageDown")
    expect(view.locator(".tip")).to_contain_text(re.compile("error (0|[−e0-9.]+)$"))
    page.get_by_text("words", exact=True).first.click()
    expect(choice).to_be_hidden()
    page.keyboard.press("Escape")
    expect(learned).to_be_hidden()


def test_pointing_at_a_digits_bar_asks_why_it_is_not_that_one(open_page: OpenPage) -> None:
    page = open_page()
    page.get_by_role("button", name="Example of a 7").click()
    expect_digit(page, 7)
    page.evaluate(HUB)
    canvas = page.locator(f"{VIEW} canvas")
    canvas.focus()
    for _ in range(7):
        page.keyboard.press("PageDown")  # from the picture's middle to the last bar
    page.keyboard.press("ArrowUp")
    page.locator(PAD).click(position={"x": 5, "y": 5})
    page.wait_for_function("asked.length === 3")
    assert page.evaluate("asked") == [9, 8, None]
