"""Neighbours in the last hidden layer, against plain NumPy."""

import numpy as np
import pytest
import torch

from mlp.dataset import Digits
from mlp.explain.nearest_digits import nearest_digits, see_digits
from mlp.net.network import NeuralNetwork
from mlp.net.trace import trace
from tests.support.networks import linear_layer
from tests.support.units import trained, untrained


@pytest.mark.parametrize(
    ("hidden_sizes", "stage"), [((), "image"), ((32,), "relu1"), ((128, 64), "relu2")]
)
def test_the_nearest_have_the_smallest_angle_in_the_last_hidden_layer(
    hidden_sizes: tuple[int, ...], stage: str, digits: Digits
) -> None:
    model = untrained(hidden_sizes)
    seen = see_digits(model, digits.part(0, 1500))
    traced = trace(model, digits.images()[1600])
    rows = trace(model, digits.images(0, 1500))[stage].tensor.flatten(1).double().numpy()
    row = traced[stage].values().ravel().astype(np.float64)
    cosines = rows @ row / np.linalg.norm(rows, axis=1) / np.linalg.norm(row)
    found = nearest_digits(seen, traced, 6)
    assert seen.stage == stage
    expected = np.sort(cosines)[::-1][:6]
    np.testing.assert_allclose([near.similarity for near in found], expected, rtol=1e-5)
    np.testing.assert_allclose(cosines[[near.index for near in found]], expected, rtol=1e-5)


def test_a_digit_is_nearest_to_itself_unless_it_is_left_out(digits: Digits) -> None:
    seen, traced = see_digits(trained(), digits.part(0, 50)), trace(trained(), digits.images()[7])
    assert nearest_digits(seen, traced, 1)[0].index == 7
    assert 7 not in [near.index for near in nearest_digits(seen, traced, 49, without=7)]


def test_the_nearest_to_a_test_digit_are_of_its_kind(digits: Digits) -> None:
    seen = see_digits(trained(), digits)
    num_alike = 0
    for index in range(100):
        near = nearest_digits(seen, trace(trained(), digits.images()[index]), 6, without=index)
        num_alike += sum(bool(digits.labels[one.index] == digits.labels[index]) for one in near)
    assert num_alike > 0.97 * 600


def test_a_wide_network_sees_fewer_digits(digits: Digits) -> None:
    assert len(see_digits(untrained_wide(), digits).directions) == 10_000 * 512 // 4096


def untrained_wide() -> NeuralNetwork:
    return NeuralNetwork((4096,)).eval().requires_grad_(False)


@pytest.mark.parametrize("weight", [0.0, np.inf, np.nan])
def test_where_nothing_fires_or_everything_is_too_large_nothing_is_near(
    weight: float, digits: Digits
) -> None:
    model = NeuralNetwork((5,)).requires_grad_(False)
    linear_layer(model, "linear1").weight.fill_(weight)
    linear_layer(model, "linear1").bias.fill_(0)
    seen = see_digits(model, digits.part(0, 20))
    assert not seen.directions.any()
    assert nearest_digits(seen, trace(model, torch.ones(28, 28)), 3) == []
