"""Which units speak for one digit and against another, against plain sorting."""

import copy

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from mlp.dataset import Digits
from mlp.explain.contributions import contributions
from mlp.explain.score_difference import first_two
from mlp.explain.units import input_stage, unit_stages
from mlp.explain.voices import strongest_unit, voices
from mlp.net.network import NeuralNetwork, untrained_network
from mlp.net.trace import trace
from tests.support.networks import linear_layer
from tests.support.units import doubled, networks, pictures, untrained


@given(networks, pictures, st.permutations(range(10)), st.integers(1, 20))
def test_voices_are_those_whose_products_differ_most(
    model: NeuralNetwork, image: torch.Tensor, order: list[int], count: int
) -> None:
    winner, runner_up = order[:2]
    traced = trace(model, image)
    last = unit_stages(model)[-1]
    stage, friends, opponents = voices(model, traced, winner, runner_up, count)
    assert stage == (unit_stages(model)[-2] if len(unit_stages(model)) > 1 else "image")
    linear = linear_layer(doubled(model), last)
    inputs = traced[input_stage(model, last)].values().ravel().astype(np.float64)
    difference = (linear.weight[winner] - linear.weight[runner_up]).numpy() * inputs
    for named, side in ((friends, 1), (opponents, -1)):
        best = sorted((side * each for each in difference if side * each > 0), reverse=True)
        np.testing.assert_allclose([side * voice.difference for voice in named], best[:count])
        for voice in named:
            assert voice.difference == pytest.approx(difference[voice.unit])
            assert voice.difference == voice.for_winner - voice.for_runner_up


def test_what_voices_say_is_what_the_scores_list(model: NeuralNetwork, digits: Digits) -> None:
    traced = trace(model, digits.images()[0])
    _, friends, opponents = voices(model, traced, 7, 3)
    for voice in friends + opponents:
        for digit, said in ((7, voice.for_winner), (3, voice.for_runner_up)):
            products = contributions(model, traced, "linear3", digit).products
            assert said == pytest.approx(float(products[voice.unit]), rel=1e-6)


def test_where_all_say_the_same_there_is_no_opponent(digits: Digits) -> None:
    model = copy.deepcopy(untrained((5,)))
    with torch.no_grad():
        linear_layer(model, "linear1").bias.fill_(100)
        linear_layer(model, "linear2").weight[3] = 2
        linear_layer(model, "linear2").weight[4] = 1
    _, friends, opponents = voices(model, trace(model, digits.images()[0]), 3, 4)
    assert (len(friends), opponents) == (5, [])


def test_the_strongest_unit_is_the_loudest_voice_or_the_score_that_won() -> None:
    image = torch.rand(28, 28, generator=torch.Generator().manual_seed(4))
    deep, flat = untrained_network(1, (33, 12)), untrained_network(1, ())
    traced = trace(deep, image)
    _, for_winner, _ = voices(deep, traced, *first_two(traced))
    assert strongest_unit(deep, traced) == ("linear2", for_winner[0].unit)
    assert strongest_unit(flat, trace(flat, image)) == (
        "linear1",
        first_two(trace(flat, image))[0],
    )
    with torch.no_grad():
        for parameter in deep.parameters():
            parameter.mul_(1e30)
    assert strongest_unit(deep, trace(deep, image)) == ("linear3", 0)
