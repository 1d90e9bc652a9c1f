"""A unit's life, what-ifs and comparisons in real Chromium."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from mlp.files.link import Example, pack
from tests.support.page import MENU, OpenPage, expect_no_scrolling_sideways
from tests.support.server import Server

TABS = {"what_if": "What if?", "life": "10,000 digits", "compare": "Compare"}
SIDEBAR = '[data-testid="stSidebar"]'


@pytest.fixture
def open_unit(open_page: OpenPage, server: Server) -> OpenPage:
    """Open a unit of the Neurons page with MNIST's first test digit, a 7."""

    def open_unit(stage: str = "linear2", unit: int = 37, **options: object) -> Page:
        page = open_page(is_waited_for=False, **options)
        query = f"?stage={stage}&unit={unit}&digit={pack(Example(0))}"
        page.goto(f"{server.address}/neurons{query}", wait_until="commit", timeout=60_000)
        expect(page.get_by_role("tab", name="Compare")).to_be_visible(timeout=60_000)
        return page

    return open_unit


def section(page: Page, name: str) -> Locator:
    """Open a section of the page."""
    tab = page.get_by_role("tab", name=TABS[name])
    if tab.get_attribute("aria-selected") != "true":
        tab.click()
    return page.locator(f".st-key-neuron_{name}")


def test_changes_are_collected_and_taken_back_with_mouse_and_keyboard(open_unit: OpenPage) -> None:
    page = open_unit()
    what_if = section(page, "what_if")
    what_if.get_by_role("button", name="Switch off the 10 strongest").click()
    expect(what_if.get_by_text("With your 10 changes")).to_be_visible()
    expect(what_if.locator(".js-plotly-plot")).to_have_count(2)
    slider = what_if.get_by_role("slider")
    slider.focus()
    slider.press("End")
    expect(what_if.get_by_text("With your 11 changes")).to_be_visible()
    chip = what_if.get_by_role("button", name=re.compile(r"combination 37 = 1\d"))
    chip.click()
    expect(what_if.get_by_text("With your 10 changes")).to_be_visible()
    expect(slider).to_have_value("0")
    what_if.get_by_role("button", name="Reset all").click()
    expect(what_if.get_by_text("Nothing is changed yet.")).to_be_visible()


def test_a_click_on_what_fires_a_unit_shows_that_digit_on_the_whole_page(
    open_unit: OpenPage,
) -> None:
    page = open_unit()
    strongest = section(page, "life").get_by_role("button", name=re.compile(r"^Test digit ")).first
    number = re.match(r"Test digit (.+), an? \d", strongest.get_attribute("aria-label") or "")
    assert number is not None
    strongest.click()
    expect(page.locator(SIDEBAR).get_by_text(f"test digit {number[1]}, a")).to_be_visible()
    expect(strongest).to_have_attribute("aria-pressed", "true")


def test_a_pin_stays_while_unit_and_page_change_and_leads_back(open_unit: OpenPage) -> None:
    page = open_unit()
    section(page, "compare").get_by_role("button", name="Pin combination 37").click()
    pinned = page.locator(".st-key-compare_pinned")
    expect(pinned).to_be_visible()
    page.locator(".st-key-neuron_unit").get_by_test_id("stNumberInputStepUp").click()
    expect(page.locator(".st-key-compare_now").get_by_text("Combination 38")).to_be_visible()
    expect(section(page, "compare").locator(".js-plotly-plot")).to_have_count(5)
    page.locator(MENU).get_by_role("link", name="Draw").click()
    expect(page.locator('[data-testid="network-view"]')).to_be_visible(timeout=30_000)
    page.locator(MENU).get_by_role("link", name="Neurons").click()
    expect(pinned.get_by_text("Combination 37")).to_be_visible(timeout=30_000)
    page.get_by_role("button", name="Pinned: combination 37").click()
    expect(page.get_by_role("heading", name="Combination 37", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="Pinned: combination 37")).to_have_count(0)
    section(page, "compare").get_by_role("button", name="Unpin").click()
    expect(pinned).to_have_count(0)


def test_on_a_phone_nothing_is_wider_than_the_screen(open_unit: OpenPage) -> None:
    page = open_unit("linear1", viewport={"width": 375, "height": 800})
    what_if = section(page, "what_if")
    what_if.get_by_role("button", name="Switch off the 10 strongest").click()
    expect(what_if.locator(".js-plotly-plot")).to_have_count(2)
    expect_no_scrolling_sideways(page)
    section(page, "compare").get_by_role("button", name="Pin detector").click()
    section(page, "life").get_by_role("button", name=re.compile(r"^Test digit ")).first.click()
    expect(section(page, "compare").locator(".js-plotly-plot")).to_have_count(5)
    expect_no_scrolling_sideways(page)
