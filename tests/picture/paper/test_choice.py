"""Claims about which of many things on a picture is the digit, on drawings made here."""

import cv2
import numpy as np
import pytest

from mlp.dataset import Digits
from mlp.picture.paper.ink import find_ink
from tests.support.paper import FIVE, FOUR, ONE, SEVEN, STROKES, is_at, sheet, write


@pytest.mark.parametrize("faint", [140, 155])
def test_a_fainter_piece_of_a_stroke_is_kept(faint: int) -> None:
    page = sheet(colour=(240, 240, 240))
    for first, last, grey in ((0, 360, 120), (200, 250, faint)):
        cv2.ellipse(page, (200, 200), (60, 80), 0, first, last, (grey, grey, grey), 8)
    (found,) = find_ink(cv2.GaussianBlur(page, (0, 0), 1.2)).found
    is_ground = (np.pad(found.ink, 1) < 128).astype(np.uint8)
    num_labels, _ = cv2.connectedComponents(is_ground, connectivity=4)
    assert num_labels == 3  # ink, around it, and the hole: the ring is whole


def test_the_largest_digit_comes_first() -> None:
    page = sheet(400, 800)
    write(page, FOUR, (60, 100), 80)
    box = write(page, SEVEN, (300, 60), 240)
    write(page, FOUR, (620, 100), 80)
    assert is_at(find_ink(page).found[0], box)


def test_a_slender_one_is_found_beside_a_larger_digit(digits: Digits) -> None:
    two, one = (digits.pixels[digits.labels == label][0].numpy() for label in (2, 1))
    page = np.full((160, 280), 255, np.uint8)
    page[20:132, 20:132] -= np.kron(two, np.ones((4, 4), np.uint8))
    page[20:104, 160:244] -= np.kron(one, np.ones((3, 3), np.uint8))
    assert len(find_ink(page).found) == 2


@pytest.mark.parametrize("name", list(STROKES))
@pytest.mark.parametrize("line", [2, 6])
def test_a_drawn_frame_is_not_taken_for_the_digit(name: str, line: int) -> None:
    page = sheet()
    cv2.rectangle(page, (80, 60), (320, 350), (40, 40, 40), line)
    box = write(page, STROKES[name], (140, 120), 150)
    (found,) = find_ink(page).found
    assert is_at(found, box)


@pytest.mark.parametrize("name", ["5", "7", "1"])
def test_pale_pencil_is_found_in_a_dark_frame(name: str) -> None:
    page = sheet(600, 800)
    cv2.rectangle(page, (300, 200), (460, 400), (40, 40, 40), 6)
    box = write(page, STROKES[name], (325, 225), 140, pen=5, ink=(215, 215, 215))
    assert is_at(find_ink(page).found[0], box)


def test_a_larger_corner_beside_the_digit_is_not_taken_for_it() -> None:
    page = sheet(600, 800)
    box = write(page, FIVE, (480, 250), 200, pen=5, ink=(40, 40, 40))
    cv2.polylines(page, [np.array([[60, 90], [300, 100], [290, 400]])], False, (90, 90, 90), 5)
    assert is_at(find_ink(page).found[0], box)


def test_a_1_as_high_as_most_of_the_picture_is_found() -> None:
    page = sheet(600, 800)
    box = write(page, ONE, (300, 70), 450)
    assert is_at(find_ink(page).found[0], box)
