"""Claims about digits on flat grounds, on pictures drawn here."""

import cv2
import numpy as np
import pytest

from mlp.picture.paper.ink import find_ink
from tests.support.paper import BLACK, FIVE, SEVEN, WHITE, Colour, is_at, sheet, write

BLUE, CYAN, YELLOW, TEAL = (0, 38, 255), (0, 255, 255), (255, 217, 8), (20, 233, 201)


@pytest.mark.parametrize("side_px", [120, 500, 1200])
def test_strokes_of_a_fifth_of_the_side_are_found(side_px: int) -> None:
    page = sheet(side_px, side_px)
    lines = [[(0.55, 0.2), (0.2, 0.6), (0.8, 0.6)], [(0.6, 0.2), (0.6, 0.85)]]
    box = write(page, lines, (0, 0), side_px, pen=side_px * 22 // 100)
    assert is_at(find_ink(page).found[0], box)


@pytest.mark.parametrize("ink", [BLACK, WHITE])
def test_strokes_that_leave_the_picture_are_the_ink_and_the_hole_is_not(ink: Colour) -> None:
    page = sheet(1000, 1000, (230, 230, 230) if ink == BLACK else (25, 25, 25))
    four = np.array([[480, -20], [200, 600], [800, 520]])
    cv2.polylines(page, [four, np.array([[480, -20], [500, 1020]])], False, ink, 75, cv2.LINE_AA)
    found = find_ink(page)
    assert found.is_dark == (ink == BLACK)
    assert found.found[0].box == pytest.approx((162, 0, 839, 1000), abs=3)


def test_what_an_outline_surrounds_is_ink() -> None:
    page = sheet(600, 600, (2, 98, 246))
    box = write(page, SEVEN, (150, 80), 420, pen=90)
    write(page, SEVEN, (150, 80), 420, pen=66, ink=TEAL)
    (found,) = find_ink(page).found
    assert is_at(found, box)
    assert (found.ink > 200).mean() == pytest.approx(
        (page != page[0, 0]).any(axis=2).sum() / found.ink.size, rel=0.05
    )


def test_a_stripe_of_the_ground_is_no_part_of_the_digit() -> None:
    page = sheet(200, 200, CYAN)
    cv2.line(page, (20, -20), (110, 220), YELLOW, 24)
    page = cv2.GaussianBlur(page, (0, 0), 6)
    box = write(page, FIVE, (70, 40), 130, pen=10, ink=BLUE)
    assert is_at(find_ink(page).found[0], box)


def test_ink_on_a_ground_that_fades_is_found_whole() -> None:
    fade = np.linspace((250, 240, 120), (80, 160, 255), 400)[:, None]
    page = np.rint(np.broadcast_to(fade, (400, 400, 3))).astype(np.uint8)
    box = write(page, FIVE, (100, 60), 280, pen=22, ink=(0, 0, 160))
    assert is_at(find_ink(page).found[0], box)


@pytest.mark.parametrize("colours", [(WHITE, BLACK), (BLACK, WHITE), ((68, 1, 84), YELLOW)])
def test_the_digit_in_axes_is_found_and_no_label(colours: tuple[Colour, Colour]) -> None:
    ground, ink = colours
    page = sheet(440, 450)
    cv2.rectangle(page, (40, 4), (400, 364), ground, -1)
    cv2.rectangle(page, (40, 4), (400, 364), BLACK, 2)
    for value in range(0, 28, 5):
        at = 4 + round((value + 0.5) * 360 / 28)
        cv2.line(page, (33, at), (40, at), BLACK, 2)
        cv2.line(page, (at + 36, 364), (at + 36, 371), BLACK, 2)
        for place in ((4, at + 7), (at + 26, 395)):
            cv2.putText(page, str(value), place, cv2.FONT_HERSHEY_DUPLEX, 0.7, BLACK)
    box = write(page, SEVEN, (140, 70), 250, pen=30, ink=ink)
    (found,) = find_ink(page).found
    assert is_at(found, box)


def test_the_digit_on_a_windows_canvas_is_found_alone() -> None:
    page = sheet(700, 600, (32, 32, 40))
    cv2.rectangle(page, (60, 120), (460, 520), BLACK, -1)
    cv2.rectangle(page, (60, 120), (460, 520), (90, 90, 90), 2)
    box = write(page, FIVE, (160, 190), 240, pen=30, ink=WHITE)
    cv2.rectangle(page, (64, 124), (170, 156), (124, 58, 237), -1)
    for said, place in (("Digit recognizer", (150, 60)), ("Clear", (80, 146)), ("5", (500, 300))):
        cv2.putText(page, said, place, cv2.FONT_HERSHEY_DUPLEX, 0.8, WHITE, 1, cv2.LINE_AA)
    (found,) = find_ink(page).found
    assert is_at(found, box)


def test_ruled_paper_is_no_flat_ground() -> None:
    page = sheet(600, 800)
    for at in range(20, 600, 60):
        cv2.line(page, (0, at), (799, at), (150, 170, 215), 2)
    box = write(page, FIVE, (300, 200), 180, pen=6)
    assert is_at(find_ink(page).found[0], box)


def test_a_hollow_digit_is_filled_and_its_hole_is_no_digit() -> None:
    page = sheet(600, 600, CYAN)
    nine = [[(0.6, 0.3), (0.4, 0.1), (0.2, 0.3), (0.4, 0.45), (0.6, 0.3), (0.6, 0.95)]]
    box = write(page, nine, (100, 60), 480, pen=80)
    write(page, nine, (100, 60), 480, pen=64, ink=CYAN)
    (found,) = find_ink(page).found
    solid = sheet(600, 600)
    write(solid, nine, (100, 60), 480, pen=80)
    assert is_at(found, box)
    assert (found.ink > 127).sum() == pytest.approx((solid[..., 0] < 128).sum(), rel=0.03)


@pytest.mark.parametrize("side_px", [200, 600])
def test_of_a_wide_stripe_and_a_digit_across_it_the_digit_is_found(side_px: int) -> None:
    page = sheet(side_px, side_px, YELLOW)
    cv2.line(page, (side_px // 3, -20), (side_px // 2, side_px + 20), TEAL, side_px // 5)
    page = cv2.GaussianBlur(page, (0, 0), side_px / 60)
    box = write(page, FIVE, (side_px // 4, side_px // 5), side_px * 3 // 5, pen=side_px // 20)
    (found,) = find_ink(page).found
    assert is_at(found, box)
