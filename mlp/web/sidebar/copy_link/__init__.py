"""A button that copies a link to the active digit; link.js knows the page's address.

It must not know what is in the link.
"""

from mlp.web.browser.component import load_component
from mlp.web.sidebar.copy_link import words


def render_copy_link(query: dict[str, str] | None, *, key: str) -> None:
    """Place the button.

    Args:
        query: What stands in the address behind the page; None: there is nothing to share.
        key: Streamlit's key.
    """
    load_component("sidebar/copy_link", "link")(key=key, data={"query": query, "words": words.LINK})
