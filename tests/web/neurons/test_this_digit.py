"""What made a unit's value for this digit, and what the unit does with it."""

import re
from decimal import Decimal

import pytest

from mlp.explain.units import unit_stages
from mlp.net.network import untrained_network
from mlp.web.neurons import words as neurons_words
from mlp.web.server.models import bundled_models
from tests.support.app import choose_picture, components, texts
from tests.support.neurons import number, open_unit, said, shown
from tests.support.pictures import digit_image


def test_a_unit_of_a_later_layer_opens_those_before_it() -> None:
    app = open_unit("linear2", 37)
    first = components(app)["neuron_for"]["pictures"][0]
    assert re.match(rf"unit {first['id']}\n.*\n.*\nfires for \d", first["caption"])
    choose_picture(app, "neuron_for", first["id"])
    assert shown(app) == f"linear1 · unit {first['id']}"


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


def test_a_unit_whose_numbers_overflow_is_said_to_and_nothing_breaks() -> None:
    model = untrained_network(1, (5,)).eval().requires_grad_(False)
    for parameter in model.parameters():
        parameter.fill_(3e38)
    app = open_unit("linear2", 4, model=model)
    assert neurons_words.NOT_FINITE in said(app)


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
