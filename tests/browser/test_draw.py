"""The Draw page as a whole in real Chromium: themes, widths, charts, coming back."""

from typing import Any, cast

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from mlp.dataset import load_digits
from mlp.net.trace import trace
from mlp.numbers import number as say_number
from mlp.numbers import share
from mlp.web.server.models import bundled_models
from tests.support.page import (
    GROUNDS,
    PAD,
    SIDEBAR,
    VIEW,
    OpenPage,
    draw,
    expect_digit,
    expect_last_drawn,
    expect_no_scrolling_sideways,
    expect_settled,
    open_draw_page,
    padded_ink,
    view_pixels,
)
from tests.support.pictures import index_of
from tests.support.server import Server
from tests.support.strokes import DIGIT_STROKES


def test_a_reload_keeps_the_drawing(open_page: OpenPage, server: Server) -> None:
    page = open_page(server.address)
    draw(page, DIGIT_STROKES[5])
    expect_settled(page)
    ink = padded_ink(page)
    page.reload()
    expect_digit(page, 5)
    expect_settled(page)
    assert padded_ink(page) == ink


def test_changing_the_page_and_coming_back_keeps_drawing_and_history(open_page: OpenPage) -> None:
    page = open_page()
    draw(page, DIGIT_STROKES[9])
    expect_settled(page)
    ink = padded_ink(page)
    page.get_by_role("link", name="Parameters").click()
    expect(page.get_by_role("heading", name="Parameters", exact=True)).to_be_visible()
    expect(page.locator(SIDEBAR)).to_contain_text("your drawing: 9")
    page.get_by_role("link", name="Draw").click()
    expect_digit(page, 9)
    expect(page.locator(PAD)).to_have_attribute("data-channel", "live")
    assert padded_ink(page) == ink
    page.get_by_role("button", name="Undo").click()
    expect_digit(page, "none")
    page.get_by_role("button", name="Redo").click()
    expect_digit(page, 9)


def test_the_theme_may_be_switched_without_a_reload(open_page: OpenPage) -> None:
    page = open_page(color_scheme="light")
    draw(page, DIGIT_STROKES[3])
    expect_settled(page)
    view = page.locator(f"{VIEW} canvas")
    light = view.evaluate("canvas => canvas.toDataURL()")
    page.emulate_media(color_scheme="dark")
    expect(page.locator('[data-testid="stApp"]')).to_have_css("background-color", GROUNDS["dark"])
    page.wait_for_function(
        "([canvas, light]) => canvas.toDataURL() !== light", arg=[view.element_handle(), light]
    )
    expect(page.locator(".st-key-softmax_chart .xtick text").first).to_have_css(
        "fill", "rgb(233, 236, 241)"
    )


def test_no_width_makes_the_page_scroll_sideways(open_page: OpenPage) -> None:
    page = open_page(viewport={"width": 360, "height": 800})
    draw(page, DIGIT_STROKES[3])
    expect_settled(page)
    for width_px in (360, 390, 768):
        page.set_viewport_size({"width": width_px, "height": 800})
        expect_no_scrolling_sideways(page)


def test_nothing_disappears_while_drawing_or_when_the_pen_lifts(open_page: OpenPage) -> None:
    page = open_page()
    draw(page, DIGIT_STROKES[3])
    expect_settled(page)
    expect(page.locator(".st-key-stage_charts .js-plotly-plot")).to_have_count(9)
    page.evaluate(
        """() => {
          const watched = [...document.querySelectorAll(
            '.js-plotly-plot, .plot-container, [class*="st-key-"], [data-testid="stMarkdown"]')]
            .filter((element) => element.getBoundingClientRect().height > 0);
          window.gone = new Set();
          const look = () => {
            for (const element of watched) {
              const box = element.getBoundingClientRect();
              const isThere = element.isConnected && box.width > 0 && box.height > 0
                && getComputedStyle(element).visibility !== "hidden";
              if (!isThere) window.gone.add(element.className || element.tagName);
            }
            window.looking = requestAnimationFrame(look);
          };
          look();
        }"""
    )
    before = page.locator(".st-key-stage_charts .glassbox-plotly").last.get_attribute("data-drawn")
    draw(page, [[(0.3, 0.5), (0.7, 0.5)]])
    expect(page.locator(".st-key-stage_charts .glassbox-plotly").last).not_to_have_attribute(
        "data-drawn", before or ""
    )
    expect_last_drawn(page)
    assert page.evaluate("[...window.gone]") == []


def test_charts_that_stood_empty_show_every_cell(open_page: OpenPage) -> None:
    page = open_page()
    charts = page.locator(".st-key-stage_charts .glassbox-plotly[data-drawn]")
    expect(charts).to_have_count(9)
    draw(page, DIGIT_STROKES[3])
    expect_settled(page)
    expect(page.locator(".st-key-stage_charts .heatmaplayer image")).to_have_count(6)
    width_of = "element => element.getBoundingClientRect().width"
    for name in ("image", "flatten", "linear1", "relu1", "linear2", "relu2"):
        chart = page.locator(f".st-key-stage_{name} .js-plotly-plot")
        picture = chart.locator(".heatmaplayer image")
        assert picture.evaluate(width_of) <= chart.evaluate(width_of)


def test_charts_follow_while_the_pen_is_down(open_page: OpenPage) -> None:
    page = open_page(viewport={"width": 1400, "height": 3000})
    chart = page.locator(".st-key-softmax_chart .glassbox-plotly[data-drawn]")
    expect(chart).to_be_visible()
    number = chart.get_attribute("data-drawn")
    draw(page, DIGIT_STROKES[3], lift=False)
    expect(chart).not_to_have_attribute("data-drawn", number or "")
    expect(chart.get_by_text("★")).to_have_count(0)  # nothing is claimed yet
    page.mouse.up()
    expect(chart.get_by_text("★")).to_be_visible()


def test_cells_have_their_final_colours_while_the_pen_is_down(open_page: OpenPage) -> None:
    page = open_page(viewport={"width": 1280, "height": 3000})
    draw(page, DIGIT_STROKES[3])
    expect_settled(page)
    expect(page.locator(".st-key-stage_charts .heatmaplayer image")).to_have_count(6)
    page.wait_for_function(_IS_LINEAR1_STILL)
    before = _cells_of(page, "linear1")
    page.evaluate("window.lastDrawn = null")
    draw(page, [[(0.3, 0.5), (0.7, 0.5)]], lift=False)
    expect_last_drawn(page)
    page.wait_for_function(_IS_LINEAR1_STILL)
    assert page.evaluate(f"{_PLOT_OF}('linear1').data[0].z[0][0]") == before["value"]
    meanwhile = _cells_of(page, "linear1")
    assert meanwhile["pixels"] != before["pixels"]
    page.mouse.up()
    page.wait_for_function(
        f"before => {_PLOT_OF}('linear1').data[0].z[0][0] !== before", arg=before["value"]
    )
    assert _cells_of(page, "linear1")["pixels"] == meanwhile["pixels"]


def test_a_chart_comes_back_as_it_stood_and_follows_again(open_page: OpenPage) -> None:
    page = open_page(viewport={"width": 1280, "height": 3000})
    draw(page, DIGIT_STROKES[3])
    expect_settled(page)
    expect_last_drawn(page)
    drawn = page.locator(".st-key-stage_charts .glassbox-plotly[data-drawn]")
    expect(drawn).to_have_count(9)
    page.wait_for_function(_IS_LINEAR1_STILL)
    before = _cells_of(page, "linear1")
    page.evaluate(f"{_PLOT_OF}('linear1').isTheSame = true")
    page.get_by_role("link", name="Parameters").click()
    expect(page.get_by_role("heading", name="Parameters", exact=True)).to_be_visible()
    page.get_by_role("link", name="Draw").click()
    expect(drawn).to_have_count(9)
    assert page.evaluate(f"{_PLOT_OF}('linear1').isTheSame")
    assert _cells_of(page, "linear1") == before
    draw(page, [[(0.3, 0.5), (0.7, 0.5)]])
    page.wait_for_function(
        f"before => {_PLOT_OF}('linear1').data[0].z[0][0] !== before", arg=before["value"]
    )
    assert _cells_of(page, "linear1")["pixels"] != before["pixels"]


_PLOT_OF = "(name => document.querySelector(`.st-key-stage_${name} .js-plotly-plot`))"
_IS_LINEAR1_STILL = """() => {
  const { drawn } = document.querySelector(".st-key-stage_linear1 .glassbox-plotly").dataset;
  const now = performance.now();
  if (window.lastDrawn?.drawn !== drawn) window.lastDrawn = { drawn, at: now };
  return now - window.lastDrawn.at > 500;
}"""


def _cells_of(page: Page, stage: str) -> dict[str, Any]:
    """Read the pixels of a stage's heatmap, and the first value that Plotly has of it."""
    return cast(
        dict[str, Any],
        page.evaluate(
            f"""async stage => {{
              const plot = {_PLOT_OF}(stage);
              const picture = new Image();
              picture.src = plot.querySelector(".heatmaplayer image").href.baseVal;
              await picture.decode();
              const canvas = new OffscreenCanvas(picture.width, picture.height);
              const context = canvas.getContext("2d");
              context.drawImage(picture, 0, 0);
              const {{ data }} = context.getImageData(0, 0, picture.width, picture.height);
              return {{ pixels: [picture.width, ...data], value: plot.data[0].z[0][0] }};
            }}""",
            stage,
        ),
    )


def test_the_facts_of_a_stage_are_those_of_its_tensor(open_page: OpenPage) -> None:
    page = open_page()
    facts = page.locator(".st-key-facts_relu1")
    expect(facts).to_contain_text("exactly 0: — of 512 (—)")
    page.get_by_role("button", name="Example of a 7").click()
    values = _values_of_test_digit(7, "relu1")
    zeros = int((values == 0).sum())
    expect(facts).to_contain_text(f"largest {say_number(float(values.max()))}")
    expect(facts).to_contain_text(f"exactly 0: {zeros} of 512 ({share(zeros, 512)})")


def test_drawing_on_an_example_makes_it_a_drawing_and_takes_its_mark(open_page: OpenPage) -> None:
    page = open_page()
    example = page.get_by_role("button", name="Example of a 7")
    example.click()
    expect(example).to_have_attribute("aria-pressed", "true")
    expect_digit(page, 7)
    draw(page, [[(0.3, 0.5), (0.7, 0.5)]])
    expect(example).to_have_attribute("aria-pressed", "false")
    expect(page.locator(SIDEBAR)).to_contain_text("your drawing")


def test_a_cell_tells_its_exact_value_and_can_be_pinned(open_page: OpenPage) -> None:
    page = open_page()
    page.get_by_text("numbers", exact=True).first.click()
    page.get_by_role("button", name="Example of a 7").click()
    expect_digit(page, 7)
    view = page.locator(f"{VIEW} canvas")
    view.focus()
    page.keyboard.press("ArrowRight")
    tip = page.locator(f"{VIEW} .tip")
    expect(tip).to_contain_text("image · row 14, column 15")
    page.keyboard.press("PageDown")
    expect(tip).to_contain_text("linear1 · unit 407")
    value = _value_of_test_digit(7, "linear1", 407)
    details = page.locator(f"{VIEW} .details")
    shown = details.locator("b").inner_text().replace("−", "-")
    assert float(shown) == pytest.approx(value, rel=1e-7)
    page.keyboard.press("Enter")
    expect(details).to_contain_text("Pinned")
    expect(details).to_contain_text("strongest from image")
    page.keyboard.press("Escape")
    page.locator(PAD).hover()
    expect(tip).to_be_hidden()


def _value_of_test_digit(digit: int, stage: str, unit: int) -> float:
    return float(_values_of_test_digit(digit, stage)[unit])


def _values_of_test_digit(digit: int, stage: str) -> np.ndarray:
    index = index_of(digit)
    images = load_digits("test").images(index, index + 1)
    return trace(bundled_models().default.cpu_model, images)[stage].values()


def test_switching_centring_off_changes_live_and_settled_answers_alike(open_page: OpenPage) -> None:
    page = open_page()
    page.get_by_label("Width").fill("4")
    draw(page, [[(x * 0.4, y * 0.4) for x, y in stroke] for stroke in DIGIT_STROKES[3]])
    expect_digit(page, 3)
    expect_settled(page)
    centred = view_pixels(page)
    page.get_by_text("Crop, scale and centre").click()
    page.get_by_text("Every step of the preparation").click()
    expect(page.get_by_role("group", name="The steps of the preparation")).to_contain_text(
        "shrunk to 28×28"
    )
    page.wait_for_function(
        "([canvas, before]) => canvas.toDataURL() !== before",
        arg=[page.locator(f"{VIEW} canvas").element_handle(), centred],
    )
    draw(page, [[(0.9, 0.9), (0.92, 0.9)]], lift=False)
    expect_last_drawn(page)
    live = _grid_pixels(page)
    page.mouse.up()
    expect_last_drawn(page)
    view_pixels(page)  # until the signal is over
    assert _grid_pixels(page) == live


def _grid_pixels(page: Page) -> str:
    """What the network view shows of picture and hidden layers: no mark of a winner is there."""
    pixels: str = page.locator(f"{VIEW} canvas").evaluate(
        """canvas => {
          const { width, height } = canvas;
          return canvas.getContext("2d").getImageData(0, 0, 0.4 * width, height).data.join();
        }"""
    )
    return pixels


def test_a_theme_switched_as_the_pen_lifts_leaves_everything_alive(open_page: OpenPage) -> None:
    page = open_page(color_scheme="light")
    for number in range(6):
        draw(page, [[(0.2 + 0.1 * number, 0.3), (0.2 + 0.1 * number, 0.7)]])
        for theme in ("dark", "light"):
            page.emulate_media(color_scheme=theme)
            page.wait_for_timeout(15 * number)
    expect_settled(page)
    expect(page.locator(".st-key-stage_charts .js-plotly-plot")).to_have_count(9)
    draw(page, [[(0.2, 0.5), (0.8, 0.5)]], lift=False)
    expect_last_drawn(page)
    page.mouse.up()


def test_a_swipe_over_a_chart_scrolls_the_page(open_page: OpenPage) -> None:
    page = open_page(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    chart = page.locator(".st-key-softmax_chart .js-plotly-plot")
    chart.scroll_into_view_if_needed()
    box = chart.bounding_box()
    assert box is not None
    scroll_script = "document.querySelector('[data-testid=stMain]').scrollTop"
    before = page.evaluate(scroll_script)
    page.context.new_cdp_session(page).send(
        "Input.synthesizeScrollGesture",
        {"x": box["x"] + 150, "y": box["y"] + 120, "yDistance": 150, "speed": 1500},
    )
    assert page.evaluate(scroll_script) != before


def test_plotly_is_not_loaded_into_a_stroke_that_was_begun_at_once(
    open_page: OpenPage, server: Server
) -> None:
    page = open_page(is_waited_for=False)
    page.add_init_script(
        """window.held = setInterval(
          () => document.dispatchEvent(new PointerEvent("pointerdown")), 50)"""
    )
    open_draw_page(page, server.address)
    page.wait_for_timeout(1500)
    assert not page.evaluate("'Plotly' in window")
    page.evaluate(
        "clearInterval(window.held); document.dispatchEvent(new PointerEvent('pointerup'))"
    )
    expect(page.locator(".st-key-softmax_chart .js-plotly-plot")).to_be_visible()


def test_plotly_is_loaded_at_once_for_a_picture(open_page: OpenPage, server: Server) -> None:
    page = open_page(is_waited_for=False)
    page.add_init_script(
        "setInterval(() => document.dispatchEvent(new PointerEvent('pointerdown')), 50)"
    )
    open_draw_page(page, server.address)
    page.get_by_role("button", name="Example of a 7").click()
    expect(page.locator(".st-key-softmax_chart .js-plotly-plot")).to_be_visible()


def test_the_page_asks_nobody_else(open_page: OpenPage, server: Server) -> None:
    page = open_page(is_waited_for=False)
    foreign = []
    page.on("request", lambda request: foreign.append(request.url))
    open_draw_page(page, server.address)
    draw(page, DIGIT_STROKES[3])
    expect_settled(page)
    own = (server.address, "data:", "blob:")
    assert [address for address in foreign if not address.startswith(own)] == []
