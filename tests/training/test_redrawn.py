import cv2
import numpy as np
import pytest

from mlp.dataset import Digits
from mlp.picture.midline import midline
from mlp.picture.prepare import from_pad
from mlp.training.redrawn import PAD_SIDE, PEN_SHARES, drawn
from tests.support.pictures import ring


def num_holes(ink: np.ndarray) -> int:
    num_grounds, _ = cv2.connectedComponents((ink < 128).astype(np.uint8), connectivity=4)
    return num_grounds - 2


def test_a_dot_is_drawn(digits: Digits) -> None:
    pixels = np.zeros((28, 28), np.uint8)
    pixels[13:15, 13:15] = 255
    assert drawn(midline(pixels), np.random.default_rng(0)).max() == 255


def test_a_faint_stroke_is_drawn_too() -> None:
    pixels = ring()
    pixels[:, :14] = 0.45 * pixels[:, :14]
    assert num_holes(drawn(midline(pixels), np.random.default_rng(1))) == 1


def test_a_faint_digit_is_drawn() -> None:
    pixels = (0.45 * ring()).astype(np.uint8)
    assert num_holes(drawn(midline(pixels), np.random.default_rng(1))) == 1


@pytest.mark.parametrize("pen", PEN_SHARES)
def test_a_hole_stays_open_with_any_pen(pen: float) -> None:
    assert num_holes(drawn(midline(ring()), np.random.default_rng(1), pen=pen)) == 1


@pytest.mark.parametrize("seed", range(20))
def test_drawing_lies_within_the_pad(digits: Digits, seed: int) -> None:
    ink = drawn(midline(digits.pixels[seed].numpy()), np.random.default_rng(seed))
    assert ink.shape == (PAD_SIDE, PAD_SIDE)
    border = np.concatenate([ink[0], ink[-1], ink[:, 0], ink[:, -1]])
    assert border.max() < 128


def test_same_random_numbers_give_the_same_drawing(digits: Digits) -> None:
    way = midline(digits.pixels[0].numpy())
    first, again = (drawn(way, np.random.default_rng(4)) for _ in range(2))
    assert (first == again).all()


def test_a_redrawn_digit_looks_like_the_original(digits: Digits) -> None:
    pixels = digits.pixels[0].numpy()
    prepared = from_pad(drawn(midline(pixels), np.random.default_rng(0), pen=0.07))
    again = prepared.image.numpy() * 255
    near = cv2.dilate(pixels, np.ones((3, 3), np.uint8))
    assert np.minimum(again, near).sum() > 0.9 * again.sum()
