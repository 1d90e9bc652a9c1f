"""The mathematics of one unit, against autograd, plain sums and networks that are changed."""

import copy
import math
from decimal import Decimal
from functools import cache

import numpy as np
import pytest
import torch
from hypothesis import assume, example, given
from hypothesis import strategies as st
from torch import nn
from torch.func import jacrev

from mlp.dataset import load_digits
from mlp.explain.contributions import added_to_scores, contributions, outgoing
from mlp.explain.linear_picture import flips, linear_picture, nearest_flip, nudged
from mlp.explain.printed_sum import printed_sum
from mlp.explain.units import activation_stage, input_stage, num_units, unit_stages
from mlp.explain.voices import voices
from mlp.explain.what_if import what_if
from mlp.files.read import load_model
from mlp.net.network import NeuralNetwork, named_layers, untrained_network
from mlp.net.parameters import fingerprint
from mlp.net.trace import Trace, trace

HIDDEN_SIZES = [(), (5,), (128, 64), (512, 512)]

each_network = pytest.mark.parametrize(
    ("hidden_sizes", "last_relu"),
    [(sizes, last_relu) for sizes in HIDDEN_SIZES for last_relu in (True, False)],
)


@cache
def fresh(
    hidden_sizes: tuple[int, ...], last_relu: bool = True, seed: int = 0, gain: float = 1
) -> NeuralNetwork:
    """Make an untrained network; a gain above 1 lets values grow from layer to layer."""
    model = untrained_network(seed, hidden_sizes, last_relu=last_relu)
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.mul_(gain)
    return model.eval().requires_grad_(False)


trained = cache(load_model)


@cache
def doubled(model: NeuralNetwork) -> NeuralNetwork:
    """Copy a network in float64."""
    return copy.deepcopy(model).double()


networks = st.one_of(
    st.builds(trained),
    st.builds(
        fresh,
        st.sampled_from(HIDDEN_SIZES),
        st.booleans(),
        st.integers(0, 3),
        st.sampled_from([1.0, 4.0]),
    ),
)
pictures = st.integers(0, 9_999).map(lambda index: load_digits("test").images(index, index + 1)[0])
noises = st.integers(0, 99).map(
    lambda seed: torch.rand(28, 28, generator=torch.Generator().manual_seed(seed))
)


@st.composite
def units(draw: st.DrawFn) -> tuple[NeuralNetwork, Trace, str, int]:
    """Draw a network, its pass over a digit, noise or nothing, and one of its units."""
    model = draw(networks)
    image = draw(pictures | noises | st.just(torch.zeros(28, 28)))
    stage = draw(st.sampled_from(unit_stages(model)))
    return model, trace(model, image), stage, draw(st.integers(0, num_units(model, stage) - 1))


def stage_values(model: NeuralNetwork, image: torch.Tensor, stage: str) -> torch.Tensor:
    """Pass one picture, shape (28, 28), through the network up to a stage, differentiably."""
    tensor = image[None]
    for name, layer in named_layers(model):
        tensor = layer(tensor)
        if name == stage:
            break
    return tensor[0]


def hidden_states(model: NeuralNetwork, image: torch.Tensor) -> list[torch.Tensor]:
    """Tell for each hidden layer which units are on."""
    stages = [activation_stage(model, stage) for stage in unit_stages(model)[:-1]]
    return [stage_values(model, image, stage) > 0 for stage in stages]


def same_states(model: NeuralNetwork, traced: Trace) -> bool:
    """Tell whether float64 agrees about every unit: one may be 0 to float32 rounding."""
    image = traced["image"].tensor[0]
    exact = hidden_states(doubled(model), image.double())
    pairs = zip(hidden_states(model, image), exact, strict=True)
    return all(torch.equal(one, other) for one, other in pairs)


# Contributions


@given(units())
def test_contributions_and_bias_are_the_units_value_within_the_stated_rounding(drawn):
    model, traced, stage, unit = drawn
    parts = contributions(model, traced, stage, unit)
    exactly = math.fsum(parts.products.astype(np.float64)) + parts.bias
    assert parts.value == traced[stage].values()[unit]
    assert abs(exactly - parts.value) <= parts.tolerance
    assert abs(parts.rounding) <= parts.tolerance
    assert parts.rounding == parts.positive + parts.negative + parts.bias - parts.value


@given(units())
def test_positive_and_negative_are_exact_sums_of_the_products(drawn):
    parts = contributions(*drawn)
    products = [float(product) for product in parts.products]
    above, below = ([p for p in products if p * side > 0] for side in (1, -1))
    assert parts.positive == pytest.approx(math.fsum(above), rel=1e-13, abs=0)
    assert parts.negative == pytest.approx(math.fsum(below), rel=1e-13, abs=0)
    assert parts.negative <= 0 <= parts.positive


@given(units())
def test_each_product_is_its_weight_times_its_input(drawn):
    model, traced, stage, unit = drawn
    parts = contributions(model, traced, stage, unit)
    linear = dict(named_layers(model))[stage]
    assert np.array_equal(parts.weights, linear.weight[unit].numpy())
    assert np.array_equal(parts.inputs, traced[input_stage(model, stage)].values().ravel())
    assert np.array_equal(parts.products, parts.weights * parts.inputs)
    assert (parts.bias, parts.products.dtype) == (float(linear.bias[unit]), np.float32)


@given(units())
def test_the_activation_is_what_the_next_layer_gets(drawn):
    model, traced, stage, unit = drawn
    parts = contributions(model, traced, stage, unit)
    is_last = stage == unit_stages(model)[-1]
    has_relu = not is_last or isinstance(model.linear_relu_stack[-1], nn.ReLU)
    assert parts.activation == (max(parts.value, 0) if has_relu else parts.value)


def test_what_is_handed_out_is_not_the_networks_own_memory(digits):
    model = copy.deepcopy(fresh((5,)))
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


@each_network
def test_stages_are_found_in_networks_of_any_depth(hidden_sizes, last_relu):
    model = fresh(hidden_sizes, last_relu)
    stages = unit_stages(model)
    assert stages == tuple(f"linear{number + 1}" for number in range(len(hidden_sizes) + 1))
    assert [num_units(model, stage) for stage in stages] == [*hidden_sizes, 10]
    assert [input_stage(model, stage) for stage in stages] == [
        "image", *(f"relu{number + 1}" for number in range(len(hidden_sizes)))
    ]  # fmt: skip
    last = stages[-1]
    assert activation_stage(model, last) == (last.replace("linear", "relu") if last_relu else last)
    assert all(activation_stage(model, s) == s.replace("linear", "relu") for s in stages[:-1])


@pytest.mark.parametrize(
    ("stage", "unit", "said"),
    [("relu1", 0, "linear3"), ("linear4", 0, "linear4"), ("", 0, "linear1"),
     ("linear1", 512, "511"), ("linear1", -1, "-1"), ("linear3", 10, "0 to 9")],
)  # fmt: skip
def test_what_is_no_unit_is_refused_by_name(model, digits, stage, unit, said):
    traced = trace(model, digits.images()[0])
    for ask in (contributions, linear_picture, outgoing):
        with pytest.raises(ValueError, match=said):
            ask(model, traced, stage, unit)
    with pytest.raises(ValueError, match=said):
        what_if(model, traced, {(stage, unit): 0})


# The exact linear picture


@given(units())
def test_row_times_picture_and_bias_are_the_units_value_within_the_stated_rounding(drawn):
    model, traced, stage, unit = drawn
    picture = linear_picture(model, traced, stage, unit)
    image = traced["image"].values().ravel().astype(np.float64)
    assert picture.value == pytest.approx(math.fsum(picture.row * image) + picture.bias, abs=1e-9)
    assert picture.traced == traced[stage].values()[unit]
    assert abs(picture.value - picture.traced) <= picture.tolerance


@given(units())
def test_the_row_is_autograds_derivative_by_the_picture(drawn):
    model, traced, stage, unit = drawn
    assume(same_states(model, traced))
    exact, image = doubled(model), traced["image"].tensor[0].double()
    row = jacrev(lambda shown: stage_values(exact, shown, stage)[unit])(image)
    value = stage_values(exact, image, stage)[unit]
    picture = linear_picture(model, traced, stage, unit)
    scale = np.abs(picture.row).max() + 1e-30
    np.testing.assert_allclose(picture.row, row.flatten().numpy(), rtol=0, atol=1e-12 * scale)
    assert picture.value == pytest.approx(float(value), rel=1e-10, abs=1e-12)


@given(units(), st.integers(0, 99))
def test_the_row_holds_for_other_pictures_as_long_as_the_same_units_are_on(drawn, seed):
    model, traced, stage, unit = drawn
    flip = nearest_flip(model, traced)
    change = np.random.default_rng(seed).standard_normal(784)
    change *= 0.5 * (flip.distance if flip else 10) / np.linalg.norm(change)
    image = traced["image"].tensor[0].double() + torch.from_numpy(change).reshape(28, 28)
    assume(same_states(model, traced))
    picture = linear_picture(model, traced, stage, unit)
    told = picture.row @ image.flatten().numpy() + picture.bias
    assert told == pytest.approx(float(stage_values(doubled(model), image, stage)[unit]), rel=1e-9)


def test_a_unit_at_exactly_0_counts_as_off(digits):
    model = copy.deepcopy(fresh((5,)))
    nn.init.zeros_(model.linear_relu_stack[0].bias)
    traced = trace(model, torch.zeros(28, 28))
    picture = linear_picture(model, traced, "linear2", 4)
    assert not picture.row.any()
    assert picture.value == picture.bias == picture.traced


@pytest.mark.parametrize("name", ["trained", "fresh"])
def test_the_stated_rounding_is_never_passed_and_not_absurdly_large(name, digits):
    model = trained() if name == "trained" else fresh((512, 512))
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
def test_values_beyond_float32_have_no_bound_on_their_rounding(weight, digits):
    model = copy.deepcopy(fresh((5,)))
    with torch.no_grad():
        model.linear_relu_stack[0].weight[2] = 3e38
        model.linear_relu_stack[2].weight[:, 2] = weight
    traced = trace(model, digits.images()[0])
    with np.errstate(all="ignore"):
        assert linear_picture(model, traced, "linear2", 0).tolerance == math.inf


def test_everything_is_the_same_wherever_the_network_lies(device, digits):
    model = fresh((128, 64))
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
    assert nearest_flip(placed, there).unit == nearest_flip(model, here).unit
    assert voices(placed, there, 3, 5)[1][0].unit == voices(model, here, 3, 5)[1][0].unit
    changed = what_if(placed, here, {("linear1", 3): 9.0})
    assert {stage.tensor.device.type for stage in changed.stages} == {device.torch_device.type}


# When it changes


@given(networks, pictures | noises)
def test_the_nearest_flip_is_where_that_unit_switches_and_no_unit_before(model, image):
    traced = trace(model, image)
    flip = nearest_flip(model, traced)
    assume(flip is not None and flip.distance > 1e-5 and same_states(model, traced))
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
def test_no_change_shorter_than_the_nearest_flip_switches_a_unit(model, image, seed):
    traced = trace(model, image)
    flip = nearest_flip(model, traced)
    assume(flip is not None and same_states(model, traced))
    change = torch.randn(28, 28, generator=torch.Generator().manual_seed(seed)).double()
    moved = image.double() + 0.999 * flip.distance * change / change.norm()
    states = (hidden_states(doubled(model), shown) for shown in (image.double(), moved))
    assert all(torch.equal(*pair) for pair in zip(*states, strict=True))


def test_the_nearest_flip_may_lie_in_any_hidden_layer(digits):
    model = copy.deepcopy(fresh((5, 4)))
    with torch.no_grad():
        model.linear_relu_stack[0].bias += 100  # all far from 0 …
        model.linear_relu_stack[2].bias += 100
        reached = trace(model, digits.images()[0])["linear2"].tensor[0, 3]
        model.linear_relu_stack[2].bias[3] -= reached - 1e-3  # … but this one
    flip = nearest_flip(model, trace(model, digits.images()[0]))
    assert (flip.stage, flip.unit) == ("linear2", 3)


def test_without_hidden_units_nothing_can_switch(digits):
    assert nearest_flip(fresh(()), trace(fresh(()), digits.images()[0])) is None


def test_units_that_see_no_pixel_never_switch(digits):
    model = copy.deepcopy(fresh((5,)))
    nn.init.zeros_(model.linear_relu_stack[0].weight)
    assert nearest_flip(model, trace(model, digits.images()[0])) is None


@given(networks, pictures, pictures)
def test_flips_count_the_units_whose_state_differs(model, image, other):
    traced = trace(model, image)
    states = (hidden_states(model, shown) for shown in (image, other))
    differing = [int((a != b).sum()) for a, b in zip(*states, strict=True)]
    stages = [f"relu{number + 1}" for number in range(len(differing))]
    assert flips(model, traced, other) == dict(zip(stages, differing, strict=True))
    assert not any(flips(model, traced, image).values())


@given(st.integers(-40, 40), st.integers(-40, 40))
@example(28, 0)
@example(0, -28)
def test_a_nudged_picture_is_the_picture_moved(rows, columns):
    image = torch.arange(1.0, 785).reshape(28, 28)
    moved = nudged(image, rows=rows, columns=columns)
    assert moved.shape == (28, 28)
    for row, column in np.random.default_rng(0).integers(0, 28, (50, 2)):
        came_from = (row - rows, column - columns)
        inside = all(0 <= place < 28 for place in came_from)
        assert moved[row, column] == (image[came_from] if inside else 0)


# Outgoing


@each_network
def test_what_a_layers_units_add_and_the_biases_path_are_the_scores(
    hidden_sizes, last_relu, digits
):
    model = fresh(hidden_sizes, last_relu)
    image = digits.images()[7]
    traced = trace(model, image)
    scores = stage_values(doubled(model), image.double(), unit_stages(model)[-1]).numpy()
    for number, stage in enumerate(unit_stages(model)):
        parts = [
            outgoing(model, traced, stage, unit).scores for unit in range(num_units(model, stage))
        ]
        path = np.zeros(num_units(model, stage))  # what the biases after this layer add
        for after in unit_stages(model)[number + 1 :]:
            linear = dict(named_layers(doubled(model)))[after]
            path = linear.weight.numpy() @ path + linear.bias.numpy()
            if after != unit_stages(model)[-1]:
                path *= traced[after.replace("linear", "relu")].values() > 0
        np.testing.assert_allclose(sum(parts) + path, scores, atol=1e-6)
        assert np.array_equal(added_to_scores(model, traced, stage), parts)


@given(units())
def test_what_a_unit_adds_to_the_scores_is_its_activation_times_autograds_derivative(drawn):
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


@given(units())
def test_next_products_are_those_that_the_next_units_list(drawn):
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


# What if


@given(units(), st.floats(-5, 20, width=32))
@example((fresh((5,), False), trace(fresh((5,), False), torch.ones(28, 28)), "linear2", 9), 3.0)
def test_a_changed_unit_is_what_a_network_with_it_fixed_there_computes(drawn, value):
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
def test_a_unit_switched_off_is_one_whose_weights_lead_nowhere(model, digits, stage):
    without = copy.deepcopy(model)
    dict(named_layers(without))[f"linear{int(stage[-1]) + 1}"].weight[:, 37] = 0
    traced = trace(model, digits.images()[2])
    changed, expected = what_if(model, traced, {(stage, 37): 0}), trace(without, digits.images()[2])
    for name in ("linear3", "relu3", "softmax"):
        np.testing.assert_allclose(
            changed[name].values(), expected[name].values(), rtol=1e-5, atol=1e-5
        )


def test_a_layer_switched_off_leaves_the_biases_after_it(model, digits):
    changed = what_if(model, trace(model, digits.images()[2]), {("linear2", None): 0})
    assert np.array_equal(changed["relu2"].values(), np.zeros(512))
    np.testing.assert_allclose(changed["linear3"].values(), model.linear_relu_stack[4].bias)


def test_a_units_own_change_outdoes_its_layers_whatever_the_order(model, digits):
    traced = trace(model, digits.images()[2])
    changes = {("linear2", 5): 3.0, ("linear2", None): 1.0}
    one, other = (what_if(model, traced, dict(order)) for order in (
        changes.items(), reversed(changes.items())
    ))  # fmt: skip
    expected = np.ones(512)
    expected[5] = 3
    assert np.array_equal(one["relu2"].values(), expected)
    assert np.array_equal(one.packed(), other.packed())


def test_changes_in_two_layers_add_up(model, digits):
    traced = trace(model, digits.images()[2])
    first = what_if(model, traced, {("linear1", 8): 2.0})
    both = what_if(model, traced, {("linear2", 5): 3.0, ("linear1", 8): 2.0})
    assert np.array_equal(both["linear2"].values(), first["linear2"].values())
    assert both["relu2"].values()[5] == 3
    assert np.array_equal(
        np.delete(both["relu2"].values(), 5), np.delete(first["relu2"].values(), 5)
    )


def test_a_score_without_a_relu_is_changed_itself(digits):
    model = fresh((5,), last_relu=False)
    traced = trace(model, digits.images()[2])
    changed = what_if(model, traced, {("linear2", 4): 100.0})
    assert changed["linear2"].values()[4] == 100
    assert changed.probabilities.argmax() == 4
    before, after = (np.delete(each["linear2"].values(), 4) for each in (traced, changed))
    assert np.array_equal(before, after)


def test_no_change_leaves_everything_as_it_was(model, digits):
    traced = trace(model, digits.images()[2])
    assert np.array_equal(what_if(model, traced, {}).packed(), traced.packed())


def test_what_ifs_change_neither_the_network_nor_the_trace(digits):
    model = load_model()
    traced = trace(model, digits.images()[2])
    before, values = fingerprint(model), traced.packed()
    for changes in ({("linear1", None): 0}, {("linear3", 7): 1e9}, {("linear2", 0): -4}):
        what_if(model, traced, changes)
    assert fingerprint(model) == before
    assert np.array_equal(traced.packed(), values)
    assert all(parameter.grad is None for parameter in model.parameters())


# Voices


@given(networks, pictures, st.permutations(range(10)), st.integers(1, 20))
def test_voices_are_those_whose_products_differ_most(model, image, order, count):
    winner, runner_up = order[:2]
    traced = trace(model, image)
    last = unit_stages(model)[-1]
    stage, friends, opponents = voices(model, traced, winner, runner_up, count)
    assert stage == (unit_stages(model)[-2] if len(unit_stages(model)) > 1 else "image")
    linear = dict(named_layers(doubled(model)))[last]
    inputs = traced[input_stage(model, last)].values().ravel().astype(np.float64)
    difference = (linear.weight[winner] - linear.weight[runner_up]).numpy() * inputs
    for named, side in ((friends, 1), (opponents, -1)):
        best = sorted((side * each for each in difference if side * each > 0), reverse=True)
        np.testing.assert_allclose([side * voice.difference for voice in named], best[:count])
        for voice in named:
            assert voice.difference == pytest.approx(difference[voice.unit])
            assert voice.difference == voice.for_winner - voice.for_runner_up


def test_what_voices_say_is_what_the_scores_list(model, digits):
    traced = trace(model, digits.images()[0])
    _, friends, opponents = voices(model, traced, 7, 3)
    for voice in friends + opponents:
        for digit, said in ((7, voice.for_winner), (3, voice.for_runner_up)):
            products = contributions(model, traced, "linear3", digit).products
            assert said == pytest.approx(float(products[voice.unit]), rel=1e-6)


def test_where_all_say_the_same_there_is_no_opponent(digits):
    model = copy.deepcopy(fresh((5,)))
    with torch.no_grad():
        model.linear_relu_stack[0].bias.fill_(100)
        model.linear_relu_stack[2].weight[3] = 2
        model.linear_relu_stack[2].weight[4] = 1
    _, friends, opponents = voices(model, trace(model, digits.images()[0]), 3, 4)
    assert (len(friends), opponents) == (5, [])


# Printed sums


@given(
    st.lists(st.floats(-1e4, 1e4, width=32), min_size=1, max_size=6),
    st.integers(0, 6),
    st.floats(-1, 1),
)
@example([0.05, 0.0], 1, 0.0)
@example([12.34449, -2.34449, 0.5], 2, 1.0)
def test_what_is_printed_adds_up_to_the_last_digit(parts, decimals, rounding):
    total = math.fsum(parts) + rounding * 1e-6 * sum(map(abs, parts))
    printed, printed_total = printed_sum(parts, total, decimals)
    assert sum(map(Decimal, printed)) == Decimal(printed_total)
    assert float(printed_total) == float(f"{total:.{decimals}f}")
    assert not any(Decimal(text).is_zero() and "-" in text for text in [*printed, printed_total])
    assert all(len(text.partition(".")[2]) == decimals for text in [*printed, printed_total])


@given(st.lists(st.floats(-1e3, 1e3, width=32), min_size=1, max_size=6), st.integers(0, 3))
def test_each_printed_part_is_the_part_rounded_down_or_up(parts, decimals):
    printed, _ = printed_sum(parts, math.fsum(parts), decimals)
    for text, part in zip(printed, parts, strict=True):
        assert abs(Decimal(text) - Decimal(part)) < Decimal(1).scaleb(-decimals)


def test_those_are_rounded_up_that_lose_least():
    assert printed_sum([1.14, 2.17, 3.19], 6.5, 1) == (["1.1", "2.2", "3.2"], "6.5")
    assert printed_sum([-1.14, 2.17, 0], 1.03, 1) == (["-1.2", "2.2", "0.0"], "1.0")


def test_a_rounding_that_shows_is_added_to_the_largest_part():
    printed, total = printed_sum([52.5, -48.25, 0.5], 4.750021, 6)
    assert (printed, total) == (["52.500021", "-48.250000", "0.500000"], "4.750021")


def test_numbers_of_any_size_add_up():
    printed, total = printed_sum([3e38, -1.5, 1e-40], 3e38, 3)
    assert sum(map(int, (text.replace(".", "") for text in printed))) == int(total.replace(".", ""))


@pytest.mark.parametrize("total", [1.7, 1.4999 + 0.1, math.nan, math.inf])
def test_a_sum_that_is_none_is_refused(total):
    with pytest.raises(ValueError, match="whatever the rounding"):
        printed_sum([1.0, 0.5], total, 2)


@given(units(), st.integers(0, 5))
def test_a_units_sum_can_always_be_printed(drawn, decimals):
    parts = contributions(*drawn)
    printed, total = printed_sum(
        [parts.positive, parts.negative, parts.bias], parts.value, decimals
    )
    assert sum(map(Decimal, printed)) == Decimal(total)
