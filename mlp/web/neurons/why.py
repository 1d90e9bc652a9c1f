"""Why this digit and not the next one: who spoke for the answer, each a click away.

It must not know how the voices are computed.
"""

import streamlit as st
from torch import nn

from mlp.dataset import SIDE
from mlp.explain.score_difference import first_two
from mlp.explain.voices import Voice, strongest_unit, voices
from mlp.net.network import NeuralNetwork
from mlp.net.trace import Trace
from mlp.numbers import number
from mlp.web.neurons import why_words as words
from mlp.web.neurons.pictures import say_meaning, unit_thumbnail
from mlp.web.shell.chosen_unit import ChosenUnit
from mlp.web.shell.depth import reaches, render_by_depth
from mlp.web.shell.session import current
from mlp.web.shell.statistics_bar import unit_statistics
from mlp.web.shell.unit_names import units_name
from mlp.web.views.thumbnails import Thumbnail, render_pictures

COUNT = 6
"""How many are named on either side."""

_DIGIT_PX = 52
_UNIT_PX = 58


def render_why(stage: str, unit: int) -> None:
    """Place who spoke for the answer and who against; nothing if nothing is drawn.

    Args:
        stage: Linear stage of the unit that the page is about.
        unit: 0-based.
    """
    reading, model = current().visitor.reading(), current().model().cpu_model
    traced = reading.trace
    if traced is None or not traced.is_finite:
        return
    winner, runner_up = first_two(traced)
    speaking, for_winner, for_runner_up = voices(model, traced, winner, runner_up, COUNT)
    chosen = unit if stage == speaking else None
    names = {"winner": winner, "runner_up": runner_up}
    with st.container(gap="xsmall", key="neuron_why"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small", key="why_top"):
            with st.container(width=_DIGIT_PX):
                seen = Thumbnail(reading.prepared.steps[-1].pixels, label=words.WHY_DIGIT)
                render_pictures([seen], key="why_digit", label=words.WHY_DIGIT, size_px=_DIGIT_PX)
            with st.container(key="why_heading"):
                st.header(words.WHY_HEADING.format(**names), anchor=False)
                if speaking == "image":
                    st.caption(words.WHY_PIXELS, help=words.WHY_HELP_OF_PIXELS.format(**names))
                else:
                    told = words.WHY_HELP.format(**names, units=units_name(speaking))
                    st.caption(words.WHY_WORDS, help=told)
        sides = (
            (words.WHY_FOR, winner, for_winner, "for"),
            (words.WHY_AGAINST, runner_up, for_runner_up, "against"),
        )
        for title, digit, heard, key in sides:
            with st.container(gap=None, key=f"why_{key}"):
                st.markdown(f"**{title.format(**names)}**")
                if not heard:
                    st.caption(words.WHY_NOBODY)
                elif speaking == "image":
                    _render_pixels(heard)
                else:
                    _render_units(speaking, heard, digit, traced, chosen=chosen, key=key)
        if reaches("numbers"):
            scores = traced.scores.values()
            distance = float(scores[winner]) - float(scores[runner_up])
            st.caption(words.WHY_NUMBERS.format(**names, distance=number(distance)))
        render_by_depth(code=code(model, winner, runner_up))


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


def _render_pixels(heard: list[Voice]) -> None:
    """Place the pixels that spoke for one of two digits."""
    with st.container(horizontal=True, gap="small"):
        for voice in heard:
            row, column = divmod(voice.unit, SIDE)
            loudness = number(abs(voice.difference), num_digits=3)
            said = words.WHY_PIXEL.format(row=row, column=column, loudness=loudness)
            st.badge(said, color="gray")


def _render_units(
    stage: str, heard: list[Voice], digit: int, traced: Trace, *, chosen: int | None, key: str
) -> None:
    """Place the units that spoke for one of two digits: what each looks for and fires for."""
    placed = current().model()
    means = unit_statistics(placed)[stage].means
    pattern = words.WHY_UNIT_NUMBERS if reaches("numbers") else words.WHY_UNIT
    pictures = []
    for voice in heard:
        told = {
            "unit": voice.unit,
            "meaning": say_meaning(stage, voice.unit, means, is_brief=True),
            "loudness": number(abs(voice.difference), num_digits=3),
            "digit": digit,
        }
        pictures.append(
            unit_thumbnail(
                placed,
                traced,
                stage,
                voice.unit,
                means,
                caption=pattern.format(**told),
                label=words.WHY_UNIT_LABEL.format(**told),
                is_chosen=voice.unit == chosen,
            )
        )
    render_pictures(
        pictures,
        key=f"why_{key}_units",
        label=words.WHY_FOR.format(winner=digit),
        size_px=_UNIT_PX,
        on_chosen=lambda unit: current().of(ChosenUnit).choose(stage, int(unit)),
    )


def open_why() -> None:
    """Open the Neurons page with the one that spoke most for the answer, from a callback."""
    session = current()
    traced = session.visitor.reading().trace
    if traced is not None:
        session.of(ChosenUnit).request(*strongest_unit(session.model().cpu_model, traced))
