import base64

import numpy as np
import pytest

from mlp.web.charts.units import (
    digit_at,
    digit_mosaic,
    grid_columns,
    signed_picture,
    unit_at,
    unit_bars,
    unit_grid,
)
from tests.support.charts import values_of


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
