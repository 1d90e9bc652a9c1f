"""Maps as pictures, and bars that count every number."""

import base64
import io

import numpy as np
import pytest
from PIL import Image

from mlp.net.network import NeuralNetwork
from mlp.net.parameters import list_parameters
from mlp.web.charts.colours import LIGHT
from mlp.web.charts.parameters import compared_bars, level_colours, map_png, parameter_bars
from mlp.web.charts.stages import Figure
from mlp.web.parameters.histograms import fresh_network
from mlp.web.server.models import bundled_models
from tests.support.networks import frozen


def counts(bars: Figure) -> np.ndarray:
    return np.frombuffer(base64.b64decode(bars["y"]["bdata"]), np.float32)


def decoded(png: bytes) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGB"))


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


def test_more_digits_at_the_axis_get_more_room() -> None:
    few, many = (parameter_bars(np.zeros(count, np.float32)) for count in (10, 2_000_000))
    assert many["layout"]["margin"]["l"] > few["layout"]["margin"]["l"]


def test_numbers_that_are_all_the_same_have_a_histogram() -> None:
    bars = parameter_bars(np.zeros(7, np.float32))["data"][0]
    assert counts(bars).sum() == 7
    assert bars["width"] > 0


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
