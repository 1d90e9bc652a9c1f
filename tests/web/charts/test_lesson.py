import numpy as np

from mlp.web.charts.lesson import folded_table, race_points, sum_bars


def test_a_long_row_is_folded_without_losing_a_number() -> None:
    trace = folded_table(np.arange(23, dtype=np.float32), scale=22, is_signed=False)["data"][0]
    assert trace["z"]["shape"] == "3, 10"


def test_the_bars_of_a_sum_mark_signs_and_total() -> None:
    figure = sum_bars(["a", "b", "all"], np.array([1, -3, -2], np.float32))
    assert figure["data"][0]["marker"]["color"] == ["positive", "negative", "winner"]


def test_measured_times_show_their_spread() -> None:
    trace = race_points({"cpu": {64: (1.0, 2.0, 5.0)}})["data"][0]
    assert (trace["error_y"]["array"], trace["error_y"]["arrayminus"]) == ([3.0], [1.0])
