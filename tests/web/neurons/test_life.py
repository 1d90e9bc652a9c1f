"""What fires a unit among the test digits, as the page shows it."""

from functools import partial
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from mlp.dataset import Digits
from mlp.net.network import NeuralNetwork, untrained_network
from mlp.numbers import number
from mlp.web.neurons import life_words
from mlp.web.neurons import words as neurons_words
from mlp.web.server.visitors.digit import random_digit
from tests.support.app import choose_picture, components
from tests.support.networks import linear_layer
from tests.support.neuron_sections import numbers, open_sections, run, said
from tests.support.sessions import session_of

open_unit = partial(open_sections, ["life"])


def network_with(unit: int, *, weight: float = 0.0, bias: float) -> NeuralNetwork:
    """An untrained network, one unit of whose first layer adds only its bias and pixel 0."""
    model = untrained_network(3, (24,))
    with torch.no_grad():
        linear_layer(model, "linear1").weight[unit] = 0
        linear_layer(model, "linear1").weight[unit, 0] = weight
        linear_layer(model, "linear1").bias[unit] = bias
    return model


def test_the_nine_that_fire_most_and_the_means_are_those_of_the_test_set(
    model: NeuralNetwork, digits: Digits
) -> None:
    app = open_unit("linear2", 100)
    fired = model.linear_relu_stack[:4](model.flatten(digits.images()))[:, 100]
    top = [int(picture["id"]) for picture in components(app)["neuron_top"]["pictures"]]
    assert sorted(top) == sorted(fired.topk(9).indices.tolist())
    means = [float(fired[digits.labels == digit].mean()) for digit in range(10)]
    np.testing.assert_allclose(numbers(app, "neuron_means"), means, rtol=1e-4)
    silent = float((fired <= 0).float().mean())
    assert f"**{silent * 100:.2f} %** of the 10,000 test digits" in said(app)


def test_a_click_on_one_of_the_nine_makes_it_the_active_digit() -> None:
    app = open_unit()
    wanted = components(app)["neuron_top"]["pictures"][3]["id"]
    choose_picture(app, "neuron_top", wanted)
    assert session_of(app).visitor.digit.example == int(wanted)
    marked = [one["id"] for one in components(app)["neuron_top"]["pictures"] if one["isChosen"]]
    assert marked == [wanted]


def test_a_dead_unit_is_named_as_dead_and_has_no_pictures() -> None:
    app = open_unit("linear1", 5, model=network_with(5, bias=-1.0))
    assert "This unit is dead" in said(app)
    assert "silent for all 10,000" in said(app)
    assert not {"neuron_top", "neuron_means"} & set(components(app))


def test_a_dead_unit_may_still_be_fired_by_a_picture_that_is_no_test_digit() -> None:
    app = open_unit("linear1", 5, model=network_with(5, weight=1.0, bias=0.0))
    assert "This unit is dead" in said(app)
    assert "Your digit, though" not in said(app)
    noise = random_digit(1)
    session_of(app).visitor.digit = noise
    assert noise.image is not None
    fired = number(float(noise.image[0, 0]))
    assert f"Your digit, though, fires it ({fired})" in said(run(app))


def test_a_unit_that_always_fires_is_said_to_be_always_on() -> None:
    app = open_unit("linear1", 5, model=network_with(5, bias=2.0))
    assert "**always on**" in said(app)
    assert "Its mean is 2.00 for every digit: it does not tell them apart." in said(app)


def test_a_score_without_a_relu_is_not_called_dead() -> None:
    model = untrained_network(3, (), last_relu=False)
    with torch.no_grad():
        linear_layer(model, "linear1").bias.sub_(1000)
    app = open_unit("linear1", 7, model=model)
    assert "zero or below for all 10,000 test digits. That is not dead" in said(app)
    assert len(components(app)["neuron_top"]["pictures"]) == 9


def test_only_images_that_fire_a_unit_are_shown(model: NeuralNetwork, digits: Digits) -> None:
    network = untrained_network(3, (24,))
    with torch.no_grad():  # unit 5 measures the ink: only the two darkest digits pass its bias
        linear_layer(network, "linear1").weight[5] = 1
        ink = digits.images().flatten(1).sum(dim=1).sort(descending=True).values
        linear_layer(network, "linear1").bias[5] = -(ink[1] + ink[2]) / 2
    app = open_unit("linear1", 5, model=network)
    assert len(components(app)["neuron_top"]["pictures"]) == 2
    assert life_words.TOP_FEW in said(app)


def means(**by_digit: float) -> np.ndarray:
    values = np.full(10, 0.5, np.float32)
    for name, value in by_digit.items():
        values[int(name[1:])] = value
    return values


@pytest.mark.parametrize(
    ("values", "is_signed", "expected"),
    [
        (means(d7=2.31, d0=0.0), False, "most for 7s (mean 2.31); never for 0s."),
        (means(d7=2.0, d3=2.0, d1=0.1), False, "3s and 7s (mean 2.00 each); hardly for 1s"),
        (means(d7=2.0, d9=1.7, d1=0.2), False, "7s (mean 2.00); nearly as much for 9s; least for"),
        (means(d7=0.55), False, "hardly tells the digits apart: its mean lies between 0.500"),
        (means() * 0, False, "Its mean is 0.00 for every digit"),
        (means(d7=2.0, d0=-3.0), True, "highest for 7s (2.00) and lowest for 0s (−3.00)."),
        (means(d7=np.inf), False, "too large to compute with"),
    ],
)
def test_the_means_are_said_truly(values: np.ndarray, is_signed: bool, expected: str) -> None:
    assert expected in life_words.say_means(values, is_signed=is_signed)


@given(arrays(np.float32, 10, elements=st.floats(0, 100, width=32)))
def test_every_digit_that_is_never_fired_for_is_named_and_no_other(values: np.ndarray) -> None:
    silent = [f"{digit}s" for digit in range(10) if values[digit] == 0]
    sentence = life_words.say_means(values, is_signed=False)
    if "never for " in sentence:
        assert sentence.split("never for ")[1] == neurons_words.listed(silent) + "."
    elif "fires most" in sentence:
        assert not silent


def test_the_share_of_silence_is_never_rounded_to_all_or_nothing() -> None:
    once = life_words.say_silence(0.9999, 10_000, is_signed=False, is_score=False)
    assert "99.99 %" in once
    assert "fires for the other 1." in once
    assert "0.01 %" in life_words.say_silence(0.0001, 10_000, is_signed=False, is_score=False)


def test_the_code_of_a_life_counts_what_is_shown(model: NeuralNetwork) -> None:
    app = open_unit("linear2", 100, depth="code")
    names: dict[str, Any] = {"model": model, "torch": torch}
    exec(app.code[0].value, names)
    np.testing.assert_allclose(numbers(app, "neuron_means"), names["means"], rtol=1e-4)
