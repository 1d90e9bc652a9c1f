"""A hand that writes a form of a digit: its lines, its wobble, its slant, its pen.

It must not know which forms there are, nor the network.

A form's lines lie in a box about 1 high; x points right and y down.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import torch

from mlp.dataset import SIDE, Digits
from mlp.picture.prepare import BOX, CENTRE, from_pad
from mlp.picture.strokes import draw_lines
from mlp.training.redrawn import PAD_SIDE

Point = tuple[float, float]

Lines = list[np.ndarray]
"""Each float64, (points, 2): x and y; a single point is a dot."""

_STEPS = 8
"""Points for each piece of a line, so that it can bend."""

_CHECKED_PX = 64
"""Side of the small picture on which holes are counted."""

_SEEN_PX = 6
"""Pixels of it that a hole must have to be seen."""


@dataclass(frozen=True)
class Form:
    """One way to write a digit.

    Attributes:
        digit: 0–9.
        lines: Draws it, each time a bit differently.
    """

    digit: int
    lines: Callable[[np.random.Generator], Lines]


@dataclass(frozen=True)
class Hand:
    """How far hands differ.

    Attributes:
        pen: Narrowest and widest, as shares of the digit's longer side.
        size: Smallest and largest digit, with its pen, as a share of the pad's side.
        turn_deg: Most that it is turned, to either side.
        slant: Most that it is slanted to the right, as a share of its height; half to the left.
        stretch: Most that it is made wider or narrower: natural logarithm of the factor.
        wobble: Most that a point is off its way, as a share of the height.
        pencil: Share of the digits that are drawn pixel by pixel on 28×28, as in a paint program,
            instead of on the pad.
    """

    pen: tuple[float, float] = (0.035, 0.22)
    size: tuple[float, float] = (0.35, 0.95)
    turn_deg: float = 9.0
    slant: float = 0.2
    stretch: float = 0.25
    wobble: float = 0.035
    pencil: float = 0.0


def straight(*points: Point) -> np.ndarray:
    """Draw a line with corners through points."""
    corners = np.array(points, np.float64)
    share = np.arange(_STEPS)[:, None] / _STEPS
    pieces = corners[:-1, None] + share * (corners[1:] - corners[:-1])[:, None]
    return np.vstack([pieces.reshape(-1, 2), corners[-1:]])


def bent(*points: Point) -> np.ndarray:
    """Draw a smooth line through points.

    Source: "A class of local interpolating splines", Catmull and Rom, 1974.
    """
    through = np.array(points, np.float64)
    first, last = 2 * through[:1] - through[1:2], 2 * through[-1:] - through[-2:-1]
    all_points = np.vstack([first, through, last])
    before, begin, end, after = (all_points[i : len(all_points) - 3 + i, None] for i in range(4))
    t = np.arange(_STEPS)[:, None] / _STEPS
    pieces = 0.5 * (
        2 * begin
        + (end - before) * t
        + (2 * before - 5 * begin + 4 * end - after) * t**2
        + (3 * begin - before - 3 * end + after) * t**3
    )
    return np.vstack([pieces.reshape(-1, 2), through[-1:]])


def arc(
    middle: Point, radii: Point, begin_deg: float = -90.0, sweep_deg: float = -360.0
) -> np.ndarray:
    """Draw a part of an ellipse.

    Args:
        middle: Of the ellipse.
        radii: To the right and downwards.
        begin_deg: Where it begins: 0 is right, 90 is down.
        sweep_deg: How far it goes on, clockwise if positive; by default once round from the top.
    """
    num_points = 2 + int(abs(sweep_deg) / 12)
    angles = np.radians(begin_deg + sweep_deg * np.linspace(0, 1, num_points))
    return np.stack(
        [middle[0] + radii[0] * np.cos(angles), middle[1] + radii[1] * np.sin(angles)], axis=1
    )


def joined(*lines: np.ndarray) -> np.ndarray:
    """Draw lines one after the other without lifting the pen."""
    return np.concatenate(lines)


def turned(lines: Lines, angle_deg: float) -> Lines:
    """Turn lines clockwise."""
    cos, sin = math.cos(math.radians(angle_deg)), math.sin(math.radians(angle_deg))
    return [line @ np.array([[cos, sin], [-sin, cos]]) for line in lines]


def written(form: Form, random: np.random.Generator, hand: Hand = Hand()) -> np.ndarray:
    """Write a form on the pad, at any place and size, with a pen that leaves its holes open.

    Args:
        form: What to write.
        random: Chooses everything.
        hand: How far hands differ.

    Returns:
        uint8, (`PAD_SIDE`, `PAD_SIDE`), white ink on black.
    """
    lines, sides = _moved(form.lines(random), random, hand)
    pen = _open_pen(lines, math.exp(random.uniform(*np.log(hand.pen))))
    scale = random.uniform(*hand.size) / (1 + pen)
    room = 0.97 - scale * (pen + sides)
    middle = 0.5 + random.uniform(-0.5, 0.5, 2) * np.maximum(0, room)
    side_px = 2 * PAD_SIDE
    canvas = np.zeros((side_px, side_px), np.uint8)
    placed = [(line * scale + middle) * side_px for line in lines]
    draw_lines(canvas, placed, pen * scale * side_px)
    return cv2.resize(canvas, (PAD_SIDE, PAD_SIDE), interpolation=cv2.INTER_AREA)


def pencilled(form: Form, random: np.random.Generator, hand: Hand = Hand()) -> np.ndarray:
    """Draw a form with a line of one pixel, without soft edges, its centre of mass in the middle.

    Returns:
        uint8, (28, 28), 0 or 255.
    """
    lines, _ = _moved(form.lines(random), random, hand)
    long_px = random.uniform(15, BOX - 1)
    canvas = np.zeros((SIDE, SIDE), np.uint8)
    for line in lines:
        points = np.round(line * long_px + SIDE // 2).astype(np.int32)
        cv2.polylines(canvas, [points], False, (255,), 1, cv2.LINE_8)
    rows, columns = canvas.nonzero()
    shift = [CENTRE - round(float(axis.mean())) for axis in (rows, columns)]
    return np.roll(canvas, shift, axis=(0, 1))


def written_digits(
    forms: Mapping[str, Form], count: int, *, seed: int, hand: Hand = Hand()
) -> Digits:
    """Write forms and prepare them as the app prepares what is drawn on the pad.

    Args:
        forms: By name; each digit comes as often as the others, and so does each of its forms.
        count: How many.
        seed: Chooses everything.
        hand: How far hands differ.
    """
    by_digit: dict[int, list[Form]] = {}
    for form in forms.values():
        by_digit.setdefault(form.digit, []).append(form)
    digits = sorted(by_digit)
    pixels = np.empty((count, SIDE, SIDE), np.uint8)
    labels = np.empty(count, np.int64)
    for number in range(count):
        digit = digits[number % len(digits)]
        some = by_digit[digit]
        form = some[number // len(digits) % len(some)]
        pixels[number] = prepared_pixels(form, np.random.default_rng([seed, number]), hand)
        labels[number] = digit
    return Digits(torch.from_numpy(pixels), torch.from_numpy(labels))


def prepared_pixels(form: Form, random: np.random.Generator, hand: Hand = Hand()) -> np.ndarray:
    """Write a form, and prepare it as the app does: uint8, (28, 28), 0–255."""
    if random.random() >= hand.pencil:
        raster = written(form, random, hand)
    else:
        raster = pencilled(form, random, hand)
        if random.random() < 0.5:  # taken pixel for pixel, as MNIST's own pictures are
            return raster
    last: np.ndarray = from_pad(raster).steps[-1].pixels
    return last


def _moved(lines: Lines, random: np.random.Generator, hand: Hand) -> tuple[Lines, np.ndarray]:
    """Let lines wobble, slant them, make them wider or narrower, turn them.

    Returns:
        The lines, around 0, and the sides of their box, float64, (2,): the longer is 1.
    """
    angle = math.radians(random.triangular(-hand.turn_deg, 0, hand.turn_deg))
    cos, sin = math.cos(angle), math.sin(angle)
    slant = random.triangular(-hand.slant / 2, 0, hand.slant)
    wider = math.exp(random.uniform(-hand.stretch, hand.stretch) / 2)
    shape = np.array([[wider, -slant], [0, 1 / wider]])
    rows = np.array([[cos, -sin], [sin, cos]]) @ shape
    # Two waves over the plane, in any direction: what lies side by side moves alike.
    waves = random.uniform(-1, 1, (2, 2)) * 2 * math.pi  # (2, xy): how fast they change
    phases = random.uniform(0, 2 * math.pi, 2)
    reach = random.uniform(-1, 1, (2, 2)) * hand.wobble / math.sqrt(2)
    moved = [(line + np.sin(line @ waves.T + phases) @ reach) @ rows.T for line in lines]
    low = np.min([line.min(axis=0) for line in moved], axis=0)
    high = np.max([line.max(axis=0) for line in moved], axis=0)
    longer = float((high - low).max())
    return [(line - (low + high) / 2) / longer for line in moved], (high - low) / longer


def _open_pen(lines: Sequence[np.ndarray], pen: float) -> float:
    """Take a narrower pen until it closes no hole and no gap: nobody writes what he cannot read.

    Args:
        lines: Around 0, longer side 1.
        pen: The pen to begin with, as a share of the longer side.
    """
    wanted = _num_holes(lines, 0.03)
    while pen > 0.05 and _num_holes(lines, 1.15 * pen) != wanted:
        pen *= 0.85
    return pen


def _num_holes(lines: Sequence[np.ndarray], pen: float) -> int:
    """Count the holes that can be seen, with the ground around as one of them."""
    canvas = np.zeros((_CHECKED_PX, _CHECKED_PX), np.uint8)
    scale_px = 0.72 * _CHECKED_PX
    draw_lines(canvas, [line * scale_px + _CHECKED_PX / 2 for line in lines], pen * scale_px)
    ground = (canvas < 128).astype(np.uint8)
    _, _, stats, _ = cv2.connectedComponentsWithStats(ground, connectivity=4)
    return int((stats[1:, cv2.CC_STAT_AREA] >= _SEEN_PX).sum())
