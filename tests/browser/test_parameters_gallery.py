"""The gallery of the first layer in real Chromium: sorted, filtered, opened, on a phone."""

import io
import re
from typing import Any

import numpy as np
import pytest
import torch
from PIL import Image
from playwright.sync_api import Locator, Page, Position, expect

from mlp.dataset import Digits
from mlp.explain.unit_statistics import LayerStatistics
from mlp.files.link import Example, pack
from mlp.net.network import NeuralNetwork, untrained_network
from mlp.net.trace import trace
from mlp.numbers import number
from mlp.web.charts.colours import TABLE
from tests.support.networks import linear_layer, unit_statistics
from tests.support.page import OpenPage, expect_no_scrolling_sideways
from tests.support.server import Server

GALLERY = '[data-testid="unit-gallery"]'
EXAMPLE = 0  # a 7
TILE_PX = 56
PADDING_PX = 6
GAP_PX = 8
UNTRAINED_SCALE = "±0.0357"  # PyTorch draws from ±1/√784; less than three deviations


@pytest.fixture
def open_gallery(open_page: OpenPage, server: Server) -> OpenPage:
    def open_gallery(example: int | None = None, **options: object) -> Page:
        page = open_page(is_waited_for=False, **options)
        query = "" if example is None else f"?digit={pack(Example(example))}"
        page.goto(f"{server.address}/parameters{query}", wait_until="commit", timeout=60_000)
        expect(page.locator(GALLERY)).to_have_attribute("data-shown", "512", timeout=60_000)
        expect(page.locator(GALLERY)).to_have_attribute("data-habits", "counted", timeout=60_000)
        page.locator(GALLERY).scroll_into_view_if_needed()
        return page

    return open_gallery


@pytest.fixture(scope="module")
def life(model: NeuralNetwork, digits: Digits) -> LayerStatistics:
    return unit_statistics(model, digits)["linear1"]


@pytest.fixture(scope="module")
def values(model: NeuralNetwork, digits: Digits) -> np.ndarray:
    """What the units make of the example."""
    return trace(model, digits.images(EXAMPLE, EXAMPLE + 1))["relu1"].values()


def choose(page: Page, *, sort: str | None = None, show: str | None = None) -> Locator:
    gallery = page.locator(GALLERY)
    if sort is not None:
        gallery.locator("select.sort").select_option(sort)
        expect(gallery).to_have_attribute("data-sort", sort)
    if show is not None:
        gallery.locator("select.show").select_option(show)
        expect(gallery).to_have_attribute("data-filter", show)
    return gallery


def show_numbers(page: Page) -> None:
    """Explain with numbers, and wait until the gallery does."""
    page.get_by_role("radio", name="numbers").click()
    expect(page.locator(GALLERY).locator(".said")).to_contain_text("norm")


def expect_first(gallery: Locator, unit: int, *, shown: int) -> None:
    expect(gallery).to_have_attribute("data-first", str(unit))
    expect(gallery).to_have_attribute("data-shown", str(shown))


def show_untrained(page: Page) -> None:
    """Look into an untrained network, and wait until its tiles and habits are there."""
    gallery = page.locator(GALLERY)
    trained = gallery.get_attribute("data-network") or ""
    page.get_by_text("Untrained", exact=True).first.click()
    expect(gallery).not_to_have_attribute("data-network", trained)
    expect(gallery).to_have_attribute("data-habits", "counted")


def place_of(index: int) -> Position:
    """A place on one of the first tiles."""
    return {"x": PADDING_PX + 20 + index * (TILE_PX + GAP_PX), "y": PADDING_PX + 20}


def tile_pixels(gallery: Locator) -> np.ndarray:
    """What the canvas shows of the first tile, at the middle of each weight: (28, 28, 3)."""
    pixels = gallery.locator("canvas.tiles").evaluate(
        "(canvas, [at, side]) =>"
        " [...canvas.getContext('2d').getImageData(at, at, side, side).data]",
        [PADDING_PX, TILE_PX],
    )
    return np.array(pixels).reshape(TILE_PX, TILE_PX, 4)[::2, ::2, :3]


def colours(levels: np.ndarray, theme: str) -> np.ndarray:
    """What levels, [-127, 127], look like: float64, (…, 3), 0–255."""
    stops = np.array(
        [[int(c[i : i + 2], 16) for i in (1, 3, 5)] for c in TABLE[theme]["diverging"]]
    )
    places = np.linspace(-127, 127, len(stops))
    return np.stack([np.interp(levels, places, stops[:, i]) for i in range(3)], axis=-1)


def test_sorted_by_norm_the_largest_comes_first(
    open_gallery: OpenPage, model: NeuralNetwork
) -> None:
    norms = linear_layer(model, "linear1").weight.norm(dim=1)
    largest = int(norms.argmax())
    page = open_gallery()
    show_numbers(page)
    gallery = choose(page, sort="norm")
    expect_first(gallery, largest, shown=512)
    said = f"unit {largest} · norm {number(norms.max().item())} ·"
    expect(gallery.locator(".said")).to_contain_text(said)
    gallery.locator("canvas.tiles").press("End")
    expect(gallery).to_have_attribute("data-current", str(int(norms.argmin())))


def test_filters_show_who_is_dead_and_who_fires_for_a_digit(
    open_gallery: OpenPage, life: LayerStatistics
) -> None:
    page = open_gallery()
    dead = np.flatnonzero(life.is_dead)
    assert len(dead)
    gallery = choose(page, show="dead")
    expect_first(gallery, dead[0], shown=len(dead))
    expect(gallery.locator(".count")).to_have_text(f"{len(dead)} of 512 detectors")
    expect(gallery.locator(".said")).to_contain_text("dead: never fires on the test digits")
    for_three = np.flatnonzero((life.best_digit == 3) & ~life.is_dead)
    strongest = for_three[life.means[for_three, 3].argmax()]
    gallery = choose(page, show="most3", sort="digit")
    expect_first(gallery, strongest, shown=len(for_three))
    show_numbers(page)
    mean = life.means[strongest, 3]
    expect(gallery.locator(".said")).to_contain_text(f"fires most for 3 (mean {number(mean)})")


def test_the_current_digit_sorts_and_filters(open_gallery: OpenPage, values: np.ndarray) -> None:
    page = open_gallery(EXAMPLE)
    strongest = int(values.argmax())
    gallery = choose(page, sort="now", show="fires")
    expect_first(gallery, strongest, shown=int((values > 0).sum()))
    expect(gallery.locator(".said")).to_contain_text(f"now {number(values.max())}")
    silent = np.flatnonzero(values <= 0)
    gallery = choose(page, sort="number", show="silent")
    expect_first(gallery, silent[0], shown=len(silent))


def test_with_nothing_drawn_the_lists_say_why_they_cannot(open_gallery: OpenPage) -> None:
    gallery = open_gallery().locator(GALLERY)
    for select, name in (("sort", "now"), ("show", "fires"), ("show", "silent")):
        entry = gallery.locator(f'select.{select} option[value="{name}"]')
        expect(entry).to_be_disabled()
        expect(entry).to_contain_text("nothing is drawn")
    expect(gallery.locator(".said")).to_contain_text("nothing drawn")


def test_tiles_have_the_colours_of_their_weights_also_when_the_theme_is_switched(
    open_gallery: OpenPage, model: NeuralNetwork
) -> None:
    weight = linear_layer(model, "linear1").weight.numpy()
    page = open_gallery(color_scheme="light")
    gallery = choose(page, sort="norm")
    strongest = weight[int(gallery.get_attribute("data-first") or 0)].reshape(28, 28)
    common = np.clip(127 * strongest / (3 * weight.std()), -127, 127).round()
    own = (127 * strongest / np.abs(strongest).max()).round()
    np.testing.assert_allclose(tile_pixels(gallery), colours(common, "light"), atol=2)
    gallery.locator("input.own").check()
    expect(gallery).to_have_attribute("data-scale", "own")
    expect(gallery.locator(".scale")).to_contain_text("its own scale")
    np.testing.assert_allclose(tile_pixels(gallery), colours(own, "light"), atol=2)
    tiles = gallery.locator("canvas.tiles")
    light = tiles.evaluate("canvas => canvas.toDataURL()")
    page.emulate_media(color_scheme="dark")
    page.wait_for_function(
        "([canvas, light]) => canvas.toDataURL() !== light", arg=[tiles.element_handle(), light]
    )
    np.testing.assert_allclose(tile_pixels(gallery), colours(own, "dark"), atol=2)
    gallery.locator("input.own").uncheck()
    expect(gallery).not_to_have_attribute("data-scale", "own")
    np.testing.assert_allclose(tile_pixels(gallery), colours(common, "dark"), atol=2)


def test_a_click_opens_the_unit_and_the_way_back_leads_to_the_same_view(
    open_gallery: OpenPage, model: NeuralNetwork, life: LayerStatistics
) -> None:
    norms = linear_layer(model, "linear1").weight.norm(dim=1).numpy()
    for_seven = np.flatnonzero((life.best_digit == 7) & ~life.is_dead)
    first, second = for_seven[np.argsort(-norms[for_seven])][:2]
    page = open_gallery(viewport={"width": 1280, "height": 720})
    gallery = choose(page, sort="norm", show="most7")
    for part in (".controls", ".body", ".open"):
        expect(gallery.locator(part)).to_be_in_viewport(ratio=1)
    gallery.locator("canvas.tiles").click(position=place_of(1))
    page.wait_for_url(re.compile(rf"/neurons\?stage=linear1&unit={second}$"))
    expect(page.get_by_role("heading", name=f"Detector {second}")).to_be_in_viewport(ratio=1)
    expect(page.locator(".st-key-neuron_head_picture canvas")).to_be_in_viewport(ratio=1)
    page.get_by_role("link", name="Parameters").click()
    expect(gallery).to_have_attribute("data-filter", "most7")
    expect(gallery).to_have_attribute("data-sort", "norm")
    expect_first(gallery, first, shown=len(for_seven))
    expect(gallery).to_have_attribute("data-current", str(second))
    expect(gallery.locator("canvas.tiles")).to_be_in_viewport()


def test_the_keyboard_goes_from_tile_to_tile_and_opens_one(open_gallery: OpenPage) -> None:
    page = open_gallery()
    gallery = page.locator(GALLERY)
    tiles = gallery.locator("canvas.tiles")
    tiles.focus()
    for key, unit in (("ArrowRight", 1), ("End", 511), ("ArrowLeft", 510), ("Home", 0)):
        page.keyboard.press(key)
        expect(gallery).to_have_attribute("data-current", str(unit))
    page.keyboard.press("ArrowDown")
    below = int(gallery.get_attribute("data-current") or 0)
    assert 3 < below < 30
    page.keyboard.press("ArrowUp")
    expect(gallery).to_have_attribute("data-current", "0")
    page.keyboard.press("PageDown")
    assert int(gallery.get_attribute("data-current") or 0) % below == 0
    page.keyboard.press("ArrowRight")
    chosen = gallery.get_attribute("data-current")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/neurons?stage=linear1&unit={chosen}")


def test_another_network_is_shown_without_a_new_gallery_and_a_filter_without_units_says_so(
    open_gallery: OpenPage,
) -> None:
    page = open_gallery()
    gallery = page.locator(GALLERY)
    gallery.evaluate("root => { root.dataset.kept = 'yes'; }")
    before = tile_pixels(gallery)
    choose(page, show="most7")
    show_untrained(page)
    expect(gallery.locator("select.show")).to_have_value("all")  # that was of the other network
    expect(gallery).to_have_attribute("data-shown", "512")
    expect(gallery.locator(".scale")).to_contain_text(UNTRAINED_SCALE)
    expect(gallery).to_have_attribute("data-kept", "yes")
    assert np.abs(tile_pixels(gallery) - before).mean() > 10
    choose(page, show="dead")
    expect(gallery).to_have_attribute("data-shown", "0")
    expect(gallery).to_have_attribute("data-first", "none")
    expect(gallery.locator(".notice")).to_contain_text("No detector is dead")
    expect(gallery.locator(".notice")).to_be_visible()


def test_every_tile_is_taken_along_and_one_of_them_much_enlarged(
    open_gallery: OpenPage, model: NeuralNetwork
) -> None:
    page = open_gallery()
    gallery = page.locator(GALLERY)
    with page.expect_download() as download:
        gallery.get_by_role("button", name="Download the gallery").click()
    assert download.value.suggested_filename.endswith("-number-all.png")
    picture = Image.open(io.BytesIO(download.value.path().read_bytes())).convert("RGB")
    num_pixels = 512 * (2 * TILE_PX) ** 2
    assert picture.width * picture.height > num_pixels
    bottom = np.asarray(picture)[-2 * TILE_PX :]
    assert len(np.unique(bottom.reshape(-1, 3), axis=0)) > 100  # the last row's tiles
    gallery.locator("canvas.tiles").press("ArrowRight")
    with page.expect_download() as download:
        gallery.get_by_role("button", name="Download the picture of detector 1 as PNG").click()
    assert download.value.suggested_filename.endswith("-detector-1.png")
    picture = Image.open(io.BytesIO(download.value.path().read_bytes())).convert("RGB")
    cell = picture.width // 28
    shown = np.asarray(picture)[-28 * cell :][cell // 2 :: cell, cell // 2 :: cell]
    weight = linear_layer(model, "linear1").weight.numpy()
    levels = np.clip(127 * weight[1].reshape(28, 28) / (3 * weight.std()), -127, 127).round()
    np.testing.assert_allclose(shown, colours(levels, "light"), atol=2)


def test_on_a_phone_a_finger_looks_first_and_opens_with_a_second_tap(
    open_gallery: OpenPage,
) -> None:
    options: dict[str, Any] = {"viewport": {"width": 375, "height": 800}, "has_touch": True}
    page = open_gallery(EXAMPLE, **options)
    gallery = page.locator(GALLERY)
    tiles = gallery.locator("canvas.tiles")
    for unit in (1, 2):
        tiles.tap(position=place_of(unit))
        expect(gallery).to_have_attribute("data-current", str(unit))
    expect_no_scrolling_sideways(page)
    tiles.tap(position=place_of(2))
    page.wait_for_url("**/neurons?stage=linear1&unit=2")


def test_negative_scores_without_relu_have_bar_and_value(open_gallery: OpenPage) -> None:
    page = open_gallery(EXAMPLE)
    gallery = choose(page, show="silent")
    network = untrained_network(5, ())
    with torch.no_grad():
        linear_layer(network, "linear1").bias[0] = -2.0
    buffer = io.BytesIO()
    torch.save(network.state_dict(), buffer)
    page.get_by_role("radio", name="Your own").click()
    panel = page.locator(".st-key-network_choice_panel")
    panel.locator('input[type="file"]').set_input_files(
        {"name": "own.pth", "mimeType": "application/octet-stream", "buffer": buffer.getvalue()}
    )
    panel.get_by_text("A ReLU after the scores").click()
    expect(gallery).to_have_attribute("data-filter", "all")
    expect(gallery).to_have_attribute("data-shown", "10")
    expect(gallery).to_have_attribute("data-habits", "counted")
    expect(gallery.locator(".bars")).to_contain_text("blue below")
    expect(gallery.locator(".said")).to_contain_text(re.compile(r"digit 0 .* · now −\d\.\d{1,3}$"))
    expect(gallery.locator("select.show option")).to_have_count(11)
    expect(gallery.locator("select.show")).to_have_value("all")


def test_weights_that_cannot_be_loaded_can_be_asked_for_again(
    open_page: OpenPage, server: Server
) -> None:
    page = open_page(is_waited_for=False)
    page.route("**/overview/*", lambda route: route.abort())
    page.goto(f"{server.address}/parameters", wait_until="commit", timeout=60_000)
    gallery = page.locator(GALLERY)
    expect(gallery.locator(".notice")).to_contain_text("could not be loaded", timeout=60_000)
    page.unroute("**/overview/*")
    gallery.get_by_role("button", name="Try again").click()
    expect(gallery).to_have_attribute("data-shown", "512")
    expect(gallery.locator(".notice")).to_be_hidden()
