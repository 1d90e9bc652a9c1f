"""A saved network in real Chromium: loaded on the Train page, compared, a disagreement opened."""

import re

from playwright.sync_api import FilePayload, expect

from mlp.files.save import trained_safetensors
from mlp.net.network import untrained_network
from mlp.training.recipe import Recipe
from tests.support.page import MENU, OpenPage


def test_a_saved_network_is_loaded_and_compared_and_a_disagreement_is_drawn(
    open_page: OpenPage,
) -> None:
    page, other = open_page(), open_page()
    for one in (page, other):
        one.locator(MENU).get_by_role("link", name="Train").click()
    network = untrained_network(2, (16,), last_relu=False)
    recipe = Recipe(hidden_sizes=(16,), last_relu=False)
    content = trained_safetensors(
        network, recipe, step=0, held_out_accuracy=0.1, num_held_out=10_000
    )
    page.locator("summary").filter(has_text="Load one that you saved").click()
    file: FilePayload = {
        "name": "my.safetensors",
        "mimeType": "application/octet-stream",
        "buffer": content,
    }
    page.locator(".st-key-training_file input").set_input_files(file)
    sidebar = page.locator('[data-testid="stSidebar"]')
    expect(page.locator(".st-key-other_network")).to_contain_text("my.safetensors")
    expect(page.get_by_text("scores below zero stay as they are")).to_be_visible()

    page.get_by_role("button", name="Compare on the 10,000 test images").click()
    expect(page.get_by_text(re.compile("They disagree on"))).to_be_visible()
    expect(page.locator(".st-key-compare_errors .main-svg").first).to_be_visible()
    pictures = page.locator(".st-key-compare_pictures button")
    expect(pictures).to_have_count(24)
    page.get_by_role("button", name="Next", exact=True).click()
    expect(page.get_by_text(re.compile("^25–48 of"))).to_be_visible()

    caption = pictures.nth(3).get_attribute("aria-label") or ""
    index = re.findall("Test digit ([0-9,]+):", caption)[0]
    pictures.nth(3).click()
    expect(page.get_by_role("heading", name="Glassbox", level=1)).to_be_visible()
    expect(sidebar).to_contain_text(f"test digit {index}, a")
    cards = page.locator(".st-key-stage_charts")
    expect(cards.get_by_text("16 detectors, for and against").first).to_be_visible()
    expect(other.locator(".st-key-other_network button")).to_have_count(0)
