"""A sum whose printed parts add up to the printed total.

It must not know what is added.
"""

import math
from collections.abc import Sequence
from fractions import Fraction

_FLOAT32_SHARE = 1e-5
"""Most that a float32 sum of a thousand terms is off by, as a share of the terms' sizes."""


def printed_sum(parts: Sequence[float], total: float, decimals: int) -> tuple[list[str], str]:
    """Print the parts of a sum such that what is printed adds up to the printed total exactly.

    The total is rounded as usual. Each part is rounded down or up, those up that lose the least
    by it (the method of largest remainders). What float32 rounding leaves beyond that, if so many
    decimals are asked for that it shows, is added to the largest part.

    Args:
        parts: What is added up.
        total: What came of it, to float32 rounding.
        decimals: Digits after the point, ≥ 0.

    Returns:
        The parts' texts in order, and the total's; "-" for a minus, never "-0".

    Raises:
        ValueError: The parts differ from the total by more than rounding can explain.
    """
    allowed = 0.5 * 10.0**-decimals + _FLOAT32_SHARE * sum(abs(part) for part in parts)
    if not abs(math.fsum(parts) - total) <= allowed:  # also if one is no number
        raise ValueError(f"{' + '.join(map(str, parts))} is not {total}, whatever the rounding.")
    exact = [Fraction(float(part)) * 10**decimals for part in parts]
    counts = [math.floor(part) for part in exact]
    printed_total = int(f"{total:.{decimals}f}".replace(".", ""))
    missing = printed_total - sum(counts)
    by_remainder = sorted(range(len(parts)), key=lambda index: counts[index] - exact[index])
    rounded_up = [index for index in by_remainder if exact[index] > counts[index]][
        : max(missing, 0)
    ]
    for index in rounded_up:
        counts[index] += 1
    if parts:
        counts[max(by_remainder, key=lambda index: abs(exact[index]))] += missing - len(rounded_up)
    return [_decimal(count, decimals) for count in counts], _decimal(printed_total, decimals)


def _decimal(count: int, decimals: int) -> str:
    """Print count × 10^-decimals, exactly."""
    digits = f"{abs(count):0{decimals + 1}}"
    point = len(digits) - decimals
    return "-" * (count < 0) + digits[:point] + "." * (decimals > 0) + digits[point:]
