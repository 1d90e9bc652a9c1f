"""How the pad's ink reaches the server in real Chromium, also where the direct line is blocked."""

import re
from pathlib import Path

from playwright.sync_api import WebSocket, WebSocketRoute, expect

from tests.support.page import (
    PAD,
    SIDEBAR,
    OpenPage,
    draw,
    expect_digit,
    expect_last_drawn,
    expect_settled,
    open_draw_page,
    padded_ink,
)
from tests.support.server import Server, start_server
from tests.support.strokes import DIGIT_STROKES

LIVE = re.compile("/glassbox/live")
VERDICT = '[data-testid="verdict"]'


SLOW_LINE = """
  window.WebSocket = class extends WebSocket {
    set onmessage(take) {
      const delayMs = this.url.includes("/glassbox/live") ? 150 : 0;
      super.onmessage = (event) => setTimeout(() => take(event), delayMs);
    }
  };
"""


def test_drawing_lifting_undo_and_clear_run_no_script(open_page: OpenPage, server: Server) -> None:
    page = open_page(is_waited_for=False)
    sent: list[object] = []

    def watch(socket: WebSocket) -> None:
        if "_stcore/stream" in socket.url:
            socket.on("framesent", lambda frame: sent.append(frame))

    page.on("websocket", watch)
    open_draw_page(page, server.address)
    page.wait_for_timeout(1000)
    num_before = len(sent)
    assert num_before > 0
    draw(page, DIGIT_STROKES[7])
    expect_settled(page)
    draw(page, DIGIT_STROKES[3])
    page.get_by_role("button", name="Undo").click()
    page.get_by_role("button", name="Clear").click()
    expect_digit(page, "none")
    draw(page, DIGIT_STROKES[5])
    expect_digit(page, 5)
    expect_settled(page)
    assert len(sent) == num_before


def test_the_verdict_is_spoken_once_the_pen_is_up_also_on_a_slow_line(
    open_page: OpenPage, server: Server
) -> None:
    page = open_page(is_waited_for=False)
    page.add_init_script(SLOW_LINE)  # every answer comes late
    open_draw_page(page, server.address)
    spoken = page.locator(f"{VERDICT} [role=status]")
    page.locator(PAD).focus()
    for keys in (["ArrowDown"] * 12, ["ArrowRight"] * 8, ["ArrowUp"] * 10, ["ArrowLeft"] * 6):
        page.keyboard.down(" ")
        for key in keys:
            page.keyboard.press(key)
        expect(page.locator(VERDICT)).to_have_attribute("data-settled", "false")
        expect(spoken).to_have_text("")
        page.keyboard.up(" ")
        expect(page.locator(VERDICT)).to_have_attribute("data-settled", "true")
        shown = page.locator(f"{VERDICT} .text").inner_text()
        assert spoken.inner_text().split() == shown.split()
    page.keyboard.press("Delete")
    expect(spoken).to_contain_text("Nothing drawn yet.")
    expect(page.get_by_text("It is a")).to_have_count(0)


def test_without_the_channel_every_drawing_is_read_and_arrives_everywhere(
    open_page: OpenPage, server: Server
) -> None:
    page = open_page(is_waited_for=False)
    page.route_web_socket(LIVE, lambda socket: socket.close())
    page.goto(server.address)
    expect(page.locator(PAD)).to_have_attribute("data-channel", "http")
    expect(page.locator(".status .channel")).to_contain_text("no direct line")
    draw(page, DIGIT_STROKES[3], lift=False)
    expect_digit(page, 3)
    expect_last_drawn(page)
    expect(page.locator(VERDICT)).to_have_attribute("data-settled", "false")
    page.mouse.up()
    expect_settled(page)
    expect_last_drawn(page)
    sidebar = page.locator(SIDEBAR)
    for digit in (7, 3, 5, 9):
        page.get_by_role("button", name="Clear").click()
        expect(sidebar).to_contain_text("nothing drawn yet")
        expect_digit(page, "none")
        draw(page, DIGIT_STROKES[digit])
        expect(sidebar).to_contain_text(f"your drawing: {digit}")
        expect_digit(page, digit)


def test_a_connection_closed_for_idleness_is_made_again_with_the_next_ink(
    open_page: OpenPage, server: Server
) -> None:
    page = open_page(is_waited_for=False)
    connections: list[WebSocketRoute] = []

    def connect(socket: WebSocketRoute) -> None:
        connections.append(socket)
        socket.connect_to_server()

    page.route_web_socket(LIVE, connect)
    open_draw_page(page, server.address)
    connections[0].close(code=4004)
    draw(page, DIGIT_STROKES[7], lift=False)
    expect_digit(page, 7)
    expect(page.locator(PAD)).to_have_attribute("data-channel", "live")
    assert len(connections) == 2
    page.mouse.up()


def test_a_full_house_still_answers_when_the_pen_lifts(open_page: OpenPage, server: Server) -> None:
    page = open_page(is_waited_for=False)
    page.route_web_socket(LIVE, lambda socket: socket.close(code=4003))
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
    expect(page.locator(PAD)).to_have_attribute("data-channel", "http")
    second = start_server(tmp_path / "second.log", port=first.port)
    try:
        expect(page.locator(PAD)).to_have_attribute("data-channel", "live", timeout=30_000)
        assert padded_ink(page) == ink
        page.mouse.up()
        # Streamlit takes its time to connect again; only then the new server knows the visitor.
        sidebar = page.locator(SIDEBAR)
        expect(sidebar).to_contain_text("your drawing: 3", timeout=60_000)
        expect_digit(page, 3)
        page.get_by_role("button", name="Clear").click()
        draw(page, DIGIT_STROKES[7])
        expect(sidebar).to_contain_text("your drawing: 7")
        expect_settled(page)
    finally:
        second.stop()


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


def test_an_answer_that_cannot_be_read_leads_to_the_way_over_http(
    open_page: OpenPage, server: Server
) -> None:
    page = open_page(is_waited_for=False)
    page.route_web_socket(
        LIVE, lambda socket: socket.on_message(lambda message: socket.send(b"\xff" * 30))
    )
    open_draw_page(page, server.address)
    draw(page, DIGIT_STROKES[3], lift=False)
    expect_digit(page, 3)
    page.mouse.up()


def test_changing_pages_keeps_the_one_connection(open_page: OpenPage) -> None:
    page = open_page()
    opened: list[WebSocket] = []
    page.on("websocket", lambda socket: opened.append(socket))
    for _ in range(3):
        page.get_by_role("link", name="Parameters").click()
        expect(page.get_by_role("heading", name="Parameters", exact=True)).to_be_visible()
        page.get_by_role("link", name="Draw").click()
        expect(page.locator(PAD)).to_have_attribute("data-channel", "live")
    draw(page, DIGIT_STROKES[7])
    expect_settled(page)
    assert not opened
