"""How a number becomes text: one rule for each kind of number, in Python and in the browser.

It must not know what a number means, nor how the text is laid out. `web/browser/numbers.js` says
the same by the same rules.

| function   | of what                      | rule                       | examples          |
|------------|------------------------------|----------------------------|-------------------|
| `percent`  | a probability                | one decimal, never rounded | 97.3 %, > 99.9 %, |
|            |                              | to nothing or to all       | < 0.1 %, 0 %      |
| `share`    | a part of what was counted   | likewise, from 2,000 on    | 97.93 %, 100 %    |
|            |                              | two; all of it is 100 %    |                   |
| `number`   | a value, weight, score, loss | four digits; an exponent   | 0.0214, 12,345,   |
|            |                              | where huge or tiny         | 2.4e−7, 3e8       |
| `decimals` | values beside each other     | as many as the others      | −0.50, 1,204.25   |
| `exact`    | a float32 (browser only)     | the shortest that names it | 0.1, 3.4028235e38 |
| `count`    | things (in Python `{:,}`)    | whole                      | 669,706           |
| `duration` | seconds                      | two digits, a fitting unit | 0.26 ms, 3 min    |
| `memory`   | bytes (Python only)          | three digits, likewise     | 2.68 MB, 40 bytes |
| `a_digit`  | a digit                      | with its article           | a 7, an 8         |

Everywhere: halves are rounded away from zero, minus is "−", zero has no sign, commas stand between
thousands, what is no number is "–", and what is too large for float32 is "∞".
"""

import math
from decimal import ROUND_HALF_UP, Context, Decimal

_FROM_HERE_ON_E = 1e6
"""Numbers from here on are printed like "1.2e6"; those below 0.0001 like "1.2e−5"."""

_TWO_DECIMALS_FROM = 2_000
"""Of so many things one is 0.05 %: one decimal would hide it."""


def percent(probability: float) -> str:
    """Say a probability, never rounded up to 100 or down to 0.

    Exactly 1 is "> 99.9 %" too: softmax never gives that, float32 rounds to it (for 7 % of the test
    digits), and beside it the second-best says "< 0.1 %".

    Args:
        probability: [0, 1].
    """
    return _percent(probability, 1)


def share(part: float, whole: float = 1) -> str:
    """Say how much of a whole a part is: "100 %" only if it is all.

    Args:
        part: At least 0.
        whole: How many things there are; 1 for a share that nobody counted, like a mean.
    """
    if not whole:
        return "–"
    if part == whole:
        return "100 %"
    return _percent(part / whole, 1 if whole < _TWO_DECIMALS_FROM else 2)


def _percent(value: float, num_decimals: int) -> str:
    if math.isnan(value):
        return "–"
    if value == 0:
        return "0 %"
    text = decimals(100 * value, num_decimals)
    least = Decimal(1).scaleb(-num_decimals)
    if float(text.replace(",", "")) == 0:
        return f"< {least} %"
    if value <= 1 and text.startswith("100"):
        return f"> {100 - least} %"
    return f"{text} %"


def number(value: float, *, num_digits: int = 4, is_signed: bool = False) -> str:
    """Say a number in a few digits: "1.234", "−0.00021", "12,345", "2.4e−7", "3e8".

    Args:
        value: Any number; what is not finite is said as well.
        num_digits: Significant ones; before the point all are printed below a million.
        is_signed: Whether numbers above zero get a sign too.
    """
    if not math.isfinite(value):
        return _beyond_numbers(value)
    if 10**num_digits - 0.5 <= abs(value) < _FROM_HERE_ON_E - 0.5:
        return decimals(value, 0, is_signed=is_signed)
    rounded = Context(prec=num_digits, rounding=ROUND_HALF_UP).create_decimal(float(value))
    if not has_exponent(float(rounded)):
        return _with_sign(_without_zeros(f"{abs(rounded):,f}"), rounded, is_signed=is_signed)
    exponent = rounded.adjusted()
    digits = _without_zeros(f"{abs(rounded).scaleb(-exponent):f}")
    said = _with_sign(digits, rounded, is_signed=is_signed)
    return f"{said}e{'−' if exponent < 0 else ''}{abs(exponent)}"


def decimals(value: float, num_decimals: int, *, is_signed: bool = False) -> str:
    """Say a number with as many decimals as its neighbours, never as "−0.00".

    Args:
        value: Any number; from a million on it is said as by `number`.
        num_decimals: 0 to 6.
        is_signed: Whether numbers above zero get a sign too.
    """
    if not math.isfinite(value):
        return _beyond_numbers(value)
    if abs(value) >= _FROM_HERE_ON_E:
        return number(value, is_signed=is_signed)
    rounded = Decimal(float(value)).quantize(Decimal(1).scaleb(-num_decimals), ROUND_HALF_UP)
    return _with_sign(f"{abs(rounded):,f}", rounded, is_signed=is_signed)


def has_exponent(value: float) -> bool:
    """Whether a number is so large or so small that it is printed with an exponent."""
    return value != 0 and not 1e-4 <= abs(value) < _FROM_HERE_ON_E


def _with_sign(digits: str, rounded: Decimal, *, is_signed: bool) -> str:
    if rounded < 0:
        return f"−{digits}"
    return f"+{digits}" if is_signed and rounded > 0 else digits


def _without_zeros(digits: str) -> str:
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


def _beyond_numbers(value: float) -> str:
    """Say what a network that has fallen apart gives."""
    return "–" if math.isnan(value) else "−∞" if value < 0 else "∞"


def counted(count: int, noun: str) -> str:
    """Say how many: "1 change", "2,345 steps"."""
    return f"{count:,} {noun}" + ("" if count == 1 else "s")


def duration(seconds: float) -> str:
    """Say how long something takes or took: "0.26 ms", "14 ms", "1.4 s", "75 s", "3 min".

    Args:
        seconds: At least 0.
    """
    milliseconds = 1000 * seconds
    if milliseconds < 999.5:
        return f"{_two_digits(milliseconds)} ms"
    return f"{_two_digits(seconds)} s" if seconds < 90 else f"{decimals(seconds / 60, 0)} min"


def _two_digits(value: float) -> str:
    return number(value, num_digits=2) if value < 10 else decimals(value, 0)


def memory(size_bytes: int) -> str:
    """Say an amount of memory: "2.68 MB", "2.05 kB", "40 bytes"."""
    for factor, unit in ((1e6, "MB"), (1e3, "kB")):
        if size_bytes >= factor:
            return f"{number(size_bytes / factor, num_digits=3)} {unit}"
    return f"{size_bytes} bytes"


def a_digit(digit: int) -> str:
    """Say a digit with its article: "a 7", "an 8"."""
    return f"an {digit}" if digit == 8 else f"a {digit}"
