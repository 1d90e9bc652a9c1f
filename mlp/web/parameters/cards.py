"""A card for each layer: its weights and its biases as maps, with what they mean.

It must not know how a map is drawn.
"""

from dataclasses import dataclass

import numpy as np
import streamlit as st
from torch import nn

from mlp.net.network import NeuralNetwork, named_layers
from mlp.net.placed import PlacedModel
from mlp.numbers import decimals, memory, number, share
from mlp.web.charts.parameters import map_png
from mlp.web.parameters import cards_words as words
from mlp.web.parameters.weight_map import WeightMap, render_weight_map
from mlp.web.shell.depth import render_by_depth
from mlp.web.shell.take_along import render_download


@dataclass(frozen=True)
class NamedParameter:
    """One parameter and its place in the network.

    Attributes:
        name: As in `named_parameters()`, for example "linear_relu_stack.0.weight".
        layer: Its linear stage, for example "linear1".
        source: The stage that its layer's inputs come from, for example "relu1".
        is_last: Whether its units are the ten scores.
        offset: Values before its first, in the order of `named_parameters()`.
        values: float32, (out_features, in_features) or (out_features,), cpu; only to be read.
    """

    name: str
    layer: str
    kind: words.Kind
    source: str
    is_last: bool
    offset: int
    values: np.ndarray

    @property
    def title(self) -> str:
        """What it is, for example "linear1's weights"."""
        return words.PARAMETER.format(layer=self.layer, kind=words.KIND_NAMES[self.kind])


def list_parameters(model: NeuralNetwork) -> list[NamedParameter]:
    """List all parameters of a network on the CPU, in the order of `named_parameters()`."""
    listed: list[NamedParameter] = []
    names = {id(parameter): name for name, parameter in model.named_parameters()}
    *_, last = (layer for layer in model.linear_relu_stack if isinstance(layer, nn.Linear))
    offset, source = 0, "image"
    for stage, layer in named_layers(model):
        if isinstance(layer, nn.Linear):
            kinds: tuple[words.Kind, ...] = ("weight", "bias")
            for kind in kinds:
                parameter = getattr(layer, kind)
                values = parameter.detach().numpy()
                listed.append(
                    NamedParameter(
                        names[id(parameter)],
                        stage,
                        kind,
                        source,
                        layer is last,
                        offset,
                        values,
                    )
                )
                offset += values.size
        source = stage if stage != "flatten" else "image"
    return listed


def render_parameter_cards(placed: PlacedModel) -> None:
    """Place a card for each layer."""
    parameters = list_parameters(placed.cpu_model)
    for weight, bias in zip(parameters[::2], parameters[1::2], strict=True):
        with st.container(border=True, key=f"layer_{weight.layer}"):
            _render_parameter(weight, placed)
            _render_parameter(bias, placed)


def _render_parameter(parameter: NamedParameter, placed: PlacedModel) -> None:
    """Place one map with its name, its meaning and its picture to keep."""
    scale = placed.overview_scales[parameter.name]
    values, shape = parameter.values, parameter.values.shape
    size = " × ".join(f"{number:,}" for number in shape)
    with st.container(horizontal=True, wrap=False, vertical_alignment="center", gap="small"):
        st.markdown(f"**{parameter.title}** · `{parameter.name}` · {size}", width="stretch")
        render_download(
            words.PNG,
            lambda: map_png(values, scale=scale, title=parameter.name),
            f"{parameter.name}.png",
            "image/png",
            key=f"png_{parameter.name}",
            icon=":material/image:",
            type="tertiary",
            help=words.PNG_HELP.format(size=size),
        )
    render_weight_map(_weight_map(parameter, scale), placed, key=f"map_{parameter.name}")
    numbers, code = _numbers(parameter, scale), _code(parameter)
    render_by_depth(_meaning(parameter), numbers, code)


def _weight_map(parameter: NamedParameter, scale: float) -> WeightMap:
    """Describe a parameter's map."""
    values, is_bias = parameter.values, parameter.kind == "bias"
    rows, columns = (1, values.size) if is_bias else values.shape
    hidden = share(_num_beyond(parameter, scale), values.size)
    beyond = words.BEYOND.format(scale=number(scale), share=hidden)
    label = words.BIAS_LABEL if is_bias else words.WEIGHT_LABEL
    return WeightMap(
        rows=rows,
        columns=columns,
        offset=parameter.offset,
        scale=number(scale),
        label=label.format(layer=parameter.layer, rows=rows, columns=columns),
        cell=words.cell_name(
            parameter.layer, parameter.kind, parameter.source, is_last=parameter.is_last
        ),
        shown=words.SHOWN_BIASES if is_bias else words.SHOWN_WEIGHTS,
        beyond=words.BEYOND_BIAS if is_bias else beyond,
    )


def _meaning(parameter: NamedParameter) -> str:
    """Say in plain words what a parameter does."""
    is_first = parameter.source == "image"
    if parameter.kind == "bias":
        return words.LAST_BIASES if parameter.is_last else words.BIASES
    if parameter.is_last:
        source = words.PIXEL if is_first else words.UNIT_OF.format(stage=parameter.source)
        return words.LAST_WEIGHTS.format(source=source)
    return words.FIRST_WEIGHTS if is_first else words.WEIGHTS.format(source=parameter.source)


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
