"""A training in real Chromium: from the click on Start to its end, a reload, other pages."""

import re

from playwright.sync_api import Locator, Page, expect

from mlp.files.link import Example, pack
from mlp.web.train import buttons_words, settings_words
from tests.support.page import MENU, VIEW, OpenPage, draw
from tests.support.server import Server
from tests.support.strokes import DIGIT_STROKES

TRAINING = '[data-testid="training-view"]'
FOLLOWING = "network of your training"  # in the sidebar
PATIENCE_MS = 90_000


def choose_preset(open_page: OpenPage, server: Server, preset: str) -> Page:
    page = open_page(is_waited_for=False)
    page.goto(f"{server.address}/train?digit={pack(Example(0))}")
    page.get_by_text(settings_words.PRESETS[preset].title).first.click()
    expect(page.get_by_text(settings_words.PRESETS[preset].told[:40])).to_be_visible()
    return page


def train(open_page: OpenPage, server: Server) -> Page:
    page = choose_preset(open_page, server, "works")
    button(page, buttons_words.START).click()
    expect_status(page, "training")
    return page


def button(page: Page, name: str) -> Locator:
    return page.get_by_test_id("stMain").get_by_role("button", name=name, exact=True)


def expect_status(page: Page, status: str | re.Pattern[str]) -> None:
    expect(page.locator(TRAINING)).to_have_attribute("data-status", status, timeout=PATIENCE_MS)


def go_to(page: Page, name: str) -> None:
    page.locator(MENU).get_by_role("link", name=name).click()


def test_a_training_goes_from_its_settings_to_its_end_in_the_browser(
    open_page: OpenPage, server: Server
) -> None:
    page = choose_preset(open_page, server, "memorise")
    page.get_by_text(settings_words.SETTINGS_TITLE, exact=True).first.click()
    page.get_by_role("slider", name=settings_words.SETTINGS["epochs"].title).press("Home")
    expect(page.get_by_text("you changed “Epochs”")).to_be_visible()
    button(page, buttons_words.START).click()
    expect(button(page, buttons_words.STOP)).to_be_enabled()
    expect(button(page, buttons_words.START)).to_be_disabled()
    expect_status(page, "done")
    expect(page.locator(TRAINING)).to_have_attribute("data-steps", "10")
    expect(page.get_by_role("progressbar")).to_have_attribute("aria-valuenow", "100")
    expect(button(page, buttons_words.START_AGAIN)).to_be_enabled()
    expect(button(page, buttons_words.STOP)).to_be_disabled()


def test_a_reload_takes_the_training_over_and_stop_ends_it(
    open_page: OpenPage, server: Server
) -> None:
    page = train(open_page, server)
    page.reload()
    expect_status(page, "training")
    expect(page.get_by_text(FOLLOWING)).to_be_visible()
    button(page, buttons_words.STOP).click()
    expect_status(page, "stopped")
    expect(button(page, buttons_words.START_AGAIN)).to_be_enabled()
    value = page.get_by_role("progressbar").get_attribute("aria-valuenow")
    assert value is not None and float(value) < 100


def test_drawing_goes_on_while_it_trains(open_page: OpenPage, server: Server) -> None:
    page = train(open_page, server)
    go_to(page, "Draw")
    expect(page.get_by_text(FOLLOWING)).to_be_visible()
    expect(page.locator('canvas[data-channel="live"]')).to_be_visible()
    draw(page, DIGIT_STROKES[3])
    expect(page.locator(f"{VIEW}:not([data-seq='-1'])")).to_be_visible()
    stages = page.locator(".st-key-stage_charts")
    for _ in range(2):  # the digit stays, the network learns
        expect(stages).not_to_have_text(stages.inner_text(), timeout=PATIENCE_MS)
    go_to(page, "Train")
    expect_status(page, re.compile("training|done"))  # it may have come to its end meanwhile
