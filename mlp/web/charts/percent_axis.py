"""An axis of shares, its marks in percent.

It must not know what the shares are of.
"""

import math
from typing import Any

from mlp.numbers import number

PERCENT_MARGIN_PX = 48
"""Room for "100 %" at the axis."""

_MOST_STEPS = 5
_NICE = (1, 2, 5, 10)


def percent_axis(limit: float, *, step: float | None = None) -> dict[str, Any]:
    """Choose range and marks from zero to a share: "0 %", "50 %", "100 %".

    Args:
        limit: Where the axis ends, > 0; marks end at 1.
        step: From mark to mark; None: what gives a few of them.
    """
    if step is None:
        least = limit / _MOST_STEPS
        power = 10.0 ** math.floor(math.log10(least))
        step = next(nice * power for nice in _NICE if nice * power >= least)
    places = [index * step for index in range(math.floor(min(limit, 1) / step + 1e-9) + 1)]
    return {
        "range": [0.0, limit],
        "tickvals": places,
        "ticktext": [f"{number(100 * place)} %" for place in places],
    }
