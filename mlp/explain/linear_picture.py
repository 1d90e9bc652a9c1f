"""What the whole path to a unit amounts to: one exact linear picture, and where it ends.

It must not know how anything is drawn or said.

A network of linear layers and ReLUs is linear wherever the same units are on: each unit cuts the
space of pictures in two along a plane (bent where a unit below bends), and within one of the
resulting regions every value is one fixed weighted sum of the pixels plus one fixed number.
Source: "On the Number of Linear Regions of Deep Neural Networks", Montúfar, Pascanu, Cho and
Bengio, 2014. The weights of that sum are the gradient of the value with respect to the picture,
which others show as a picture too. Source: "Deep Inside Convolutional Networks: Visualising Image
Classification Models and Saliency Maps", Simonyan, Vedaldi and Zisserman, 2014.
"""

import math
from dataclasses import dataclass

import numpy as np
import torch
from torch import nn

from mlp.explain.units import (
    CAUTION,
    activation_stage,
    are_on,
    check_unit,
    input_stage,
    num_units,
    parameters_of,
    rounding_share,
    stages_up_to,
    unit_stages,
)
from mlp.net.network import NeuralNetwork
from mlp.net.trace import Trace, trace


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
            most this. `CAUTION` standard deviations of the roundings of every unit on the path,
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


def linear_picture(model: NeuralNetwork, traced: Trace, stage: str, unit: int) -> LinearPicture:
    """Fold the path from the picture to one unit into one weight for each pixel and one bias.

    Computed backwards in float64: the unit's own weights; then, layer by layer, only those of the
    units that are on, each multiplied by that unit's weights.

    Raises:
        ValueError: There is no such linear stage, or it has no such unit.
    """
    check_unit(model, stage, unit)
    row = np.zeros(num_units(model, stage))
    row[unit] = 1
    bias = variance = 0.0
    for name in reversed(stages_up_to(model, stage)):
        weights, biases = parameters_of(model, name)
        inputs = traced[input_stage(model, name)].values().ravel()
        if name != stage:
            row = np.where(are_on(model, traced, name), row, 0)
        counts = row != 0
        sizes = np.abs(weights[counts]) @ np.abs(inputs) + np.abs(biases[counts])
        variance += float(((row[counts] * sizes * rounding_share(len(inputs))) ** 2).sum())
        bias += float(row[counts] @ biases[counts])
        row = row[counts] @ weights[counts].astype(np.float64)
    value = float(row @ traced["image"].values().ravel()) + bias
    tolerance = CAUTION * math.sqrt(variance)
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
    rows = biases = on = None
    nearest: Flip | None = None
    for stage in unit_stages(model)[:-1]:
        weights, own_biases = (each.astype(np.float64) for each in parameters_of(model, stage))
        if rows is None or biases is None:
            rows, biases = weights, own_biases
        else:
            through = weights[:, on]
            rows, biases = through @ rows[on], through @ biases[on] + own_biases
        on = are_on(model, traced, stage)
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
            (are_on(model, traced, stage) != are_on(model, other, stage)).sum()
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
