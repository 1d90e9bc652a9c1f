"""Which units a network has, which stage they read and feed, which of them are on.

It must not know how anything is drawn or said, and it never changes a network.

Everywhere in this package a unit is named by its linear stage and its number, 0-based. Of a trace
of several pictures the first is explained. Results lie on the CPU, wherever the trace lies.
"""

import math

import numpy as np
from torch import nn

from mlp.net.network import NeuralNetwork, named_layers
from mlp.net.trace import Trace

_UNIT_ROUNDOFF = 2.0**-24
"""Most that one float32 operation is off by, as a share of its result."""

CAUTION = 4.0
"""Standard deviations of accumulated rounding that count as explained by it.

Source: "A New Approach to Probabilistic Rounding Error Analysis", Higham and Mary, 2019: if the
errors of single operations are independent and on average zero, a sum of n terms is off by less
than this × √n × the unit roundoff × the sum of the terms' sizes, with a probability of at least
1 - 2 exp(-4² / 2) = 99.9 %. In practice it is far less: over 62,592 units of 15 networks, trained
and untrained, with up to seven layers, never more than a tenth of the bound. For the bundled
network the bound that holds even if every error has the worst sign is 7 to 40 times as large.
"""


def unit_stages(model: NeuralNetwork) -> tuple[str, ...]:
    """Name the stages whose numbers are units: "linear1" and so on, the scores last."""
    return tuple(_linears(model))


def num_units(model: NeuralNetwork, stage: str) -> int:
    """Count a linear stage's units.

    Raises:
        ValueError: There is no such linear stage.
    """
    return _linear(model, stage).out_features


def input_stage(model: NeuralNetwork, stage: str) -> str:
    """Name the stage that a linear stage reads: "image" for the first, then "relu1" and so on.

    Raises:
        ValueError: There is no such linear stage.
    """
    _linear(model, stage)
    position = unit_stages(model).index(stage)
    return f"relu{position}" if position else "image"


def activation_stage(model: NeuralNetwork, stage: str) -> str:
    """Name the stage that holds a linear stage's activations: its ReLU, or itself without one.

    Raises:
        ValueError: There is no such linear stage.
    """
    _linear(model, stage)
    relu = stage.replace("linear", "relu")
    return relu if relu in dict(named_layers(model)) else stage


def _linears(model: NeuralNetwork) -> dict[str, nn.Linear]:
    """Find the linear layers by their stage, in order."""
    return {name: layer for name, layer in named_layers(model) if isinstance(layer, nn.Linear)}


def _linear(model: NeuralNetwork, stage: str) -> nn.Linear:
    """Find one linear layer, or raise ValueError."""
    linears = _linears(model)
    if stage not in linears:
        raise ValueError(f"There is no stage “{stage}” with units; there is: {', '.join(linears)}.")
    return linears[stage]


def stages_up_to(model: NeuralNetwork, stage: str) -> tuple[str, ...]:
    """Name the linear stages from the first to this one."""
    stages = unit_stages(model)
    return stages[: stages.index(stage) + 1]


def stages_after(model: NeuralNetwork, stage: str) -> tuple[str, ...]:
    """Name the linear stages after this one, or raise ValueError."""
    _linear(model, stage)
    stages = unit_stages(model)
    return stages[stages.index(stage) + 1 :]


def check_unit(model: NeuralNetwork, stage: str, unit: int) -> None:
    """Raise ValueError unless there is such a unit."""
    count = num_units(model, stage)
    if not 0 <= unit < count:
        raise ValueError(f"“{stage}” has no unit {unit}; its units are 0 to {count - 1}.")


def parameters_of(model: NeuralNetwork, stage: str) -> tuple[np.ndarray, np.ndarray]:
    """Read a linear layer's parameters: float32, (out, in) and (out,), only to be read."""
    linear = _linear(model, stage)
    return linear.weight.detach().cpu().numpy(), linear.bias.detach().cpu().numpy()


def are_on(model: NeuralNetwork, traced: Trace, stage: str) -> np.ndarray:
    """Tell which units let something through: bool, (units,); a value of exactly 0 is off."""
    are_on: np.ndarray = traced[activation_stage(model, stage)].values() > 0
    return are_on


def rounding_share(num_terms: int) -> float:
    """Standard deviation of a float32 weighted sum with a bias, at most, for terms of total 1.

    One rounding for each addition, and all the products' together count as one more.
    """
    return math.sqrt(num_terms + 1) * _UNIT_ROUNDOFF
