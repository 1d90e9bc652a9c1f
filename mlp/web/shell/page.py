"""The page around everything: its style and the browser tab's icon.

It must not know what is on it.
"""

from pathlib import Path

from mlp.web.browser.component import load_style

STYLE = load_style(Path(__file__).with_name("page.css"))
"""For `st.html`."""

ICON = Path(__file__).with_name("icon.svg").read_text("utf-8")
"""Streamlit would fetch an emoji or a symbol from the internet."""
