"""The numbers beside a bar of colours, which the browser draws beside a figure.

It must not know which colours they are.
"""

import math
from collections.abc import Sequence
from typing import Any

from mlp.numbers import number

Tick = dict[str, Any]
"""{"share": way from the low end to the high one, [0, 1], "text": the number there}"""

SAVED: dict[str, Any] = {
    "thickness": 9,
    "len": 1,
    "outlinewidth": 0,
    "nticks": 5,
    "tickfont": {"size": 12},
}
"""Plotly's own bar, in the same look: for pictures to keep. It takes as long as a whole heatmap."""

_MAX_PARTS = 5
_WITHOUT_NUMBERS_PX = 38
LETTER_PX = 7
"""Of a number in 12 px letters, about."""

_ROUNDING = 1e-9


def colour_ticks(low: float, high: float) -> list[Tick]:
    """Choose round numbers between the two ends of a scale of colours.

    Args:
        low: Value of the first colour.
        high: Value of the last, > low.
    """
    step = _round_step(low, high)
    first, last = math.ceil(low / step - _ROUNDING), math.floor(high / step + _ROUNDING)
    values = [count * step for count in range(first, last + 1)]
    return [{"share": (value - low) / (high - low), "text": number(value)} for value in values]


def room_px(ticks: Sequence[Tick]) -> int:
    """The width that a bar takes, with its numbers and the gaps on either side."""
    return _WITHOUT_NUMBERS_PX + LETTER_PX * max(len(tick["text"]) for tick in ticks)


def _round_step(low: float, high: float) -> float:
    """Find the least of 1, 2 and 5 times a power of ten that makes less than five parts."""
    least = (high - low) / _MAX_PARTS
    power: float = 10.0 ** math.floor(math.log10(least))
    return next(step for step in (power, 2 * power, 5 * power, 10 * power) if step > least)
