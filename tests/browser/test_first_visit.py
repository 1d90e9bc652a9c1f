"""A first visit: what it asks for, and in which order."""

import re
from collections import Counter

from playwright.sync_api import Page, Request, Route, expect

from tests.support.page import VIEW, OpenPage, draw, expect_settled, open_draw_page
from tests.support.server import Server
from tests.support.strokes import DIGIT_STROKES

PLOTLY, WEIGHTS = "**/plotly.min.js*", "**/glassbox/weights/*"


def asked_by(page: Page) -> list[str]:
    """Addresses that a page asks a server for, from now on."""
    addresses: list[str] = []

    def note(request: Request) -> None:
        if request.url.startswith("http"):
            addresses.append(request.url)

    page.on("request", note)
    return addresses


def test_each_file_is_asked_for_once_and_no_font_but_that_of_the_icons(
    open_page: OpenPage, server: Server
) -> None:
    page = open_page(is_waited_for=False, is_returning=False)
    asked = asked_by(page)
    open_draw_page(page, server.address)
    draw(page, DIGIT_STROKES[3])
    expect_settled(page)
    expect(page.locator(".st-key-softmax_chart .js-plotly-plot")).to_be_visible()
    files = (address for address in asked if not address.endswith("/live"))
    assert [address for address, count in Counter(files).items() if count > 1] == []
    fonts = [address for address in asked if address.endswith(".woff2")]
    assert len(fonts) == 1 and "MaterialSymbols" in fonts[0]


def test_modules_are_asked_for_before_anything_needs_them(
    open_page: OpenPage, server: Server
) -> None:
    page = open_page(is_waited_for=False, is_returning=False)
    asked = asked_by(page)
    open_draw_page(page, server.address)
    firsts = [re.search("/modules/|/_stcore/health", address) for address in asked]
    kinds = [first[0] for first in firsts if first]
    assert kinds == ["/modules/", "/_stcore/health"]


def test_the_weights_wait_for_a_digit_and_then_for_the_charts(
    open_page: OpenPage, server: Server
) -> None:
    page = open_page(is_waited_for=False, is_returning=False)
    asked = asked_by(page)
    held: list[Route] = []
    page.route(PLOTLY, lambda route: held.append(route))
    with page.expect_request(PLOTLY):
        open_draw_page(page, server.address)
    draw(page, DIGIT_STROKES[3])
    expect_settled(page)
    page.wait_for_timeout(500)
    assert not [address for address in asked if "/weights/" in address]
    with page.expect_request(WEIGHTS):
        held[0].continue_()


def test_who_points_at_a_value_does_not_wait_for_the_charts(
    open_page: OpenPage, server: Server
) -> None:
    page = open_page(is_waited_for=False, is_returning=False)
    page.route(PLOTLY, lambda route: None)
    open_draw_page(page, server.address)
    draw(page, DIGIT_STROKES[3])
    expect_settled(page)
    page.locator(f"{VIEW} canvas").focus()
    with page.expect_request(WEIGHTS):
        page.keyboard.press("ArrowRight")
