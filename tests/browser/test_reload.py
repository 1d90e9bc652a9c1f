"""A page that is loaded again with a drawing is never white."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.support.page import MENU, PAD, SIDEBAR, VIEW, OpenPage, draw, expect_digit
from tests.support.server import Server, running_server
from tests.support.strokes import DIGIT_STROKES

NUM_RELOADS = 40
VERDICT = '[data-testid="verdict"]'
PAGES = ("", "lesson", "parameters", "neurons", "train")
HEADINGS = {"": "Draw", "lesson": "Lesson", "parameters": "Parameters", "train": "Train"}


@pytest.fixture(scope="package")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The app with its files watched: new visitors keep the event loop, so that messages wait."""
    log_path = tmp_path_factory.mktemp("watching") / "app.log"
    with running_server(log_path, settings=["--server.fileWatcherType=auto"]) as running:
        yield running


LEAVE_AND_REPORT = """(select, waitMs) => {
  document.querySelector('a[data-testid="stTopNavLink"]').click();
  setTimeout(() => {
    select.value = select.value === "norm" ? "number" : "norm";
    select.dispatchEvent(new Event("change"));
  }, waitMs);
}"""


def watch(page: Page) -> list[str]:
    """Note whatever goes wrong on a page from now on."""
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on(
        "console",
        lambda message: (
            wrong.append(message.text)
            if message.type == "error" and "delta path" in message.text
            else None
        ),
    )
    return wrong


def expect_answered(page: Page, digit: int) -> None:
    """The whole page stands, and shows the answer to the digit."""
    expect_digit(page, digit)
    verdict = page.locator(VERDICT)
    expect(verdict).to_have_attribute("data-predicted", str(digit))
    expect(verdict).to_have_attribute("data-settled", "true")
    expect(page.get_by_text("Last forward pass")).to_have_count(1)
    assert page.get_by_test_id("stException").count() == 0


def test_forty_reloads_with_a_drawing_never_end_in_an_empty_page(open_page: OpenPage) -> None:
    page = open_page()
    draw(page, DIGIT_STROKES[7])
    expect_answered(page, 7)
    wrong = watch(page)
    for number in range(NUM_RELOADS):
        if number % 2:
            page.goto(page.url)
        else:
            page.reload()
        expect_answered(page, 7)
    assert not wrong


def test_a_page_change_while_a_stroke_is_under_way_never_ends_in_an_empty_page(
    open_page: OpenPage,
) -> None:
    page = open_page()
    wrong = watch(page)
    for _ in range(6):
        draw(page, DIGIT_STROKES[7], lift=False)
        page.locator(MENU).get_by_role("link", name="Parameters").focus()
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="Parameters", exact=True)).to_be_visible()
        page.mouse.up()
        page.locator(MENU).get_by_role("link", name="Draw").click()
        expect_answered(page, 7)
    assert not wrong


def test_what_a_page_reports_while_it_is_left_never_empties_the_next_one(
    open_page: OpenPage,
) -> None:
    page = open_page()
    draw(page, DIGIT_STROKES[7])
    expect_answered(page, 7)
    wrong = watch(page)
    sort = page.get_by_test_id("unit-gallery").locator("select.sort")
    app = page.get_by_test_id("stApp")
    for number in range(10):
        page.locator(MENU).get_by_role("link", name="Parameters").click()
        expect(sort).to_be_visible()
        expect(app).to_have_attribute("data-test-script-state", "notRunning")
        sort.evaluate(LEAVE_AND_REPORT, 2 * number)
        expect(page.locator(VIEW)).to_be_visible()
        page.wait_for_timeout(300)  # it was emptied after it had come
        expect_answered(page, 7)
    assert not wrong


@pytest.mark.parametrize("query", ["", "?digit=broken"])
def test_a_stroke_the_moment_the_pad_is_there_is_answered(
    open_page: OpenPage, server: Server, query: str
) -> None:
    for _ in range(4):
        page = open_page(is_waited_for=False)
        wrong = watch(page)
        page.goto(f"{server.address}/{query}")
        page.locator(PAD).wait_for()
        draw(page, DIGIT_STROKES[7])
        expect_answered(page, 7)
        page.locator(MENU).get_by_role("link", name="Parameters").click()
        expect(page.get_by_role("heading", name="Parameters", exact=True)).to_be_visible()
        page.locator(MENU).get_by_role("link", name="Draw").click()
        page.locator(PAD).wait_for()
        draw(page, [[(0.1, 0.1), (0.11, 0.11)]])
        expect(page.locator(VERDICT)).to_have_attribute("data-settled", "true")
        assert not wrong
        page.close()


@pytest.mark.parametrize("path", PAGES)
def test_the_digit_comes_back_on_every_page(open_page: OpenPage, server: Server, path: str) -> None:
    page = open_page()
    draw(page, DIGIT_STROKES[7])
    expect_answered(page, 7)
    page.goto(f"{server.address}/{path}")
    expect(page.locator(SIDEBAR)).to_contain_text("our drawing: 7")
    page.reload()
    expect(page.locator(SIDEBAR)).to_contain_text("our drawing: 7")
    page.locator(MENU).get_by_role("link", name="Draw").click()
    expect_answered(page, 7)


def test_depth_and_switches_come_back(open_page: OpenPage) -> None:
    page = open_page()
    draw(page, DIGIT_STROKES[7])
    expect_answered(page, 7)
    page.get_by_role("radio", name="code").or_(page.get_by_role("button", name="code")).click()
    expect(page.get_by_text("nn.Softmax(dim=1)").first).to_be_attached()
    crop = page.get_by_role("switch", name="Crop")
    crop.click()
    expect(crop).not_to_be_checked()
    page.get_by_text("Answer without the last ReLU").click()
    expect(page.get_by_role("switch", name="Answer without")).to_be_checked()
    page.wait_for_function('sessionStorage["glassbox:page:1"].includes(`"withoutLastRelu":true`)')
    for _ in range(2):
        page.reload()
        expect_digit(page, 7)
        expect(page.get_by_role("switch", name="Crop")).not_to_be_checked()
        expect(page.get_by_text("nn.Softmax(dim=1)").first).to_be_attached()
        expect(page.get_by_role("switch", name="Answer without")).to_be_checked()


def test_another_tab_has_a_digit_of_its_own(open_page: OpenPage) -> None:
    one, other = open_page(), open_page()
    draw(one, DIGIT_STROKES[7])
    expect_answered(one, 7)
    other.reload()
    expect(other.locator(VIEW)).to_have_attribute("data-predicted", "none")
