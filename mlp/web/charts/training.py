"""Figures of a training: templates without numbers, which the browser fills while it runs.

It must not know torch, nor where the numbers come from. A curve says by its `meta` what belongs on
it, and the browser sets the ranges of what grows.
"""

import copy
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mlp.web.charts.percent_axis import PERCENT_MARGIN_PX, percent_axis
from mlp.web.charts.stages import FULL_WITH_ROOM

Figure = dict[str, Any]

NUM_DIGITS = 10

CURVES = ("batches", "running", "seen", "heldOut")
"""Of both charts, the lowest first: each batch, their running mean, and what was measured at
moments, of the training images and of those that are held out."""

_HEIGHT_PX = 230

EARLIER_DASHES = ("dot", "dashdot", "longdash")
"""Of earlier trainings' curves, the newest first: told apart without colours."""


@dataclass(frozen=True)
class EarlierCurve:
    """What an earlier training measured on images that are held out.

    Attributes:
        name: Of the training.
        num_images: Seen at each checkpoint, rising.
        losses: In nats; NaN where it was no number.
        accuracies: [0, 1].
    """

    name: str
    num_images: Sequence[int]
    losses: Sequence[float]
    accuracies: Sequence[float]


_STYLES: dict[str, Figure] = {
    "batches": {
        "mode": "lines",
        "line": {"color": "muted", "width": 1},
        "opacity": 0.75,
        "hoverinfo": "skip",  # thinned out to what can be told apart: no single batch's value
    },
    "running": {"mode": "lines", "line": {"color": "bar", "width": 2}},
    "seen": {
        "mode": "lines+markers",
        "line": {"color": "positive", "width": 2, "dash": "dash"},
        "marker": {"color": "positive", "symbol": "diamond", "size": 6},
        "cliponaxis": False,
    },
    "heldOut": {
        "mode": "lines+markers",
        "line": {"color": "winner", "width": 2},
        "marker": {"color": "winner", "symbol": "circle", "size": 5},
        "cliponaxis": False,
    },
}
"""Told apart without their colours, too: by width, dashes and markers."""


def loss_curves(names: Mapping[str, str], earlier: Sequence[EarlierCurve] = ()) -> Figure:
    """Make the chart of the loss; the browser makes its axis logarithmic if the range asks for it.

    Args:
        names: Of the `CURVES`.
        earlier: To compare with, the newest first.
    """
    figure = _curves(names, [(one, one.losses) for one in earlier])
    figure["layout"]["yaxis"].update(
        range=[0, 2.5],  # ln 10 = 2.303 is what guessing costs
    )
    return figure


def accuracy_curves(names: Mapping[str, str], earlier: Sequence[EarlierCurve] = ()) -> Figure:
    """Make the chart of the accuracy, on an axis that never changes.

    Args:
        names: Of the `CURVES`.
        earlier: To compare with, the newest first.
    """
    figure = _curves(names, [(one, one.accuracies) for one in earlier])
    figure["layout"]["yaxis"].update(percent_axis(1, step=0.25))
    return figure


def digit_bars() -> Figure:
    """Make the chart of the accuracy for each digit, on an axis that never changes.

    The browser sets values and what is said of them. A lost digit's bar has no height, so that its
    whole column is hatched behind it.
    """
    return {
        "data": [
            {
                "type": "bar",
                "meta": "lost",
                "x": [],
                "y": [],
                "marker": {
                    "color": "positive",
                    "pattern": {"shape": "/", "fillmode": "replace", "size": 8, "solidity": 0.25},
                },
                "opacity": 0.6,
                "hoverinfo": "skip",
            },
            {
                "type": "bar",
                "meta": "accuracy",
                "x": list(range(NUM_DIGITS)),
                "y": [],
                "marker": {"color": "winner"},
                "text": [],
                "textposition": "outside",
                "textangle": 0,
                "constraintext": "none",
                "textfont": {"size": 11},
                "cliponaxis": False,
                "customdata": [],
                "hovertemplate": "digit %{x}: %{customdata}<extra></extra>",
            },
        ],
        "layout": {
            "height": _HEIGHT_PX,
            "dragmode": False,
            "margin": {"l": PERCENT_MARGIN_PX, "r": 4, "t": 12, "b": 24},
            "xaxis": {
                "range": [-0.5, NUM_DIGITS - 0.5],
                "dtick": 1,
                "fixedrange": True,
                "showgrid": False,
                "zeroline": False,
            },
            "yaxis": {"fixedrange": True, **percent_axis(FULL_WITH_ROOM, step=0.25)},
            "barmode": "overlay",
            "bargap": 0.25,
            "showlegend": False,
            "font": {"size": 12},
        },
    }


def _curves(
    names: Mapping[str, str], earlier: Sequence[tuple[EarlierCurve, Sequence[float]]]
) -> Figure:
    """Fill the template of both charts of curves; those of earlier trainings lie below."""
    return {
        "data": [
            *(
                {
                    "type": "scatter",
                    "meta": f"earlier{number}",
                    "name": curve.name,
                    "x": list(curve.num_images),
                    "y": [None if math.isnan(value) else value for value in values],
                    "mode": "lines",
                    "line": {"color": "winner", "width": 2, "dash": EARLIER_DASHES[number]},
                    "opacity": 0.6,
                    "hoverinfo": "skip",
                }
                for number, (curve, values) in reversed(list(enumerate(earlier)))
            ),
            *(
                {
                    "type": "scatter",
                    "meta": curve,
                    "name": names[curve],
                    "x": [],
                    "y": [],
                    "customdata": [],
                    "hovertemplate": "%{customdata}",
                    **copy.deepcopy(_STYLES[curve]),
                }
                for curve in CURVES
            ),
        ],
        "layout": {
            "height": _HEIGHT_PX,
            "dragmode": False,
            "showlegend": False,  # it stands over the chart, with the values at the place
            "hovermode": "x unified",
            # The line at the place is laid over by pixels: margins and ranges must hold.
            "margin": {"l": 54, "r": 14, "t": 8, "b": 44, "autoexpand": False},
            "xaxis": {
                "fixedrange": True,
                "zeroline": False,
                "tickformat": "~s",
                "nticks": 6,
                "hoverformat": ",.0f",
                "title": {"text": "", "standoff": 8},
            },
            "yaxis": {"fixedrange": True, "zeroline": False, "nticks": 6},
            "font": {"size": 12},
        },
    }
