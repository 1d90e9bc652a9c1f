"""Why a unit has its value on the active digit: the sum and its parts.

It must not know how the unit was chosen.
"""

import math
from functools import partial

import numpy as np
import streamlit as st

from mlp.dataset import SIDE
from mlp.explain.contributions import Contributions, contributions
from mlp.explain.printed_sum import printed_sum
from mlp.explain.units import activation_stage, input_stage, num_units
from mlp.net.network import stage_names
from mlp.net.placed import PlacedModel
from mlp.net.trace import Trace
from mlp.numbers import has_exponent, number
from mlp.web.charts.stages import Figure, picture_heatmap
from mlp.web.charts.units import signed_picture, unit_grid
from mlp.web.neurons import this_digit_words as words
from mlp.web.neurons import words as neurons_words
from mlp.web.neurons.choice import take_cell
from mlp.web.neurons.pictures import say_meaning, unit_thumbnail
from mlp.web.neurons.scales import weight_scale, weights_of
from mlp.web.shell.chosen_unit import ChosenUnit
from mlp.web.shell.depth import reaches, render_by_depth
from mlp.web.shell.session import current
from mlp.web.shell.statistics_bar import unit_statistics
from mlp.web.shell.unit_names import exact_name, is_score, noun, unit_name, units_name
from mlp.web.views.plotly import render_plotly
from mlp.web.views.thumbnails import render_pictures

_NUM_LISTED = 5
_UNIT_PX = 68
_ROW_PX = 8  # of a grid in one of three columns
_NUM_PRINTED_DIGITS = 5


def render_this_digit(stage: str, unit: int) -> None:
    """Place why a unit has its value; without a digit its weights alone.

    Args:
        stage: A linear stage of the visitor's network.
        unit: 0-based.
    """
    placed, trace = current().model(), current().visitor.reading().trace
    with st.container(key="neuron_digit"):
        if trace is None:
            st.markdown(f"**{words.WITHOUT_DIGIT}**")
            _render_weights(placed, stage, unit, weights_of(placed, stage)[unit])
            scale = words.SCALE_OF_WEIGHTS.format(
                weights=number(weight_scale(placed, stage)), kept=neurons_words.KEPT
            )
            render_by_depth(words.WEIGHTS_WORDS[_reads_picture(stage)], scale)
        elif not trace.is_finite:
            st.warning(neurons_words.NOT_FINITE, icon=":material/error:")
        else:
            found = contributions(placed.cpu_model, trace, stage, unit)
            _render_sum(found, placed)
            _render_parts(found, placed)
            _render_largest(found, trace)
            _explain_products(found, placed)
        _render_explanation(placed, stage)


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
    rounding = words.ROUNDING.format(
        rounding=number(abs(found.rounding), num_digits=2),
        tolerance=number(found.tolerance, num_digits=2),
    )
    render_by_depth(
        _say_relu(found, has_relu=has_relu), (words.RELU_NUMBERS if has_relu else "") + rounding
    )


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
        st.markdown(f"**{words.INPUT}**" + (f" · `{before}`" if reaches("numbers") else ""))
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


def _explain_products(found: Contributions, placed: PlacedModel) -> None:
    """Say how the products are read, and how many there are of either sign."""
    stage, input_scale = found.stage, placed.scales[input_stage(placed.cpu_model, found.stage)]
    scale = weight_scale(placed, stage)
    scales = words.SCALES.format(
        inputs=number(input_scale),
        weights=number(scale),
        products=number(scale * input_scale),
        kept=neurons_words.KEPT,
    )
    counts = words.THIS_DIGIT_NUMBERS.format(
        num_inputs=len(found.inputs),
        num_positive=int((found.products > 0).sum()),
        num_negative=int((found.products < 0).sum()),
        num_zero=int((found.products == 0).sum()),
    )
    render_by_depth(
        words.PRODUCTS_WORDS[_reads_picture(stage)],
        f"{scales}\n\n{counts}",
        words.sum_code(stage, found.unit, stage_names(placed.cpu_model)),
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


def _render_largest(found: Contributions, trace: Trace) -> None:
    """Place the inputs that add most and that take away most; pixels where there are numbers."""
    is_first = _reads_picture(found.stage)
    if is_first and not reaches("numbers"):
        return
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
            if places and is_first:
                _render_pixels(found, places)
            elif places:
                _render_units(found, trace, places, side)


def _render_pixels(found: Contributions, places: list[int]) -> None:
    """Place a table of pixels and what they add."""
    lines = [words.PRODUCT_HEADER]
    for place in places:
        row, column = divmod(place, SIDE)
        where = words.PLACE_PIXEL.format(row=row, column=column)
        lines.append(f"| {where} | {' | '.join(_terms(found, place))} |")
    st.markdown("\n".join(lines))


def _render_units(found: Contributions, trace: Trace, places: list[int], side: str) -> None:
    """Place units, each of which can be opened: what they look for, and what they add."""
    placed, before = current().model(), _stage_before(found.stage)
    means = unit_statistics(placed)[before].means
    pattern = words.UNIT_NUMBERS if reaches("numbers") else words.UNIT
    pictures = []
    for place in places:
        value, weight, product = _terms(found, place)
        told = {"value": value, "weight": weight, "product": product, "unit": place}
        caption = pattern.format(meaning=say_meaning(before, place, means, is_brief=True), **told)
        label = words.UNIT_LABEL.format(**told)
        pictures.append(
            unit_thumbnail(placed, trace, before, place, means, caption=caption, label=label)
        )
    render_pictures(
        pictures,
        key=f"neuron_{side}",
        label=words.FOR if side == "for" else words.AGAINST,
        size_px=_UNIT_PX,
        on_chosen=lambda unit: current().of(ChosenUnit).choose(before, int(unit)),
    )


def _render_explanation(placed: PlacedModel, stage: str) -> None:
    """Say what a unit is."""
    model = placed.cpu_model
    num_inputs = weights_of(placed, stage).shape[1]
    told = words.SCORE_WORDS if is_score(stage) else words.UNIT_WORDS
    numbers = words.SCORE_NUMBERS if is_score(stage) else words.UNIT_NUMBERS_OF_LAYER
    render_by_depth(
        told.format(num_inputs=num_inputs, units=units_name(stage)),
        numbers.format(stage=stage, num_inputs=num_inputs, num_units=num_units(model, stage)),
        words.layer_code(stage, stage_names(model)),
    )


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


def _reads_picture(stage: str) -> bool:
    """Whether a stage's inputs are the pixels."""
    return stage == "linear1"


def _stage_before(stage: str) -> str:
    """Name the linear stage before one that is not the first."""
    return f"linear{int(stage.removeprefix('linear')) - 1}"
