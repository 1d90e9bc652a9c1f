"""What Streamlit's settings say to those parts of the server that know no Streamlit.

It must not know what any route does.
"""

from collections.abc import Iterable
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware

from mlp.web.browser.address import PREFIX, route_prefix
from mlp.web.browser.component import FIRST_ROOMS
from mlp.web.server.compressed import CompressedFiles
from mlp.web.server.index_page import IndexPage, index_html
from mlp.web.server.modules import app_modules, modules_of
from mlp.web.server.origin import THIS_COMPUTER, OriginGuard, Origins, host_names
from mlp.web.server.own_errors import OwnErrors

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


def middleware(pages: Iterable[str]) -> list[Middleware]:
    """What stands before all routes, Streamlit's too.

    Args:
        pages: Names of the pages in their addresses, but for the first page's.
    """
    prefix = route_prefix()
    base = prefix.rpartition("/")[0]
    html = index_html(
        (_FOLDER / "index.html").read_text("utf-8"),
        font=st.get_option("theme.font"),
        modules=modules_of(app_modules(), FIRST_ROOMS, prefix=PREFIX),
    )
    return [
        Middleware(OriginGuard, origins=origins(), prefix=prefix),
        Middleware(OwnErrors),
        Middleware(CompressedFiles, folder=_FOLDER / "static", path=f"{base}/static"),
        Middleware(
            IndexPage,
            html=html,
            paths=[f"{base}/{page}" for page in ("", *pages)],
        ),
    ]
