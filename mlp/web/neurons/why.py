"""Why this digit and not the next one: who spoke for the answer, each a click away.

It must not know how the voices are computed.
"""

import streamlit as st
from torch import nn

from mlp.dataset import SIDE
from mlp.explain.linear_picture import linear_picture
from mlp.explain.score_difference import first_two
from mlp.explain.units import unit_stages
from mlp.explain.voices import Voice, voices
from mlp.net.network import NeuralNetwork
from mlp.net.trace import Trace
from mlp.numbers import number
from mlp.web.neurons import why_words as words
from mlp.web.neurons.linear_picture import row_scale
from mlp.web.neurons.this_digit import is_finite
from mlp.web.shell.chosen_unit import ChosenUnit
from mlp.web.shell.depth import reaches, render_by_depth
from mlp.web.shell.session import current
from mlp.web.shell.statistics_bar import unit_statistics
from mlp.web.shell.unit_names import unit_title, units_name
from mlp.web.views.thumbnails import Thumbnail, render_pictures, signed_levels

COUNT = 6
"""How many are named on either side."""

_DIGIT_PX = 56
_UNIT_PX = 76


def render_why(stage: str, unit: int) -> None:
    """Place who spoke for the answer and who against; nothing if nothing is drawn.

    Args:
        stage: Linear stage of the unit that the page is about.
        unit: 0-based.
    """
    reading, model = current().visitor.reading(), current().model().cpu_model
    traced = reading.trace
    if traced is None or not is_finite(traced):
        return
    winner, runner_up = first_two(traced)
    speaking, for_winner, for_runner_up = voices(model, traced, winner, runner_up, COUNT)
    chosen = unit if stage == speaking else None
    names = {"winner": winner, "runner_up": runner_up}
    with st.container(border=True, key="neuron_why"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small", key="why_top"):
            with st.container(width=_DIGIT_PX):
                seen = Thumbnail(reading.prepared.steps[-1].pixels, label=words.WHY_DIGIT)
                render_pictures([seen], key="why_digit", label=words.WHY_DIGIT, size_px=_DIGIT_PX)
            st.header(words.WHY_HEADING.format(**names), anchor=False)
        if speaking == "image":
            st.caption(words.WHY_WORDS_OF_PIXELS.format(**names))
        else:
            st.caption(words.WHY_WORDS.format(**names, units=units_name(speaking)))
        sides = (
            (words.WHY_FOR, winner, for_winner, "for"),
            (words.WHY_AGAINST, runner_up, for_runner_up, "against"),
        )
        for column, (title, digit, heard, key) in zip(
            st.columns(2, gap="medium"), sides, strict=True
        ):
            with column, st.container(gap="xsmall", key=f"why_{key}"):
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
    means, scale = unit_statistics(placed)[stage].means, row_scale(placed, stage)
    pattern = words.WHY_UNIT_NUMBERS if reaches("numbers") else words.WHY_UNIT
    pictures = []
    for voice in heard:
        row = linear_picture(placed.cpu_model, traced, stage, voice.unit).row
        told = {
            "unit": voice.unit,
            "name": unit_title(stage, voice.unit),
            "fires": words.say_fires(means[voice.unit]),
            "loudness": number(abs(voice.difference), num_digits=3),
            "digit": digit,
        }
        pictures.append(
            Thumbnail(
                signed_levels(row.reshape(SIDE, SIDE), scale=scale),
                caption=pattern.format(**told),
                label=words.WHY_UNIT_LABEL.format(**told),
                id=str(voice.unit),
                is_chosen=voice.unit == chosen,
                is_signed=True,
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
