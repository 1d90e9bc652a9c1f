"""How the Train page is laid out while there is a training: all that moves in one window.

It must not know what it shows.
"""

from pathlib import Path

from mlp.web.browser.component import load_style

STYLE = load_style(Path(__file__).with_name("show.css"))
"""For `st.html`."""
