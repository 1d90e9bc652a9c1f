"""Noise to draw with.

It must not know what is drawn.
"""

from functools import lru_cache

import cv2
import numpy as np

_BANK_PX = 2400


@lru_cache(maxsize=1)
def _noise_bank() -> np.ndarray:
    """Keep normal noise to cut from: float32, square, sd 1; the same in every run."""
    return np.random.default_rng(0).standard_normal((_BANK_PX, _BANK_PX), np.float32)


@lru_cache(maxsize=1)
def sensor_bank() -> np.ndarray:
    """Keep what a camera's denoising leaves, more coarse colour than fine grey: (…, …, 3), sd 1."""
    random = np.random.default_rng(1)
    coarse = cv2.GaussianBlur(random.standard_normal((1280, 1280, 3), np.float32), (0, 0), 1.5)
    bank: np.ndarray = 2.2 * coarse + 0.9 * random.standard_normal((1280, 1280, 1), np.float32)
    return bank


def noise(random: np.random.Generator, height: int, width: int) -> np.ndarray:
    """Cut noise out of the bank: float32, (height, width), sd 1."""
    top, left = random.integers((_BANK_PX - height, _BANK_PX - width))
    return _noise_bank()[top : top + height, left : left + width]


def clouds(random: np.random.Generator, height: int, width: int, cells: int) -> np.ndarray:
    """Make smooth noise: float32, (height, width), sd about 1."""
    smooth = np.zeros((height, width), np.float32)
    for octave in (1, 2, 4):
        coarse = random.standard_normal((cells * octave + 2, cells * octave + 2)).astype(np.float32)
        smooth += cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC) / octave
    return smooth
