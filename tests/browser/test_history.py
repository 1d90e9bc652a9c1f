"""The browser's history in real Chromium: one entry for each step, and plain addresses."""

import re

from playwright.sync_api import Page, expect

from mlp.files.link import Example, pack
from tests.support.page import MENU, PAD, SIDEBAR, VIEW, OpenPage, expect_digit
from tests.support.pictures import index_of
from tests.support.server import Server

UNIT = re.compile(r"/neurons\?stage=linear\d&unit=\d+$")


def num_entries(page: Page) -> int:
    count: int = page.evaluate("history.length")
    return count


def expect_place(page: Page, address: str, heading: str) -> None:
    expect(page).to_have_url(address)
    expect(page.get_by_role("heading", name=heading, exact=True)).to_be_visible()


def test_one_back_leads_from_why_to_the_plain_draw_page(
    open_page: OpenPage, server: Server
) -> None:
    page = open_page()
    page.get_by_role("button", name="Example of a 7").click()
    expect_digit(page, 7)
    before = num_entries(page)
    for _ in range(2):  # the second time the session knows a unit already
        page.get_by_role("button", name="Look inside").click()
        expect(page).to_have_url(UNIT)
        assert num_entries(page) == before + 1
        page.go_back()
        expect_place(page, f"{server.address}/", "Glassbox")
        expect_digit(page, 7)
    page.go_forward()
    expect(page).to_have_url(UNIT)
    expect(page.get_by_role("heading", name="Neurons", exact=True)).to_be_visible()
    page.go_back()
    expect_place(page, f"{server.address}/", "Glassbox")
    assert num_entries(page) == before + 1


def test_a_unit_opened_from_the_network_view_is_named_and_survives_a_reload(
    open_page: OpenPage, server: Server
) -> None:
    page = open_page()
    page.locator(f"{VIEW} canvas").focus()
    for key in ("PageDown", "PageDown", "ArrowRight", "Enter"):
        page.keyboard.press(key)
    tip = page.locator(f"{VIEW} .tip")
    expect(tip).to_contain_text("detector")
    name = tip.locator("span").first.inner_text().capitalize()
    page.get_by_role("button", name="What does it look for?").click()
    expect(page).to_have_url(UNIT)
    expect(page.get_by_role("heading", name=name, exact=True)).to_be_visible()
    page.reload()
    expect(page.get_by_role("heading", name=name, exact=True)).to_be_visible()
    expect(page).to_have_url(UNIT)


def test_each_unit_is_one_entry(open_page: OpenPage, server: Server) -> None:
    page = open_page(is_waited_for=False)
    page.goto(f"{server.address}/neurons")
    expect_place(page, f"{server.address}/neurons", "Detector 0")
    before = num_entries(page)
    for unit in (1, 2):
        page.locator(".st-key-neuron_unit").get_by_test_id("stNumberInputStepUp").click()
        expect_place(
            page, f"{server.address}/neurons?stage=linear1&unit={unit}", f"Detector {unit}"
        )
    assert num_entries(page) == before + 2
    page.go_back()
    expect_place(page, f"{server.address}/neurons?stage=linear1&unit=1", "Detector 1")
    page.go_back()
    expect_place(page, f"{server.address}/neurons", "Detector 0")
    for wait_ms in (20, 60, 120):  # the first one's script run ends after the second
        page.evaluate("history.go(2)")
        expect_place(page, f"{server.address}/neurons?stage=linear1&unit=2", "Detector 2")
        page.evaluate("(ms) => { history.back(); setTimeout(() => history.back(), ms); }", wait_ms)
        expect_place(page, f"{server.address}/neurons", "Detector 0")
    page.go_forward()
    expect_place(page, f"{server.address}/neurons?stage=linear1&unit=1", "Detector 1")
    assert num_entries(page) == before + 2


def test_an_opened_link_is_one_entry_with_the_plain_address(
    open_page: OpenPage, server: Server
) -> None:
    said = f"digit={pack(Example(index_of(7)))}&explain=numbers&relu=off&pin=relu1.3"
    page = open_page()
    before = num_entries(page)
    for number, (place, plain) in enumerate(
        [
            (f"/?{said}", "/"),
            (f"/lesson?step=6&{said}", "/lesson?step=6"),
            (f"/neurons?{said}&stage=linear2&unit=37", "/neurons?stage=linear2&unit=37"),
            (f"/train?{said}", "/train"),
        ],
        start=1,
    ):
        page.goto(f"{server.address}{place}")
        expect(page).to_have_url(f"{server.address}{plain}")
        expect(page.locator(SIDEBAR)).to_contain_text("a 7: 7")
        page.get_by_role("radio", name="code").click()  # a run in which the address is read again
        expect(page.get_by_role("radio", name="code")).to_be_checked()
        expect(page).to_have_url(f"{server.address}{plain}")
        assert num_entries(page) == before + number


def test_pages_leave_nothing_of_their_own_in_the_address(
    open_page: OpenPage, server: Server
) -> None:
    page = open_page(is_waited_for=False)
    neurons = f"{server.address}/neurons?stage=linear2&unit=37"
    lesson = f"{server.address}/lesson?step=1"
    page.goto(neurons)
    expect_place(page, neurons, "Combination 37")
    before, menu = num_entries(page), page.locator(MENU)
    places = [
        ("Draw", f"{server.address}/", "Glassbox"),
        ("Lesson", lesson, "Lesson"),
        ("Parameters", f"{server.address}/parameters", "Parameters"),
        ("Neurons", neurons, "Combination 37"),
        ("Train", f"{server.address}/train", "Train"),
    ]
    for title, address, heading in places:
        menu.get_by_role("link", name=title).click()
        expect_place(page, address, heading)
    assert num_entries(page) == before + len(places)
    for _, address, heading in reversed(places[:-1]):
        page.go_back()
        expect_place(page, address, heading)
    page.go_back()
    expect_place(page, neurons, "Combination 37")
    for _, address, heading in places:
        page.go_forward()
        expect_place(page, address, heading)
    assert num_entries(page) == before + len(places)
    menu.get_by_role("link", name="Draw").click()
    expect(page.locator(PAD)).to_be_visible()
    expect(page).to_have_url(f"{server.address}/")
