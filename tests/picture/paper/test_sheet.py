"""Claims about sheets and notes on a table, on drawings made here."""

import cv2
import numpy as np
import pytest

from mlp.picture.paper.ink import find_ink
from tests.support.paper import FIVE, WHITE, Colour, is_at, sheet, write


@pytest.mark.parametrize("table", [(120, 80, 50), (50, 50, 55), (200, 200, 200)])
def test_the_edge_of_a_sheet_is_not_taken_for_the_digit(table: Colour) -> None:
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
def test_a_pale_digit_on_a_note_is_found_though_the_table_is_streaked(corners: str) -> None:
    table = streaks(600, 800)
    note = np.array([[int(at) for at in corner.split(",")] for corner in corners.split()])
    cv2.fillConvexPoly(table, note, (250, 236, 110))
    box = write(table, FIVE, (190, 150), 60, pen=4, ink=(205, 194, 92))
    ink = find_ink(table)
    assert is_at(ink.found[0], box)
    assert ink.ink.shape == ink.flat.shape == ink.grey.shape == (600, 800)


def test_a_digit_beside_an_empty_note_is_found() -> None:
    page = sheet(600, 800)
    cv2.fillConvexPoly(
        page, np.array([(60, 70), (260, 60), (270, 260), (70, 270)]), (250, 170, 190)
    )
    box = write(page, FIVE, (450, 250), 120)
    assert is_at(find_ink(page).found[0], box)
