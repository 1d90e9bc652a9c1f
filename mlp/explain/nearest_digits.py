"""Which real digits a network takes for most like a picture: neighbours in its last hidden layer.

It must not know how anything is drawn or said, and it never changes a network.

Like is whose units fire in the same proportions: the cosine of the angle between two rows of
activations. Of 589 test digits drawn anew with another pen, the six nearest of the 10,000 test
digits had the label that the network answered in 98.8 % (98.3 % by distance), after the first
hidden layer in 95.5 % and by their pixels in 93.0 %.
"""

from dataclasses import dataclass

import numpy as np

from mlp.cache import LeastRecentlyUsed
from mlp.dataset import Digits
from mlp.explain.units import activation_stage, unit_stages
from mlp.net.network import NeuralNetwork
from mlp.net.trace import Trace, trace

_BATCH_SIZE = 1000

_MAX_VALUES = 10_000 * 512
"""Activations that are kept of a network, at most: 20 MB. Of a wider one fewer digits are."""


@dataclass(frozen=True)
class SeenDigits:
    """How a network sees real digits.

    Attributes:
        stage: Its last hidden layer, after the ReLU; "image" if it has none.
        directions: float32, (digits, units): the activations of each, scaled to length 1; all 0
            where none fires, and where they are too large.
    """

    stage: str
    directions: np.ndarray


@dataclass(frozen=True)
class NearDigit:
    """One of the digits nearest to a picture.

    Attributes:
        index: Its place among the digits.
        similarity: Cosine of the angle between the two rows of activations, [0, 1].
    """

    index: int
    similarity: float


SEEN_DIGITS = LeastRecentlyUsed[tuple[str, int], SeenDigits](8)
"""By the network's fingerprint and how many digits it was shown."""


def see_digits(model: NeuralNetwork, digits: Digits) -> SeenDigits:
    """Show a network real digits, the first ones if they are too many.

    Args:
        model: On the CPU.
        digits: Which.
    """
    hidden = unit_stages(model)[:-1]
    stage = activation_stage(model, hidden[-1]) if hidden else "image"
    size = trace(model, digits.images(0, 1))[stage].tensor.numel()
    count = min(len(digits), _MAX_VALUES // size)
    parts = []
    for start in range(0, count, _BATCH_SIZE):
        images = digits.images(start, min(start + _BATCH_SIZE, count))
        activations = trace(model, images)[stage].tensor.flatten(start_dim=1).numpy()
        parts.append(_directions(activations))
    return SeenDigits(stage, np.concatenate(parts))


def nearest_digits(
    seen: SeenDigits, traced: Trace, count: int, *, without: int | None = None
) -> list[NearDigit]:
    """Find the digits most like a picture, the nearest first.

    Args:
        seen: By the same network.
        traced: Its pass over the picture, on whatever device.
        count: How many to find.
        without: Place of a digit to leave out: the picture itself.

    Returns:
        Empty if nothing fires for the picture, or if its activations are too large.
    """
    direction = _directions(traced[seen.stage].values().reshape(1, -1))[0]
    if not direction.any():
        return []
    similarities = seen.directions @ direction
    if without is not None and without < len(similarities):
        similarities[without] = -1
    nearest = np.argsort(-similarities, kind="stable")[:count]
    return [NearDigit(int(index), float(similarities[index])) for index in nearest]


def _directions(activations: np.ndarray) -> np.ndarray:
    """Scale each row, float32 (N, units), to length 1; all 0 if it has no length."""
    with np.errstate(all="ignore"):
        lengths = np.linalg.norm(activations.astype(np.float64), axis=1, keepdims=True)
        directions = activations / lengths
    has_length = np.isfinite(lengths) & (lengths > 0)
    found: np.ndarray = np.where(has_length, directions, 0).astype(np.float32)
    return found
