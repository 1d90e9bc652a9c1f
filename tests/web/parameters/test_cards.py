"""A card for each parameter: its map, what its cells join, what is said of its numbers."""

from typing import Any

import pytest
import torch
from streamlit.testing.v1 import AppTest

from mlp.web.parameters import cards_words
from mlp.web.parameters.cards import list_parameters
from mlp.web.server.models import bundled_models
from tests.support.app import components, texts
from tests.support.networks import frozen
from tests.support.parameters import bring_model, open_page

SHAPES: list[tuple[tuple[int, ...], bool]] = [
    ((), True),
    ((128, 64), True),
    ((33,), False),
    ((1, 2, 3), False),
]
LARGEST_MESSAGE_BYTES = 40_000


def maps(app: AppTest) -> dict[str, Any]:
    return {
        key.removeprefix("map_"): data
        for key, data in components(app).items()
        if key.startswith("map_")
    }


@pytest.mark.parametrize(("hidden_sizes", "last_relu"), SHAPES)
def test_every_parameter_of_any_network_has_a_map_of_its_own_numbers(
    hidden_sizes: tuple[int, ...], last_relu: bool
) -> None:
    model = frozen(*hidden_sizes, last_relu=last_relu)
    values = torch.cat([parameter.flatten() for parameter in model.parameters()])
    shown = maps(open_page(model))
    assert list(shown) == [name for name, _ in model.named_parameters()]
    for name, parameter in model.named_parameters():
        cells = values[shown[name]["offset"] :][: shown[name]["rows"] * shown[name]["columns"]]
        assert torch.equal(cells.reshape(parameter.shape), parameter)


def test_no_matrix_goes_through_streamlit() -> None:
    for element in open_page().get("bidi_component"):
        assert len(element.proto.json) + len(element.proto.bytes) < LARGEST_MESSAGE_BYTES


def test_the_maps_follow_the_network() -> None:
    app = open_page()
    before = maps(app)["linear_relu_stack.0.weight"]
    bring_model(app, frozen(512, 512))
    after = maps(app)["linear_relu_stack.0.weight"]
    assert before["fingerprint"] in before["overviewPath"]
    assert after["fingerprint"] != before["fingerprint"]
    assert after["fingerprint"] in after["weightsPath"]


def test_all_depths_show_the_same_maps() -> None:
    shown = [maps(open_page(depth=depth)) for depth in ("words", "numbers", "code")]
    assert shown[0] == shown[1] == shown[2]


@pytest.mark.parametrize(("depth", "is_told"), [("words", False), ("numbers", True)])
def test_the_numbers_stand_beside_the_maps_when_asked_for(depth: str, is_told: bool) -> None:
    assert ("512 units × 784 inputs = 401,408 weights" in texts(open_page(depth=depth))) == is_told


def test_the_share_beyond_the_scale_is_that_of_the_weights() -> None:
    placed = bundled_models().default
    scale = placed.overview_scales["linear_relu_stack.0.weight"]
    weights = placed.cpu_model.linear_relu_stack[0].weight
    share = (weights.abs() > scale).double().mean().item()
    beyond = maps(open_page())["linear_relu_stack.0.weight"]["beyond"]
    assert f"have full colour: {share:.2%}".replace("%", " %") in beyond


def test_cells_are_named_by_what_they_join() -> None:
    listed = list_parameters(frozen(128, 64))
    named = [
        cards_words.cell_name(one.layer, one.kind, one.source, is_last=one.is_last)
        for one in listed
    ]
    assert named == [
        "weight from linear1's input {column} (row {pixelRow}, column {pixelColumn}) to unit {row}",
        "bias of linear1's unit {column}",
        "weight from linear2's input {column} (unit {column} of relu1) to unit {row}",
        "bias of linear2's unit {column}",
        "weight from linear3's input {column} (unit {column} of relu2) to unit {row} (digit {row})",
        "bias of linear3's unit {column} (digit {column})",
    ]


def test_a_hidden_layer_of_ten_units_has_no_digits() -> None:
    listed = list_parameters(frozen(10))
    assert [one.is_last for one in listed] == [False, False, True, True]


def test_without_a_hidden_layer_pixels_lead_to_digits() -> None:
    app = open_page(frozen())
    assert "Each column is one pixel" in texts(app)
    cell = maps(app)["linear_relu_stack.0.weight"]["cell"]
    assert "row {pixelRow}" in cell and "digit {row}" in cell
