"""The app behind a proxy in real Chromium: all pages, every chart, every answer."""

import os
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, Request, Response, expect

from mlp.files.link import Example, pack
from mlp.web.train import buttons_words, settings_words
from tests.support.page import MENU, PAD, OpenPage, draw, expect_digit, expect_last_drawn
from tests.support.proxy import KEPT, Way, nginx_path, running_nginx
from tests.support.server import Server, running_server
from tests.support.strokes import DIGIT_STROKES

SEVEN = pack(Example(0))
PATIENCE_MS = 60_000

# From a page's address Streamlit tries one folder after the other until this answers.
STREAMLITS_SEARCH = re.compile(r"/_stcore/(health|host-config)$")


@pytest.fixture(scope="module")
def addresses(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[Way, str]]:
    if nginx_path() is None:
        if os.environ.get("CI"):
            pytest.fail("CI must have nginx: .ci/run installs it.")
        pytest.skip("there is no nginx on this machine")
    folder = tmp_path_factory.mktemp("proxy")
    with (
        running_server(folder / "app.log", base_path=KEPT) as kept,
        running_nginx(folder, app=server, kept=kept) as addresses,
    ):
        yield addresses


@pytest.mark.parametrize("way", ["prefix kept", "prefix stripped", "TLS"])
def test_every_page_is_whole_and_a_drawing_is_answered_behind_a_proxy(
    way: Way, addresses: dict[Way, str], open_page: OpenPage
) -> None:
    page = open_page(is_waited_for=False)
    faults = faults_of(page)
    page.goto(f"{addresses[way]}/lesson?step=9&digit={SEVEN}")
    expect(page.locator(".js-plotly-plot")).to_have_count(4, timeout=PATIENCE_MS)
    go_to(page, "Parameters")
    expect_parameters(page)
    go_to(page, "Draw")
    expect(page).to_have_url(f"{addresses[way]}/")
    expect_digit(page, 7)
    expect(page.locator(".st-key-stage_charts .js-plotly-plot")).to_have_count(9)
    expect(page.locator(".st-key-softmax_chart .js-plotly-plot")).to_be_visible()
    page.get_by_role("button", name="Clear (Delete)").click()
    expect_digit(page, "none")
    expect_answered(page, "live")
    assert faults == []


def test_a_training_is_followed_behind_a_proxy_that_strips_its_prefix(
    addresses: dict[Way, str], open_page: OpenPage
) -> None:
    page = open_page(is_waited_for=False)
    faults = faults_of(page)
    page.goto(f"{addresses['prefix stripped']}/train?digit={SEVEN}")
    expect_training(page)
    assert faults == []


def test_a_drawing_is_answered_behind_a_proxy_that_lets_no_websocket_through(
    addresses: dict[Way, str], open_page: OpenPage
) -> None:
    page = open_page(is_waited_for=False)
    page.goto(f"{addresses['no WebSocket']}/")
    expect_answered(page, "http")


def expect_answered(page: Page, channel: str) -> None:
    """A drawing is read while the pen is down, and once it is up."""
    expect(page.locator(PAD)).to_have_attribute("data-channel", channel)
    draw(page, DIGIT_STROKES[3], lift=False)
    expect_digit(page, 3)
    expect_last_drawn(page)
    page.mouse.up()
    expect(page.locator('[data-testid="verdict"]')).to_have_attribute("data-settled", "true")


def faults_of(page: Page) -> list[str]:
    """Note whatever goes wrong on a page from now on."""
    faults: list[str] = []

    def note_failed(request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":  # the page itself wanted it no longer
            faults.append(f"{request.url}: {request.failure}")

    def note_refused(response: Response) -> None:
        if response.status >= 400 and not STREAMLITS_SEARCH.search(response.url):
            faults.append(f"{response.url}: {response.status}")

    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("requestfailed", note_failed)
    page.on("response", note_refused)
    return faults


def go_to(page: Page, name: str) -> None:
    page.locator(MENU).get_by_role("link", name=name).click()


def expect_parameters(page: Page) -> None:
    """The gallery, a map with its exact values, the histograms."""
    expect(page.locator('[data-testid="unit-gallery"]')).to_have_attribute("data-shown", "512")
    page.get_by_role("tab", name="All numbers as maps").click()
    shown = page.locator('[data-testid="weight-map"]')
    expect(shown.and_(page.locator('[data-drawn]:not([data-drawn=""])'))).to_have_count(1)
    shown.locator("canvas").hover()
    expect(shown).to_have_attribute("data-values", "exact")
    page.get_by_role("tab", name="How they are spread").click()
    expect(page.locator(".st-key-parameter_bars .js-plotly-plot")).to_be_visible()


def expect_training(page: Page) -> None:
    """A training that is over soon: its curves, its pictures, the history of the digit."""
    title = settings_words.PRESETS["too_fast"].title
    page.get_by_text(title).first.click()
    expect(page.get_by_text(f"{title}.")).to_be_visible()
    page.get_by_role("button", name=buttons_words.START, exact=True).click()
    training = page.locator('[data-testid="training-view"]')
    expect(training).to_have_attribute("data-status", "diverged", timeout=PATIENCE_MS)
    expect(page.locator(".glassbox-training .js-plotly-plot")).to_have_count(3)
    history = page.locator(".glassbox-training:has(canvas)")
    history.scroll_into_view_if_needed()
    expect(history).to_have_attribute("data-points", re.compile("[1-9]"))
    pictures = page.locator('[data-testid="training-pictures"]')
    pictures.scroll_into_view_if_needed()
    expect(pictures).to_have_attribute("data-shown", re.compile("[0-9a-f]{16}"))
