"""Whether a stroke was written on paper, or is part of a thing: an edge, a leg, a vein.

It must not know the network, nor how the digit was found. Its numbers were chosen on photographs of
`mlp/study/photographs/` and things unlike those of `mlp/study/things.py`, with other seeds.
"""

import cv2
import numpy as np

from mlp.picture.paper.cut import Found
from mlp.picture.paper.parts import one_sidedness

_SIZE_PX = 60
"""Longer side of the digit on the picture on which its surroundings are looked at."""

_LEAST_PX = 20
"""Longer side of a digit from which on they can be."""

_LOOP = 0.01
"""Area of a loop, as a share of the digit's size squared: what has one was written."""

_BESIDE = 0.13
"""Share of the digit's size, around it, in which nothing else may begin."""

_LINE_PX = 9
"""Filter that leaves out ruled lines, of a picture on which the digit has `_SIZE_PX`."""

_STEP_PX = 3
"""Pixels within which the brightness changes at the edge of a thing; most shadows are softer."""

_STEP = 0.4
"""Share of the digit's contrast by which it changes there, over a twentieth of what is beside."""

_CLEAR = 0.15
"""Share of the brightness by which it changes at least: paper and its fine lines are uneven."""

_ONE_SIDED = 0.3
"""Share of the digit's contrast by which the two sides of its strokes may differ."""


def is_alone(grey: np.ndarray, found: Found, ink: np.ndarray, *, is_dark: bool) -> bool:
    """Tell whether what was found has a loop, or the same paper on all sides.

    Args:
        grey: uint8, (height, width): the picture.
        found: The digit.
        ink: uint8, (height, width): this and all other digits, white on black.
        is_dark: The ink is darker than the paper.
    """
    left, top, right, bottom = found.box
    size_px = max(right - left, bottom - top)
    if size_px < _LEAST_PX:
        return True
    margin_px = size_px // 2
    rows = slice(max(0, top - margin_px), bottom + margin_px)
    columns = slice(max(0, left - margin_px), right + margin_px)
    own = np.zeros_like(ink[rows, columns])
    row, column = top - rows.start, left - columns.start
    own[row : row + bottom - top, column : column + right - left] = found.ink
    scale = min(1.0, _SIZE_PX / size_px)
    seen, own, all_ink = (
        cv2.resize(each, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        for each in (grey[rows, columns], own, ink[rows, columns])
    )
    contours, hierarchy = cv2.findContours(
        (own > 100).astype(np.uint8), cv2.RETR_CCOMP, cv2.CHAIN_APPROX_NONE
    )
    if not contours:
        return True
    holes = np.flatnonzero(hierarchy[0, :, 3] >= 0).tolist()
    if any(cv2.contourArea(contours[hole]) > _LOOP * (scale * size_px) ** 2 for hole in holes):
        return True
    bright = seen if is_dark else 255 - seen
    is_ink = _grown(all_ink, 2)
    beside_px = max(_STEP_PX, round(_BESIDE * scale * size_px))
    beside = _grown(own, beside_px)
    is_paper = beside & ~is_ink
    if not is_paper.any():
        return True
    paper = float(np.median(bright[is_paper])) + 16
    pen = float(np.median(bright[own >= min(200, int(own.max()))])) + 16
    if pen >= paper:
        return False
    blank = cv2.inpaint(bright, is_ink.astype(np.uint8), 3, cv2.INPAINT_TELEA)
    blank = cv2.medianBlur(blank, _LINE_PX)
    if np.percentile(_steps(blank)[beside], 95) > max(_CLEAR, _STEP * np.log(paper / pen)):
        return False
    sides = one_sidedness(contours, cv2.countNonZero(own), blank)
    return sides <= max(_CLEAR, _ONE_SIDED * (1 - pen / paper))


def _grown(ink: np.ndarray, by_px: int) -> np.ndarray:
    """Find the ink with what is close to it: bool, (height, width)."""
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * by_px + 1, 2 * by_px + 1))
    grown: np.ndarray = cv2.dilate((ink > 5).astype(np.uint8), kernel) > 0
    return grown


def _steps(bright: np.ndarray) -> np.ndarray:
    """Measure how fast the brightness changes: float32, (height, width), as a logarithm."""
    level = np.log(bright.astype(np.float32) + 16)
    steps: np.ndarray = np.zeros_like(level)
    across = np.abs(level[:, _STEP_PX:] - level[:, :-_STEP_PX])
    down = np.abs(level[_STEP_PX:] - level[:-_STEP_PX])
    steps[:, _STEP_PX:] = across
    np.maximum(steps[_STEP_PX:], down, out=steps[_STEP_PX:])
    return steps
