"""`glassbox`: start the app's server from any folder, and open the app in the browser.

It must not know what the app shows.
"""

import pkgutil
import webbrowser
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import import_module
from pathlib import Path
from threading import Timer

import click
import streamlit as st
from streamlit.web.cli import main as streamlit
from streamlit.web.server.server_util import get_display_address, get_url

_WEB = Path(__file__).parent
_INSTALLED = _WEB / "app" / "app.py"
APP = _INSTALLED if _INSTALLED.exists() else _WEB.parents[1] / "app.py"
"""The app's file; a wheel carries it, the pages and the settings inside this package."""


@click.command(options_metavar="", context_settings={"ignore_unknown_options": True})
@click.argument("options", nargs=-1, type=click.UNPROCESSED)
def main(options: tuple[str, ...]) -> None:
    """Draw a digit and see every tensor of a small PyTorch network, live.

    OPTIONS are those of “streamlit run”, for example --server.port=8600 or
    --server.address=127.0.0.1: only this computer may connect.
    """
    streamlit(["run", str(APP), *options])


def import_rooms() -> None:
    """Import what all pages need, so that nobody who opens a page as the first waits for it."""
    for module in pkgutil.walk_packages([str(_WEB)], "mlp.web."):
        import_module(module.name)


@asynccontextmanager
async def serving(_app: st.App) -> AsyncIterator[None]:
    """What holds while the server runs: no page waits, the app is open in the browser."""
    import_rooms()
    if not st.get_option("server.headless"):  # Streamlit opens a browser for scripts alone
        host = st.get_option("server.address")
        address = get_url(get_display_address(host) if host else "localhost")
        # NOTE: the server answers only after this.
        Timer(0.5, webbrowser.open, [address]).start()
    yield
