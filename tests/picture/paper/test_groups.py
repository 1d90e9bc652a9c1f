"""Claims about which strokes make one digit, on drawings made here."""

import gc

import cv2
import numpy as np
import pytest

from mlp.picture.paper.ink import find_ink
from mlp.picture.paper.parts import Part
from tests.support.paper import DETACHED_BAR, FIVE, ONE, STROKES, is_at, sheet, write


@pytest.mark.parametrize("name", ["5", "4", "1", "7"])
@pytest.mark.parametrize(("size_px", "pen"), [(50, 3), (90, 4), (90, 10), (250, 8), (250, 30)])
def test_all_strokes_of_a_digit_are_kept_together(name: str, size_px: int, pen: int) -> None:
    page = sheet(500, 600)
    box = write(page, STROKES[name], (180, 120), size_px, pen=pen)
    (found,) = find_ink(page).found
    assert is_at(found, box)


@pytest.mark.parametrize(("size_px", "pen"), [(50, 3), (90, 4), (90, 10), (250, 8), (250, 20)])
def test_a_bar_longer_than_the_rest_of_its_5_is_kept(size_px: int, pen: int) -> None:
    body = [(0.1, 0.38), (0.05, 0.55), (0.4, 0.6), (0.5, 0.75), (0.4, 0.97), (0.0, 0.98)]
    page = sheet(500, 600)
    box = write(page, [body, [(0.24, 0.28), (0.98, 0.1)]], (180, 120), size_px, pen=pen)
    assert is_at(find_ink(page).found[0], box)


@pytest.mark.parametrize(("size_px", "pen"), [(50, 3), (90, 6), (250, 20)])
def test_both_strokes_of_an_open_4_are_kept(size_px: int, pen: int) -> None:
    left = [(0.12, 0.1), (0.0, 0.45), (0.08, 0.5), (0.28, 0.5)]
    page = sheet(500, 600)
    stem = [(0.68, 0.0), (0.45, 0.55), (0.55, 0.55), (0.45, 0.55), (0.25, 1.0)]
    box = write(page, [left, stem], (180, 120), size_px, pen=pen)
    assert is_at(find_ink(page).found[0], box, 0.8)


def test_a_1_close_beside_a_digit_is_no_stroke_of_it() -> None:
    page = sheet(300, 400)
    boxes = [write(page, FIVE, (100, 100), 80), write(page, ONE, (147, 85), 100)]
    assert all(any(is_at(one, box) for one in find_ink(page).found) for box in boxes)


@pytest.mark.parametrize("pen", [4, 8])
@pytest.mark.parametrize("size_px", [60, 100])
def test_digits_side_by_side_stay_separate(size_px: int, pen: int) -> None:
    page = sheet(300, 800)
    names = ["7", "1", "4", "1", "5"]
    boxes = [
        write(page, STROKES[name], (40 + number * (size_px + 30), 80), size_px, pen=pen)
        for number, name in enumerate(names)
    ]
    found = find_ink(page).found
    assert len(found) == len(boxes)
    assert all(any(is_at(one, box) for one in found) for box in boxes)


def test_a_digit_close_to_its_frame_is_cut_out_alone() -> None:
    page = sheet(600, 800)
    box = write(page, FIVE, (300, 200), 240)
    cv2.rectangle(page, (box[0] - 9, box[1] - 9), (box[2] + 9, box[3] + 9), (40, 40, 40), 4)
    assert is_at(find_ink(page).found[0], box)


def test_a_frame_open_above_is_no_stroke_of_the_digit_in_it() -> None:
    page = sheet(600, 800)
    left, top, right, bottom = box = write(page, FIVE, (300, 200), 200)
    left, top, right, bottom = left - 14, top - 14, right + 14, bottom + 14
    frame = np.array([[left, top], [left, bottom], [right, bottom], [right, top]])
    cv2.polylines(page, [frame], False, (40, 40, 40), 4)
    assert is_at(find_ink(page).found[0], box)


def test_a_corner_of_a_frame_is_no_stroke_of_the_digit() -> None:
    page = sheet(600, 800)
    box = write(page, FIVE, (300, 150), 300)
    cv2.polylines(page, [np.array([[0, 90], [620, 110], [610, 599]])], False, (40, 40, 40), 5)
    assert is_at(find_ink(page).found[0], box)


def test_a_search_keeps_no_pieces_of_the_picture() -> None:
    page = sheet()
    write(page, FIVE + DETACHED_BAR, (120, 120), 150)
    assert find_ink(page).found
    assert not [kept for kept in gc.get_objects() if type(kept) is Part]
