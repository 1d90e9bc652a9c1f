"""The maps of the Parameters page in real Chromium: reading, zooming, both themes, failures."""

import re
from collections.abc import Callable

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, expect
from safetensors.numpy import load_file

from mlp.files.read import BUNDLED_WEIGHTS
from mlp.web.charts.colours import TABLE
from mlp.web.charts.parameters import level_colours
from mlp.web.server.models import bundled_models
from tests.support.page import GROUNDS, OpenPage, expect_no_scrolling_sideways
from tests.support.server import Server

MAP = '[data-testid="weight-map"]'
MAIN = '[data-testid="stMain"]'
FIRST = "linear_relu_stack.0.weight"
LAST = "linear_relu_stack.4.weight"
CHOICES = {FIRST: "detectors: weights", LAST: "scores: weights"}
OVERVIEW = "**/glassbox/overview/**"
UNTIL_IT_STANDS = """selector => new Promise((resolve) => {
  let last = -1;
  const look = () => {
    const { scrollTop } = document.querySelector(selector);
    if (scrollTop === last) return resolve();
    last = scrollTop;
    setTimeout(look, 150);
  };
  look();
})"""
MEGABYTE = 1_000_000

OpenParameters = Callable[..., Page]


@pytest.fixture
def open_parameters(open_page: OpenPage, server: Server) -> OpenParameters:
    def open_parameters(section: str = "All numbers as maps", **options: object) -> Page:
        page = open_page(is_waited_for=False, **options)
        page.goto(f"{server.address}/parameters", wait_until="commit", timeout=60_000)
        page.get_by_role("tab", name=section).click(timeout=60_000)
        return page

    return open_parameters


def map_of(page: Page, name: str) -> Locator:
    """Choose a parameter in the row of six and wait for its map."""
    page.get_by_role("radio", name=CHOICES[name], exact=True).click()
    weight_map = page.locator(f".st-key-map_{name.replace('.', '-')} {MAP}")
    expect_drawn(weight_map)
    return weight_map


def expect_drawn(weight_map: Locator) -> None:
    expect(weight_map).to_have_attribute("data-drawn", re.compile("[0-9a-f]{16}"), timeout=60_000)


def shape_of(name: str) -> tuple[int, int]:
    rows, columns = load_file(BUNDLED_WEIGHTS)[name].shape
    return rows, columns


def place_of(weight_map: Locator, name: str, row: int, column: int) -> tuple[float, float]:
    """Where a cell of the whole map is, on the page."""
    weight_map.scroll_into_view_if_needed()
    box = weight_map.locator("canvas").bounding_box()
    assert box is not None
    rows, columns = shape_of(name)
    x = box["x"] + box["width"] * (column + 0.5) / columns
    return x, box["y"] + box["height"] * (row + 0.5) / rows


def read_value(weight_map: Locator) -> np.float32:
    """The number in the line under a map."""
    expect(weight_map).to_have_attribute("data-values", "exact")
    text = weight_map.locator(".readout b").inner_text()
    return np.float32(text.replace("−", "-"))


def value_of(name: str, row: int, column: int) -> np.float32:
    value: np.float32 = load_file(BUNDLED_WEIGHTS)[name][row, column]
    return value


def scrolled(page: Page) -> int:
    offset: int = page.locator(MAIN).evaluate("main => main.scrollTop")
    return offset


def test_a_cell_under_the_pointer_is_read_exactly_and_all_values_are_fetched_once_wanted(
    open_parameters: OpenParameters,
) -> None:
    asked: list[str] = []
    page = open_parameters(viewport={"width": 1280, "height": 1300})  # a pixel for each line
    page.on("request", lambda request: asked.append(request.url))
    first = map_of(page, FIRST)
    expect(first).to_have_attribute("data-values", "none")
    for row, column in ((37, 403), (0, 0), (511, 783)):
        page.mouse.move(*place_of(first, FIRST, row, column))
        expect(first).to_have_attribute("data-cell", f"{row},{column}")
        assert read_value(first) == value_of(FIRST, row, column)
    page.mouse.move(*place_of(first, FIRST, 37, 403))
    expect(first.locator(".readout")).to_contain_text(
        "weight from the pixel in row 14, column 11 to detector 37: "
    )
    last = map_of(page, LAST)
    page.mouse.move(*place_of(last, LAST, 3, 3))
    expect(last).to_have_attribute("data-values", "exact")
    assert len([url for url in asked if "/weights/" in url]) == 1  # shared by all maps


def test_the_page_opens_with_less_than_a_megabyte_of_overview(
    open_page: OpenPage, server: Server
) -> None:
    page = open_page(is_returning=False)
    client = page.context.new_cdp_session(page)
    client.send("Network.enable")
    addresses: dict[str, str] = {}
    sizes: dict[str, int] = {}
    client.on(
        "Network.responseReceived",
        lambda event: addresses.update({event["requestId"]: event["response"]["url"]}),
    )
    client.on(
        "Network.loadingFinished",
        lambda event: sizes.update(
            {addresses.get(event["requestId"], ""): event["encodedDataLength"]}
        ),
    )
    page.get_by_role("link", name="Parameters").click()
    page.get_by_role("tab", name="All numbers as maps").click()
    for name in (FIRST, LAST):
        map_of(page, name)
    overviews = [size for address, size in sizes.items() if "/overview/" in address]
    assert len(overviews) == 1  # shared by all maps
    assert 0 < sum(overviews) < MEGABYTE


def test_the_keyboard_zooms_to_printed_values_and_back(open_parameters: OpenParameters) -> None:
    page = open_parameters()
    last = map_of(page, LAST)
    page.keyboard.press("Tab")  # who comes by the keyboard sees where they are
    last.locator("canvas").focus()
    expect(last).to_have_attribute("data-cell", "5,256")
    assert last.get_attribute("data-printed") == "false"
    expect(last.locator(".axis.columns span").nth(1)).to_have_text("20")
    for _ in range(6):
        page.keyboard.press("+")
    expect(last).to_have_attribute("data-printed", "true")
    expect(last.locator(".axis.rows")).to_contain_text("digit 5")
    expect(last.locator(".axis.columns")).to_contain_text("combination 256")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+ArrowLeft")
    page.keyboard.press("ArrowUp")
    expect(last).to_have_attribute("data-cell", "4,247")
    assert read_value(last) == value_of(LAST, 4, 247)
    page.keyboard.press("-")
    assert float(last.get_attribute("data-zoom") or 0) > 1
    page.keyboard.press("Escape")
    expect(last).to_have_attribute("data-zoom", "1")
    expect(last.locator(".shown")).to_have_text("combinations 0–511 → · scores 0–9 ↓")


def test_a_wheel_scrolls_the_page_and_zooms_with_ctrl(open_parameters: OpenParameters) -> None:
    page = open_parameters(viewport={"width": 1280, "height": 500})
    first = map_of(page, FIRST)
    page.mouse.move(*place_of(first, FIRST, 100, 100))
    before = scrolled(page)
    page.mouse.wheel(0, 120)
    page.wait_for_function(f"() => document.querySelector('{MAIN}').scrollTop > {before}")
    expect(first).to_have_attribute("data-zoom", "1")
    place_of(first, FIRST, 250, 300)  # the map in view
    page.evaluate(UNTIL_IT_STANDS, MAIN)
    place = place_of(first, FIRST, 250, 300)
    before = scrolled(page)
    page.mouse.move(*place)
    expect(first).to_have_attribute("data-cell", "250,300")
    page.keyboard.down("Control")
    for _ in range(3):
        page.mouse.wheel(0, -120)
    page.keyboard.up("Control")
    expect(first).not_to_have_attribute("data-zoom", "1")
    assert scrolled(page) == before
    row, column = map(int, (first.get_attribute("data-cell") or "").split(","))
    assert abs(row - 250) <= 1 and abs(column - 300) <= 1  # what lay under the pointer stays


def test_a_zoomed_map_is_dragged_and_read(open_parameters: OpenParameters) -> None:
    page = open_parameters()
    first = map_of(page, FIRST)
    x, y = place_of(first, FIRST, 200, 400)
    for _ in range(2):
        page.mouse.dblclick(x, y)
    shown = first.locator(".shown").inner_text()
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x - 90, y - 60, steps=4)
    page.mouse.up()
    expect(first.locator(".shown")).not_to_have_text(shown)
    row, column = map(int, (first.get_attribute("data-cell") or "").split(","))
    assert read_value(first) == value_of(FIRST, row, column)
    first.get_by_role("button", name="Show the whole").click()
    expect(first).to_have_attribute("data-zoom", "1")


def test_cells_have_the_colours_of_their_levels_also_when_the_theme_is_switched(
    open_parameters: OpenParameters,
) -> None:
    page = open_parameters(color_scheme="light")
    last = map_of(page, LAST)
    last.scroll_into_view_if_needed()
    expect_colours_of_levels(last, "light")
    canvas = last.locator("canvas")
    light = canvas.evaluate("canvas => canvas.toDataURL()")
    page.emulate_media(color_scheme="dark")
    page.wait_for_function(
        "([canvas, light]) => canvas.toDataURL() !== light", arg=[canvas.element_handle(), light]
    )
    expect_colours_of_levels(last, "dark")


def expect_colours_of_levels(last: Locator, scheme: str) -> None:
    rows, columns = shape_of(LAST)
    pixels = last.locator("canvas").evaluate(
        """canvas => {
          const { width, height } = canvas;
          return [...canvas.getContext("2d").getImageData(0, 0, width, height).data];
        }"""
    )
    width = last.locator("canvas").evaluate("canvas => canvas.width")
    picture = np.array(pixels, np.uint8).reshape(-1, width, 4)
    colours = level_colours(TABLE[scheme]["diverging"])
    overview = np.frombuffer(bundled_models().default.overview, np.int8)
    levels = overview[-rows * columns - rows : -rows].reshape(rows, columns).astype(int)
    per_cell = width / columns
    # A device pixel that lies in one cell alone has exactly that cell's colour.
    inside = [x for x in range(width) if x // per_cell == (x + 1 - 1e-9) // per_cell]
    shown = picture[:: len(picture) // rows][:rows, inside, :3].astype(int)
    expected = colours[levels[:, [int(x // per_cell) for x in inside]] + 127].astype(int)
    assert len(inside) > columns / 4
    assert np.abs(shown - expected).max() <= 1


def test_what_cannot_be_fetched_is_said_and_comes_with_a_click(
    open_parameters: OpenParameters,
) -> None:
    page = open_parameters()
    page.context.route(OVERVIEW, lambda route: route.abort())
    page.reload()
    page.get_by_role("tab", name="All numbers as maps").click()
    first = page.locator(MAP)
    sentence = first.get_by_text("This map could not be loaded")
    expect(sentence).to_be_visible(timeout=60_000)
    expect(first.locator("canvas")).to_be_hidden()
    page.context.unroute(OVERVIEW)
    sentence.click()
    expect_drawn(first)
    expect(sentence).to_be_hidden()


def test_values_that_cannot_be_fetched_come_when_the_pointer_comes_again(
    open_parameters: OpenParameters,
) -> None:
    page = open_parameters()
    first = map_of(page, FIRST)
    page.context.route("**/glassbox/weights/**", lambda route: route.abort())
    page.mouse.move(*place_of(first, FIRST, 10, 10))
    expect(first.locator(".readout")).to_contain_text("could not be loaded")
    page.context.unroute("**/glassbox/weights/**")
    page.mouse.move(*place_of(first, FIRST, 20, 20))
    expect(first).to_have_attribute("data-cell", "20,20")
    assert read_value(first) == value_of(FIRST, 20, 20)


def test_another_network_is_drawn_in_the_same_maps(open_parameters: OpenParameters) -> None:
    page = open_parameters()
    first = map_of(page, FIRST)
    before = first.get_attribute("data-drawn") or ""
    first.evaluate("map => (map.isTheSame = true)")
    page.get_by_role("radio", name="Untrained").click()
    expect(first).not_to_have_attribute("data-drawn", before)
    expect_drawn(first)
    assert first.evaluate("map => map.isTheSame")
    page.mouse.move(*place_of(first, FIRST, 5, 5))
    assert abs(read_value(first)) <= 1 / 28  # what nn.Linear starts from: 1 / √784


def test_a_map_is_kept_as_a_picture(open_parameters: OpenParameters) -> None:
    page = open_parameters()
    with page.expect_download() as kept:
        page.locator(".st-key-map_png").get_by_role("button").click()
    assert kept.value.suggested_filename == f"{FIRST}.png"
    assert kept.value.path().read_bytes().startswith(b"\x89PNG")


def test_a_histogram_is_kept_as_an_opaque_picture(open_parameters: OpenParameters) -> None:
    page = open_parameters("How they are spread")
    for scheme, ground in GROUNDS.items():
        page.emulate_media(color_scheme=scheme)
        expect(page.locator('[data-testid="stApp"]')).to_have_css("background-color", ground)
        expect_kept_opaque(page, ground)


def expect_kept_opaque(page: Page, ground: str) -> None:
    chart = page.locator(".st-key-parameter_bars .glassbox-plotly[data-drawn]")
    chart.scroll_into_view_if_needed()
    button = chart.get_by_role("button", name="Download as PNG")
    button.blur()
    expect(button).to_have_css("opacity", "0")
    button.focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    expect(button).to_have_css("opacity", "1")
    with page.expect_download() as kept:
        page.keyboard.press("Enter")
    assert kept.value.suggested_filename == f"histogram-{FIRST}.png"
    picture = Image.open(kept.value.path()).convert("RGBA")
    plot, placed = chart.locator(".js-plotly-plot").bounding_box(), button.bounding_box()
    assert plot and placed
    assert picture.height == 2 * plot["height"]
    assert placed["y"] >= plot["y"] + plot["height"]  # never on what is drawn
    colours = np.asarray(picture).reshape(-1, 4)
    assert (colours[:, 3] == 255).all()
    assert "rgb({}, {}, {})".format(*colours[0, :3]) == ground
    assert len(np.unique(colours, axis=0)) > 10


def test_choice_map_and_what_it_says_are_seen_without_scrolling(
    open_parameters: OpenParameters,
) -> None:
    page = open_parameters(viewport={"width": 1280, "height": 720})
    for name in (FIRST, LAST):
        shown = map_of(page, name)
        for seen in (page.get_by_role("radio", name=CHOICES[name]), shown):
            expect(seen).to_be_in_viewport(ratio=1)
    page.get_by_role("radio", name="scores: biases").click()
    expect(page.get_by_text("All ten lie near 10.")).to_be_in_viewport(ratio=1)
    page.get_by_role("tab", name="How they are spread").click()
    for key in ("parameter_bars", "compared_bars"):
        expect(page.locator(f".st-key-{key} .js-plotly-plot")).to_be_in_viewport(ratio=1)


def test_on_a_phone_nothing_is_too_wide_and_a_finger_scrolls_a_whole_map_and_moves_a_zoomed_one(
    open_parameters: OpenParameters,
) -> None:
    page = open_parameters(viewport={"width": 375, "height": 800}, has_touch=True, is_mobile=True)
    expect_no_scrolling_sideways(page)
    first = map_of(page, FIRST)
    assert first.locator("canvas").evaluate("c => c.clientWidth") > 250
    client = page.context.new_cdp_session(page)

    def swipe(x: float, y: float, distance: float) -> None:
        client.send("Input.dispatchTouchEvent", _touch("touchStart", x, y))
        for step in range(1, 11):
            client.send(
                "Input.dispatchTouchEvent", _touch("touchMove", x, y - distance * step / 10)
            )
        client.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})

    x, y = place_of(first, FIRST, 300, 300)
    page.touchscreen.tap(x, y)
    expect(first.locator(".readout b")).to_have_text(re.compile(r"\d\.\d+"))
    before = scrolled(page)
    swipe(x, y, 90)
    page.wait_for_function(f"() => document.querySelector('{MAIN}').scrollTop > {before + 40}")
    for _ in range(3):
        first.get_by_role("button", name="Zoom in").click()
    x, y = place_of(first, FIRST, 300, 300)
    before, shown = scrolled(page), first.locator(".shown").inner_text()
    swipe(x, y, 60)
    expect(first.locator(".shown")).not_to_have_text(shown)
    assert scrolled(page) == before


def _touch(kind: str, x: float, y: float) -> dict[str, object]:
    return {"type": kind, "touchPoints": [{"x": x, "y": y}]}
