import cv2
import numpy as np
import pytest

from mlp.training.hand import (
    Form,
    Hand,
    arc,
    bent,
    pencilled,
    prepared_pixels,
    straight,
    turned,
    written,
    written_digits,
)
from mlp.training.redrawn import PAD_SIDE

RING = Form(0, lambda random: [arc((0.3, 0.5), (0.3, 0.5))])
STROKE = Form(1, lambda random: [straight((0, 0), (0, 1))])


def num_holes(ink: np.ndarray) -> int:
    num_grounds, _ = cv2.connectedComponents((ink < 128).astype(np.uint8), connectivity=4)
    return num_grounds - 2


def test_a_bent_line_goes_through_its_points() -> None:
    line = bent((0, 0), (1, 2), (3, 1))
    for point in ((0, 0), (1, 2), (3, 1)):
        assert np.abs(line - point).sum(axis=1).min() < 1e-9


def test_an_arc_goes_once_round_from_the_top() -> None:
    ring = arc((1, 1), (1, 1))
    assert np.allclose(ring[0], [1, 0]) and np.allclose(ring[-1], [1, 0])
    assert ring[1, 0] < 1  # to the left first, as a hand does


def test_lines_are_turned_clockwise() -> None:
    (line,) = turned([straight((0, 0), (0, -1))], 90)
    assert np.allclose(line[-1], [1, 0])


@pytest.mark.parametrize("seed", range(20))
def test_what_is_written_lies_within_the_pad(seed: int) -> None:
    ink = written(RING, np.random.default_rng(seed))
    assert ink.shape == (PAD_SIDE, PAD_SIDE) and ink.max() > 200
    assert max(ink[0].max(), ink[-1].max(), ink[:, 0].max(), ink[:, -1].max()) < 128


@pytest.mark.parametrize("seed", range(10))
def test_no_pen_fills_a_hole(seed: int) -> None:
    assert num_holes(written(RING, np.random.default_rng(seed), Hand(pen=(0.4, 0.5)))) == 1


def test_a_pen_that_closes_nothing_keeps_its_width() -> None:
    narrow, wide = (
        written(STROKE, np.random.default_rng(0), Hand(pen=(pen, pen))).sum() for pen in (0.05, 0.2)
    )
    assert wide > 2.5 * narrow


def test_same_random_numbers_write_the_same() -> None:
    first, again = (written(RING, np.random.default_rng(4)) for _ in range(2))
    other = written(RING, np.random.default_rng(5))
    assert (first == again).all() and (first != other).any()


def test_each_digit_and_each_of_its_forms_comes_as_often() -> None:
    forms = {"ring": RING, "stroke": STROKE, "other": Form(1, lambda random: RING.lines(random))}
    digits = written_digits(forms, 40, seed=1)
    assert digits.labels.tolist() == [0, 1] * 20
    is_wide = (digits.pixels.amax(dim=1) > 99).sum(dim=1) > 8
    assert is_wide[1::2].sum() == 10


def test_more_digits_begin_with_the_same_ones() -> None:
    few, more = (written_digits({"ring": RING}, count, seed=2).pixels for count in (3, 5))
    assert (more[:3] == few).all()


def test_a_pencil_draws_a_line_of_one_pixel_around_the_middle() -> None:
    canvas = pencilled(STROKE, np.random.default_rng(0), Hand(turn_deg=1e-6, slant=1e-6, wobble=0))
    assert set(np.unique(canvas)) == {0, 255}
    assert (canvas > 0).sum(axis=1).max() == 1
    rows, columns = canvas.nonzero()
    assert abs(rows.mean() - 14) <= 0.5 and abs(columns.mean() - 14) <= 0.5


def test_what_a_pencil_draws_is_taken_as_it_is_or_prepared() -> None:
    hand = Hand(pencil=1)
    images = [prepared_pixels(RING, np.random.default_rng(seed), hand) for seed in range(20)]
    is_raw = [set(np.unique(image)) == {0, 255} for image in images]
    assert 4 < sum(is_raw) < 16
