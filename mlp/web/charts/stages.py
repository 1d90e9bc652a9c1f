"""Figures of a trace's stages: heatmaps and bars.

It must not know torch: values come as NumPy arrays.
"""

from typing import Any

import numpy as np

from mlp.numbers import decimals, percent
from mlp.web.charts import colour_bar
from mlp.web.charts import stages_words as words
from mlp.web.charts.percent_axis import PERCENT_MARGIN_PX, percent_axis
from mlp.web.charts.typed_array import typed_array

Figure = dict[str, Any]
"""In Plotly's form; "colourTicks" are those of a colour bar that the browser draws beside it."""

GRID_COLUMNS = 32
"""Columns in which a hidden layer's units are laid out, row by row."""

FULL_WITH_ROOM = 1.12
"""Where an axis of shares ends: room for the texts over full bars."""

_MARGIN = {"l": 58, "t": 6, "b": 38}

_CELLS = ("z",)
_BARS = ("y", "marker", "text", "customdata")
"""What depends on a figure's values; `mlp/web/views/plotly/filling.js` makes it of an answer."""


def picture_heatmap(image: np.ndarray) -> Figure:
    """Draw a picture as its numbers.

    Args:
        image: float32, (28, 28), [0, 1].
    """
    return _heatmap(
        image,
        colorscale="ink",
        limits=(0.0, 1.0),
        hover="row %{y}, column %{x}: %{z}<extra></extra>",
        height_px=300,
        axes=(_axis(words.COLUMN, [0, 7, 14, 21, 27]), _axis(words.ROW, [0, 7, 14, 21, 27])),
        is_square=True,
    )


def row_heatmap(values: np.ndarray) -> Figure:
    """Draw a flattened picture as what it is: one long row.

    Args:
        values: float32, (n,), [0, 1].
    """
    return _heatmap(
        values[None],
        colorscale="ink",
        limits=(0.0, 1.0),
        hover="number %{x}: %{z}<extra></extra>",
        height_px=110,
        axes=(_axis(words.NUMBER, [0, 196, 392, 588, 783]), {"visible": False}),
    )


def units_heatmap(values: np.ndarray, *, scale: float, is_signed: bool) -> Figure:
    """Draw the units of a hidden layer, 32 in a row, on a scale that never changes.

    Args:
        values: float32, (n,).
        scale: Absolute value at which the colour saturates, > 0.
        is_signed: Whether values below zero are possible (before a ReLU).
    """
    num_rows = -(-len(values) // GRID_COLUMNS)
    cells = np.full(num_rows * GRID_COLUMNS, np.nan, np.float32)
    cells[: len(values)] = values
    numbers = np.arange(num_rows * GRID_COLUMNS).reshape(num_rows, GRID_COLUMNS)
    figure = _heatmap(
        cells.reshape(num_rows, GRID_COLUMNS),
        colorscale="diverging" if is_signed else "sequential",
        limits=(-scale if is_signed else 0.0, scale),
        hover="unit %{customdata}: %{z}<extra></extra>",
        height_px=230,
        axes=(
            _axis(words.IN_A_ROW.format(count=GRID_COLUMNS), [0, 8, 16, 24, GRID_COLUMNS - 1]),
            _axis(words.ROW_BEGINS, list(range(0, num_rows, 4)), GRID_COLUMNS),
        ),
        is_square=True,
    )
    figure["data"][0]["customdata"] = numbers.tolist()
    return figure


def without_values(figure: Figure) -> Figure:
    """Leave out of a figure what depends on its values: the browser puts others in.

    Args:
        figure: One of those here; left as it is.
    """
    (trace,) = figure["data"]
    is_heatmap = trace["type"] == "heatmap"
    dropped = _CELLS if is_heatmap else _BARS
    kept = {name: part for name, part in trace.items() if name not in dropped}
    # NOTE: of bars without any y Plotly takes x for their sizes.
    return {**figure, "data": [kept if is_heatmap else {**kept, "y": []}]}


def score_bars(values: np.ndarray, *, scale: float, is_signed: bool) -> Figure:
    """Draw ten scores as bars on a scale that never changes.

    Args:
        values: float32, (10,), any sign.
        scale: Absolute value that the axis shows, > 0.
        is_signed: Whether values below zero are possible (before the last ReLU).
    """
    limit = scale * 1.5  # fixed, with room for what the test digits never reached
    return _bars(
        values,
        colours=["negative" if value < 0 else "positive" for value in values],
        texts=[decimals(float(value), 1) for value in values],
        yaxis={"range": [-limit if is_signed else 0.0, limit], "nticks": 5},
        hover="digit %{x}: %{y}<extra></extra>",
    )


def softmax_bars(
    probabilities: np.ndarray, *, winner: int | None, limit: float = FULL_WITH_ROOM
) -> Figure:
    """Draw the ten probabilities, the winner marked by colour and a star.

    Over the bars spaces and unit are left out: ten need the room, and the unit is at the axis.

    Args:
        probabilities: float32, (10,), [0, 1], sums to 1.
        winner: The digit to mark; None if there is none.
        limit: Where the axis ends, > 0.
    """
    said = [percent(float(value)) for value in probabilities]
    figure = _bars(
        probabilities,
        colours=["winner" if digit == winner else "bar" for digit in range(len(probabilities))],
        texts=[
            text.removesuffix(" %").replace(" ", "") + (" ★" if digit == winner else "")
            for digit, text in enumerate(said)
        ],
        yaxis=percent_axis(limit),
        hover="digit %{x}: %{customdata}<extra></extra>",
    )
    figure["data"][0]["customdata"] = said
    figure["layout"]["margin"]["l"] = PERCENT_MARGIN_PX
    return figure


def _heatmap(
    values: np.ndarray,
    *,
    colorscale: str,
    limits: tuple[float, float],
    hover: str,
    height_px: int,
    axes: tuple[Figure, Figure],
    is_square: bool = False,
) -> Figure:
    """Fill the template of all heatmaps."""
    num_rows, num_columns = values.shape
    ticks = colour_bar.colour_ticks(*limits)
    # NOTE: Plotly's own ranges would be wrong where a figure was drawn before it had any values.
    xaxis: Figure = {**axes[0], "fixedrange": True, "range": [-0.5, num_columns - 0.5]}
    yaxis: Figure = {**axes[1], "fixedrange": True, "range": [num_rows - 0.5, -0.5]}
    if is_square:
        xaxis["constrain"] = "domain"
        yaxis.update(scaleanchor="x", constrain="domain")
    return {
        "data": [
            {
                "type": "heatmap",
                "z": typed_array(values),
                "zmin": limits[0],
                "zmax": limits[1],
                "colorscale": colorscale,
                "colorbar": colour_bar.SAVED,
                "showscale": False,
                "hovertemplate": hover,
            }
        ],
        "layout": {
            "height": height_px,
            "margin": {**_MARGIN, "r": colour_bar.room_px(ticks)},
            "dragmode": False,
            "xaxis": xaxis,
            "yaxis": yaxis,
        },
        "colourTicks": ticks,
    }


def _axis(title: str, ticks: list[int], step: int = 1) -> Figure:
    """Make the axis of a heatmap.

    Args:
        title: What is counted.
        ticks: Cells that get their number.
        step: How many are counted from one cell to the next.
    """
    return {
        "title": {"text": title, "standoff": 4, "font": {"size": 12}},
        "tickvals": ticks,
        "ticktext": [str(step * tick) for tick in ticks],
        "tickfont": {"size": 12},
        "showgrid": False,
        "zeroline": False,
    }


def _bars(
    values: np.ndarray,
    *,
    colours: list[str],
    texts: list[str],
    yaxis: Figure,
    hover: str,
) -> Figure:
    """Fill the template of all bar charts."""
    return {
        "data": [
            {
                "type": "bar",
                "x": list(range(len(values))),
                "y": typed_array(values),
                "marker": {"color": colours},
                "text": texts,
                "textposition": "outside",
                "textangle": 0,
                "constraintext": "none",
                "textfont": {"size": 12},
                "cliponaxis": False,
                "hovertemplate": hover,
            }
        ],
        "layout": {
            "height": 260,
            "dragmode": False,
            "margin": {"l": 46, "r": 4, "t": 10, "b": 40},
            "xaxis": {
                "title": {"text": words.DIGIT, "standoff": 4, "font": {"size": 12}},
                "range": [-0.5, len(values) - 0.5],
                "dtick": 1,
                "fixedrange": True,
                "showgrid": False,
                "zeroline": False,
            },
            "yaxis": {"fixedrange": True, **yaxis},
            "bargap": 0.25,
            "font": {"size": 12},
        },
    }
