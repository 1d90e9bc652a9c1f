"""Links that were opened, and downloads of a digit, in real Chromium."""

import io
import subprocess
import sys
import zipfile
from pathlib import Path

import numpy as np
from PIL import Image
from playwright.sync_api import Page, expect

from mlp.dataset import load_digits
from mlp.files.link import Example, pack
from mlp.net.trace import trace
from mlp.web.server.models import bundled_models
from tests.support.page import (
    SIDEBAR,
    OpenPage,
    draw,
    expect_digit,
    expect_settled,
    open_draw_page,
    open_sidebar,
    padded_ink,
)
from tests.support.pictures import digit_pixels, index_of
from tests.support.server import Server
from tests.support.strokes import DIGIT_STROKES


def test_a_reload_of_an_opened_link_keeps_what_was_drawn_since(
    open_page: OpenPage, server: Server
) -> None:
    page = open_page(f"{server.address}/?digit={pack(Example(index_of(1)))}&explain=code")
    expect_digit(page, 1)
    page.get_by_role("button", name="Clear").click()
    draw(page, DIGIT_STROKES[5])
    expect_digit(page, 5)
    expect_settled(page)
    ink = padded_ink(page)
    page.reload()
    expect_digit(page, 5)
    expect(page.locator(SIDEBAR)).to_contain_text("your drawing: 5")
    assert padded_ink(page) == ink


def test_a_reload_of_an_opened_link_still_shows_its_digit(
    open_page: OpenPage, server: Server
) -> None:
    page = open_page(f"{server.address}/?digit={pack(Example(index_of(7)))}")
    expect_digit(page, 7)
    expect_settled(page)
    expect(page).to_have_url(f"{server.address}/")
    page.reload()
    expect_digit(page, 7)


def test_undo_takes_a_link_back_that_was_opened_over_a_drawing(
    open_page: OpenPage, server: Server
) -> None:
    page = open_page(server.address)
    draw(page, DIGIT_STROKES[3])
    expect_settled(page)
    ink = padded_ink(page)
    open_draw_page(page, f"{server.address}/?digit={pack(Example(index_of(7)))}")
    expect_digit(page, 7)
    page.get_by_role("button", name="Undo").click()
    expect_digit(page, 3)
    assert padded_ink(page) == ink
    expect(page.locator(SIDEBAR)).to_contain_text("your drawing: 3")


def test_a_broken_link_leaves_the_drawing_of_the_tab(open_page: OpenPage, server: Server) -> None:
    page = open_page(server.address)
    draw(page, DIGIT_STROKES[3])
    expect_settled(page)
    open_draw_page(page, f"{server.address}/?digit=1.t.7.00000000")
    expect_digit(page, 3)
    expect(page.get_by_role("alert")).to_contain_text("This link is broken")
    draw(page, [[(0.5, 0.5)]])
    expect(page.get_by_role("alert").filter(visible=True)).to_have_count(0)


def downloaded(page: Page, label: str) -> bytes:
    """Click one of the downloads, and read what arrives."""
    with page.expect_download() as download:
        page.get_by_role("button", name=label).click()
    return Path(download.value.path()).read_bytes()


def test_every_download_arrives_and_holds_what_is_shown(open_page: OpenPage) -> None:
    page = open_page()
    page.get_by_role("button", name="Example of a 7").click()
    expect_digit(page, 7)
    open_sidebar(page)
    page.get_by_role("button", name="Download").click()
    index = index_of(7)
    images = load_digits("test").images(index, index + 1)
    traced = trace(bundled_models().default.cpu_model, images)
    with np.load(io.BytesIO(downloaded(page, "Tensors (.npz)"))) as arrays:
        assert list(arrays) == [stage.name for stage in traced.stages]
        for stage in traced.stages:
            np.testing.assert_array_equal(arrays[stage.name], stage.tensor.numpy())
    picture = Image.open(io.BytesIO(downloaded(page, "Picture (.png)")))
    np.testing.assert_array_equal(np.asarray(picture), digit_pixels(7))
    compile(downloaded(page, "Program (.py)"), "reproduce.py", "exec")


def test_the_downloaded_program_computes_the_same_by_itself(
    open_page: OpenPage, tmp_path: Path
) -> None:
    page = open_page()
    draw(page, DIGIT_STROKES[3])
    expect_settled(page)
    open_sidebar(page)
    page.get_by_role("button", name="Download").click()
    zipfile.ZipFile(io.BytesIO(downloaded(page, "Everything (.zip)"))).extractall(tmp_path)
    command = [sys.executable, "-I", "reproduce.py"]  # -I: without this project
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert "all 9 stages agree, bit for bit" in done.stdout


def test_downloads_can_be_reached_on_a_phone(open_page: OpenPage) -> None:
    page = open_page(viewport={"width": 360, "height": 740})
    draw(page, DIGIT_STROKES[3])
    expect_settled(page)
    open_sidebar(page)
    page.get_by_role("button", name="Download").click()
    box = page.get_by_role("button", name="Tensors").bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 360
    assert downloaded(page, "Tensors (.npz)").startswith(b"PK")
