"""The Neurons page without a browser: which unit, its sum, its linear picture, every network."""

import base64
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import numpy as np
import pytest
import torch
from streamlit.testing.v1 import AppTest
from torch import nn

from mlp.explain.contributions import contributions, outgoing
from mlp.explain.linear_picture import flips, linear_picture, nudged
from mlp.explain.units import unit_stages
from mlp.net.device import available_devices
from mlp.net.network import NeuralNetwork, stage_names, untrained_network
from mlp.net.trace import trace
from mlp.training.recipe import Recipe
from mlp.web.charts.units import (
    digit_at,
    digit_mosaic,
    grid_columns,
    signed_picture,
    unit_at,
    unit_bars,
    unit_grid,
)
from mlp.web.neurons import choice_words, linear_picture_words, this_digit_words
from mlp.web.neurons import words as neurons_words
from mlp.web.neurons.bars_words import bar_texts
from mlp.web.server.models import bundled_models
from mlp.web.server.trainings.trainings import TRAININGS
from mlp.web.shell import session
from tests.support.app import MAIN, components, texts
from tests.support.charts import values_of

SEVEN = 0  # number of a test digit

NETWORKS = [
    pytest.param((128, 64), True, id="784-128-64-10"),
    pytest.param((128, 64), False, id="784-128-64-10 without the last ReLU"),
    pytest.param((), True, id="784-10"),
    pytest.param((7, 33, 5), False, id="784-7-33-5-10"),
]


OWN_CODE = ("activations = ", "inputs = ", "hidden = ", "flat = ", "sides = ")
"""How the lines begin that belong to the sections tested here."""


def forget_networks() -> None:
    from mlp.web.shell import session

    session.show_trained()


def show_network(app: AppTest, model: NeuralNetwork | None) -> None:
    """Make a network the session's; None: the trained one. AppTests all are one session."""
    AppTest.from_function(forget_networks).run()
    app.session_state["glassbox_network"] = (
        session.Network("trained", "trained")
        if model is None
        else session.Network("own", "mine.pth", model)
    )


def open_neurons(
    *,
    address: Mapping[str, str] = {},  # only read
    digit: int | None = SEVEN,
    depth: str = "words",
    model: NeuralNetwork | None = None,
) -> AppTest:
    app = AppTest.from_file(MAIN, default_timeout=60)
    if digit is not None:
        app.session_state["glassbox_digit"] = session.example_digit(digit)
    show_network(app, model)
    app.session_state["explain"] = depth
    app.run()
    for name, value in address.items():
        app.query_params[name] = value
    app.switch_page("neurons.py").run()
    assert not app.exception
    return app


def open_unit(stage: str, unit: int, **options: Any) -> AppTest:
    return open_neurons(address={"stage": stage, "unit": str(unit)}, **options)


def shown(app: AppTest) -> str:
    return app.header[0].value


def said(app: AppTest) -> str:
    notices = [*app.warning, *app.info]
    return texts(app) + "\n".join(element.value for element in notices)


def press(app: AppTest, label: str) -> AppTest:
    next(button for button in app.button if button.label == label).click().run()
    assert not app.exception
    return app


def number(text: str) -> Decimal:
    """Read a printed number: "= −1.25", "→ 0", "+ 3.5"."""
    return Decimal(text.replace("−", "-").lstrip("=→+ ").replace("- ", "-"))


def chart(app: AppTest, key: str) -> np.ndarray:
    figure: Any = components(app)[key]
    trace = figure["figure"]["data"][0]
    return values_of(trace.get("z") or trace["y"])


def test_the_address_says_which_unit_is_shown() -> None:
    app = open_unit("linear2", 37)
    assert shown(app) == "linear2 · unit 37"
    assert not app.warning


def test_without_an_address_the_first_unit_is_shown() -> None:
    assert shown(open_neurons()) == "linear1 · unit 0"


@pytest.mark.parametrize(
    "address",
    [
        {"stage": "linear9", "unit": "3"},
        {"stage": "linear2", "unit": "512"},
        {"stage": "linear2", "unit": "-1"},
        {"stage": "linear2", "unit": "9" * 5000},
        {"stage": "linear2", "unit": "٣"},
        {"stage": "linear2"},
        {"unit": "3"},
        {"stage": "relu1", "unit": "3"},
        {"stage": "`$<b>*", "unit": "](x)"},
    ],
)
def test_an_address_of_no_unit_gets_a_sentence_and_nothing_is_lost(
    address: Mapping[str, str],
) -> None:
    app = open_neurons(address=address)
    assert shown(app) == "linear1 · unit 0"
    assert "has no such unit: linear1 has 512, linear2 has 512" in app.warning[0].value
    press(app, choice_words.NEXT)
    assert shown(app) == "linear1 · unit 1"
    assert not app.warning


def test_the_unit_survives_a_change_of_page() -> None:
    app = open_unit("linear2", 37)
    app.switch_page("lesson.py").run()
    app.switch_page("neurons.py").run()
    assert shown(app) == "linear2 · unit 37"


def test_a_request_from_another_page_opens_the_unit() -> None:
    app = open_neurons()
    app.switch_page("lesson.py").run()
    app.session_state["glassbox_unit_request"] = ("linear2", 37)
    app.run()
    assert not app.exception
    assert shown(app) == "linear2 · unit 37"
    assert (app.query_params["stage"], app.query_params["unit"]) == ("linear2", "37")


def test_every_way_to_choose_says_so_in_the_address() -> None:
    app = open_unit("linear2", 37)
    press(app, choice_words.NEXT)
    assert app.query_params["unit"] == "38"
    press(app, choice_words.PREVIOUS)
    app.number_input(key="neuron_unit").set_value(100).run()
    assert (app.query_params["stage"], app.query_params["unit"]) == ("linear2", "100")
    app.button_group(key="neuron_stage").set_value("linear3").run()
    assert shown(app) == "linear3 · digit 9"
    assert (app.query_params["stage"], app.query_params["unit"]) == ("linear3", "9")


def test_the_strongest_unit_is_the_one_with_the_largest_activation() -> None:
    app = press(open_unit("linear2", 37), choice_words.STRONGEST)
    placed = bundled_models().default
    values = placed.trace(session.example_digit(SEVEN).image)["relu2"].values()
    assert shown(app) == f"linear2 · unit {values.argmax()}"


def test_surprise_me_stays_in_the_layer() -> None:
    app = press(open_unit("linear3", 3), choice_words.SURPRISE)
    assert shown(app).startswith("linear3 · digit ")


def test_a_unit_of_a_later_layer_opens_those_before_it() -> None:
    app = open_unit("linear2", 37)
    button = app.button(key="neuron_for_0")
    button.click().run()
    assert shown(app) == f"linear1 · {button.label}"


def test_a_network_without_such_a_unit_shows_the_nearest_and_the_choice_comes_back() -> None:
    app = open_unit("linear2", 500)
    show_network(app, untrained_network(0, (128, 64)).eval())
    app.run()
    assert shown(app) == "linear2 · unit 63"
    assert "linear2 has 64" in said(app)
    show_network(app, None)
    app.run()
    assert shown(app) == "linear2 · unit 500"
    assert "has 64" not in said(app)


@pytest.mark.parametrize("stage", ["linear1", "linear2", "linear3"])
@pytest.mark.parametrize("unit", [0, 4, 9])
def test_the_printed_sum_adds_up_to_the_last_digit(stage: str, unit: int) -> None:
    app = open_unit(stage, unit, digit=unit)
    positive, negative, bias, value, activation = (number(each.value) for each in app.metric)
    assert positive + negative + bias == value
    assert activation == max(value, Decimal(0))
    traced = bundled_models().default.trace(session.example_digit(unit).image)
    assert abs(float(value) - traced[stage].values()[unit]) <= 0.5001 * 10.0 ** value.as_tuple()[2]


def test_the_charts_hold_the_exact_numbers() -> None:
    app = open_unit("linear2", 84, digit=3)
    placed = bundled_models().default
    traced = placed.trace(session.example_digit(3).image)
    found = contributions(placed.cpu_model, traced, "linear2", 84)
    for key, values in (
        ("neuron_inputs", found.inputs),
        ("neuron_weights", found.weights),
        ("neuron_products", found.products),
        ("neuron_grid", traced["relu2"].values()),
    ):
        np.testing.assert_array_equal(chart(app, key).ravel(), values)
    row = linear_picture(placed.cpu_model, traced, "linear2", 84).row
    np.testing.assert_array_equal(chart(app, "neuron_row").ravel(), row.astype(np.float32))


def test_a_firing_unit_shows_what_it_does_and_a_silent_one_says_that_it_does_nothing() -> None:
    placed = bundled_models().default
    traced = placed.trace(session.example_digit(SEVEN).image)
    values = traced["relu1"].values()
    app = open_unit("linear1", int(values.argmax()))
    done = outgoing(placed.cpu_model, traced, "linear1", int(values.argmax()))
    np.testing.assert_array_equal(chart(app, "neuron_outgoing_next").ravel(), done.next_products)
    np.testing.assert_allclose(chart(app, "neuron_outgoing_scores"), done.scores, rtol=1e-6)
    app = open_unit("linear1", int(values.argmin()))
    assert this_digit_words.OUTGOING_SILENT in texts(app)
    assert "neuron_outgoing_next" not in components(app)


def test_the_trace_and_the_linear_picture_agree_on_the_page() -> None:
    app = open_unit("linear3", 7)
    line = next(each.value for each in app.markdown if each.value.startswith("Check:"))
    computed, traced = line.split("**")[1], line.split("**")[3]
    assert float(number(computed)) == pytest.approx(float(number(traced)), rel=1e-5)


def test_pushing_the_picture_counts_the_units_that_switch() -> None:
    app = press(open_unit("linear2", 84), "Down")
    placed = bundled_models().default
    image = session.example_digit(SEVEN).image
    counts = flips(placed.cpu_model, placed.trace(image), nudged(image, rows=1, columns=1))
    assert f"**{counts['relu1']}** of the 512 units of `linear1`" in texts(app)
    assert f"**{counts['relu2']}** of the 512 units of `linear2`" in texts(app)
    press(app, linear_picture_words.BACK)
    assert linear_picture_words.NOT_MOVED in texts(app)
    np.testing.assert_array_equal(chart(app, "neuron_row"), chart(app, "neuron_moved_row"))


def test_the_row_of_a_first_layers_unit_is_its_weights_whatever_the_picture() -> None:
    app = open_unit("linear1", 100)
    np.testing.assert_array_equal(chart(app, "neuron_row"), chart(app, "neuron_weights"))
    assert linear_picture_words.FLIPS_SAME in texts(app)


def test_with_nothing_drawn_the_page_invites_and_shows_what_needs_no_digit() -> None:
    app = open_unit("linear1", 100, digit=None)
    assert choice_words.NOTHING_DRAWN in said(app)
    assert not app.metric
    placed = components(app)
    assert len(placed["neuron_examples"]["pictures"]) == 10  # type: ignore[index]
    assert {"neuron_weights", "neuron_top"} <= set(placed)
    assert "neuron_products" not in placed
    assert app.button(key="neuron_choose_strongest").disabled


@pytest.mark.parametrize(("hidden_sizes", "last_relu"), NETWORKS)
def test_every_layer_of_every_network_works(hidden_sizes: tuple[int, ...], last_relu: bool) -> None:
    model = untrained_network(1, hidden_sizes, last_relu=last_relu).eval().requires_grad_(False)
    for stage in unit_stages(model):
        app = open_unit(stage, 4, model=model, depth="numbers")
        assert shown(app) == f"{stage} · {'digit' if stage == unit_stages(model)[-1] else 'unit'} 4"
        parts = [number(each.value) for each in app.metric]
        assert sum(parts[:3]) == parts[3]
        has_relu = stage.replace("linear", "relu") in stage_names(model)
        assert len(parts) == (5 if has_relu else 4)


def test_a_network_without_hidden_layers_never_changes_its_mind() -> None:
    model = untrained_network(1, ()).eval()
    app = open_unit("linear1", 4, model=model)
    assert linear_picture_words.CHANGES_LINEAR in texts(app)
    assert linear_picture_words.LINEAR_ONLY in texts(app)
    assert "neuron_moved_row" not in components(app)


def test_a_unit_whose_numbers_overflow_is_said_to_and_nothing_breaks() -> None:
    model = untrained_network(1, (5,)).eval().requires_grad_(False)
    for parameter in model.parameters():
        parameter.fill_(3e38)
    app = open_unit("linear2", 4, model=model)
    assert neurons_words.NOT_FINITE in said(app)


@pytest.mark.parametrize("hidden_sizes", [(512, 512), (128, 64), ()])
def test_the_code_that_is_shown_gives_the_numbers_that_are_shown(
    hidden_sizes: tuple[int, ...],
) -> None:
    model = untrained_network(2, hidden_sizes).eval().requires_grad_(False)
    image = session.example_digit(SEVEN).image
    assert image is not None
    traced = trace(model, image)
    for stage in unit_stages(model):
        unit = int(traced[stage].values().argmax())
        app = open_unit(stage, unit, model=model, depth="code")
        names: dict[str, Any] = {"model": model, "nn": nn, "torch": torch, "image": image[None]}
        for code in app.code:
            if code.value.startswith(OWN_CODE):
                exec(code.value, names)
        found = contributions(model, traced, stage, unit)
        assert torch.equal(names["activations"], traced[stage.replace("linear", "relu")].tensor)
        assert float(names["positive"]) == pytest.approx(found.positive, rel=1e-5)
        assert float(names["negative"]) == pytest.approx(found.negative, rel=1e-5)
        assert float(names["activation"]) == pytest.approx(found.activation, abs=1e-5)
        row = linear_picture(model, traced, stage, unit)
        np.testing.assert_allclose(names["row"][0].numpy(), row.row, atol=1e-6)
        assert float(names["bias"].detach()) == pytest.approx(row.bias, abs=1e-5)
        if stage != unit_stages(model)[-1]:
            done = outgoing(model, traced, stage, unit)
            np.testing.assert_allclose(names["added_to_scores"], done.scores, atol=1e-6)
            np.testing.assert_allclose(names["next_products"], done.next_products, atol=1e-6)
        if hidden_sizes:
            counts = flips(model, traced, nudged(image, rows=0, columns=1))
            assert names["switched"] == list(counts.values())


def test_a_click_finds_its_unit_and_nothing_outside() -> None:
    assert unit_at(5, 3, 512) == 3 * 32 + 5
    assert unit_at(4, 1, 10) == 9
    for x, y in ((32, 0), (-1, 0), (0, 16), (0.5, 0), (None, 0), ("1", 0), (float("nan"), 0)):
        assert unit_at(x, y, 512) is None
    assert unit_at(6, 4, 34) is None


@pytest.mark.parametrize(
    ("count", "columns"), [(1, 1), (10, 5), (48, 8), (64, 8), (128, 16), (512, 32), (4096, 32)]
)
def test_a_layer_is_laid_out_about_twice_as_wide_as_high(count: int, columns: int) -> None:
    assert grid_columns(count) == columns


@pytest.mark.parametrize("count", [1, 2, 3, 7, 34, 48, 300, 512, 1000])
def test_a_click_finds_the_unit_whose_value_its_cell_shows(count: int) -> None:
    grid = unit_grid(np.arange(count, dtype=np.float32), scale=1, is_signed=False)
    cells = values_of(grid["data"][0]["z"])
    for row, column in np.ndindex(cells.shape):
        is_empty = np.isnan(cells[row, column])
        assert unit_at(column, row, count) == (None if is_empty else cells[row, column])


def test_the_chosen_score_is_framed_and_keeps_its_colour() -> None:
    scores = np.ones(10, np.float32)
    figure = unit_bars(scores, scale=2, is_signed=False, chosen=3, texts=[""] * 10)
    frame = figure["layout"]["shapes"][0]
    assert frame["x0"] < 3 < frame["x1"]
    assert set(figure["data"][0]["marker"]["color"]) == {"positive"}


def test_the_chosen_cell_is_framed() -> None:
    shapes = unit_grid(np.ones(512, np.float32), scale=1, is_signed=False, chosen=37)
    frame = shapes["layout"]["shapes"][0]
    assert (frame["x0"], frame["y0"]) == (4.5, 0.5)


def test_each_picture_of_the_mosaic_lies_where_a_click_finds_it() -> None:
    rows = np.arange(7840, dtype=np.float32).reshape(10, 784)
    cells = values_of(digit_mosaic(rows, scale=1)["data"][0]["z"])
    for y, x in ((0, 0), (0, 30), (57, 147), (30, 120)):
        digit = digit_at(x, y)
        assert digit is not None
        assert cells[y, x] == rows[digit].reshape(28, 28)[y % 30, x % 30]
    assert np.isnan(cells[28:30]).all()
    assert digit_at(150, 0) is None
    assert digit_at(0, 60) is None


def test_a_signed_picture_has_its_neutral_middle_at_zero() -> None:
    heatmap = signed_picture(np.ones(784, np.float32), scale=0.5)["data"][0]
    assert heatmap["zmin"] == -heatmap["zmax"] == -0.5


def test_typed_arrays_of_the_grid_are_no_larger_than_their_cells() -> None:
    heatmap = unit_grid(np.ones(512, np.float32), scale=1, is_signed=True)["data"][0]
    assert len(base64.b64decode(heatmap["z"]["bdata"])) == 4 * 512


def test_an_axis_that_is_wider_than_usual_says_so() -> None:
    app = open_unit("linear2", 451)
    figure: Any = components(app)["neuron_outgoing_scores"]
    limit = figure["figure"]["layout"]["yaxis"]["range"][1]
    assert limit > abs(chart(app, "neuron_outgoing_scores")).max()
    assert f"wider than usual: ±{limit:.4g}" in texts(app)
    assert "wider than usual" not in texts(open_unit("linear1", 334))


@pytest.mark.parametrize(
    ("values", "labels"),
    [
        ([24.71, -0.52, 0.01, 0], ["+24.7", "−0.5", "≈0", "0"]),
        ([0.0174, -0.0021, 1e-9, 0], ["+0.017", "−0.002", "≈0", "0"]),
        ([123_456, -0.4, 1, 0], ["+123,456", "≈0", "+1", "0"]),
        ([5.2e7, -5e6, 1, 0], ["+5.2e7", "−5e6", "≈0", "0"]),
        ([3.4e-7, -2e-8, 1e-12, 0], ["+3.4e−7", "−2e−8", "≈0", "0"]),
    ],
)
def test_bars_are_labelled_as_finely_as_the_largest_needs(
    values: list[float], labels: list[str]
) -> None:
    assert bar_texts(np.array(values, np.float32), is_signed=True) == labels


@pytest.mark.parametrize("factor", [1e-3, 1e8, 1e14])
def test_extreme_weights_give_short_numbers_that_still_add_up(factor: float) -> None:
    model = untrained_network(1, (48,)).eval().requires_grad_(False)
    for parameter in model.parameters():
        parameter *= factor
    for stage in unit_stages(model):
        app = open_unit(stage, 4, model=model)
        parts = [number(each.value) for each in app.metric]
        assert sum(parts[:3]) == parts[3]
        assert all(len(each.value) <= len("− 0.12345e−10") for each in app.metric)
        assert not re.search(r"\d{8}", re.sub(r"0\.0+", "", texts(app)))


def test_units_before_are_listed() -> None:
    sizes = {"linear1": 48, "linear2": 1024, "linear3": 7}
    assert (
        linear_picture_words.say_units_before(sizes)
        == "48 units of linear1, 1,024 of linear2 and 7 of linear3"
    )


@pytest.mark.parametrize("last_relu", [True, False])
def test_what_is_added_to_a_score_is_said_to_be_before_the_last_relu(last_relu: bool) -> None:
    model = untrained_network(1, (128, 64), last_relu=last_relu).eval().requires_grad_(False)
    traced = trace(model, session.example_digit(SEVEN).image)
    for stage in ("linear1", "linear2"):
        unit = int(traced[stage].values().argmax())
        app = open_unit(stage, unit, model=model, depth="numbers")
        assert ("before the last ReLU (" in texts(app)) == last_relu
        assert ("Added to a unit of `linear2`" in texts(app)) == (stage == "linear1")
        assert ("Added to a score of `linear3`" in texts(app)) == (stage == "linear2")


def test_the_pushed_picture_is_called_so_only_while_it_is_pushed() -> None:
    app = open_unit("linear2", 84)
    assert linear_picture_words.MOVED_ROW in texts(app)
    press(app, linear_picture_words.BACK)
    assert linear_picture_words.MOVED_ROW not in texts(app)
    assert linear_picture_words.ROW_IN_PLACE in texts(app)


def test_every_chart_can_be_saved_under_a_name_of_its_own() -> None:
    placed: Any = components(open_unit("linear2", 451))
    names = {key: each["png"]["name"] for key, each in placed.items() if "figure" in each}
    assert names["neuron_products"] == "linear2-unit-451-contributions"
    assert len(set(names.values())) == len(names)


def test_the_page_says_that_it_stands_still_while_its_network_learns() -> None:
    recipe = Recipe(num_images=20_000, epochs=30, batch_size=100, hidden_sizes=(16,))
    learning = TRAININGS.start(recipe, available_devices()[-1])
    app = open_neurons()
    try:
        app.session_state["glassbox_network"] = session.Network(
            "following", "in training", training=learning
        )
        app.run()
        assert choice_words.STANDS_STILL in texts(app)
        press(app, choice_words.READ_ANEW)
        TRAININGS.pause(learning)
        app.run()
        assert choice_words.STANDS_STILL not in texts(app)
    finally:
        TRAININGS.close(learning.ticket)
