"""Who decided between two digits.

It must not know how anything is drawn or said.
"""

from dataclasses import dataclass

import numpy as np

from mlp.explain.score_difference import first_two
from mlp.explain.units import input_stage, parameters_of, unit_stages
from mlp.net.network import NeuralNetwork
from mlp.net.trace import Trace


@dataclass(frozen=True)
class Voice:
    """How one unit of the last hidden layer spoke in the decision between two digits.

    Attributes:
        unit: Its number, 0-based; of a pixel, counted row by row.
        for_winner: What it added to the winner's score.
        for_runner_up: What it added to the runner-up's.
        difference: The first less the second: above 0 it spoke for the winner.
    """

    unit: int
    for_winner: float
    for_runner_up: float
    difference: float


def voices(
    model: NeuralNetwork, traced: Trace, winner: int, runner_up: int, count: int = 6
) -> tuple[str, list[Voice], list[Voice]]:
    """Find who decided between two digits: units of the last hidden layer, or else pixels.

    Args:
        model: The network.
        traced: Its pass.
        winner: A digit.
        runner_up: Another.
        count: How many to name of either side, at most.

    Returns:
        The stage of the units, "image" for pixels; those that spoke most for the winner; those
        that spoke most for the runner-up. Whoever favours neither is in neither list.
    """
    last = unit_stages(model)[-1]
    weights, _ = parameters_of(model, last)
    inputs = traced[input_stage(model, last)].values().ravel().astype(np.float64)
    for_winner, for_runner_up = weights[winner] * inputs, weights[runner_up] * inputs
    difference = for_winner - for_runner_up

    def loudest(side: int) -> list[Voice]:
        """Name those on one side, 1 or -1."""
        order = np.argsort(-side * difference, kind="stable")
        return [
            Voice(int(unit), *(float(one[unit]) for one in (for_winner, for_runner_up, difference)))
            for unit in order[:count]
            if side * difference[unit] > 0
        ]

    hidden = unit_stages(model)[:-1]
    return hidden[-1] if hidden else "image", loudest(1), loudest(-1)


def strongest_unit(model: NeuralNetwork, traced: Trace) -> tuple[str, int]:
    """Find the unit that spoke most for the answer.

    Args:
        model: The network.
        traced: Its pass.

    Returns:
        Its linear stage and number, 0-based. Where no hidden unit spoke, the score that won; where
        numbers overflowed, the first score.
    """
    last = unit_stages(model)[-1]
    if not traced.is_finite:
        return last, 0
    winner, runner_up = first_two(traced)
    stage, for_winner, _ = voices(model, traced, winner, runner_up, 1)
    return (last, winner) if stage == "image" or not for_winner else (stage, for_winner[0].unit)
