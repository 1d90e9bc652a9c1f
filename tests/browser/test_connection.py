"""The line to the server in real Chromium: lost, and back again."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Request, expect

from tests.support.page import (
    PAD,
    OpenPage,
    draw,
    expect_digit,
    expect_last_drawn,
    open_draw_page,
    padded_ink,
)
from tests.support.server import Server, running_server
from tests.support.strokes import DIGIT_STROKES

LOST = "Connection lost. Your drawing is kept; trying again."


@pytest.fixture
def own_server(tmp_path: Path) -> Iterator[Server]:
    with running_server(tmp_path / "app.log") as server:
        yield server


@pytest.fixture
def page(browser: Browser, own_server: Server) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    open_draw_page(page, own_server.address)
    yield page
    page.close()


def asks_for_the_server(request: Request) -> bool:
    return request.url.endswith("/_stcore/host-config")


@pytest.mark.slow
def test_while_the_line_is_lost_one_can_draw_and_a_strip_says_so_beside_everything(
    page: Page, own_server: Server
) -> None:
    strip = page.get_by_test_id("connection")
    expect(strip).to_be_hidden()
    draw(page, DIGIT_STROKES[3])
    expect_digit(page, 3)
    pad_box = page.locator(PAD).bounding_box()
    own_server.stop()
    expect(strip).to_have_text(LOST)
    for _ in range(7):  # Streamlit opens its dialog after the sixth time
        page.wait_for_event("requestfailed", asks_for_the_server)
    expect(page.get_by_role("dialog")).to_have_count(0)
    strip_box, page_box = strip.bounding_box(), page.get_by_test_id("stMain").bounding_box()
    assert strip_box is not None
    assert page_box is not None
    assert page_box["y"] + page_box["height"] <= strip_box["y"]
    assert page.locator(PAD).bounding_box() == pad_box
    ink = padded_ink(page)
    draw(page, [[(0.2, 0.9), (0.8, 0.9)]])
    assert padded_ink(page) != ink


def test_once_the_server_is_back_the_strip_goes_and_the_page_works(
    page: Page, own_server: Server
) -> None:
    draw(page, DIGIT_STROKES[3])
    expect_digit(page, 3)
    own_server.stop()
    expect(page.get_by_test_id("connection")).to_have_text(LOST)
    ink = padded_ink(page)
    with running_server(own_server.log_path, port=own_server.port):
        expect(page.get_by_test_id("connection")).to_be_hidden(timeout=30_000)
        assert padded_ink(page) == ink
        draw(page, [[(0.5, 0.5), (0.5, 0.52)]])
        expect_last_drawn(page)
        expect_digit(page, 3)
        page.get_by_role("button", name="Example of a 7").click()
        expect_digit(page, 7)
        expect(page.get_by_role("dialog")).to_have_count(0)


def test_a_broken_address_opens_no_dialog(open_page: OpenPage, server: Server) -> None:
    page = open_page(f"{server.address}/no-such-page")
    expect(page.get_by_role("dialog")).to_have_count(0)
