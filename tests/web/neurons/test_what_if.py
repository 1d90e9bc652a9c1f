"""Units and layers held at other values on the page."""

from functools import partial
from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest
from torch import nn

from mlp.dataset import Digits, load_digits
from mlp.explain.contributions import outgoing
from mlp.explain.what_if import Changes, what_if
from mlp.net.network import NeuralNetwork, stage_names, untrained_network
from mlp.net.parameters import fingerprint
from mlp.net.reading import read
from mlp.net.trace import trace
from mlp.net.verdict import judge
from mlp.web.neurons import what_if_words
from mlp.web.server.models import bundled_models
from mlp.web.server.visitors.digit import example_digit
from mlp.web.views.verdict.words import say_verdict
from tests.support.app import components
from tests.support.neuron_sections import (
    SEVEN,
    TWO,
    click,
    go_to,
    numbers,
    open_sections,
    run,
    said,
    show_example,
    show_network,
    traced,
)

open_unit = partial(open_sections, ["what_if"])


def collected(app: AppTest) -> list[str]:
    return [
        button.label for button in app.button if (button.key or "").startswith("what_if_remove")
    ]


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
    reading = read(bundled_models().default, example_digit(SEVEN).prepare(centre=True, invert=None))
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
    assert "is silent as it is" in said(app)
    assert "Not one probability changes." in said(click(app, "what_if_off"))


def test_the_code_of_a_what_if_gives_the_shown_answer(model: NeuralNetwork) -> None:
    app = click(open_unit("linear2", 100, depth="code"), "what_if_supporters")
    go_to(app, "linear1", 37)
    app.number_input(key="what_if_number").set_value(3.5)
    run(app)
    code = next(one.value for one in app.code if "probabilities" in one.value)
    names: dict[str, Any] = {"model": model, "nn": nn, "image": load_digits("test").images(0, 1)}
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
    tried: list[Changes] = [
        {},
        {("linear1", 3): 2.0},
        {(last, 3): 4.0, ("linear1", None): 0.5, ("linear1", 2): 0.0},
    ]
    for changes in tried:
        listed = [(*place, value) for place, value in changes.items()]
        names: dict[str, Any] = {"model": model, "nn": nn, "image": image}
        exec(what_if_words.what_if_code(listed, stage_names(model)), names)
        expected = what_if(model, trace(model, image[0]), changes).probabilities
        np.testing.assert_array_equal(names["probabilities"][0], expected)


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
    before, new = np.array([0.7, 0.2, 0.1], np.float32), np.array(after, np.float32)
    assert expected in what_if_words.say_outcome(before, new, judge(before), judge(new))
