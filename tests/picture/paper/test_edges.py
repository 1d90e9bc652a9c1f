"""Claims about the lines of forms along a picture's edges, on pictures drawn here."""

import cv2
import numpy as np
import pytest

from mlp.picture.paper.edges import frame_lines
from mlp.picture.paper.ink import find_ink
from tests.support.paper import FIVE, ONE, SEVEN, Box, is_at, sheet, write


def cell(*, sides: str, line: int, cut_px: int = 0, lean_px: int = 0) -> tuple[np.ndarray, Box]:
    """Cut a cell out of a form, with some of its lines."""
    page = sheet(140, 90)
    ends = {
        "left": ((2, 0), (2 + lean_px, 139)),
        "right": ((86, 0), (86 - lean_px, 139)),
        "top": ((0, 2), (89, 2 + lean_px)),
        "bottom": ((0, 136), (89, 136 - lean_px)),
    }
    left, top, right, bottom = write(page, FIVE, (24, 36), 60, pen=5, ink=(40, 60, 160))
    for side in sides.split():
        cv2.line(page, *ends[side], (60, 60, 60), line, cv2.LINE_AA)
    page = page[cut_px : 140 - cut_px, cut_px : 90 - cut_px]
    return page, (left - cut_px, top - cut_px, right - cut_px, bottom - cut_px)


@pytest.mark.parametrize("cut_px", [0, 2])
@pytest.mark.parametrize("lean_px", [0, 3])
@pytest.mark.parametrize("line", [1, 3, 5])
@pytest.mark.parametrize("sides", ["right", "left top", "left right bottom top"])
def test_a_line_along_the_edge_is_not_taken_for_the_digit(
    sides: str, line: int, lean_px: int, cut_px: int
) -> None:
    page, box = cell(sides=sides, line=line, lean_px=lean_px, cut_px=cut_px)
    (found,) = find_ink(page).found
    assert is_at(found, box)


def test_a_broken_line_along_the_edge_is_not_taken_for_the_digit() -> None:
    page, box = cell(sides="right", line=2)
    for at in range(10, 140, 30):
        page[at : at + 6, 80:] = 255
    assert is_at(find_ink(page).found[0], box)


def test_a_digit_that_touches_the_line_is_found_whole() -> None:
    page = sheet(140, 90)
    box = write(page, SEVEN, (16, 40), 70, pen=6)
    cv2.line(page, (12, 0), (12, 139), (60, 60, 60), 3)
    cv2.line(page, (12, 43), (30, 43), (0, 0, 0), 6)
    cv2.rectangle(page, (0, 0), (9, 139), (255, 255, 255), -1)
    assert is_at(find_ink(page[:, 8:]).found[0], (8, box[1], box[2] - 8, box[3]))


def test_a_cell_with_nothing_but_a_line_is_empty() -> None:
    page = sheet(140, 90)
    cv2.line(page, (86, 0), (86, 139), (60, 60, 60), 2)
    assert find_ink(page).found == ()


def test_the_bar_of_a_7_that_is_cropped_tight_is_no_line_of_a_form() -> None:
    is_ink = np.zeros((120, 80), bool)
    is_ink[:6] = True
    is_ink[:, 40:46] = True
    assert not frame_lines(is_ink).any()


def test_a_1_that_is_cropped_tight_is_found() -> None:
    page = sheet(300, 300)
    left, top, right, bottom = write(page, ONE, (100, 60), 180, pen=16)
    page = page[top - 2 : bottom + 2, left - 2 : right + 2]
    assert is_at(find_ink(page).found[0], (2, 2, page.shape[1] - 2, page.shape[0] - 2))
