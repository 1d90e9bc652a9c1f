"""Claims about the order in which a page of digits is read."""

import numpy as np
import pytest

from mlp.picture.paper.order import reading_order
from mlp.picture.paper.parts import Box


def lines_of(*lengths: int, climb: float = 0.0) -> list[Box]:
    """Boxes of 30×50 pixels, 60 apart, in lines 90 apart that go down by `climb` a column."""
    corners = [
        (60 * column, 90 * line + round(60 * column * climb))
        for line, length in enumerate(lengths)
        for column in range(length)
    ]
    return [(left, top, left + 30, top + 50) for left, top in corners]


@pytest.mark.parametrize("climb", [0.0, 0.2, -0.2])
def test_lines_are_read_one_after_the_other(climb: float) -> None:
    boxes = lines_of(7, 4, 6, climb=climb)
    shuffled = np.random.default_rng(1).permutation(len(boxes)).tolist()
    order = reading_order([boxes[index] for index in shuffled])
    assert [shuffled[index] for index in order] == list(range(len(boxes)))


def test_a_short_line_stands_below_a_long_one_that_falls_beyond_it() -> None:
    boxes = lines_of(14, 2, climb=0.3)
    assert reading_order(boxes) == list(range(16))


def test_large_and_small_digits_of_a_line_stay_together() -> None:
    boxes = [(0, 0, 60, 100), (80, 40, 110, 95), (130, 5, 190, 105), (0, 120, 30, 170)]
    assert reading_order(boxes) == [0, 1, 2, 3]


def test_digits_below_one_another_are_read_downwards() -> None:
    assert reading_order([(20, 200, 50, 250), (0, 100, 30, 150), (10, 0, 40, 50)]) == [2, 1, 0]


def test_of_nothing_there_is_no_order() -> None:
    assert reading_order([]) == []
