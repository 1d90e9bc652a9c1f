"""One parameter at a time: its map, what its cells join, what is said of its numbers."""

from functools import partial
from typing import Any

import numpy as np
import pytest
import torch
from streamlit.testing.v1 import AppTest

from mlp.web.parameters import maps_words, words
from mlp.web.parameters.parameter_choice import ParameterChoice
from mlp.web.server.models import bundled_models
from mlp.web.shell.depth import DEPTHS, Depth
from tests.support.app import components, texts
from tests.support.jargon import jargon_in
from tests.support.networks import frozen, linear_layer
from tests.support.parameters import bring_model, open_page
from tests.support.sessions import session_of

open_maps = partial(open_page, section="maps")

SHAPES: list[tuple[tuple[int, ...], bool]] = [
    ((), True),
    ((128, 64), True),
    ((33,), False),
    ((1, 2, 3), False),
]
LARGEST_MESSAGE_BYTES = 40_000


def shown_map(app: AppTest) -> dict[str, Any]:
    """The one map that is on the page, with the name of its parameter."""
    [(key, data)] = [
        (key, data) for key, data in components(app).items() if key.startswith("map_linear")
    ]
    return {**data, "name": key.removeprefix("map_")}


def choose(app: AppTest, number: int) -> AppTest:
    session_of(app).of(ParameterChoice).chosen = number
    app.run()
    assert not app.exception
    return app


@pytest.mark.parametrize(("hidden_sizes", "last_relu"), SHAPES)
def test_every_parameter_of_any_network_has_a_map_of_its_own_numbers(
    hidden_sizes: tuple[int, ...], last_relu: bool
) -> None:
    model = frozen(*hidden_sizes, last_relu=last_relu)
    values = torch.cat([parameter.flatten() for parameter in model.parameters()])
    app = open_maps(model)
    for number, (name, parameter) in enumerate(model.named_parameters()):
        shown = shown_map(choose(app, number))
        assert shown["name"] == name
        cells = values[shown["offset"] :][: shown["rows"] * shown["columns"]]
        assert torch.equal(cells.reshape(parameter.shape), parameter)


def test_the_parameters_page_shows_every_parameter_in_true_values() -> None:
    app, placed = open_maps(), bundled_models().default
    values = np.frombuffer(placed.parameter_values, np.float32)
    for number, (_, parameter) in enumerate(placed.cpu_model.named_parameters()):
        shown = shown_map(choose(app, number))
        cells = values[shown["offset"] :][: parameter.numel()].reshape(parameter.shape)
        np.testing.assert_array_equal(cells, parameter.numpy())
        assert shown["rows"] * shown["columns"] == parameter.numel()


def test_six_maps_are_a_click_away_by_plain_names_or_the_tutorials() -> None:
    plain = open_maps().segmented_control(key="parameter_choice")
    assert plain.options == [
        f"{layer}: {kind}"
        for layer in ("detectors", "combinations", "scores")
        for kind in ("weights", "biases")
    ]
    exact = open_maps(depth="numbers").segmented_control(key="parameter_choice")
    assert exact.options[2] == "linear2's weights"


def test_no_matrix_goes_through_streamlit() -> None:
    for section in words.SECTIONS:
        for element in open_page(section=section).get("bidi_component"):
            assert len(element.proto.json) + len(element.proto.bytes) < LARGEST_MESSAGE_BYTES


def test_the_maps_follow_the_network() -> None:
    app = open_maps()
    before = shown_map(app)
    bring_model(app, frozen(512, 512))
    after = shown_map(app)
    assert before["fingerprint"] in before["overviewPath"]
    assert after["fingerprint"] != before["fingerprint"]
    assert after["fingerprint"] in after["weightsPath"]


def test_a_choice_that_a_network_does_not_have_is_let_go() -> None:
    app = open_maps(chosen=5)
    bring_model(app, frozen())
    assert shown_map(app)["name"] == "linear_relu_stack.0.weight"


def test_a_deep_network_is_chosen_from_a_list() -> None:
    app = open_maps(frozen(*[8] * 8), depth="numbers")
    named = [f"linear{layer}'s {kind}" for layer in range(1, 10) for kind in ("weights", "biases")]
    assert named in [box.options for box in app.selectbox]


def test_all_depths_show_the_same_numbers_and_words_no_jargon() -> None:
    spoken = {"label", "cell", "rowName", "columnName", "shown", "beyond"}
    for number in range(6):
        apps = [open_maps(depth=depth, chosen=number) for depth in DEPTHS]
        shown = [shown_map(app) for app in apps]
        assert all(
            {name: value for name, value in one.items() if name not in spoken}
            == {name: value for name, value in shown[0].items() if name not in spoken}
            for one in shown
        )
        said = texts(apps[0]) + "".join(shown[0][name] for name in spoken)
        assert not jargon_in(said) and "unit" not in said.replace("united", "")


@pytest.mark.parametrize(("depth", "is_told"), [("words", False), ("numbers", True)])
def test_the_numbers_stand_beside_the_maps_when_asked_for(depth: Depth, is_told: bool) -> None:
    assert ("512 units × 784 inputs = 401,408 weights" in texts(open_maps(depth=depth))) == is_told


def test_the_share_beyond_the_scale_is_that_of_the_weights() -> None:
    placed = bundled_models().default
    scale = placed.overview_scales["linear_relu_stack.0.weight"]
    weights = linear_layer(placed.cpu_model, "linear1").weight
    share = (weights.abs() > scale).double().mean().item()
    beyond = shown_map(open_maps(depth="numbers"))["beyond"]
    assert f"have full colour: {share:.2%}".replace("%", " %") in beyond


def test_cells_are_named_by_what_they_join() -> None:
    exact = open_maps(frozen(128, 64), depth="numbers")
    assert [shown_map(choose(exact, number))["cell"] for number in range(6)] == [
        "weight from linear1's input {column} (row {pixelRow}, column {pixelColumn}) to unit {row}",
        "bias of linear1's unit {column}",
        "weight from linear2's input {column} (unit {column} of relu1) to unit {row}",
        "bias of linear2's unit {column}",
        "weight from linear3's input {column} (unit {column} of relu2) to unit {row} (digit {row})",
        "bias of linear3's unit {column} (digit {column})",
    ]
    plain = open_maps(frozen(128, 64))
    assert [shown_map(choose(plain, number))["cell"] for number in range(6)] == [
        "weight from the pixel in row {pixelRow}, column {pixelColumn} to detector {row}",
        "bias of detector {column}",
        "weight from detector {column} to combination {row}",
        "bias of combination {column}",
        "weight from combination {column} to the score of {row}",
        "bias of the score of {column}",
    ]


def test_rows_and_columns_have_names() -> None:
    app = open_maps()
    named = [shown_map(choose(app, number)) for number in range(6)]
    assert [(one["rowName"], one["columnName"]) for one in named] == [
        ("detector {row}", "row {pixelRow}, col. {pixelColumn}"),
        ("", "detector {column}"),
        ("combination {row}", "detector {column}"),
        ("", "combination {column}"),
        ("digit {row}", "combination {column}"),
        ("", "digit {column}"),
    ]


def test_the_story_of_the_scores_biases_is_told_from_their_values() -> None:
    biases = linear_layer(bundled_models().default.cpu_model, "linear3").bias.numpy()
    said = texts(open_maps(chosen=5))
    best, worst = int(biases.argmax()), int(biases.argmin())
    assert f"The {best} gets most ({biases[best]:.4g}), the {worst} least" in said
    assert "All ten lie near 10." in said
    assert "On average they are 10, to the last digit shown" in said
    said = texts(open_maps(frozen(16), chosen=3))
    assert "gets most" in said
    assert "All ten lie near" not in said


@pytest.mark.parametrize(
    ("biases", "is_cut", "told"),
    [
        ([9.5, 10.5] * 5, True, [maps_words.IS_CUT[:20], "to the last digit shown"]),
        ([9.5, 10.6] * 5, False, ["near 10."]),
        ([1.0, 9.0] * 5, True, []),
        ([-10.0, -10.5] * 5, True, []),
    ],
)
def test_biases_are_said_to_be_alike_only_where_they_are(
    biases: list[float], is_cut: bool, told: list[str]
) -> None:
    said = maps_words.say_scores_biases(np.array(biases, np.float32), is_cut=is_cut)
    assert all(part in said for part in told)
    assert ("All ten lie near" in said) == bool(told)
    assert (maps_words.IS_CUT in said) == (bool(told) and is_cut)


def test_without_a_hidden_layer_pixels_lead_to_digits() -> None:
    app = open_maps(frozen())
    assert "Each column is one pixel" in texts(app)
    cell = shown_map(app)["cell"]
    assert "row {pixelRow}" in cell and "score of {row}" in cell
