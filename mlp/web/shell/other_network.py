"""That another network than the trained one answers, on every page, with the way back.

It must not know which page is shown.
"""

from pathlib import Path

import streamlit as st

from mlp.web.browser.component import load_style
from mlp.web.shell import markdown
from mlp.web.shell import other_network_words as words
from mlp.web.shell.session import current

_STYLE = load_style(Path(__file__).with_name("other_network.css"))


def render_other_network() -> None:
    """Say so, and offer the way back, if it is not the trained network that is looked into."""
    session = current()
    # Its place is there in any case: were it not, all of the page would move up, and be made anew.
    place = st.container(horizontal=True, vertical_alignment="center", key="other_network")
    if session.network.kind == "trained":
        return
    with place:
        st.html(_STYLE)
        st.caption(_say_network(), width="content")
        st.button(
            words.BACK,
            icon=":material/undo:",
            on_click=session.show_trained,
        )


def _say_network() -> str:
    """Say which network it is, if not the trained one."""
    network = current().network
    training = network.training
    if training is None:
        return words.OTHER.format(title=markdown.plain_text(network.title))
    if training.status.is_over:
        has_begun = bool(training.checkpoints)
        return words.FOLLOWING_OVER if has_begun else words.FOLLOWING_UNBEGUN
    return words.FOLLOWING if training.checkpoints else words.FOLLOWING_WAITS
