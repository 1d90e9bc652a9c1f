"""A digit of MNIST as the strokes of a hand: their order, their direction, the width of the pen.

It must not know the network, nor who draws them anew.

MNIST keeps what was written, not how. The way of the pen is the midline of the ink; where lines
meet, the pen is taken to have gone on as straight as it could; it comes from the top and the left.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import cv2
import numpy as np

from mlp.picture.midline import Midline, midline

_LEFT = 0.5
"""How much a stroke's beginning further to the left counts, against one further up."""

_AHEAD = 16
"""Points of the midline over which the pen's direction is taken: two pixels of MNIST's."""

_ERROR = 0.002
"""Share of the side by which a line may leave the midline, to have fewer points."""

_FINE = 4
"""Pixels drawn for each pixel along a side: soft edges, as a canvas has them."""


@dataclass(frozen=True)
class Strokes:
    """A digit as it may have been written.

    Attributes:
        lines: In the order of the pen, each float64, (points, 2), at least two points: x and y as
            shares of the picture's side.
        width: Of the pen, the same.
    """

    lines: tuple[np.ndarray, ...]
    width: float

    def drawn(self, side_px: int) -> np.ndarray:
        """Draw them.

        Returns:
            uint8, (`side_px`, `side_px`), 0–255, white ink on black.
        """
        fine_px = _FINE * side_px
        canvas = np.zeros((fine_px, fine_px), np.uint8)
        draw_lines(canvas, [line * fine_px for line in self.lines], self.width * fine_px)
        return cv2.resize(canvas, (side_px, side_px), interpolation=cv2.INTER_AREA)


def strokes_of(pixels: np.ndarray) -> Strokes:
    """Follow the hand that wrote a digit of MNIST.

    Args:
        pixels: uint8, (28, 28), white ink on black.
    """
    way = midline(pixels)
    points = way.middle + way.points * way.size
    lines = sorted((_directed(points[path]) for path in _paths(way)), key=_from_top_left)
    width = _width(float(pixels.sum()) / 255 / pixels.size, lines)
    # What is shorter than the pen is wide comes from the ink's edge, and other lines cover it.
    longest = max(lines, key=_length)
    told = [line for line in lines if line is longest or _length(line) > width]
    return Strokes(tuple(_simplified(line) for line in told), width)


def draw_lines(canvas: np.ndarray, lines: Sequence[np.ndarray], width_px: float) -> None:
    """Draw with round ends, white.

    Args:
        canvas: uint8, (height, width); drawn on.
        lines: Each float64, (points, 2), x and y in pixels; a single point is a dot.
        width_px: Of the pen.
    """
    fixed = [np.round(line * 16).astype(np.int32) for line in lines]
    fixed = [np.resize(line, (max(2, len(line)), 2)) for line in fixed]
    cv2.polylines(canvas, fixed, False, (255,), max(1, round(width_px)), cv2.LINE_AA, 4)


def _paths(way: Midline) -> list[np.ndarray]:
    """Join the midline's pieces between ends and crossings to what one move of the pen draws.

    Returns:
        Each int64, (indices,), points of the midline; a closed one ends with its first point.
    """
    pieces = [stroke for stroke in way.strokes if len(stroke) > 1]
    following = _following(way.points, pieces)
    ends = [(number, is_last) for number in range(len(pieces)) for is_last in (False, True)]
    left = set(range(len(pieces)))
    paths = [stroke[[0, 0]] for stroke in way.strokes if len(stroke) == 1]
    # First from where a hand must have begun; what is left then are closed.
    for begin in [*(end for end in ends if end not in following), *ends]:
        if begin[0] not in left:
            continue
        path: list[np.ndarray] = []
        end: tuple[int, bool] | None = begin
        while end is not None and end[0] in left:
            number, is_last = end
            left.discard(number)
            piece = pieces[number][::-1] if is_last else pieces[number]
            path.append(piece[1:] if path else piece)
            end = following.get((number, not is_last))
        paths.append(np.concatenate(path))
    return paths


def _following(
    points: np.ndarray, pieces: Sequence[np.ndarray]
) -> dict[tuple[int, bool], tuple[int, bool]]:
    """Tell for the ends of pieces with which end of a piece the pen goes on, the straightest.

    Args:
        points: float64, (points, 2).
        pieces: Each int64, (indices,).

    Returns:
        Number of a piece and whether it is its last end, to the same; none where a stroke ends.
    """
    meeting: dict[int, list[tuple[int, bool]]] = {}
    away: dict[tuple[int, bool], np.ndarray] = {}
    for number, piece in enumerate(pieces):
        for is_last, line in ((False, piece), (True, piece[::-1])):
            meeting.setdefault(int(line[0]), []).append((number, is_last))
            along = points[line[min(_AHEAD, len(line) - 1)]] - points[line[0]]
            away[number, is_last] = along / max(1e-9, float(np.hypot(*along)))
    following: dict[tuple[int, bool], tuple[int, bool]] = {}
    for ends in meeting.values():
        pairs = combinations(ends, 2)
        for one, other in sorted(pairs, key=lambda pair: float(away[pair[0]] @ away[pair[1]])):
            if one not in following and other not in following:
                following[one], following[other] = other, one
    return following


def _directed(line: np.ndarray) -> np.ndarray:
    """Let a line begin where a hand would: at the end further up and left, or a ring at its top."""
    if len(line) > 2 and np.array_equal(line[0], line[-1]):
        ring = np.roll(line[:-1], -int(line[:-1, 1].argmin()), axis=0)
        x, y = ring.T
        is_clockwise = float(x @ np.roll(y, -1) - y @ np.roll(x, -1)) > 0  # y points down
        ring = np.concatenate([ring, ring[:1]])
        return ring[::-1] if is_clockwise else ring
    return min(line, line[::-1], key=_from_top_left)


def _from_top_left(line: np.ndarray) -> float:
    """How late a hand would begin with a line."""
    x, y = line[0]
    return float(y + _LEFT * x)


def _simplified(line: np.ndarray) -> np.ndarray:
    """Leave out the points that hardly bend a line: float64, (at least 2, 2)."""
    kept = cv2.approxPolyDP(line.astype(np.float32), _ERROR, False)[:, 0].astype(np.float64)
    if not np.allclose(kept[-1], line[-1]):  # OpenCV may leave out the last point of a ring
        kept = np.concatenate([kept, kept[:1]])
    bent: np.ndarray = kept if len(kept) > 1 else line[[0, -1]]
    return bent


def _width(area: float, lines: Sequence[np.ndarray]) -> float:
    """Find the round pen that leaves so much ink along lines.

    Args:
        area: Share of the picture that is ink.
        lines: Each float64, (points, 2), shares of the side.
    """
    length = sum(_length(line) for line in lines)
    # length · width + one round end at each line's ends: π/4 · width²
    cap = math.pi / 4 * len(lines)
    return (math.sqrt(length**2 + 4 * cap * area) - length) / (2 * cap)


def _length(line: np.ndarray) -> float:
    """How long a line is, as a share of the side."""
    return float(np.hypot(*np.diff(line, axis=0).T).sum())
