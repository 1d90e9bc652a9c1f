"""How the numbers of a parameter are spread, and how those of a fresh network would be.

It must not know how the maps are drawn.
"""

import math

import numpy as np
import streamlit as st
from torch import nn

from mlp.net.network import NeuralNetwork, untrained_network
from mlp.net.parameters import NamedParameter, list_parameters
from mlp.net.placed import PlacedModel
from mlp.numbers import decimals
from mlp.web.charts.parameters import compared_bars, parameter_bars
from mlp.web.parameters import histograms_words as words
from mlp.web.parameters.parameter_choice import parameter_title, render_parameter_choice
from mlp.web.shell.depth import render_by_depth
from mlp.web.shell.markdown import plain_text
from mlp.web.shell.session import current
from mlp.web.views.plotly import render_plotly

FRESH_SEED = 0


def render_histograms(placed: PlacedModel) -> None:
    """Place the choice of a parameter and its two histograms.

    Args:
        placed: The visitor's network.
    """
    session = current()
    parameters = list_parameters(placed.cpu_model)
    number = render_parameter_choice(parameters)
    chosen, title = parameters[number], parameter_title(parameters[number])
    fresh = list_parameters(fresh_network(placed.cpu_model))[number]
    left, right = st.columns(2, gap="medium")
    with left:
        st.markdown(words.SPREAD.format(what=title, count=f"{chosen.values.size:,}"))
        render_plotly(
            parameter_bars(chosen.values),
            key="parameter_bars",
            png=f"histogram-{chosen.name}",
            label=words.SPREAD_LABEL.format(what=title),
        )
    with right:
        name = session.network.title
        st.markdown(words.COMPARED.format(title=plain_text(name), seed=FRESH_SEED))
        render_plotly(
            compared_bars(
                chosen.values,
                fresh.values,
                name=name,
                fresh_name=words.FRESH.format(seed=FRESH_SEED),
            ),
            key="compared_bars",
            png=f"histogram-{chosen.name}-and-fresh",
            label=words.COMPARED_LABEL.format(what=title),
        )
        st.caption(words.COMPARED_CAPTION)
    if session.network.kind == "untrained":
        st.info(words.IS_UNTRAINED, icon=":material/casino:")
    code = words.HISTOGRAMS_CODE.format(seed=FRESH_SEED, call=_call(placed.cpu_model))
    render_by_depth(words.HISTOGRAMS, _say_numbers(parameters, number, fresh), code)


def fresh_network(model: NeuralNetwork) -> NeuralNetwork:
    """Make a network of the same architecture with the random parameters that it starts from."""
    hidden_sizes, last_relu = _architecture(model)
    return untrained_network(FRESH_SEED, hidden_sizes, last_relu=last_relu)


def _architecture(model: NeuralNetwork) -> tuple[list[int], bool]:
    """Read a network's hidden sizes, and whether a ReLU follows its scores."""
    layers = list(model.linear_relu_stack)
    sizes = [layer.out_features for layer in layers if isinstance(layer, nn.Linear)]
    return sizes[:-1], isinstance(layers[-1], nn.ReLU)


def _call(model: NeuralNetwork) -> str:
    """Write the Python that makes a network of this architecture."""
    hidden_sizes, last_relu = _architecture(model)
    if hidden_sizes == [512, 512] and last_relu:
        return "NeuralNetwork()"
    return f"NeuralNetwork({hidden_sizes}{'' if last_relu else ', last_relu=False'})"


def _say_numbers(parameters: list[NamedParameter], number: int, fresh: NamedParameter) -> str:
    """Say how fresh numbers are drawn, and how far both are spread."""
    num_inputs = parameters[number - number % 2].values.shape[1]
    return words.HISTOGRAMS_NUMBERS.format(
        bound=decimals(1 / math.sqrt(num_inputs), 4),
        std=decimals(_deviation(parameters[number].values), 4),
        fresh_std=decimals(_deviation(fresh.values), 4),
    )


def _deviation(values: np.ndarray) -> float:
    """Measure the standard deviation as the table does, and as `tensor.std()`."""
    return float(values.std(ddof=min(1, values.size - 1)))
