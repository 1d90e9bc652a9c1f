"""The Neurons page in real Chromium: by click, by address, back and forth, on a phone."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from mlp.files.link import Example, pack
from tests.support.page import OpenPage, expect_no_scrolling_sideways
from tests.support.server import Server

SEVEN = pack(Example(0))

NAMES = {"linear1": "Detector", "linear2": "Combination", "linear3": "Score of"}

MEAN_LIGHT = """canvas => {
  const { data } = canvas.getContext("2d").getImageData(0, 0, 28, 28);
  return data.reduce((sum, value, at) => sum + (at % 4 < 3 ? value : 0), 0) / (3 * 784);
}"""

STANDS_STILL_AND_AGREES = """() => {
  const app = document.querySelector('[data-testid="stApp"]');
  const shown = [...document.querySelectorAll("h2")].at(-1).textContent.match(/ (\\d+)$/)?.[1];
  const asked = new URLSearchParams(location.search).get("unit");
  return app.dataset.testScriptState === "notRunning" && asked !== "37" && shown === asked;
}"""


@pytest.fixture
def open_neurons(open_page: OpenPage, server: Server) -> OpenPage:
    def open_neurons(query: str = "", **options: object) -> Page:
        page = open_page(is_waited_for=False, **options)
        page.goto(f"{server.address}/neurons{query}", wait_until="commit", timeout=60_000)
        return page

    return open_neurons


def expect_unit(page: Page, stage: str, unit: int, *, is_in_address: bool = True) -> None:
    name = f"{NAMES[stage]} {unit}"
    expect(page.get_by_role("heading", name=name, exact=True)).to_be_visible(timeout=60_000)
    expect(page.locator('[data-test-script-state="notRunning"]')).to_be_visible()
    if is_in_address:
        page.wait_for_url(re.compile(rf"/neurons\?stage={stage}&unit={unit}$"))


def step(page: Page) -> None:
    page.locator(".st-key-neuron_unit").get_by_test_id("stNumberInputStepUp").click()


def open_section(page: Page, name: str) -> None:
    page.get_by_role("tab", name=name).click()
    expect(page.get_by_role("tab", name=name)).to_have_attribute("aria-selected", "true")


def chart(page: Page, key: str) -> Locator:
    drawn = page.locator(f".st-key-{key} .glassbox-plotly[data-drawn]")
    expect(drawn).to_be_visible(timeout=60_000)
    return drawn.locator(".nsewdrag").first


HOVERED = """(chart) => {
  const plot = chart.closest(".js-plotly-plot") ?? chart.querySelector(".js-plotly-plot");
  return plot._hoverdata?.[0]?.pointNumber ?? null;
}"""


def click_cell(
    chart: Locator, *, row: int, column: int, num_rows: int = 16, num_columns: int = 32
) -> None:
    """Click the middle of a cell of a heatmap that fills its chart."""
    chart.scroll_into_view_if_needed()
    box = chart.bounding_box()
    assert box is not None
    x = (column + 0.5) / num_columns * box["width"]
    y = (row + 0.5) / num_rows * box["height"]
    chart.page.mouse.move(box["x"] + x - 2, box["y"] + y)
    chart.page.mouse.move(box["x"] + x, box["y"] + y)
    for _ in range(100):  # Plotly takes a click for the cell that it has found under the pointer
        if chart.evaluate(HOVERED) == [row, column]:
            break
        chart.page.wait_for_timeout(20)
    chart.page.mouse.click(box["x"] + x, box["y"] + y)


def test_a_click_on_a_cell_chooses_its_unit_and_back_leads_back_also_to_another_layer(
    open_neurons: OpenPage,
) -> None:
    page = open_neurons(f"?stage=linear2&unit=37&digit={SEVEN}")
    expect_unit(page, "linear2", 37)
    click_cell(chart(page, "neuron_grid"), row=3, column=9)
    expect_unit(page, "linear2", 3 * 32 + 9)
    click_cell(chart(page, "neuron_grid"), row=15, column=31)
    expect_unit(page, "linear2", 511)
    page.go_back()
    expect_unit(page, "linear2", 3 * 32 + 9)
    page.go_back()
    expect_unit(page, "linear2", 37)
    page.go_forward()
    expect_unit(page, "linear2", 3 * 32 + 9)
    page.get_by_role("radio", name="scores").click()
    expect_unit(page, "linear3", 9)
    page.go_back()
    expect_unit(page, "linear2", 3 * 32 + 9)


def test_a_reload_keeps_the_unit_and_another_page_too(open_neurons: OpenPage) -> None:
    page = open_neurons(f"?stage=linear1&unit=100&digit={SEVEN}")
    expect_unit(page, "linear1", 100)
    page.reload()
    expect_unit(page, "linear1", 100)
    page.get_by_role("link", name="Lesson").click()
    expect(page.get_by_role("heading", name="Lesson", exact=True)).to_be_visible()
    page.get_by_role("link", name="Neurons").click()
    expect_unit(page, "linear1", 100, is_in_address=False)


def test_a_score_is_chosen_by_its_bar_and_its_picture(open_neurons: OpenPage) -> None:
    page = open_neurons(f"?stage=linear3&unit=1&digit={SEVEN}")
    expect_unit(page, "linear3", 1)
    bar = page.locator(".st-key-neuron_bars .bars .point path").nth(7)
    expect(bar).to_be_visible(timeout=60_000)
    chart(page, "neuron_bars").scroll_into_view_if_needed()
    box = bar.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] - 4)
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] - 4)
    expect_unit(page, "linear3", 7)
    open_section(page, "What it looks for")
    mosaic = chart(page, "neuron_mosaic")
    click_cell(mosaic, row=40, column=75, num_rows=60, num_columns=150)
    expect_unit(page, "linear3", 7)
    click_cell(mosaic, row=10, column=100, num_rows=60, num_columns=150)
    expect_unit(page, "linear3", 3)


def test_another_units_charts_are_never_remounted_and_what_speaks_for_it_is_a_click_away(
    open_neurons: OpenPage,
) -> None:
    page = open_neurons(f"?stage=linear2&unit=37&digit={SEVEN}")
    expect_unit(page, "linear2", 37)
    keys = ("neuron_grid", "neuron_inputs", "neuron_weights", "neuron_products")
    for key in keys:
        chart(page, key)
        page.locator(f".st-key-{key} .js-plotly-plot").evaluate("plot => (plot.isTheSame = true)")
    step(page)
    expect_unit(page, "linear2", 38)
    expect(page.get_by_role("img", name="The weights of combination 38")).to_be_visible()
    for key in keys:
        assert page.locator(f".st-key-{key} .js-plotly-plot").evaluate("plot => plot.isTheSame")
    first = page.locator(".st-key-neuron_for").get_by_role("button").first
    named = re.match(r"Detector (\d+), .*: ", first.get_attribute("aria-label") or "")
    assert named is not None
    first.click()
    expect_unit(page, "linear1", int(named[1]))


def test_pushing_the_picture_changes_only_what_depends_on_it(open_neurons: OpenPage) -> None:
    page = open_neurons(f"?stage=linear2&unit=84&digit={SEVEN}")
    expect_unit(page, "linear2", 84)
    open_section(page, "What it looks for")
    expect(page.get_by_text("moved 1 to the right")).to_be_visible()
    page.get_by_role("button", name="Down", exact=True).click()
    expect(page.get_by_text("moved 1 down, 1 to the right")).to_be_visible()
    page.get_by_role("button", name="Back to its place").click()
    expect(page.get_by_text("It is in its place")).to_be_visible()


def test_with_nothing_drawn_a_test_digit_is_one_click_away(open_neurons: OpenPage) -> None:
    page = open_neurons("?stage=linear1&unit=100")
    expect_unit(page, "linear1", 100)
    expect(page.get_by_text("Nothing is drawn yet")).to_be_visible()
    page.get_by_role("button", name="Example of a 3").click()
    expect(page.get_by_text("what speaks for it")).to_be_visible()
    expect_unit(page, "linear1", 100)
    expect(page.get_by_text("Nothing is drawn yet")).to_have_count(0)


def test_an_address_of_no_unit_gets_a_sentence(open_neurons: OpenPage) -> None:
    page = open_neurons("?stage=linear7&unit=3")
    expect(page.get_by_text("the network has no such unit")).to_be_visible(timeout=60_000)
    expect_unit(page, "linear1", 0, is_in_address=False)


def test_on_a_phone_the_unit_comes_first_stays_in_sight_and_nothing_is_too_wide(
    open_neurons: OpenPage,
) -> None:
    phone = {"width": 390, "height": 664}
    page = open_neurons(f"?stage=linear2&unit=37&digit={SEVEN}", viewport=phone)
    expect_unit(page, "linear2", 37)
    picture = page.locator(".st-key-neuron_head_picture canvas")
    expect(picture).to_be_in_viewport(ratio=1)
    for key in ("neuron_grid", "neuron_products"):
        chart(page, key)
    expect_no_scrolling_sideways(page)
    voice = page.locator(".st-key-why_against button").first
    voice.scroll_into_view_if_needed()
    named = re.match(r"(Combination \d+),", voice.get_attribute("aria-label") or "")
    assert named is not None
    voice.click()
    opened = page.get_by_role("heading", name=named[1], exact=True)
    expect(opened).to_be_in_viewport(ratio=1)
    expect(picture).to_be_in_viewport(ratio=1)
    for name in ("What it does", "What it looks for", "10,000 digits"):
        open_section(page, name)
        expect_no_scrolling_sideways(page)


def test_however_fast_one_steps_the_address_says_what_is_shown(open_neurons: OpenPage) -> None:
    page = open_neurons(f"?stage=linear2&unit=37&digit={SEVEN}")
    expect_unit(page, "linear2", 37)
    for _ in range(6):
        step(page)
    page.wait_for_function(STANDS_STILL_AND_AGREES, timeout=60_000)
    assert int(page.url.rpartition("=")[2]) > 37


def test_choice_and_what_it_changes_are_seen_without_scrolling(open_neurons: OpenPage) -> None:
    desk = {"width": 1280, "height": 720}
    page = open_neurons(f"?digit={SEVEN}", viewport=desk)
    page.wait_for_url(re.compile(r"/neurons\?stage=linear2&unit=[1-9]\d*$"))  # the strongest
    header = page.get_by_test_id("stHeader").bounding_box()
    title = page.get_by_role("heading", name="Neurons", exact=True).bounding_box()
    assert header and title and title["y"] >= header["y"] + header["height"]
    voices = page.locator(".st-key-why_against button")
    for seen in (
        page.get_by_role("heading", name=re.compile(r"Why 7, and not \d\?")),
        page.locator(".st-key-why_for button").last,
        voices.last,
        page.get_by_role("button", name="Example of a 3"),
        page.get_by_role("radio", name="combinations"),
        page.get_by_role("button", name="Strongest", exact=True),
        page.locator(".st-key-neuron_products"),
    ):
        expect(seen).to_be_in_viewport(ratio=1)
    named = re.match(r"(Combination \d+),", voices.nth(1).get_attribute("aria-label") or "")
    assert named is not None
    voices.nth(1).click()
    expect(page.get_by_role("heading", name=named[1], exact=True)).to_be_in_viewport(ratio=1)
    expect(page.locator(".st-key-neuron_head_picture canvas")).to_be_in_viewport(ratio=1)
    open_section(page, "What if?")
    page.get_by_role("button", name="Switch it off").click()
    expect(page.get_by_text(re.compile(r"^The 7 stays ahead|Not one prob"))).to_be_in_viewport()
    expect(page.locator(".st-key-what_if_probabilities")).to_be_in_viewport(ratio=0.8)
    page.get_by_role("link", name="Back to your drawing").click()
    expect(page.get_by_test_id("verdict")).to_contain_text("7", timeout=30_000)
    assert "/neurons" not in page.url


def test_what_a_unit_looks_for_has_the_colours_of_the_theme(open_neurons: OpenPage) -> None:
    page = open_neurons(f"?stage=linear2&unit=37&digit={SEVEN}", color_scheme="dark")
    canvas = page.locator(".st-key-why_for canvas").first
    expect(canvas).to_be_visible(timeout=60_000)
    dark = canvas.evaluate(MEAN_LIGHT)
    page.emulate_media(color_scheme="light")
    page.wait_for_function(f"canvas => ({MEAN_LIGHT})(canvas) > 150", arg=canvas.element_handle())
    assert dark < 100
