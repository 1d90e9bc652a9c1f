"""Which numbers have full colour on the Neurons page: the same for all units of a layer.

It must not know how anything is drawn.
"""

from typing import cast

import numpy as np
import streamlit as st
from torch import nn

from mlp.dataset import load_digits
from mlp.explain.linear_picture import linear_picture
from mlp.explain.units import num_units
from mlp.net.network import named_layers
from mlp.net.placed import PlacedModel

_NUM_SAMPLE_DIGITS = 10
_NUM_SAMPLE_UNITS = 16
_SAMPLE_QUANTILE = 0.99


def weights_of(placed: PlacedModel, stage: str) -> np.ndarray:
    """Read the weights of a layer: float32, (units, inputs), cpu, only to be read."""
    linear = cast(nn.Linear, dict(named_layers(placed.cpu_model))[stage])
    weights: np.ndarray = linear.weight.detach().numpy()
    return weights


def weight_scale(placed: PlacedModel, stage: str) -> float:
    """The absolute weight at which colours saturate, as on the Parameters page, > 0."""
    position = [name for name, _ in named_layers(placed.cpu_model)].index(stage) - 1
    return placed.overview_scales[f"linear_relu_stack.{position}.weight"]


def row_scale(placed: PlacedModel, stage: str) -> float:
    """The absolute weight at which a linear picture's colours saturate, for a whole stage, > 0.

    In the first layer that of its weights, which are the same pictures.
    """
    if stage == "linear1":
        return weight_scale(placed, stage)
    return _measured_row_scale(placed.fingerprint, stage, placed)


@st.cache_data(max_entries=64, show_spinner=False)
def _measured_row_scale(fingerprint: str, stage: str, _placed: PlacedModel) -> float:
    """Measure the weights in linear pictures of some units on some test digits: a high quantile."""
    model = _placed.cpu_model
    digits = load_digits("test").images(0, _NUM_SAMPLE_DIGITS)
    count = num_units(model, stage)
    units = range(0, count, -(-count // _NUM_SAMPLE_UNITS))
    rows = [
        linear_picture(model, trace, stage, unit).row
        for trace in map(_placed.trace, digits)
        for unit in units
    ]
    return float(np.quantile(np.abs(rows), _SAMPLE_QUANTILE)) or 1.0
