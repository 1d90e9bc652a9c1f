"""Why a unit has its value on the active digit: the sum, its parts, and what comes of it.

It must not know how the unit was chosen.
"""

import math
from functools import partial
from typing import cast

import numpy as np
import streamlit as st
from torch import nn

from mlp.dataset import SIDE
from mlp.explain.contributions import Contributions, contributions, outgoing
from mlp.explain.printed_sum import printed_sum
from mlp.explain.units import activation_stage, input_stage, unit_stages
from mlp.net.network import named_layers, stage_names
from mlp.net.placed import PlacedModel
from mlp.net.trace import Trace
from mlp.numbers import has_exponent, number, percent
from mlp.web.charts.stages import Figure, picture_heatmap
from mlp.web.charts.units import addition_bars, signed_picture, unit_grid
from mlp.web.neurons import this_digit_words as words
from mlp.web.neurons import words as neurons_words
from mlp.web.neurons.bars_words import bar_texts
from mlp.web.neurons.choice import take_cell
from mlp.web.shell.chosen_unit import ChosenUnit
from mlp.web.shell.depth import reaches, render_by_depth
from mlp.web.shell.session import current
from mlp.web.shell.unit_names import exact_name, is_score, noun, stage_name, unit_name, units_name
from mlp.web.views.plotly import render_plotly

_NUM_LISTED = 5
_ROW_PX = 11  # of a grid in one of three columns
_NUM_PRINTED_DIGITS = 5
_ROOM = 0.85  # share of the axis that bars may take, so that their numbers fit


def render_this_digit(stage: str, unit: int) -> None:
    """Place why a unit has its value, and what it does; without a digit its weights alone.

    Args:
        stage: A linear stage of the visitor's network.
        unit: 0-based.
    """
    placed, trace = current().model(), current().visitor.reading().trace
    with st.container(key="neuron_digit"):
        if trace is None:
            st.subheader(words.WITHOUT_DIGIT, anchor=False)
            _render_weights(placed, stage, unit, weights_of(placed, stage)[unit])
            st.caption(
                words.SCALE_OF_WEIGHTS.format(
                    weights=number(weight_scale(placed, stage)), kept=neurons_words.KEPT
                )
            )
            st.markdown(words.WEIGHTS_WORDS[_reads_picture(stage)])
            return
        st.subheader(words.THIS_DIGIT, anchor=False)
        if not is_finite(trace):
            st.warning(neurons_words.NOT_FINITE, icon=":material/error:")
            return
        found = contributions(placed.cpu_model, trace, stage, unit)
        _render_sum(found, placed)
        _render_parts(found, placed)
        _render_largest(found, placed)
        _render_outgoing(found, placed, trace)


def is_finite(trace: Trace) -> bool:
    """Whether no value of a pass overflowed: a visitor's network may have enormous weights."""
    return all(bool(np.isfinite(stage.values()).all()) for stage in trace.stages)


def weights_of(placed: PlacedModel, stage: str) -> np.ndarray:
    """Read the weights of a layer: float32, (units, inputs), cpu, only to be read."""
    linear = cast(nn.Linear, dict(named_layers(placed.cpu_model))[stage])
    weights: np.ndarray = linear.weight.detach().numpy()
    return weights


def weight_scale(placed: PlacedModel, stage: str) -> float:
    """The absolute weight at which colours saturate, as on the Parameters page, > 0."""
    return placed.overview_scales[f"linear_relu_stack.{_position(placed, stage)}.weight"]


def _render_sum(found: Contributions, placed: PlacedModel) -> None:
    """Place the sum, printed so that it adds up, and what the ReLU makes of it."""
    texts, total = _printed_sum(found)
    has_relu = activation_stage(placed.cpu_model, found.stage) != found.stage
    shown = [
        (words.POSITIVE, _signed(texts[0])),
        (words.NEGATIVE, _signed(texts[1], always="−")),
        (words.BIAS, _signed(texts[2])),
        (words.VALUE, f"= {_minus(total)}"),
    ]
    if has_relu:
        after = total if found.value > 0 else "0"
        shown.append((words.ACTIVATION, f"→ {after}"))
    with st.container(horizontal=True, key="neuron_sum"):
        for label, text in shown:
            st.metric(label, text, width="content")
    st.markdown(_say_relu(found, has_relu=has_relu))
    st.caption(words.ADDS_UP)
    rounding = words.ROUNDING.format(
        rounding=number(abs(found.rounding), num_digits=2),
        tolerance=number(found.tolerance, num_digits=2),
    )
    render_by_depth(numbers=(words.RELU_NUMBERS if has_relu else "") + rounding)


def _say_relu(found: Contributions, *, has_relu: bool) -> str:
    """Say what becomes of the value."""
    if not has_relu:
        return words.IS_SCORE
    if is_score(found.stage):
        return words.SCORE_KEPT if found.value > 0 else words.SCORE_CUT
    return words.FIRES if found.value > 0 else words.IS_SILENT


def _render_parts(found: Contributions, placed: PlacedModel) -> None:
    """Place inputs, weights and their products, each number at the same place."""
    stage, unit = found.stage, found.unit
    is_first = _reads_picture(stage)
    before = input_stage(placed.cpu_model, stage)
    input_scale = placed.scales[before]
    scale = weight_scale(placed, stage)
    name = unit_name(stage, unit)
    with st.container(key="neuron_parts"):
        inputs, weights, products = st.columns(3, gap="small")
    with inputs:
        st.markdown(f"**{words.INPUT}** · {stage_name(before)}")
        figure = (
            picture_heatmap(found.inputs.reshape(SIDE, SIDE))
            if is_first
            else unit_grid(
                found.inputs,
                scale=input_scale,
                is_signed=False,
                row_px=_ROW_PX,
                noun=noun(_stage_before(stage)),
            )
        )
        label = (
            words.PIXELS_LABEL
            if is_first
            else words.INPUTS_LABEL.format(units=units_name(_stage_before(stage)))
        )
        _render_inputs(figure, "neuron_inputs", label, stage, png=before)
    with weights:
        st.markdown(f"**{words.WEIGHTS}**")
        _render_weights(placed, stage, unit, found.weights)
    with products:
        st.markdown(f"**{words.PRODUCTS}**")
        figure = _signed_figure(found.products, scale * input_scale, stage)
        label = words.PRODUCTS_LABEL.format(name=name)
        png = f"{file_name(stage, unit)}-contributions"
        _render_inputs(figure, "neuron_products", label, stage, png=png)
    st.caption(
        words.SCALES.format(
            inputs=number(input_scale),
            weights=number(scale),
            products=number(scale * input_scale),
            kept=neurons_words.KEPT,
        )
    )
    render_by_depth(
        words.PRODUCTS_WORDS[is_first],
        words.THIS_DIGIT_NUMBERS.format(
            num_inputs=len(found.inputs),
            num_positive=int((found.products > 0).sum()),
            num_negative=int((found.products < 0).sum()),
            num_zero=int((found.products == 0).sum()),
        ),
        words.sum_code(stage, unit, stage_names(placed.cpu_model)),
    )


def file_name(stage: str, unit: int) -> str:
    """Name a unit as files are named, for example "linear2-unit-37"."""
    return exact_name(stage, unit).replace(" · ", "-").replace(" ", "-")


def _render_weights(placed: PlacedModel, stage: str, unit: int, weights: np.ndarray) -> None:
    """Place a unit's weights."""
    figure = _signed_figure(weights, weight_scale(placed, stage), stage)
    label = words.WEIGHTS_LABEL.format(name=unit_name(stage, unit))
    png = f"{file_name(stage, unit)}-weights"
    _render_inputs(figure, "neuron_weights", label, stage, png=png)


def _render_inputs(figure: Figure, key: str, label: str, stage: str, *, png: str) -> None:
    """Place a chart with a cell for each input; that of a unit opens the unit."""
    on_clicked = None if _reads_picture(stage) else partial(take_cell, _stage_before(stage))
    render_plotly(figure, key=key, label=label, png=png, on_clicked=on_clicked)


def _render_largest(found: Contributions, placed: PlacedModel) -> None:
    """Place the inputs that add most and that take away most."""
    order = np.argsort(found.products, kind="stable")
    largest = [int(place) for place in order[::-1][:_NUM_LISTED] if found.products[place] > 0]
    smallest = [int(place) for place in order[:_NUM_LISTED] if found.products[place] < 0]
    with st.container(key="neuron_largest"):
        columns = st.columns(2, gap="large")
    for column, title, none, places, side in zip(
        columns,
        (words.FOR, words.AGAINST),
        (words.NONE_FOR, words.NONE_AGAINST),
        (largest, smallest),
        ("for", "against"),
        strict=True,
    ):
        with column:
            st.markdown(f"**{title}**" if places else none)
            if not places:
                continue
            if _reads_picture(found.stage):
                _render_pixels(found, places)
            else:
                _render_units(found, places, side)


def _render_pixels(found: Contributions, places: list[int]) -> None:
    """Place a table of pixels and what they add."""
    lines = [words.PRODUCT_HEADER]
    for place in places:
        row, column = divmod(place, SIDE)
        where = words.PLACE_PIXEL.format(row=row, column=column)
        lines.append(f"| {where} | {' | '.join(_terms(found, place))} |")
    st.markdown("\n".join(lines))


def _render_units(found: Contributions, places: list[int], side: str) -> None:
    """Place a list of units, each of which can be opened, and what they add."""
    before = _stage_before(found.stage)
    with st.container(key=f"neuron_{side}", gap=None):
        for rank, place in enumerate(places):
            with st.container(horizontal=True, vertical_alignment="center"):
                name = unit_name(before, place)
                st.button(
                    words.PLACE_UNIT.format(unit=place) if reaches("numbers") else name,
                    type="tertiary",
                    width=72 if reaches("numbers") else 120,
                    key=f"neuron_{side}_{rank}",
                    help=words.OPEN_UNIT.format(name=name),
                    on_click=current().of(ChosenUnit).choose,
                    args=(before, place),
                )
                value, weight, product = _terms(found, place)
                st.markdown(f"{value} × {weight} = **{product}**", width="content")


def _render_outgoing(found: Contributions, placed: PlacedModel, trace: Trace) -> None:
    """Place what the unit does to the units after it and to the scores."""
    st.markdown(f"#### {words.OUTGOING}")
    if is_score(found.stage):
        _render_rank(found, placed, trace)
        return
    if found.activation <= 0:
        st.markdown(words.OUTGOING_SILENT)
        return
    done = outgoing(placed.cpu_model, trace, found.stage, found.unit)
    next_stage = done.next_stage or ""
    name, last = unit_name(found.stage, found.unit), unit_stages(placed.cpu_model)[-1]
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
        words.say_effect(done.scores),
        numbers.format(next_stage=next_stage, activation=number(found.activation)),
        words.outgoing_code(found.stage, found.unit, stage_names(placed.cpu_model)),
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


def _signed_figure(values: np.ndarray, scale: float, stage: str) -> Figure:
    """Choose the layout of what comes into a stage."""
    if _reads_picture(stage):
        return signed_picture(values, scale=scale)
    before = noun(_stage_before(stage))
    return unit_grid(values, scale=scale, is_signed=True, row_px=_ROW_PX, noun=before)


def _printed_sum(found: Contributions) -> tuple[list[str], str]:
    """Print parts and value such that they add up, the largest part with a few digits.

    Enormous and tiny ones get one exponent in common: "1.2345e20" and "0.0067e20".
    """
    parts = (found.positive, found.negative, found.bias)
    largest = max(abs(part) for part in (*parts, found.value))
    magnitude = math.floor(math.log10(largest)) if largest else _NUM_PRINTED_DIGITS - 2
    if has_exponent(largest):
        unit, num_decimals = 10.0**magnitude, _NUM_PRINTED_DIGITS - 1
        exponent = f"e{magnitude}"
    else:
        unit, num_decimals = 1.0, max(_NUM_PRINTED_DIGITS - 1 - magnitude, 0)
        exponent = ""
    texts, total = printed_sum([part / unit for part in parts], found.value / unit, num_decimals)
    return [text + exponent for text in texts], total + exponent


def _terms(found: Contributions, place: int) -> tuple[str, str, str]:
    """Print an input, its weight and their product."""
    return (
        number(float(found.inputs[place])),
        number(float(found.weights[place])),
        number(float(found.products[place]), is_signed=True),
    )


def _signed(text: str, *, always: str = "") -> str:
    """Print a part of a sum with its sign before it, "+ 1.25" or "− 1.25"."""
    sign = always or ("−" if text.startswith("-") else "+")
    return f"{sign} {_minus(text.removeprefix('-'))}"


def _minus(text: str) -> str:
    """Print a number with a real minus sign."""
    return text.replace("-", "−")


def _position(placed: PlacedModel, stage: str) -> int:
    """Find a linear stage's place in the network's stack."""
    return [name for name, _ in named_layers(placed.cpu_model)].index(stage) - 1


def _reads_picture(stage: str) -> bool:
    """Whether a stage's inputs are the pixels."""
    return stage == "linear1"


def _stage_before(stage: str) -> str:
    """Name the linear stage before one that is not the first."""
    return f"linear{int(stage.removeprefix('linear')) - 1}"
