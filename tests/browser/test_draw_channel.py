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
