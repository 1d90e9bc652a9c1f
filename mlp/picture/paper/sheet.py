"""Finds the sheet of paper, or the note, that lies on a table.

It must not know what is written on it. Its numbers were chosen on the tuning half of
`mlp/study/photographs/`.
"""

from typing import cast

import cv2
import numpy as np

SHEET_PX = 240
"""Longer side of the picture on which the edges of a sheet are looked for."""

_LEAST_PX = 100
"""Shorter side of that picture from which edges can be told."""

_MIN_RANGE = 20
"""Grey values between dark and bright from which there may be an edge."""


def find_sheet(small: np.ndarray) -> np.ndarray | None:
    """Look for the largest sheet of paper, or note, on a picture of a table.

    Args:
        small: uint8, (height, width) or (height, width, 3), 0–255: the picture, its longer side
            `SHEET_PX` pixels.

    Returns:
        uint8, (height, width): 255 on the sheet but for its edges, 0 beyond; None without one.
    """
    if min(small.shape[:2]) < _LEAST_PX:
        return None
    small = cv2.medianBlur(small, 5)
    largest, area = None, 0.0
    for channel in cv2.split(small):
        low, high = np.percentile(channel, (2, 98))
        if high - low < _MIN_RANGE:
            continue
        for level in np.linspace(low, high, 14)[1:-1]:
            is_bright = (channel > level).astype(np.uint8)
            for region in (is_bright, 1 - is_bright):
                contours, _ = cv2.findContours(region, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
                for contour in contours:
                    if len(contour) < 50:
                        continue
                    hull = cv2.convexHull(contour)
                    if cv2.contourArea(hull) > area and _is_sheet(contour, hull, small):
                        largest, area = hull, cv2.contourArea(hull)
    if largest is None:
        return None
    sheet = cv2.fillConvexPoly(np.zeros(small.shape[:2], np.uint8), largest, (255,))
    sheet = cv2.erode(sheet, np.ones((5, 5), np.uint8))
    return sheet if sheet.any() else None


def _corners(hull: np.ndarray) -> np.ndarray:
    """Find the corners of a convex outline: int32, (corners, 2)."""
    return cast(np.ndarray, cv2.approxPolyDP(hull, 0.025 * cv2.arcLength(hull, True), True)[:, 0])


def _is_sheet(contour: np.ndarray, hull: np.ndarray, small: np.ndarray) -> bool:
    """Tell whether an outline is that of a sheet: at least three straight edges, at right angles.

    Args:
        contour: int32, (points, 1, 2).
        hull: int32, (points, 1, 2): the same without its notches.
        small: uint8, (height, width) or (height, width, 3): the picture.
    """
    height_px, width_px = small.shape[:2]
    area = cv2.contourArea(hull)
    share = area / (height_px * width_px)
    if not 0.015 < share < 0.9 or cv2.contourArea(contour) < 0.93 * area:
        return False
    shorter_px, longer_px = sorted(cv2.minAreaRect(hull)[1])
    if longer_px > 4 * shorter_px:
        return False
    starts = _corners(hull)
    if not 4 <= len(starts) <= 5 or cv2.contourArea(starts) < 0.86 * area:
        return False
    ends = np.roll(starts, -1, axis=0)
    last = np.array([width_px, height_px]) - 1
    is_border = ((starts < 6) & (ends < 6)) | ((starts > last - 6) & (ends > last - 6))
    is_edge = ~is_border.any(axis=1)
    along = (ends - starts)[is_edge]
    angles = np.arctan2(along[:, 1], along[:, 0])
    if len(along) < 3 or np.hypot(np.cos(4 * angles).mean(), np.sin(4 * angles).mean()) < 0.85:
        return False
    edges = zip(starts[is_edge], ends[is_edge], strict=True)
    step = min(_edge(small, start, end) for start, end in edges)
    return step > 0.04 and _roughness(small, starts) < 0.1 * step


def _edge(small: np.ndarray, start: np.ndarray, end: np.ndarray) -> float:
    """Measure how much brighter one side of an edge is than the other, along most of it."""
    along = (end - start) / np.hypot(*(end - start))
    across = 5 * np.array([along[1], -along[0]])
    places = start + np.linspace(0.1, 0.9, 24)[:, None] * (end - start)
    limit = np.array(small.shape[1::-1]) - 1
    inside, outside = (
        small[tuple(np.clip(np.rint(places + side * across), 0, limit).astype(int).T[::-1])]
        for side in (-1, 1)
    )
    inside, outside = inside.astype(np.float32), outside.astype(np.float32)
    steps = (inside - outside) / (np.maximum(inside, outside) + 16)
    return float(np.max(np.maximum(*np.percentile([steps, -steps], 25, axis=1))))


def _roughness(small: np.ndarray, corners: np.ndarray) -> float:
    """Measure how uneven it is inside: paper is smooth, and wood is not."""
    bright = small if small.ndim == 2 else small.max(axis=2)
    inside = cv2.fillConvexPoly(np.zeros(bright.shape, np.uint8), corners, (1,))
    is_inside = cv2.erode(inside, np.ones((7, 7), np.uint8)) > 0
    value = bright.astype(np.float32)
    rough = np.abs(value - cv2.GaussianBlur(value, (0, 0), 2)) / (value + 16)
    return float(np.median(rough[is_inside])) if is_inside.any() else 1.0


def spread(pixels: np.ndarray, inside: np.ndarray) -> np.ndarray:
    """Let a sheet go on beyond its edges, as bright as it is near them.

    Args:
        pixels: uint8, (height, width) or (height, width, 3).
        inside: uint8, (height, width): 255 on the sheet, 0 beyond.

    Returns:
        uint8, the shape of `pixels`.
    """
    factor = 64 / max(inside.shape)
    size = tuple(max(1, round(side * factor)) for side in inside.shape[::-1])
    masked = cv2.bitwise_and(pixels, pixels, mask=inside)
    coarse = cv2.resize(masked.astype(np.float32), size, interpolation=cv2.INTER_AREA)
    weight = cv2.resize(inside, size, interpolation=cv2.INTER_AREA).astype(np.float32) / 255
    coarse = cv2.GaussianBlur(coarse, (0, 0), 8)
    share: np.ndarray = np.maximum(cv2.GaussianBlur(weight, (0, 0), 8), 1e-6)
    paper = coarse / (share if pixels.ndim == 2 else share[..., None])
    beyond = cv2.resize(
        paper.astype(np.float32), inside.shape[::-1], interpolation=cv2.INTER_LINEAR
    )
    beyond = np.rint(beyond).clip(0, 255).astype(np.uint8)
    return cast(np.ndarray, cv2.copyTo(pixels, inside, beyond))
