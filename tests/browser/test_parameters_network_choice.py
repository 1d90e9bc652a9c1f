"""Other networks in real Chromium: brought, refused, followed by the whole app, gone afterwards."""

import io
import os
import re
import urllib.error
import urllib.request
from pathlib import Path

import pytest
import torch
from playwright.sync_api import FilePayload, Page, expect

from mlp.dataset import load_digits
from mlp.files.read import read_parameters
from mlp.net.parameters import fingerprint
from mlp.training.loop import model_for, train
from mlp.training.recipe import Recipe
from tests.support.networks import untrained_pth
from tests.support.page import MENU, VIEW, OpenPage, draw, expect_digit
from tests.support.server import Server
from tests.support.strokes import DIGIT_STROKES


def go_to(page: Page, name: str) -> None:
    page.locator(MENU).get_by_role("link", name=name).click()
    title = "Glassbox" if name == "Draw" else name
    expect(page.get_by_role("heading", name=title, exact=True, level=1)).to_be_visible()


def bring(page: Page, name: str, content: bytes) -> None:
    go_to(page, "Parameters")
    page.get_by_role("radio", name="Your own").click()
    file: FilePayload = {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    panel = page.locator(".st-key-network_choice_panel")
    panel.locator('input[type="file"]').set_input_files(file)


def is_served(server: Server, name: str) -> bool:
    try:
        with urllib.request.urlopen(f"{server.address}/glassbox/overview/{name}", timeout=10):
            return True
    except urllib.error.HTTPError as error:
        assert error.code == 404
        return False


def test_a_brought_network_is_drawn_live_and_only_its_visitor_sees_it(
    open_page: OpenPage,
) -> None:
    page, other = open_page(), open_page()
    bring(page, "my.pth", untrained_pth(128, 64))
    expect(page.get_by_text("784 → 128 → 64 → 10")).to_be_visible()
    go_to(page, "Draw")
    expect(page.locator('canvas[data-channel="live"]')).to_be_visible()
    draw(page, DIGIT_STROKES[3])
    # An untrained network says whatever it says; the trained one is sure.
    expect(page.locator(f"{VIEW}:not([data-seq='-1'])")).to_be_visible()
    page.get_by_role("radio", name="numbers").click()
    expect(page.get_by_text("(1, 128)").first).to_be_visible()
    expect(page.locator('[data-testid="stSidebar"]')).to_contain_text("109,386 parameters")
    draw(other, DIGIT_STROKES[3])
    expect_digit(other, 3)
    expect(other.locator('[data-testid="stSidebar"]')).to_contain_text("669,706 parameters")


def test_refused_files_leave_the_drawing_and_the_network(open_page: OpenPage) -> None:
    class Malicious:
        def __reduce__(self) -> tuple[object, ...]:
            return os.mkdir, ("was_run",)

    buffer = io.BytesIO()
    torch.save({"weight": Malicious()}, buffer)
    page = open_page()
    draw(page, DIGIT_STROKES[7])
    expect_digit(page, 7)
    alert = page.locator(".st-key-network_choice_panel").get_by_role("alert")
    for content, said in (
        (buffer.getvalue(), "holds more than numbers"),
        (untrained_pth(128, 64)[:2000], "damaged or was cut off"),
        (b"\x00\x00\x00\x80\x00\x00\x00\x00{" + bytes(99), "2,147,483,648 bytes"),
    ):
        bring(page, "bad.pth", content)
        expect(alert).to_contain_text(said)
        expect(page.get_by_text("What you see is still: trained")).to_be_visible()
        go_to(page, "Draw")
        expect_digit(page, 7)
    assert not Path("was_run").exists()


def test_what_somebody_brought_is_gone_when_they_have_left(
    open_page: OpenPage, server: Server
) -> None:
    page = open_page()
    content = untrained_pth(40)
    bring(page, "mine.pth", content)
    expect(page.get_by_text("784 → 40 → 10")).to_be_visible()
    name = fingerprint(read_parameters(content, "mine.pth").network())
    assert is_served(server, name)
    page.close()
    other = open_page()
    for _ in range(40):
        if not is_served(server, name):
            return
        other.wait_for_timeout(500)
    pytest.fail("The network is still there twenty seconds after its visitor has left.")


def test_why_leads_to_the_unit_that_spoke_most(open_page: OpenPage) -> None:
    page = open_page()
    page.get_by_role("button", name="Example of a 7").click()
    expect_digit(page, 7)
    page.get_by_role("button", name="Look inside").click()
    page.wait_for_url("**/neurons?stage=linear2&unit=*")
    expect(page.get_by_role("heading", name=re.compile(r"Why 7, and not \d\?"))).to_be_visible()
    second = page.locator(".st-key-why_for").get_by_role("button").nth(1)
    named = re.match(r"Combination (\d+), fires for", second.get_attribute("aria-label") or "")
    assert named is not None
    second.click()
    page.wait_for_url(f"**/neurons?stage=linear2&unit={named[1]}")


def test_a_trained_network_of_other_sizes_reads_digits(open_page: OpenPage) -> None:
    recipe = Recipe(hidden_sizes=(128, 64), epochs=2, num_images=20_000, learning_rate=4e-3)
    model = model_for(recipe, torch.device("cpu"))
    for _ in train(model, load_digits("train"), recipe):
        pass
    buffer = io.BytesIO()
    torch.save(model.state_dict(), buffer)
    page = open_page()
    bring(page, "trained.pth", buffer.getvalue())
    expect(page.get_by_text("784 → 128 → 64 → 10")).to_be_visible()
    go_to(page, "Draw")
    expect(page.locator('canvas[data-channel="live"]')).to_be_visible()
    draw(page, DIGIT_STROKES[0])
    expect_digit(page, 0)
