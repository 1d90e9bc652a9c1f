"""How a component's three files become one that Streamlit can place.

It must not know any single component.
"""

from functools import cache
from pathlib import Path

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

_FOLDER = Path(__file__).parent

PAGE_STYLE = _FOLDER / "page.css"
"""The style of the page around the components, for `st.html`."""

PAGE_ICON = (_FOLDER / "icon.svg").read_text("utf-8")
"""The browser tab's icon; Streamlit would fetch an emoji or a symbol from the internet."""


@cache
def load_component(name: str, files: str, *, isolate_styles: bool = True) -> ComponentRenderer:
    """Register a component once for this process.

    Args:
        name: Its folder in mlp/ui.
        files: The stem of its .html, .css and .js file.
        isolate_styles: Whether it lives in a shadow root.
    """
    folder = _FOLDER / name
    return st.components.v2.component(
        f"glassbox_{name}",
        html=(folder / f"{files}.html").read_text("utf-8"),
        css=(folder / f"{files}.css").read_text("utf-8"),
        # message.js goes before each: inline components cannot import one another.
        js=(_FOLDER / "message.js").read_text("utf-8")
        + (folder / f"{files}.js").read_text("utf-8"),
        isolate_styles=isolate_styles,
    )
