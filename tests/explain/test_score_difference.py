"""The difference of two scores as a sum over the pixels, against float64 and the network."""

import copy

import numpy as np
import pytest
import torch
from hypothesis import assume, given
from hypothesis import strategies as st

from mlp.dataset import Digits
from mlp.explain.linear_picture import linear_picture, nearest_flip
from mlp.explain.score_difference import first_two, missing_ink, score_difference
from mlp.explain.units import unit_stages
from mlp.net.network import NeuralNetwork
from mlp.net.trace import trace
from tests.support.networks import linear_layer
from tests.support.units import (
    doubled,
    networks,
    noises,
    pictures,
    same_states,
    stage_values,
    trained,
    untrained,
)

images = pictures | noises | st.just(torch.zeros(28, 28))
pairs = st.permutations(range(10)).map(lambda order: (order[0], order[1]))


@given(networks, images, pairs)
def test_all_pixels_and_the_constant_add_up_to_the_difference(
    model: NeuralNetwork, image: torch.Tensor, pair: tuple[int, int]
) -> None:
    traced = trace(model, image)
    found = score_difference(model, traced, *pair)
    assert found is not None
    scores = traced.scores.values().astype(np.float64)
    assert found.difference == scores[pair[0]] - scores[pair[1]]
    receipt = found.pixels.sum(dtype=np.float64) + found.constant
    size = np.abs(found.pixels).sum(dtype=np.float64) + np.abs(scores).max() + 1
    assert receipt == pytest.approx(found.difference, abs=1e-5 * size)


@given(networks, images, pairs)
def test_the_gradient_is_the_difference_of_the_two_exact_rows(
    model: NeuralNetwork, image: torch.Tensor, pair: tuple[int, int]
) -> None:
    traced = trace(model, image)
    found = score_difference(model, traced, *pair)
    assert found is not None
    last = unit_stages(model)[-1]
    one, other = (linear_picture(model, traced, last, digit) for digit in pair)
    row = one.row - other.row
    scale = np.abs(one.row).max() + np.abs(other.row).max()
    np.testing.assert_allclose(found.gradient.ravel(), row, rtol=0, atol=1e-5 * scale)
    assert found.constant == pytest.approx(one.bias - other.bias, rel=1e-4, abs=1e-4 * scale)


@given(networks, pictures, pairs, st.integers(0, 783))
def test_the_gradient_is_the_central_difference_where_no_unit_switches(
    model: NeuralNetwork, image: torch.Tensor, pair: tuple[int, int], pixel: int
) -> None:
    traced = trace(model, image)
    assume(same_states(model, traced))
    flip = nearest_flip(model, traced)
    step = min(0.5 * flip.distance if flip else 1.0, 1.0)
    assume(step > 1e-6)
    change = torch.zeros(784, dtype=torch.float64)
    change[pixel] = step
    last = unit_stages(model)[-1]
    above, below = (
        stage_values(doubled(model), image.double() + sign * change.reshape(28, 28), last)
        for sign in (1, -1)
    )
    central = (above - below) / (2 * step)
    found = score_difference(model, traced, *pair)
    assert found is not None
    assert found.gradient.ravel()[pixel] == pytest.approx(
        float(central[pair[0]] - central[pair[1]]),
        abs=1e-4 * (1 + float(np.abs(found.gradient).max())),
    )


def test_pixels_without_ink_add_exactly_nothing(digits: Digits) -> None:
    model, image = trained(), digits.images()[0]
    found = score_difference(model, trace(model, image), 7, 1)
    assert found is not None
    assert found.pixels.dtype == np.float32 and found.pixels.shape == (28, 28)
    blank = found.pixels[image.numpy() == 0]
    assert not blank.any() and not np.signbit(blank).any()


def test_exchanging_the_two_digits_changes_every_sign(digits: Digits) -> None:
    traced = trace(trained(), digits.images()[0])
    one, other = (score_difference(trained(), traced, *pair) for pair in ((7, 1), (1, 7)))
    assert one is not None and other is not None
    np.testing.assert_allclose(one.pixels, -other.pixels, rtol=1e-3, atol=1e-5)
    assert one.difference == -other.difference


@pytest.mark.parametrize("stage", ["linear1", "linear2"])
@pytest.mark.parametrize("weight", [3e38, np.inf, np.nan])
def test_numbers_beyond_float32_explain_nothing(stage: str, weight: float, digits: Digits) -> None:
    model = copy.deepcopy(untrained((5,)))
    with torch.no_grad():
        linear_layer(model, stage).weight[2] = weight
        linear_layer(model, "linear2").weight[3, 2] = 3e38
    assert score_difference(model, trace(model, digits.images()[0]), 3, 4) is None


def test_the_first_two_are_those_before_the_last_relu(digits: Digits) -> None:
    model = copy.deepcopy(trained())
    before = first_two(trace(model, digits.images()[0]))
    with torch.no_grad():
        linear_layer(model, "linear3").bias.sub_(1000)
    traced = trace(model, digits.images()[0])
    assert not traced["relu3"].values().any()
    assert first_two(traced) == before


def test_missing_ink_helps_the_other_digit_as_the_network_itself_says(digits: Digits) -> None:
    model, num_found = trained(), 0
    for image in digits.images(0, 40):
        traced = trace(model, image)
        found = score_difference(model, traced, *first_two(traced))
        assert found is not None
        missing = missing_ink(model, image.numpy(), found)
        if missing is None:
            continue
        num_found += 1
        assert missing.difference < found.difference
        ink = image.numpy()
        rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
        assert rows[0] <= missing.row <= rows[-1]
        assert columns[0] <= missing.column <= columns[-1]
    assert num_found > 30


def test_where_all_is_ink_none_is_missing() -> None:
    model, image = trained(), torch.ones(28, 28)
    found = score_difference(model, trace(model, image), 7, 1)
    assert found is not None and missing_ink(model, image.numpy(), found) is None
