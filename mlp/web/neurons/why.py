"""Why this digit and not the next one: who spoke for the answer, each a click away.

It must not know how the voices are computed.
"""

import numpy as np
import streamlit as st
from torch import nn

from mlp.dataset import SIDE
from mlp.explain.units import unit_stages
from mlp.explain.voices import Voice, voices
from mlp.net.network import NeuralNetwork
from mlp.net.trace import Trace
from mlp.numbers import number
from mlp.web.neurons import why_words as words
from mlp.web.neurons.this_digit import is_finite
from mlp.web.shell.chosen_unit import ChosenUnit
from mlp.web.shell.depth import reaches, render_by_depth
from mlp.web.shell.exhibit import has_page
from mlp.web.shell.session import current

COUNT = 6
"""How many are named on either side."""


def render_why_button() -> None:
    """Place the way from a verdict to those that spoke for it; page.css shows it with a digit."""
    if not has_page("neurons"):
        return
    st.button(
        words.WHY,
        icon=":material/help:",
        key="why_button",
        on_click=_open,
        help=words.WHY_HELP,
        width="content",
    )


def render_why() -> None:
    """Place who spoke for the answer and who against; nothing if nothing is drawn."""
    traced, model = current().visitor.reading().trace, current().model().cpu_model
    if traced is None or not is_finite(traced):
        return
    winner, runner_up = first_two(traced)
    stage, for_winner, for_runner_up = voices(model, traced, winner, runner_up, COUNT)
    names = {"winner": winner, "runner_up": runner_up}
    with st.container(border=True, key="neuron_why"):
        st.subheader(words.WHY_HEADING.format(**names), anchor=False)
        said = words.WHY_WORDS_OF_PIXELS if stage == "image" else words.WHY_WORDS
        st.caption(said.format(**names))
        left, right = st.columns(2, gap="large")
        with left:
            _render_side(words.WHY_FOR.format(**names), stage, for_winner, key="for")
        with right:
            _render_side(words.WHY_AGAINST.format(**names), stage, for_runner_up, key="against")
        if reaches("numbers"):
            scores = traced.scores.values()
            distance = float(scores[winner]) - float(scores[runner_up])
            st.caption(words.WHY_NUMBERS.format(**names, distance=number(distance)))
        render_by_depth(code=code(model, winner, runner_up), wrap=False)


def first_two(traced: Trace) -> tuple[int, int]:
    """Name the digits with the largest and the second-largest score, before any last ReLU."""
    order = np.argsort(-traced.scores.values(), kind="stable")
    return int(order[0]), int(order[1])


def code(model: NeuralNetwork, winner: int, runner_up: int) -> str:
    """Give the lines of PyTorch that compute the voices from `model` and `image`."""
    place, layer = [
        (index, layer)
        for index, layer in enumerate(model.linear_relu_stack)
        if isinstance(layer, nn.Linear)
    ][-1]
    return words.WHY_CODE.format(
        layer=place,
        shape=tuple(layer.weight.shape),
        winner=winner,
        runner_up=runner_up,
        count=COUNT,
    )


def _render_side(title: str, stage: str, heard: list[Voice], *, key: str) -> None:
    """Place those that spoke for one of two digits."""
    st.markdown(f"**{title}**")
    if not heard:
        st.caption(words.WHY_NOBODY)
    with st.container(horizontal=True, gap="small", key=f"why_{key}"):
        for voice in heard:
            loudness = number(abs(voice.difference), num_digits=3)
            if stage == "image":
                row, column = divmod(voice.unit, SIDE)
                said = words.WHY_PIXEL.format(row=row, column=column, loudness=loudness)
                st.badge(said, color="gray")
            else:
                st.button(
                    words.WHY_UNIT.format(unit=voice.unit, loudness=loudness),
                    key=f"why_{key}_{voice.unit}",
                    on_click=current().of(ChosenUnit).choose,
                    args=(stage, voice.unit),
                )


def _open() -> None:
    """Open the Neurons page with the one that spoke most for the answer."""
    session = current()
    traced, model = session.visitor.reading().trace, session.model().cpu_model
    if traced is None:
        return
    if not is_finite(traced):  # there it is said that nothing can be
        session.of(ChosenUnit).request(unit_stages(model)[-1], 0)
        return
    winner, runner_up = first_two(traced)
    stage, for_winner, _ = voices(model, traced, winner, runner_up, 1)
    if stage == "image" or not for_winner:
        session.of(ChosenUnit).request(unit_stages(model)[-1], winner)
    else:
        session.of(ChosenUnit).request(stage, for_winner[0].unit)
