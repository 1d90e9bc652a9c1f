"""Claims about what is no stroke of a pen, on drawings made here."""

import cv2
import numpy as np

from mlp.picture.paper.ink import find_ink
from tests.support.paper import FIVE, SEVEN, is_at, sheet, write


def test_a_digit_across_the_edge_of_a_dark_patch_is_found_whole() -> None:
    page = sheet(600, 800)
    cv2.fillConvexPoly(page, np.array([(300, 200), (620, 190), (630, 430), (310, 440)]), (180,) * 3)
    box = write(page, SEVEN, (200, 240), 180)
    assert is_at(find_ink(page).found[0], box)


def test_the_edge_of_what_lies_on_the_paper_is_not_taken_for_the_digit() -> None:
    page = sheet(600, 800)
    box = write(page, FIVE, (350, 250), 60, pen=4, ink=(110, 110, 110))
    cv2.line(page, (0, 400), (90, 380), (208, 160, 134), 110, cv2.LINE_AA)  # a finger
    assert is_at(find_ink(page).found[0], box)


def test_a_large_soft_shadow_is_not_taken_for_the_digit() -> None:
    page = sheet(600, 800)
    box = write(page, FIVE, (200, 250), 120)
    shadow = np.zeros((600, 800), np.float32)
    cv2.circle(shadow, (600, 300), 180, 0.4, -1)
    lit = page * (1 - cv2.GaussianBlur(shadow, (0, 0), 15))[..., None]
    assert is_at(find_ink(lit.astype(np.uint8)).found[0], box)
