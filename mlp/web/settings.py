"""What the settings say: Streamlit's to those parts of the server that know none, and our own.

It must not know what any route or page does. Our own are variables of the environment:

GLASSBOX_EXHIBIT: "on", or the seconds without touch after which everything of a visitor is
    forgotten, 1 to 3600: exhibit mode for everybody. Without it only where a page's address ends
    with "?exhibit" or, for example, "?exhibit=60".
GLASSBOX_EXHIBIT_PAGES: The pages that may be opened in exhibit mode, besides the first, for example
    "lesson,train"; "draw,lesson,parameters,neurons" if it is not set.
"""

import os
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware

from mlp.errors import InputError
from mlp.web.browser.address import PREFIX, route_prefix
from mlp.web.browser.component import tight
from mlp.web.server.compressed import CompressedFiles
from mlp.web.server.index_page import IndexPage, index_html
from mlp.web.server.modules import app_modules, module_address
from mlp.web.server.origin import THIS_COMPUTER, OriginGuard, Origins, host_names
from mlp.web.server.own_errors import OwnErrors
from mlp.web.shell.exhibit import IDLES_S, PAGES, Exhibit, PageName, idle_s

_EXHIBIT = "GLASSBOX_EXHIBIT"
_EXHIBIT_PAGES = "GLASSBOX_EXHIBIT_PAGES"

_FOLDER = Path(st.__file__).parent / "static"


def origins() -> Origins:
    """Whose pages may talk to this server, as Streamlit would decide if it asked nobody."""
    named = [st.get_option("browser.serverAddress"), *st.get_option("server.corsAllowedOrigins")]
    own_names = (name.strip().lower().rstrip(".") for name in st.get_option("server.allowedHosts"))
    return Origins(
        hosts=THIS_COMPUTER | host_names(named),
        own_names=tuple(own_names),
        is_open=not st.get_option("server.enableCORS"),
    )


def middleware() -> list[Middleware]:
    """What stands before all routes, Streamlit's too."""
    prefix = route_prefix()
    base = prefix.rpartition("/")[0]
    html = index_html(
        (_FOLDER / "index.html").read_text("utf-8"),
        font=st.get_option("theme.font"),
        script=tight(app_modules().sources["browser/mount.js"]),
        modules=module_address(app_modules(), prefix=PREFIX),
    )
    return [
        Middleware(OriginGuard, origins=origins(), prefix=prefix),
        Middleware(OwnErrors),
        Middleware(CompressedFiles, folder=_FOLDER / "static", path=f"{base}/static"),
        Middleware(IndexPage, html=html),
    ]


def exhibit_rules() -> Exhibit:
    """What holds in exhibits, and for whom.

    Raises:
        InputError: A setting cannot be meant.
    """
    return Exhibit(
        idle_s=_idle_s(os.environ.get(_EXHIBIT, "")),
        pages=_pages(os.environ.get(_EXHIBIT_PAGES, "")),
        is_for_all=bool(os.environ.get(_EXHIBIT)),
    )


def _idle_s(said: str) -> int:
    """Read the seconds without touch."""
    if said in ("", "on"):
        return Exhibit.idle_s
    seconds = idle_s(said)
    if seconds is None:
        raise InputError(
            f"{_EXHIBIT} is {said!r}; “on” or {IDLES_S[0]} to {IDLES_S[1]} seconds were expected."
        )
    return seconds


def _pages(said: str) -> frozenset[PageName]:
    """Read which pages may be opened; the first one always may."""
    names = {name.strip() for name in said.split(",")} - {""}
    if unknown := names - set(PAGES):
        raise InputError(
            f"{_EXHIBIT_PAGES} names {', '.join(sorted(unknown))}; there are {', '.join(PAGES)}."
        )
    return (
        frozenset(page for page in PAGES if page in names | {PAGES[0]}) if names else Exhibit.pages
    )
