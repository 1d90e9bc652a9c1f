"""How a number becomes text.

It must not know how that is laid out.
"""

import math

_FROM_HERE_ON_E = 1e6
"""Numbers from here on are printed like "1.2e6"; those below 0.0001 like "1.2e−5"."""


def has_exponent(value: float) -> bool:
    """Whether a number is so large or so small that it is printed with an exponent."""
    return value != 0 and not 1e-4 <= abs(value) < _FROM_HERE_ON_E


def say_number(value: float, *, num_digits: int = 4, is_signed: bool = False) -> str:
    """Print a number to a few digits: "1.234", "−0.00021", "12,345", "2.4e−7", "3e8".

    Args:
        value: Any number; what is not finite is said as well.
        num_digits: Significant ones; before the point all are printed below a million.
        is_signed: Whether numbers above zero get a sign too.
    """
    if not math.isfinite(value):
        return "not a number" if math.isnan(value) else "−∞" if value < 0 else "∞"
    sign = "+" if is_signed and value != 0 else ""
    is_whole = 10**num_digits - 0.5 <= abs(value) < _FROM_HERE_ON_E - 0.5
    said = f"{value + 0.0:{sign},.{'0f' if is_whole else f'{num_digits}g'}}"
    number, e, exponent = said.partition("e")
    return (number + e + (str(int(exponent)) if e else "")).replace("-", "−")


def percent(probability: float) -> str:
    """Say a probability, never rounded up to 100 or down to 0 (numbers.js says it the same)."""
    if probability > 0.9995:
        return "> 99.9 %"
    if 0 < probability < 0.0005:
        return "< 0.1 %"
    return f"{math.floor(probability * 1000 + 0.5) / 10:.1f} %"
