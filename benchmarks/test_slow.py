"""A wait is counted to the picture that shows the ink. How long any is belongs to benchmarks/."""

from typing import Any, cast

import pytest

from benchmarks.live import Log
from benchmarks.slow import waits_ms


def log(
    stamps: list[int],
    sent: list[tuple[int, int]],
    redraws: list[tuple[int, int]],
    *,
    is_last_drawn: bool = True,
) -> Log:
    """What the probe would note.

    Args:
        stamps: Of moves.
        sent: The number of each update, and the newest move in it.
        redraws: When a picture was drawn, and the number of the update that it shows.
        is_last_drawn: Whether the picture shows the last update in the end.
    """
    noted: dict[str, Any] = {
        "inputs": [{"stamp": stamp, "type": "pointermove"} for stamp in stamps],
        "sent": [{"sequence": sequence, "input": index} for sequence, index in sent],
        "redraws": [{"at": at, "sequence": sequence} for at, sequence in redraws],
        "isLastDrawn": is_last_drawn,
    }
    return cast(Log, noted)


def test_a_move_waits_for_the_first_picture_with_its_ink() -> None:
    # The second move leaves with the third; update 7 is never drawn, 8 holds its ink too.
    assert waits_ms(log([0, 10, 20], [(7, 0), (8, 2)], [(5, 6), (50, 8), (90, 9)])) == [50, 40, 30]


def test_a_move_that_brings_no_ink_waits_for_nothing() -> None:
    assert waits_ms(log([0, 10], [(7, 0)], [(50, 7)])) == [50]


def test_only_what_comes_after_the_first_stroke_counts() -> None:
    assert waits_ms(log([0, 10], [(7, 0), (8, 1)], [(50, 7), (70, 8)]), 1) == [60]


def test_ink_that_is_never_drawn_is_an_error() -> None:
    with pytest.raises(RuntimeError, match="not drawn"):
        waits_ms(log([0], [(7, 0)], [], is_last_drawn=False))
