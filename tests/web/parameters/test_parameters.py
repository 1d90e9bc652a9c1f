"""The Parameters page without a browser: maps, table, histograms, pictures, files, words."""

import base64
import contextlib
import io
from typing import Any

import numpy as np
import orjson
import pytest
import torch
from PIL import Image
from safetensors.torch import load
from streamlit.testing.v1 import AppTest
from torch import nn

from mlp.files.export import parameters_npz, parameters_safetensors
from mlp.net.network import NeuralNetwork, num_parameters, untrained_network
from mlp.web.charts.colours import LIGHT
from mlp.web.charts.parameters import compared_bars, level_colours, map_png, parameter_bars
from mlp.web.charts.stages import Figure
from mlp.web.parameters import cards_words, histograms_words, table_words
from mlp.web.parameters.cards import list_parameters
from mlp.web.parameters.histograms import CHOICE_KEY, fresh_network
from mlp.web.parameters.table import NEAR_ZERO, parameter_facts, printed_by_tutorial
from mlp.web.server.models import bundled_models
from tests.support.app import MAIN, bring_network, choose_network, components, texts, toggle

SHAPES: list[tuple[tuple[int, ...], bool]] = [
    ((), True),
    ((128, 64), True),
    ((33,), False),
    ((1, 2, 3), False),
]
LARGEST_MESSAGE_BYTES = 40_000


def frozen(*hidden_sizes: int, last_relu: bool = True) -> NeuralNetwork:
    return untrained_network(5, hidden_sizes, last_relu=last_relu).eval().requires_grad_(False)


def open_page(model: NeuralNetwork | None = None, depth: str = "words") -> AppTest:
    """Open the page; bring a network as a visitor would."""
    app = AppTest.from_file(MAIN, default_timeout=60).run()
    app.session_state["explain"] = depth
    app.switch_page("parameters.py").run()
    assert not app.exception
    return app if model is None else bring_model(app, model)


def bring_model(app: AppTest, model: NeuralNetwork) -> AppTest:
    file = io.BytesIO()
    torch.save(model.state_dict(), file)
    bring_network(app, file.getvalue())
    if not isinstance(model.linear_relu_stack[-1], nn.ReLU):
        toggle(app, "ReLU").set_value(False).run()
    assert not app.exception
    return app


def maps(app: AppTest) -> dict[str, Any]:
    return {
        key.removeprefix("map_"): data
        for key, data in components(app).items()
        if key.startswith("map_")
    }


def counts(bars: Figure) -> np.ndarray:
    return np.frombuffer(base64.b64decode(bars["y"]["bdata"]), np.float32)


def decoded(png: bytes) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGB"))


# ---- the page ----------------------------------------------------------------------------------


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


def test_the_gallery_comes_first_and_the_files_last() -> None:
    app = open_page()
    placed = list(components(app))
    assert placed.index("gallery") < placed.index("map_linear_relu_stack.0.weight")
    assert [one.value for one in app.subheader][-2:] == [
        histograms_words.HISTOGRAMS_TITLE,
        table_words.DOWNLOADS_TITLE,
    ]


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


# ---- cells -------------------------------------------------------------------------------------


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


# ---- the table ---------------------------------------------------------------------------------


def test_the_table_says_what_torch_says() -> None:
    table = open_page().dataframe[0].value
    model = bundled_models().default.model
    assert list(table["name"]) == [name for name, _ in model.named_parameters()]
    for line, parameter in zip(table.itertuples(), model.parameters(), strict=True):
        assert line.count == parameter.numel()
        assert line.memory == parameter.nbytes
        assert line.device == str(parameter.device)
        assert f"torch.{line.dtype}" == str(parameter.dtype)
        assert line.mean == parameter.mean().item()
        assert line.std == parameter.std().item()
        assert (line.least, line.largest) == (parameter.min().item(), parameter.max().item())
        assert line.near_zero == pytest.approx((parameter.abs() < NEAR_ZERO).double().mean().item())
        first, second = parameter.flatten()[:2].tolist()
        assert line.first_values == f"{first:.4f}, {second:.4f}"


@pytest.mark.parametrize("hidden_sizes", [(512, 512), (), (128, 64)])
def test_the_sum_is_that_of_all_parameters(hidden_sizes: tuple[int, ...]) -> None:
    model = frozen(*hidden_sizes)
    assert f"Together **{num_parameters(model):,}** numbers" in texts(open_page(model))


def test_the_bundled_network_has_669706_numbers() -> None:
    assert "Together **669,706** numbers, 2.68 MB" in texts(open_page())


def test_a_layer_of_one_unit_has_no_spread() -> None:
    assert parameter_facts(frozen(1))[1].std == 0


def test_the_tutorials_loop_prints_what_it_would_print() -> None:
    app = open_page(depth="code")
    loop = next(code.value for code in app.code if "print(" in code.value)
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(loop, {"model": bundled_models().default.model})
    assert printed.getvalue() == printed_by_tutorial(bundled_models().default.model)
    assert printed.getvalue().rstrip("\n") in [code.value for code in app.code]


# ---- histograms --------------------------------------------------------------------------------


@pytest.mark.parametrize("hidden_sizes", [(512, 512), (), (1,)])
def test_a_histogram_counts_every_number_once(hidden_sizes: tuple[int, ...]) -> None:
    for parameter in list_parameters(frozen(*hidden_sizes)):
        assert counts(parameter_bars(parameter.values)["data"][0]).sum() == parameter.values.size


def test_two_histograms_count_every_number_in_common_bins(model: NeuralNetwork) -> None:
    for parameter, fresh in zip(
        list_parameters(model), list_parameters(fresh_network(model)), strict=True
    ):
        one, other = compared_bars(
            parameter.values, fresh.values, name="trained", fresh_name="fresh"
        )["data"]
        assert counts(one).sum() == counts(other).sum() == parameter.values.size
        assert one["x"] == other["x"] and one["width"] == other["width"]
        assert not np.array_equal(counts(one), counts(other))


def test_numbers_that_are_all_the_same_have_a_histogram() -> None:
    bars = parameter_bars(np.zeros(7, np.float32))["data"][0]
    assert counts(bars).sum() == 7
    assert bars["width"] > 0


def test_the_fresh_network_is_the_one_that_its_seed_gives() -> None:
    before = torch.random.get_rng_state()
    fresh = fresh_network(frozen(128, 64, last_relu=False))
    assert torch.equal(torch.random.get_rng_state(), before)
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(0)
        expected = NeuralNetwork((128, 64), last_relu=False)
    assert repr(fresh) == repr(expected)
    for one, other in zip(fresh.parameters(), expected.parameters(), strict=True):
        assert torch.equal(one, other)


def test_the_sentence_and_the_table_have_one_standard_deviation() -> None:
    app = open_page(depth="numbers")
    app.session_state[CHOICE_KEY] = 5  # ten numbers: n or n − 1 makes a difference
    app.run()
    std = bundled_models().default.cpu_model.linear_relu_stack[-2].bias.std().item()
    fresh_model = fresh_network(bundled_models().default.cpu_model)
    fresh = fresh_model.linear_relu_stack[-2].bias.std().item()
    assert f"deviation: {std:.4f} now, {fresh:.4f} fresh" in texts(app)


def test_what_is_drawn_can_be_kept() -> None:
    names = [
        orjson.loads(element.proto.bytes)["png"]["name"]
        for element in open_page().get("bidi_component")
        if "_bars" in element.proto.id
    ]
    stem = "histogram-linear_relu_stack.0.weight"
    assert names == [stem, f"{stem}-and-fresh"]


@pytest.mark.parametrize("choice", ["trained", "untrained"])
def test_an_untrained_network_is_named_as_such(choice: str) -> None:
    app = choose_network(open_page(), choice)
    is_said = histograms_words.IS_UNTRAINED in [info.value for info in app.info]
    assert is_said == (choice == "untrained")


def test_the_choice_survives_a_change_of_page() -> None:
    app = open_page()
    app.session_state[CHOICE_KEY] = 3
    app.run()
    app.switch_page("draw.py").run()
    app.switch_page("parameters.py").run()
    assert "**linear2's biases**, 512 numbers" in texts(app)


def test_a_choice_that_a_network_does_not_have_is_let_go() -> None:
    app = open_page()
    app.session_state[CHOICE_KEY] = 5
    app.run()
    bring_model(app, frozen())
    assert "**linear1's weights**, 7,840 numbers" in texts(app)


def test_a_deep_network_is_chosen_from_a_list() -> None:
    app = open_page(frozen(*[8] * 8))
    titles = [one.title for one in list_parameters(frozen(*[8] * 8))]
    assert titles in [box.options for box in app.selectbox]


# ---- pictures and files ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("shape", "size"),
    [
        ((512, 784), (1024, 1568)),
        ((10, 512), (100, 1536)),
        ((512,), (96, 1536)),
        ((10,), (96, 640)),
        ((3000, 2048), (3000, 2048)),
    ],
)
def test_a_picture_has_whole_pixels_for_each_cell(
    shape: tuple[int, ...], size: tuple[int, int]
) -> None:
    picture = decoded(map_png(np.zeros(shape, np.float32), scale=1.0, title="zeros"))
    assert picture.shape == (*size, 3)
    neutral = [int(LIGHT["diverging"][3][at : at + 2], 16) for at in (1, 3, 5)]
    assert (picture == neutral).all()


def test_a_picture_saturates_at_the_scale() -> None:
    values = np.array([-9, -0.5, 0, 0.5, 9], np.float32)
    first, negative, zero, positive, last = decoded(map_png(values, scale=0.5, title="five"))[
        0, 32::64
    ].tolist()
    assert first == negative == [0x08, 0x30, 0x6B]
    assert zero == [0xF4, 0xF2, 0xEC]
    assert positive == last == [0x7F, 0x27, 0x04]


def test_a_picture_has_the_levels_of_the_overview() -> None:
    placed = bundled_models().default
    name, weight = next(iter(placed.cpu_model.named_parameters()))
    levels = np.frombuffer(placed.overview, np.int8)[: weight.numel()].reshape(weight.shape)
    scale = placed.overview_scales[name]
    picture = decoded(map_png(weight.numpy(), scale=scale, title=name))
    colours = level_colours(LIGHT["diverging"])[levels.astype(int) + 127]
    np.testing.assert_array_equal(picture[::2, ::2], colours)


def test_safetensors_bring_the_parameters_back(model: NeuralNetwork) -> None:
    packed = parameters_safetensors(model)
    again = load(packed)
    assert set(again) == set(model.state_dict())
    assert all(torch.equal(again[name], value) for name, value in model.state_dict().items())
    assert parameters_safetensors(model) == packed


def test_an_npz_brings_the_parameters_back(model: NeuralNetwork) -> None:
    packed = parameters_npz(model)
    with np.load(io.BytesIO(packed)) as again:
        assert list(again) == list(model.state_dict())
        for name, value in model.state_dict().items():
            np.testing.assert_array_equal(again[name], value.numpy())
    assert parameters_npz(model) == packed
