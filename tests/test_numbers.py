import pytest

from mlp import numbers


@pytest.mark.parametrize(
    ("probability", "said"),
    [
        (1.0, "> 99.9 %"),
        (0.9995, "> 99.9 %"),
        (0.99949, "99.9 %"),
        (0.5, "50.0 %"),
        (0.0005, "0.1 %"),
        (0.00049, "< 0.1 %"),
        (1e-9, "< 0.1 %"),
        (0.0, "0 %"),
        (float("nan"), "–"),
    ],
)
def test_a_probability_is_never_rounded_to_certainty(probability: float, said: str) -> None:
    assert numbers.percent(probability) == said


@pytest.mark.parametrize(
    ("part", "whole", "said"),
    [
        (0, 10, "0 %"),
        (10, 10, "100 %"),
        (1, 9999, "0.01 %"),
        (1, 60_000, "< 0.01 %"),
        (59_999, 60_000, "> 99.99 %"),
        (613, 5120, "11.97 %"),
        (1998, 1999, "99.9 %"),
        (1, 0, "–"),
        (1.0, 1, "100 %"),
        (1.34, 1, "134.0 %"),
    ],
)
def test_only_all_are_a_hundred_percent(part: float, whole: float, said: str) -> None:
    assert numbers.share(part, whole) == said


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1.23456, "1.235"),
        (-12345.6, "−12,346"),
        (9999.96, "10,000"),
        (999_999.7, "1e6"),
        (-1.23456e20, "−1.235e20"),
        (0.00021, "0.00021"),
        (2.4e-7, "2.4e−7"),
        (-0.0, "0"),
        (float("-inf"), "−∞"),
    ],
)
def test_numbers_are_short_whatever_their_size(value: float, text: str) -> None:
    assert numbers.number(value) == text


@pytest.mark.parametrize(
    ("value", "num_decimals", "text"),
    [
        (-2.04431, 4, "−2.0443"),
        (-0.00001, 4, "0.0000"),
        (0.125, 2, "0.13"),
        (1204.25, 1, "1,204.3"),
        (2.5e6, 1, "2.5e6"),
    ],
)
def test_a_rounded_number_has_a_real_minus_and_zero_none(
    value: float, num_decimals: int, text: str
) -> None:
    assert numbers.decimals(value, num_decimals) == text


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0, "0 ms"),
        (0.0002934, "0.29 ms"),
        (0.00406, "4.1 ms"),
        (0.0412, "41 ms"),
        (0.9996, "1 s"),
        (2.1, "2.1 s"),
        (75, "75 s"),
        (180, "3 min"),
    ],
)
def test_a_time_is_said_with_a_fitting_unit(seconds: float, said: str) -> None:
    assert numbers.duration(seconds) == said


@pytest.mark.parametrize(
    ("size", "said"), [(40, "40 bytes"), (2048, "2.05 kB"), (2_678_824, "2.68 MB")]
)
def test_memory_is_said_in_its_unit(size: int, said: str) -> None:
    assert numbers.memory(size) == said


@pytest.mark.parametrize(("count", "said"), [(1, "1 step"), (2345, "2,345 steps")])
def test_what_is_counted_is_one_or_many(count: int, said: str) -> None:
    assert numbers.counted(count, "step") == said


def test_an_eight_has_another_article() -> None:
    assert [numbers.a_digit(digit) for digit in (1, 7, 8)] == ["a 1", "a 7", "an 8"]
