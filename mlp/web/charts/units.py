"""Figures about one unit: layers as grids to click on, weights as pictures, ten pictures at once.

It must not know torch, nor what the numbers mean: values come as NumPy arrays.
"""

import math
from collections.abc import Sequence

import numpy as np

from mlp.web.charts.stages import GRID_COLUMNS, Figure, score_bars
from mlp.web.charts.typed_array import typed_array

_SIDE = 28
_GAP = 2
"""Empty cells between two pictures of a mosaic."""

_MOSAIC_COLUMNS = 5
_TILE = _SIDE + _GAP
_ROW_PX = 16
_NUM_ROWS = 16
"""A grid is at least as high as one of so many rows: cells of small layers are larger."""

_MARGIN = {"l": 4, "r": 4, "t": 4, "b": 4}
_HIDDEN_AXIS = {"visible": False, "fixedrange": True}

# Colours of shapes are not looked up in the browser: white around black shows on every ground.
_MARK_LINES = ({"color": "#ffffff", "width": 5}, {"color": "#000000", "width": 2})
_BAR_WIDTH = 0.9


def grid_columns(count: int) -> int:
    """Tell in how many columns the units of a layer are laid out, row by row.

    About twice as many as rows, at most `GRID_COLUMNS`; near that, what leaves the fewest cells
    empty in the last row.
    """
    wanted = min(math.sqrt(2 * count), GRID_COLUMNS)
    near = range(
        max(1, math.floor(0.75 * wanted)),
        min(math.ceil(1.5 * wanted), GRID_COLUMNS, count) + 1,
    )
    return min(near, key=lambda columns: (-count % columns, abs(columns - wanted)))


def unit_at(x: object, y: object, count: int) -> int | None:
    """Find the unit of a cell in a `unit_grid`.

    Args:
        x: The cell's column, as the browser reports it.
        y: Its row.
        count: Units of the layer.

    Returns:
        None if there is no such cell.
    """
    column, row = _index(x, grid_columns(count)), _index(y, count)
    if column is None or row is None:
        return None
    unit = row * grid_columns(count) + column
    return unit if unit < count else None


def digit_at(x: object, y: object) -> int | None:
    """Find the digit of a cell in a `digit_mosaic`; arguments and result as in `unit_at`."""
    column, row = _index(x, _MOSAIC_COLUMNS * _TILE), _index(y, 2 * _TILE)
    if column is None or row is None:
        return None
    return row // _TILE * _MOSAIC_COLUMNS + column // _TILE


def unit_grid(
    values: np.ndarray,
    *,
    scale: float,
    is_signed: bool,
    chosen: int | None = None,
    row_px: int = _ROW_PX,
    is_square: bool = True,
    noun: str = "unit",
) -> Figure:
    """Draw one number for each unit of a layer, on a scale that is given.

    Args:
        values: float32, (n,).
        scale: Absolute value at which the colour saturates, > 0.
        is_signed: Whether values below zero are possible.
        chosen: The unit to frame.
        row_px: Height of each row, if there are as many as in a layer of 512 units.
        is_square: Whether cells are squares: more than the width allows is then left empty.
        noun: What each of them is called under the pointer.
    """
    num_columns = grid_columns(len(values))
    num_rows = -(-len(values) // num_columns)
    cells = np.full(num_rows * num_columns, np.nan, np.float32)
    cells[: len(values)] = values
    numbers = np.arange(num_rows * num_columns).reshape(num_rows, num_columns)
    figure = _picture(
        cells.reshape(num_rows, num_columns),
        scale=scale,
        is_signed=is_signed,
        hover=f"{noun} %{{customdata}}: %{{z}}<extra></extra>",
        height_px=min(row_px * max(num_rows, _NUM_ROWS) + 8, 400),
        is_square=is_square,
    )
    figure["data"][0]["customdata"] = numbers.tolist()
    if chosen is not None:
        row, column = divmod(chosen, num_columns)
        figure["layout"]["shapes"] = _frame(column - 0.5, row - 0.5, 1, 1)
    return figure


def signed_picture(values: np.ndarray, *, scale: float) -> Figure:
    """Draw a number for each pixel: zero neutral.

    Args:
        values: float32, (784,), any sign.
        scale: Absolute value at which the colour saturates, > 0.
    """
    return _picture(
        values.reshape(_SIDE, _SIDE),
        scale=scale,
        is_signed=True,
        hover="row %{y}, column %{x}: %{z}<extra></extra>",
        height_px=260,
    )


def digit_mosaic(rows: np.ndarray, *, scale: float, chosen: int | None = None) -> Figure:
    """Draw ten signed pictures, one for each digit, five in a row.

    Args:
        rows: float32, (10, 784), any sign.
        scale: Absolute value at which the colour saturates, > 0.
        chosen: The digit to frame.
    """
    num_rows = len(rows) // _MOSAIC_COLUMNS
    cells = np.full((num_rows * _TILE, _MOSAIC_COLUMNS * _TILE), np.nan, np.float32)
    names = np.zeros(cells.shape, np.int64)
    for digit, row in enumerate(rows):
        top, left = _corner(digit)
        inside = np.s_[top : top + _SIDE, left : left + _SIDE]
        cells[inside] = row.reshape(_SIDE, _SIDE)
        names[inside] = digit
    figure = _picture(
        cells,
        scale=scale,
        is_signed=True,
        hover="digit %{customdata}: %{z}<extra></extra>",
        height_px=230,
    )
    figure["data"][0]["customdata"] = names.tolist()
    figure["layout"]["annotations"] = [
        {
            "x": _corner(digit)[1],
            "y": _corner(digit)[0],
            "text": f"<b>{digit}</b>",
            "showarrow": False,
            "xanchor": "left",
            "yanchor": "top",
            # Black on white, in both themes: a tile may have any colour.
            "font": {"size": 13, "color": "#000000"},
            "bgcolor": "#ffffff",
            "borderpad": 1,
        }
        for digit in range(len(rows))
    ]
    if chosen is not None:
        top, left = _corner(chosen)
        figure["layout"]["shapes"] = _frame(left - 0.5, top - 0.5, _SIDE, _SIDE)
    return figure


def unit_bars(
    values: np.ndarray, *, scale: float, is_signed: bool, chosen: int, texts: Sequence[str]
) -> Figure:
    """Draw ten scores as bars, on a scale that is given.

    Args:
        values: float32, (10,).
        scale: Absolute value that the axis shows, > 0.
        is_signed: Whether values below zero are possible.
        chosen: The score to frame.
        texts: What to write at each bar.
    """
    figure = score_bars(values, scale=scale, is_signed=is_signed)
    figure["data"][0]["text"] = list(texts)
    low, high = figure["layout"]["yaxis"]["range"]
    figure["layout"]["height"] = 200
    figure["layout"]["yaxis"]["exponentformat"] = "e"
    edge = 0.02 * (high - low)  # the lines are drawn within the axes only
    figure["layout"]["shapes"] = _frame(
        chosen - _BAR_WIDTH / 2, low + edge, _BAR_WIDTH, high - low - 2 * edge
    )
    return figure


def addition_bars(values: np.ndarray, *, limit: float, texts: Sequence[str]) -> Figure:
    """Draw what is added to each of ten scores.

    Args:
        values: float32, (10,), any sign.
        limit: The axis shows as much above and below zero, > 0.
        texts: What to write at each bar.
    """
    figure = score_bars(values, scale=limit, is_signed=True)
    figure["layout"]["yaxis"].update(range=[-limit, limit], exponentformat="e")
    figure["data"][0]["text"] = list(texts)
    figure["data"][0]["textfont"] = {"size": 10}
    return figure


def _picture(
    values: np.ndarray,
    *,
    scale: float,
    is_signed: bool,
    hover: str,
    height_px: int,
    is_square: bool = True,
    noun: str = "unit",
) -> Figure:
    """Fill the template of all pictures here: no axes, empty cells silent."""
    square = {"scaleanchor": "x", "constrain": "domain"} if is_square else {}
    return {
        "data": [
            {
                "type": "heatmap",
                "z": typed_array(values),
                "zmin": -scale if is_signed else 0.0,
                "zmax": scale,
                "colorscale": "diverging" if is_signed else "sequential",
                "showscale": False,
                "hoverongaps": False,
                "hovertemplate": hover,
            }
        ],
        "layout": {
            "height": height_px,
            "margin": _MARGIN,
            "dragmode": False,
            "xaxis": {**_HIDDEN_AXIS, "constrain": "domain"},
            "yaxis": {**_HIDDEN_AXIS, "autorange": "reversed", **square},
        },
    }


def _frame(left: float, top: float, width: float, height: float) -> list[Figure]:
    """Draw a frame around a part of a figure, measured along its axes."""
    return [
        {
            "type": "rect",
            "x0": left,
            "x1": left + width,
            "y0": top,
            "y1": top + height,
            "line": line,
        }
        for line in _MARK_LINES
    ]


def _corner(digit: int) -> tuple[int, int]:
    """Find the first row and column of a digit's picture in the mosaic."""
    return digit // _MOSAIC_COLUMNS * _TILE, digit % _MOSAIC_COLUMNS * _TILE


def _index(value: object, count: int) -> int | None:
    """Take over a place among so many that a browser reported; None if it is none."""
    if not isinstance(value, int | float) or not 0 <= value < count:
        return None
    return int(value) if float(value).is_integer() else None
