"""Claims about digits cut out of a picture, on drawings made here."""

import cv2

from mlp.picture.paper.ink import find_ink
from tests.support.paper import BLACK, FIVE, ONE, sheet, write


def test_grey_is_seen_in_the_colour_in_which_the_pen_is_dark() -> None:
    page = sheet()
    write(page, ONE, (120, 120), 150, ink=(250, 235, 40))
    assert find_ink(page).grey.min() < 80


def test_ink_is_cut_out_white_on_black() -> None:
    page = sheet()
    write(page, FIVE, (120, 120), 150)
    (found,) = find_ink(page).found
    assert found.ink.max() == 255
    assert found.ink[0].any() and found.ink[:, 0].any() and found.ink[-1].any()


def test_nothing_but_the_digits_is_left_of_the_picture() -> None:
    page = sheet()
    cv2.rectangle(page, (80, 60), (320, 350), BLACK, 3)
    write(page, FIVE, (140, 120), 150)
    ink = find_ink(page)
    (found,) = ink.found
    assert int(ink.ink.astype(int).sum()) == int(found.ink.astype(int).sum())
