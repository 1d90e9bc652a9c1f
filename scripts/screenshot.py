"""Make the README's pictures from the real app: `python -m scripts.screenshot`."""

import tempfile
from pathlib import Path

import click
from playwright.sync_api import sync_playwright

from tests.support import ROOT
from tests.support.page import draw, launch_chromium, open_draw_page
from tests.support.server import running_server
from tests.support.strokes import DIGIT_STROKES

FOLDER = ROOT / "docs"


def main() -> None:
    """Draw a 3 in the light and the dark theme and keep both pictures."""
    with (
        tempfile.TemporaryDirectory() as folder,
        running_server(Path(folder) / "app.log") as server,
        sync_playwright() as playwright,
    ):
        browser = launch_chromium(playwright)
        for theme in ("light", "dark"):
            context = browser.new_context(
                viewport={"width": 1360, "height": 800}, color_scheme=theme
            )
            page = context.new_page()
            open_draw_page(page, server.address)
            draw(page, DIGIT_STROKES[3])
            page.get_by_text("largest difference between").wait_for()
            page.locator(".st-key-softmax_chart .js-plotly-plot").wait_for()
            path = FOLDER / f"screenshot-{theme}.png"
            page.mouse.move(5, 5)
            page.screenshot(path=path)
            click.echo(f"Wrote {path.relative_to(ROOT)}")
        browser.close()


if __name__ == "__main__":
    main()
