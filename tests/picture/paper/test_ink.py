"""Claims about finding ink, on drawings made here and on photographs made by arithmetic."""

import gc

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from mlp.dataset import Digits, load_digits
from mlp.picture.file import load_picture
from mlp.picture.paper.ink import MIN_CONTRAST, Found, _Part, find_ink, is_dark_on_light
from mlp.study.photographs import TUNING_SEED, Photograph, page_of_digits, photograph_number

WHITE, BLACK = (255, 255, 255), (0, 0, 0)

FIVE = [[(0.2, 0.2), (0.15, 0.45), (0.5, 0.4), (0.7, 0.6), (0.6, 0.9), (0.1, 0.95)]]
DETACHED_BAR = [[(0.3, 0.0), (0.8, 0.0)]]
FOUR = [[(0.2, 0.05), (0.1, 0.6), (0.61, 0.6)], [(0.68, 0.25), (0.66, 0.97)]]
SEVEN = [[(0.1, 0.05), (0.75, 0.05), (0.3, 0.97)]]
ONE = [[(0.45, 0.02), (0.4, 0.98)]]
STROKES = {"5": FIVE + DETACHED_BAR, "4": FOUR, "7": SEVEN, "1": ONE}

Box = tuple[int, int, int, int]
Strokes = list[list[tuple[float, float]]]
small_pictures = st.tuples(st.integers(1, 40), st.integers(1, 40))


def sheet(height_px: int = 400, width_px: int = 400, colour=WHITE) -> np.ndarray:
    return np.full((height_px, width_px, 3), colour, np.uint8)


def write(
    page: np.ndarray, strokes: Strokes, place: tuple[int, int], size_px: int, *, pen=8, ink=BLACK
) -> Box:
    """Draw strokes with a round pen; return left, top, right and bottom of the ink."""
    lines = [np.round(np.array(stroke) * size_px + place).astype(np.int32) for stroke in strokes]
    cv2.polylines(page, lines, False, ink, pen, cv2.LINE_AA)
    points = np.concatenate(lines)
    low, high = points.min(axis=0) - pen // 2, points.max(axis=0) + pen // 2
    return (int(low[0]), int(low[1]), int(high[0]), int(high[1]))


def is_at(found: Found, box: Box, share: float = 0.7) -> bool:
    """Tell whether two boxes share most of their area, each with three pixels around it."""
    height, width = found.ink.shape
    first = np.array(
        [found.left - 3, found.top - 3, found.left + width + 3, found.top + height + 3]
    )
    second = np.add(box, (-3, -3, 3, 3))
    sides = np.minimum(first, second)[2:] - np.maximum(first, second)[:2]
    shared = np.maximum(sides, 0).prod()
    areas = (first[2:] - first[:2]).prod() + (second[2:] - second[:2]).prod()
    return bool(shared > share * (areas - shared))


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
def test_a_picture_of_any_size_is_searched(pixels, is_dark):
    ink = find_ink(pixels, is_dark=is_dark)
    assert ink.ink.shape == ink.flat.shape == ink.grey.shape == pixels.shape


@given(small_pictures.flatmap(lambda sides: arrays(np.uint8, (*sides, 3))))
def test_every_digit_lies_in_the_picture(pixels):
    for found in find_ink(pixels).found:
        height, width = found.ink.shape
        assert found.left >= 0 <= found.top
        assert found.left + width <= pixels.shape[1] and found.top + height <= pixels.shape[0]


@pytest.mark.parametrize("sides", [(1, 1), (28, 28), (1, 900), (300, 400)])
@pytest.mark.parametrize("grey", [0, 1, 100, 128, 254, 255])
def test_nothing_is_found_on_a_uniform_picture(sides, grey):
    assert find_ink(np.full(sides, grey, np.uint8)).found == ()


@pytest.mark.parametrize("seed", range(5))
def test_nothing_is_found_in_paper_noise(seed):
    noise = np.random.default_rng(seed).normal(200, 2, (300, 400))
    assert find_ink(noise.astype(np.uint8)).found == ()


# Digits as files have them


@pytest.mark.parametrize("is_dark", [True, False])
@pytest.mark.parametrize("factor", [3, 6, 12])
def test_an_enlarged_digit_is_found_alone_and_whole(digits, factor, is_dark):
    for pixels in digits.pixels[:25].numpy():
        big = cv2.resize(pixels, None, fx=factor, fy=factor, interpolation=cv2.INTER_CUBIC)
        left, top, width, height = cv2.boundingRect((big > 100).astype(np.uint8))
        ink = find_ink(255 - big if is_dark else big)
        assert len(ink.found) == 1 and ink.is_dark == is_dark
        assert is_at(ink.found[0], (left, top, left + width, top + height))


@pytest.mark.parametrize("is_dark", [True, False])
def test_a_digit_cropped_tight_is_found_whole(digits, is_dark):
    is_whole = []
    for pixels in digits.pixels[:40].numpy():
        big = cv2.resize(pixels, None, fx=6, fy=6, interpolation=cv2.INTER_CUBIC)
        left, top, width, height = cv2.boundingRect((big > 100).astype(np.uint8))
        tight = big[top : top + height, left : left + width]
        found = find_ink(255 - tight if is_dark else tight).found
        is_whole.append(bool(found) and is_at(found[0], (0, 0, width, height)))
    assert np.mean(is_whole) >= 0.9


@pytest.mark.parametrize("place", [(-4, 150), (150, -4), (300, 150), (150, 300)])
def test_a_digit_alone_is_found_though_it_touches_the_edge(place):
    page = sheet()
    box = write(page, SEVEN, place, 100)
    clipped = (max(box[0], 0), max(box[1], 0), min(box[2], 400), min(box[3], 400))
    assert is_at(find_ink(page).found[0], clipped)


# What belongs together


@pytest.mark.parametrize("name", ["5", "4", "1", "7"])
@pytest.mark.parametrize(("size_px", "pen"), [(50, 3), (90, 4), (90, 10), (250, 8), (250, 30)])
def test_all_strokes_of_a_digit_are_kept_together(name, size_px, pen):
    page = sheet(500, 600)
    box = write(page, STROKES[name], (180, 120), size_px, pen=pen)
    (found,) = find_ink(page).found
    assert is_at(found, box)


@pytest.mark.parametrize(("size_px", "pen"), [(50, 3), (90, 4), (90, 10), (250, 8), (250, 20)])
def test_a_bar_longer_than_the_rest_of_its_5_is_kept(size_px, pen):
    body = [(0.1, 0.38), (0.05, 0.55), (0.4, 0.6), (0.5, 0.75), (0.4, 0.97), (0.0, 0.98)]
    page = sheet(500, 600)
    box = write(page, [body, [(0.24, 0.28), (0.98, 0.1)]], (180, 120), size_px, pen=pen)
    assert is_at(find_ink(page).found[0], box)


@pytest.mark.parametrize(("size_px", "pen"), [(50, 3), (90, 6), (250, 20)])
def test_both_strokes_of_an_open_4_are_kept(size_px, pen):
    left = [(0.12, 0.1), (0.0, 0.45), (0.08, 0.5), (0.28, 0.5)]
    page = sheet(500, 600)
    stem = [(0.68, 0.0), (0.45, 0.55), (0.55, 0.55), (0.45, 0.55), (0.25, 1.0)]
    box = write(page, [left, stem], (180, 120), size_px, pen=pen)
    assert is_at(find_ink(page).found[0], box, 0.8)


def test_a_1_close_beside_a_digit_is_no_stroke_of_it():
    page = sheet(300, 400)
    boxes = [write(page, FIVE, (100, 100), 80), write(page, ONE, (147, 85), 100)]
    assert all(any(is_at(one, box) for one in find_ink(page).found) for box in boxes)


@pytest.mark.parametrize("faint", [140, 155])
def test_a_fainter_piece_of_a_stroke_is_kept(faint):
    page = sheet(colour=(240, 240, 240))
    for first, last, grey in ((0, 360, 120), (200, 250, faint)):
        cv2.ellipse(page, (200, 200), (60, 80), 0, first, last, (grey, grey, grey), 8)
    (found,) = find_ink(cv2.GaussianBlur(page, (0, 0), 1.2)).found
    is_ground = (np.pad(found.ink, 1) < 128).astype(np.uint8)
    num_labels, _ = cv2.connectedComponents(is_ground, connectivity=4)
    assert num_labels == 3  # ink, around it, and the hole: the ring is whole


@pytest.mark.parametrize("pen", [4, 8])
@pytest.mark.parametrize("size_px", [60, 100])
def test_digits_side_by_side_stay_separate(size_px, pen):
    page = sheet(300, 800)
    names = ["7", "1", "4", "1", "5"]
    boxes = [
        write(page, STROKES[name], (40 + number * (size_px + 30), 80), size_px, pen=pen)
        for number, name in enumerate(names)
    ]
    found = find_ink(page).found
    assert len(found) == len(boxes)
    assert all(any(is_at(one, box) for one in found) for box in boxes)


def test_the_largest_digit_comes_first():
    page = sheet(400, 800)
    write(page, FOUR, (60, 100), 80)
    box = write(page, SEVEN, (300, 60), 240)
    write(page, FOUR, (620, 100), 80)
    assert is_at(find_ink(page).found[0], box)


def test_a_slender_one_is_found_beside_a_larger_digit(digits):
    two, one = (digits.pixels[digits.labels == label][0].numpy() for label in (2, 1))
    page = np.full((160, 280), 255, np.uint8)
    page[20:132, 20:132] -= np.kron(two, np.ones((4, 4), np.uint8))
    page[20:104, 160:244] -= np.kron(one, np.ones((3, 3), np.uint8))
    assert len(find_ink(page).found) == 2


def test_most_digits_of_a_photographed_page_are_found(training):
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


# What is no digit


@pytest.mark.parametrize("name", list(STROKES))
@pytest.mark.parametrize("line", [2, 6])
def test_a_drawn_frame_is_not_taken_for_the_digit(name, line):
    page = sheet()
    cv2.rectangle(page, (80, 60), (320, 350), (40, 40, 40), line)
    box = write(page, STROKES[name], (140, 120), 150)
    (found,) = find_ink(page).found
    assert is_at(found, box)


@pytest.mark.parametrize("name", ["5", "7", "1"])
def test_pale_pencil_is_found_in_a_dark_frame(name):
    page = sheet(600, 800)
    cv2.rectangle(page, (300, 200), (460, 400), (40, 40, 40), 6)
    box = write(page, STROKES[name], (325, 225), 140, pen=5, ink=(215, 215, 215))
    assert is_at(find_ink(page).found[0], box)


def test_a_digit_close_to_its_frame_is_cut_out_alone():
    page = sheet(600, 800)
    box = write(page, FIVE, (300, 200), 240)
    cv2.rectangle(page, (box[0] - 9, box[1] - 9), (box[2] + 9, box[3] + 9), (40, 40, 40), 4)
    assert is_at(find_ink(page).found[0], box)


def test_a_frame_open_above_is_no_stroke_of_the_digit_in_it():
    page = sheet(600, 800)
    left, top, right, bottom = box = write(page, FIVE, (300, 200), 200)
    left, top, right, bottom = left - 14, top - 14, right + 14, bottom + 14
    frame = np.array([[left, top], [left, bottom], [right, bottom], [right, top]])
    cv2.polylines(page, [frame], False, (40, 40, 40), 4)
    assert is_at(find_ink(page).found[0], box)


def test_a_larger_corner_beside_the_digit_is_not_taken_for_it():
    page = sheet(600, 800)
    box = write(page, FIVE, (480, 250), 200, pen=5, ink=(40, 40, 40))
    cv2.polylines(page, [np.array([[60, 90], [300, 100], [290, 400]])], False, (90, 90, 90), 5)
    assert is_at(find_ink(page).found[0], box)


def test_a_corner_of_a_frame_is_no_stroke_of_the_digit():
    page = sheet(600, 800)
    box = write(page, FIVE, (300, 150), 300)
    cv2.polylines(page, [np.array([[0, 90], [620, 110], [610, 599]])], False, (40, 40, 40), 5)
    assert is_at(find_ink(page).found[0], box)


def test_a_1_as_high_as_most_of_the_picture_is_found():
    page = sheet(600, 800)
    box = write(page, ONE, (300, 70), 450)
    assert is_at(find_ink(page).found[0], box)


@pytest.mark.parametrize("turn", [-6, 0, 3, 9])
@pytest.mark.parametrize("is_squared", [False, True])
@pytest.mark.parametrize("name", ["5", "4", "7"])
def test_ruled_lines_are_left_away_and_the_digit_is_not(name, is_squared, turn):
    page = sheet(600, 800)
    fall = round(800 * np.tan(np.radians(turn)))
    for at in range(-160, 1000, 40):
        cv2.line(page, (0, at), (799, at + fall), (160, 180, 215), 2, cv2.LINE_AA)
        if is_squared:
            cv2.line(page, (at, 0), (at - fall * 3 // 4, 599), (160, 180, 215), 2, cv2.LINE_AA)
    box = write(page, STROKES[name], (280, 200), 180, pen=5, ink=(80, 80, 85))
    assert is_at(find_ink(page).found[0], box, 0.8)


@pytest.mark.parametrize("step", [9, 12])
def test_a_pale_digit_on_finely_squared_paper_is_found(step):
    page = sheet(600, 800, (238, 238, 236))
    for at in range(-40, 840, step):
        cv2.line(page, (at, 0), (at + 20, 599), (190, 195, 205), 2, cv2.LINE_AA)
        cv2.line(page, (0, at), (799, at - 20), (190, 195, 205), 2, cv2.LINE_AA)
    box = write(page, FIVE, (300, 250), 50, pen=3, ink=(150, 155, 195))
    assert is_at(find_ink(page).found[0], box)


@pytest.mark.parametrize("table", [(120, 80, 50), (50, 50, 55), (200, 200, 200)])
def test_the_edge_of_a_sheet_is_not_taken_for_the_digit(table):
    page = sheet(600, 800, table)
    cv2.fillConvexPoly(page, np.array([(90, 70), (640, 40), (700, 599), (120, 599)]), WHITE)
    box = write(page, FIVE, (300, 250), 120)
    assert is_at(find_ink(page).found[0], box)


def streaks(height_px: int, width_px: int) -> np.ndarray:
    """Draw wood, whose grain is darker than a pale pencil."""
    across = np.random.default_rng(0).normal(0, 1, (9, width_px // 8)).astype(np.float32)
    grain = cv2.resize(across, (width_px, height_px), interpolation=cv2.INTER_CUBIC)
    return np.clip((120, 84, 55) * (1 + 0.25 * grain[..., None]), 0, 255).astype(np.uint8)


@pytest.mark.parametrize("corners", ["90,70 380,60 390,340 100,350", "0,70 380,60 390,340 0,350"])
def test_a_pale_digit_on_a_note_is_found_though_the_table_is_streaked(corners):
    table = streaks(600, 800)
    note = np.array([[int(at) for at in corner.split(",")] for corner in corners.split()])
    cv2.fillConvexPoly(table, note, (250, 236, 110))
    box = write(table, FIVE, (190, 150), 60, pen=4, ink=(205, 194, 92))
    ink = find_ink(table)
    assert is_at(ink.found[0], box)
    assert ink.ink.shape == ink.flat.shape == ink.grey.shape == (600, 800)


def test_a_digit_across_the_edge_of_a_dark_patch_is_found_whole():
    page = sheet(600, 800)
    cv2.fillConvexPoly(page, np.array([(300, 200), (620, 190), (630, 430), (310, 440)]), (180,) * 3)
    box = write(page, SEVEN, (200, 240), 180)
    assert is_at(find_ink(page).found[0], box)


def test_a_digit_beside_an_empty_note_is_found():
    page = sheet(600, 800)
    cv2.fillConvexPoly(
        page, np.array([(60, 70), (260, 60), (270, 260), (70, 270)]), (250, 170, 190)
    )
    box = write(page, FIVE, (450, 250), 120)
    assert is_at(find_ink(page).found[0], box)


def test_the_edge_of_what_lies_on_the_paper_is_not_taken_for_the_digit():
    page = sheet(600, 800)
    box = write(page, FIVE, (350, 250), 60, pen=4, ink=(110, 110, 110))
    cv2.line(page, (0, 400), (90, 380), (208, 160, 134), 110, cv2.LINE_AA)  # a finger
    assert is_at(find_ink(page).found[0], box)


def test_a_large_soft_shadow_is_not_taken_for_the_digit():
    page = sheet(600, 800)
    box = write(page, FIVE, (200, 250), 120)
    shadow = np.zeros((600, 800), np.float32)
    cv2.circle(shadow, (600, 300), 180, 0.4, -1)
    lit = page * (1 - cv2.GaussianBlur(shadow, (0, 0), 15))[..., None]
    assert is_at(find_ink(lit.astype(np.uint8)).found[0], box)


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
def test_any_pen_that_stands_out_is_found(paper, pen):
    page = sheet(colour=paper)
    box = write(page, FIVE, (120, 120), 150, ink=pen)
    (found,) = find_ink(page).found
    assert is_at(found, box)


def test_ink_fainter_than_the_least_contrast_is_none():
    page = sheet()
    write(page, FIVE, (120, 120), 150, ink=(round(255 * (1 - MIN_CONTRAST / 2)),) * 3)
    assert find_ink(page).found == ()


def test_grey_is_seen_in_the_colour_in_which_the_pen_is_dark():
    page = sheet()
    write(page, ONE, (120, 120), 150, ink=(250, 235, 40))
    assert find_ink(page).grey.min() < 80


@pytest.mark.parametrize("name", list(STROKES))
def test_dark_on_light_is_told_from_light_on_dark(name):
    page = sheet()
    write(page, STROKES[name], (120, 120), 150)
    assert is_dark_on_light(page)
    assert not is_dark_on_light(255 - page)


@pytest.mark.parametrize("pen", [4, 8])
def test_a_pale_digit_is_found_though_a_reflection_is_brighter(pen):
    page = sheet(600, 800, (110, 112, 100))
    write(page, ONE, (120, 100), 40, pen=pen, ink=(235, 235, 230))
    box = write(page, FIVE, (400, 250), 150, pen=4, ink=(84, 86, 76))
    ink = find_ink(page)
    assert ink.is_dark and is_at(ink.found[0], box)


def test_a_search_keeps_no_pieces_of_the_picture():
    page = sheet()
    write(page, FIVE + DETACHED_BAR, (120, 120), 150)
    assert find_ink(page).found
    assert not [kept for kept in gc.get_objects() if type(kept) is _Part]


def test_ink_is_cut_out_white_on_black():
    page = sheet()
    write(page, FIVE, (120, 120), 150)
    (found,) = find_ink(page).found
    assert found.ink.max() == 255
    assert found.ink[0].any() and found.ink[:, 0].any() and found.ink[-1].any()


def test_nothing_but_the_digits_is_left_of_the_picture():
    page = sheet()
    cv2.rectangle(page, (80, 60), (320, 350), BLACK, 3)
    write(page, FIVE, (140, 120), 150)
    ink = find_ink(page)
    (found,) = ink.found
    assert int(ink.ink.astype(int).sum()) == int(found.ink.astype(int).sum())


# Photographs


def box_on(pixels: np.ndarray, taken: Photograph) -> Box:
    """Say where the digit is on the picture that was made of the photograph's file."""
    scale = pixels.shape[1] / taken.pixels.shape[1]
    left, top, width, height = (round(side * scale) for side in taken.box)
    return (left, top, left + width, top + height)


def test_digits_of_most_photographs_are_found(training):
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
def test_a_digit_is_found_with(number, beside):
    taken = photograph_number(load_digits("train"), number, seed=101)
    pixels = load_picture(taken.content).pixels
    assert is_at(find_ink(pixels).found[0], box_on(pixels, taken)), beside


@pytest.mark.parametrize("brightness", [5, 60, 128, 245])
def test_on_the_grain_of_paper_nothing_is_found(brightness):
    random = np.random.default_rng(0)
    grain = random.integers(brightness, brightness + 6, (50, 50), np.uint8)
    assert find_ink(grain).found == ()
