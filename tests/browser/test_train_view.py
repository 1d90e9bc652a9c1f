"""The training's status and timeline in real Chromium: back, the film, a reload, a lost server."""

import json
import re
from collections.abc import Callable

import pytest
import torch
from playwright.sync_api import Locator, Page, expect

from mlp.dataset import load_digits
from mlp.files.link import Example, pack
from mlp.net.network import NeuralNetwork
from mlp.net.parameters import fingerprint
from mlp.training.loop import model_for
from mlp.training.presets import PRESETS
from mlp.web.train.view import words
from tests.support.page import OpenPage
from tests.support.server import Server

VIEW = '[data-testid="training-view"]'
NETWORK = '[data-testid="network-view"]'
MAIN = '[data-testid="stMain"]'
QUICK = "Learning rate far too high"  # falls apart after a few batches
EXAMPLE = 3
PLACE = "glassbox:training:place"
ROUTES = "**/glassbox/training**"
LIES_UNDER_THE_END = """([main, timeline]) => {
  main.scrollTo(0, main.scrollHeight); // again and again: charts that come later make it longer
  const content = main.querySelector('[data-testid="stMainBlockContainer"]');
  const end = content.getBoundingClientRect().bottom;
  return end < innerHeight && end <= timeline.getBoundingClientRect().top + 1;
}"""
KEEP_ANSWERS = """async () => {
  window.answers = [];
  const loaded = performance.getEntriesByType("resource").map(({ name }) => name);
  const modules = await import(loaded.find((name) => name.includes("/modules/")));
  const { checkpointAnswers } = modules.need("browser/answers.js");
  checkpointAnswers.follow((answer) => answers.push(answer));
}"""

OpenTraining = Callable[..., Page]


@pytest.fixture
def open_training(open_page: OpenPage, server: Server) -> OpenTraining:
    """Open the Train page with a digit, and start a training that is over at once."""

    def open_training(**options: object) -> Page:
        page = open_page(is_waited_for=False, **options)
        page.goto(f"{server.address}/train?digit={pack(Example(EXAMPLE))}", timeout=60_000)
        page.get_by_text(QUICK).first.click()
        expect(page.get_by_text(f"{QUICK}.")).to_be_visible()
        page.get_by_role("button", name="Start training").click()
        expect_status(page, "diverged")
        page.evaluate(KEEP_ANSWERS)
        return page

    return open_training


def view_of(page: Page) -> Locator:
    return page.locator(VIEW)


def expect_status(page: Page, status: str) -> None:
    expect(view_of(page)).to_have_attribute("data-status", status, timeout=60_000)


def expect_place(page: Page, place: int | str) -> None:
    expect(view_of(page)).to_have_attribute("data-place", str(place))


def beginning() -> NeuralNetwork:
    """The network before the first step."""
    return model_for(PRESETS["too_fast"].recipe, torch.device("cpu")).eval()


def shown(page: Page) -> list[str]:
    """Fingerprints of the networks whose answers the views were given, in order."""
    prints: list[str] = page.evaluate("answers.map((answer) => answer.fingerprint)")
    return prints


def test_the_timeline_takes_the_digit_back_to_the_first_checkpoint_and_the_film_to_the_last(
    open_training: OpenTraining,
) -> None:
    page = open_training()
    view, network = view_of(page), beginning()
    expect(view.locator(".message")).to_contain_text("learning rate was 10")
    expect(view.locator(".status")).to_have_text(words.VIEW["status"]["diverged"])
    num_checkpoints = int(view.get_attribute("data-checkpoints") or 0)
    slider = view.get_by_role("slider")
    slider.press("Home")
    expect_place(page, 0)
    first = fingerprint(network)
    page.wait_for_function(f"answers.at(-1)?.fingerprint === '{first}'")
    image = load_digits("test").images(EXAMPLE, EXAMPLE + 1)
    scores = network(image)[0].tolist()
    stages = json.loads(page.evaluate("JSON.stringify([...answers.at(-1).stages.at(-2)])"))
    assert stages == pytest.approx(scores, abs=1e-5)
    expect(page.locator(NETWORK)).to_have_attribute(
        "data-predicted", str(scores.index(max(scores)))
    )
    expect(slider).to_have_attribute("aria-valuetext", re.compile("Before the first step"))
    page.evaluate("answers.length = 0")
    view.get_by_role("combobox").select_option("fast")
    slider.press("Space")
    expect_place(page, "now")
    expect(view).to_have_attribute("data-film", "off")
    num_shown = "new Set(answers.map((a) => a.fingerprint)).size"
    page.wait_for_function(f"{num_shown} >= {num_checkpoints - 1}")
    film = list(dict.fromkeys(one for one in shown(page) if one != first))
    assert len(film) == num_checkpoints - 1  # each checkpoint once, in order, none left out


def test_on_a_phone_the_timeline_stays_in_sight_and_a_reload_keeps_its_place(
    open_training: OpenTraining,
) -> None:
    page = open_training(viewport={"width": 375, "height": 800}, has_touch=True)
    timeline = view_of(page).get_by_role("group", name=words.VIEW["timeline"])
    main = page.locator(MAIN)
    page.wait_for_function(
        LIES_UNDER_THE_END, arg=[main.element_handle(), timeline.element_handle()]
    )
    expect(timeline).to_be_in_viewport(ratio=1)
    assert main.evaluate("main => main.scrollWidth - main.clientWidth") <= 0
    for _ in range(2):
        timeline.get_by_role("button", name=words.VIEW["before"]).tap()
    place = int(view_of(page).get_attribute("data-checkpoints") or 0) - 3
    expect_place(page, place)
    page.wait_for_function(f"sessionStorage.getItem('{PLACE}')?.includes('fingerprint')")
    page.wait_for_timeout(1000)  # the place is kept once the visitor rests there, after each tap
    page.context.route(ROUTES, lambda route: route.abort())
    page.reload()
    unreachable = view_of(page).get_by_text("The server does not answer")
    expect(unreachable).to_be_visible(timeout=60_000)
    page.context.unroute(ROUTES)
    expect_status(page, "diverged")
    expect(unreachable).to_be_hidden()
    expect_place(page, place)
