"""Figures of a unit's life, of what-ifs and of comparisons: bars and pairs of bars.

It must not know torch: values come as NumPy arrays.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np

from mlp.numbers import percent
from mlp.web.charts.percent_axis import PERCENT_MARGIN_PX, percent_axis
from mlp.web.charts.typed_array import typed_array

Figure = dict[str, Any]

_HATCHED = {"shape": "/", "fillmode": "replace", "size": 6, "solidity": 0.35}
"""The first of a pair is hatched: the two are told apart without their colours."""


def mean_bars(means: np.ndarray, *, texts: Sequence[str]) -> Figure:
    """Draw a unit's mean for each digit, the largest marked by colour and a star.

    Args:
        means: float32, (10,), any sign.
        texts: What to write over each bar.
    """
    best = int(means.argmax()) if means.max() > means.min() else None
    return {
        "data": [
            {
                "type": "bar",
                "x": list(range(len(means))),
                "y": typed_array(means),
                "marker": {
                    "color": ["winner" if digit == best else "bar" for digit in range(len(means))]
                },
                "text": [
                    text + (" ★" if digit == best else "") for digit, text in enumerate(texts)
                ],
                **_TEXT,
                "hovertemplate": "digit %{x}: %{y}<extra></extra>",
            }
        ],
        "layout": _layout(limits(means), height_px=250),
    }


def paired_bars(
    first: np.ndarray,
    second: np.ndarray,
    *,
    names: tuple[str, str],
    marked: tuple[int | None, int | None] = (None, None),
    are_shares: bool = False,
    limit: float | None = None,
) -> Figure:
    """Draw two bars for each digit, the first of a pair hatched.

    Args:
        first: float32, (10,).
        second: float32, (10,).
        names: What the two are.
        marked: The digit of each that gets a star; None for none.
        are_shares: Whether they are said in percent.
        limit: Where the axis of shares ends, > 0; None: what they need.
    """
    data: list[Figure] = []
    for values, name, star, colour in zip(
        (first, second), names, marked, ("bar", "winner"), strict=True
    ):
        data.append(
            {
                "type": "bar",
                "name": name,
                "x": list(range(len(values))),
                "y": typed_array(values),
                "marker": {"color": colour, **({"pattern": _HATCHED} if colour == "bar" else {})},
                "text": ["★" if digit == star else "" for digit in range(len(values))],
                **_TEXT,
                "hovertemplate": f"{name}, digit %{{x}}: %{{y}}<extra></extra>",
            }
        )
        if are_shares:
            data[-1]["customdata"] = [percent(value) for value in values]
            data[-1]["hovertemplate"] = f"{name}, digit %{{x}}: %{{customdata}}<extra></extra>"
    needed = limits(np.concatenate([first, second]))
    layout = _layout(needed, height_px=230)
    if are_shares:
        layout["yaxis"].update(percent_axis(limit or needed[1]))
        layout["margin"]["l"] = PERCENT_MARGIN_PX
    layout.update(
        barmode="group",
        bargroupgap=0.05,
        showlegend=True,
        legend={"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom"},
    )
    layout["margin"]["t"] = 34
    return {"data": data, "layout": layout}


def difference_bars(differences: np.ndarray, *, texts: Sequence[str]) -> Figure:
    """Draw what was added to or taken from each of ten values.

    Args:
        differences: float32, (10,), any sign.
        texts: What to write at each bar.
    """
    reach = float(np.abs(differences).max()) * 1.3 or 1.0
    return {
        "data": [
            {
                "type": "bar",
                "x": list(range(len(differences))),
                "y": typed_array(differences),
                "marker": {
                    "color": ["negative" if value < 0 else "positive" for value in differences]
                },
                "text": list(texts),
                **_TEXT,
                "hovertemplate": "digit %{x}: %{y}<extra></extra>",
            }
        ],
        "layout": _layout((-reach, reach), height_px=230),
    }


def limits(values: np.ndarray) -> tuple[float, float]:
    """Choose an axis from zero to what the values need, with room for their labels."""
    low, high = min(0.0, float(values.min())), max(0.0, float(values.max()))
    room = (high - low) * 0.15 or 1.0
    return (low - room if low < 0 else 0.0, high + room)


_TEXT: Figure = {
    "textposition": "outside",
    "textangle": 0,
    "constraintext": "none",
    "textfont": {"size": 11},
    "cliponaxis": False,
}


def _layout(y_limits: tuple[float, float], *, height_px: int) -> Figure:
    """Fill the template of all bar charts."""
    return {
        "height": height_px,
        "dragmode": False,
        "margin": {"l": 44, "r": 4, "t": 12, "b": 24},
        "xaxis": {"dtick": 1, "fixedrange": True, "showgrid": False, "zeroline": False},
        "yaxis": {
            "range": list(y_limits),
            "fixedrange": True,
            "zeroline": True,
            "nticks": 5,
            "exponentformat": "e",  # "1e+22" fits the margin, "1×10²²" does not
        },
        "bargap": 0.25,
        "font": {"size": 12},
    }
