"""The plan of a photograph: what lies where, in millimetres on the paper, and where the camera is.

It must not know how anything is drawn.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from mlp.picture.midline import Midline
from mlp.study.photographs.materials import PAPERS, PENS, Paper

Box = tuple[int, int, int, int]
"""Left, top, width and height in pixels, in the upright picture."""

_MAX_COMPUTED_PX = 2048
"""A larger picture is enlarged from this: a phone's lens and denoiser leave no more in it."""


@dataclass(frozen=True)
class Place:
    """Where a digit goes; the largest has size 1."""

    shape: Midline
    x: float
    y: float
    size: float


@dataclass(frozen=True)
class Mark:
    """A written digit: float64 (points, 2) in mm, and the width of its line."""

    points: np.ndarray
    pieces: np.ndarray
    width_mm: float


@dataclass(frozen=True)
class Scene:
    """A photograph before it is taken.

    Attributes:
        size_px: Width and height in which it is computed.
        scale: How much larger the file is.
        to_px: float64, (3, 3): homography from mm on the paper to pixels.
        px_per_mm: At the digit.
        marks: The written digits.
        bounds_mm: Left, top, right and bottom of all the ink.
        spacing_mm: Of the lines; 0 if there are none.
        turn: Degrees.
    """

    paper: str
    pen: str
    light: str
    size_px: tuple[int, int]
    scale: float
    to_px: np.ndarray
    px_per_mm: float
    marks: tuple[Mark, ...]
    bounds_mm: tuple[float, float, float, float]
    spacing_mm: float
    turn: float


def plan(
    places: Sequence[Place],
    share: float,
    random: np.random.Generator,
    chosen: tuple[str, str, str],
) -> Scene:
    """Choose the size of everything, and find where the camera is."""
    paper, pen, light = chosen
    surface = PAPERS[paper]
    size_px, scale = _picture_size(random)

    outline = np.concatenate([one.shape.points * one.size + (one.x, one.y) for one in places])
    middle = (outline.min(axis=0) + outline.max(axis=0)) / 2
    extent = float(np.ptp(outline, axis=0).max())
    unit_px = max(share * min(size_px) / extent, 36)

    width_mm = random.uniform(*PENS[pen].width_mm)
    if surface.is_board:
        width_mm = random.uniform(6, 10) if surface.is_dark else random.uniform(2.5, 5)
    spacing_mm = random.uniform(*surface.spacing_mm) if surface.spacing_mm else 0
    height_mm = _digit_height_mm(random, surface, width_mm, spacing_mm, unit_px / min(size_px))
    marks = []
    for one in places:
        high_mm = height_mm * one.size
        line_mm = min(max(width_mm, 0.025 * high_mm), min(0.18, one.shape.max_width) * high_mm)
        shift = (np.array([one.x, one.y]) - middle) * height_mm
        points = one.shape.points * (high_mm - line_mm) + shift
        marks.append(Mark(points, one.shape.pieces, line_mm))
    low = np.min([mark.points.min(axis=0) - mark.width_mm / 2 for mark in marks], axis=0)
    high = np.max([mark.points.max(axis=0) + mark.width_mm / 2 for mark in marks], axis=0)

    turn = float(np.clip(random.normal(0, 4), -12, 12))
    tilt = np.clip(random.normal(0, 0.08, 2), -0.2, 0.2) / max(size_px)
    to_px = _camera(random, size_px, (low, high), unit_px / height_mm, turn=turn, tilt=tilt)
    return Scene(
        paper,
        pen,
        light,
        size_px,
        scale,
        to_px,
        unit_px / height_mm,
        tuple(marks),
        (float(low[0]), float(low[1]), float(high[0]), float(high[1])),
        spacing_mm,
        turn,
    )


def _picture_size(random: np.random.Generator) -> tuple[tuple[int, int], float]:
    """Choose width and height to compute in, and how much larger the file is."""
    low, high = [(480, 1000), (1200, 2000), (2000, 2600), (3000, 4000)][
        int(random.choice(4, p=[0.1, 0.7, 0.12, 0.08]))
    ]
    longer = int(random.integers(low, high + 1))
    shorter = round(longer * float(random.choice([3 / 4, 9 / 16, 1], p=[0.8, 0.12, 0.08])))
    shorter = max(shorter, 360)
    scale = max(1.0, longer / _MAX_COMPUTED_PX)
    longer, shorter = round(longer / scale), round(shorter / scale)
    return ((shorter, longer) if random.random() < 0.6 else (longer, shorter)), scale


def _digit_height_mm(
    random: np.random.Generator,
    surface: Paper,
    width_mm: float,
    spacing_mm: float,
    share: float,
) -> float:
    """Choose how high a digit is written, such that the camera stands where a camera can."""
    low, high = (40.0, 150.0) if surface.is_board else (6.0, 60.0)
    nearest_mm, farthest_mm = (150, 1500) if surface.is_board else (40, 350)
    if spacing_mm:
        low, high = spacing_mm, 6 * spacing_mm
    low = max(low, nearest_mm * share, min(5.5 * width_mm, high))
    high = max(low, min(high, farthest_mm * share))
    return math.exp(random.uniform(math.log(low), math.log(high)))


def _camera(
    random: np.random.Generator,
    size_px: tuple[int, int],
    bounds_mm: tuple[np.ndarray, np.ndarray],
    px_per_mm: float,
    *,
    turn: float,
    tilt: np.ndarray,
) -> np.ndarray:
    """Choose where in the picture the ink falls, with a margin, and build the homography."""
    angle = math.radians(turn)
    turned = px_per_mm * np.array(
        [[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]]
    )
    (left, top), (right, bottom) = bounds_mm
    corners = np.array([[left, top], [right, top], [right, bottom], [left, bottom]]) @ turned.T
    size = np.array(size_px)
    half = np.ptp(corners, axis=0) / 2 * 1.1 + 0.03 * min(size_px)  # 1.1: for the perspective
    shrink = min(1.0, float((size / 2 / half).min()) * 0.98)
    turned, corners, half = turned * shrink, corners * shrink, half * shrink
    free = np.maximum(size / 2 - half, 0)
    if random.random() < 0.65:
        offset = np.clip(random.normal(0, 0.12, 2) * size, -free, free)
    else:
        offset = random.uniform(-free, free)
    # Where the affine picture must be, so that the perspective puts it at the offset.
    affine = offset / (1 - tilt @ offset) - (corners.min(axis=0) + corners.max(axis=0)) / 2
    to_affine = np.eye(3)
    to_affine[:2, :2], to_affine[:2, 2] = turned, affine
    perspective = np.eye(3)
    perspective[2, :2] = tilt
    to_middle = np.eye(3)
    to_middle[:2, 2] = size / 2
    homography: np.ndarray = to_middle @ perspective @ to_affine
    return homography


def project(homography: np.ndarray, points: np.ndarray) -> np.ndarray:
    """Map float64 (points, 2)."""
    lifted = points @ homography[:, :2].T + homography[:, 2]
    projected: np.ndarray = lifted[:, :2] / lifted[:, 2:]
    return projected


def view_mm(scene: Scene) -> tuple[np.ndarray, np.ndarray]:
    """Find the least and the greatest x and y in mm that the picture shows."""
    width, height = scene.size_px
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float64)
    seen = project(np.linalg.inv(scene.to_px), corners)
    return seen.min(axis=0), seen.max(axis=0)
