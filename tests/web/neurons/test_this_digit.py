"""What made a unit's value for this digit, and what the unit does with it."""

import re
from decimal import Decimal
from typing import Any

import numpy as np
import pytest

from mlp.explain.contributions import outgoing
from mlp.explain.units import unit_stages
from mlp.net.network import untrained_network
from mlp.net.trace import trace
from mlp.web.neurons import this_digit_words
from mlp.web.neurons import words as neurons_words
from mlp.web.server.models import bundled_models
from tests.support.app import components, texts
from tests.support.neurons import SEVEN, chart, number, open_unit, said, shown
from tests.support.pictures import digit_image


def test_a_unit_of_a_later_layer_opens_those_before_it() -> None:
    app = open_unit("linear2", 37)
    button = app.button(key="neuron_for_0")
    button.click().run()
    assert shown(app) == f"linear1 · {button.label}"


@pytest.mark.parametrize("stage", ["linear1", "linear2", "linear3"])
@pytest.mark.parametrize("unit", [0, 4, 9])
def test_the_printed_sum_adds_up_to_the_last_digit(stage: str, unit: int) -> None:
    app = open_unit(stage, unit, digit=unit)
    positive, negative, bias, value, activation = (number(each.value) for each in app.metric)
    assert positive + negative + bias == value
    assert activation == max(value, Decimal(0))
    traced = bundled_models().default.trace(digit_image(unit))
    last_place = 10.0 ** int(value.as_tuple().exponent)
    assert abs(float(value) - traced[stage].values()[unit]) <= 0.5001 * last_place


def test_a_firing_unit_shows_what_it_does_and_a_silent_one_says_that_it_does_nothing() -> None:
    placed = bundled_models().default
    traced = placed.trace(digit_image(SEVEN))
    values = traced["relu1"].values()
    app = open_unit("linear1", int(values.argmax()))
    done = outgoing(placed.cpu_model, traced, "linear1", int(values.argmax()))
    np.testing.assert_array_equal(chart(app, "neuron_outgoing_next").ravel(), done.next_products)
    np.testing.assert_allclose(chart(app, "neuron_outgoing_scores"), done.scores, rtol=1e-6)
    app = open_unit("linear1", int(values.argmin()))
    assert this_digit_words.OUTGOING_SILENT in texts(app)
    assert "neuron_outgoing_next" not in components(app)


def test_a_unit_whose_numbers_overflow_is_said_to_and_nothing_breaks() -> None:
    model = untrained_network(1, (5,)).eval().requires_grad_(False)
    for parameter in model.parameters():
        parameter.fill_(3e38)
    app = open_unit("linear2", 4, model=model)
    assert neurons_words.NOT_FINITE in said(app)


def test_an_axis_that_is_wider_than_usual_says_so() -> None:
    app = open_unit("linear2", 317)
    figure: Any = components(app)["neuron_outgoing_scores"]
    limit = figure["figure"]["layout"]["yaxis"]["range"][1]
    assert limit > abs(chart(app, "neuron_outgoing_scores")).max()
    assert f"wider than usual: ±{limit:.4g}" in texts(app)
    assert "wider than usual" not in texts(open_unit("linear1", 334))


@pytest.mark.parametrize("factor", [1e-3, 1e8, 1e14])
def test_extreme_weights_give_short_numbers_that_still_add_up(factor: float) -> None:
    model = untrained_network(1, (48,)).eval().requires_grad_(False)
    for parameter in model.parameters():
        parameter.mul_(factor)
    for stage in unit_stages(model):
        app = open_unit(stage, 4, model=model)
        parts = [number(each.value) for each in app.metric]
        assert sum(parts[:3]) == parts[3]
        assert all(len(each.value) <= len("− 0.12345e−10") for each in app.metric)
        assert not re.search(r"\d{8}", re.sub(r"0\.0+", "", texts(app)))


@pytest.mark.parametrize("last_relu", [True, False])
def test_what_is_added_to_a_score_is_said_to_be_before_the_last_relu(last_relu: bool) -> None:
    model = untrained_network(1, (128, 64), last_relu=last_relu).eval().requires_grad_(False)
    traced = trace(model, digit_image(SEVEN))
    for stage in ("linear1", "linear2"):
        unit = int(traced[stage].values().argmax())
        app = open_unit(stage, unit, model=model, depth="numbers")
        assert ("before those below zero become 0 (" in texts(app)) == last_relu
        assert ("Added to a unit of `linear2`" in texts(app)) == (stage == "linear1")
        assert ("Added to a score of `linear3`" in texts(app)) == (stage == "linear2")
