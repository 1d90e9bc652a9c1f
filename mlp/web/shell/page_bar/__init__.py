"""What stands in the header of every page: how deep to explain, and the way to the next visitor.

It must not know which page is shown.
"""

import streamlit as st

from mlp.web.browser.component import load_component
from mlp.web.shell.depth import DEPTHS, Explanation, chosen_depth
from mlp.web.shell.exhibit import exhibit
from mlp.web.shell.glossary import render_glossary
from mlp.web.shell.mirrored import mirrored
from mlp.web.shell.page_bar import words
from mlp.web.shell.session import current


def render_page_bar(page: str) -> None:
    """Place the page's bar; page.css puts it into Streamlit's header.

    Args:
        page: The one that comes, as it is called in the address; "" is the first.
    """
    with st.container(key="page_bar", horizontal=True, vertical_alignment="center"):
        st.segmented_control(
            words.EXPLAIN,
            DEPTHS,
            required=True,
            label_visibility="collapsed",
            **mirrored("explain", chosen_depth(), current().of(Explanation).choose),
        )
        render_glossary(key="glossary")
        load_component("shell/page_bar", "bar")(
            key="page_bar_buttons",
            data={"words": words.BAR, "page": page, "canShow": exhibit() is None},
        )
