"""The ruled lines of a sheet of paper: where they are, and the picture without them.

It must not know what is written on them.
"""

from dataclasses import dataclass
from typing import cast

import cv2
import numpy as np

_NARROW_PX = 128
"""Width of the picture on which ruled lines are looked for, at its full height; a power of 2."""

_REACH_PX = 8
"""Pixels above and below a ruled line in which its thickness is measured, and the most it is."""

_LINE_SHARE = 0.5
"""Share of the picture's width that a ruled line covers at least; few digits' strokes do."""


@dataclass(frozen=True)
class Lines:
    """Ruled lines of one direction.

    Attributes:
        darkness: float32, (height, width): how dark each is; 0 beside them.
        width_px: How thick they are; 0 if there are fewer than three, which may be strokes.
    """

    darkness: np.ndarray
    width_px: int


def ruled_lines(darkness: np.ndarray) -> list[Lines]:
    """Find the ruled lines: those across, then those up and down."""
    if min(darkness.shape) < 100:
        return []
    return [_lines(darkness), _lines(np.ascontiguousarray(darkness.T))]


def without_lines(darkness: np.ndarray, lines: list[Lines]) -> np.ndarray:
    """Take ruled lines away, but not what is thicker than they are or much darker."""
    for ruled in lines:
        if ruled.width_px:
            # What is longer across the line than the line is thick was written over it.
            written = cv2.morphologyEx(
                darkness, cv2.MORPH_OPEN, np.ones((ruled.width_px + 1, 1), np.uint8)
            )
            rest = np.maximum(written, darkness - 1.5 * ruled.darkness)
            darkness = np.where(ruled.darkness > 0, np.minimum(rest, darkness), darkness)
        darkness = np.ascontiguousarray(darkness.T)
    return darkness


def _lines(darkness: np.ndarray) -> Lines:
    """Find the lines that run across most of the picture, each with a slope of its own."""
    height_px, width_px = darkness.shape
    # Averaged along, a line's darkness stands out of the noise.
    # Only what runs along: what is narrower than that runs up and down.
    along = cv2.morphologyEx(darkness, cv2.MORPH_OPEN, np.ones((1, 7), np.uint8))
    narrow = cv2.resize(along, (_NARROW_PX, height_px), interpolation=cv2.INTER_AREA)
    # By the palest tenth (1.28 standard deviations): fine lines may cover much of the paper.
    tenth, half = np.percentile(narrow[::3, ::3], (10, 50))
    least = max(0.02, 4 / 1.28 * float(half - tenth))
    band = np.zeros_like(darkness)
    widths = []
    middle_px = _NARROW_PX // 2
    for first, last in _straight(narrow > least):
        # Moved to where it is darkest a quarter and three quarters of the way along.
        left = _across(narrow, first, last, slice(middle_px))
        right = _across(narrow, first, last, slice(middle_px, None))
        if left is not None and right is not None:
            here, there = _darkest(left) - _REACH_PX, _darkest(right) - _REACH_PX
            first, last = first + 1.5 * here - 0.5 * there, last + 1.5 * there - 0.5 * here
        across = _across(narrow, first, last, slice(None))
        if across is None:
            continue
        middle = _darkest(across)
        peak = float(across[middle])
        pale = np.flatnonzero(across < 0.5 * peak)
        width = int(
            pale[pale > middle].min(initial=len(across)) - pale[pale < middle].max(initial=-1) - 1
        )
        if peak < least or width > _REACH_PX:
            continue
        widths.append(width)
        start, end = (0, round(first * 16)), ((width_px - 1) * 16, round(last * 16))
        cv2.line(band, start, end, (peak,), width + 4, cv2.LINE_8, 4)
    return Lines(band, int(np.percentile(widths, 80)) if len(widths) >= 3 else 0)


def _across(narrow: np.ndarray, first: float, last: float, columns: slice) -> np.ndarray | None:
    """Look how dark it usually is on a line and up to `_REACH_PX` above and below.

    Args:
        narrow: float32, (height, `_NARROW_PX`).
        first: Row in which the line meets the left edge.
        last: Row in which it meets the right edge.
        columns: The part of the line to look at.

    Returns:
        float64, (2 * `_REACH_PX` + 1,), from above; None if too little of it is in the picture.
    """
    rows = np.linspace(first, last, _NARROW_PX).round().astype(int)[columns]
    is_seen = (rows >= 0) & (rows < len(narrow))
    if is_seen.sum() < 0.15 * _NARROW_PX:
        return None
    places = rows[is_seen, None] + np.arange(-_REACH_PX, _REACH_PX + 1)
    seen = np.arange(_NARROW_PX)[columns][is_seen, None]
    values = narrow[places.clip(0, len(narrow) - 1), seen]
    return cast(np.ndarray, np.percentile(values, 60, axis=0))


def _darkest(across: np.ndarray) -> int:
    """Find the darkest row among the few in the middle."""
    near = slice(_REACH_PX - 3, _REACH_PX + 4)
    return _REACH_PX - 3 + int(np.argmax(across[near]))


def _straight(is_dark: np.ndarray) -> list[tuple[float, float]]:
    """Find dark straight lines from the left edge to the right one.

    Args:
        is_dark: bool, (height, `_NARROW_PX`).

    Returns:
        The rows at which each meets the left and the right edge, perhaps outside the picture.
    """
    # Half as high: a line may be a little off, and twice as steep.
    height_px = len(is_dark) // 2
    near = cv2.dilate(is_dark.astype(np.uint8), np.ones((4, 1), np.uint8))[: 2 * height_px : 2]
    falls = np.arange(_NARROW_PX)[:, None]
    middles = np.arange(height_px)
    firsts = middles - (falls + 1) // 2
    seen = np.minimum(firsts + falls, height_px - 1) - np.maximum(firsts, 0) + 1
    seen = seen / (falls + 1) * _NARROW_PX
    shares = np.stack(
        [_sums_along(near[:, ::sign])[falls, firsts + _NARROW_PX] / seen for sign in (1, -1)]
    )
    shares[:, seen < 0.3 * _NARROW_PX] = 0
    best = np.asarray(shares.max(axis=(0, 1)))
    peaks = cv2.dilate(best[:, None], np.ones((5, 1), np.uint8))[:, 0]
    lines: list[tuple[float, float]] = []
    for middle in np.flatnonzero((best == peaks) & (best > _LINE_SHARE)).tolist():
        side, fall = divmod(int(shares[:, :, middle].argmax()), _NARROW_PX)
        ends = middle - (fall + 1) // 2, middle + fall // 2
        first, last = ends if side == 0 else ends[::-1]
        lines.append((2.0 * first, 2.0 * last))
    return lines


def _sums_along(values: np.ndarray) -> np.ndarray:
    """Add up along falling lines of all slopes at once, by joining halves.

    Source: "A fast discrete approximation algorithm for the Radon transform", Brady, 1998.

    Args:
        values: (height, width), the width a power of two.

    Returns:
        int16, (width, width + height): by how many rows the line falls, and the row of the left
        edge at which it begins, from `width` rows above the picture on.
    """
    sums = np.pad(values.T.astype(np.int16), ((0, 0), (values.shape[1], 0)))[:, None]
    while len(sums) > 1:
        left, right = sums[::2], sums[1::2]
        sums = np.repeat(left, 2, axis=1)
        for fall in range(sums.shape[1]):
            down = (fall + 1) // 2
            sums[:, fall, : sums.shape[2] - down] += right[:, fall // 2, down:]
    return cast(np.ndarray, sums[0])
