import cv2
import numpy as np
import pytest
import torch

from mlp.dataset import Digits
from mlp.net.network import NeuralNetwork
from mlp.picture.prepare import from_pad
from mlp.picture.strokes import Strokes, strokes_of
from tests.support.pictures import ring

NUM_DIGITS = 300
PAD_PX = 112


@pytest.fixture(scope="module")
def written(digits: Digits) -> list[Strokes]:
    return [strokes_of(pixels) for pixels in digits.pixels[:NUM_DIGITS].numpy()]


@torch.no_grad()
def test_drawn_by_such_a_pen_a_digit_is_read_as_the_same(
    written: list[Strokes], digits: Digits, model: NeuralNetwork
) -> None:
    images = torch.stack([from_pad(strokes.drawn(PAD_PX)).image for strokes in written])
    is_same = model(images).argmax(1) == digits.labels[:NUM_DIGITS]
    assert is_same.float().mean() >= 0.95


def test_lines_lie_on_ink(written: list[Strokes], digits: Digits) -> None:
    for strokes, pixels in zip(written, digits.pixels.numpy(), strict=False):
        near = cv2.dilate(pixels, np.ones((3, 3), np.uint8))
        x, y = (np.concatenate(strokes.lines) * len(pixels)).astype(int).T
        assert (near[y, x] > 64).all()


def test_the_pen_is_as_wide_as_the_ink(written: list[Strokes], digits: Digits) -> None:
    drawn = np.array([strokes.drawn(PAD_PX).mean() for strokes in written])
    wanted = digits.pixels[:NUM_DIGITS].float().mean((1, 2)).numpy()
    assert np.median(drawn / wanted) == pytest.approx(1, abs=0.07)


def test_a_cross_is_two_straight_strokes() -> None:
    pixels = np.zeros((28, 28), np.uint8)
    pixels[5:23, 13:16] = pixels[12:15, 6:22] = 255
    bar, upright = sorted(strokes_of(pixels).lines, key=lambda line: np.ptp(line[:, 1]))
    assert np.ptp(bar[:, 1]) < 0.05 < 0.4 < bar[-1, 0] - bar[0, 0]  # from the left
    assert np.ptp(upright[:, 0]) < 0.05 < 0.4 < upright[-1, 1] - upright[0, 1]  # from the top


def test_a_ring_begins_at_its_top_goes_left_and_comes_back() -> None:
    (line,) = strokes_of(ring()).lines
    assert (line[0] == line[-1]).all()
    assert line[0, 1] == line[:, 1].min()
    assert line[1, 0] < line[0, 0]


def test_a_dot_is_a_stroke() -> None:
    pixels = np.zeros((28, 28), np.uint8)
    pixels[13:15, 13:15] = 255
    (line,) = strokes_of(pixels).lines
    assert line == pytest.approx(0.5, abs=0.02)
    assert line.shape == (2, 2)


def test_most_digits_are_one_to_three_strokes(written: list[Strokes]) -> None:
    assert np.mean([len(strokes.lines) <= 3 for strokes in written]) > 0.85
