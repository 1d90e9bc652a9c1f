"""What the network sees: the original beside the prepared picture, each step, the two switches.

It must not know where the picture came from. Placed by Python, filled by preparation.js.
"""

import streamlit as st

from mlp.web.browser.component import load_component
from mlp.web.draw.preparation import words
from mlp.web.shell.session import current
from mlp.web.views.thumbnails import Thumbnail, render_pictures
from mlp.web.views.verdict.words import IN_SHORT


def render_preparation() -> None:
    """Place the pictures, the switches and the comparison."""
    if current().visitor.prepared().num_found > 1:
        with st.container(key="others_found"):  # page.css hides it as soon as somebody draws
            _render_others()
    load_component("draw/preparation", "preparation", styles="views/thumbnails/pictures.css")(
        key="preparation", data={"words": words.PREPARATION, "verdicts": IN_SHORT}
    )


def _render_others() -> None:
    """Place the digits that were found on one picture, to choose from."""
    prepared = current().visitor.prepared()
    st.caption(words.OTHERS_FOUND.format(count=prepared.num_found))
    render_pictures(
        [
            Thumbnail(
                ink,
                label=words.OTHER_LABEL.format(number=number + 1, count=prepared.num_found),
                id=str(number),
                is_chosen=number == prepared.chosen,
            )
            for number, ink in enumerate(prepared.found)
        ],
        key="others",
        label=words.OTHERS_LABEL,
        size_px=48,
        on_chosen=lambda chosen: current().visitor.choose_found(int(chosen)),
    )
