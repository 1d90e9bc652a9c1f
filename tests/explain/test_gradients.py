"""Gradients against the plain backward(), central differences in float64, and their own laws."""

import copy

import numpy as np
import pytest
import torch
from hypothesis import assume, given
from hypothesis import strategies as st
from torch import nn

from mlp.dataset import Digits
from mlp.explain.gradients import (
    RULES,
    Gradients,
    Rule,
    course,
    gradients,
    logits_stage,
    new_optimizer,
    strongest_units,
    strongest_weight,
    unit_errors,
    weight_name,
    weight_slope,
)
from mlp.explain.units import activation_stage, input_stage, unit_stages
from mlp.net.network import NeuralNetwork, named_layers
from mlp.net.trace import Trace, trace
from tests.support.units import (
    DrawnUnit,
    doubled,
    drawn_units,
    networks,
    noises,
    pictures,
    same_states,
    stage_values,
    trained,
    untrained,
)

images = pictures | noises | st.just(torch.zeros(28, 28))
labels = st.integers(0, 9)
each_rule = pytest.mark.parametrize("rule", RULES)


def plain(model: NeuralNetwork, image: torch.Tensor, label: int) -> dict[str, torch.Tensor]:
    """What anybody's own program leaves in `.grad`."""
    learner = copy.deepcopy(model).requires_grad_()
    nn.CrossEntropyLoss()(learner(image[None]), torch.tensor([label])).backward()
    grads = {name: parameter.grad for name, parameter in learner.named_parameters()}
    return {name: grad for name, grad in grads.items() if grad is not None}


def exact_loss(model: NeuralNetwork, image: torch.Tensor, label: int) -> float:
    """The loss in float64."""
    with torch.no_grad():
        logits = model(image[None].double())
        return float(nn.functional.cross_entropy(logits, torch.tensor([label])))


@given(networks, images, labels)
def test_they_are_what_backward_leaves_behind_bit_for_bit(
    model: NeuralNetwork, image: torch.Tensor, label: int
) -> None:
    found, wanted = gradients(model, trace(model, image), label), plain(model, image, label)
    assert list(found.parameters) == list(wanted)
    for name, slope in wanted.items():
        np.testing.assert_array_equal(found.parameters[name], slope.numpy())


@given(networks, pictures, labels, st.data())
def test_a_parameters_slope_is_its_central_difference_where_no_unit_switches(
    model: NeuralNetwork, image: torch.Tensor, label: int, data: st.DataObject
) -> None:
    assume(same_states(model, trace(model, image)))
    found, exact = gradients(model, trace(model, image), label), copy.deepcopy(doubled(model))
    name = data.draw(st.sampled_from(list(found.parameters)))
    slopes = found.parameters[name]
    place = np.unravel_index(data.draw(st.integers(0, slopes.size - 1)), slopes.shape)
    parameter = dict(exact.named_parameters())[name]
    states = relu_states(exact, image)
    losses = []
    for change in (1e-6, -2e-6):
        with torch.no_grad():
            parameter[place] += change
        assume(relu_states(exact, image) == states)
        losses.append(exact_loss(exact, image, label))
    central = (losses[0] - losses[1]) / 2e-6
    scale = 1 + float(np.abs(slopes).max())
    assert slopes[place] == pytest.approx(central, abs=1e-4 * scale)


@given(networks, pictures, labels, st.integers(0, 783))
def test_a_pixels_slope_is_its_central_difference_where_no_unit_switches(
    model: NeuralNetwork, image: torch.Tensor, label: int, pixel: int
) -> None:
    found, exact = gradients(model, trace(model, image), label), doubled(model)
    change = torch.zeros(784, dtype=torch.float64)
    change[pixel] = 1e-6
    nudged = [image.double() + sign * change.reshape(28, 28) for sign in (0, 1, -1)]
    states = [relu_states(exact, each) for each in nudged]
    assume(same_states(model, trace(model, image)) and states[0] == states[1] == states[2])
    above, below = (exact_loss(exact, each, label) for each in nudged[1:])
    slopes = found.stages["image"]
    scale = 1 + float(np.abs(slopes).max())
    assert slopes.ravel()[pixel] == pytest.approx((above - below) / 2e-6, abs=1e-4 * scale)


def relu_states(model: NeuralNetwork, image: torch.Tensor) -> list[list[bool]]:
    relus = [name for name, layer in named_layers(model) if isinstance(layer, nn.ReLU)]
    with torch.no_grad():
        return [(stage_values(model, image.double(), relu) > 0).tolist() for relu in relus]


@given(networks, images, labels)
def test_the_slope_of_the_logits_is_the_answer_minus_the_target(
    model: NeuralNetwork, image: torch.Tensor, label: int
) -> None:
    traced = trace(model, image)
    found = gradients(model, traced, label)
    target = np.eye(10, dtype=np.float32)[label]
    slopes = found.stages[logits_stage(model)]
    np.testing.assert_allclose(slopes, traced.probabilities - target, atol=1e-6)
    assert found.loss == pytest.approx(
        -float(torch.log_softmax(traced[logits_stage(model)].tensor.double(), 1)[0, label]),
        rel=1e-5,
        abs=1e-5,
    )


@given(networks, images, labels)
def test_a_unit_that_is_off_passes_nothing_back(
    model: NeuralNetwork, image: torch.Tensor, label: int
) -> None:
    traced = trace(model, image)
    found = gradients(model, traced, label)
    for stage in unit_stages(model):
        relu = activation_stage(model, stage)
        if relu != stage:
            is_on = traced[relu].values() > 0
            np.testing.assert_array_equal(found.stages[stage], found.stages[relu] * is_on)


@given(networks, images, labels)
def test_weights_of_what_is_zero_have_no_slope_and_a_biass_is_its_units_error(
    model: NeuralNetwork, image: torch.Tensor, label: int
) -> None:
    traced = trace(model, image)
    found = gradients(model, traced, label)
    for stage in unit_stages(model):
        name = weight_name(model, stage)
        is_zero = traced[input_stage(model, stage)].values().ravel() == 0
        assert not found.parameters[name][:, is_zero].any()
        bias = found.parameters[name.replace("weight", "bias")]
        np.testing.assert_array_equal(bias, found.stages[stage])


@given(drawn_units(), labels, st.data())
def test_a_weights_slope_is_the_error_times_the_value_that_comes_in(
    drawn: DrawnUnit, label: int, data: st.DataObject
) -> None:
    model, traced, stage, unit = drawn
    found = gradients(model, traced, label)
    num_sources = traced[input_stage(model, stage)].values().size
    source = data.draw(st.integers(0, num_sources - 1))
    taken = weight_slope(model, traced, found, stage=stage, unit=unit, source=source)
    assert taken.product == pytest.approx(taken.slope, rel=1e-6, abs=1e-30)
    if taken.next_stage is not None:
        total = taken.passed_back.sum(dtype=np.float64) * taken.is_on
        size = np.abs(taken.passed_back).sum(dtype=np.float64)
        assert total == pytest.approx(taken.error, abs=1e-5 * size + 1e-30)
    else:
        assert taken.probability is not None and taken.target is not None
        error = (taken.probability - taken.target) * taken.is_on
        assert taken.error == pytest.approx(error, abs=1e-6)


@given(networks, images, labels)
def test_error_times_value_is_the_slope_of_every_weight(
    model: NeuralNetwork, image: torch.Tensor, label: int
) -> None:
    traced = trace(model, image)
    found, slopes = unit_errors(model, traced, label), gradients(model, traced, label)
    assert found is not None and (found.label, found.loss) == (label, slopes.loss)
    assert list(found.stages) == list(unit_stages(model))
    for stage, errors in found.stages.items():
        np.testing.assert_array_equal(errors, slopes.stages[stage])
        values = traced[input_stage(model, stage)].values().ravel()
        weights = slopes.parameters[weight_name(model, stage)]
        np.testing.assert_array_equal(np.outer(errors, values), weights)


def test_numbers_that_have_grown_too_large_have_no_errors(digits: Digits) -> None:
    huge = copy.deepcopy(untrained((5,)))
    for parameter in huge.parameters():
        parameter.mul_(1e30)
    assert unit_errors(huge, trace(huge, digits.images()[0]), 3) is None


def test_the_gradient_of_a_batch_is_the_mean_of_those_of_its_pictures(digits: Digits) -> None:
    model = copy.deepcopy(trained()).requires_grad_()
    nn.CrossEntropyLoss()(model(digits.images(0, 8)), digits.labels[:8]).backward()
    single = [
        gradients(trained(), trace(trained(), image), int(label)).parameters
        for image, label in zip(digits.images(0, 8), digits.labels[:8], strict=True)
    ]
    for name, parameter in model.named_parameters():
        mean = np.mean([slopes[name] for slopes in single], axis=0, dtype=np.float64)
        assert parameter.grad is not None
        np.testing.assert_allclose(parameter.grad, mean, atol=1e-5 * np.abs(mean).max() + 1e-9)


def test_a_score_that_the_last_relu_cut_off_cannot_be_learned(digits: Digits) -> None:
    model, image = untrained((512, 512)), digits.images()[0]
    scores = trace(model, image).scores.values()
    cut, kept = int(scores.argmin()), int(scores.argmax())
    assert scores[cut] < 0 < scores[kept]
    assert found_of(model, image, cut).stages["linear3"][cut] == 0
    assert found_of(model, image, kept).stages["linear3"][kept] < 0


def found_of(model: NeuralNetwork, image: torch.Tensor, label: int) -> Gradients:
    return gradients(model, trace(model, image), label)


@pytest.mark.parametrize("label", [-1, 10])
def test_what_is_no_digit_is_refused(label: int) -> None:
    traced = trace(untrained((5,)), torch.zeros(28, 28))
    with pytest.raises(ValueError, match="no digit"):
        gradients(untrained((5,)), traced, label)
    with pytest.raises(ValueError, match="no digit"):
        unit_errors(untrained((5,)), traced, label)
    with pytest.raises(ValueError, match="no digit"):
        course(untrained((5,)), traced, label, rule="sgd", learning_rate=0.1)


def test_a_weight_that_does_not_exist_is_refused() -> None:
    model, traced = untrained((5,)), trace(untrained((5,)), torch.zeros(28, 28))
    found = gradients(model, traced, 3)
    for stage, unit, source in (("linear3", 0, 0), ("linear2", 10, 0), ("linear2", 0, 5)):
        with pytest.raises(ValueError, match="“linear"):
            weight_slope(model, traced, found, stage=stage, unit=unit, source=source)


@each_rule
def test_the_network_is_left_as_it_was(rule: Rule, digits: Digits) -> None:
    model = untrained((5,))
    before, traced = copy.deepcopy(model.state_dict()), trace(model, digits.images()[0])
    gradients(model, traced, 7)
    course(model, traced, 7, rule=rule, learning_rate=0.1, num_steps=2)
    assert all(torch.equal(before[name], value) for name, value in model.state_dict().items())
    assert not any(parameter.requires_grad for parameter in model.parameters())
    assert all(parameter.grad is None for parameter in model.parameters())


def first_step(rule: Rule, traced: Trace) -> tuple[dict[str, np.ndarray], Gradients]:
    """What the first step at a rate of 0.01 adds to each parameter, and the slopes before it."""
    model = untrained((5,))
    after = course(model, traced, 7, rule=rule, learning_rate=0.01).parameters
    added = {name: after[name] - each.numpy() for name, each in model.named_parameters()}
    return added, gradients(model, traced, 7)


def test_the_first_step_of_sgd_and_of_momentum_is_rate_times_slope(digits: Digits) -> None:
    traced = trace(untrained((5,)), digits.images()[0])
    for rule in ("sgd", "momentum"):
        added, found = first_step(rule, traced)
        for name, slopes in found.parameters.items():
            np.testing.assert_allclose(added[name], -0.01 * slopes, rtol=1e-3, atol=1e-7)


def test_the_first_step_of_adam_is_as_long_for_every_weight_that_has_a_slope(
    digits: Digits,
) -> None:
    added, found = first_step("adam", trace(untrained((5,)), digits.images()[0]))
    for name, slopes in found.parameters.items():
        is_clear = np.abs(slopes) > 1e-4  # against Adam's epsilon of 1e-8
        np.testing.assert_allclose(
            added[name][is_clear], -0.01 * np.sign(slopes[is_clear]), rtol=1e-3, atol=1e-7
        )
        assert not added[name][slopes == 0].any()


@each_rule
def test_small_steps_make_the_loss_smaller_and_the_right_answer_surer(
    rule: Rule, digits: Digits
) -> None:
    model = untrained((512, 512))
    label = int(trace(model, digits.images()[0]).scores.values().argmax())
    done = course(
        model,
        trace(model, digits.images()[0]),
        label,
        rule=rule,
        learning_rate=1e-3,
        num_steps=5,
    )
    assert (np.diff(done.losses) < 0).all()
    assert (np.diff(done.probabilities[:, label]) > 0).all()
    np.testing.assert_allclose(
        done.losses, -np.log(done.probabilities[:, label].astype(np.float64)), atol=1e-5
    )


def test_the_strongest_are_named_first(digits: Digits) -> None:
    model = trained()
    found = found_of(model, digits.images()[0], 3)
    lengths = np.linalg.norm(found.parameters["linear_relu_stack.0.weight"], axis=1)
    units = strongest_units(found, model, "linear1", 5)
    assert lengths[units].tolist() == sorted(lengths, reverse=True)[:5]
    unit, source = strongest_weight(found, model, "linear2")
    slopes = np.abs(found.parameters["linear_relu_stack.2.weight"])
    assert slopes[unit, source] == slopes.max()


def test_momentum_adds_nine_tenths_of_the_step_before() -> None:
    weight = nn.Parameter(torch.zeros(1))
    optimizer = new_optimizer([weight], "momentum", 0.1)
    places = [0.0]
    for _ in range(3):
        weight.grad = torch.ones(1)
        optimizer.step()
        places.append(float(weight.detach()))
    assert np.diff(places) == pytest.approx([-0.1, -0.19, -0.271])
