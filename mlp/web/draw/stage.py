"""How the Draw page is laid out: pad, verdict, reasons and network in one window.

It must not know what they show.
"""

from pathlib import Path

STYLE = Path(__file__).with_name("stage.css")
"""For `st.html`."""
