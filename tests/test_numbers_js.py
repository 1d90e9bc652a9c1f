import math
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
import pytest

from mlp import numbers
from tests.support.node import run_node

# One text for each list of arguments; JSON knows neither NaN nor infinities.
SAY = """given.calls.map((call) => module[given.name](
    ...call.map((value) => ({ nan: NaN, inf: Infinity, "-inf": -Infinity })[value] ?? value)))"""


def said_by_browser(name: str, calls: Iterable[tuple[Any, ...]]) -> list[str]:
    """Call one function of numbers.js with each of these arguments."""
    plain = [
        [str(v) if isinstance(v, float) and not math.isfinite(v) else v for v in call]
        for call in calls
    ]
    said: list[str] = run_node("numbers.js", SAY, {"name": name, "calls": plain})
    return said


def neighbours(*values: float) -> list[float]:
    """Each value with the float32 and the float64 next to it."""
    found: list[float] = []
    for value in values:
        found += [value, math.nextafter(value, math.inf), math.nextafter(value, -math.inf)]
        single = np.float32(value)
        found += [float(single), *(float(np.nextafter(single, np.float32(e))) for e in (-9e9, 9e9))]
    return found


def drawn(seed: int, count: int, *, decades: tuple[int, int]) -> list[float]:
    """Values of any sign, evenly spread over so many powers of ten, as float32."""
    generator = np.random.default_rng(seed)
    sizes = 10.0 ** generator.uniform(*decades, count)
    return [float(v) for v in (sizes * generator.choice([-1, 1], count)).astype(np.float32)]


SHARES = [
    *(0.0, -0.0, 1.0, 0.5, 1 / 3, 2 / 3, 1e-45, math.nan),
    *[number / 2000 for number in range(2000)],
    *[number / 64 for number in range(64)],  # halves of the last decimal
    *[v for v in neighbours(0.0005, 0.00049999, 0.9995, 0.99949, 0.00005, 0.99995, 1.0) if v <= 1],
    *[abs(v) for v in drawn(1, 60, decades=(-6, 0))],
    *[1 - abs(v) for v in drawn(2, 40, decades=(-6, -1))],
]
VALUES = [
    *(0.0, -0.0, 1.0, -1.0, 0.125, 2.5, -2.5, 12.5, 0.00025, 1e-45, 3.4e38, -3.4e38, 1e21),
    *(math.nan, math.inf, -math.inf, 12345.5, 123456.789, 7, -42, 1_000_000),
    *neighbours(1e-4, 9999.5, 99.995, 999_999.5, 1e6, 0.05, 0.0005, 1.0005, 1e9),
    *drawn(3, 150, decades=(-9, 9)),
]
COUNTS = [0, 1, 10, 199, 999, 1000, 1999, 2000, 9999, 10_000, 60_000, 669_706, 12_345_678]
SECONDS = [
    *(0.0, 7e-6, 0.00026, 0.001, 0.00999, 0.01, 0.5, 1, 1.45, 9.95, 10, 42, 90, 150, 5400),
    *neighbours(0.9995, 89.5, 0.00995),
    *[abs(v) for v in drawn(4, 40, decades=(-5, 4))],
]
PARTS = [(part, whole) for whole in COUNTS for part in {0, 1, whole // 2, whole - 1, whole}]

TABLE: list[tuple[str, Callable[..., str], list[tuple[Any, ...]]]] = [
    ("percent", numbers.percent, [(v,) for v in SHARES]),
    ("share", numbers.share, [*PARTS, *[(v, 1) for v in SHARES], (1.5, 1), (25.5, 1)]),
    ("number", numbers.number, [(v,) for v in VALUES]),
    ("count", "{:,}".format, [(count,) for count in COUNTS]),
    ("duration", numbers.duration, [(v,) for v in SECONDS]),
    ("aDigit", numbers.a_digit, [(digit,) for digit in range(10)]),
    *[
        ("decimals", numbers.decimals, [(v, num_decimals) for v in VALUES])
        for num_decimals in (0, 1, 4, 6)
    ],
]


@pytest.mark.parametrize(("name", "say", "calls"), TABLE)
def test_browser_and_python_say_the_same(
    name: str, say: Callable[..., str], calls: list[tuple[Any, ...]]
) -> None:
    browser = said_by_browser(name, calls)
    different = [
        (call, python, js)
        for call, python, js in zip(calls, [say(*call) for call in calls], browser, strict=True)
        if python != js
    ]
    assert not different


@pytest.mark.parametrize(("num_digits", "is_signed"), [(2, False), (3, True), (6, True)])
def test_browser_and_python_say_the_same_in_other_forms(num_digits: int, is_signed: bool) -> None:
    form = {"numDigits": num_digits, "isSigned": is_signed}
    python = [numbers.number(v, num_digits=num_digits, is_signed=is_signed) for v in VALUES]
    assert said_by_browser("number", [(v, form) for v in VALUES]) == python
    python = [numbers.decimals(v, 2, is_signed=is_signed) for v in VALUES]
    assert said_by_browser("decimals", [(v, 2, form) for v in VALUES]) == python


def test_exact_text_is_the_shortest_that_names_the_float32() -> None:
    values = [v for v in map(np.float32, VALUES) if np.isfinite(v)]
    said = said_by_browser("exact", [(float(v),) for v in values])
    for value, text in zip(values, said, strict=True):
        plain = text.replace("−", "-")
        assert np.float32(plain) == value
        shortest = np.format_float_scientific(value, unique=True, trim="-")
        assert num_digits(plain) == num_digits(shortest)


def num_digits(text: str) -> int:
    """Count the significant digits of a printed number."""
    return len(text.split("e")[0].replace("-", "").replace(".", "").strip("0"))
