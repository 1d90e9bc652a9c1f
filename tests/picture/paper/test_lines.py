"""Claims about ruled lines, on drawings made here."""

import cv2
import numpy as np
import pytest

from mlp.picture.paper.ink import find_ink
from tests.support.paper import FIVE, STROKES, is_at, sheet, write


@pytest.mark.parametrize("turn", [-6, 0, 3, 9])
@pytest.mark.parametrize("is_squared", [False, True])
@pytest.mark.parametrize("name", ["5", "4", "7"])
def test_ruled_lines_are_left_away_and_the_digit_is_not(
    name: str, is_squared: bool, turn: int
) -> None:
    page = sheet(600, 800)
    fall = round(800 * np.tan(np.radians(turn)))
    for at in range(-160, 1000, 40):
        cv2.line(page, (0, at), (799, at + fall), (160, 180, 215), 2, cv2.LINE_AA)
        if is_squared:
            cv2.line(page, (at, 0), (at - fall * 3 // 4, 599), (160, 180, 215), 2, cv2.LINE_AA)
    box = write(page, STROKES[name], (280, 200), 180, pen=5, ink=(80, 80, 85))
    assert is_at(find_ink(page).found[0], box, 0.8)


@pytest.mark.parametrize("step", [9, 12])
def test_a_pale_digit_on_finely_squared_paper_is_found(step: int) -> None:
    page = sheet(600, 800, (238, 238, 236))
    for at in range(-40, 840, step):
        cv2.line(page, (at, 0), (at + 20, 599), (190, 195, 205), 2, cv2.LINE_AA)
        cv2.line(page, (0, at), (799, at - 20), (190, 195, 205), 2, cv2.LINE_AA)
    box = write(page, FIVE, (300, 250), 50, pen=3, ink=(150, 155, 195))
    assert is_at(find_ink(page).found[0], box)
