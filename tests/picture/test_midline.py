from itertools import pairwise

import cv2
import numpy as np
import pytest

from mlp.dataset import Digits
from mlp.picture.midline import midline
from tests.support.pictures import ring


def test_midline_is_one_long_and_centred(digits: Digits) -> None:
    points = midline(digits.pixels[0].numpy()).points
    assert np.ptp(points, axis=0).max() == pytest.approx(1)
    assert points.min(axis=0) == pytest.approx(-points.max(axis=0))


def test_strokes_use_each_piece_once(digits: Digits) -> None:
    for pixels in digits.pixels[:50].numpy():
        way = midline(pixels)
        used = [tuple(sorted(pair)) for one in way.strokes for pair in pairwise(one)]
        assert sorted(used) == sorted(tuple(sorted(pair)) for pair in way.pieces.tolist())


def test_a_straight_stroke_becomes_one_stroke() -> None:
    pixels = np.zeros((28, 28), np.uint8)
    pixels[5:23, 13:16] = 255
    assert len(midline(pixels).strokes) == 1


def test_a_ring_comes_back_to_its_start() -> None:
    (stroke,) = midline(ring()).strokes
    assert stroke[0] == stroke[-1]


@pytest.mark.parametrize("radius", [3, 4, 5])
def test_a_loop_that_ran_full_is_opened_as_wide_as_the_pen_went(radius: int) -> None:
    pixels = cv2.circle(np.zeros((28, 28), np.uint8), (14, 20), radius, (255,), cv2.FILLED)
    pixels[3:20, 13:16] = 255
    points = midline(pixels).points
    loop_width = np.ptp(points[points[:, 1] > 0.1, 0])
    assert loop_width == pytest.approx((2 * radius - 3) / (17 + radius), abs=0.02)


def test_a_hole_of_a_digit_stays_open(digits: Digits) -> None:
    zero = next(i for i in range(len(digits)) if int(digits.labels[i]) == 0)
    assert 0.05 <= midline(digits.pixels[zero].numpy()).max_width <= 0.2
