"""The real app in real Chromium, end to end."""

import io
import re
import subprocess
import sys
import zipfile
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import (
    Browser,
    FilePayload,
    Page,
    Request,
    WebSocket,
    WebSocketRoute,
    expect,
)
from playwright.sync_api import TimeoutError as PlaywrightTimeoutError

from mlp.dataset import load_digits
from mlp.files.link import Example, pack
from mlp.net.trace import trace
from mlp.web.server.models import bundled_models
from tests.support.bad_files import BAD_FILES
from tests.support.page import (
    CLIPBOARD,
    GROUNDS,
    PAD,
    SIDEBAR,
    UPLOADER,
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
from tests.support.people import misread_people
from tests.support.pictures import digit_pixels, digit_png, index_of, page_of, photo_of
from tests.support.server import Server, running_server, start_server
from tests.support.strokes import DIGIT_STROKES


@pytest.mark.parametrize("digit", [3, 5, 7, 9])
def test_a_digit_is_read_while_the_pen_moves(open_page: OpenPage, digit: int) -> None:
    page = open_page()
    draw(page, DIGIT_STROKES[digit], lift=False)
    expect_digit(page, digit)
    expect(page.locator(".st-key-verdict .headline")).to_contain_text(str(digit))
    expect(page.get_by_text("largest difference between")).to_have_count(0)  # no script ran yet
    page.mouse.up()
    expect_settled(page)
    expect_digit(page, digit)


def test_what_other_people_draw_is_read(open_page: OpenPage) -> None:
    """A test digit of each kind, drawn with the pen; `benchmarks/people.py` draws a hundred."""
    page = open_page()
    assert len(misread_people(page, num_each=1)) <= 1


def test_a_scribble_does_not_look_like_a_digit(open_page: OpenPage) -> None:
    page = open_page()
    across = [(0.15 + 0.7 * (step % 2), 0.15 + 0.06 * step) for step in range(12)]
    draw(page, [across, [(y, x) for x, y in across]])
    headline = page.locator(".st-key-verdict .headline")
    expect(headline).to_have_text("This does not look like a digit.")
    page.get_by_role("button", name="Clear (Delete)").click()
    draw(page, DIGIT_STROKES[3])
    expect(headline).to_have_text("It is a 3.")
    detail = page.locator(".st-key-verdict .detail")
    expect(detail).to_contain_text("test digits were right")


def test_the_view_changes_many_times_during_one_stroke(open_page: OpenPage) -> None:
    page = open_page()
    page.locator(VIEW).evaluate(
        """view => {
          window.seen = [];
          new MutationObserver(() => window.seen.push(Number(view.dataset.seq)))
            .observe(view, {attributeFilter: ["data-seq"]});
        }"""
    )
    draw(page, DIGIT_STROKES[3], lift=False)
    expect_last_drawn(page)
    seen = page.evaluate("window.seen")
    assert len(seen) >= 10
    assert seen == sorted(seen)


def test_an_answer_that_comes_late_is_not_shown(open_page: OpenPage) -> None:
    page = open_page()
    page.evaluate(
        """document.addEventListener("glassbox:answer", ({detail}) => window.first ??= detail)"""
    )
    draw(page, DIGIT_STROKES[3])
    expect_settled(page)
    expect_last_drawn(page)
    page.evaluate(
        """document.dispatchEvent(new CustomEvent("glassbox:answer", {detail: window.first}))"""
    )
    expect_last_drawn(page)
    expect_digit(page, 3)
    page.get_by_role("button", name="Example of a 7").click()
    expect_digit(page, 7)
    page.evaluate(
        """document.dispatchEvent(new CustomEvent("glassbox:answer", {detail: window.first}))"""
    )
    expect_digit(page, 7)


def test_an_empty_pad_predicts_nothing(open_page: OpenPage) -> None:
    page = open_page()
    expect_digit(page, "none")
    expect(page.locator(".st-key-verdict .headline")).to_have_text("Nothing drawn yet.")


def test_a_finger_draws_without_scrolling_the_page(open_page: OpenPage) -> None:
    page = open_page(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    pad = page.locator(PAD)
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    assert box is not None
    touch = page.context.new_cdp_session(page)
    scroll_script = "document.querySelector('[data-testid=stMain]').scrollTop + window.scrollY"
    scroll_before = page.evaluate(scroll_script)
    points = [
        {"x": box["x"] + x * box["width"], "y": box["y"] + y * box["height"]}
        for x, y in DIGIT_STROKES[7][0]
    ]
    touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": points[:1]})
    for point in points[1:]:
        touch.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [point]})
    expect_digit(page, 7)
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    assert page.evaluate(scroll_script) == scroll_before


def test_drawing_works_with_the_channel_blocked(open_page: OpenPage, server: Server) -> None:
    page = open_page(is_waited_for=False)
    page.route_web_socket(re.compile("/glassbox/live"), lambda socket: socket.close())
    page.goto(server.address)
    expect(page.locator(PAD)).to_have_attribute("data-channel", "rerun")
    expect(page.locator(".status .channel")).to_contain_text("no direct line")
    draw(page, DIGIT_STROKES[3], lift=False)
    expect_digit(page, 3)
    expect_last_drawn(page)
    expect(page.get_by_text("largest difference between")).to_have_count(0)
    page.mouse.up()
    expect_settled(page)
    expect_last_drawn(page)


def test_a_picture_chosen_during_a_stroke_is_shown_when_it_ends(
    open_page: OpenPage, tmp_path: Path
) -> None:
    page = open_page()
    (tmp_path / "four.png").write_bytes(digit_png(4))
    draw(page, DIGIT_STROKES[3], lift=False)
    page.locator(UPLOADER).set_input_files(tmp_path / "four.png")
    expect(page.locator(SIDEBAR)).to_contain_text("your upload: 4")
    drawing = padded_ink(page)
    page.mouse.up()
    expect_digit(page, 4)
    assert padded_ink(page) != drawing
    page.get_by_role("button", name="Undo").click()
    expect_digit(page, 3)
    expect(page.locator(SIDEBAR)).to_contain_text("your drawing: 3")


def test_a_connection_closed_for_idleness_is_made_again_with_the_next_ink(
    open_page: OpenPage, server: Server
) -> None:
    page = open_page(is_waited_for=False)
    connections = []

    def close_the_first(socket: WebSocketRoute) -> None:
        connections.append(socket)
        if len(connections) > 1:
            socket.connect_to_server()

    page.route_web_socket(re.compile("/glassbox/live"), close_the_first)
    open_draw_page(page, server.address)
    connections[0].close(code=4004)
    draw(page, DIGIT_STROKES[7], lift=False)
    expect_digit(page, 7)
    expect(page.locator(PAD)).to_have_attribute("data-channel", "live")
    assert len(connections) == 2
    page.mouse.up()


def test_a_full_house_still_answers_when_the_pen_lifts(open_page: OpenPage, server: Server) -> None:
    page = open_page(is_waited_for=False)
    page.route_web_socket(re.compile("/glassbox/live"), lambda socket: socket.close(code=4003))
    page.goto(server.address)
    expect(page.locator(PAD)).to_have_attribute("data-channel", "busy")
    draw(page, DIGIT_STROKES[5], lift=False)
    expect_digit(page, "none")
    page.mouse.up()
    expect_digit(page, 5)


def test_the_drawing_outlives_a_server_restarted_mid_stroke(
    open_page: OpenPage, tmp_path: Path
) -> None:
    first = start_server(tmp_path / "first.log")
    page = open_page(first.address)
    draw(page, DIGIT_STROKES[3], lift=False)
    expect_digit(page, 3)
    ink = padded_ink(page)
    first.stop()
    expect(page.locator(PAD)).to_have_attribute("data-channel", "rerun")
    second = start_server(tmp_path / "second.log", port=first.port)
    try:
        expect(page.locator(PAD)).to_have_attribute("data-channel", "live", timeout=30_000)
        assert padded_ink(page) == ink
        page.mouse.up()
        # Streamlit takes its time to connect again; until then the live channel answers.
        receipt = page.get_by_text("largest difference between")
        expect(receipt).to_be_visible(timeout=60_000)
        expect_digit(page, 3)
        expect(page.locator(SIDEBAR)).to_contain_text("your drawing: 3")
    finally:
        second.stop()


def test_an_upload_is_read_and_a_bad_file_leaves_it(open_page: OpenPage, tmp_path: Path) -> None:
    page = open_page()
    good, bad = tmp_path / "four.png", tmp_path / "bad.png"
    good.write_bytes(digit_png(4))
    bad.write_bytes(b"this is no picture")
    page.locator(UPLOADER).set_input_files(good)
    expect_digit(page, 4)
    page.locator(UPLOADER).set_input_files(bad)
    expect(page.get_by_text("This file is text, not a picture")).to_be_visible()
    expect_digit(page, 4)


def test_an_example_is_taken_with_one_click_and_undo_brings_the_drawing_back(
    open_page: OpenPage,
) -> None:
    page = open_page()
    draw(page, DIGIT_STROKES[3])
    expect_settled(page)
    ink = padded_ink(page)
    page.get_by_role("button", name="Example of a 7").click()
    expect_digit(page, 7)
    expect(page.locator(VIEW)).to_have_attribute("data-seq", "-1")
    page.get_by_role("button", name="Undo").click()
    expect_digit(page, 3)
    assert padded_ink(page) == ink


def test_drawing_on_an_example_makes_it_a_drawing(open_page: OpenPage) -> None:
    page = open_page()
    page.get_by_role("button", name="Example of a 1", exact=True).click()
    expect_digit(page, 1)
    draw(page, [[(0.3, 0.9), (0.7, 0.9)]])
    expect(page.locator(SIDEBAR)).to_contain_text("your drawing")


def test_a_reload_keeps_the_drawing(open_page: OpenPage, unwatched_server: Server) -> None:
    page = open_page(unwatched_server.address)
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


def test_undo_redo_and_clear_change_the_answer(open_page: OpenPage) -> None:
    page = open_page()
    draw(page, DIGIT_STROKES[7])
    expect_digit(page, 7)
    for button, answer in (("Clear", "none"), ("Undo", 7), ("Undo", "none"), ("Redo", 7)):
        page.get_by_role("button", name=button).click()
        expect_digit(page, answer)
        expect_last_drawn(page)


def test_the_eraser_takes_ink_away(open_page: OpenPage) -> None:
    page = open_page()
    draw(page, [[(0.5, 0.5)]])
    expect(page.locator(VIEW)).not_to_have_attribute("data-predicted", "none")
    page.get_by_role("button", name="Eraser").click()
    page.get_by_label("Width").fill("24")
    draw(page, [[(0.5, 0.5), (0.51, 0.5)]])
    expect_digit(page, "none")


def test_the_keyboard_draws(open_page: OpenPage) -> None:
    page = open_page()
    page.locator(PAD).focus()
    for _ in range(3):
        page.keyboard.press("Shift+ArrowUp")
    page.keyboard.down(" ")
    for _ in range(7):
        page.keyboard.press("Shift+ArrowDown")
    expect_digit(page, 1)
    page.keyboard.up(" ")
    expect_settled(page)
    page.keyboard.press("Control+z")
    expect_digit(page, "none")


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


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_all_text_has_the_contrast_of_wcag_aa(
    open_page: OpenPage, tmp_path: Path, theme: str
) -> None:
    page = open_page(color_scheme=theme)
    draw(page, DIGIT_STROKES[3])
    expect_settled(page)
    page.get_by_text("code", exact=True).first.click()
    expect(page.locator('[data-testid="stCode"]').last).to_be_visible()
    bad = tmp_path / "bad.png"
    bad.write_bytes(b"this is no picture")
    page.locator(UPLOADER).set_input_files(bad)
    expect(page.get_by_text("is text, not a picture")).to_be_visible()
    too_faint = (Path(__file__).with_name("contrast.js")).read_text("utf-8")
    with suppress(PlaywrightTimeoutError):  # transitions of colours may still be under way
        page.wait_for_function(f"Object.keys(({too_faint})()).length === 0")
    assert page.evaluate(too_faint) == {}


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


def test_two_visitors_never_see_each_others_digit(open_page: OpenPage) -> None:
    one, other = open_page(), open_page()
    draw(one, DIGIT_STROKES[3], lift=False)
    draw(other, DIGIT_STROKES[7], lift=False)
    expect_digit(one, 3)
    expect_digit(other, 7)
    one.mouse.up()
    other.mouse.up()
    expect(one.locator(SIDEBAR)).to_contain_text("your drawing: 3")
    expect(other.locator(SIDEBAR)).to_contain_text("your drawing: 7")
    expect_digit(one, 3)


def test_a_cell_tells_its_exact_value_and_can_be_pinned(open_page: OpenPage) -> None:
    page = open_page()
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
    index = index_of(digit)
    images = load_digits("test").images(index, index + 1)
    traced = trace(bundled_models().default.cpu_model, images)
    return float(traced[stage].values()[unit])


def test_switching_centring_off_changes_live_and_settled_answers_alike(open_page: OpenPage) -> None:
    page = open_page()
    page.get_by_label("Width").fill("4")
    draw(page, [[(x * 0.4, y * 0.4) for x, y in stroke] for stroke in DIGIT_STROKES[3]])
    expect_digit(page, 3)
    expect_settled(page)
    centred = view_pixels(page)
    page.get_by_text("Crop, scale and centre").click()
    page.get_by_text("Every step of the preparation").click()
    expect(page.locator('[data-testid="stExpander"]')).to_contain_text("shrunk to 28×28")
    page.wait_for_function(
        "([canvas, before]) => canvas.toDataURL() !== before",
        arg=[page.locator(f"{VIEW} canvas").element_handle(), centred],
    )
    draw(page, [[(0.9, 0.9), (0.92, 0.9)]], lift=False)
    expect_last_drawn(page)
    live = view_pixels(page)
    page.mouse.up()
    expect_last_drawn(page)
    assert view_pixels(page) == live


def test_a_tap_draws_a_dot(open_page: OpenPage) -> None:
    page = open_page()
    draw(page, [[(0.5, 0.5)]])
    expect(page.locator(VIEW)).not_to_have_attribute("data-predicted", "none")


def test_what_was_wrong_is_forgotten_with_the_next_stroke(
    open_page: OpenPage, tmp_path: Path
) -> None:
    page = open_page()
    bad = tmp_path / "bad.png"
    bad.write_bytes(b"this is no picture")
    page.locator(UPLOADER).set_input_files(bad)
    expect(page.get_by_text("is text, not a picture")).to_be_visible()
    draw(page, DIGIT_STROKES[3])
    expect(page.get_by_text("is text, not a picture")).to_have_count(0)


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


def test_without_the_channel_every_drawing_arrives_everywhere(
    open_page: OpenPage, server: Server
) -> None:
    page = open_page(is_waited_for=False)
    page.route_web_socket(re.compile("/glassbox/live"), lambda socket: socket.close())
    page.goto(server.address)
    expect(page.locator(PAD)).to_have_attribute("data-channel", "rerun")
    sidebar = page.locator(SIDEBAR)
    for digit in (7, 3, 5, 9):
        draw(page, DIGIT_STROKES[digit])
        expect(sidebar).to_contain_text(f"your drawing: {digit}")
        expect_digit(page, digit)
        page.get_by_role("button", name="Clear").click()
        expect(sidebar).to_contain_text("nothing drawn yet")
        expect_digit(page, "none")


def test_an_answer_that_cannot_be_read_leads_to_the_way_through_python(
    open_page: OpenPage, server: Server
) -> None:
    page = open_page(is_waited_for=False)
    page.route_web_socket(
        re.compile("/glassbox/live"),
        lambda socket: socket.on_message(lambda message: socket.send(b"\xff" * 30)),
    )
    open_draw_page(page, server.address)
    draw(page, DIGIT_STROKES[3], lift=False)
    expect_digit(page, 3)
    page.mouse.up()


@pytest.mark.parametrize("stored", ["5", '{"operations": null}', "{", "null"])
def test_a_damaged_store_gives_an_empty_pad(
    open_page: OpenPage, server: Server, stored: str
) -> None:
    page = open_page(is_waited_for=False)
    page.add_init_script(f"sessionStorage.setItem('glassbox:pad:1', '{stored}')")
    open_draw_page(page, server.address)
    draw(page, DIGIT_STROKES[7])
    expect_digit(page, 7)


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


def test_plotly_is_loaded_at_once_for_a_digit(open_page: OpenPage, server: Server) -> None:
    page = open_page(is_waited_for=False)
    page.add_init_script(
        "setInterval(() => document.dispatchEvent(new PointerEvent('pointerdown')), 50)"
    )
    open_draw_page(page, server.address)
    draw(page, DIGIT_STROKES[3])
    expect(page.locator(".st-key-softmax_chart .js-plotly-plot")).to_be_visible()


def test_changing_pages_leaves_no_connection_behind(open_page: OpenPage) -> None:
    page = open_page()
    opened, closed = [], []

    def watch(socket: WebSocket) -> None:
        opened.append(socket)
        socket.on("close", lambda _: closed.append(socket))

    page.on("websocket", watch)
    for _ in range(3):
        page.get_by_role("link", name="Parameters").click()
        expect(page.get_by_role("heading", name="Parameters", exact=True)).to_be_visible()
        page.get_by_role("link", name="Draw").click()
        expect(page.locator(PAD)).to_have_attribute("data-channel", "live")
    assert len(opened) == 3
    assert len(closed) == 2


def test_the_app_works_under_a_base_path(open_page: OpenPage, tmp_path: Path) -> None:
    with running_server(tmp_path / "base.log", base_path="some/where") as server:
        page = open_page(server.address)
        draw(page, DIGIT_STROKES[7])
        expect_digit(page, 7)
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


# Pictures that the visitor brings.


def file_of(content: bytes, name: str = "digit.jpg") -> FilePayload:
    return {"name": name, "mimeType": "application/octet-stream", "buffer": content}


def test_a_photo_of_paper_is_read_and_every_step_can_be_seen(open_page: OpenPage) -> None:
    page = open_page()
    page.locator(UPLOADER).set_input_files(file_of(photo_of(4)))
    expect_digit(page, 4)
    expect(page.locator(SIDEBAR)).to_contain_text("your upload: 4")
    page.get_by_text("Every step of the preparation").click()
    steps = page.get_by_role("group", name="The steps of the preparation").get_by_role("figure")
    for number, text in enumerate(["as it came", "grey", "paper removed", "ink found", "cut out"]):
        expect(steps.nth(number)).to_contain_text(f"{number + 1}. {text}")
        expect(steps.nth(number).locator("canvas")).to_be_visible()
    expect(steps.last).to_contain_text("centred by its weight")


def test_of_several_files_another_can_be_chosen_and_bad_ones_are_named(
    open_page: OpenPage,
) -> None:
    page = open_page()
    files = [
        (b"seven", "a*b*.txt"),
        (photo_of(4), "photo.jpg"),
        (digit_png(7), "seven.png"),
    ]
    page.locator(UPLOADER).set_input_files([file_of(*file) for file in files])
    expect_digit(page, 4)
    expect(page.get_by_role("alert")).to_contain_text("a*b*.txt: This file is text, not a picture")
    row = page.get_by_role("group", name="Your pictures").get_by_role("button")
    expect(row).to_have_count(2)
    row.and_(page.get_by_label("seven.png")).click()
    expect_digit(page, 7)
    expect(row.and_(page.get_by_label("seven.png"))).to_have_attribute("aria-pressed", "true")
    expect(page.locator(SIDEBAR)).to_contain_text("your upload: 7")


def test_another_digit_of_one_picture_can_be_chosen(open_page: OpenPage) -> None:
    page = open_page()
    page.locator(UPLOADER).set_input_files(file_of(page_of(4, 7), "page.png"))
    expect_digit(page, 4)
    page.get_by_role("button", name="Digit 2 of 2 on this picture").click()
    expect_digit(page, 7)
    expect(page.locator(SIDEBAR)).to_contain_text("your upload: 7")
    page.get_by_role("button", name="Undo").click()
    expect_digit(page, 4)


@pytest.mark.parametrize("place", [PAD, "h1", '[data-testid="stFileUploaderDropzone"]'])
def test_a_picture_may_be_dropped_anywhere(open_page: OpenPage, tmp_path: Path, place: str) -> None:
    page = open_page()
    (tmp_path / "photo.jpg").write_bytes(photo_of(4))
    sent = []

    def note_upload(request: Request) -> None:
        if request.method == "PUT":
            sent.append(request.url)

    page.on("request", note_upload)
    drag(page, place, tmp_path / "photo.jpg", "dragEnter", "dragOver")
    invitation = page.get_by_text("Drop your pictures anywhere")
    expect(invitation).to_be_visible(visible="Dropzone" not in place)
    drag(page, place, tmp_path / "photo.jpg", "drop")
    expect_digit(page, 4)
    expect(invitation).to_be_hidden()
    expect(page.locator(SIDEBAR)).to_contain_text("your upload: 4")
    assert len(sent) == 1


def drag(page: Page, place: str, path: Path, *events: str) -> None:
    """Drag a file from outside the browser, as the system would tell of it."""
    target = page.locator(place).first
    target.scroll_into_view_if_needed()
    box = target.bounding_box()
    assert box is not None
    system = page.context.new_cdp_session(page)
    for event in events:
        system.send(
            "Input.dispatchDragEvent",
            {
                "type": event,
                "x": box["x"] + box["width"] / 2,
                "y": box["y"] + box["height"] / 2,
                "data": {"items": [], "files": [str(path)], "dragOperationsMask": 1},
            },
        )


# The page is drawn part by part: the one that takes files comes after the pad.
IS_LISTENING = """bridge => new Promise((resolve) => {
  const ask = () => (bridge.glassbox ? resolve() : requestAnimationFrame(ask));
  ask();
})"""


def test_a_picture_may_be_pasted(open_page: OpenPage) -> None:
    page = open_page(permissions=CLIPBOARD)
    expect(page.locator('input[type="file"]')).to_be_attached()
    page.locator(".bridge").evaluate(IS_LISTENING)
    page.evaluate(
        """async (bytes) => {
          const picture = new Blob([new Uint8Array(bytes)], {type: "image/png"});
          await navigator.clipboard.write([new ClipboardItem({"image/png": picture})]);
        }""",
        list(digit_png(7)),
    )
    page.keyboard.press("Control+v")
    expect_digit(page, 7)
    expect(page.locator(SIDEBAR)).to_contain_text("your upload: 7")


def test_pasted_text_is_left_alone(open_page: OpenPage) -> None:
    page = open_page(permissions=CLIPBOARD)
    page.evaluate("navigator.clipboard.writeText('seven')")
    page.evaluate(
        """window.addEventListener(  // after all listeners of the document
             "paste", (event) => (window.prevented = event.defaultPrevented))"""
    )
    page.keyboard.press("Control+v")
    page.wait_for_function("window.prevented === false")
    expect(page.get_by_role("alert")).to_have_count(0)


def test_a_digit_may_be_photographed(open_page: OpenPage, browser_with_camera: Browser) -> None:
    page = open_page(chromium=browser_with_camera, permissions=["camera"])
    expect(page.locator("video")).to_have_count(0)
    page.get_by_text("Use the camera").click()
    page.locator("video").scroll_into_view_if_needed()  # elsewhere Chromium shows no film
    page.wait_for_function("document.querySelector('video').currentTime > 0")
    page.get_by_role("button", name="Take photo").click()
    expect_digit(page, 4)
    expect(page.locator(SIDEBAR)).to_contain_text("your photo: 4")
    page.get_by_text("Use the camera").click()
    expect(page.locator("video")).to_have_count(0)
    expect(page.locator(SIDEBAR)).to_contain_text("your photo: 4")


def test_a_file_that_is_too_large_is_refused_and_the_drawing_stays(open_page: OpenPage) -> None:
    page = open_page()
    draw(page, DIGIT_STROKES[3])
    expect_settled(page)
    page.locator(UPLOADER).set_input_files(file_of(bytes(10 * 2**20 + 1), "large.jpg"))
    expect(page.get_by_text("File must be 10.0MB or smaller.")).to_be_visible()
    expect_digit(page, 3)
    expect(page.locator(SIDEBAR)).to_contain_text("your drawing: 3")


def test_what_phones_save_by_default_is_refused_with_a_way_out(open_page: OpenPage) -> None:
    page = open_page()
    page.locator(UPLOADER).set_input_files(file_of(BAD_FILES["HEIC"][0](), "IMG_1.HEIC"))
    expect(page.get_by_role("alert")).to_contain_text("This is a HEIC picture")
    expect_digit(page, "none")


# Links and downloads.


def copied_link(page: Page) -> str:
    page.get_by_test_id("copy-link").click()
    expect(page.locator(SIDEBAR)).to_contain_text("Copied. Whoever opens it sees this page")
    link: str = page.evaluate("navigator.clipboard.readText()")
    return link


def test_a_copied_link_shows_the_same_to_somebody_else(open_page: OpenPage, server: Server) -> None:
    page = open_page(permissions=CLIPBOARD)
    draw(page, DIGIT_STROKES[3])
    expect_settled(page)
    page.get_by_text("numbers", exact=True).first.click()
    expect(page.get_by_text("401,920 parameters")).to_be_visible()
    other = open_page(copied_link(page))
    expect_digit(other, 3)
    expect(other.locator(SIDEBAR)).to_contain_text("a drawing from a link: 3")
    expect(other.get_by_text("401,920 parameters")).to_be_visible()
    assert view_pixels(other) == view_pixels(page)
    expect(other).to_have_url(f"{server.address}/")


def test_a_reload_of_an_opened_link_keeps_what_was_drawn_since(
    open_page: OpenPage, unwatched_server: Server
) -> None:
    page = open_page(f"{unwatched_server.address}/?digit={pack(Example(index_of(1)))}&explain=code")
    expect_digit(page, 1)
    page.get_by_role("button", name="Clear").click()
    draw(page, DIGIT_STROKES[5])
    expect_digit(page, 5)
    expect_settled(page)
    ink = padded_ink(page)
    page.reload()
    expect_digit(page, 5)
    expect(page.locator(SIDEBAR)).to_contain_text("your drawing: 5")
    assert padded_ink(page) == ink


def test_a_reload_of_an_opened_link_still_shows_its_digit(
    open_page: OpenPage, unwatched_server: Server
) -> None:
    page = open_page(f"{unwatched_server.address}/?digit={pack(Example(index_of(7)))}")
    expect_digit(page, 7)
    expect_settled(page)
    expect(page).to_have_url(f"{unwatched_server.address}/")
    page.reload()
    expect_digit(page, 7)


def test_undo_takes_a_link_back_that_was_opened_over_a_drawing(
    open_page: OpenPage, unwatched_server: Server
) -> None:
    page = open_page(unwatched_server.address)
    draw(page, DIGIT_STROKES[3])
    expect_settled(page)
    ink = padded_ink(page)
    open_draw_page(page, f"{unwatched_server.address}/?digit={pack(Example(index_of(7)))}")
    expect_digit(page, 7)
    page.get_by_role("button", name="Undo").click()
    expect_digit(page, 3)
    assert padded_ink(page) == ink
    expect(page.locator(SIDEBAR)).to_contain_text("your drawing: 3")


def test_a_broken_link_leaves_the_drawing_of_the_tab(
    open_page: OpenPage, unwatched_server: Server
) -> None:
    page = open_page(unwatched_server.address)
    draw(page, DIGIT_STROKES[3])
    expect_settled(page)
    open_draw_page(page, f"{unwatched_server.address}/?digit=1.t.7.00000000")
    expect_digit(page, 3)
    expect(page.get_by_role("alert")).to_contain_text("This link is broken")
    draw(page, [[(0.5, 0.5)]])
    expect(page.get_by_role("alert")).to_have_count(0)


def test_where_copying_is_forbidden_the_link_is_shown_and_selected(
    open_page: OpenPage, server: Server
) -> None:
    page = open_page(is_waited_for=False)
    page.add_init_script("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    open_draw_page(page, server.address)
    page.get_by_role("button", name="Example of a 7").click()
    expect_digit(page, 7)
    expect(page.locator(SIDEBAR)).to_contain_text("a 7: 7")
    page.get_by_test_id("copy-link").click()
    link = page.get_by_role("textbox", name="Link to this digit")
    query = f"?digit={pack(Example(index_of(7)))}&explain=words"
    expect(link).to_have_value(f"{server.address}/{query}")
    selected = "field => field.value.slice(field.selectionStart, field.selectionEnd)"
    assert link.evaluate(selected) == link.input_value()
    page.get_by_role("button", name="Example of a 1", exact=True).click()
    expect(link).to_be_hidden()


def test_an_empty_pad_gives_no_link(open_page: OpenPage) -> None:
    page = open_page()
    expect(page.get_by_test_id("copy-link")).to_be_disabled()
    expect(page.get_by_role("button", name="Download")).to_have_count(0)


def downloaded(page: Page, label: str) -> bytes:
    """Click one of the downloads, and read what arrives."""
    with page.expect_download() as download:
        page.get_by_role("button", name=label).click()
    return Path(download.value.path()).read_bytes()


def test_every_download_arrives_and_holds_what_is_shown(open_page: OpenPage) -> None:
    page = open_page()
    page.get_by_role("button", name="Example of a 7").click()
    expect_digit(page, 7)
    page.get_by_role("button", name="Download").click()
    index = index_of(7)
    images = load_digits("test").images(index, index + 1)
    traced = trace(bundled_models().default.cpu_model, images)
    with np.load(io.BytesIO(downloaded(page, "Tensors (.npz)"))) as arrays:
        assert list(arrays) == [stage.name for stage in traced.stages]
        for stage in traced.stages:
            np.testing.assert_array_equal(arrays[stage.name], stage.tensor.numpy())
    picture = Image.open(io.BytesIO(downloaded(page, "Picture (.png)")))
    np.testing.assert_array_equal(np.asarray(picture), digit_pixels(7))
    compile(downloaded(page, "Program (.py)"), "reproduce.py", "exec")


def test_the_downloaded_program_computes_the_same_by_itself(
    open_page: OpenPage, tmp_path: Path
) -> None:
    page = open_page()
    draw(page, DIGIT_STROKES[3])
    expect_settled(page)
    page.get_by_role("button", name="Download").click()
    zipfile.ZipFile(io.BytesIO(downloaded(page, "Everything (.zip)"))).extractall(tmp_path)
    command = [sys.executable, "-I", "reproduce.py"]  # -I: without this project
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert "all 9 stages agree, bit for bit" in done.stdout


def test_links_and_downloads_can_be_reached_on_a_phone(open_page: OpenPage) -> None:
    page = open_page(viewport={"width": 360, "height": 740}, permissions=CLIPBOARD)
    draw(page, DIGIT_STROKES[3])
    expect_settled(page)
    page.get_by_test_id("stExpandSidebarButton").click()
    assert "?digit=1.d." in copied_link(page)
    page.get_by_role("button", name="Download").click()
    box = page.get_by_role("button", name="Tensors").bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 360
    assert downloaded(page, "Tensors (.npz)").startswith(b"PK")
