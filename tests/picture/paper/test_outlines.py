"""Claims about digits that are drawn as outlines."""

import cv2
import numpy as np
import pytest

from mlp.picture.paper.outlines import between_outlines
from tests.support.paper import FIVE, SEVEN, WHITE, sheet, write

NINE = [[(0.6, 0.3), (0.4, 0.1), (0.2, 0.3), (0.4, 0.45), (0.6, 0.3), (0.6, 0.95)]]


def hollow(strokes: list[list[tuple[float, float]]], line_px: int = 6) -> np.ndarray:
    """Draw an outline: float32, (400, 400), [0, 1]."""
    page = sheet()
    write(page, strokes, (60, 40), 320, pen=60)
    write(page, strokes, (60, 40), 320, pen=60 - 2 * line_px, ink=WHITE)
    darkness: np.ndarray = 1 - page[..., 0].astype(np.float32) / 255
    return darkness


@pytest.mark.parametrize("strokes", [NINE, SEVEN, FIVE])
def test_the_stroke_between_outlines_is_filled(strokes: list[list[tuple[float, float]]]) -> None:
    whole = sheet()
    write(whole, strokes, (60, 40), 320, pen=60)
    is_filled = np.maximum(hollow(strokes), between_outlines(hollow(strokes), 0.15)) > 0.5
    assert (is_filled != (whole[..., 0] < 128)).mean() < 0.006


@pytest.mark.parametrize("pen", [3, 10, 24])
@pytest.mark.parametrize("width", [90, 120, 180])
def test_the_rings_of_a_pen_are_not_filled(pen: int, width: int) -> None:
    zero, eight = np.zeros((2, 400, 400), np.float32)
    cv2.ellipse(zero, (200, 200), (width // 2, 150), 10, 0, 360, (1.0,), pen)
    for row in (130, 270):
        cv2.ellipse(eight, (200, row), (width // 2, 70), 0, 0, 360, (1.0,), pen)
    assert not between_outlines(zero, 0.15).any() and not between_outlines(eight, 0.15).any()


def test_a_frame_around_a_digit_is_not_filled() -> None:
    framed = np.zeros((400, 400), np.float32)
    cv2.rectangle(framed, (60, 30), (340, 370), (1.0,), 5)
    cv2.ellipse(framed, (200, 200), (60, 100), 0, 0, 360, (1.0,), 12)
    assert not between_outlines(framed, 0.15).any()
