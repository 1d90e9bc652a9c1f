"""One unit as a plain sum over the picture, against autograd and float64."""

import copy
import math

import numpy as np
import pytest
import torch
from hypothesis import assume, example, given
from hypothesis import strategies as st
from torch import nn
from torch.func import jacrev

from mlp.dataset import Digits
from mlp.explain.linear_picture import flips, linear_picture, nearest_flip, nudged
from mlp.explain.units import num_units, unit_stages
from mlp.net.network import NeuralNetwork
from mlp.net.trace import trace
from tests.support.networks import linear_layer
from tests.support.units import (
    DrawnUnit,
    doubled,
    drawn_units,
    hidden_states,
    networks,
    noises,
    pictures,
    same_states,
    stage_values,
    trained,
    untrained,
)


@given(drawn_units())
def test_row_times_picture_and_bias_are_the_units_value_within_the_stated_rounding(
    drawn: DrawnUnit,
) -> None:
    model, traced, stage, unit = drawn
    picture = linear_picture(model, traced, stage, unit)
    image = traced["image"].values().ravel().astype(np.float64)
    assert picture.value == pytest.approx(math.fsum(picture.row * image) + picture.bias, abs=1e-9)
    assert picture.traced == traced[stage].values()[unit]
    assert abs(picture.value - picture.traced) <= picture.tolerance


@given(drawn_units())
def test_the_row_is_autograds_derivative_by_the_picture(drawn: DrawnUnit) -> None:
    model, traced, stage, unit = drawn
    assume(same_states(model, traced))
    exact, image = doubled(model), traced["image"].tensor[0].double()
    row = jacrev(lambda shown: stage_values(exact, shown, stage)[unit])(image)
    value = stage_values(exact, image, stage)[unit]
    picture = linear_picture(model, traced, stage, unit)
    scale = np.abs(picture.row).max() + 1e-30
    np.testing.assert_allclose(picture.row, row.flatten().numpy(), rtol=0, atol=1e-12 * scale)
    assert picture.value == pytest.approx(float(value), rel=1e-10, abs=1e-12)


@given(drawn_units(), st.integers(0, 99))
def test_the_row_holds_for_other_pictures_as_long_as_the_same_units_are_on(
    drawn: DrawnUnit, seed: int
) -> None:
    model, traced, stage, unit = drawn
    flip = nearest_flip(model, traced)
    change = np.random.default_rng(seed).standard_normal(784)
    change *= 0.5 * (flip.distance if flip else 10) / np.linalg.norm(change)
    image = traced["image"].tensor[0].double() + torch.from_numpy(change).reshape(28, 28)
    assume(same_states(model, traced))
    picture = linear_picture(model, traced, stage, unit)
    told = picture.row @ image.flatten().numpy() + picture.bias
    assert told == pytest.approx(float(stage_values(doubled(model), image, stage)[unit]), rel=1e-9)


def test_a_unit_at_exactly_0_counts_as_off(digits: Digits) -> None:
    model = copy.deepcopy(untrained((5,)))
    nn.init.zeros_(linear_layer(model, "linear1").bias)
    traced = trace(model, torch.zeros(28, 28))
    picture = linear_picture(model, traced, "linear2", 4)
    assert not picture.row.any()
    assert picture.value == picture.bias == picture.traced


@pytest.mark.parametrize("name", ["trained", "untrained"])
def test_the_stated_rounding_is_never_passed_and_not_absurdly_large(
    name: str, digits: Digits
) -> None:
    model = trained() if name == "trained" else untrained((512, 512))
    for stage in unit_stages(model):
        shares = []
        for index in (3, 1414):
            traced = trace(model, digits.images()[index])
            for unit in range(num_units(model, stage)):
                picture = linear_picture(model, traced, stage, unit)
                shares.append(abs(picture.value - picture.traced) / picture.tolerance)
                assert picture.tolerance < 5e-5 * np.abs(traced[stage].values()).max()
        assert 1 / 500 < max(shares) < 1 / 10


@pytest.mark.parametrize("weight", [0.0, 1.0])  # infinity times 0 is no number at all
def test_values_beyond_float32_have_no_bound_on_their_rounding(
    weight: float, digits: Digits
) -> None:
    model = copy.deepcopy(untrained((5,)))
    with torch.no_grad():
        linear_layer(model, "linear1").weight[2] = 3e38
        linear_layer(model, "linear2").weight[:, 2] = weight
    traced = trace(model, digits.images()[0])
    with np.errstate(all="ignore"):
        assert linear_picture(model, traced, "linear2", 0).tolerance == math.inf


@given(networks, pictures | noises)
def test_the_nearest_flip_is_where_that_unit_switches_and_no_unit_before(
    model: NeuralNetwork, image: torch.Tensor
) -> None:
    traced = trace(model, image)
    flip = nearest_flip(model, traced)
    assume(flip is not None and flip.distance > 1e-5 and same_states(model, traced))
    assert flip is not None
    picture = linear_picture(model, traced, flip.stage, flip.unit)
    # Straight to 0: downwards if it is on, upwards if it is off.
    direction = -np.sign(picture.value) * picture.row / np.linalg.norm(picture.row)
    way = torch.from_numpy(direction).reshape(28, 28)
    exact, start = doubled(model), image.double()
    before = hidden_states(exact, start)
    for share in (0.5, 0.99, 1 - 1e-6):
        after = hidden_states(exact, start + share * flip.distance * way)
        assert all(torch.equal(*pair) for pair in zip(before, after, strict=True))
    after = hidden_states(exact, start + (1 + 1e-6) * flip.distance * way)
    layer = unit_stages(model).index(flip.stage)
    assert before[layer][flip.unit] != after[layer][flip.unit]


@given(networks, pictures, st.integers(0, 999))
def test_no_change_shorter_than_the_nearest_flip_switches_a_unit(
    model: NeuralNetwork, image: torch.Tensor, seed: int
) -> None:
    traced = trace(model, image)
    flip = nearest_flip(model, traced)
    assume(flip is not None and same_states(model, traced))
    assert flip is not None
    change = torch.randn(28, 28, generator=torch.Generator().manual_seed(seed)).double()
    moved = image.double() + 0.999 * flip.distance * change / change.norm()
    states = (hidden_states(doubled(model), shown) for shown in (image.double(), moved))
    assert all(torch.equal(*pair) for pair in zip(*states, strict=True))


def test_the_nearest_flip_may_lie_in_any_hidden_layer(digits: Digits) -> None:
    model = copy.deepcopy(untrained((5, 4)))
    with torch.no_grad():
        linear_layer(model, "linear1").bias.add_(100)  # all far from 0 …
        linear_layer(model, "linear2").bias.add_(100)
        reached = trace(model, digits.images()[0])["linear2"].tensor[0, 3]
        linear_layer(model, "linear2").bias[3] -= reached - 1e-3  # … but this one
    flip = nearest_flip(model, trace(model, digits.images()[0]))
    assert flip is not None and (flip.stage, flip.unit) == ("linear2", 3)


def test_without_hidden_units_nothing_can_switch(digits: Digits) -> None:
    assert nearest_flip(untrained(()), trace(untrained(()), digits.images()[0])) is None


def test_units_that_see_no_pixel_never_switch(digits: Digits) -> None:
    model = copy.deepcopy(untrained((5,)))
    nn.init.zeros_(linear_layer(model, "linear1").weight)
    assert nearest_flip(model, trace(model, digits.images()[0])) is None


@given(networks, pictures, pictures)
def test_flips_count_the_units_whose_state_differs(
    model: NeuralNetwork, image: torch.Tensor, other: torch.Tensor
) -> None:
    traced = trace(model, image)
    states = (hidden_states(model, shown) for shown in (image, other))
    differing = [int((a != b).sum()) for a, b in zip(*states, strict=True)]
    stages = [f"relu{number + 1}" for number in range(len(differing))]
    assert flips(model, traced, other) == dict(zip(stages, differing, strict=True))
    assert not any(flips(model, traced, image).values())


@given(st.integers(-40, 40), st.integers(-40, 40))
@example(28, 0)
@example(0, -28)
def test_a_nudged_picture_is_the_picture_moved(rows: int, columns: int) -> None:
    image = torch.arange(1.0, 785).reshape(28, 28)
    moved = nudged(image, rows=rows, columns=columns)
    assert moved.shape == (28, 28)
    for row, column in np.random.default_rng(0).integers(0, 28, (50, 2)):
        came_from = (row - rows, column - columns)
        inside = all(0 <= place < 28 for place in came_from)
        assert moved[row, column] == (image[came_from] if inside else 0)
