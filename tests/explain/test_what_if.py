"""What would be if units had other values, against networks that are changed."""

import copy

import numpy as np
import pytest
import torch
from hypothesis import example, given
from hypothesis import strategies as st
from torch import nn

from mlp.dataset import Digits
from mlp.explain.units import activation_stage
from mlp.explain.what_if import Changes, what_if
from mlp.files.read import load_model
from mlp.net.network import NeuralNetwork, named_layers
from mlp.net.parameters import fingerprint
from mlp.net.trace import trace
from tests.support.networks import linear_layer
from tests.support.units import DrawnUnit, drawn_units, untrained

SMALL = untrained((5,), False)


@given(drawn_units(), st.floats(-5, 20, width=32))
@example((SMALL, trace(SMALL, torch.ones(28, 28)), "linear2", 9), 3.0)
def test_a_changed_unit_is_what_a_network_with_it_fixed_there_computes(
    drawn: DrawnUnit, value: float
) -> None:
    model, traced, stage, unit = drawn
    changed = what_if(model, traced, {(stage, unit): value})
    tensor = traced["image"].tensor
    for name, layer in [*named_layers(model), ("softmax", nn.Softmax(dim=1))]:
        tensor = layer(tensor)
        if name == activation_stage(model, stage):
            tensor = tensor.clone()
            tensor[0, unit] = value
        assert torch.equal(changed[name].tensor, tensor), name
        assert changed[name].module is not None
    assert changed.names == traced.names


@pytest.mark.parametrize("stage", ["linear1", "linear2"])
def test_a_unit_switched_off_is_one_whose_weights_lead_nowhere(
    model: NeuralNetwork, digits: Digits, stage: str
) -> None:
    without = copy.deepcopy(model)
    linear_layer(without, f"linear{int(stage[-1]) + 1}").weight[:, 37] = 0
    traced = trace(model, digits.images()[2])
    changed, expected = what_if(model, traced, {(stage, 37): 0}), trace(without, digits.images()[2])
    for name in ("linear3", "relu3", "softmax"):
        np.testing.assert_allclose(
            changed[name].values(), expected[name].values(), rtol=1e-5, atol=1e-5
        )


def test_a_layer_switched_off_leaves_the_biases_after_it(
    model: NeuralNetwork, digits: Digits
) -> None:
    changed = what_if(model, trace(model, digits.images()[2]), {("linear2", None): 0})
    assert np.array_equal(changed["relu2"].values(), np.zeros(512))
    np.testing.assert_allclose(changed["linear3"].values(), linear_layer(model, "linear3").bias)


def test_a_units_own_change_outdoes_its_layers_whatever_the_order(
    model: NeuralNetwork, digits: Digits
) -> None:
    traced = trace(model, digits.images()[2])
    changes = {("linear2", 5): 3.0, ("linear2", None): 1.0}
    one, other = (what_if(model, traced, dict(order)) for order in (
        changes.items(), reversed(changes.items())
    ))  # fmt: skip
    expected = np.ones(512)
    expected[5] = 3
    assert np.array_equal(one["relu2"].values(), expected)
    assert np.array_equal(one.packed(), other.packed())


def test_changes_in_two_layers_add_up(model: NeuralNetwork, digits: Digits) -> None:
    traced = trace(model, digits.images()[2])
    first = what_if(model, traced, {("linear1", 8): 2.0})
    both = what_if(model, traced, {("linear2", 5): 3.0, ("linear1", 8): 2.0})
    assert np.array_equal(both["linear2"].values(), first["linear2"].values())
    assert both["relu2"].values()[5] == 3
    assert np.array_equal(
        np.delete(both["relu2"].values(), 5), np.delete(first["relu2"].values(), 5)
    )


def test_a_score_without_a_relu_is_changed_itself(digits: Digits) -> None:
    model = untrained((5,), last_relu=False)
    traced = trace(model, digits.images()[2])
    changed = what_if(model, traced, {("linear2", 4): 100.0})
    assert changed["linear2"].values()[4] == 100
    assert changed.probabilities.argmax() == 4
    before, after = (np.delete(each["linear2"].values(), 4) for each in (traced, changed))
    assert np.array_equal(before, after)


def test_no_change_leaves_everything_as_it_was(model: NeuralNetwork, digits: Digits) -> None:
    traced = trace(model, digits.images()[2])
    assert np.array_equal(what_if(model, traced, {}).packed(), traced.packed())


def test_what_ifs_change_neither_the_network_nor_the_trace(digits: Digits) -> None:
    model = load_model()
    traced = trace(model, digits.images()[2])
    before, values = fingerprint(model), traced.packed()
    places: list[Changes] = [{("linear1", None): 0}, {("linear3", 7): 1e9}, {("linear2", 0): -4}]
    for changes in places:
        what_if(model, traced, changes)
    assert fingerprint(model) == before
    assert np.array_equal(traced.packed(), values)
    assert all(parameter.grad is None for parameter in model.parameters())
