"""Where the app's own routes lie, on the server and seen from a browser.

A browser gets relative paths, for example "glassbox/weights/…": what a proxy puts before them, only
the browser knows (address.js).
"""

from functools import cache
from importlib.metadata import version
from pathlib import Path

import streamlit as st

PREFIX = "glassbox"
"""Path before all that a browser asks for, from where the page was served."""

# Once, at the start: later many visitors' scripts run at once, and while Streamlit changes
# `sys.path` for one of them, a search along it for another may find nothing.
_PLOTLY_VERSION = version("plotly")


def route_prefix() -> str:
    """The path before all routes on the server, for example "/glassbox" or "/base/glassbox".

    Streamlit's `server.baseUrlPath` does not apply to routes of our own.
    """
    base = str(st.get_option("server.baseUrlPath") or "").strip("/")
    return f"/{base}/{PREFIX}" if base else f"/{PREFIX}"


@cache
def plotly_file() -> Path:
    """The plotly.min.js that pip's plotly ships."""
    import plotly  # here, because only its path is wanted and its import takes a while

    return Path(plotly.__file__).parent / "package_data" / "plotly.min.js"


def plotly_address() -> str:
    """Where the browser finds plotly.min.js; with the version, since it is cached for a year."""
    return f"{PREFIX}/plotly.min.js?v={_PLOTLY_VERSION}"
