"""One parameter at a time as a map, with what it means; six of the tutorial's network.

It must not know how a map is drawn.
"""

import numpy as np
import streamlit as st
from torch import nn

from mlp.net.network import NeuralNetwork
from mlp.net.parameters import NamedParameter, list_parameters
from mlp.net.placed import PlacedModel
from mlp.numbers import decimals, memory, number, share
from mlp.web.charts.parameters import map_png
from mlp.web.parameters import maps_words as words
from mlp.web.parameters.parameter_choice import parameter_title, render_parameter_choice
from mlp.web.parameters.weight_map import WeightMap, render_weight_map
from mlp.web.shell.depth import reaches, render_by_depth
from mlp.web.shell.take_along import render_download
from mlp.web.shell.unit_names import noun


def render_maps(placed: PlacedModel) -> None:
    """Place the choice of a parameter, its map, its meaning and its picture to keep.

    Args:
        placed: The visitor's network.
    """
    parameters = list_parameters(placed.cpu_model)
    parameter = parameters[render_parameter_choice(parameters)]
    scale = placed.overview_scales[parameter.name]
    values, shape = parameter.values, parameter.values.shape
    size = " × ".join(f"{number:,}" for number in shape)
    title = parameter_title(parameter)
    exact = f" · `{parameter.name}`" if reaches("numbers") else ""
    with st.container(horizontal=True, wrap=False, vertical_alignment="center", gap="small"):
        st.markdown(f"**{title}**{exact} · {size}", width="stretch")
        render_download(
            words.PNG,
            lambda: map_png(values, scale=scale, title=parameter.name),
            f"{parameter.name}.png",
            "image/png",
            key="map_png",
            icon=":material/image:",
            type="tertiary",
            help=words.PNG_HELP.format(size=size),
        )
    render_weight_map(_weight_map(parameter, scale), placed, key=f"map_{parameter.name}")
    numbers, code = _numbers(parameter, scale), _code(parameter)
    render_by_depth(_meaning(parameter, placed.cpu_model), numbers, code)


def _weight_map(parameter: NamedParameter, scale: float) -> WeightMap:
    """Describe a parameter's map."""
    values, is_bias = parameter.values, parameter.kind == "bias"
    rows, columns = (1, values.size) if is_bias else values.shape
    names = words.EXACT if reaches("numbers") else words.PLAIN
    unit, source = noun(parameter.layer), _source_noun(parameter)
    figures = {
        "layer": parameter.layer,
        "source": parameter.source,
        "rows": rows,
        "columns": columns,
        "unit": unit,
        "input": source,
        "units": words.several(unit),
        "inputs": words.several(source),
    }
    unit_axis = words.DIGIT_AXIS if parameter.is_last else words.UNIT_AXIS.format(unit=unit)
    if is_bias:
        label, shown, beyond = names.bias_label, names.shown_biases, words.BEYOND_BIAS
        column_name = unit_axis.replace("{index}", "{column}")
    else:
        label, shown, beyond = names.weight_label, names.shown_weights, ""
        hidden = share(_num_beyond(parameter, scale), values.size)
        if reaches("numbers"):
            beyond = words.BEYOND.format(scale=number(scale), share=hidden)
        is_first = parameter.source == "image"
        input_axis = words.UNIT_AXIS.format(unit=source).replace("{index}", "{column}")
        column_name = words.PIXEL_AXIS if is_first else input_axis
    return WeightMap(
        rows=rows,
        columns=columns,
        offset=parameter.offset,
        scale=number(scale),
        label=words.fill_known(label, figures) + " " + words.KEYS,
        cell=words.cell_name(names, parameter.kind, figures, is_last=parameter.is_last),
        row_name="" if is_bias else unit_axis.replace("{index}", "{row}"),
        column_name=column_name,
        shown=words.fill_known(shown, figures),
        beyond=beyond,
    )


def _source_noun(parameter: NamedParameter) -> str:
    """Say what each input of a parameter's layer is: "pixel", "detector", "unit"."""
    if parameter.source == "image":
        return words.PIXEL
    return noun(parameter.source.replace("relu", "linear"))


def _meaning(parameter: NamedParameter, model: NeuralNetwork) -> str:
    """Say in plain words what a parameter does."""
    is_first = parameter.source == "image"
    names = {"unit": noun(parameter.layer), "source": _source_noun(parameter)}
    if parameter.kind == "bias":
        if not parameter.is_last:
            return words.BIASES.format(**names)
        is_cut = isinstance(model.linear_relu_stack[-1], nn.ReLU)
        return f"{words.LAST_BIASES} {words.say_scores_biases(parameter.values, is_cut=is_cut)}"
    if parameter.is_last:
        return words.LAST_WEIGHTS.format(**names)
    return words.FIRST_WEIGHTS.format(**names) if is_first else words.WEIGHTS.format(**names)


def _num_beyond(parameter: NamedParameter, scale: float) -> int:
    """Count the numbers that the colours do not tell apart."""
    return int((np.abs(parameter.values) > scale).sum())


def _numbers(parameter: NamedParameter, scale: float) -> str:
    """Say how many numbers there are, and from where to where they go."""
    values, is_bias = parameter.values, parameter.kind == "bias"
    sentence = words.BIAS_NUMBERS if is_bias else words.WEIGHT_NUMBERS
    return sentence.format(
        rows=f"{values.shape[0]:,}",
        columns=f"{values.shape[-1]:,}",
        count=f"{values.size:,}",
        least=decimals(values.min(), 4),
        largest=decimals(values.max(), 4),
        scale=number(scale),
        beyond=f"{_num_beyond(parameter, scale):,}",
        memory=memory(values.nbytes),
    )


def _code(parameter: NamedParameter) -> str:
    """Give the Python that reads one cell."""
    if parameter.kind == "bias":
        template = words.BIAS_CODE
    else:
        is_first = parameter.source == "image"
        template = words.FIRST_WEIGHT_CODE if is_first else words.WEIGHT_CODE
    stack, number, kind = parameter.name.split(".")
    return template.format(name=f"{stack}[{number}].{kind}")
