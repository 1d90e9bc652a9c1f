"""The link to what is shown in real Chromium: copied on every page, opened by somebody else."""

from collections.abc import Callable

from playwright.sync_api import Page, ViewportSize, expect

from mlp.files.link import Example, pack
from tests.support.page import (
    CLIPBOARD,
    MENU,
    SIDEBAR,
    VIEW,
    OpenPage,
    draw,
    expect_digit,
    expect_settled,
    open_draw_page,
    open_sidebar,
    view_pixels,
)
from tests.support.pictures import index_of
from tests.support.server import Server
from tests.support.strokes import DIGIT_STROKES

SEVEN = pack(Example(index_of(7)))
WIDE: ViewportSize = {"width": 1600, "height": 900}  # all pages named beside the open sidebar
COPIED = "Copied. Whoever opens it sees this page with this digit."


def copied_link(page: Page, said: str = COPIED) -> str:
    open_sidebar(page)
    page.get_by_test_id("copy-link").click()
    expect(page.locator(SIDEBAR)).to_contain_text(said)
    link: str = page.evaluate("navigator.clipboard.readText()")
    return link


def choose_seven(page: Page) -> None:
    page.get_by_role("button", name="Example of a 7").click()
    expect_digit(page, 7)
    expect(page.locator(SIDEBAR)).to_contain_text("a 7: 7")


def go_to(page: Page, title: str) -> None:
    page.locator(MENU).get_by_role("link", name=title).click()
    expect(page.get_by_role("heading", name=title, exact=True)).to_be_visible()


def pin_with_the_last_relu_off(page: Page) -> None:
    page.get_by_text("Answer without the last ReLU").click()
    app = page.get_by_test_id("stApp")
    expect(app).to_have_attribute("data-test-script-state", "notRunning")
    pin(page)
    expect_pinned_with_the_last_relu_off(page)


def pin(page: Page) -> None:
    page.locator(f"{VIEW} canvas").focus()
    for key in ("PageDown", "PageDown", "Enter"):
        page.keyboard.press(key)
    expect(page.locator(f"{VIEW} .hint")).to_have_text("Pinned; Escape or a click lets go.")


def expect_pinned_with_the_last_relu_off(page: Page) -> None:
    expect(page.get_by_role("switch", name="Answer without the last ReLU")).to_be_checked()
    expect(page.locator(f"{VIEW} .hint")).to_have_text("Pinned; Escape or a click lets go.")
    expect(page.locator(f"{VIEW} .tip")).to_contain_text("relu1 · unit")


def go_to_step_six(page: Page) -> None:
    go_to(page, "Lesson")
    page.get_by_role("button", name="6 Linear").click()
    expect_step_six(page)


def expect_step_six(page: Page) -> None:
    page.wait_for_url("**/lesson?step=6")
    step = page.get_by_role("button", name="6 Linear")
    expect(step).to_have_attribute("aria-current", "step")


def go_to_a_unit(page: Page) -> None:
    go_to(page, "Neurons")
    page.get_by_role("radio", name="linear2").click()
    page.locator(".st-key-neuron_unit input").fill("1")
    page.locator(".st-key-neuron_unit input").press("Enter")
    expect_unit(page)


def expect_unit(page: Page) -> None:
    page.wait_for_url("**/neurons?stage=linear2&unit=1")
    expect(page.get_by_role("heading", name="linear2 · unit 1", exact=True)).to_be_visible()


def go_to_parameters(page: Page) -> None:
    go_to(page, "Parameters")


def expect_parameters(page: Page) -> None:
    expect(page.get_by_role("heading", name="Parameters", exact=True)).to_be_visible()
    page.wait_for_url("**/parameters")


def go_to_train(page: Page) -> None:
    go_to(page, "Train")


def expect_train(page: Page) -> None:
    expect(page.get_by_role("heading", name="Train", exact=True)).to_be_visible()
    page.wait_for_url("**/train")


PLACES: list[tuple[Callable[[Page], None], Callable[[Page], None]]] = [
    (pin_with_the_last_relu_off, expect_pinned_with_the_last_relu_off),
    (go_to_step_six, expect_step_six),
    (go_to_parameters, expect_parameters),
    (go_to_a_unit, expect_unit),
    (go_to_train, expect_train),
]


def test_a_link_copied_on_any_page_shows_the_same_to_somebody_else(open_page: OpenPage) -> None:
    page = open_page(permissions=CLIPBOARD, viewport=WIDE)
    nobody = open_page(is_waited_for=False, viewport=WIDE)
    choose_seven(page)
    page.get_by_role("radio", name="numbers").click()
    for go, expect_there in PLACES:
        go(page)
        expect(page.get_by_text(COPIED)).to_have_count(0)  # it went with the page before
        link = copied_link(page)
        assert f"digit={SEVEN}" in link
        other = nobody.context.new_page()
        other.goto(link)
        expect_there(other)
        expect(other.locator(SIDEBAR)).to_contain_text("a 7: 7")
        expect(other.get_by_role("radio", name="numbers")).to_be_checked()
        expect(other).to_have_url(page.url)
        said = other.locator(f"{VIEW} .said").all_inner_texts()
        assert said == page.locator(f"{VIEW} .said").all_inner_texts()
        other.close()


def test_a_link_to_a_drawing_shows_the_same_pixels(open_page: OpenPage, server: Server) -> None:
    page = open_page(permissions=CLIPBOARD)
    draw(page, DIGIT_STROKES[3])
    expect_settled(page)
    other = open_page(copied_link(page))
    open_sidebar(other)  # the network has the same room
    expect_digit(other, 3)
    expect(other.locator(SIDEBAR)).to_contain_text("a drawing from a link: 3")
    assert view_pixels(other) == view_pixels(page)
    expect(other).to_have_url(f"{server.address}/")


def test_a_link_says_nothing_of_a_value_that_was_let_go(open_page: OpenPage) -> None:
    page = open_page(permissions=CLIPBOARD, viewport=WIDE)
    choose_seven(page)
    pin(page)
    assert "pin=relu1." in copied_link(page)
    page.locator(f"{VIEW} canvas").press("Escape")
    assert "pin" not in copied_link(page)
    pin(page)
    go_to_parameters(page)
    assert "pin" not in copied_link(page)


def test_with_nothing_drawn_a_link_leads_to_the_page(open_page: OpenPage, server: Server) -> None:
    page = open_page(permissions=CLIPBOARD)
    go_to_step_six(page)
    link = copied_link(page, "Copied. Whoever opens it sees this page. Nothing is drawn yet.")
    assert link == f"{server.address}/lesson?step=6&explain=words"


def test_where_copying_is_forbidden_the_link_is_shown_and_selected(
    open_page: OpenPage, server: Server
) -> None:
    page = open_page(is_waited_for=False)
    page.add_init_script("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    open_draw_page(page, server.address)
    choose_seven(page)
    open_sidebar(page)
    page.get_by_test_id("copy-link").click()
    link = page.get_by_role("textbox", name="Link to this page")
    expect(link).to_have_value(f"{server.address}/?explain=words&digit={SEVEN}")
    selected = "field => field.value.slice(field.selectionStart, field.selectionEnd)"
    assert link.evaluate(selected) == link.input_value()
    page.get_by_role("button", name="Example of a 1", exact=True).click()
    expect(link).to_be_hidden()


def test_a_link_can_be_copied_on_a_phone(open_page: OpenPage) -> None:
    page = open_page(viewport={"width": 360, "height": 740}, permissions=CLIPBOARD)
    draw(page, DIGIT_STROKES[3])
    expect_settled(page)
    assert "digit=1.d." in copied_link(page)
