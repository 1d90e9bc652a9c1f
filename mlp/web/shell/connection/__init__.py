"""Says when the line to the server is lost, and until when; strip.js watches it.

It must not know what else is on the page.
"""

from mlp.web.browser.component import load_component
from mlp.web.shell.connection import words


def render_connection(*, key: str) -> None:
    """Place it, on every page: it takes no room until the line is lost.

    Args:
        key: Streamlit's key.
    """
    load_component("shell/connection", "strip")(
        key=key,
        data={"words": words.CONNECTION},
        on_back_change=lambda: None,  # only the run is wanted: a new session knows no widget yet
    )
