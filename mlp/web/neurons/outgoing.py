"""What a unit does on the active digit: to the units after it, and to the scores.

It must not know how the unit was chosen.
"""

from functools import partial

import numpy as np
import streamlit as st

from mlp.explain.contributions import Contributions, contributions, outgoing
from mlp.explain.units import activation_stage, input_stage, unit_stages
from mlp.net.network import stage_names
from mlp.net.placed import PlacedModel
from mlp.net.trace import Trace
from mlp.numbers import number, percent
from mlp.web.charts.units import addition_bars, unit_grid
from mlp.web.neurons import outgoing_words as words
from mlp.web.neurons import words as neurons_words
from mlp.web.neurons.bars_words import bar_texts
from mlp.web.neurons.choice import take_cell
from mlp.web.neurons.scales import weight_scale
from mlp.web.neurons.this_digit import file_name
from mlp.web.shell.depth import render_by_depth
from mlp.web.shell.session import current
from mlp.web.shell.unit_names import is_score, noun, unit_name, units_name
from mlp.web.views.plotly import render_plotly

_ROOM = 0.85  # share of the axis that bars may take, so that their numbers fit


def render_outgoing(stage: str, unit: int) -> None:
    """Place what a unit does to what comes after it.

    Args:
        stage: A linear stage of the visitor's network.
        unit: 0-based.
    """
    placed, trace = current().model(), current().visitor.reading().trace
    with st.container(key="neuron_outgoing"):
        if trace is None:
            st.markdown(words.NO_DIGIT)
            return
        if not trace.is_finite:
            st.warning(neurons_words.NOT_FINITE, icon=":material/error:")
            return
        found = contributions(placed.cpu_model, trace, stage, unit)
        if is_score(stage):
            _render_rank(found, placed, trace)
        elif found.activation <= 0:
            st.markdown(words.OUTGOING_SILENT)
        else:
            _render_effects(found, placed, trace)


def _render_effects(found: Contributions, placed: PlacedModel, trace: Trace) -> None:
    """Place what a unit that fires adds to the units after it and to the scores."""
    done = outgoing(placed.cpu_model, trace, found.stage, found.unit)
    next_stage = done.next_stage or ""
    name, last = unit_name(found.stage, found.unit), unit_stages(placed.cpu_model)[-1]
    st.markdown(words.say_effect(done.scores))
    columns = [st.container()] if next_stage == last else st.columns([3, 2], gap="large")
    if next_stage != last:
        scale = (
            weight_scale(placed, next_stage)
            * placed.scales[activation_stage(placed.cpu_model, found.stage)]
        )
        with columns[0]:
            st.markdown(f"**{words.OUTGOING_NEXT.format(units=units_name(next_stage))}**")
            render_plotly(
                unit_grid(done.next_products, scale=scale, is_signed=True, noun=noun(next_stage)),
                key="neuron_outgoing_next",
                label=words.OUTGOING_NEXT_LABEL.format(name=name, units=units_name(next_stage)),
                png=f"{file_name(found.stage, found.unit)}-to-{next_stage}",
                on_clicked=partial(take_cell, next_stage),
            )
            st.caption(
                words.OUTGOING_NEXT_CAPTION.format(scale=number(scale), kept=neurons_words.KEPT)
            )
    with columns[-1]:
        st.markdown(f"**{words.OUTGOING_SCORES}**")
        usual = weight_scale(placed, last) * placed.scales[input_stage(placed.cpu_model, last)]
        largest = float(np.abs(done.scores).max())
        is_wider = largest > _ROOM * usual
        limit = largest / _ROOM if is_wider else usual
        render_plotly(
            addition_bars(
                done.scores.astype(np.float32),
                limit=limit,
                texts=bar_texts(done.scores, is_signed=True),
            ),
            key="neuron_outgoing_scores",
            label=words.OUTGOING_SCORES_LABEL.format(name=name),
            png=f"{file_name(found.stage, found.unit)}-to-scores",
        )
        axis = words.OUTGOING_WIDER_AXIS if is_wider else words.OUTGOING_AXIS
        has_last_relu = activation_stage(placed.cpu_model, last) != last
        st.caption(
            words.OUTGOING_SCORES_CAPTION.format(
                before_relu=words.BEFORE_LAST_RELU if has_last_relu else ""
            )
            + axis.format(usual=number(usual), limit=number(limit))
        )
    numbers = words.OUTGOING_NUMBERS_LAST if next_stage == last else words.OUTGOING_NUMBERS
    render_by_depth(
        numbers=numbers.format(next_stage=next_stage, activation=number(found.activation)),
        code=words.outgoing_code(found.stage, found.unit, stage_names(placed.cpu_model)),
    )


def _render_rank(found: Contributions, placed: PlacedModel, trace: Trace) -> None:
    """Say where a score stands among the ten."""
    scores = trace[activation_stage(placed.cpu_model, found.stage)].values()
    share = percent(float(trace.probabilities[found.unit]))
    num_equal = int((scores == found.activation).sum())
    if num_equal > 1:
        st.markdown(words.OUTGOING_SCORE_TIED.format(count=num_equal, share=share))
    else:
        rank = int((scores > found.activation).sum()) + 1
        st.markdown(words.OUTGOING_SCORE.format(rank=rank, share=share))
