"""Stage by stage: a figure, the facts and an explanation for each tensor of the trace.

It must not know where the digit came from.
"""

import numpy as np
import streamlit as st

from mlp.net.placed import PlacedModel
from mlp.net.reading import Reading
from mlp.net.trace import Stage, Trace, probabilities_without_last_relu
from mlp.net.verdict import judge
from mlp.numbers import number, share
from mlp.web.charts.stages import (
    Figure,
    picture_heatmap,
    row_heatmap,
    score_bars,
    softmax_bars,
    units_heatmap,
)
from mlp.web.draw import stage_cards_words as words
from mlp.web.shell.depth import reaches, render_by_depth
from mlp.web.shell.mirrored import mirrored_field
from mlp.web.shell.session import current
from mlp.web.views.plotly import render_plotly
from mlp.web.views.verdict.words import say_verdict


def render_stage_cards(reading: Reading, placed: PlacedModel) -> None:
    """Place a card for each stage."""
    trace = reading.trace
    if trace is None:
        st.info(words.NOTHING_DRAWN, icon=":material/draw:")
        return
    # As many columns as stages: page.css wraps them into as many rows as the width needs.
    for column, stage in zip(st.columns(len(trace.stages)), trace.stages, strict=True):
        with column, st.container(border=True, height="stretch"):
            _render_card(stage, trace, placed)


def render_softmax(reading: Reading) -> None:
    """Place the ten probabilities, and the switch that leaves the last ReLU out."""
    has_last_relu = reading.trace is not None and reading.trace.names[-2].startswith("relu")
    without = st.toggle(
        words.WITHOUT_LAST_RELU,
        help=words.LAST_RELU_HELP,
        disabled=reading.trace is not None and not has_last_relu,
        **mirrored_field("without_last_relu", current(), "without_last_relu"),
    )
    if reading.trace is None:
        probabilities, winner = np.zeros(10, np.float32), None
    else:
        probabilities = (
            probabilities_without_last_relu(reading.trace)
            if without
            else reading.trace.probabilities
        )
        winner = judge(probabilities).digit
    with st.container(key="softmax_chart"):
        figure = softmax_bars(probabilities, winner=winner)
        render_plotly(
            figure,
            key="softmax_bars",
            label=words.PROBABILITIES_LABEL,
            can_wait=reading.trace is None,
        )
    if reading.trace is not None:
        without_relu = probabilities_without_last_relu(reading.trace)
        other = judge(without_relu, reading.ood_score)
        st.caption(
            words.BOTH_ANSWERS.format(
                verdict=say_verdict(reading.verdict), other=say_verdict(other)
            )
        )


def render_receipt(reading: Reading, placed: PlacedModel) -> None:
    """Compare what is shown with a second, independent pass through the network, and say so."""
    if reading.trace is None:
        return
    difference = placed.recheck(reading.trace)
    st.caption(words.RECEIPT.format(difference=number(difference)), help=words.RECEIPT_HELP)


def _render_card(stage: Stage, trace: Trace, placed: PlacedModel) -> None:
    """Place one stage: name, figure, facts, explanation at the chosen depth."""
    has_layer = stage.layer and reaches("numbers")
    st.markdown(f"**{stage.name}**" + (f" · `{stage.layer}`" if has_layer else ""))
    label = words.STAGE_LABEL.format(stage=stage.name)
    render_plotly(_figure(stage, placed), key=f"stage_{stage.name}", label=label)
    before = trace.stages[max(0, trace.names.index(stage.name) - 1)]
    render_by_depth(
        words.stage_sentence(stage.name, stage.shape, trace.names),
        words.stage_arithmetic(stage.name, stage.shape, before.tensor[0].numel()),
        words.stage_code(stage.name, trace.names),
    )
    values = stage.values()
    num_zeros = int((values == 0).sum())
    least, mean, largest = (number(value) for value in (values.min(), values.mean(), values.max()))
    st.caption(
        words.FACTS.format(
            shape=stage.shape,
            dtype=stage.dtype,
            device=stage.device,
            least=least,
            mean=mean,
            largest=largest,
            zeros=num_zeros,
            count=values.size,
            share=share(num_zeros, values.size),
        )
    )


def _figure(stage: Stage, placed: PlacedModel) -> Figure:
    """Choose the figure that suits a stage."""
    values, scale = stage.values(), placed.scales[stage.name]
    if stage.name == "image":
        return picture_heatmap(values)
    if stage.name == "flatten":
        return row_heatmap(values)
    if stage.name == "softmax":
        return softmax_bars(values, winner=judge(values).digit)
    if values.size == 10:
        return score_bars(values, scale=scale, is_signed=stage.name.startswith("linear"))
    return units_heatmap(values, scale=scale, is_signed=stage.name.startswith("linear"))
