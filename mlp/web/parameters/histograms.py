"""How the numbers of a parameter are spread, and how those of a fresh network would be.

It must not know how the maps are drawn.
"""

import math
from dataclasses import dataclass

import numpy as np
import streamlit as st
from torch import nn

from mlp.net.network import NeuralNetwork, untrained_network
from mlp.numbers import decimals
from mlp.web.charts.parameters import compared_bars, parameter_bars
from mlp.web.parameters import histograms_words as words
from mlp.web.parameters.cards import NamedParameter, list_parameters
from mlp.web.shell.depth import reaches, render_by_depth
from mlp.web.shell.markdown import plain_text
from mlp.web.shell.mirrored import mirrored_field
from mlp.web.shell.session import current
from mlp.web.views.plotly import render_plotly

FRESH_SEED = 0
_MAX_BUTTONS = 12


@dataclass(eq=False)
class HistogramState:
    """What a session remembers of the histograms: which parameter they show, by its number."""

    chosen: int = 0


@st.fragment
def render_histograms() -> None:
    """Place the choice of a parameter and its two histograms."""
    st.header(words.HISTOGRAMS_TITLE, anchor=False)
    st.markdown(words.HISTOGRAMS)
    session = current()
    placed = session.model()
    parameters = list_parameters(placed.cpu_model)
    number = _render_choice(parameters)
    chosen = parameters[number]
    fresh = list_parameters(fresh_network(placed.cpu_model))[number]
    if reaches("numbers"):
        _say_numbers(parameters, number, fresh)
    left, right = st.columns(2, gap="medium")
    with left:
        st.markdown(words.SPREAD.format(what=chosen.title, count=f"{chosen.values.size:,}"))
        render_plotly(
            parameter_bars(chosen.values),
            key="parameter_bars",
            png=f"histogram-{chosen.name}",
            label=words.SPREAD_LABEL.format(what=chosen.title),
        )
    with right:
        title = session.network.title
        st.markdown(words.COMPARED.format(title=plain_text(title), seed=FRESH_SEED))
        render_plotly(
            compared_bars(
                chosen.values,
                fresh.values,
                name=title,
                fresh_name=words.FRESH.format(seed=FRESH_SEED),
            ),
            key="compared_bars",
            png=f"histogram-{chosen.name}-and-fresh",
            label=words.COMPARED_LABEL.format(what=chosen.title),
        )
        st.caption(words.COMPARED_CAPTION)
    if session.network.kind == "untrained":
        st.info(words.IS_UNTRAINED, icon=":material/casino:")
    code = words.HISTOGRAMS_CODE.format(seed=FRESH_SEED, call=_call(placed.cpu_model))
    render_by_depth(code=code)


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


def _render_choice(parameters: list[NamedParameter]) -> int:
    """Place the choice of a parameter; one that another network had is let go."""
    numbers, state = range(len(parameters)), current().of(HistogramState)
    if state.chosen not in numbers:
        state.chosen = 0
    shown = mirrored_field("parameter_choice", state, "chosen")

    def title(number: int) -> str:
        return parameters[number].title

    if len(parameters) > _MAX_BUTTONS:
        st.selectbox(words.CHOICE, numbers, format_func=title, **shown)
    else:
        st.segmented_control(words.CHOICE, numbers, format_func=title, required=True, **shown)
    return state.chosen


def _say_numbers(parameters: list[NamedParameter], number: int, fresh: NamedParameter) -> None:
    """Say how fresh numbers are drawn, and how far both are spread."""
    num_inputs = parameters[number - number % 2].values.shape[1]
    st.markdown(
        words.HISTOGRAMS_NUMBERS.format(
            bound=decimals(1 / math.sqrt(num_inputs), 4),
            std=decimals(_deviation(parameters[number].values), 4),
            fresh_std=decimals(_deviation(fresh.values), 4),
        )
    )


def _deviation(values: np.ndarray) -> float:
    """Measure the standard deviation as the table does, and as `tensor.std()`."""
    return float(values.std(ddof=min(1, values.size - 1)))
