"""The ink of one digit: with a pen, in squares, with an outline.

It must not know on what it is put.
"""

import cv2
import numpy as np

from mlp.picture.midline import Midline
from mlp.picture.strokes import draw_lines

_FINE = 4
"""Pixels drawn for each, for soft edges."""


def written(way: Midline, size_px: float, pen_px: float) -> np.ndarray:
    """Write a digit.

    Args:
        way: Where the pen moves.
        size_px: Longer side of its way.
        pen_px: The pen's width.

    Returns:
        float32, (height, width), [0, 1]: its ink, cut out.
    """
    points = (way.points - way.points.min(axis=0)) * size_px + pen_px / 2 + 1
    width_px, height_px = np.ceil(points.max(axis=0) + pen_px / 2 + 1).astype(int)
    canvas = np.zeros((height_px * _FINE, width_px * _FINE), np.uint8)
    draw_lines(canvas, [points[stroke] * _FINE for stroke in way.strokes], pen_px * _FINE)
    ink = cv2.resize(canvas, (int(width_px), int(height_px)), interpolation=cv2.INTER_AREA)
    return cut(ink.astype(np.float32) / 255)


def in_squares(ink: np.ndarray, square_px: float, *, is_grey: bool) -> np.ndarray:
    """Make ink of squares, as a picture of few pixels shows it when it is enlarged.

    Args:
        ink: float32, (height, width), [0, 1].
        square_px: A square's side.
        is_grey: Squares may be half covered.
    """
    height_px, width_px = ink.shape
    rows, columns = (max(2, round(side / square_px)) for side in ink.shape)
    few = cv2.resize(ink, (columns, rows), interpolation=cv2.INTER_AREA)
    if not is_grey:
        few = (few > 0.5).astype(np.float32)
    return cut(cv2.resize(few, (width_px, height_px), interpolation=cv2.INTER_NEAREST))


def outline(ink: np.ndarray, line_px: int) -> np.ndarray:
    """Find the outline of ink, inside of it: float32, (height, width), [0, 1]."""
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * line_px + 1, 2 * line_px + 1))
    framed = cv2.copyMakeBorder(ink, line_px, line_px, line_px, line_px, cv2.BORDER_CONSTANT)
    inner = cv2.erode(framed, kernel)[line_px:-line_px, line_px:-line_px]
    line: np.ndarray = ink - inner
    return line


def cut(ink: np.ndarray) -> np.ndarray:
    """Cut away what is empty around it."""
    left, top, width, height = cv2.boundingRect((ink > 0.1).astype(np.uint8))
    return ink[top : top + height, left : left + width]


def put(picture: np.ndarray, ink: np.ndarray, place: tuple[int, int], colour: np.ndarray) -> None:
    """Put ink on a picture; what lies beyond its edges is lost.

    Args:
        picture: float32, (height, width, 3), 0–255.
        ink: float32, (height, width), [0, 1].
        place: Left and top.
        colour: float32, (3,), or (height, width, 3) for the ink's pixels.
    """
    left, top = place
    height_px, width_px = picture.shape[:2]
    rows = slice(max(0, -top), max(0, min(ink.shape[0], height_px - top)))
    columns = slice(max(0, -left), max(0, min(ink.shape[1], width_px - left)))
    share = ink[rows, columns, None]
    tint = colour[rows, columns] if colour.ndim == 3 else colour
    window = picture[rows.start + top : rows.stop + top, columns.start + left : columns.stop + left]
    window[...] = (1 - share) * window + share * tint
