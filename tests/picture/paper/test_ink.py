"""Claims about finding ink, on drawings made here and on photographs made by arithmetic."""

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from mlp.dataset import Digits, load_digits
from mlp.picture.file import load_picture
from mlp.picture.paper.ink import find_ink
from mlp.study.photographs import TUNING_SEED, Photograph, page_of_digits, photograph_number
from tests.support.paper import FIVE, ONE, SEVEN, WHITE, Box, Colour, is_at, sheet, write

small_pictures = st.tuples(st.integers(1, 40), st.integers(1, 40))


@pytest.fixture(scope="module")
def training() -> Digits:
    """The last 5,000 training digits: those that photographs for tuning are made of."""
    digits = load_digits("train")
    return Digits(digits.pixels[-5000:], digits.labels[-5000:])


# Any picture


@given(
    small_pictures.flatmap(lambda sides: arrays(np.uint8, sides)),
    st.sampled_from([None, True, False]),
)
def test_a_picture_of_any_size_is_searched(pixels: np.ndarray, is_dark: bool | None) -> None:
    ink = find_ink(pixels, is_dark=is_dark)
    assert ink.ink.shape == ink.flat.shape == ink.grey.shape == pixels.shape


@given(small_pictures.flatmap(lambda sides: arrays(np.uint8, (*sides, 3))))
def test_every_digit_lies_in_the_picture(pixels: np.ndarray) -> None:
    for found in find_ink(pixels).found:
        height, width = found.ink.shape
        assert found.left >= 0 <= found.top
        assert found.left + width <= pixels.shape[1] and found.top + height <= pixels.shape[0]


@pytest.mark.parametrize("sides", [(1, 1), (28, 28), (1, 900), (300, 400)])
@pytest.mark.parametrize("grey", [0, 1, 100, 128, 254, 255])
def test_nothing_is_found_on_a_uniform_picture(sides: tuple[int, ...], grey: int) -> None:
    assert find_ink(np.full(sides, grey, np.uint8)).found == ()


# Digits as files have them


@pytest.mark.parametrize("is_dark", [True, False])
@pytest.mark.parametrize("factor", [3, 6, 12])
def test_an_enlarged_digit_is_found_alone_and_whole(
    digits: Digits, factor: int, is_dark: bool
) -> None:
    for pixels in digits.pixels[:25].numpy():
        big = cv2.resize(pixels, None, fx=factor, fy=factor, interpolation=cv2.INTER_CUBIC)
        left, top, width, height = cv2.boundingRect((big > 100).astype(np.uint8))
        ink = find_ink(255 - big if is_dark else big)
        assert len(ink.found) == 1 and ink.is_dark == is_dark
        assert is_at(ink.found[0], (left, top, left + width, top + height))


@pytest.mark.parametrize("is_dark", [True, False])
def test_a_digit_cropped_tight_is_found_whole(digits: Digits, is_dark: bool) -> None:
    is_whole = []
    for pixels in digits.pixels[:40].numpy():
        big = cv2.resize(pixels, None, fx=6, fy=6, interpolation=cv2.INTER_CUBIC)
        left, top, width, height = cv2.boundingRect((big > 100).astype(np.uint8))
        tight = big[top : top + height, left : left + width]
        found = find_ink(255 - tight if is_dark else tight).found
        is_whole.append(bool(found) and is_at(found[0], (0, 0, width, height)))
    assert np.mean(is_whole) >= 0.9


@pytest.mark.parametrize("place", [(-4, 150), (150, -4), (300, 150), (150, 300)])
def test_a_digit_alone_is_found_though_it_touches_the_edge(place: tuple[int, int]) -> None:
    page = sheet()
    box = write(page, SEVEN, place, 100)
    clipped = (max(box[0], 0), max(box[1], 0), min(box[2], 400), min(box[3], 400))
    assert is_at(find_ink(page).found[0], clipped)


# What belongs together


@pytest.mark.slow
def test_most_digits_of_a_photographed_page_are_found(training: Digits) -> None:
    num_digits = num_found = num_first = 0
    for seed in range(8):
        page = page_of_digits(training, np.random.default_rng(seed), num_lines=2, paper="white")
        pixels = load_picture(page.content).pixels
        scale = pixels.shape[1] / page.pixels.shape[1]
        boxes = [
            tuple(round(side * scale) for side in (left, top, left + width, top + height))
            for left, top, width, height in page.boxes
        ]
        found = find_ink(pixels).found
        num_digits += len(boxes)
        num_found += sum(any(is_at(one, box, 0.6) for one in found) for box in boxes)
        num_first += is_at(found[0], boxes[page.largest], 0.6)
    assert num_first >= 7 and num_found >= 0.85 * num_digits


# Pens and papers


@pytest.mark.parametrize(
    ("paper", "pen"),
    [
        (WHITE, (200, 40, 48)),
        (WHITE, (40, 150, 80)),
        (WHITE, (240, 215, 40)),  # yellow: dark in blue alone
        (WHITE, (205, 205, 205)),
        ((250, 236, 110), (48, 76, 170)),
        ((40, 62, 50), (240, 240, 234)),
        ((20, 20, 24), (230, 60, 60)),
    ],
)
def test_any_pen_that_stands_out_is_found(paper: Colour, pen: Colour) -> None:
    page = sheet(colour=paper)
    box = write(page, FIVE, (120, 120), 150, ink=pen)
    (found,) = find_ink(page).found
    assert is_at(found, box)


@pytest.mark.parametrize("pen", [4, 8])
def test_a_pale_digit_is_found_though_a_reflection_is_brighter(pen: int) -> None:
    page = sheet(600, 800, (110, 112, 100))
    write(page, ONE, (120, 100), 40, pen=pen, ink=(235, 235, 230))
    box = write(page, FIVE, (400, 250), 150, pen=4, ink=(84, 86, 76))
    ink = find_ink(page)
    assert ink.is_dark and is_at(ink.found[0], box)


# Photographs


def box_on(pixels: np.ndarray, taken: Photograph) -> Box:
    """Say where the digit is on the picture that was made of the photograph's file."""
    scale = pixels.shape[1] / taken.pixels.shape[1]
    left, top, width, height = (round(side * scale) for side in taken.box)
    return (left, top, left + width, top + height)


@pytest.mark.slow
def test_digits_of_most_photographs_are_found(training: Digits) -> None:
    is_found = []
    for number in range(40):
        taken = photograph_number(training, number, seed=TUNING_SEED)
        pixels = load_picture(taken.content).pixels
        found = find_ink(pixels).found
        is_found.append(bool(found) and is_at(found[0], box_on(pixels, taken), 0.6))
    assert np.mean(is_found) >= 0.9


@pytest.mark.parametrize(
    ("number", "beside"),
    [
        (102, "a stroke of its own within its box"),
        (149, "the edges of the note, kept by a hair"),
        (305, "tiny loops where the pencil went twice"),
        (337, "the edge of a sheet and ruled lines, beyond the picture"),
        (460, "a margin and a line, beyond the picture"),
        (609, "the edge of the paper, close to it"),
        (700, "a shadow that looks like a sheet, half under it"),
        (928, "an empty shadow that looks like a sheet"),
        (1148, "a stroke so thick that the ends are much of its outline"),
    ],
)
def test_a_digit_is_found_with(number: int, beside: str) -> None:
    taken = photograph_number(load_digits("train"), number, seed=101)
    pixels = load_picture(taken.content).pixels
    assert is_at(find_ink(pixels).found[0], box_on(pixels, taken)), beside


def test_a_table_beside_the_paper_is_no_ink_of_one_colour(training: Digits) -> None:
    taken = photograph_number(training, 151, seed=71_001)
    pixels = load_picture(taken.content).pixels
    assert is_at(find_ink(pixels).found[0], box_on(pixels, taken))
