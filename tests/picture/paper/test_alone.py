"""Claims about what lies around a digit, on pictures drawn here."""

import cv2
import numpy as np
import pytest

from mlp.picture.paper.alone import is_alone
from mlp.picture.paper.cut import Found
from mlp.picture.paper.ink import find_ink
from tests.support.paper import FIVE, ONE, SEVEN, Strokes, is_at, sheet, write

PAPER, PEN = (200, 200, 200), (60, 60, 60)


def grainy(page: np.ndarray) -> np.ndarray:
    """Photograph a page: uint8, (height, width, 3)."""
    noise = np.random.default_rng(0).normal(0, 3, page.shape[:2])[..., None]
    soft = cv2.GaussianBlur(page, (0, 0), 1).astype(np.float32)
    return np.clip(soft + noise, 0, 255).astype(np.uint8)


def stands_alone(page: np.ndarray, strokes: Strokes, *, is_dark: bool = True) -> bool:
    """Write a digit in the page's middle, and ask."""
    page = page.copy()
    drawn = np.zeros_like(page)
    pen = PEN if is_dark else (245, 245, 245)
    for on, tone in ((page, pen), (drawn, (255, 255, 255))):
        write(on, strokes, (140, 120), 160, pen=14, ink=tone)
    ink = drawn[..., 0]
    left, top, width, height = cv2.boundingRect((ink > 0).astype(np.uint8))
    found = Found(ink[top : top + height, left : left + width], left, top)
    return is_alone(grainy(page)[..., 0], found, ink, is_dark=is_dark)


@pytest.mark.parametrize("strokes", [ONE, SEVEN, FIVE])
def test_a_digit_on_paper_is_alone(strokes: Strokes) -> None:
    assert stands_alone(sheet(colour=PAPER), strokes)
    assert stands_alone(sheet(colour=(70, 70, 70)), strokes, is_dark=False)


def test_ruled_lines_and_a_soft_shadow_are_no_edges() -> None:
    page = sheet(colour=PAPER)
    for at in range(10, 400, 40):
        cv2.line(page, (0, at), (399, at), (120, 120, 160), 2)
    shade = np.clip(np.linspace(1.6, 0.2, 400), 0.6, 1)[None, :, None]
    assert stands_alone((page * shade).astype(np.uint8), ONE)


def test_a_stroke_between_two_faces_of_a_box_is_not_alone() -> None:
    page = sheet(colour=PAPER)
    page[:, 208:] = 156
    assert not stands_alone(page, ONE)


def test_a_stroke_beside_the_edge_of_a_thing_is_not_alone() -> None:
    page = sheet(colour=PAPER)
    page[:, 230:] = 90
    assert not stands_alone(page, ONE)


def test_what_has_a_loop_is_a_digit_across_any_edge() -> None:
    page = sheet(colour=PAPER)
    page[:, 230:] = 90
    ring = [[(0.4, 0.1), (0.65, 0.5), (0.4, 0.9), (0.15, 0.5), (0.4, 0.1)]]
    assert stands_alone(page, ring) and not stands_alone(page, ONE)


def test_a_things_stroke_is_no_digit_and_neither_is_what_lies_beside_it() -> None:
    page = sheet(colour=PAPER)
    cv2.fillPoly(page, [np.array([[90, 150], [200, 120], [200, 300], [90, 280]])], (120, 120, 120))
    cv2.fillPoly(page, [np.array([[200, 120], [330, 160], [330, 270], [200, 300]])], (165,) * 3)
    cv2.line(page, (200, 125), (200, 295), PEN, 9)
    assert find_ink(grainy(page)).found == ()


def test_a_digit_beside_a_finger_is_found() -> None:
    page = sheet(colour=PAPER)
    cv2.ellipse(page, (330, 380), (40, 110), 0, 0, 360, (120, 150, 190), -1)
    box = write(page, FIVE, (60, 60), 150, pen=12, ink=PEN)
    assert is_at(find_ink(grainy(page)).found[0], box)
