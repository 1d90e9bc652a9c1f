"""How the Draw page is laid out: pad, verdict, reasons and network in one window.

It must not know what they show.
"""

from pathlib import Path

from mlp.web.browser.component import load_style

STYLE = load_style(Path(__file__).with_name("stage.css"))
"""For `st.html`."""
