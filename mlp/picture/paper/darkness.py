"""How dark each place of a picture is against its paper, without the light and the grain.

It must not know what ink or a digit looks like.
"""

from typing import cast

import cv2
import numpy as np

MIN_CONTRAST = 0.07
"""Share of the paper's brightness by which ink must differ at least; less is paper noise."""

LEVELS = (0.07, 0.1, 0.145, 0.21, 0.3, 0.43)
"""Shares of the paper's brightness from which on a thing is tried as ink."""

ANALYSIS_PX = 800
"""Longer side of the picture on which digits are looked for; they are cut from the full one."""

_NOISE_FACTOR = 3.5
"""Ink stands out of the paper's noise by this many standard deviations."""

_PAPER_PX = 400
"""Longer side of the picture on which the paper's brightness is estimated."""

_TILE_PX = 50
"""Sides of the squares in which noise is measured, about, on the picture of the analysis."""


def is_dark_on_light(pixels: np.ndarray) -> bool:
    """Tell whether the ink is darker than the paper, at a guess.

    Args:
        pixels: uint8, (height, width) or (height, width, 3), 0–255.
    """
    return lean_to_dark(pixels) >= 0


def lean_to_dark(pixels: np.ndarray) -> float:
    """Guess whether the ink is darker than the paper: 1 certainly, -1 certainly not.

    Thin dark things vanish when bright ones grow, thin bright ones when dark ones grow. Whichever
    loses more was ink; what is thin counts more, because strokes are thinner than what they
    enclose (a granulometry).

    Args:
        pixels: uint8, (height, width) or (height, width, 3), 0–255.
    """
    small = shrunken(pixels, 320)
    if small.ndim == 3:
        small = cv2.cvtColor(small, cv2.COLOR_RGB2GRAY)
    small = cv2.GaussianBlur(small, (0, 0), 0.8)
    balance = total = dark_before = light_before = 0.0
    value = small.astype(np.float32)
    for share in (0.015, 0.03, 0.06, 0.12, 0.25):
        side_px = max(3, round(share * min(small.shape)) | 1)
        kernel = np.ones((side_px, side_px), np.uint8)
        closed = cv2.morphologyEx(small, cv2.MORPH_CLOSE, kernel).astype(np.float32)
        opened = cv2.morphologyEx(small, cv2.MORPH_OPEN, kernel).astype(np.float32)
        dark = float(((1 - (value + 16) / (closed + 16)) ** 2).sum())
        light = float(((1 - (opened + 16) / (value + 16)) ** 2).sum())
        balance += ((dark - dark_before) - (light - light_before)) / share**2.5
        total += (abs(dark - dark_before) + abs(light - light_before)) / share**2.5
        dark_before, light_before = dark, light
    return balance / total if total else 0.0


def measure_darkness(bright: np.ndarray, span_px: float) -> np.ndarray:
    """Divide the light and the paper out: 0 as bright as the paper around, 1 black.

    Args:
        bright: uint8, (height, width) or (height, width, 3): dark ink on light paper.
        span_px: How wide a thing may be to be ink rather than paper.
    """
    small = shrunken(bright, _PAPER_PX)
    if min(small.shape[:2]) >= 28:
        small = cv2.medianBlur(small, 3)
    factor = max(small.shape[:2]) / max(bright.shape[:2])
    side_px = min(max(3, round(span_px * factor) | 1), max(small.shape[:2]) | 1)
    kernel = np.ones((side_px, side_px), np.uint8)
    paper = cv2.morphologyEx(small, cv2.MORPH_CLOSE, kernel)
    height_px, width_px = bright.shape[:2]
    paper = cv2.resize(paper, (width_px, height_px), interpolation=cv2.INTER_LINEAR)
    # In the deepest shadow a camera's noise is not to become ink.
    above = paper.astype(np.float32) + 16
    return cast(np.ndarray, (paper.astype(np.float32) - bright) / above)


def smooth(darkness: np.ndarray, width: float = 1) -> np.ndarray:
    """Take the grain of camera and JPEG away, where the picture is large enough for it."""
    sigma = max(darkness.shape[:2]) / 1000
    return darkness if sigma < 0.2 else cv2.GaussianBlur(darkness, (0, 0), width * sigma)


def calm(darkness: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Smooth once more where the grain is as strong as ink.

    Returns:
        float32, (height, width) each: the darkness, and how much of it may be noise at each place.
    """
    noise = _NOISE_FACTOR * _noise(darkness)
    if np.percentile(noise[::9, ::9], 2) > LEVELS[2]:
        darkness = smooth(darkness, 2)
        noise = _NOISE_FACTOR * _noise(darkness)
    return darkness, noise


def paper_offset(darkness: np.ndarray) -> float:
    """Find how far the paper itself is from 0: its grain lies below the brightest nearby."""
    fifth, half = np.percentile(darkness[::3, ::3], (20, 50))
    return float(min(half, 2 * fifth))  # ink may cover half of a tight crop


def _noise(darkness: np.ndarray) -> np.ndarray:
    """Estimate the noise's standard deviation around each place: float32, (height, width)."""
    # Pixels a little apart: within a thick stroke they are alike, in noise they are not.
    step = min(4, *(side - 1 for side in darkness.shape))
    apart = np.abs(darkness[step:, step:] - darkness[: -step or None, : -step or None])
    height_px, width_px = apart.shape
    rows, columns = max(1, height_px // _TILE_PX), max(1, width_px // _TILE_PX)
    tiles = apart[: rows * (height_px // rows), : columns * (width_px // columns)]
    tiles = tiles.reshape(rows, height_px // rows, columns, width_px // columns)[:, ::3, :, ::3]
    # By the least quarter (0.32 standard deviations): lines may cover more than that.
    tiles = tiles.transpose(0, 2, 1, 3).reshape(rows, columns, -1)
    quarter = tiles.shape[2] // 4
    noise = np.partition(tiles, quarter, axis=2)[:, :, quarter] / np.float32(0.3186 * 2**0.5)
    # A median again: strokes that cover one tile are no noise.
    even = cv2.medianBlur(noise, 3)
    return cast(np.ndarray, cv2.resize(even, darkness.shape[::-1], interpolation=cv2.INTER_LINEAR))


def shrunken(pixels: np.ndarray, side_px: int) -> np.ndarray:
    """Shrink a picture so that its longer side is at most so many pixels."""
    height_px, width_px = pixels.shape[:2]
    factor = side_px / max(height_px, width_px)
    if factor >= 1:
        return pixels
    size = (max(1, round(width_px * factor)), max(1, round(height_px * factor)))
    return cast(np.ndarray, cv2.resize(pixels, size, interpolation=cv2.INTER_AREA))


def to_pixels(values: np.ndarray) -> np.ndarray:
    """Round and clip to uint8."""
    return np.clip(values + 0.5, 0, 255).astype(np.uint8)
