"""Digits drawn anew: the way of the pen through a digit of MNIST, drawn with another pen.

It must not know the network, files, or how a drawing is prepared for the network.

MNIST's people wrote with one kind of pen on one form. The way they moved it is theirs; with
another pen at another size it is what a visitor draws on the pad.
"""

import cv2
import numpy as np

from mlp.picture.midline import Midline
from mlp.picture.strokes import draw_lines

PAD_SIDE = 112
"""Pixels of a drawing's side; the pad sends as many."""

PEN_SHARES = (12 / 280, 34 / 280)
"""Narrowest and widest pen, as shares of the pad's side."""


def drawn(way: Midline, random: np.random.Generator, *, pen: float | None = None) -> np.ndarray:
    """Draw a digit on the pad with a round pen, at any place and size.

    Args:
        way: Where the pen moves.
        random: Chooses pen, place and size.
        pen: The pen's width as a share of the pad's side; None: any of `PEN_SHARES`.

    Returns:
        uint8, (`PAD_SIDE`, `PAD_SIDE`), white ink on black.
    """
    width = random.uniform(*PEN_SHARES) if pen is None else pen
    # Nobody takes a pen that fills the holes of what he draws: he draws larger.
    least = min(max(0.3, width / way.max_width), 0.95 - width)
    size = random.uniform(least, 0.95 - width)
    room = 0.97 - width - size * np.ptp(way.points, axis=0)
    middle = 0.5 + random.uniform(-0.5, 0.5, 2) * np.maximum(0, room)
    low, high = way.points.min(axis=0), way.points.max(axis=0)
    points = (way.points - (low + high) / 2) * size + middle
    side_px = 2 * PAD_SIDE
    canvas = np.zeros((side_px, side_px), np.uint8)
    draw_lines(canvas, [points[stroke] * side_px for stroke in way.strokes], width * side_px)
    return cv2.resize(canvas, (PAD_SIDE, PAD_SIDE), interpolation=cv2.INTER_AREA)
