"""Digits that are drawn as outlines: what their lines enclose is the stroke of a wide pen.

It must not know what else is on the picture.
"""

import cv2
import numpy as np

_HOLLOW = 2.0
"""Area of such a stroke, as a multiple of its lines', from which on it is one."""

_WIDEST = 0.3
"""Of the stroke where it is widest, as a share of its longer side."""

_EVEN = 2.5
"""By what the stroke is wider there than it is on the whole, at most."""

_LONG = 4.5
"""How many times longer than wide the stroke is at least: a 0 is shorter, were it filled."""

_SPECK = 0.03
"""Share of the largest hole of a line's that one more may have; a pen's 8 has two holes."""


def between_outlines(darkness: np.ndarray, level: float) -> np.ndarray:
    """Find what lies between the outer and the inner outlines of strokes.

    Args:
        darkness: float32, (height, width).
        level: From which on it is ink.

    Returns:
        float32, (height, width): as dark as the outlines are, and 0 beyond them.
    """
    between = np.zeros_like(darkness)
    is_ink = (darkness > level).astype(np.uint8)
    contours, hierarchy = cv2.findContours(is_ink, cv2.RETR_TREE, cv2.CHAIN_APPROX_NONE)
    if not contours:
        return between
    areas = np.array([cv2.contourArea(contour) for contour in contours])
    parents = hierarchy[0, :, 3]

    def within(index: int) -> list[int]:
        return [int(inner) for inner in np.flatnonzero(parents == index)]

    for outer in within(-1):
        holes = within(outer)
        if sum(areas[hole] > _SPECK * areas[outer] for hole in holes) != 1:
            continue
        left, top, width, height = cv2.boundingRect(contours[outer])
        window = slice(top, top + height), slice(left, left + width)
        lines = [outer, *(line for hole in holes for line in within(hole))]
        inner = [contours[hole] for line in lines[1:] for hole in within(line)]
        stroke = np.zeros((height, width), np.uint8)
        cv2.drawContours(stroke, [contours[outer], *inner], -1, (1,), -1, offset=(-left, -top))
        cv2.drawContours(stroke, inner, -1, (1,), 1, offset=(-left, -top))  # it is the line's
        is_line = is_ink[window] & stroke
        if _is_stroke(stroke, cv2.countNonZero(is_line)):
            tone = np.median(darkness[window][is_line > 0])
            between[window][stroke > 0] = tone
    return between


def _is_stroke(stroke: np.ndarray, line_area: int) -> bool:
    """Tell whether what lines enclose is one stroke of a wide pen, as even as pens are.

    Args:
        stroke: uint8, (height, width), 0 or 1.
        line_area: Pixels of the lines.
    """
    area = cv2.countNonZero(stroke)
    if area < _HOLLOW * line_area:
        return False
    framed = np.pad(stroke, 1)
    widest_px = 2 * float(cv2.distanceTransform(framed, cv2.DIST_L2, 3).max())
    contours, _ = cv2.findContours(framed, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_NONE)
    length_px = sum(cv2.arcLength(contour, True) for contour in contours) / 2
    return (
        widest_px <= _WIDEST * max(stroke.shape)
        and widest_px <= _EVEN * area / max(1, length_px)
        and length_px >= _LONG * widest_px
    )
