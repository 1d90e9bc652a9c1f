"""What a unit is made of and what it adds, against plain sums, autograd and networks changed."""

import copy
import math

import numpy as np
import pytest
import torch
from hypothesis import assume, given
from torch import nn
from torch.func import jacrev

from mlp.dataset import Digits
from mlp.explain.contributions import added_to_scores, contributions, outgoing
from mlp.explain.linear_picture import linear_picture, nearest_flip
from mlp.explain.units import activation_stage, input_stage, num_units, unit_stages
from mlp.explain.voices import voices
from mlp.explain.what_if import what_if
from mlp.net.device import Device
from mlp.net.network import NeuralNetwork, named_layers
from mlp.net.parameters import fingerprint
from mlp.net.trace import trace
from tests.support.networks import linear_layer
from tests.support.units import (
    DrawnUnit,
    doubled,
    drawn_units,
    each_network,
    same_states,
    stage_values,
    untrained,
)


@given(drawn_units())
def test_contributions_and_bias_are_the_units_value_within_the_stated_rounding(
    drawn: DrawnUnit,
) -> None:
    model, traced, stage, unit = drawn
    parts = contributions(model, traced, stage, unit)
    exactly = math.fsum(parts.products.astype(np.float64)) + parts.bias
    assert parts.value == traced[stage].values()[unit]
    assert abs(exactly - parts.value) <= parts.tolerance
    assert abs(parts.rounding) <= parts.tolerance
    assert parts.rounding == parts.positive + parts.negative + parts.bias - parts.value


@given(drawn_units())
def test_positive_and_negative_are_exact_sums_of_the_products(drawn: DrawnUnit) -> None:
    parts = contributions(*drawn)
    products = [float(product) for product in parts.products]
    above, below = ([p for p in products if p * side > 0] for side in (1, -1))
    assert parts.positive == pytest.approx(math.fsum(above), rel=1e-13, abs=0)
    assert parts.negative == pytest.approx(math.fsum(below), rel=1e-13, abs=0)
    assert parts.negative <= 0 <= parts.positive


@given(drawn_units())
def test_each_product_is_its_weight_times_its_input(drawn: DrawnUnit) -> None:
    model, traced, stage, unit = drawn
    parts = contributions(model, traced, stage, unit)
    linear = linear_layer(model, stage)
    assert np.array_equal(parts.weights, linear.weight[unit].numpy())
    assert np.array_equal(parts.inputs, traced[input_stage(model, stage)].values().ravel())
    assert np.array_equal(parts.products, parts.weights * parts.inputs)
    assert parts.bias == float(linear.bias[unit]) and parts.products.dtype == np.float32


@given(drawn_units())
def test_the_activation_is_what_the_next_layer_gets(drawn: DrawnUnit) -> None:
    model, traced, stage, unit = drawn
    parts = contributions(model, traced, stage, unit)
    is_last = stage == unit_stages(model)[-1]
    has_relu = not is_last or isinstance(model.linear_relu_stack[-1], nn.ReLU)
    assert parts.activation == (max(parts.value, 0) if has_relu else parts.value)


def test_what_is_handed_out_is_not_the_networks_own_memory(digits: Digits) -> None:
    model = copy.deepcopy(untrained((5,)))
    traced = trace(model, digits.images()[0])
    before, values = fingerprint(model), traced.packed()
    for stage in ("linear1", "linear2"):
        parts = contributions(model, traced, stage, 3)
        for handed in (parts.inputs, parts.weights, parts.products):
            handed += 1
        linear_picture(model, traced, stage, 3).row[:] = 0
        outgoing(model, traced, stage, 3).next_products[:] = 0
    assert fingerprint(model) == before
    assert np.array_equal(traced.packed(), values)


@pytest.mark.parametrize(
    ("stage", "unit", "said"),
    [("relu1", 0, "linear3"), ("linear4", 0, "linear4"), ("", 0, "linear1"),
     ("linear1", 512, "511"), ("linear1", -1, "-1"), ("linear3", 10, "0 to 9")],
)  # fmt: skip
def test_what_is_no_unit_is_refused_by_name(
    model: NeuralNetwork, digits: Digits, stage: str, unit: int, said: str
) -> None:
    traced = trace(model, digits.images()[0])
    for ask in (contributions, linear_picture, outgoing):
        with pytest.raises(ValueError, match=said):
            ask(model, traced, stage, unit)
    with pytest.raises(ValueError, match=said):
        what_if(model, traced, {(stage, unit): 0})


def test_everything_is_the_same_wherever_the_network_lies(device: Device, digits: Digits) -> None:
    model = untrained((128, 64))
    placed = copy.deepcopy(model).to(device.torch_device)
    here, there = trace(model, digits.images()[5]), trace(placed, digits.images()[5])
    for stage in unit_stages(model):
        one, other = (
            linear_picture(model, here, stage, 3),
            linear_picture(placed, there, stage, 3),
        )
        np.testing.assert_allclose(other.row, one.row, rtol=1e-9)
        assert abs(other.value - other.traced) <= other.tolerance
        parts = contributions(placed, there, stage, 3)
        assert abs(parts.rounding) <= parts.tolerance
        np.testing.assert_allclose(
            outgoing(placed, there, stage, 3).scores,
            outgoing(model, here, stage, 3).scores,
            atol=1e-6,
        )
    flip, same = nearest_flip(model, here), nearest_flip(placed, there)
    assert flip is not None and same is not None and same.unit == flip.unit
    assert voices(placed, there, 3, 5)[1][0].unit == voices(model, here, 3, 5)[1][0].unit
    changed = what_if(placed, here, {("linear1", 3): 9.0})
    assert {stage.tensor.device.type for stage in changed.stages} == {device.torch_device.type}


@each_network
def test_what_a_layers_units_add_and_the_biases_path_are_the_scores(
    hidden_sizes: tuple[int, ...], last_relu: bool, digits: Digits
) -> None:
    model = untrained(hidden_sizes, last_relu)
    image = digits.images()[7]
    traced = trace(model, image)
    scores = stage_values(doubled(model), image.double(), unit_stages(model)[-1]).numpy()
    for number, stage in enumerate(unit_stages(model)):
        parts = added_to_scores(model, traced, stage)
        for unit in range(0, len(parts), 1 + len(parts) // 100):  # of a large layer, some
            assert np.array_equal(parts[unit], outgoing(model, traced, stage, unit).scores)
        path = np.zeros(num_units(model, stage))  # what the biases after this layer add
        for after in unit_stages(model)[number + 1 :]:
            linear = linear_layer(doubled(model), after)
            path = linear.weight.numpy() @ path + linear.bias.numpy()
            if after != unit_stages(model)[-1]:
                path *= traced[after.replace("linear", "relu")].values() > 0
        np.testing.assert_allclose(sum(parts) + path, scores, atol=1e-6)


@given(drawn_units())
def test_what_a_unit_adds_to_the_scores_is_its_activation_times_autograds_derivative(
    drawn: DrawnUnit,
) -> None:
    model, traced, stage, unit = drawn
    last = unit_stages(model)[-1]
    assume(stage != last)
    layers = dict(named_layers(doubled(model)))
    names = list(layers)
    after = names[names.index(activation_stage(model, stage)) + 1 : names.index(last) + 1]

    def scores(activations: torch.Tensor) -> torch.Tensor:
        for name in after:
            activations = layers[name](activations)
        return activations

    activations = traced[activation_stage(model, stage)].tensor[0].double()
    assume(same_states(model, traced))
    effect = activations[unit] * jacrev(scores)(activations)[:, unit]
    actual = outgoing(model, traced, stage, unit).scores
    scale = float(effect.abs().max()) + 1e-30
    np.testing.assert_allclose(actual, effect.numpy(), rtol=0, atol=1e-12 * scale)


@given(drawn_units())
def test_next_products_are_those_that_the_next_units_list(drawn: DrawnUnit) -> None:
    model, traced, stage, unit = drawn
    going = outgoing(model, traced, stage, unit)
    stages = unit_stages(model)
    if stage == stages[-1]:
        assert (going.next_stage, going.next_products.shape) == (None, (0,))
        assert going.scores[unit] == traced[stage].values()[unit]
        assert np.count_nonzero(going.scores) <= 1
    else:
        assert going.next_stage == stages[stages.index(stage) + 1]
        for other in (0, num_units(model, going.next_stage) - 1):
            coming = contributions(model, traced, going.next_stage, other)
            assert going.next_products[other] == coming.products[unit]
        assert len(going.next_products) == num_units(model, going.next_stage)
