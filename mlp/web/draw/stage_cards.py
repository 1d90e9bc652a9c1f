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
from mlp.web.shell import session
from mlp.web.views.plotly import render_plotly
from mlp.web.views.verdict import words as verdict_words

_LAST_RELU_KEY = "without_last_relu"


def render_stage_cards(reading: Reading, placed: PlacedModel) -> None:
    """Place a card for each stage."""
    trace = reading.trace
    if trace is None:
        st.info(
            "Draw a digit, and every tensor of the network appears here.", icon=":material/draw:"
        )
        return
    # As many columns as stages: page.css wraps them into as many rows as the width needs.
    for column, stage in zip(st.columns(len(trace.stages)), trace.stages, strict=True):
        with column, st.container(border=True, height="stretch"):
            _render_card(stage, trace, placed)


def render_softmax(reading: Reading) -> None:
    """Place the ten probabilities, and the switch that leaves the last ReLU out."""
    has_last_relu = reading.trace is not None and reading.trace.names[-2].startswith("relu")
    without = st.toggle(
        "Answer without the last ReLU",
        key=_LAST_RELU_KEY,
        persist_state="session",
        help=words.LAST_RELU,
        disabled=reading.trace is not None and not has_last_relu,
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
            label="Probability of each digit",
            can_wait=reading.trace is None,
        )
    if reading.trace is not None:
        without_relu = probabilities_without_last_relu(reading.trace)
        other = judge(without_relu, reading.ood_score)
        st.caption(
            f"With the last ReLU: {verdict_words.say_verdict(reading.verdict)} · "
            f"without: {verdict_words.say_verdict(other)}"
        )


def render_receipt(reading: Reading, placed: PlacedModel) -> None:
    """Compare what is shown with a second, independent pass through the network, and say so."""
    if reading.trace is None:
        return
    difference = placed.recheck(reading.trace)
    st.caption(
        ":material/receipt_long: **Receipt** · largest difference between what you see and "
        f"`softmax(model(x))`: **{number(difference)}**",
        help="Computed anew for this digit, on the same device: the pictures above are the "
        "network's own tensors, not a copy of its arithmetic.",
    )


def _render_card(stage: Stage, trace: Trace, placed: PlacedModel) -> None:
    """Place one stage: name, figure, facts, explanation at the chosen depth."""
    has_layer = stage.layer and session.depth() != "words"
    st.markdown(f"**{stage.name}**" + (f" · `{stage.layer}`" if has_layer else ""))
    figure = _figure(stage, placed)
    render_plotly(figure, key=f"stage_{stage.name}", label=f"Values of the stage {stage.name}")
    st.markdown(words.stage_sentence(stage.name, stage.shape, trace.names))
    if session.depth() != "words":
        before = trace.stages[max(0, trace.names.index(stage.name) - 1)]
        size_before = before.tensor[0].numel()
        st.markdown(words.stage_arithmetic(stage.name, stage.shape, size_before))
    if session.depth() == "code":
        st.code(words.stage_code(stage.name, trace.names), language="python", wrap_lines=True)
    values = stage.values()
    num_zeros = int((values == 0).sum())
    least, mean, largest = (number(value) for value in (values.min(), values.mean(), values.max()))
    st.caption(
        f"`{stage.shape}` · {stage.dtype} · {stage.device}  \n"
        f"min {least} · mean {mean} · max {largest}  \n"
        f"exact zeros: {num_zeros} of {values.size} ({share(num_zeros, values.size)})"
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
