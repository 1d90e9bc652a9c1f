"""Figures of the lesson: small tables of numbers, sums, a curve, measured times.

It must not know torch, nor the lesson's steps: values come as NumPy arrays.
"""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from mlp.numbers import decimals, duration
from mlp.web.charts.colours import LIGHT
from mlp.web.charts.typed_array import typed_array

Figure = dict[str, Any]

_LINE = LIGHT["bar"]
"""A grey that shows on both grounds: colours of lines are not looked up in the browser."""

_COLUMNS = 10
_SERIES_LINES = (
    {"color": "negative", "dash": "solid"},
    {"color": "positive", "dash": "dash"},
    {"color": "bar", "dash": "dot"},
)
_SERIES_COLOURS = ("negative", "positive", "winner", "bar")


def number_table(
    values: np.ndarray, *, scale: float, is_signed: bool, row_names: Sequence[str]
) -> Figure:
    """Draw a table of ten columns as coloured cells with their numbers in them.

    Args:
        values: float32, (rows, 10); NaN: an empty cell.
        scale: Absolute value at which the colour saturates, > 0.
        is_signed: Whether values below zero are possible.
        row_names: One for each row.
    """
    num_rows, num_columns = values.shape
    return {
        "data": [
            {
                "type": "heatmap",
                "z": typed_array(values),
                "zmin": -scale if is_signed else 0.0,
                "zmax": scale,
                "colorscale": "diverging" if is_signed else "sequential",
                "showscale": False,
                "xgap": 1,
                "ygap": 2,
                "texttemplate": "%{z:.2f}",
                "hoverongaps": False,
                "hovertemplate": "%{z}<extra></extra>",
            }
        ],
        "layout": {
            "height": 34 + 30 * num_rows,
            "dragmode": False,
            "margin": {"l": 58, "r": 4, "t": 4, "b": 26},
            "font": {"size": 11},
            "xaxis": {
                "fixedrange": True,
                "showgrid": False,
                "zeroline": False,
                "tickvals": list(range(num_columns)),
            },
            "yaxis": {
                "fixedrange": True,
                "showgrid": False,
                "zeroline": False,
                "autorange": "reversed",
                "tickvals": list(range(num_rows)),
                "ticktext": list(row_names),
            },
        },
    }


def folded_table(values: np.ndarray, *, scale: float, is_signed: bool) -> Figure:
    """Draw one long row of numbers, ten to a line.

    Args:
        values: float32, (n,).
        scale: Absolute value at which the colour saturates, > 0.
        is_signed: Whether values below zero are possible.
    """
    num_lines = -(-len(values) // _COLUMNS)
    cells = np.full(num_lines * _COLUMNS, np.nan, np.float32)
    cells[: len(values)] = values
    return number_table(
        cells.reshape(num_lines, _COLUMNS),
        scale=scale,
        is_signed=is_signed,
        row_names=[f"{first} +" for first in range(0, len(cells), _COLUMNS)],
    )


def signed_picture(
    values: np.ndarray, *, scale: float, height_px: int, marked: tuple[int, int]
) -> Figure:
    """Draw numbers of any sign as coloured cells, zero neutral, one of them marked.

    Args:
        values: float32, (rows, columns).
        scale: Absolute value at which the colour saturates, > 0.
        height_px: Of the whole figure.
        marked: Row and column of the cell that gets a frame.
    """
    row, column = marked
    return {
        "data": [
            {
                "type": "heatmap",
                "z": typed_array(values),
                "zmin": -scale,
                "zmax": scale,
                "colorscale": "diverging",
                "showscale": False,
                "hovertemplate": "row %{y}, column %{x}: %{z}<extra></extra>",
            }
        ],
        "layout": {
            "height": height_px,
            "dragmode": False,
            "margin": {"l": 4, "r": 4, "t": 4, "b": 4},
            "xaxis": {"visible": False, "fixedrange": True, "constrain": "domain"},
            "yaxis": {
                "visible": False,
                "fixedrange": True,
                "autorange": "reversed",
                "scaleanchor": "x",
                "constrain": "domain",
            },
            "shapes": [
                {
                    "type": "rect",
                    "x0": column - 0.6,
                    "x1": column + 0.6,
                    "y0": row - 0.6,
                    "y1": row + 0.6,
                    "line": {"color": _LINE, "width": 3},
                }
            ],
        },
    }


def sum_bars(names: Sequence[str], values: np.ndarray) -> Figure:
    """Draw the terms of a sum, the last one being their total.

    Args:
        names: One for each value.
        values: float32, (n,), any sign; the last is the sum of the others.
    """
    limit = float(np.abs(values).max()) * 1.7 or 1.0
    colours = ["negative" if value < 0 else "positive" for value in values[:-1]]
    return {
        "data": [
            {
                "type": "bar",
                "orientation": "h",
                "x": typed_array(values),
                "y": list(names),
                "marker": {"color": [*colours, "winner"]},
                "text": [decimals(value, 4, is_signed=True) for value in values],
                "textposition": "outside",
                "cliponaxis": False,
                "constraintext": "none",
                "hovertemplate": "%{y}: %{x}<extra></extra>",
            }
        ],
        "layout": {
            "height": 30 + 24 * len(values),
            "dragmode": False,
            "margin": {"l": 4, "r": 4, "t": 4, "b": 24},
            "font": {"size": 11},
            "bargap": 0.3,
            "xaxis": {"range": [-limit, limit], "fixedrange": True, "nticks": 5},
            "yaxis": {
                "fixedrange": True,
                "autorange": "reversed",
                "automargin": True,
                "showgrid": False,
            },
        },
    }


def relu_curve(before: np.ndarray, after: np.ndarray) -> Figure:
    """Draw f(x) = max(0, x) and real values as points on it.

    Args:
        before: float32, (n,), any sign.
        after: float32, (n,), ≥ 0.
    """
    limit = float(np.abs(before).max()) * 1.1 or 1.0
    curve = np.array([-limit, 0.0, limit], np.float32)
    return {
        "data": [
            {
                "type": "scatter",
                "mode": "lines",
                "x": typed_array(curve),
                "y": typed_array(np.maximum(curve, 0)),
                "line": {"color": _LINE, "width": 2},
                "hoverinfo": "skip",
            },
            {
                "type": "scatter",
                "mode": "markers",
                "x": typed_array(before),
                "y": typed_array(after),
                "marker": {
                    "size": 9,
                    "color": ["negative" if value < 0 else "positive" for value in before],
                },
                "hovertemplate": "x = %{x}<br>f(x) = %{y}<extra></extra>",
            },
        ],
        "layout": {
            "height": 205,
            "dragmode": False,
            "showlegend": False,
            "margin": {"l": 44, "r": 8, "t": 8, "b": 36},
            "font": {"size": 12},
            "xaxis": {
                "range": [-limit, limit],
                "fixedrange": True,
                "zeroline": True,
                "nticks": 7,
                "title": {"text": "x, before", "standoff": 4},
            },
            "yaxis": {
                "range": [-limit * 0.12, limit],
                "fixedrange": True,
                "zeroline": True,
                "nticks": 5,
                "title": {"text": "f(x), after", "standoff": 4},
            },
        },
    }


def race_points(times_by_place: dict[str, dict[int, tuple[float, ...]]]) -> Figure:
    """Draw measured times against the size of the work, both axes by factors.

    Args:
        times_by_place: For each device and size the times in milliseconds, the shortest first.
    """
    series = []
    for number, (place, times_by_size) in enumerate(times_by_place.items()):
        sizes = sorted(times_by_size)
        middles = [_middle(times_by_size[size]) for size in sizes]
        series.append(
            {
                "type": "scatter",
                "mode": "markers",
                "name": place,
                "x": sizes,
                "y": middles,
                "marker": {"size": 11, "color": _SERIES_COLOURS[number % len(_SERIES_COLOURS)]},
                "error_y": {
                    "type": "data",
                    "symmetric": False,
                    "array": [
                        times_by_size[size][-1] - middle
                        for size, middle in zip(sizes, middles, strict=True)
                    ],
                    "arrayminus": [
                        middle - times_by_size[size][0]
                        for size, middle in zip(sizes, middles, strict=True)
                    ],
                    "color": _LINE,
                    "thickness": 2,
                    "width": 5,
                },
                "customdata": [duration(middle / 1000) for middle in middles],
                "hovertemplate": f"{place}, size %{{x}}: %{{customdata}}<extra></extra>",
            }
        )
    every_size = sorted({size for times in times_by_place.values() for size in times})
    every_time = [time for sizes in times_by_place.values() for ms in sizes.values() for time in ms]
    first = math.floor(math.log10(min(every_time)))
    last = math.ceil(math.log10(max(every_time)))
    return {
        "data": series,
        "layout": {
            "height": 220,
            "dragmode": False,
            "showlegend": len(series) > 1,
            "legend": {"orientation": "h", "y": 1.15},
            "margin": {"l": 56, "r": 12, "t": 12, "b": 40},
            "font": {"size": 12},
            "xaxis": {
                "type": "log",
                "fixedrange": True,
                "range": [math.log10(every_size[0] / 1.6), math.log10(every_size[-1] * 1.6)],
                "tickvals": every_size,
                "ticktext": [str(size) for size in every_size],
                "title": {"text": "size", "standoff": 4},
            },
            "yaxis": {
                "type": "log",
                "fixedrange": True,
                "range": [first, last],
                "tickvals": [10.0**power for power in range(first, last + 1)],
                "ticktext": [duration(10.0**power / 1000) for power in range(first, last + 1)],
            },
        },
    }


def slope_bars(values_by_stage: dict[str, np.ndarray]) -> Figure:
    """Draw the slopes of several stages as rows of bars, one row below the other, one scale each.

    Args:
        values_by_stage: By title, float32, (n,), any sign; the first on top.
    """
    count = len(values_by_stage)
    traces, layout, notes = [], {}, []
    for number, (title, values) in enumerate(values_by_stage.items()):
        axis = "" if number == 0 else str(number + 1)
        bottom, top = 1 - (number + 1) / count, 1 - number / count - 0.26 / count
        limit = float(np.abs(values).max()) or 1.0
        traces.append(
            {
                "type": "bar",
                "x": list(range(len(values))),
                "y": typed_array(values),
                "xaxis": f"x{axis}",
                "yaxis": f"y{axis}",
                "marker": {
                    "color": ["negative" if value < 0 else "positive" for value in values],
                    "line": {"width": 0},
                },
                "hovertemplate": f"{title}<br>%{{x}}: %{{y}}<extra></extra>",
            }
        )
        layout[f"xaxis{axis}"] = {
            "anchor": f"y{axis}",
            "range": [-0.5, len(values) - 0.5],
            "fixedrange": True,
            "showgrid": False,
            "zeroline": False,
            "showticklabels": len(values) <= _COLUMNS,
            "dtick": 1 if len(values) <= _COLUMNS else None,
        }
        layout[f"yaxis{axis}"] = {
            "anchor": f"x{axis}",
            "domain": [bottom + (0.24 if len(values) <= _COLUMNS else 0.05) / count, top],
            "range": [-limit, limit],
            "fixedrange": True,
            "nticks": 3,
            "zeroline": True,
        }
        notes.append(
            {
                "text": title,
                "xref": "paper",
                "yref": "paper",
                "x": 0,
                "y": top,
                "xanchor": "left",
                "yanchor": "bottom",
                "showarrow": False,
                "font": {"size": 12},
            }
        )
    return {
        "data": traces,
        "layout": {
            "height": 92 * count,
            "dragmode": False,
            "showlegend": False,
            "bargap": 0.1,
            "margin": {"l": 58, "r": 4, "t": 4, "b": 18},
            "font": {"size": 11},
            "annotations": notes,
            **layout,
        },
    }


def loss_lines(losses_by_name: dict[str, np.ndarray], *, title: str) -> Figure:
    """Draw how losses went on.

    Args:
        losses_by_name: By what made them, floats, (n,), ≥ 0; what is not finite is left out.
        title: Of the axis that counts.
    """
    return {
        "data": [
            {
                "type": "scatter",
                "mode": "lines+markers" if len(losses) < 20 else "lines",
                "name": name,
                "x": list(range(len(losses))),
                "y": typed_array(np.asarray(losses, np.float32)),
                "line": {"width": 2, **_SERIES_LINES[number % len(_SERIES_LINES)]},
                "hovertemplate": f"{name} %{{x}}: %{{y:.4f}}<extra></extra>",
            }
            for number, (name, losses) in enumerate(losses_by_name.items())
        ],
        "layout": {
            "height": 230,
            "dragmode": False,
            "showlegend": len(losses_by_name) > 1,
            "legend": {"orientation": "h", "y": 1.15},
            "margin": {"l": 48, "r": 8, "t": 12, "b": 40},
            "font": {"size": 12},
            "xaxis": {"fixedrange": True, "title": {"text": title, "standoff": 4}},
            "yaxis": {
                "fixedrange": True,
                "rangemode": "tozero",
                "title": {"text": "loss", "standoff": 4},
            },
        },
    }


def _middle(times: Sequence[float]) -> float:
    return times[len(times) // 2]
