"""How many of other people's digits are read in the real app: `python -m benchmarks.people`.

It must not know how they are drawn.
"""

import tempfile
from pathlib import Path

import click
from playwright.sync_api import sync_playwright

from tests.support.driving import launch_chromium, open_draw_page, running_server
from tests.support.people import misread_people


@click.command()
@click.option("--each", "num_each", default=10, show_default=True, type=click.IntRange(1, 800))
def main(num_each: int) -> None:
    """Say how many were read rightly."""
    with (
        tempfile.TemporaryDirectory() as folder,
        running_server(Path(folder) / "app.log") as server,
        sync_playwright() as playwright,
    ):
        page = launch_chromium(playwright).new_page()
        open_draw_page(page, server.address)
        misread = misread_people(page, num_each=num_each)
    click.echo(f"{10 * num_each - len(misread)} of {10 * num_each} drawings were read rightly.")
    for index, digit in misread:
        click.echo(f"test digit {index}, a {digit}, was not")


if __name__ == "__main__":
    main()
