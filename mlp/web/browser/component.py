"""How a component's three files become one that Streamlit can place.

It must not know any single component.
"""

from functools import cache
from pathlib import Path

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

_WEB = Path(__file__).parents[1]


@cache
def load_component(name: str, files: str, *, isolate_styles: bool = True) -> ComponentRenderer:
    """Register a component once for this process.

    Args:
        name: Its folder in mlp/web, for example "draw/digit_pad".
        files: The stem of its .html, .css and .js file.
        isolate_styles: Whether it lives in a shadow root.
    """
    folder = _WEB / name
    return st.components.v2.component(
        f"glassbox_{name.replace('/', '_')}",
        html=(folder / f"{files}.html").read_text("utf-8"),
        css=(folder / f"{files}.css").read_text("utf-8"),
        # message.js goes before each: inline components cannot import one another.
        js=Path(__file__).with_name("message.js").read_text("utf-8")
        + (folder / f"{files}.js").read_text("utf-8"),
        isolate_styles=isolate_styles,
    )
