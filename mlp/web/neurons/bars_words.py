"""Texts that several bars, tables and lines of code of the Neurons page share.

It must not know how that is laid out.
"""

import math
from collections.abc import Sequence

import numpy as np

from mlp.dataset import SIDE
from mlp.numbers import decimals, has_exponent, number


def num_decimals(*values: float) -> int:
    """Choose how many decimals give the largest of these values three digits.

    Returns:
        From 0 to 6; for values that are printed with an exponent what that needs, below 0 or
        above 6.
    """
    largest = max((abs(value) for value in values if math.isfinite(value)), default=0.0)
    if largest == 0:
        return 2
    wanted = 2 - math.floor(math.log10(largest))
    return wanted if has_exponent(largest) else max(0, wanted)


def aligned(value: float, num_shown: int, *, is_signed: bool = False) -> str:
    """Say a number with as many decimals as its neighbours.

    Args:
        value: Any number.
        num_shown: From `num_decimals`.
        is_signed: For differences: with a sign, and exactly "0" if there is none.
    """
    if is_signed and value == 0:
        return "0"
    if 0 <= num_shown <= 6:
        return decimals(value, num_shown, is_signed=is_signed)
    rounded = round(value, num_shown) if math.isfinite(value) else value
    return number(rounded, num_digits=6, is_signed=is_signed)


def bar_texts(values: np.ndarray, *, is_signed: bool = False) -> list[str]:
    """Say ten values that stand over bars, briefly: zeros as "0", what is rounded away as "≈0".

    Args:
        values: Floats, (10,).
        is_signed: Whether values above zero get a sign too.
    """
    shown = num_decimals(*map(float, values))
    shown -= 2 < shown != 7  # small ones would not fit beside each other
    said = [aligned(value, shown, is_signed=is_signed) for value in values.tolist()]
    is_rounded_away = [not text.strip("+0.") for text in said]
    return [
        ("0" if value == 0 else "≈0") if is_away else text
        for value, text, is_away in zip(values.tolist(), said, is_rounded_away, strict=True)
    ]


def input_name(number_of_input: int, stage: str) -> str:
    """Name an input: a pixel of the picture, or a unit of the layer before.

    Args:
        number_of_input: 0-based.
        stage: Where the inputs come from: "image", or a stage like "relu1".
    """
    if stage == "image":
        row, column = divmod(number_of_input, SIDE)
        return f"{row}, {column}"
    return f"{stage} · unit {number_of_input}"


def _table(
    titles: tuple[str, str, str, str], names: Sequence[str], pairs: Sequence[tuple[float, float]]
) -> str:
    """List pairs of numbers and their differences as Markdown: what is printed fits together."""
    shown = num_decimals(*(value for pair in pairs for value in pair))
    shown += shown != 6
    rows = ["| " + " | ".join(titles) + " |", "|---:|---:|---:|---:|"]
    for name, (first, second) in zip(names, pairs, strict=True):
        old, new = round(first, shown), round(second, shown)
        change = aligned(round(new - old, shown), shown, is_signed=True)
        rows.append(f"| {name} | {aligned(old, shown)} | {aligned(new, shown)} | {change} |")
    return "\n".join(rows)


def _layers(stages: Sequence[str]) -> list[str]:
    """Name what `linear_relu_stack` holds, in order."""
    return [name for name in stages if name.startswith(("linear", "relu"))]
