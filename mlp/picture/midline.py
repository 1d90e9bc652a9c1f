"""The way of the pen through a digit of MNIST: its ink thinned to lines.

It must not know the network, files, or what is done with that way.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np

_EDGE = 2
"""MNIST's pixels of ground that are put around a digit."""

_FINE = 8
"""Pixels of the enlarged digit for each of MNIST's."""

_FULL = (1.5, 1.75)
"""What is so many times as wide as the pen may be no stroke, but a loop that ran full."""

_HALF_PENS = (0.6, 0.9, 1.2, 1.5, 1.8, 2.1, 2.4)
"""Half of the widths of MNIST's pens, in its pixels."""

_SPUR = 0.4
"""A side branch sticks out by less than this share of the stroke's half width."""

_END = 0.4
"""Share of the stroke's half width by which an end is led on."""


@dataclass(frozen=True)
class Midline:
    """The way of the pen: points joined by straight pieces.

    Attributes:
        points: float64, (points, 2), x and y; the longer side is 1 and the middle of the box 0.
        pieces: int64, (pieces, 2), indices of points.
        strokes: Each int64, (indices,): points in the order of the pen, between ends and crossings.
        max_width: Widest pen that leaves every hole open.
        middle: float64, (2,): where the middle of the box lies, as shares of the picture's side.
        size: Of the box's longer side, the same.
    """

    points: np.ndarray
    pieces: np.ndarray
    strokes: tuple[np.ndarray, ...]
    max_width: float
    middle: np.ndarray
    size: float


def midline(pixels: np.ndarray) -> Midline:
    """Thin a digit of MNIST to the way of the pen.

    Args:
        pixels: uint8, (28, 28), white ink on black.
    """
    ink = np.pad(pixels.astype(np.float32) / 255, _EDGE)
    points, pieces = min(_ways(ink), key=lambda way: _mismatch(ink, *way))
    low, high = points.min(axis=0), points.max(axis=0)
    middle_px, size_px = (low + high) / 2, max(1.0, float((high - low).max()))
    points = (points - middle_px) / size_px
    strokes = _strokes(len(points), pieces)
    side = len(pixels)
    return Midline(
        points,
        pieces,
        strokes,
        _max_width(points, strokes),
        middle=((middle_px + 0.5) / _FINE - _EDGE) / side,
        size=size_px / _FINE / side,
    )


def _ways(ink: np.ndarray) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Follow the pen in several ways.

    Args:
        ink: float32, (side, side), [0, 1].

    Yields:
        Points, in pixels of the enlarged digit, and pieces.
    """
    # Against its surroundings, so that a small loop that is only a little fainter stays open.
    local = ink - 0.5 * cv2.GaussianBlur(ink, (0, 0), 3)
    num_parts = None
    for grey, level in ((local, 0.25), (ink, 0.5), (ink, 0.7)):
        fine = cv2.resize(grey, None, fx=_FINE, fy=_FINE, interpolation=cv2.INTER_CUBIC)
        is_ink = _without_specks((fine > level).astype(np.uint8))
        parts, _ = cv2.connectedComponents(is_ink)
        num_parts = num_parts or parts
        if parts != num_parts:  # a faint stroke broke or was lost
            continue
        radius = cv2.distanceTransform(is_ink, cv2.DIST_L2, 5)
        thin = _thinned(is_ink)
        yield _way(thin, radius)
        # A loop that ran full of ink is opened: its midline would be a mere stroke.
        half_pen = float(np.median(radius[thin > 0]))
        for full in _FULL:
            if radius.max() > full * half_pen:
                is_deep = radius > (full - 0.1) * half_pen
                is_core = _around_deepest(is_deep, radius > full * half_pen)
                ring = _thinned(is_ink & ~is_core)
                yield _way(ring, radius, is_core, half_pen)


def _way(
    is_line: np.ndarray,
    radius: np.ndarray,
    is_core: np.ndarray | None = None,
    half_pen: float = 0,
) -> tuple[np.ndarray, np.ndarray]:
    """Make points and pieces of a thinned digit.

    Args:
        is_line: uint8, (height, width), 0 or 1.
        radius: float32, (height, width): how far the edge of the ink is.
        is_core: bool, (height, width): where a loop was opened; None: nowhere.
        half_pen: Half of the pen's width; only needed where a loop was opened.
    """
    points, pieces = _without_spurs(*_graph(is_line), radius)
    if is_core is not None:
        points = _drawn_in(points, radius, is_core, half_pen)
    points = _smoothed(points, pieces)
    return _lengthened(points, pieces, radius), pieces


def _drawn_in(
    points: np.ndarray, radius: np.ndarray, is_core: np.ndarray, half_pen: float
) -> np.ndarray:
    """Move the way around an opened loop inwards, until the pen just reaches the ink's edge.

    Thinning leaves it in the middle between the edge and the opening: the loop would grow.
    """
    down, right = np.gradient(cv2.GaussianBlur(radius, (0, 0), 1.5))
    far = cv2.distanceTransform(1 - is_core.astype(np.uint8), cv2.DIST_L2, 5)
    x, y = points.astype(int).T
    is_around = far[y, x] < 1.3 * half_pen
    points = points.copy()
    for _ in range(5 * _FINE):
        x, y = np.rint(points).astype(int).T
        is_moved = is_around & (radius[y, x] < half_pen)
        inwards = np.stack([right[y, x], down[y, x]], -1)
        slope = np.hypot(*inwards.T)[:, None]
        points += np.where(is_moved[:, None] & (slope > 0.3), 0.5 * inwards / (slope + 1e-9), 0)
    return points


def _mismatch(ink: np.ndarray, points: np.ndarray, pieces: np.ndarray) -> float:
    """Compare a digit with its way drawn by a pen of constant width, the one that fits best.

    Returns:
        The sum of the squared differences.
    """
    wanted = np.minimum(2 * ink, 1)  # faint strokes are strokes as well
    off_px = _off(points, _strokes(len(points), pieces), _FINE * len(ink))
    drawings = (
        cv2.resize(np.clip(half_px + 0.5 - off_px, 0, 1), ink.shape, interpolation=cv2.INTER_AREA)
        for half_px in (_FINE * half for half in _HALF_PENS)
    )
    return min(float(((drawing - wanted) ** 2).sum()) for drawing in drawings)


def _off(points: np.ndarray, strokes: Sequence[np.ndarray], side_px: int) -> np.ndarray:
    """Tell how many pixels each is off the way: float32, (side, side)."""
    is_off = np.full((side_px, side_px), 255, np.uint8)
    fixed = np.round(points * 16).astype(np.int32)
    lines = [fixed[np.resize(stroke, max(2, len(stroke)))] for stroke in strokes]
    cv2.polylines(is_off, lines, False, (0,), 1, cv2.LINE_8, 4)
    off: np.ndarray = cv2.distanceTransform(is_off, cv2.DIST_L2, 5)
    return off


def _around_deepest(is_deep: np.ndarray, is_deepest: np.ndarray) -> np.ndarray:
    """Keep the deep parts that hold a deepest pixel: bool, (height, width)."""
    _, labels = cv2.connectedComponents(is_deep.astype(np.uint8))
    kept: np.ndarray = np.isin(labels, np.unique(labels[is_deepest]))
    return kept


def _without_specks(is_ink: np.ndarray) -> np.ndarray:
    """Drop what is too small to be a stroke."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(is_ink, connectivity=8)
    areas = stats[1:, cv2.CC_STAT_AREA]
    is_kept = np.concatenate([[False], areas >= 0.04 * areas.sum()])
    kept_ink: np.ndarray = is_kept[labels].astype(np.uint8)
    return kept_ink


@lru_cache(maxsize=1)
def _thinning_tables() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Tell for each of 256 neighbourhoods whether the middle goes, in either half of a round.

    Source: "A fast parallel algorithm for thinning digital patterns", Zhang and Suen, 1984.
    """
    weights = np.array([[128, 1, 2], [64, 0, 4], [32, 16, 8]], np.float32)
    tables = np.zeros((2, 256), np.uint8)
    for code in range(256):
        ring = [code >> bit & 1 for bit in range(8)]  # clockwise from the top
        north, east, south, west = ring[0::2]
        rises = sum(a < b for a, b in zip(ring, ring[1:] + ring[:1], strict=True))
        if 2 <= sum(ring) <= 6 and rises == 1:
            tables[0, code] = not (north and east and south) and not (east and south and west)
            tables[1, code] = not (north and east and west) and not (north and south and west)
    return weights, tables[0], tables[1]


def _thinned(is_ink: np.ndarray) -> np.ndarray:
    """Take pixels off the edge until lines of one pixel are left."""
    weights, *tables = _thinning_tables()
    # A dot may vanish in one round: its middle is what is left.
    radius = cv2.distanceTransform(is_ink, cv2.DIST_L2, 5)
    deepest = np.zeros_like(is_ink)
    deepest[np.unravel_index(radius.argmax(), radius.shape)] = 1
    left, top, width, height = cv2.boundingRect(is_ink)
    line = np.zeros_like(is_ink)
    is_ink = is_ink[top : top + height, left : left + width]
    while True:
        before = cv2.countNonZero(is_ink)
        for table in tables:
            codes = cv2.filter2D(is_ink, cv2.CV_8U, weights, borderType=cv2.BORDER_CONSTANT)
            is_ink = is_ink & (1 - cv2.LUT(codes, table))
        if cv2.countNonZero(is_ink) == before:
            line[top : top + height, left : left + width] = is_ink
            return line if before else deepest


def _graph(is_line: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Join neighbouring pixels; diagonally only where there is no other way."""
    rows, columns = np.nonzero(is_line)
    index = np.full(is_line.shape, -1)
    index[rows, columns] = np.arange(len(rows))
    lit = is_line.astype(bool)
    nw, ne, sw, se = lit[:-1, :-1], lit[:-1, 1:], lit[1:, :-1], lit[1:, 1:]
    i_nw, i_ne, i_sw, i_se = index[:-1, :-1], index[:-1, 1:], index[1:, :-1], index[1:, 1:]
    pieces = [
        np.stack([index[:, :-1], index[:, 1:]], -1)[lit[:, :-1] & lit[:, 1:]],
        np.stack([index[:-1], index[1:]], -1)[lit[:-1] & lit[1:]],
        np.stack([i_nw, i_se], -1)[nw & se & ~ne & ~sw],
        np.stack([i_ne, i_sw], -1)[ne & sw & ~nw & ~se],
    ]
    return np.stack([columns, rows], -1).astype(np.float64), np.concatenate(pieces)


def _neighbours(num_points: int, pieces: np.ndarray) -> dict[int, set[int]]:
    """List what each point is joined to."""
    neighbours: dict[int, set[int]] = {index: set() for index in range(num_points)}
    for a, b in pieces.tolist():
        if a != b:
            neighbours[a].add(b)
            neighbours[b].add(a)
    return neighbours


def _without_spurs(
    points: np.ndarray, pieces: np.ndarray, radius: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Drop side branches that hardly stick out: they come from the stroke's edge, not its way."""
    neighbours = _neighbours(len(points), pieces)
    while True:
        spurs = []
        for leaf in [index for index, near in neighbours.items() if len(near) == 1]:
            branch, here = [leaf], next(iter(neighbours[leaf]))
            while len(neighbours[here]) == 2:
                branch.append(here)
                here = next(iter(neighbours[here] - set(branch[-2:])), leaf)
                if here == leaf:
                    break
            tip, fork = (radius[y, x] for x, y in points[[leaf, here]].astype(int))
            if len(neighbours[here]) > 2 and len(branch) + tip - fork < _SPUR * fork:
                spurs.append(branch)
        if not spurs:
            break
        for index in min(spurs, key=len):
            for near in neighbours.pop(index):
                neighbours[near].discard(index)
    kept = {old: new for new, old in enumerate(neighbours)}
    joined = [(kept[a], kept[b]) for a, near in neighbours.items() for b in near if a < b]
    alone = [(kept[a], kept[a]) for a, near in neighbours.items() if not near]
    return points[list(neighbours)], np.array(joined + alone)


def _smoothed(points: np.ndarray, pieces: np.ndarray) -> np.ndarray:
    """Let every point drift between its neighbours; ends stay."""
    both = np.concatenate([pieces, pieces[:, ::-1]])
    degree = np.bincount(both[:, 0], minlength=len(points))[:, None]
    for _ in range(24):
        near = np.stack(
            [np.bincount(both[:, 0], points[both[:, 1], axis], len(points)) for axis in (0, 1)], -1
        )
        points = np.where(degree >= 2, 0.5 * points + 0.5 * near / degree, points)
    return points


def _lengthened(points: np.ndarray, pieces: np.ndarray, radius: np.ndarray) -> np.ndarray:
    """Lead every end on towards the end of the ink, from which thinning took it away."""
    neighbours = _neighbours(len(points), pieces)
    longer = points.copy()
    for leaf in [index for index, near in neighbours.items() if len(near) == 1]:
        back, here = leaf, next(iter(neighbours[leaf]))
        for _ in range(_FINE):
            if len(neighbours[here]) == 2:
                back, here = here, next(iter(neighbours[here] - {back}))
        along = points[leaf] - points[here]
        x, y = points[leaf].astype(int)
        longer[leaf] += _END * radius[y, x] * along / max(1e-9, float(np.hypot(*along)))
    return longer


def _strokes(num_points: int, pieces: np.ndarray) -> tuple[np.ndarray, ...]:
    """Follow the pen from end or crossing to end or crossing; a ring comes back to its start."""
    neighbours = _neighbours(num_points, pieces)
    ends = {index for index, near in neighbours.items() if len(near) != 2}
    strokes = [np.array([index]) for index in ends if not neighbours[index]]
    # First from the ends and crossings; what is left then are rings.
    for start in [*sorted(ends), *neighbours]:
        while neighbours[start]:
            stroke = [start]
            while True:
                here, following = stroke[-1], min(neighbours[stroke[-1]])
                neighbours[here].discard(following)
                neighbours[following].discard(here)
                stroke.append(following)
                if following in ends or not neighbours[following]:
                    break
            strokes.append(np.array(stroke))
    return tuple(strokes)


def _max_width(points: np.ndarray, strokes: Sequence[np.ndarray]) -> float:
    """Find the widest pen that closes no hole and no gap, at most 20 % of the longer side."""
    width, side_px = 0.2, 160
    long_px = 0.72 * side_px
    off_px = _off(points * long_px + side_px / 2, strokes, side_px)
    wanted = _openings(off_px < 0.03 / 2 * long_px)
    while width > 0.05 and _openings(off_px < 1.25 * width / 2 * long_px) != wanted:
        width *= 0.88
    return width


def _openings(is_ink: np.ndarray) -> tuple[int, int]:
    """Count the parts and the holes that can be seen."""
    num_parts, _ = cv2.connectedComponents(is_ink.astype(np.uint8))
    ground = (~is_ink).astype(np.uint8)
    _, _, grounds, _ = cv2.connectedComponentsWithStats(ground, connectivity=4)
    least = 1e-3 * is_ink.size
    return num_parts, int((grounds[1:, cv2.CC_STAT_AREA] > least).sum())
