"""Exhibit mode: a ghost hand draws until somebody comes, and nothing of anybody is left."""

import re

from playwright.sync_api import Page, expect

from tests.support.page import OpenPage, draw, expect_digit
from tests.support.server import Server
from tests.support.strokes import DIGIT_STROKES

INVITATION = "Your turn: draw a digit"

MOVING = "no-preference"


def expect_state(page: Page, state: str) -> None:
    expect(page.locator("html")).to_have_attribute("data-glassbox-exhibit", state)


def expect_ghost(page: Page) -> None:
    expect_state(page, "playing")
    expect(page.get_by_text(INVITATION)).to_be_visible()


def mark(page: Page) -> None:
    page.evaluate("window.isSamePage = true")


def is_same(page: Page) -> bool:
    return bool(page.evaluate("window.isSamePage === true"))


def test_a_ghost_draws_and_the_network_answers(open_page: OpenPage, server: Server) -> None:
    page = open_page(f"{server.address}/?exhibit=2", reduced_motion=MOVING)
    expect_ghost(page)
    verdict = page.get_by_test_id("verdict")
    expect(verdict).to_have_attribute("data-kind", "drawing")
    expect(verdict).to_have_attribute("data-kind", "sure")
    expect(verdict).to_have_attribute("data-settled", "true")
    expect(verdict).to_have_attribute("data-kind", "nothing")  # it goes, and comes again
    expect(verdict).to_have_attribute("data-kind", "sure")


def test_for_who_wants_nothing_to_move_a_digit_is_there_at_once(
    open_page: OpenPage, server: Server
) -> None:
    page = open_page(f"{server.address}/?exhibit=2", reduced_motion="reduce")
    expect_ghost(page)
    expect(page.get_by_test_id("verdict")).to_have_attribute("data-kind", "sure")
    num_sent = page.locator('canvas[data-testid="pad"]').get_attribute("data-sent")
    assert num_sent is not None
    assert int(num_sent) < 10  # a moving pen sends some each second


def test_the_touch_that_ends_it_draws(open_page: OpenPage, server: Server) -> None:
    page = open_page(f"{server.address}/?exhibit=30", reduced_motion=MOVING)
    expect_ghost(page)
    expect(page.get_by_test_id("verdict")).not_to_have_attribute("data-kind", "nothing")
    mark(page)
    draw(page, DIGIT_STROKES[7])
    expect_digit(page, 7)
    expect(page.get_by_text(INVITATION)).to_be_hidden()
    expect_state(page, "visited")
    page.get_by_role("button", name="Undo").click()  # the visitor's stroke, and no other
    expect(page.get_by_test_id("verdict")).to_have_attribute("data-kind", "nothing")
    expect(page.get_by_role("button", name="Undo")).to_have_attribute("aria-disabled", "true")
    assert is_same(page)


def test_nothing_of_a_visitor_is_left_when_nobody_is_there(
    open_page: OpenPage, server: Server
) -> None:
    page = open_page(
        f"{server.address}/?exhibit=8", reduced_motion=MOVING
    )  # a busy machine takes seconds to a page
    page.get_by_role("radio", name="numbers").click()
    page.get_by_role("link", name="Lesson").click()
    expect(page.get_by_role("heading", name="Lesson")).to_be_attached()
    mark(page)
    page.get_by_role("link", name="Draw").click()
    draw(page, DIGIT_STROKES[7])
    expect_digit(page, 7)
    page.wait_for_function("window.isSamePage !== true")
    expect_ghost(page)
    expect(page.get_by_role("radio", name="words")).to_be_checked()
    assert "exhibit=8" in page.url


def test_an_unattended_page_stays_while_the_server_cannot_be_reached(
    open_page: OpenPage, server: Server
) -> None:
    page = open_page(f"{server.address}/?exhibit=2", reduced_motion=MOVING)
    page.route("**/_stcore/health", lambda route: route.abort())
    draw(page, DIGIT_STROKES[7])
    mark(page)
    with page.expect_request("**/_stcore/health"), page.expect_request("**/_stcore/health"):
        pass
    page.wait_for_timeout(500)
    assert is_same(page)
    expect_digit(page, 7)
    page.unroute("**/_stcore/health")
    page.wait_for_function("window.isSamePage !== true")


def test_there_is_no_way_out(open_page: OpenPage, server: Server) -> None:
    page = open_page(f"{server.address}/?exhibit=30", reduced_motion=MOVING)
    draw(page, DIGIT_STROKES[7])
    expect_digit(page, 7)
    for name in ("Train", "Download", "Copy link", "Show mode"):
        expect(page.get_by_role("button", name=name)).to_have_count(0)
        expect(page.get_by_role("link", name=name)).to_have_count(0)
    expect(page.locator('input[type="file"]')).to_have_count(0)
    for part in ("stMainMenu", "stSidebar", "stExpandSidebarButton", "stDownloadButton"):
        expect(page.get_by_test_id(part)).not_to_be_visible()
    page.keyboard.press("f")
    assert not page.evaluate("'glassboxShow' in document.documentElement.dataset")
    num_pages = len(page.context.pages)
    page.evaluate(
        """() => {
          const link = document.createElement("a");
          link.href = "http://127.0.0.2:9/";
          document.body.append(link);
          link.click();
          link.target = "_blank";
          link.click();
          addEventListener("contextmenu", (event) => (window.hasMenu = !event.defaultPrevented));
        }"""
    )
    page.get_by_test_id("verdict").click(button="right")
    assert page.evaluate("window.hasMenu") is None
    assert page.url == f"{server.address}/?exhibit=30"
    assert len(page.context.pages) == num_pages
    page.get_by_role("link", name="Neurons").click()
    page.wait_for_url(re.compile(r"/neurons\?.*exhibit=30"))
    expect_state(page, "visited")  # who goes to another page is not a new visitor
    page.goto(f"{server.address}/train?exhibit=30")
    expect(page.locator('canvas[data-testid="pad"]')).to_be_visible()


def test_from_any_page_the_way_leads_back_to_the_first(open_page: OpenPage, server: Server) -> None:
    page = open_page(is_waited_for=False, reduced_motion=MOVING)
    page.goto(f"{server.address}/lesson?exhibit=2")
    expect_ghost(page)
    assert page.url == f"{server.address}/?exhibit=2"
