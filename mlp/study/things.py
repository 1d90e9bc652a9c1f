"""Photographs of things, which are no digits: a bag, a fist, a room, a face, a dot.

It must not know the network, nor how a picture is prepared for it.

As with the drawings (`nondigits.py`) there are two vocabularies without a word in common.
"""

from collections.abc import Iterator

import cv2
import numpy as np
import torch

from mlp.dataset import SIDE
from mlp.picture.file import Picture
from mlp.picture.prepare import WrittenPicture, from_picture
from mlp.study.nondigits import Vocabulary, rounded

THINGS: dict[Vocabulary, dict[str, str]] = {
    "tuning": {
        "paper bag": "f5 12 72 78 18 12, l3 12 32 62 72, ~l1 32 31 30 50 51 52, f3 55 66 67 56",
        "bag": "f2 12 72 88 08 12, ~l1 22 20 60 62, l4 02 12 25 18",
        "fist": "~f4 12 30 60 73 86 78 28 05 12, ~l2 30 23 35, ~l2 41 43 45, ~l2 61 63 54, "
        "~l2 24 45 55 46 26",
        "fist from the side": "~f5 03 22 62 74 76 57 26 04, ~l2 23 53 64 55 25, l3 56 58 88 75",
        "room": "f6 00 80 88 08, f4 22 62 66 26 22, l1 00 22 62 80, l1 08 26 66 88, l1 22 26, "
        "l1 62 66, f8 33 43 44 34",
        "corner of a room": "f6 00 40 48 08, f4 40 80 88 48, f3 08 45 88, l1 40 45 08, l1 45 88",
        "house": "f6 14 74 78 18, f2 04 40 84 04, f3 36 46 48 38, f8 24 34 35 25, l1 14 18 78 74",
        "cat": "~f5 42 72 86 68 28 06 12 42, f5 12 01 31, f5 72 81 51, ~f1 25 34 25, ~f1 55 64 55, "
        "l1 46 47, l2 26 07, l2 56 87",
        "ball": "~f4 40 70 83 86 78 48 18 06 03 10 40, ~f7 32 43 33 23 32",
        "cup": "f4 12 62 57 27 12, ~l2 63 84 84 56, ~l1 12 33 62",
        "book": "f4 01 51 58 08, f6 51 82 87 58, l1 51 58, l2 12 42, l2 13 43",
        "telephone": "f1 20 60 68 28, f5 31 51 56 36, l6 37 47",
        "chair": "l1 10 18, l1 14 64 68, l1 14 28, l1 64 88",
        "lamp": "f3 20 60 72 12, l1 42 48, l1 28 68",
        "scissors": "l1 10 56, l1 70 26, ~l1 26 37 28 17 26, ~l1 56 67 58 47 56",
        "leaf": "~f4 08 03 20 80 84 58 08, l2 08 71, l2 35 33, l2 53 51",
        "bottle": "f3 30 50 52 63 68 28 23 32 30, f7 35 55 57 37",
    },
    "figure": {
        "shopping basket": "f4 03 83 78 18, ~l1 13 10 70 73, l2 05 85, l2 33 38, l2 53 58",
        "open hand": "~f5 24 64 66 58 38 25, l5 24 11, l5 34 30, l5 44 50, l5 54 71, l5 26 04",
        "thumb": "~f4 24 64 76 68 28 15, ~l4 24 23 21 32 44, l2 35 65, l2 36 66, l2 37 67",
        "street": "f6 00 80 88 08, f4 00 33 35 08, f5 80 53 55 88, l1 08 34 88, l1 33 35, l1 53 55",
        "window": "f7 10 70 78 10, l1 10 70 78 18 10, l1 40 48, l1 14 74",
        "barn": "f3 05 23 63 85 88 08, f6 37 57 58 38, l1 23 40 63, l1 05 85",
        "dog": "~f5 31 51 64 67 48 27 24 31, ~f2 31 12 16 24, ~f2 51 72 76 64, ~f0 35 45 46 36 35",
        "apple": "~f3 42 61 83 76 58 47 38 16 03 21 42, l1 42 50, ~f6 50 71 61",
        "jug": "f4 22 62 75 68 28 15, ~l2 63 83 86 67, l1 22 11",
        "laptop": "f2 11 71 75 15, f5 15 75 87 07, l7 22 52, l7 23 63, l7 24 44",
        "shoe": "~f2 13 33 45 76 88 08 13, l7 34 43, l7 45 54",
        "bench": "l1 03 83, l1 04 84, l1 06 86, l1 13 18, l1 73 78",
        "spectacles": "~l1 03 23 35 26 06 03, ~l1 53 73 85 76 56 53, l1 34 54",
        "tree": "f2 34 54 58 38, ~f4 40 71 84 65 25 04 11 40",
        "clock": "~f8 40 70 84 78 48 18 04 10 40, ~l1 40 70 84 78 48 18 04 10 40, l1 41 42, "
        "l1 46 47, l1 14 24, l1 64 74",
    },
}
"""Things as areas (f) and lines (l) with a shade from 0, dark, to 9, and points on a grid of 0 to
8; with "~" they are round."""

_MADE_UP = 0.75
"""Share of the things to learn from that have no name: seventeen would be learned by heart."""

_DOTS = 0.15
"""Share of the pictures that show a dot, a blot or a thick dash."""


def photograph_of_a_thing(random: np.random.Generator, *, vocabulary: Vocabulary) -> np.ndarray:
    """Photograph a thing on some ground, or a dot on paper.

    Returns:
        uint8, (height, width), 0–255, about 200 pixels high.
    """
    height, width = int(random.integers(120, 240)), int(random.integers(120, 240))
    canvas = _ground(height, width, random)
    if random.random() < _DOTS:
        _draw_dot(canvas, random, is_blot=vocabulary == "figure")
    else:
        names = THINGS[vocabulary]
        is_made_up = vocabulary == "tuning" and random.random() < _MADE_UP
        parts = _made_up(random) if is_made_up else names[str(random.choice(list(names)))]
        _draw_thing(canvas, parts, random)
    soft = cv2.GaussianBlur(canvas, (0, 0), random.uniform(0.4, 1.6))
    noisy: np.ndarray = soft + random.normal(0, random.uniform(0.5, 6), canvas.shape)
    if random.random() < 0.15:
        noisy = 255 - noisy
    return noisy.clip(0, 255).astype(np.uint8)


def thing_images(count: int, *, seed: int, vocabulary: Vocabulary) -> Iterator[torch.Tensor]:
    """Photograph things and prepare them as the app does.

    Yields:
        float32, (28, 28), [0, 1], cpu: all 0 where nothing was found.
    """
    for number in range(count):
        random = np.random.default_rng([seed, number])
        pixels = photograph_of_a_thing(random, vocabulary=vocabulary)
        prepared = from_picture(WrittenPicture(Picture(pixels)))
        yield torch.zeros(SIDE, SIDE) if prepared.is_blank else prepared.image


def _ground(height: int, width: int, random: np.random.Generator) -> np.ndarray:
    """Light a wall, a sheet or a table: float64, (height, width)."""
    rows, columns = np.mgrid[:height, :width]
    slope = random.normal(0, 20, 2)
    light = random.uniform(110, 245) + slope[0] * rows / height + slope[1] * columns / width
    blotches = cv2.resize(random.normal(0, random.uniform(0, 12), (5, 5)), (width, height))
    ground: np.ndarray = light + blotches
    return ground


def _made_up(random: np.random.Generator) -> str:
    """Make up a thing: a large area, and smaller ones and lines in it and beside it."""
    parts = []
    for number in range(int(random.integers(1, 7))):
        is_area = number == 0 or random.random() < 0.5
        num_points = int(random.integers(4, 9)) if is_area else int(random.integers(2, 5))
        angles = np.sort(random.uniform(0, 2 * np.pi, num_points))
        radius = random.uniform(2.5, 5) if number == 0 else random.uniform(0.5, 3)
        middle = np.array([4, 4]) if number == 0 else random.uniform(0, 8, 2)
        lengths = radius * random.uniform(0.6, 1, (num_points, 1))
        points = middle + lengths * np.stack([np.cos(angles), np.sin(angles)], axis=1)
        pairs = [f"{x}{y}" for x, y in points.round().clip(0, 8).astype(int)]
        if is_area:
            pairs.append(pairs[0])
        bend, kind = "~" if random.random() < 0.4 else "", "f" if is_area else "l"
        parts.append(" ".join([f"{bend}{kind}{random.integers(10)}", *pairs]))
    return ", ".join(parts)


def _draw_thing(canvas: np.ndarray, parts: str, random: np.random.Generator) -> None:
    """Draw areas and lines, turned, at any place and size."""
    height, width = canvas.shape
    angle = np.deg2rad(random.uniform(-25, 25))
    turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    scale = min(height, width) * random.uniform(0.3, 0.85) / 8
    middle = np.array([width, height]) * (0.5 + random.uniform(-0.12, 0.12, 2))
    thick_px = max(1, round(scale * random.uniform(0.1, 0.7)))
    dark, bright = random.uniform(5, 110), random.uniform(110, 250)
    for part in parts.split(", "):
        head, *pairs = part.split()
        points = np.array([[int(pair[0]), int(pair[1])] for pair in pairs], np.float64)
        points += random.normal(0, 0.3, points.shape)
        if head[0] == "~":
            points = rounded(points, 3)
        placed = np.round((points - 4) @ turn * scale + middle).astype(np.int32)
        shade = (dark + (bright - dark) * (int(head[-1]) / 9 + random.normal(0, 0.08)),)
        if head[-2] == "f":
            cv2.fillPoly(canvas, [placed], shade)
        else:
            cv2.polylines(canvas, [placed], False, shade, thick_px)


def _draw_dot(canvas: np.ndarray, random: np.random.Generator, *, is_blot: bool) -> None:
    """Set a dot, or let ink run into a blot."""
    height, width = canvas.shape
    centre = np.array([width, height]) * random.uniform(0.25, 0.75, 2)
    angles = np.linspace(0, 2 * np.pi, 24, endpoint=False)
    radius = random.uniform(0.03, 0.14) * min(height, width)
    uneven = random.uniform(0.1, 0.25) if is_blot else random.uniform(0, 0.1)
    waves = random.normal(0, 1, (4, 2)) / np.arange(1, 5)[:, None]
    edge = 1 + uneven * sum(
        a * np.cos((k + 2) * angles) + b * np.sin((k + 2) * angles)
        for k, (a, b) in enumerate(waves)
    )
    longer = random.uniform(1, 1.8)
    shape = np.stack([longer * edge * np.cos(angles), edge * np.sin(angles)], axis=1) * radius
    cv2.fillPoly(canvas, [np.round(shape + centre).astype(np.int32)], (random.uniform(5, 80),))
