import numpy as np
import pytest

from mlp.web.charts.colours import DARK, LIGHT
from mlp.web.charts.stages import (
    picture_heatmap,
    row_heatmap,
    score_bars,
    softmax_bars,
    units_heatmap,
    without_values,
)
from mlp.web.charts.typed_array import typed_array
from tests.support.charts import values_of


@pytest.mark.parametrize("shape", [(10,), (1, 784), (28, 28)])
def test_a_typed_array_holds_the_exact_values(shape: tuple[int, ...]) -> None:
    values = np.random.default_rng(0).normal(size=shape).astype(np.float32)
    np.testing.assert_array_equal(values_of(typed_array(values)), values)


def test_units_are_laid_out_row_by_row_in_rows_of_32() -> None:
    values = np.arange(512, dtype=np.float32)
    heatmap = units_heatmap(values, scale=1.0, is_signed=True)["data"][0]
    assert values_of(heatmap["z"])[3, 5] == 3 * 32 + 5
    assert heatmap["customdata"][3][5] == 3 * 32 + 5


def test_a_layer_that_does_not_fill_its_last_row_leaves_it_empty() -> None:
    heatmap = units_heatmap(np.ones(20, np.float32), scale=1.0, is_signed=False)["data"][0]
    assert np.isnan(values_of(heatmap["z"])).sum() == 12


@pytest.mark.parametrize("largest", [0.1, 5.0, 500.0])
def test_the_scale_does_not_follow_the_values(largest: float) -> None:
    heatmap = units_heatmap(np.full(512, largest, np.float32), scale=7.0, is_signed=True)
    bars = score_bars(np.full(10, largest, np.float32), scale=7.0, is_signed=True)
    assert (heatmap["data"][0]["zmin"], heatmap["data"][0]["zmax"]) == (-7.0, 7.0)
    assert bars["layout"]["yaxis"]["range"] == [-10.5, 10.5]


def test_signed_values_get_the_diverging_scale_and_others_the_sequential() -> None:
    values = np.zeros(512, np.float32)
    scales = [
        units_heatmap(values, scale=1.0, is_signed=is_signed)["data"][0]["colorscale"]
        for is_signed in (True, False)
    ]
    assert scales == ["diverging", "sequential"]


def test_zero_is_the_middle_of_the_diverging_colours() -> None:
    for table in (LIGHT, DARK):
        middle = len(table["diverging"]) // 2
        assert table["diverging"][middle] == table["sequential"][0]


def test_the_winner_is_marked_by_more_than_colour() -> None:
    bars = softmax_bars(np.eye(10, dtype=np.float32)[3], winner=3)["data"][0]
    assert bars["text"][3] == ">99.9 ★" and bars["customdata"][3] == "> 99.9 %"
    assert [index for index, name in enumerate(bars["marker"]["color"]) if name == "winner"] == [3]


def test_without_a_winner_nothing_is_marked() -> None:
    bars = softmax_bars(np.full(10, 0.1, np.float32), winner=None)["data"][0]
    assert "★" not in "".join(bars["text"])
    assert "winner" not in bars["marker"]["color"]


def test_the_sign_of_a_score_shows_in_its_colour() -> None:
    values = np.array([-1, 1] * 5, np.float32)
    colours = score_bars(values, scale=2.0, is_signed=True)["data"][0]["marker"]["color"]
    assert colours == ["negative", "positive"] * 5


def test_pictures_are_drawn_from_black_to_white() -> None:
    image = np.zeros((28, 28), np.float32)
    for figure in (picture_heatmap(image), row_heatmap(image.ravel())):
        assert figure["data"][0]["colorscale"] == "ink"
        assert (figure["data"][0]["zmin"], figure["data"][0]["zmax"]) == (0.0, 1.0)


@pytest.mark.parametrize("size", [512, 20])
def test_a_template_of_cells_leaves_no_range_to_be_guessed(size: int) -> None:
    values = np.ones(size, np.float32)
    layout = without_values(units_heatmap(values, scale=1.0, is_signed=False))["layout"]
    num_rows = -(-size // 32)
    assert layout["xaxis"]["range"] == [-0.5, 31.5]
    assert layout["yaxis"]["range"] == [num_rows - 0.5, -0.5]
