"""How a component's files become one that Streamlit can place.

It must not know any single component.
"""

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

from mlp.web.browser.address import PREFIX
from mlp.web.server.modules import app_modules, module_address

_WEB = Path(__file__).parents[1]
_COMMENT = re.compile(r"/\*.*?\*/|(?:^|\s)//[^\n]*", re.DOTALL | re.MULTILINE)


@cache
def load_component(
    name: str, files: str, *, isolate_styles: bool = True, styles: str | None = None
) -> ComponentRenderer:
    """Register a component once for this process.

    Args:
        name: Its folder in mlp/web, for example "draw/digit_pad".
        files: The stem of its .html, .css and .js file.
        isolate_styles: Whether it lives in a shadow root.
        styles: Another component's .css file in mlp/web that comes before its own.
    """
    folder = _WEB / name
    sheets = ([] if styles is None else [_WEB / styles]) + [folder / f"{files}.css"]
    return st.components.v2.component(
        f"glassbox_{name.replace('/', '_')}",
        html=(folder / f"{files}.html").read_text("utf-8"),
        css="\n".join(tight(sheet.read_text("utf-8")) for sheet in sheets),
        js=_script(f"{name}/{files}.js"),
        isolate_styles=isolate_styles,
    )


def on_reports(key: str, **takers: Callable[[Any], object]) -> dict[str, Any]:
    """Make the callbacks for what a component reports.

    A report may come when its page has just been left: Streamlit does not know the component any
    more, and nobody waits for it.

    Args:
        key: Streamlit's key of the component.
        takers: What takes a report, by its name.
    """

    def callback(name: str, take: Callable[[Any], object]) -> Callable[[], None]:
        def report() -> None:
            component = st.session_state.get(key)
            if component is not None:
                take(getattr(component, name))

        return report

    return {f"on_{name}_change": callback(name, take) for name, take in takers.items()}


def load_style(file: Path) -> str:
    """Write a style sheet as `st.html` takes it."""
    return f"<style>{tight(file.read_text('utf-8'))}</style>"


def tight(text: str) -> str:
    """Leave out comments, indents and empty lines: it is sent anew with each page."""
    lines = (line.strip() for line in _COMMENT.sub("", text).splitlines())
    return "\n".join(filter(None, lines))


def _script(path: str) -> str:
    """Write what hands Streamlit's calls on to a component's module: see browser/mount.js."""
    address = module_address(app_modules(), prefix=PREFIX)
    # Streamlit takes a single line for the name of a file.
    return f'export default (component) =>\nglassboxMount("{address}", "{path}", component);'
