"""Install the package into an empty environment and use the app: `python -m scripts.check_package`.

It must not know how the package is built.
"""

import re
import subprocess
import sys
import tempfile
from pathlib import Path

import click
from playwright.sync_api import Page, expect, sync_playwright

from mlp.files.link import Example, pack
from mlp.web.train.buttons_words import START
from tests.support.page import draw, launch_chromium, open_draw_page
from tests.support.server import ROOT, Server, running_server
from tests.support.strokes import DIGIT_STROKES

PAPER = "rgb(251, 250, 247)"  # the background in .streamlit/config.toml


def main() -> None:
    """Install, start, draw and train; raises where something does not stand."""
    expect.set_options(timeout=60_000)
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        click.echo("Installing the package into an empty environment (about a minute) …")
        python = _new_environment(folder / "environment")
        subprocess.run([python, "-m", "pip", "install", "--quiet", str(ROOT)], check=True)
        command = [str(python.with_name("glassbox"))]
        with (
            running_server(folder / "app.log", command=command) as server,
            sync_playwright() as playwright,
        ):
            browser = launch_chromium(playwright)
            page = browser.new_page(color_scheme="light")
            try:
                _use(page, server)
            except AssertionError:
                click.echo(server.log(), err=True)
                raise
            browser.close()
    click.echo("The installed app opens, reads a drawn digit and trains.")


def _new_environment(folder: Path) -> Path:
    """Make an empty virtual environment and give its interpreter."""
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    return folder / ("Scripts" if sys.platform == "win32" else "bin") / "python"


def _use(page: Page, server: Server) -> None:
    """Draw a digit and train a network."""
    open_draw_page(page, server.address)
    expect(page.locator(".stApp")).to_have_css("background-color", PAPER)
    draw(page, DIGIT_STROKES[7])
    expect(page.locator('[data-testid="network-view"]')).to_have_attribute("data-predicted", "7")
    page.goto(f"{server.address}/train?digit={pack(Example(0))}")
    page.get_by_role("button", name=START, exact=True).click()
    training = page.locator('[data-testid="training-view"]')
    expect(training).to_have_attribute("data-steps", re.compile("[1-9]"))


if __name__ == "__main__":
    main()
