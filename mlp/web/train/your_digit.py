"""What the network in training makes of the visitor's digit.

It must not know how it is trained.
"""

import streamlit as st

from mlp.net.placed import HIDDEN_SCALE, SCORE_SCALE
from mlp.numbers import number
from mlp.web.server.trainings.record import TrainingRun
from mlp.web.shell.chosen_unit import ChosenUnit
from mlp.web.shell.depth import render_by_depth
from mlp.web.shell.own_training import OwnTraining
from mlp.web.shell.session import current
from mlp.web.train import your_digit_words as words
from mlp.web.train.curves import render_digit_history
from mlp.web.train.state import train_state
from mlp.web.views.examples import render_examples
from mlp.web.views.network import render_network_view
from mlp.web.views.thumbnails import Thumbnail, render_pictures
from mlp.web.views.verdict import render_verdict


def render_answer() -> None:
    """Place the digit and what it is read as; without one, digits to choose from."""
    placed, digit = train_state().model(), current().visitor.prepared()
    if placed is None or digit.is_blank:
        with st.container(key="train_nothing"):
            st.markdown(words.NO_DIGIT)
            _render_examples()
        return
    render_pictures(
        [Thumbnail(digit.steps[-1].pixels, label=current().visitor.digit.caption)],
        key="train_thumbnail",
        label=words.THUMBNAIL_LABEL,
        size_px=80,
    )
    render_verdict(placed, key="train_verdict", of_checkpoint=True)


def render_your_digit(training: TrainingRun) -> None:
    """Place how the answer came about, and the whole network.

    Args:
        training: This session's.
    """
    placed, digit = train_state().model(), current().visitor.prepared()
    if placed is None or digit.is_blank:
        return
    st.header(words.DIGIT_TITLE, anchor=False)
    scale = words.DIGIT_SCALE.format(hidden=number(HIDDEN_SCALE), scores=number(SCORE_SCALE))
    render_by_depth(words.DIGIT_TOLD, f"{words.DIGIT_NUMBERS} {scale}", words.DIGIT_CODE)
    st.caption(words.EXAMPLES)
    _render_examples()
    render_digit_history(training, key="train_history")
    with st.container(key="train_network_view", border=True):
        render_network_view(placed, key="train_network", on_opened=_open_unit, of_checkpoint=True)


def _render_examples() -> None:
    """Place ten test digits and the way to the pad."""
    render_examples(
        key="train_examples",
        label=words.EXAMPLES_LABEL,
        on_chosen=current().show_example,
    )
    st.page_link("draw.py", label=words.TO_DRAW, icon=":material/draw:")


def _open_unit(stage: str, unit: int) -> None:
    """A unit of the network view is to be explained, so its network is to be looked into."""
    session = current()
    session.of(OwnTraining).follow(True)
    session.of(ChosenUnit).request(stage, unit)
