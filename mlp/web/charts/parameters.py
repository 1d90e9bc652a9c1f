"""Figures of parameters: how many have which value, and each as a picture to keep.

It must not know torch, nor what a layer does with its parameters: values come as NumPy arrays.
"""

import io
from collections.abc import Sequence
from html import escape
from itertools import pairwise
from typing import Any

import numpy as np
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from mlp.numbers import number
from mlp.web.charts.colour_bar import LETTER_PX
from mlp.web.charts.colours import LIGHT
from mlp.web.charts.typed_array import typed_array

Figure = dict[str, Any]

LARGEST_LEVEL = 127
"""Colours go from level -127 over 0, which is neutral, to 127."""

_NUM_BINS = 101
_SMALL_NUM_BINS = 21
_SMALL = 200
_WIDEST_PNG = 1600
_LARGEST_CELL_PX = 64
_LOWEST_PNG = 96
_AXIS_TITLE_PX = 20


def parameter_bars(values: np.ndarray) -> Figure:
    """Draw how many numbers of a parameter have which value.

    Args:
        values: float32, any shape, any sign.
    """
    edges = _common_edges(values)
    counts = _counts(values, edges)
    figure = _template(1.05 * counts.max())
    figure["data"] = [_bars(counts, edges, colour="winner")]
    return figure


def compared_bars(values: np.ndarray, fresh: np.ndarray, *, name: str, fresh_name: str) -> Figure:
    """Draw how many numbers have which value, in a network and in a freshly initialised one.

    Counts go by factors of ten: a fresh network's numbers lie close together, a trained one's do
    not, and both should be seen.

    Args:
        values: float32, any shape, any sign.
        fresh: float32, as many, any sign.
        name: What the first are.
        fresh_name: What the second are.
    """
    edges = _common_edges(values, fresh)
    counts, fresh_counts = _counts(values, edges), _counts(fresh, edges)
    most = max(counts.max(), fresh_counts.max())
    figure = _template(2 * most)
    figure["data"] = [
        _bars(counts, edges, colour="winner", name=name),
        {**_bars(fresh_counts, edges, colour="bar", name=fresh_name), "opacity": 0.8},
    ]
    figure["layout"]["yaxis"] |= {
        "type": "log",
        "range": [float(np.log10(0.6)), float(np.log10(most * 2))],
        "dtick": 1,
    }
    figure["layout"] |= {"barmode": "overlay", "hovermode": "x", "showlegend": True}
    return figure


def level_colours(stops: Sequence[str]) -> np.ndarray:
    """Spread diverging colours over the levels, as the browser does (palette.js).

    Args:
        stops: "#rrggbb", at even distances.

    Returns:
        uint8, (255, 3), sRGB: the colours of the levels -127 to 127.
    """
    given = np.array([[int(stop[at : at + 2], 16) for at in (1, 3, 5)] for stop in stops])
    positions = np.linspace(0, len(given) - 1, 2 * LARGEST_LEVEL + 1)
    channels = [np.interp(positions, range(len(given)), given[:, channel]) for channel in range(3)]
    return np.floor(np.stack(channels, axis=1) + 0.5).astype(np.uint8)


def map_png(values: np.ndarray, *, scale: float, title: str) -> bytes:
    """Save a parameter as a picture: each cell a rectangle of whole pixels, in its exact colour.

    Args:
        values: float32, (rows, columns) or (columns,), any sign.
        scale: Absolute value at which the colours saturate, > 0.
        title: Goes into the file, with the scale.

    Returns:
        A PNG with a palette of 255 colours. Cells are as wide as fits into 1,600 pixels, but at
        least 1 and at most 64, and as high as they are wide, or higher where there are few rows.
    """
    matrix = values if values.ndim == 2 else values[None]
    num_rows, num_columns = matrix.shape
    width_px = min(_LARGEST_CELL_PX, max(1, _WIDEST_PNG // num_columns))
    height_px = max(width_px, -(-_LOWEST_PNG // num_rows))
    levels = np.rint(np.float32(LARGEST_LEVEL) * matrix / np.float32(scale))
    levels = np.clip(levels, -LARGEST_LEVEL, LARGEST_LEVEL)
    indices = (levels + LARGEST_LEVEL).astype(np.uint8)
    picture = Image.fromarray(indices.repeat(height_px, axis=0).repeat(width_px, axis=1))
    picture.putpalette(level_colours(LIGHT["diverging"]).tobytes())
    about = PngInfo()
    about.add_text("Title", title)
    about.add_text(
        "Description", f"zero is neutral, full colour from {number(scale)} on; by Glassbox"
    )
    file = io.BytesIO()
    picture.save(file, "PNG", pnginfo=about)
    return file.getvalue()


def _common_edges(*arrays: np.ndarray) -> np.ndarray:
    """Divide the range of all values into equal bins: float64, (bins + 1,)."""
    least = min(float(values.min()) for values in arrays)
    largest = max(float(values.max()) for values in arrays)
    if least == largest:
        least, largest = least - 0.5, largest + 0.5
    num_bins = _SMALL_NUM_BINS if arrays[0].size < _SMALL else _NUM_BINS
    return np.linspace(least, largest, num_bins + 1)


def _counts(values: np.ndarray, edges: np.ndarray) -> np.ndarray:
    """Count the values in each bin: int64, (bins,), together all of them."""
    counts, _ = np.histogram(values, len(edges) - 1, (edges[0], edges[-1]))
    return counts


def _bars(counts: np.ndarray, edges: np.ndarray, *, colour: str, name: str = "") -> Figure:
    """Draw counts as bars between the edges."""
    return {
        "type": "bar",
        "name": escape(name, quote=False),  # Plotly takes it for HTML
        "x": typed_array((edges[:-1] + edges[1:]) / 2),
        "y": typed_array(counts.astype(np.float32)),  # exact up to 16 million
        "width": float(edges[1] - edges[0]),
        "customdata": [[number(low), number(high)] for low, high in pairwise(edges)],
        "marker": {"color": colour},
        "hovertemplate": ("%{fullData.name}<br>" if name else "")
        + "from %{customdata[0]} to %{customdata[1]}: %{y:,}<extra></extra>",
    }


def _template(most: float) -> Figure:
    """Make what both charts have in common.

    Args:
        most: Largest count that may stand at the axis.
    """
    # NOTE: with Plotly's own "automargin" each chart is laid out twice.
    left_px = max(60, _AXIS_TITLE_PX + LETTER_PX * len(f"{int(most):,}"))
    return {
        "data": [],
        "layout": {
            "height": 260,
            "dragmode": False,
            "showlegend": False,
            "legend": {"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0},
            "margin": {"l": left_px, "r": 8, "t": 34, "b": 40},
            "font": {"size": 12},
            "bargap": 0,
            "xaxis": {
                "fixedrange": True,
                "showgrid": False,
                "zeroline": True,
                "nticks": 9,
                "title": {"text": "value", "standoff": 4},
            },
            "yaxis": {
                "fixedrange": True,
                "nticks": 5,
                "tickformat": ",d",
                "title": {"text": "how many", "standoff": 6},
            },
        },
    }
