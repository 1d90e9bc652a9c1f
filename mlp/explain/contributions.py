"""What each input added to a unit, and what the unit adds to those after it.

It must not know how anything is drawn or said, and it never changes a network.
"""

from dataclasses import dataclass

import numpy as np

from mlp.dataset import NUM_CLASSES
from mlp.explain.units import (
    CAUTION,
    activation_stage,
    are_on,
    check_unit,
    input_stage,
    parameters_of,
    rounding_share,
    stages_after,
)
from mlp.net.network import NeuralNetwork
from mlp.net.trace import Trace


@dataclass(frozen=True)
class Contributions:
    """What each input added to one unit.

    Attributes:
        stage: The unit's linear stage.
        unit: Its number, 0-based.
        inputs: float32, (in_features,): what came in.
        weights: float32, (in_features,), any sign.
        products: float32, (in_features,), any sign: weight times input.
        bias: What is added whatever comes in.
        positive: Sum of the products above zero, ≥ 0.
        negative: Sum of the products below zero, ≤ 0.
        value: The unit's value in the trace.
        activation: What the next layer gets: the value after its ReLU, or as it is without one.
        rounding: positive + negative + bias - value: what float32 rounding makes, alone.
    """

    stage: str
    unit: int
    inputs: np.ndarray
    weights: np.ndarray
    products: np.ndarray
    bias: float
    positive: float
    negative: float
    value: float
    activation: float
    rounding: float

    @property
    def tolerance(self) -> float:
        """What float32 may make of `rounding`, ≥ 0; source: see `CAUTION`."""
        sizes = self.positive - self.negative + abs(self.bias)
        return CAUTION * rounding_share(len(self.inputs)) * sizes


@dataclass(frozen=True)
class Outgoing:
    """What one unit does to those after it.

    Attributes:
        next_stage: The linear stage after it; None for a score.
        next_products: float32, (units of that stage,), any sign: what it adds to each; empty for
            a score.
        scores: float64, (10,), any sign: what it adds to each score along every path, with the
            units on that are on now; for a score its own value, at its own place.
    """

    next_stage: str | None
    next_products: np.ndarray
    scores: np.ndarray


def contributions(model: NeuralNetwork, traced: Trace, stage: str, unit: int) -> Contributions:
    """Split one unit's value into what each input added to it.

    Raises:
        ValueError: There is no such linear stage, or it has no such unit.
    """
    check_unit(model, stage, unit)
    weights, biases = parameters_of(model, stage)
    inputs = traced[input_stage(model, stage)].values().ravel().copy()
    products = weights[unit] * inputs
    positive = float(products[products > 0].sum(dtype=np.float64))
    negative = float(products[products < 0].sum(dtype=np.float64))
    bias, value = float(biases[unit]), float(traced[stage].values()[unit])
    return Contributions(
        stage,
        unit,
        inputs=inputs,
        weights=weights[unit].copy(),  # the network's own memory must not be handed out
        products=products,
        bias=bias,
        positive=positive,
        negative=negative,
        value=value,
        activation=float(traced[activation_stage(model, stage)].values()[unit]),
        rounding=positive + negative + bias - value,
    )


def outgoing(model: NeuralNetwork, traced: Trace, stage: str, unit: int) -> Outgoing:
    """Work out what one unit does to each unit after it and to each score.

    Raises:
        ValueError: There is no such linear stage, or it has no such unit.
    """
    check_unit(model, stage, unit)
    after = stages_after(model, stage)
    next_products = np.zeros(0, np.float32)
    if after:
        activation = traced[activation_stage(model, stage)].values()[unit]
        next_products = activation * parameters_of(model, after[0])[0][:, unit]
    return Outgoing(
        after[0] if after else None,
        next_products,
        added_to_scores(model, traced, stage)[unit],
    )


def added_to_scores(model: NeuralNetwork, traced: Trace, stage: str) -> np.ndarray:
    """Work out what each unit of a layer adds to each score along every path after it.

    The path of the biases after that layer adds what is missing to the scores.

    Returns:
        float64, (units, 10), any sign: with the units on that are on now. A score adds its own
        value to itself.

    Raises:
        ValueError: There is no such linear stage.
    """
    after = stages_after(model, stage)
    if not after:
        return np.diag(traced[stage].values().astype(np.float64))
    weights = np.eye(NUM_CLASSES)
    for name in reversed(after):
        weights = weights @ parameters_of(model, name)[0].astype(np.float64)
        if name != after[0]:
            weights *= are_on(model, traced, input_stage(model, name).replace("relu", "linear"))
    added: np.ndarray = (weights * traced[activation_stage(model, stage)].values()).T
    return added
