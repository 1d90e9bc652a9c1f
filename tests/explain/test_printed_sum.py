"""Sums whose printed parts add up to what is printed as their total."""

import math
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mlp.explain.contributions import contributions
from mlp.explain.printed_sum import printed_sum
from tests.support.units import DrawnUnit, drawn_units


@given(
    st.lists(st.floats(-1e4, 1e4, width=32), min_size=1, max_size=6),
    st.integers(0, 6),
    st.floats(-1, 1),
)
@example([0.05, 0.0], 1, 0.0)
@example([12.34449, -2.34449, 0.5], 2, 1.0)
def test_what_is_printed_adds_up_to_the_last_digit(
    parts: list[float], decimals: int, rounding: float
) -> None:
    total = math.fsum(parts) + rounding * 1e-6 * sum(map(abs, parts))
    printed, printed_total = printed_sum(parts, total, decimals)
    assert sum(map(Decimal, printed)) == Decimal(printed_total)
    assert float(printed_total) == float(f"{total:.{decimals}f}")
    assert not any(Decimal(text).is_zero() and "-" in text for text in [*printed, printed_total])
    assert all(len(text.partition(".")[2]) == decimals for text in [*printed, printed_total])


@given(st.lists(st.floats(-1e3, 1e3, width=32), min_size=1, max_size=6), st.integers(0, 3))
def test_each_printed_part_is_the_part_rounded_down_or_up(
    parts: list[float], decimals: int
) -> None:
    printed, _ = printed_sum(parts, math.fsum(parts), decimals)
    for text, part in zip(printed, parts, strict=True):
        assert abs(Decimal(text) - Decimal(part)) < Decimal(1).scaleb(-decimals)


def test_those_are_rounded_up_that_lose_least() -> None:
    assert printed_sum([1.14, 2.17, 3.19], 6.5, 1) == (["1.1", "2.2", "3.2"], "6.5")
    assert printed_sum([-1.14, 2.17, 0], 1.03, 1) == (["-1.2", "2.2", "0.0"], "1.0")


def test_a_rounding_that_shows_is_added_to_the_largest_part() -> None:
    printed, total = printed_sum([52.5, -48.25, 0.5], 4.750021, 6)
    assert (printed, total) == (["52.500021", "-48.250000", "0.500000"], "4.750021")


def test_numbers_of_any_size_add_up() -> None:
    printed, total = printed_sum([3e38, -1.5, 1e-40], 3e38, 3)
    assert sum(map(int, (text.replace(".", "") for text in printed))) == int(total.replace(".", ""))


@pytest.mark.parametrize("total", [1.7, 1.4999 + 0.1, math.nan, math.inf])
def test_a_sum_that_is_none_is_refused(total: float) -> None:
    with pytest.raises(ValueError, match="whatever the rounding"):
        printed_sum([1.0, 0.5], total, 2)


@given(drawn_units(), st.integers(0, 5))
def test_a_units_sum_can_always_be_printed(drawn: DrawnUnit, decimals: int) -> None:
    parts = contributions(*drawn)
    printed, total = printed_sum(
        [parts.positive, parts.negative, parts.bias], parts.value, decimals
    )
    assert sum(map(Decimal, printed)) == Decimal(total)
