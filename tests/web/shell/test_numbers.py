import pytest

from mlp.web.shell import numbers


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
    assert numbers.say_number(value) == text


@pytest.mark.parametrize(
    ("probability", "said"),
    [(1.0, "> 99.9 %"), (0.9996, "> 99.9 %"), (0.5, "50.0 %"), (1e-9, "< 0.1 %"), (0.0, "0.0 %")],
)
def test_a_probability_is_never_rounded_to_certainty(probability: float, said: str) -> None:
    assert numbers.percent(probability) == said
