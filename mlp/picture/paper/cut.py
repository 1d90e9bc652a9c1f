"""Digits cut out of the full picture, by the pieces that were found on a small one.

It must not know how those were found.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from mlp.picture.paper.darkness import MIN_CONTRAST, to_pixels
from mlp.picture.paper.groups import Group
from mlp.picture.paper.parts import Box

_PALE = 0.6
"""Share of an outline's contrast below which what it surrounds has another colour."""

MAX_DIGITS = 40
"""Digits of one picture that are cut out: a page of sums, and no more than a row can show."""

_SOFT = (0.3, 0.7)
"""Shares of the ink's contrast between which it turns from paper to full ink.

Around one half, where a blurred edge lies; soft, so that strokes keep their anti-aliased edges.
"""


@dataclass(frozen=True)
class Found:
    """One digit that was found on a picture.

    Attributes:
        ink: uint8, (height, width), 0–255, ink white on black: cut out, nothing else on it.
        left: Where its left edge lies, in pixels of the picture.
        top: Where its upper edge lies, in pixels of the picture.
    """

    ink: np.ndarray
    left: int
    top: int

    @property
    def box(self) -> Box:
        """Left, top, right and bottom, in pixels of the picture; the last two lie beyond it."""
        height_px, width_px = self.ink.shape
        return self.left, self.top, self.left + width_px, self.top + height_px


@dataclass(frozen=True)
class Ink:
    """What was found on a picture, step by step; uint8, (height, width), 0–255.

    Attributes:
        grey: The picture in grey, seen in the colour in which the pen is darkest.
        flat: Without light and paper: ink white on black, as strong as it differs from the paper.
        ink: What is taken for writing: without noise, ruled lines, edges and specks.
        found: The digits, the largest first and `MAX_DIGITS` at most; empty where ink and paper are
            too alike, or where what was found is part of a thing.
        num_found: How many there are, cut out or not.
        is_dark: The ink is darker than the paper.
    """

    grey: np.ndarray
    flat: np.ndarray
    ink: np.ndarray
    found: tuple[Found, ...]
    num_found: int
    is_dark: bool


def put_together(found: Sequence[Found], shape: tuple[int, ...]) -> np.ndarray:
    """Put digits where they were found: uint8, (height, width), 0–255, ink white on black."""
    ink = np.zeros(shape[:2], np.uint8)
    for digit in found:
        left, top, right, bottom = digit.box
        np.maximum(ink[top:bottom, left:right], digit.ink, out=ink[top:bottom, left:right])
    return ink


def cut_out(
    darkness: np.ndarray, group: Group, scale: float, *, may_be_outlined: bool = False
) -> Found | None:
    """Cut a digit out of the full picture; None if nothing of it is left.

    Args:
        darkness: float32, (height, width).
        group: Where it is, on the picture of the analysis.
        scale: Pixels for each of that picture's.
        may_be_outlined: What its outline surrounds may be much paler, and is ink, too.
    """
    window, mask = _enlarged(group, scale, darkness.shape)
    values = darkness[window]
    if not mask.any():
        return None
    median, contrast = np.percentile(values[mask], (50, 70)).tolist()
    if may_be_outlined and median < _PALE * contrast:
        contrast = median
    if contrast < MIN_CONTRAST:
        return None
    low, high = (share * contrast for share in _SOFT)
    near_px = max(3, round(scale * float(np.median([p.stroke_px for p in group.parts]))) | 1)
    near = cv2.dilate(mask.astype(np.uint8), np.ones((near_px, near_px), np.uint8)) > 0
    ink = np.where(near, to_pixels((values - low) / (high - low) * 255), 0).astype(np.uint8)
    ink = _connected(ink)
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    if not rows.size:
        return None
    cut = ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    return Found(cut, window[1].start + int(columns[0]), window[0].start + int(rows[0]))


def pen_colour(darkness: np.ndarray, group: Group, scale: float) -> np.ndarray:
    """Weigh the three colours so that the pen becomes as dark as it can: float32, (3,), sum 1.

    Args:
        darkness: float32, (height, width, 3).
        group: Where the pen wrote, on the picture of the analysis.
        scale: Pixels for each of that picture's.
    """
    window, mask = _enlarged(group, scale, darkness.shape)
    pen = np.maximum(darkness[window][mask].mean(axis=0), 0) if mask.any() else np.zeros(3)
    total = float(pen.sum())
    return (pen / total if total > 0 else np.full(3, 1 / 3)).astype(np.float32)


def _enlarged(
    group: Group, scale: float, shape: tuple[int, ...]
) -> tuple[tuple[slice, slice], np.ndarray]:
    """Bring a group's pixels to the full picture: the window around them, and a mask in it."""
    margin = 3
    left, top, right, bottom = group.box
    mask = np.zeros((bottom - top + 2 * margin, right - left + 2 * margin), np.uint8)
    for part in group.parts:
        row, column = part.box[1] - top + margin, part.box[0] - left + margin
        height, width = part.is_ink.shape
        mask[row : row + height, column : column + width] |= part.is_ink
    place = [round((value) * scale) for value in (top - margin, left - margin)]
    size = [max(1, round(side * scale)) for side in mask.shape]
    large = cv2.resize(mask, (size[1], size[0]), interpolation=cv2.INTER_NEAREST)
    # What lies beyond the picture's edge is cut off.
    start = [max(0, -value) for value in place]
    window = tuple(
        slice(max(0, value), min(limit, value + side))
        for value, side, limit in zip(place, size, shape[:2], strict=True)
    )
    rows, columns = window[0].stop - window[0].start, window[1].stop - window[1].start
    seen = large[start[0] : start[0] + rows, start[1] : start[1] + columns]
    return (window[0], window[1]), seen > 0


def _connected(ink: np.ndarray) -> np.ndarray:
    """Keep the pieces of ink that are more than a speck or a shade beside the largest one."""
    _, labels, boxes, _ = cv2.connectedComponentsWithStats((ink > 0).astype(np.uint8))
    sizes = np.maximum(boxes[:, cv2.CC_STAT_WIDTH], boxes[:, cv2.CC_STAT_HEIGHT])
    sizes[0] = 0
    is_kept = np.zeros(len(sizes), bool)
    is_kept[labels[ink > 127]] = True
    is_kept &= sizes >= 0.06 * sizes.max()
    return np.where(is_kept[labels], ink, 0).astype(np.uint8)
