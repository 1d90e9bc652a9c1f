"""Why one digit and not another: the difference of their scores, split over the pixels.

It must not know how anything is drawn or said, and it never changes a network.

As long as the same units fire, each score is one weighted sum of the pixels plus one fixed number
(see `linear_picture`), and so is the difference of two scores. Each pixel's part in it is its value
times its weight; source of the name: "Not Just a Black Box", Shrikumar, Greenside and Kundaje,
2016 ("gradient × input"). Here it is no estimate: all parts and the fixed number add up.
"""

import math
from dataclasses import dataclass

import cv2
import numpy as np
import torch

from mlp.dataset import SIDE
from mlp.explain.units import are_on, parameters_of, unit_stages
from mlp.net.network import NeuralNetwork
from mlp.net.trace import Trace, trace

_DOT = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (5, 5)).astype(np.float32)
"""A dot of ink: MNIST's strokes are three to four pixels wide."""

_MIN_BLANK = 0.75
"""Share of a dot that must be blank paper for it to be new ink."""


@dataclass(frozen=True)
class ScoreDifference:
    """One digit's score less another's, before any last ReLU, split over the pixels.

    Attributes:
        digit: The one that is explained, 0–9.
        against: The other, 0–9.
        pixels: float32, (28, 28), any sign: what each pixel adds; above 0 it speaks for `digit`.
        gradient: float32, (28, 28), any sign: what one pixel would add from black to white.
        constant: What is added whatever the pixels, as long as the same units fire.
        difference: Score of `digit` less score of `against`, in the trace: the sum of all pixels
            and the constant, but for float32 rounding.
    """

    digit: int
    against: int
    pixels: np.ndarray
    gradient: np.ndarray
    constant: float
    difference: float


def first_two(traced: Trace) -> tuple[int, int]:
    """Name the digits with the largest and the second-largest score, before any last ReLU."""
    order = np.argsort(-traced.scores.values(), kind="stable")
    return int(order[0]), int(order[1])


def score_difference(
    model: NeuralNetwork, traced: Trace, digit: int, against: int
) -> ScoreDifference | None:
    """Split the difference of two scores over the pixels.

    One product of a vector and a matrix for each hidden layer, backwards, in float32.

    Args:
        model: The network, on the CPU.
        traced: Its pass, on whatever device.
        digit: 0–9.
        against: Another.

    Returns:
        None if enormous weights make anything of it infinite or no number at all.
    """
    *hidden, last = unit_stages(model)
    weights, biases = parameters_of(model, last)
    scores, image = traced[last].values(), traced["image"].values()
    with np.errstate(all="ignore"):
        row = weights[digit] - weights[against]
        constant = float(biases[digit] - biases[against])
        for stage in reversed(hidden):
            weights, biases = parameters_of(model, stage)
            row = row * are_on(model, traced, stage)
            constant += float(row @ biases)
            row = row @ weights
        gradient = row.reshape(SIDE, SIDE)
        pixels = image * gradient + np.float32(0)  # never -0.0: a black pixel adds nothing
        difference = float(scores[digit]) - float(scores[against])
        # NOTE: a sum is finite only if all its parts are; one pass instead of two.
        is_finite = math.isfinite(float(np.abs(gradient).sum()) + constant + difference)
    if not is_finite:
        return None
    return ScoreDifference(digit, against, pixels, gradient, constant, difference)


@dataclass(frozen=True)
class MissingInk:
    """Where one more dot of ink would help the other digit most.

    Attributes:
        row: Of the dot's middle, 0–27.
        column: The same.
        difference: What the difference of the two scores then is, by the network itself.
    """

    row: int
    column: int
    difference: float


def missing_ink(
    model: NeuralNetwork, image: np.ndarray, explained: ScoreDifference
) -> MissingInk | None:
    """Find the blank place where a dot of ink would speak most for the other digit.

    The gradient names the place, among those within the box around the ink: beyond it no digit
    that the network learned from had any. Then the network reads the picture with the dot.

    Args:
        model: The network, on the CPU.
        image: float32, (28, 28), [0, 1], not blank.
        explained: The difference of the two scores.

    Returns:
        None if the box has no blank place, or if the dot would not help: so much ink switches
        units, and beyond them the gradient does not hold.
    """
    blank = 1 - image
    added = cv2.filter2D(-explained.gradient * blank, -1, _DOT, borderType=cv2.BORDER_CONSTANT)
    is_blank = cv2.filter2D(blank, -1, _DOT, borderType=cv2.BORDER_CONSTANT)
    rows, columns = (np.flatnonzero(image.any(axis=axis)) for axis in (1, 0))
    is_inside = np.zeros(image.shape, bool)
    is_inside[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1] = True
    added[~is_inside | (is_blank < _MIN_BLANK * _DOT.sum())] = 0
    row, column = (int(place) for place in np.unravel_index(added.argmax(), added.shape))
    if added[row, column] <= 0:
        return None
    dotted = np.zeros(image.shape, np.float32)
    dotted[row, column] = 1
    dotted = np.maximum(image, cv2.dilate(dotted, _DOT.astype(np.uint8)))
    scores = trace(model, torch.from_numpy(dotted)).scores.values()
    difference = float(scores[explained.digit]) - float(scores[explained.against])
    if not difference < explained.difference:
        return None
    return MissingInk(row, column, difference)
