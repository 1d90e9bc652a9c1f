import pytest

from mlp.web.charts.percent_axis import percent_axis


@pytest.mark.parametrize(
    ("limit", "step", "marks"),
    [
        (1.12, None, ["0 %", "50 %", "100 %"]),
        (1.12, 0.25, ["0 %", "25 %", "50 %", "75 %", "100 %"]),
        (0.13, None, ["0 %", "5 %", "10 %"]),
        (0.0115, None, ["0 %", "0.5 %", "1 %"]),
    ],
)
def test_marks_are_few_and_round_and_end_at_all(
    limit: float, step: float | None, marks: list[str]
) -> None:
    assert percent_axis(limit, step=step)["ticktext"] == marks
