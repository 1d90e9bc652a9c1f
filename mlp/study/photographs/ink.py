"""A digit that is written with a pen.

It must not know what else is in the picture.
"""

import math

import cv2
import numpy as np

from mlp.study.photographs.materials import PAPERS, PENS, varied
from mlp.study.photographs.noise import clouds, noise
from mlp.study.photographs.scene import Box, Mark, Scene, project


def write(
    scene: Scene,
    picture: np.ndarray,
    light: np.ndarray,
    mark: Mark,
    random: np.random.Generator,
    traits: set[str],
    *,
    is_empty: bool,
) -> tuple[Box, np.ndarray]:
    """Draw a digit with the pen.

    Returns:
        Its box in pixels, and uint8 (height, width) of the box: the ink alone, white on black.
    """
    pen = PENS[scene.pen]
    points = project(scene.to_px, mark.points)
    line_px = max(1.5, mark.width_mm * scene.px_per_mm)
    low = np.maximum(np.floor(points.min(axis=0) - line_px - 2), 0).astype(int)
    high = np.minimum(np.ceil(points.max(axis=0) + line_px + 2), scene.size_px).astype(int)
    width, height = (int(side) for side in high - low)
    # Drawn about 640 pixels high, whatever is wanted: smooth when small, quick when large.
    zoom = 640 / max(width, height)
    canvas = np.zeros((max(1, round(height * zoom)), max(1, round(width * zoom))), np.uint8)
    scales = np.array([canvas.shape[1] / width, canvas.shape[0] / height])
    placed = (points - low + 0.5) * scales - 0.5

    starts, ends = placed[mark.pieces[:, 0]], placed[mark.pieces[:, 1]]
    phases = random.uniform(0, 2 * math.pi, 3)
    waves = sum(
        np.sin(starts @ random.normal(0, 0.012, 2) + phase) for phase in phases
    )  # -3 … 3, slow
    widths = line_px * zoom * (1 + 0.05 * waves)
    if scene.pen in ("marker", "felt-tip") and random.random() < 0.3:
        # A slanted tip: narrow in one direction.
        along = ends - starts
        angle = np.arctan2(along[:, 1], along[:, 0]) - random.uniform(0.5, 1)
        smoothed = cv2.GaussianBlur(np.abs(np.sin(angle))[None].astype(np.float32), (9, 1), 0)[0]
        widths = widths * (0.6 + 0.4 * smoothed)
    _draw(canvas, placed, mark.pieces, widths)

    cover: np.ndarray = canvas.astype(np.float32) / 255 * random.uniform(*pen.opacity)
    cover *= 1 + 0.06 * clouds(random, *canvas.shape, 6)
    cell = max(1.0, 0.18 * scene.px_per_mm * zoom)  # the paper's roughness, in mm
    rough = noise(random, int(canvas.shape[0] / cell) + 2, int(canvas.shape[1] / cell) + 2)
    tooth = cv2.resize(rough, canvas.shape[::-1], interpolation=cv2.INTER_LINEAR)
    cover *= np.clip(1 - pen.tooth * (0.4 - 0.9 * tooth), 0, 1.05)
    if pen.can_skip and random.random() < 0.15:
        cover *= _skips(random, canvas.shape, starts, line_px * zoom)
        traits.add("gaps")
    is_small = zoom > 1
    cover = cv2.resize(
        cover, (width, height), interpolation=cv2.INTER_AREA if is_small else cv2.INTER_CUBIC
    )
    cover = np.clip(cover, 0, 1)
    part = picture[low[1] : high[1], low[0] : high[0]]
    colour = varied(random, pen.colours, 6)
    if not is_empty:
        if PAPERS[scene.paper].is_dark:
            lit = cv2.resize(light, scene.size_px)[low[1] : high[1], low[0] : high[0]]
            part += cover[..., None] * (colour * lit - part)
        else:
            part *= cv2.merge([1 - cover * (1 - channel / 255) for channel in colour])
    is_ink = cover > 0.25
    rows, columns = np.flatnonzero(is_ink.any(axis=1)), np.flatnonzero(is_ink.any(axis=0))
    top, left = int(rows[0]), int(columns[0])
    bottom, right = int(rows[-1]) + 1, int(columns[-1]) + 1
    ink = (cover[top:bottom, left:right] * 255).astype(np.uint8)
    return (int(low[0]) + left, int(low[1]) + top, right - left, bottom - top), ink


def _draw(
    canvas: np.ndarray, points: np.ndarray, pieces: np.ndarray, widths_px: np.ndarray
) -> None:
    """Draw every piece with round ends, white, on uint8 (height, width)."""
    fixed = np.round(points * 16).astype(int)
    for (a, b), width_px in zip(pieces.tolist(), np.rint(widths_px).astype(int), strict=True):
        start, end = fixed[a].tolist(), fixed[b].tolist()
        cv2.line(canvas, start, end, (255,), max(1, int(width_px)), cv2.LINE_AA, 4)


def _skips(
    random: np.random.Generator, shape: tuple[int, ...], places: np.ndarray, line_px: float
) -> np.ndarray:
    """Let a ballpoint fail here and there, briefly: float32, (height, width), a factor."""
    mask = np.zeros(shape, np.uint8)
    for index in random.integers(len(places), size=int(random.integers(1, 5))):
        centre = np.round(places[index]).astype(int).tolist()
        radius = int(np.clip(line_px * random.uniform(0.4, 0.9), 4, 0.04 * max(shape)))
        cv2.circle(mask, centre, radius, (255,), -1)
    soft = cv2.GaussianBlur(mask.astype(np.float32) / 255, (0, 0), max(1, line_px * 0.2))
    factor: np.ndarray = 1 - random.uniform(0.6, 0.95) * soft
    return factor
