"""The ways to start the app, from a folder that is not the app's."""

import os
import shlex
import sys
import time
from pathlib import Path

from playwright.sync_api import Browser, expect

from tests.support import ROOT
from tests.support.page import open_draw_page
from tests.support.server import running_server

GLASSBOX = [sys.executable, "-c", "from mlp.web.launch import main; main()"]
PAPER = "rgb(251, 250, 247)"  # the background in .streamlit/config.toml


def test_glassbox_shows_the_app_in_its_own_colours(browser: Browser, tmp_path: Path) -> None:
    expect_app(browser, tmp_path, command=GLASSBOX)


def test_app_py_is_a_program(browser: Browser, tmp_path: Path) -> None:
    expect_app(browser, tmp_path, command=[sys.executable, str(ROOT / "app.py")])


def expect_app(browser: Browser, folder: Path, *, command: list[str]) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with running_server(folder / "app.log", command=command, environment=environment) as server:
        page = browser.new_page(color_scheme="light")
        open_draw_page(page, server.address)
        expect(page.locator(".stApp")).to_have_css("background-color", PAPER)
        page.close()


def test_the_browser_is_opened_where_there_is_a_screen(tmp_path: Path) -> None:
    opened = tmp_path / "opened"
    noting = f"import sys; open({str(opened)!r}, 'w').write(sys.argv[1])"
    environment = {**os.environ, "BROWSER": shlex.join([sys.executable, "-c", noting, "%s"])}
    options = {"environment": environment, "settings": ["--server.headless=false"]}
    with running_server(tmp_path / "app.log", base_path="base", **options) as server:
        deadline_s = time.monotonic() + 20
        while not opened.exists() or not opened.read_text():
            assert time.monotonic() < deadline_s, server.log()
            time.sleep(0.05)
    assert opened.read_text() == server.address
