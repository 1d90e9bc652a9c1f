"""A wait is counted to the picture that shows the ink. How long any is belongs to benchmarks/."""

from typing import Any, cast

import pytest

from benchmarks.live import Log
from benchmarks.slow import waits_ms


def log(stamps: list[int], sent: list[tuple[int, int]], redraws: list[tuple[int, int]]) -> Log:
    """What the probe would note.

    Args:
        stamps: Of moves.
        sent: The number of each update, and the newest move in it.
        redraws: When a picture was drawn, and the number of the update that it shows.
    """
    noted: dict[str, Any] = {
        "inputs": [{"stamp": stamp, "type": "pointermove"} for stamp in stamps],
        "sent": [{"sequence": sequence, "input": index} for sequence, index in sent],
        "redraws": [{"at": at, "sequence": sequence} for at, sequence in redraws],
    }
    return cast(Log, noted)


def test_a_move_waits_for_the_first_picture_with_its_ink() -> None:
    # The second move leaves with the third; update 7 is never drawn, 8 holds its ink too.
    assert waits_ms(log([0, 10, 20], [(7, 0), (8, 2)], [(5, 6), (50, 8), (90, 9)])) == [50, 40, 30]


@pytest.mark.parametrize(("sent", "redraws"), [([], []), ([(7, 0)], [(5, 6)])])
def test_ink_that_is_never_drawn_is_an_error(
    sent: list[tuple[int, int]], redraws: list[tuple[int, int]]
) -> None:
    with pytest.raises(RuntimeError, match="not"):
        waits_ms(log([0], sent, redraws))
