import numpy as np

from mlp.web.charts.lesson import (
    folded_table,
    loss_lines,
    race_points,
    signed_picture,
    slope_bars,
    sum_bars,
)


def test_a_long_row_is_folded_without_losing_a_number() -> None:
    trace = folded_table(np.arange(23, dtype=np.float32), scale=22, is_signed=False)["data"][0]
    assert trace["z"]["shape"] == "3, 10"


def test_the_bars_of_a_sum_mark_signs_and_total() -> None:
    figure = sum_bars(["a", "b", "all"], np.array([1, -3, -2], np.float32))
    assert figure["data"][0]["marker"]["color"] == ["positive", "negative", "winner"]


def test_measured_times_show_their_spread() -> None:
    trace = race_points({"cpu": {64: (1.0, 2.0, 5.0)}})["data"][0]
    assert (trace["error_y"]["array"], trace["error_y"]["arrayminus"]) == ([3.0], [1.0])


def test_each_stages_slopes_have_an_axis_and_a_scale_of_their_own() -> None:
    stages = {"a": np.array([1, -2], np.float32), "b": np.zeros(3, np.float32)}
    figure = slope_bars(stages)
    layout = figure["layout"]
    assert [trace["yaxis"] for trace in figure["data"]] == ["y", "y2"]
    assert (layout["yaxis"]["range"], layout["yaxis2"]["range"]) == ([-2.0, 2.0], [-1.0, 1.0])
    assert layout["yaxis"]["domain"][0] > layout["yaxis2"]["domain"][1]


def test_several_losses_have_a_legend_and_one_alone_has_none() -> None:
    losses = np.array([2.3, 1.0])
    assert loss_lines({"a": losses, "b": losses}, title="steps")["layout"]["showlegend"]
    assert not loss_lines({"a": losses}, title="steps")["layout"]["showlegend"]


def test_the_frame_lies_around_the_marked_cell() -> None:
    cells = np.zeros((3, 4), np.float32)
    (frame,) = signed_picture(cells, scale=1, height_px=99, marked=(2, 1))["layout"]["shapes"]
    assert frame["x0"] < 1 < frame["x1"] and frame["y0"] < 2 < frame["y1"]
