"""Why a unit has the value it has: exact sums, exact linear rows, what-ifs, all from one trace.

It must not know how anything is drawn or said, and it never changes a network.

A network of linear layers and ReLUs is linear wherever the same units are on: each unit cuts the
space of pictures in two along a plane (bent where a unit below bends), and within one of the
resulting regions every value is one fixed weighted sum of the pixels plus one fixed number.
Source: "On the Number of Linear Regions of Deep Neural Networks", Montúfar, Pascanu, Cho and
Bengio, 2014. The weights of that sum are the gradient of the value with respect to the picture,
which others show as a picture too. Source: "Deep Inside Convolutional Networks: Visualising Image
Classification Models and Saliency Maps", Simonyan, Vedaldi and Zisserman, 2014.

Everywhere a unit is named by its linear stage and its number, 0-based. Of a trace of several
pictures the first is explained. Results lie on the CPU, wherever the trace lies.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np
import torch
from torch import nn

from mlp.net.network import NUM_CLASSES, NeuralNetwork, named_layers
from mlp.net.trace import Stage, Trace, trace

_UNIT_ROUNDOFF = 2.0**-24
"""Most that one float32 operation is off by, as a share of its result."""

_CAUTION = 4.0
"""Standard deviations of accumulated rounding that count as explained by it.

Source: "A New Approach to Probabilistic Rounding Error Analysis", Higham and Mary, 2019: if the
errors of single operations are independent and on average zero, a sum of n terms is off by less
than this × √n × the unit roundoff × the sum of the terms' sizes, with a probability of at least
1 - 2 exp(-4² / 2) = 99.9 %. In practice it is far less: over 62,592 units of 15 networks, trained
and untrained, with up to seven layers, never more than a tenth of the bound. For the bundled
network the bound that holds even if every error has the worst sign is 7 to 40 times as large.
"""

_FLOAT32_SHARE = 1e-5
"""Most that a float32 sum of a thousand terms is off by, as a share of the terms' sizes."""

Changes = Mapping[tuple[str, int | None], float]
"""Linear stage and unit, or None for its whole layer → the value to have after its ReLU."""


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
        """What float32 may make of `rounding`, ≥ 0; source: see `_CAUTION`."""
        sizes = self.positive - self.negative + abs(self.bias)
        return _CAUTION * _rounding_share(len(self.inputs)) * sizes


@dataclass(frozen=True)
class LinearPicture:
    """What the whole path to one unit amounts to, as long as the same units are on.

    Attributes:
        stage: The unit's linear stage.
        unit: Its number, 0-based.
        row: float64, (784,), any sign: the weight of each pixel.
        bias: What is added whatever the picture.
        value: row · picture + bias.
        traced: The unit's value in the trace.
        tolerance: What float32 rounding may make of their difference, ≥ 0: |value - traced| is at
            most this. `_CAUTION` standard deviations of the roundings of every unit on the path,
            each counted as often as it counts for this unit.
    """

    stage: str
    unit: int
    row: np.ndarray
    bias: float
    value: float
    traced: float
    tolerance: float


@dataclass(frozen=True)
class Flip:
    """The hidden unit that is nearest to being switched.

    Attributes:
        stage: Its linear stage.
        unit: Its number, 0-based.
        distance: Length of the smallest change of the picture that switches it, ≥ 0: the square
            root of the sum of all pixels' squared changes, with pixels from 0 to 1.
    """

    stage: str
    unit: int
    distance: float


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


def contributions(model: NeuralNetwork, traced: Trace, stage: str, unit: int) -> Contributions:
    """Split one unit's value into what each input added to it.

    Raises:
        ValueError: There is no such linear stage, or it has no such unit.
    """
    _check_unit(model, stage, unit)
    weights, biases = _parameters(model, stage)
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


def linear_picture(model: NeuralNetwork, traced: Trace, stage: str, unit: int) -> LinearPicture:
    """Fold the path from the picture to one unit into one weight for each pixel and one bias.

    Computed backwards in float64: the unit's own weights; then, layer by layer, only those of the
    units that are on, each multiplied by that unit's weights.

    Raises:
        ValueError: There is no such linear stage, or it has no such unit.
    """
    _check_unit(model, stage, unit)
    row = np.zeros(num_units(model, stage))
    row[unit] = 1
    bias = variance = 0.0
    for name in reversed(_stages_up_to(model, stage)):
        weights, biases = _parameters(model, name)
        inputs = traced[input_stage(model, name)].values().ravel()
        if name != stage:
            row = np.where(_are_on(model, traced, name), row, 0)
        counts = row != 0
        sizes = np.abs(weights[counts]) @ np.abs(inputs) + np.abs(biases[counts])
        variance += float(((row[counts] * sizes * _rounding_share(len(inputs))) ** 2).sum())
        bias += float(row[counts] @ biases[counts])
        row = row[counts] @ weights[counts].astype(np.float64)
    value = float(row @ traced["image"].values().ravel()) + bias
    tolerance = _CAUTION * math.sqrt(variance)
    return LinearPicture(
        stage,
        unit,
        row=row,
        bias=bias,
        value=value,
        traced=float(traced[stage].values()[unit]),
        tolerance=tolerance if math.isfinite(tolerance) else math.inf,
    )


def nearest_flip(model: NeuralNetwork, traced: Trace) -> Flip | None:
    """Find the smallest change of the picture that switches some hidden unit on or off.

    As long as no unit is switched, each one's value is its row · picture + bias; it becomes 0 at
    the distance |value| / |row|, straight along the row. The nearest of these planes is reached
    before any unit is switched, so it is where the rows stop being true. Changes that would leave
    the pixels' range from 0 to 1 count too.

    Returns:
        None without hidden layers, and if no change of the picture switches anything.
    """
    picture = traced["image"].values().ravel().astype(np.float64)
    rows = biases = are_on = None
    nearest: Flip | None = None
    for stage in unit_stages(model)[:-1]:
        weights, own_biases = (each.astype(np.float64) for each in _parameters(model, stage))
        if rows is None or biases is None:
            rows, biases = weights, own_biases
        else:
            through = weights[:, are_on]
            rows, biases = through @ rows[are_on], through @ biases[are_on] + own_biases
        are_on = _are_on(model, traced, stage)
        lengths = np.linalg.norm(rows, axis=1)
        distances = np.full(len(rows), np.inf)
        np.divide(np.abs(rows @ picture + biases), lengths, out=distances, where=lengths > 0)
        unit = int(distances.argmin())
        if distances[unit] < (nearest.distance if nearest else np.inf):
            nearest = Flip(stage, unit, float(distances[unit]))
    return nearest


def flips(model: NeuralNetwork, traced: Trace, image: torch.Tensor) -> dict[str, int]:
    """Count the hidden units that another picture switches on or off.

    Args:
        model: The network.
        traced: Its pass over the first picture.
        image: float32, (28, 28), [0, 1], any device: the other picture.

    Returns:
        The number for each ReLU stage between the picture and the scores.
    """
    other = trace(model, image)
    return {
        activation_stage(model, stage): int(
            (_are_on(model, traced, stage) != _are_on(model, other, stage)).sum()
        )
        for stage in unit_stages(model)[:-1]
    }


def nudged(image: torch.Tensor, *, rows: int, columns: int) -> torch.Tensor:
    """Move a picture by whole pixels; what comes in at the edges is empty.

    Args:
        image: (…, height, width), any type and device.
        rows: How far down; negative numbers move it up.
        columns: How far to the right; negative numbers move it to the left.
    """
    height, width = image.shape[-2:]
    down, right = min(max(rows, -height), height), min(max(columns, -width), width)
    # Padding of less than 0 cuts off what leaves the picture.
    return nn.functional.pad(image, (right, -right, down, -down))


def outgoing(model: NeuralNetwork, traced: Trace, stage: str, unit: int) -> Outgoing:
    """Work out what one unit does to each unit after it and to each score.

    Raises:
        ValueError: There is no such linear stage, or it has no such unit.
    """
    _check_unit(model, stage, unit)
    after = _stages_after(model, stage)
    next_products = np.zeros(0, np.float32)
    if after:
        activation = traced[activation_stage(model, stage)].values()[unit]
        next_products = activation * _parameters(model, after[0])[0][:, unit]
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
    after = _stages_after(model, stage)
    if not after:
        return np.diag(traced[stage].values().astype(np.float64))
    weights = np.eye(NUM_CLASSES)
    for name in reversed(after):
        weights = weights @ _parameters(model, name)[0].astype(np.float64)
        if name != after[0]:
            weights *= _are_on(model, traced, input_stage(model, name).replace("relu", "linear"))
    added: np.ndarray = (weights * traced[activation_stage(model, stage)].values()).T
    return added


@torch.inference_mode()
def what_if(model: NeuralNetwork, traced: Trace, changes: Changes) -> Trace:
    """Give units other values and compute on from there, on the model's device.

    What the next layer sees is replaced: the value after the ReLU, or that of a score without
    one. The changed units' linear values stay as they come. A unit's own change outdoes that of
    its layer.

    Args:
        model: The network; only read.
        traced: Its pass as it was.
        changes: The values to have; 0 switches a unit off.

    Returns:
        The stages before the first change as they were, the others computed anew.

    Raises:
        ValueError: There is no such linear stage, or it has no such unit.
    """
    by_stage: dict[str, dict[int | None, float]] = {}
    for (stage, unit), value in changes.items():
        if unit is not None:
            _check_unit(model, stage, unit)
        by_stage.setdefault(activation_stage(model, stage), {})[unit] = value
    device = next(model.parameters()).device
    stages: list[Stage] = []
    has_changed = False
    for before in traced.stages:
        if not has_changed:
            after = replace(before, tensor=before.tensor.to(device))
        else:
            assert before.module is not None, "the picture itself is never changed"
            after = Stage(before.name, before.module, before.module(stages[-1].tensor))
        if before.name in by_stage:
            has_changed = True
            after = replace(
                after, tensor=_changed(after.tensor, by_stage[before.name]), seconds=None
            )
        stages.append(after)
    return Trace(tuple(stages))


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
    weights, _ = _parameters(model, last)
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


def printed_sum(parts: Sequence[float], total: float, decimals: int) -> tuple[list[str], str]:
    """Print the parts of a sum such that what is printed adds up to the printed total exactly.

    The total is rounded as usual. Each part is rounded down or up, those up that lose the least
    by it (the method of largest remainders). What float32 rounding leaves beyond that, if so many
    decimals are asked for that it shows, is added to the largest part.

    Args:
        parts: What is added up.
        total: What came of it, to float32 rounding.
        decimals: Digits after the point, ≥ 0.

    Returns:
        The parts' texts in order, and the total's; "-" for a minus, never "-0".

    Raises:
        ValueError: The parts differ from the total by more than rounding can explain.
    """
    allowed = 0.5 * 10.0**-decimals + _FLOAT32_SHARE * sum(abs(part) for part in parts)
    if not abs(math.fsum(parts) - total) <= allowed:  # also if one is no number
        raise ValueError(f"{' + '.join(map(str, parts))} is not {total}, whatever the rounding.")
    exact = [Fraction(float(part)) * 10**decimals for part in parts]
    counts = [math.floor(part) for part in exact]
    printed_total = int(f"{total:.{decimals}f}".replace(".", ""))
    missing = printed_total - sum(counts)
    by_remainder = sorted(range(len(parts)), key=lambda index: counts[index] - exact[index])
    rounded_up = [index for index in by_remainder if exact[index] > counts[index]][
        : max(missing, 0)
    ]
    for index in rounded_up:
        counts[index] += 1
    if parts:
        counts[max(by_remainder, key=lambda index: abs(exact[index]))] += missing - len(rounded_up)
    return [_decimal(count, decimals) for count in counts], _decimal(printed_total, decimals)


def _changed(activations: torch.Tensor, changes: Mapping[int | None, float]) -> torch.Tensor:
    """Copy a layer's activations with some of them replaced, None standing for all."""
    changed = activations.clone()
    if None in changes:
        changed[:] = changes[None]
    for unit, value in changes.items():
        if unit is not None:
            changed[:, unit] = value
    return changed


def _decimal(count: int, decimals: int) -> str:
    """Print count × 10^-decimals, exactly."""
    digits = f"{abs(count):0{decimals + 1}}"
    point = len(digits) - decimals
    return "-" * (count < 0) + digits[:point] + "." * (decimals > 0) + digits[point:]


def _linears(model: NeuralNetwork) -> dict[str, nn.Linear]:
    """Find the linear layers by their stage, in order."""
    return {name: layer for name, layer in named_layers(model) if isinstance(layer, nn.Linear)}


def _linear(model: NeuralNetwork, stage: str) -> nn.Linear:
    """Find one linear layer, or raise ValueError."""
    linears = _linears(model)
    if stage not in linears:
        raise ValueError(f"There is no stage “{stage}” with units; there is: {', '.join(linears)}.")
    return linears[stage]


def _stages_up_to(model: NeuralNetwork, stage: str) -> tuple[str, ...]:
    """Name the linear stages from the first to this one."""
    stages = unit_stages(model)
    return stages[: stages.index(stage) + 1]


def _stages_after(model: NeuralNetwork, stage: str) -> tuple[str, ...]:
    """Name the linear stages after this one, or raise ValueError."""
    _linear(model, stage)
    stages = unit_stages(model)
    return stages[stages.index(stage) + 1 :]


def _check_unit(model: NeuralNetwork, stage: str, unit: int) -> None:
    """Raise ValueError unless there is such a unit."""
    count = num_units(model, stage)
    if not 0 <= unit < count:
        raise ValueError(f"“{stage}” has no unit {unit}; its units are 0 to {count - 1}.")


def _parameters(model: NeuralNetwork, stage: str) -> tuple[np.ndarray, np.ndarray]:
    """Read a linear layer's parameters: float32, (out, in) and (out,), only to be read."""
    linear = _linear(model, stage)
    return linear.weight.detach().cpu().numpy(), linear.bias.detach().cpu().numpy()


def _are_on(model: NeuralNetwork, traced: Trace, stage: str) -> np.ndarray:
    """Tell which units let something through: bool, (units,); a value of exactly 0 is off."""
    are_on: np.ndarray = traced[activation_stage(model, stage)].values() > 0
    return are_on


def _rounding_share(num_terms: int) -> float:
    """Standard deviation of a float32 weighted sum with a bias, at most, for terms of total 1.

    One rounding for each addition, and all the products' together count as one more.
    """
    return math.sqrt(num_terms + 1) * _UNIT_ROUNDOFF
