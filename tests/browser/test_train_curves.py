"""Curves, bars, pictures and a digit's history in real Chromium, of a real training."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import torch
from playwright.sync_api import Locator, Page, expect

from mlp.dataset import load_digits
from mlp.files.link import Example, pack
from mlp.numbers import share
from mlp.training.loop import model_for
from mlp.training.presets import PRESETS
from mlp.web.charts.colours import TABLE
from mlp.web.charts.parameters import level_colours
from mlp.web.train.first_layer import words
from tests.support.page import OpenPage
from tests.support.server import Server

QUICK = "Learning rate far too high"  # falls apart after a few batches
VIEW = '[data-testid="training-view"]'
PICTURES = '[data-testid="training-pictures"]'
CURVES = '.glassbox-training:has([data-chart="loss"])'
HISTORY = ".glassbox-training:has(canvas)"
EXAMPLE = 3
EXAMPLES = ".st-key-train_examples"
OTHER_EXAMPLE = 7
ROUTES = "**/glassbox/training**"

OpenTraining = Callable[[], Page]


@pytest.fixture
def open_training(open_page: OpenPage, server: Server) -> OpenTraining:
    """Open the Train page with a digit, and start a training that is over at once."""

    def open_training() -> Page:
        page = open_page(is_waited_for=False, color_scheme="light")
        page.goto(f"{server.address}/train?digit={pack(Example(EXAMPLE))}", timeout=60_000)
        page.get_by_text(QUICK).first.click()
        expect(page.get_by_text(f"{QUICK}.")).to_be_visible()
        app = page.get_by_test_id("stApp")  # what was chosen holds once the run has ended
        expect(app).to_have_attribute("data-test-script-state", "notRunning")
        page.get_by_role("button", name="Start training").click()
        expect(page.locator(VIEW)).to_have_attribute("data-status", "diverged", timeout=60_000)
        return page

    return open_training


def told(page: Page) -> dict[str, Any]:
    """Everything that the server has told of the training."""
    store: dict[str, Any] = page.evaluate("window.glassboxTraining.store")
    return store


def traces(page: Page, chart: str) -> dict[str, dict[str, Any]]:
    """What Plotly draws, by the names in the templates."""
    drawn = page.locator(f'[data-chart="{chart}"]').evaluate(
        "(chart) => chart.data.map(({ meta, x, y }) => ({ meta, x: [...x], y: [...y] }))"
    )
    return {trace["meta"]: trace for trace in drawn}


def shares(checkpoint: dict[str, Any]) -> list[float]:
    return [
        right / there
        for right, there in zip(checkpoint["heldOutRight"], checkpoint["heldOutAll"], strict=True)
    ]


def expect_checkpoint(page: Page, checkpoint: dict[str, Any]) -> None:
    """Claim that curves, bars and pictures show the figures of this checkpoint."""
    curves = page.locator(CURVES)
    curves.scroll_into_view_if_needed()
    expect(curves).to_have_attribute("data-step", str(checkpoint["step"]))
    expect(curves).to_have_attribute("data-bars", str(checkpoint["step"]))
    accuracy = share(sum(checkpoint["heldOutRight"]), sum(checkpoint["heldOutAll"]))
    label = page.locator('[data-chart="accuracy"]').get_attribute("aria-label") or ""
    assert f"New digits: {accuracy};" in label
    bars = traces(page, "digits")
    assert bars["accuracy"]["y"] == pytest.approx(shares(checkpoint))
    assert bars["lost"]["x"] == checkpoint["lostDigits"]
    pictures = page.locator(PICTURES)
    pictures.scroll_into_view_if_needed()
    expect(pictures).to_have_attribute("data-shown", checkpoint["fingerprint"])


def large_picture(page: Page) -> np.ndarray:
    """The colours of the unit that is read out: (28, 28, 3)."""
    pixels = page.locator(f"{PICTURES} canvas.large").evaluate(
        'large => [...large.getContext("2d").getImageData(0, 0, 28, 28).data]'
    )
    return np.array(pixels, np.uint8).reshape(28, 28, 4)[:, :, :3]


def strip_colours(strip: Locator, x_share: float) -> np.ndarray:
    """The colours of the ten rows there: (10, 3)."""
    pixels = strip.locator("canvas").evaluate(
        """(canvas, share) => [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].flatMap((row) => [
          ...canvas.getContext("2d").getImageData(
            Math.floor(share * canvas.width), (row + 0.5) * canvas.height / 10, 1, 1).data])""",
        x_share,
    )
    return np.array(pixels, np.uint8).reshape(10, 4)[:, :3]


def test_curves_bars_and_pictures_show_the_checkpoint_looked_at_and_no_address_has_the_ticket(
    open_training: OpenTraining, server: Server
) -> None:
    page = open_training()
    store, asked = told(page), [page.url]
    page.on("request", lambda request: asked.append(request.url))
    checkpoints, curves = store["checkpoints"], page.locator(CURVES)
    expect(curves).to_have_attribute("data-points", str(len(store["steps"])))
    drawn = traces(page, "loss")["heldOut"]
    assert drawn["x"] == [checkpoint["numImages"] for checkpoint in checkpoints]
    assert drawn["y"] == [
        checkpoint["heldOutLoss"] for checkpoint in checkpoints
    ]  # gaps where it is no number
    assert max(traces(page, "loss")["batches"]["y"]) == pytest.approx(max(store["losses"]))
    expect_checkpoint(page, checkpoints[-1])
    page.locator(VIEW).get_by_role("slider").press("Home")
    expect_checkpoint(page, checkpoints[0])
    page.locator(f"{PICTURES} canvas.tiles").press("ArrowRight")
    expect(page.locator(f"{PICTURES} .name")).to_have_text("detector 1")
    path = f"/glassbox/training/pictures/{checkpoints[0]['fingerprint']}"
    headers = {"Glassbox-Ticket": store["ticket"]}
    levels = np.frombuffer(page.request.get(server.address + path, headers=headers).body(), np.int8)
    colours = level_colours(TABLE["light"]["diverging"])
    expected = colours[levels.reshape(-1, 28, 28)[1].astype(int) + 127]
    np.testing.assert_array_equal(large_picture(page), expected)
    page.context.route(ROUTES, lambda route: route.fulfill(status=404))
    page.locator(VIEW).get_by_role("slider").press("ArrowRight")
    expect(page.locator(PICTURES)).to_have_attribute("data-shown", "none")
    expect(page.locator(f"{PICTURES} .notice")).to_have_text(words.PICTURES["gone"])
    expect(page.locator(VIEW)).to_have_attribute("data-status", "gone")
    with page.expect_request("**/training?steps=999999999*", timeout=3_000):
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    assert [address for address in asked if "/glassbox/training/pictures/" in address]
    assert not [address for address in asked if store["ticket"] in address]


def test_a_digits_history_is_of_each_batch_or_is_asked_of_the_networks_kept(
    open_training: OpenTraining,
) -> None:
    page = open_training()
    history, store = page.locator(HISTORY), told(page)
    history.scroll_into_view_if_needed()
    expect(history).to_have_attribute("data-points", str(len(store["steps"])))
    # Of the light theme the darkest colour is the largest probability's.
    first = strip_colours(history, 0.5 / len(store["steps"])).sum(axis=1)
    assert first.argmin() == np.argmax(store["probabilities"][0])
    page.locator(EXAMPLES).get_by_role("button").nth(OTHER_EXAMPLE).click()
    expect(history).to_have_attribute("data-answers", str(len(store["checkpoints"])))
    expect(history).to_have_attribute("data-points", "0")
    expect(history).not_to_contain_text("NaN")
    page.locator(VIEW).get_by_role("slider").press("Home")
    image = load_digits("test").labels.tolist().index(OTHER_EXAMPLE)
    scores = model_for(PRESETS["too_fast"].recipe, torch.device("cpu"))(
        load_digits("test").images(image, image + 1)
    )
    expect(history).to_have_attribute("data-top", str(int(scores.argmax())))
