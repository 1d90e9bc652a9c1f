"""What the browser puts into a figure is what Python would have drawn."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from mlp.net.verdict import Kind, judge
from mlp.web.charts import stages
from mlp.web.charts.stages import Figure, without_values
from mlp.web.server.messages import verdict_fields
from tests.support.charts import values_of
from tests.support.node import run_node

FILL = """
    ((answer) => {
      const { template, filling } = given;
      const [trace] = module.fill(template, filling, answer).data;
      const rows = (z) => z?.map((row) => [...row].map((v) => Number.isNaN(v) ? "nan" : v));
      const arrays = trace.z ? { z: rows(trace.z) } : { y: [...trace.y] };
      return { ...trace, ...arrays };
    })({ stages: [Float32Array.from(given.values)], ...given.verdict })
"""


def filled(figure: Figure, values: np.ndarray, kind: str, columns: int = 0) -> dict[str, Any]:
    """Fill a figure's template in JavaScript."""
    given = {
        "template": without_values(figure),
        "filling": {"kind": kind, "stage": 0, "size": values.size, "columns": columns},
        "values": values.ravel().tolist(),
        "verdict": verdict_fields(judge(values)) if kind == "shares" else {"digit": None},
    }
    trace: dict[str, Any] = run_node("../views/plotly/filling.js", FILL, given)
    for name in ("z", "y"):
        if name in trace:
            trace[name] = np.array(trace[name], np.float32)
    return trace


def expect_same(figure: Figure, trace: dict[str, Any]) -> None:
    (expected,) = figure["data"]
    assert set(expected) == set(trace)
    for name, part in expected.items():
        if name in ("z", "y"):
            np.testing.assert_array_equal(trace[name], values_of(part))
        else:
            assert trace[name] == part, name


def drawn(size: int, seed: int) -> np.ndarray:
    return np.random.default_rng(seed).normal(scale=20, size=size).astype(np.float32)


def test_a_picture_is_the_same() -> None:
    image = np.random.default_rng(0).random((28, 28), np.float32)
    picture, row = stages.picture_heatmap(image), stages.row_heatmap(image.ravel())
    expect_same(picture, filled(picture, image, "cells", columns=28))
    expect_same(row, filled(row, image, "cells", columns=784))


@pytest.mark.parametrize("size", [512, 20, 1, 33])
def test_units_are_the_same(size: int) -> None:
    values = drawn(size, seed=size)
    figure = stages.units_heatmap(values, scale=3.0, is_signed=True)
    expect_same(figure, filled(figure, values, "cells", columns=stages.GRID_COLUMNS))


@pytest.mark.parametrize("seed", range(5))
def test_scores_are_the_same(seed: int) -> None:
    values = drawn(10, seed) * np.float32(10.0 ** (seed - 2))
    values[0] = 0
    figure = stages.score_bars(values, scale=3.0, is_signed=True)
    expect_same(figure, filled(figure, values, "scores"))


@pytest.mark.parametrize("seed", range(5))
def test_probabilities_are_the_same(seed: int) -> None:
    exponentials = np.exp(drawn(10, seed) / np.float32(1 + seed))
    values = (exponentials / exponentials.sum()).astype(np.float32)
    verdict = judge(values)
    is_decided = verdict.kind in (Kind.SURE, Kind.UNSURE)
    figure = stages.softmax_bars(values, winner=verdict.digit if is_decided else None)
    expect_same(figure, filled(figure, values, "shares"))


def test_equal_probabilities_have_no_winner() -> None:
    values = np.full(10, 0.1, np.float32)
    figure = stages.softmax_bars(values, winner=None)
    expect_same(figure, filled(figure, values, "shares"))


def test_a_template_holds_nothing_that_depends_on_values() -> None:
    makes: list[Callable[[np.ndarray], Figure]] = [
        lambda values: stages.units_heatmap(values, scale=1.0, is_signed=True),
        lambda values: stages.score_bars(values, scale=1.0, is_signed=True),
        lambda values: stages.softmax_bars(np.clip(values, 0, 1), winner=int(values.argmax())),
    ]
    for make in makes:
        one, other = make(drawn(10, seed=1)), make(drawn(10, seed=2))
        assert one != other
        assert without_values(one) == without_values(other)
