"""Digits drawn on paper, with the place of each.

It must not know how they are looked for.
"""

import cv2
import numpy as np

from mlp.picture.paper.ink import Found

Colour = tuple[int, int, int]

WHITE, BLACK = (255, 255, 255), (0, 0, 0)

FIVE = [[(0.2, 0.2), (0.15, 0.45), (0.5, 0.4), (0.7, 0.6), (0.6, 0.9), (0.1, 0.95)]]
DETACHED_BAR = [[(0.3, 0.0), (0.8, 0.0)]]
FOUR = [[(0.2, 0.05), (0.1, 0.6), (0.61, 0.6)], [(0.68, 0.25), (0.66, 0.97)]]
SEVEN = [[(0.1, 0.05), (0.75, 0.05), (0.3, 0.97)]]
ONE = [[(0.45, 0.02), (0.4, 0.98)]]
STROKES = {"5": FIVE + DETACHED_BAR, "4": FOUR, "7": SEVEN, "1": ONE}

Box = tuple[int, int, int, int]
Strokes = list[list[tuple[float, float]]]


def sheet(height_px: int = 400, width_px: int = 400, colour: Colour = WHITE) -> np.ndarray:
    return np.full((height_px, width_px, 3), colour, np.uint8)


def write(
    page: np.ndarray,
    strokes: Strokes,
    place: tuple[int, int],
    size_px: int,
    *,
    pen: int = 8,
    ink: Colour = BLACK,
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
