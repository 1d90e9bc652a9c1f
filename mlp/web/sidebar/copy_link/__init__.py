"""A button that copies a link to what is shown; link.js knows the address, digit and pinned value.

It must not know what a page shows.
"""

from collections.abc import Mapping

import streamlit as st

from mlp.web.browser.component import load_component
from mlp.web.sidebar.copy_link import words


def render_copy_link(settings: Mapping[str, str], *, key: str) -> None:
    """Place the button.

    Args:
        settings: What the link says of what Python alone knows.
        key: Streamlit's key.
    """
    load_component("sidebar/copy_link", "link")(
        key=key,
        data={"settings": dict(settings), "page": st.context.url, "words": words.LINK},
    )
