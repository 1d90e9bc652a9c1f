"""A unit's life, what-ifs and comparisons: the Neurons page's lower sections, without a browser."""

import base64
from decimal import Decimal

import numpy as np
import pytest
import torch
from hypothesis import example, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from streamlit.testing.v1 import AppTest
from torch import nn

from mlp.dataset import Digits, load_digits
from mlp.explain.contributions import contributions, outgoing
from mlp.explain.linear_picture import linear_picture
from mlp.explain.units import num_units, unit_stages
from mlp.explain.what_if import what_if
from mlp.files.read import Parameters
from mlp.net.network import NeuralNetwork, stage_names, untrained_network
from mlp.net.parameters import fingerprint
from mlp.net.reading import read
from mlp.net.trace import Trace, trace
from mlp.net.verdict import judge
from mlp.numbers import number
from mlp.web.neurons import compare_words, life_words, what_if_words
from mlp.web.neurons import words as neurons_words
from mlp.web.server.models import bundled_models
from mlp.web.shell import session
from mlp.web.views.verdict.words import say_verdict
from tests.support.app import choose_picture, components, texts

SEVEN, TWO = 0, 1  # MNIST's first two test digits
STAGES = ("linear1", "linear2", "linear3")


def sections() -> None:
    import streamlit as st

    from mlp.web.neurons.compare import render_compare
    from mlp.web.neurons.life import render_life
    from mlp.web.neurons.what_if import render_what_if
    from mlp.web.shell import session

    if "weights" in st.session_state:
        weights, last_relu = st.session_state.pop("weights")
        if weights is None:
            session.show_trained()
        else:
            session.show_own(weights, last_relu=last_relu)
    stage, unit = st.session_state["place"]
    render_life(stage, unit)
    render_what_if(stage, unit)
    render_compare(stage, unit)


def open_unit(
    stage: str = "linear1",
    unit: int = 37,
    *,
    example: int | None = SEVEN,
    model: NeuralNetwork | None = None,
    depth: str = "words",
) -> AppTest:
    app = AppTest.from_function(sections, default_timeout=60)
    app.session_state["explain"] = depth
    app.session_state["place"] = (stage, unit)
    if example is not None:
        app.session_state["glassbox_digit"] = session.example_digit(example)
    if model is not None:
        show_network(app, model)
    return run(app)


def show_network(app: AppTest, model: NeuralNetwork | None) -> None:
    """Make a network the session's, as the page for it does; None: the trained one."""
    if model is None:
        app.session_state["weights"] = (None, True)
        return
    linears = [layer for layer in model.linear_relu_stack if isinstance(layer, nn.Linear)]
    layers = tuple((layer.weight.data, layer.bias.data) for layer in linears)
    last_relu = isinstance(model.linear_relu_stack[-1], nn.ReLU)
    app.session_state["weights"] = (Parameters("my.pth", ("",) * len(layers), layers), last_relu)


def run(app: AppTest) -> AppTest:
    app.run()
    assert not app.exception
    return app


def go_to(app: AppTest, stage: str, unit: int) -> AppTest:
    app.session_state["place"] = (stage, unit)
    return run(app)


def show_example(app: AppTest, index: int) -> AppTest:
    app.session_state["glassbox_digit"] = session.example_digit(index)
    return run(app)


def click(app: AppTest, key: str) -> AppTest:
    app.button(key=key).click()
    return run(app)


def said(app: AppTest) -> str:
    return "\n".join([texts(app), *(warning.value for warning in app.warning)])


def numbers(app: AppTest, key: str, series: int = 0, axis: str = "y") -> np.ndarray:
    """The values that a chart got, exactly: float32, (n,)."""
    values = components(app)[key]["figure"]["data"][series][axis]["bdata"]
    return np.frombuffer(base64.b64decode(values), np.float32)


def collected(app: AppTest) -> list[str]:
    return [
        button.label for button in app.button if (button.key or "").startswith("what_if_remove")
    ]


def network_with(unit: int, *, weight: float = 0.0, bias: float) -> NeuralNetwork:
    """An untrained network, one unit of whose first layer adds only its bias and pixel 0."""
    model = untrained_network(3, (24,))
    with torch.no_grad():
        model.linear_relu_stack[0].weight[unit] = 0
        model.linear_relu_stack[0].weight[unit, 0] = weight
        model.linear_relu_stack[0].bias[unit] = bias
    return model


def traced(index: int = SEVEN, model: NeuralNetwork | None = None) -> Trace:
    image = load_digits("test").images(index, index + 1)[0]
    return trace(model or bundled_models().default.model, image)


# Life.


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
    assert app.session_state["glassbox_digit"].example == int(wanted)
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
    noise = session.random_digit(1)
    app.session_state["glassbox_digit"] = noise
    fired = number(float(noise.image[0, 0]))
    assert f"Your digit, though, fires it ({fired})" in said(run(app))


def test_a_unit_that_always_fires_is_said_to_be_always_on() -> None:
    app = open_unit("linear1", 5, model=network_with(5, bias=2.0))
    assert "**always on**" in said(app)
    assert "Its mean is 2.00 for every digit: it does not tell them apart." in said(app)


def test_a_score_without_a_relu_is_not_called_dead() -> None:
    model = untrained_network(3, (), last_relu=False)
    with torch.no_grad():
        model.linear_relu_stack[0].bias -= 1000
    app = open_unit("linear1", 7, model=model)
    assert "zero or below for all 10,000 test digits. That is not dead" in said(app)
    assert len(components(app)["neuron_top"]["pictures"]) == 9


def test_only_images_that_fire_a_unit_are_shown(model: NeuralNetwork, digits: Digits) -> None:
    network = untrained_network(3, (24,))
    with torch.no_grad():  # unit 5 measures the ink: only the two darkest digits pass its bias
        network.linear_relu_stack[0].weight[5] = 1
        ink = digits.images().flatten(1).sum(dim=1).sort(descending=True).values
        network.linear_relu_stack[0].bias[5] = -(ink[1] + ink[2]) / 2
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
        (means(d7=np.inf), False, "too large for float32"),
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
    names = {"model": model, "torch": torch}
    exec(app.code[0].value, names)
    np.testing.assert_allclose(numbers(app, "neuron_means"), names["means"], rtol=1e-4)


# What if.


def test_a_unit_switched_off_gives_what_the_network_computes_without_it() -> None:
    before = traced()
    unit = int(before["relu1"].values().argmax())
    app = click(open_unit("linear1", unit), "what_if_off")
    expected = what_if(bundled_models().default.model, before, {("linear1", unit): 0.0})
    np.testing.assert_array_equal(numbers(app, "what_if_probabilities", 0), before.probabilities)
    after = numbers(app, "what_if_probabilities", 1)
    np.testing.assert_array_equal(after, expected.probabilities)
    assert not np.array_equal(after, before.probabilities)
    change = expected["relu3"].values() - before["relu3"].values()
    np.testing.assert_array_equal(numbers(app, "what_if_scores"), change)


def test_the_answer_before_is_the_pages_and_the_one_after_is_judged_anew() -> None:
    app = click(open_unit("linear2", 100), "what_if_supporters")
    reading = read(
        bundled_models().default, session.example_digit(SEVEN).prepare(centre=None, invert=None)
    )
    shown = [one.value for one in app.markdown]
    assert f"{what_if_words.AS_IT_IS}  \n**{say_verdict(reading.verdict)}**" in shown
    after = judge(numbers(app, "what_if_probabilities", 1))
    assert f"With your 10 changes  \n**{say_verdict(after)}**" in shown


def test_changes_are_collected_across_units_and_layers_taken_back_and_reset() -> None:
    app = click(open_unit("linear1", 37), "what_if_off")
    click(go_to(app, "linear2", 100), "what_if_off")
    app.number_input(key="what_if_number").set_value(1.5)
    run(app)
    assert collected(app) == ["linear1 · 37: off", "linear2 · 100 = 1.5"]
    click(app, "what_if_remove_linear1_37")
    assert collected(app) == ["linear2 · 100 = 1.5"]
    click(app, "what_if_reset")
    assert not collected(app)
    assert what_if_words.NO_CHANGES in said(app)
    assert "what_if_probabilities" not in components(app)


def test_a_whole_layer_can_be_held() -> None:
    app = open_unit("linear1", 37)
    app.segmented_control(key="what_if_target").set_value("layer")
    run(app)
    app.slider(key="what_if_slider").set_value(2.0)
    run(app)
    expected = what_if(bundled_models().default.model, traced(), {("linear1", None): 2.0})
    shown = numbers(app, "what_if_probabilities", 1)
    np.testing.assert_array_equal(shown, expected.probabilities)
    assert collected(app) == ["linear1 · all = 2"]


def test_slider_and_number_start_where_the_unit_is_and_follow_each_other() -> None:
    value = float(traced()["relu1"].values().max())
    unit = int(traced()["relu1"].values().argmax())
    app = open_unit("linear1", unit)
    assert app.slider(key="what_if_slider").value == value
    app.slider(key="what_if_slider").set_value(0.5)
    run(app)
    assert app.number_input(key="what_if_number").value == 0.5
    go_to(app, "linear1", 37)
    assert app.slider(key="what_if_slider").value == 0.0  # silent for this digit
    assert collected(app) == [f"linear1 · {unit} = 0.5"]
    go_to(app, "linear1", unit)
    assert app.slider(key="what_if_slider").value == 0.5


@pytest.mark.parametrize(("last_relu", "is_negative_possible"), [(True, False), (False, True)])
def test_values_below_zero_are_possible_where_no_relu_follows(
    last_relu: bool, is_negative_possible: bool
) -> None:
    model = untrained_network(3, (24,), last_relu=last_relu)
    app = open_unit("linear2", 3, model=model)
    assert (app.slider(key="what_if_slider").min < 0) == is_negative_possible
    assert open_unit("linear1", 3, model=model).slider(key="what_if_slider").min == 0


def test_the_slider_reaches_half_as_far_again_as_the_test_digits_fired_the_unit(
    model: NeuralNetwork, digits: Digits
) -> None:
    largest = float(model.linear_relu_stack[:2](model.flatten(digits.images()))[:, 37].max())
    highest = open_unit("linear1", 37).slider(key="what_if_slider").max
    assert 1.5 * largest <= highest <= 1.6 * largest


def test_what_ifs_change_no_shared_network() -> None:
    before = bundled_models().default.fingerprint
    app = click(open_unit("linear2", 100), "what_if_supporters")
    click(app, "what_if_off")
    assert fingerprint(bundled_models().default.model) == before


def test_changes_belong_to_their_network() -> None:
    app = click(open_unit("linear1", 3), "what_if_off")
    show_network(app, untrained_network(3, (24,)))
    assert not collected(run(app))
    show_network(app, None)
    assert collected(run(app)) == ["linear1 · 3: off"]


def test_changes_stay_when_another_digit_is_shown() -> None:
    app = click(open_unit("linear1", 3), "what_if_off")
    show_example(app, TWO)
    assert collected(app) == ["linear1 · 3: off"]
    shown = numbers(app, "what_if_probabilities", 0)
    np.testing.assert_array_equal(shown, traced(TWO).probabilities)


@pytest.mark.parametrize("stage", ["linear1", "linear2"])
def test_supporters_are_those_that_add_most_to_the_score(stage: str) -> None:
    model, before = bundled_models().default.model, traced()
    every = [outgoing(model, before, stage, unit).scores[7] for unit in range(512)]
    app = click(open_unit(stage, 37), "what_if_supporters")
    strongest = np.argsort(-np.array(every))
    assert collected(app) == [f"{stage} · {unit}: off" for unit in strongest[:10]]
    click(app, "what_if_supporters")
    assert len(collected(app)) == min(20, sum(added > 0 for added in every))


def test_the_answer_of_a_network_without_its_supporters_is_less_sure() -> None:
    app = click(open_unit("linear2", 37), "what_if_supporters")
    assert "The 7 stays ahead, but less surely" in said(app) or "changes from 7" in said(app)


def test_switching_a_silent_unit_off_is_said_to_change_nothing() -> None:
    app = open_unit("linear1", 37)
    assert "is silent for this digit as it is" in said(app)
    assert "Not one probability changes." in said(click(app, "what_if_off"))


def test_the_code_of_a_what_if_gives_the_shown_answer(model: NeuralNetwork) -> None:
    app = click(open_unit("linear2", 100, depth="code"), "what_if_supporters")
    go_to(app, "linear1", 37)
    app.number_input(key="what_if_number").set_value(3.5)
    run(app)
    code = next(one.value for one in app.code if "probabilities" in one.value)
    names = {"model": model, "nn": nn, "image": load_digits("test").images(0, 1)}
    exec(code, names)
    shown = numbers(app, "what_if_probabilities", 1)
    np.testing.assert_array_equal(shown, names["probabilities"][0])


@pytest.mark.parametrize("hidden_sizes", [(), (12,), (12, 8)])
@pytest.mark.parametrize("last_relu", [True, False])
def test_the_code_of_a_what_if_is_right_for_every_network(
    hidden_sizes: tuple[int, ...], last_relu: bool
) -> None:
    model = untrained_network(3, hidden_sizes, last_relu=last_relu).requires_grad_(False)
    image = load_digits("test").images(0, 1)
    last = f"linear{len(hidden_sizes) + 1}"
    for changes in (
        {},
        {("linear1", 3): 2.0},
        {(last, 3): 4.0, ("linear1", None): 0.5, ("linear1", 2): 0.0},
    ):
        listed = [(*place, value) for place, value in changes.items()]
        names = {"model": model, "nn": nn, "image": image}
        exec(what_if_words.what_if_code(listed, stage_names(model)), names)
        expected = what_if(model, trace(model, image[0]), changes).probabilities
        np.testing.assert_array_equal(names["probabilities"][0], expected)


def test_with_nothing_drawn_the_controls_are_disabled_and_it_is_said_why() -> None:
    app = open_unit(example=None)
    assert what_if_words.WHAT_IF_NOTHING in said(app)
    assert compare_words.COMPARE_NOTHING in said(app)
    disabled = [button.key for button in app.button if button.disabled]
    assert {"what_if_off", "what_if_supporters", "what_if_reset", "compare_pin"} <= set(disabled)
    assert app.slider(key="what_if_slider").disabled
    assert app.number_input(key="what_if_number").disabled


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        ([0.7, 0.2, 0.1], "Not one probability changes."),
        ([0.2, 0.7, 0.1], "**The answer changes from 0 to 1.**"),
        ([0.6, 0.3, 0.1], "The 0 stays ahead, but less surely: 70.0 % → 60.0 %."),
        ([0.7, 0.1, 0.2], "The 0 stays ahead, with 70.0 % as before (rounded)."),
        ([0.4, 0.4, 0.2], "several digits share the highest score"),
        ([np.nan, np.nan, np.nan], "overflow"),
    ],
)
def test_the_outcome_is_said_truly(after: list[float], expected: str) -> None:
    before, new = np.float32([0.7, 0.2, 0.1]), np.float32(after)
    assert expected in what_if_words.say_outcome(before, new, judge(before), judge(new))


# Compare.


def test_a_pinned_unit_stands_beside_another_one_on_one_scale() -> None:
    app = click(open_unit("linear1", 37), "compare_pin")
    assert compare_words.COMPARE_SAME in said(app)
    go_to(app, "linear1", 38)
    placed, model = components(app), bundled_models().default.model
    for side, unit in (("pinned", 37), ("now", 38)):
        products = contributions(model, traced(), "linear1", unit).products
        row = linear_picture(model, traced(), "linear1", unit).row
        np.testing.assert_array_equal(numbers(app, f"compare_{side}_products", axis="z"), products)
        shown = numbers(app, f"compare_{side}_linear", axis="z")
        np.testing.assert_array_equal(shown, row.astype(np.float32))
        assert f"linear1 · unit {unit}" in said(app)
    for picture in ("products", "linear"):
        scales = {
            placed[f"compare_{side}_{picture}"]["figure"]["data"][0]["zmax"]
            for side in ("pinned", "now")
        }
        largest = [
            np.abs(numbers(app, f"compare_{side}_{picture}", axis="z")).max()
            for side in ("pinned", "now")
        ]
        assert len(scales) == 1
        assert scales.pop() == pytest.approx(max(largest))
    names = [series["name"] for series in placed["compare_means"]["figure"]["data"]]
    assert names == ["linear1 · unit 37", "linear1 · unit 38"]
    assert "compare_difference" not in placed


@pytest.mark.parametrize(("first", "second"), [(SEVEN, TWO), (TWO, SEVEN)])
def test_two_digits_of_one_unit_stand_side_by_side_with_what_makes_the_difference(
    first: int, second: int
) -> None:
    app = click(open_unit("linear2", 100, example=first, depth="numbers"), "compare_pin")
    show_example(app, second)
    model = bundled_models().default.model
    pinned = contributions(model, traced(first), "linear2", 100)
    now = contributions(model, traced(second), "linear2", 100)
    difference = now.products - pinned.products
    np.testing.assert_array_equal(numbers(app, "compare_difference", axis="z"), difference)
    table = next(one.value for one in app.markdown if one.value.startswith("| input"))
    biggest = np.argsort(-np.abs(difference), kind="stable")[:5]
    assert [row.split("|")[1].strip() for row in table.splitlines()[2:]] == [
        f"relu1 · unit {index}" for index in biggest
    ]
    assert "compare_means" not in components(app)
    assert compare_words.say_difference(pinned.value, now.value, 512) in said(app)


@given(st.floats(-50, 50), st.floats(-50, 50))
@example(1.004, 2.006)  # 1.00 and 2.01, which differ by 1.01
def test_the_printed_values_and_their_printed_difference_fit_together(
    pinned: float, now: float
) -> None:
    sentence = compare_words.say_difference(pinned, now, 784)
    terms, said_difference = sentence.removesuffix(".").split(" = ")
    printed = [*terms.split(": ")[1].split(" − "), said_difference]
    new, old, difference = (Decimal(one.strip("()").replace("−", "-")) for one in printed)
    assert new - old == difference


def test_the_code_of_a_comparison_gives_the_shown_difference(model: NeuralNetwork) -> None:
    app = click(open_unit("linear2", 100, depth="code"), "compare_pin")
    show_example(app, TWO)
    images = load_digits("test").images(0, 2)
    names = {"model": model, "pinned_image": images[:1], "image": images[1:]}
    exec(next(one.value for one in app.code if "pinned_image" in one.value), names)
    shown = numbers(app, "compare_difference", axis="z")
    np.testing.assert_array_equal(shown, names["difference"])


def test_the_code_of_two_units_gives_the_shown_means(model: NeuralNetwork) -> None:
    app = click(open_unit("linear2", 100, depth="code"), "compare_pin")
    go_to(app, "linear1", 37)
    names = {"model": model, "torch": torch}
    exec(next(one.value for one in app.code if "(pinned, now)" in one.value), names)
    for series in (0, 1):
        shown = numbers(app, "compare_means", series)
        np.testing.assert_allclose(shown, names["means"][series], rtol=1e-4)


def test_the_pin_keeps_the_digit_as_it_was_and_can_be_taken_off() -> None:
    app = click(open_unit("linear1", 37), "compare_pin")
    show_example(app, TWO)
    shown = components(app)["compare_pinned_digit"]["pictures"][0]
    assert shown["caption"] == "test digit 0, a 7"
    pixels = np.frombuffer(base64.b64decode(shown["pixels"]), np.uint8)
    np.testing.assert_array_equal(pixels, load_digits("test").pixels[SEVEN].flatten())
    click(app, "compare_unpin")
    assert "compare_pinned_digit" not in components(app)


def test_a_pin_is_computed_anew_with_another_network_or_waits_for_its_own() -> None:
    app = click(open_unit("linear2", 100), "compare_pin")
    other = untrained_network(3)
    show_network(app, other)
    go_to(app, "linear2", 101)
    assert compare_words.OTHER_NETWORK in said(app)
    products = contributions(other, traced(model=other), "linear2", 100).products
    np.testing.assert_array_equal(numbers(app, "compare_pinned_products", axis="z"), products)
    show_network(app, untrained_network(3, (24,)))
    go_to(app, "linear2", 3)
    assert "the one that is active now has no such unit" in said(app)
    show_network(app, None)
    go_to(app, "linear2", 101)
    assert "compare_pinned_products" in components(app)
    assert "the one that is active now" not in said(app)


def test_a_pin_alone_is_shown_when_nothing_is_drawn() -> None:
    app = click(open_unit("linear1", 37), "compare_pin")
    app.session_state["glassbox_digit"] = session.Digit("pad", "nothing drawn yet")
    run(app)
    assert compare_words.COMPARE_NO_DIGIT in said(app)
    assert "compare_pinned_products" in components(app)
    assert "compare_now_products" not in components(app)


# Other networks.


@pytest.mark.parametrize("hidden_sizes", [(), (33,), (128, 64)])
@pytest.mark.parametrize("last_relu", [True, False])
def test_every_section_works_for_other_networks(
    hidden_sizes: tuple[int, ...], last_relu: bool
) -> None:
    model = untrained_network(3, hidden_sizes, last_relu=last_relu)
    app = open_unit("linear1", 0, model=model, depth="code")
    click(app, "compare_pin")
    for stage in unit_stages(model):
        for unit in (0, num_units(model, stage) - 1):
            go_to(app, stage, unit)
            click(app, "what_if_off")
            assert "what_if_probabilities" in components(app)
    show_example(app, TWO)
    go_to(app, "linear1", 0)
    assert "compare_difference" in components(app)


def test_a_network_whose_values_overflow_is_said_to_do_so() -> None:
    model = untrained_network(3, (24, 24), last_relu=False)
    with torch.no_grad():
        for parameter in model.parameters():
            parameter *= 1e30
    app = open_unit("linear3", 4, model=model)
    assert "too large for float32" in said(app)
    assert "neuron_means" not in components(app)
    click(click(app, "what_if_off"), "compare_pin")
    show_example(app, TWO)
    go_to(app, "linear3", 5)
    assert compare_words.MEANS_NOT_FINITE in said(app)
    assert "compare_means" not in components(app)


@pytest.mark.parametrize("factor", [1e-3, 1e8])
def test_extreme_weights_give_short_captions_and_labels(factor: float) -> None:
    model = untrained_network(3, (24, 24))
    with torch.no_grad():
        for parameter in model.parameters():
            parameter *= factor
    app = open_unit("linear2", 4, model=model)
    placed = components(app)
    assert all(len(each["caption"]) <= 13 for each in placed["neuron_top"]["pictures"])
    assert all(len(text) <= 9 for text in placed["neuron_means"]["figure"]["data"][0]["text"])
    assert click(app, "what_if_off").slider(key="what_if_slider").max > 0
    assert all(len(line) < 70 for line in said(app).splitlines() if line.startswith("| "))


def test_a_table_of_pixels_names_them_by_two_numbers() -> None:
    table = compare_words.difference_table([8 * 28 + 9], np.zeros(784), np.ones(784), stage="image")
    assert table.splitlines()[0].startswith("| row, column | pinned")
    assert table.splitlines()[2].startswith("| 8, 9 | 0.000 | 1.000 |")
