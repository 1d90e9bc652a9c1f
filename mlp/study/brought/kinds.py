"""Pictures of each kind that people bring, made from a seed.

It must not know how they are read.
"""

import io
import math
from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np
from PIL import Image

from mlp.dataset import Digits
from mlp.picture.midline import Midline, midline
from mlp.study.brought.ink import in_squares, outline, put, written
from mlp.study.brought.screens import Half, plot, window

TUNING_SEED = 31_900

FIGURE_SEED = 58_120

_PENS: dict[Half, list[tuple[int, int, int]]] = {
    "tuning": [(30, 50, 150), (25, 25, 30), (70, 70, 75)],
    "figure": [(60, 91, 169), (10, 10, 10), (90, 90, 95), (160, 40, 40), (20, 90, 60)],
}

_GROUNDS: dict[Half, list[tuple[int, int, int]]] = {
    "tuning": [(250, 240, 120), (120, 200, 120), (250, 190, 190), (30, 60, 90)],
    "figure": [(0, 255, 255), (244, 212, 163), (2, 98, 246), (255, 160, 60), (190, 150, 220)],
}


@dataclass(frozen=True)
class Brought:
    """One picture that somebody brings.

    Attributes:
        kind: One of `KINDS`.
        content: The file.
        labels: 0–9: the digits on it, in reading order.
    """

    kind: str
    content: bytes
    labels: tuple[int, ...]


@dataclass(frozen=True)
class _Maker:
    """What a picture is made of."""

    random: np.random.Generator
    half: Half
    digits: Digits

    def digit(
        self, pen: float = 0.0, labels: str = "0123456789"
    ) -> tuple[Midline, int, np.ndarray]:
        """Choose a digit whose holes stay open with a pen: its way, its label, its pixels."""
        while True:
            index = int(self.random.integers(len(self.digits)))
            pixels, label = self.digits.pixels[index].numpy(), int(self.digits.labels[index])
            if str(label) in labels and (way := midline(pixels)).max_width > 1.15 * pen:
                return way, label, pixels

    def wide_digit(self, pen: float, size: float) -> tuple[Midline, int, float]:
        """Choose any digit: its way, its label, and a pen, as wide as its holes allow."""
        way, label, _ = self.digit()
        return way, label, min(pen, size * way.max_width / 1.15)

    def pen(self) -> np.ndarray:
        """Choose the colour of a pen: float32, (3,)."""
        pens = _PENS[self.half]
        return np.array(pens[int(self.random.integers(len(pens)))], np.float32)

    def ground(self) -> np.ndarray:
        """Choose the colour of a ground: float32, (3,)."""
        grounds = _GROUNDS[self.half]
        return np.array(grounds[int(self.random.integers(len(grounds)))], np.float32)

    def chance(self, share: float) -> bool:
        """Tell whether something happens that happens so often."""
        return bool(self.random.random() < share)


def brought(kind: str, digits: Digits, number: int, *, seed: int) -> Brought:
    """Make one picture.

    Args:
        kind: One of `KINDS`.
        digits: Where they are taken from.
        number: Which one of the seed.
        seed: Of all choices.
    """
    random = np.random.default_rng([seed, list(KINDS).index(kind), number])
    half: Half = "figure" if seed == FIGURE_SEED else "tuning"
    content, labels = KINDS[kind](_Maker(random, half, digits))
    return Brought(kind, content, labels)


_Made = tuple[bytes, tuple[int, ...]]


def _small(make: _Maker) -> _Made:
    """A picture that somebody made 28×28."""
    random = make.random
    share = random.uniform(0.05, 0.14)
    way, label, _ = make.digit(share)
    large = int(random.integers(84, 500))
    size = random.uniform(0.5, 0.9) * large / (1 + share)
    ink = written(way, size, max(1.5, share * size))
    place = [int(random.uniform(0.02, 0.98) * max(1, large - side)) for side in ink.shape[::-1]]
    kind = random.choice(["paper", "dark", "dim", "drawn"], p=[0.5, 0.15, 0.15, 0.2])
    if kind == "drawn":
        return _png(_painted_small(make, way)), (label,)
    if kind == "dim":
        picture: np.ndarray = np.zeros((large, large, 3), np.float32)
        tone = np.full(3, random.uniform(35, 170), np.float32)
    else:
        paper = random.uniform(110, 252) + random.uniform(-12, 12, 3)
        slope = random.uniform(-0.08, 0.08, 2) if make.chance(0.5) else np.zeros(2)
        rows, columns = np.mgrid[0 : 1 : 1j * large, 0 : 1 : 1j * large]
        light = (1 + slope[0] * (rows - 0.5) + slope[1] * (columns - 0.5))[..., None]
        picture = np.clip(paper * light, 0, 255).astype(np.float32)
        tone = (make.pen() + (0 if make.chance(0.6) else 0.35 * paper)).astype(np.float32)
        tone = np.minimum(tone, 0.6 * paper.astype(np.float32))
    put(picture, ink, (place[0], place[1]), tone)
    picture = cv2.resize(picture, (28, 28), interpolation=cv2.INTER_AREA)
    picture = picture + random.normal(0, random.uniform(0, 4), picture.shape)
    picture = 255 - picture if kind == "dark" else picture
    return _file(picture, make), (label,)


def _painted_small(make: _Maker, way: Midline) -> np.ndarray:
    """Draw in a paint program, at 28×28: float32, (28, 28, 3), 0–255."""
    random = make.random
    picture: np.ndarray = np.zeros((28, 28, 3), np.float32)
    size = random.uniform(9, 24)
    ink = written(way, size, random.uniform(1, 0.13 * size + 1))
    if make.chance(0.5):
        ink = (ink > 0.4).astype(np.float32)
    left, top = (int(random.integers(0, max(1, 29 - side))) for side in ink.shape[::-1])
    put(picture, ink, (left, top), np.full(3, 255, np.float32))
    return 255 - picture if make.chance(0.5) else picture


def _cells(make: _Maker) -> _Made:
    """A cell that was cut from a form, with slivers of its lines."""
    random = make.random
    width = int(random.integers(44, 150))
    height = int(width * random.uniform(0.8, 1.6))
    share = random.uniform(0.05, 0.12)
    way, label, _ = make.digit(share)
    paper = random.uniform(225, 255) if make.half == "figure" else 250.0
    picture: np.ndarray = np.full((height, width, 3), paper, np.float32)
    turn = math.radians(random.uniform(-2, 2) if make.chance(0.4) else 0)
    sides = random.permutation(4)[: int(random.choice([1, 2, 3, 4], p=[0.6, 0.2, 0.1, 0.1]))]
    thickest = 5 if make.half == "figure" else 3
    for side in sides.tolist():
        tone = np.full(3, random.uniform(0, 190), np.float32)
        line = random.uniform(0.7, thickest) * max(1.0, width / 110)
        inset = random.uniform(-0.3 * line, 0.05 * width)
        _edge_line(
            picture, side, inset, line, turn, tone, is_broken=make.chance(0.2), random=random
        )
    size = random.uniform(0.4, 0.82) * min(width, height)
    ink = written(way, size, max(1.6, share * size))
    room = np.array([width - ink.shape[1], height - ink.shape[0]])
    spread = 0.5 if make.chance(0.15) else 0.28  # it may touch the lines
    middle = room / 2 + random.uniform(-spread, spread, 2) * room
    put(picture, ink, (int(middle[0]), int(middle[1])), make.pen())
    off = int(random.integers(0, 5))
    picture = picture[off : len(picture) - off, off : width - off]
    if make.chance(0.7):
        picture = cv2.GaussianBlur(picture, (0, 0), random.uniform(0.3, 0.9))
    picture = picture + random.normal(0, random.uniform(0, 3), picture.shape)
    return _file(picture, make), (label,)


def _edge_line(
    picture: np.ndarray,
    side: int,
    inset: float,
    line: float,
    turn: float,
    tone: np.ndarray,
    *,
    is_broken: bool,
    random: np.random.Generator,
) -> None:
    """Draw a line along one side: 0 left, 1 top, 2 right, 3 bottom."""
    height, width = picture.shape[:2]
    length, across = (height, width) if side % 2 == 0 else (width, height)
    fine = 4
    mask = np.zeros((length * fine, across * fine), np.uint8)
    lean = math.tan(turn) * length
    pieces = np.sort(random.uniform(0, 1, 8)) if is_broken else np.array([0.0, 1.0])
    for first, last in zip(pieces[::2], pieces[1::2], strict=True):
        if is_broken:
            last = max(last, first + 0.12)
        ends = [
            (round((inset + lean * (at - 0.5)) * fine), round(at * length * fine))
            for at in (first, last)
        ]
        cv2.line(mask, ends[0], ends[1], (255,), max(1, round(line * fine)), cv2.LINE_AA)
    ink = cv2.resize(mask, (across, length), interpolation=cv2.INTER_AREA).astype(np.float32) / 255
    ink = ink if side in (0, 1) else ink[:, ::-1]
    put(picture, ink if side % 2 == 0 else np.ascontiguousarray(ink.T), (0, 0), tone)


def _closed(make: _Maker) -> _Made:
    """A digit with a hole, so large that its strokes leave the picture."""
    random = make.random
    share = random.uniform(0.06, 0.14)
    way, label, _ = make.digit(share, "04689")
    side = int(random.integers(90, 1100))
    size = random.uniform(0.9, 1.02) * side
    ink = written(way, size, share * size)
    paper = random.uniform(180, 255)
    picture: np.ndarray = np.full((side, side, 3), paper, np.float32)
    place = (
        int((side - ink.shape[1]) * random.uniform(0.3, 0.7)),
        int((side - ink.shape[0]) * random.uniform(0.2, 0.8)),
    )
    put(picture, ink, place, make.pen())
    picture = 255 - picture if make.chance(0.3) else picture
    return _file(picture, make), (label,)


def _plots(make: _Maker) -> _Made:
    """An image shown in axes."""
    way, label, pixels = make.digit()
    if make.chance(0.4):  # something of their own, rather than a test image
        size = make.random.uniform(14, 22)
        ink = written(way, size, make.random.uniform(1.4, 3))
        shown = np.zeros((28, 28, 3), np.float32)
        put(shown, ink, ((28 - ink.shape[1]) // 2, (28 - ink.shape[0]) // 2), np.full(3, 255.0))
        pixels = shown[..., 0].astype(np.uint8)
    return _file(plot(pixels, label, make.random, make.half).astype(np.float32), make), (label,)


def _apps(make: _Maker) -> _Made:
    """A window with a canvas on which a digit was drawn."""
    random = make.random
    share = random.uniform(0.05, 0.15)
    way, label, _ = make.digit(share)
    is_squares = make.chance(0.3)

    def draw(picture: np.ndarray, box: tuple[int, int, int, int], is_white: bool) -> None:
        left, top, right, bottom = box
        size = random.uniform(0.45, 0.92) * min(right - left, bottom - top) / (1 + share)
        ink = written(way, size, max(2, share * size))
        if is_squares:
            ink = in_squares(ink, size / random.uniform(14, 22), is_grey=make.chance(0.6))
        inside = picture[top + 3 : bottom - 2, left + 3 : right - 2]
        room = np.array([inside.shape[1] - ink.shape[1], inside.shape[0] - ink.shape[0]])
        place = room * random.uniform(0.02, 0.98, 2)
        tone = np.full(3, 255.0 if is_white else 0.0, np.float32)
        put(inside, ink, (int(place[0]), int(place[1])), tone)

    shown = window(draw, label, random, make.half)
    return _file(shown.astype(np.float32), make), (label,)


def _widely_written(
    make: _Maker, side: int, *, pens: tuple[float, float], sizes: tuple[float, float]
) -> tuple[np.ndarray, int]:
    """Write a digit with a wide pen; also tells which.

    Args:
        make: What chooses.
        side: Of the picture, in pixels.
        pens: Least and largest width of the pen, as a share of the side.
        sizes: The same of the digit with its ink.
    """
    pen = make.random.uniform(*pens)
    size = make.random.uniform(*sizes) - pen
    way, label, pen = make.wide_digit(pen, size)
    return written(way, size * side, pen * side), label


def _thick(make: _Maker) -> _Made:
    """A pen up to a quarter of the picture's side wide."""
    random = make.random
    side = int(random.integers(60, 1000))
    ink, label = _widely_written(make, side, pens=(0.12, 0.25), sizes=(0.85, 0.97))
    if make.chance(0.3):
        ink = in_squares(ink, side * random.uniform(0.03, 0.06), is_grey=make.chance(0.5))
    is_coloured = make.chance(0.4)
    paper = make.ground() if is_coloured else np.full(3, random.uniform(200, 255), np.float32)
    picture: np.ndarray = np.broadcast_to(paper, (side, side, 3)).astype(np.float32)
    _put_within(picture, ink, random, make.pen() if paper.mean() > 90 else np.full(3, 240.0))
    picture = 255 - picture if make.chance(0.3) else picture
    return _file(picture, make), (label,)


def _outlined(make: _Maker) -> _Made:
    """A thick digit with an outline in another colour, and perhaps a patterned ground."""
    random = make.random
    side = int(random.integers(160, 1000))
    ink, label = _widely_written(make, side, pens=(0.1, 0.2), sizes=(0.8, 0.95))
    if make.chance(0.4):
        ink = in_squares(ink, side * random.uniform(0.025, 0.05), is_grey=False)
    paper = make.ground() if make.chance(0.7) else np.full(3, random.uniform(225, 255), np.float32)
    picture: np.ndarray = np.broadcast_to(paper, (side, side, 3)).astype(np.float32)
    if make.chance(0.3):
        picture += _chequers(side, max(3, side // 40))[..., None] * random.uniform(4, 14)
    line = outline(ink, max(1, round(side * random.uniform(0.008, 0.025))))
    is_hollow = make.chance(0.3)
    fill = paper if is_hollow else random.uniform(0, 255, 3)
    while not is_hollow and np.abs(fill - paper).max() < 70:
        fill = random.uniform(0, 255, 3)
    tone = np.full(3, 0.0 if paper.mean() > 60 else 255.0)
    whole = (fill * (1 - line[..., None]) + tone * line[..., None]).astype(np.float32)
    _put_within(picture, line if is_hollow else ink, random, whole)
    return _file(picture, make), (label,)


def _grounds(make: _Maker) -> _Made:
    """A digit on a coloured, striped, patterned or scribbled ground."""
    random = make.random
    side = int(random.integers(100, 700))
    share = random.uniform(0.06, 0.14)
    way, label, _ = make.digit(share)
    size = random.uniform(0.5, 0.85) * side
    paper = make.ground()
    picture: np.ndarray = np.broadcast_to(paper, (side, side, 3)).astype(np.float32)
    other = np.clip(paper + random.choice([-1, 1], 3) * random.uniform(20, 130, 3), 0, 255)
    kind = random.choice(["plain", "stripe", "chequers", "scribble", "fade"])
    if kind == "stripe":
        mask = np.zeros((side, side), np.uint8)
        for _ in range(int(random.integers(1, 4))):
            ends = random.integers(0, side, 2)
            line = int(side * random.uniform(0.05, 0.2))
            cv2.line(mask, (int(ends[0]), 0), (int(ends[1]), side), (255,), line, cv2.LINE_AA)
        stripes = cv2.GaussianBlur(mask, (0, 0), random.uniform(0.5, 0.05 * side))
        put(picture, stripes.astype(np.float32) / 255, (0, 0), other.astype(np.float32))
    elif kind == "chequers":
        picture += _chequers(side, max(3, side // 30))[..., None] * random.uniform(4, 18)
    elif kind == "scribble":
        mask = np.zeros((side, side), np.uint8)
        points = random.uniform(-0.1, 1.1, (40, 2)) * side
        points[::2, 0], points[1::2, 0] = 0.05 * side, 0.95 * side
        points[:, 1] = np.linspace(0.03, 0.97, 40) * side + random.normal(0, 0.02 * side, 40)
        line = max(2, int(0.03 * side))
        cv2.polylines(mask, [points.astype(np.int32)], False, (255,), line, cv2.LINE_AA)
        near = 0.6 * paper + 0.4 * other
        put(picture, mask.astype(np.float32) / 255, (0, 0), near.astype(np.float32))
    elif kind == "fade":
        ramp = np.linspace(0, 1, side, dtype=np.float32)[:, None].repeat(side, axis=1)
        put(picture, ramp, (0, 0), other.astype(np.float32))
    tones = [
        make.pen(),
        np.zeros(3, np.float32),
        np.full(3, 255, np.float32),
        np.array([0, 0, 200]),
    ]
    grounds = np.stack([paper, other])
    apart = [float(np.abs(grounds @ _LUMINANCE - tone @ _LUMINANCE).min()) for tone in tones]
    clear = [tone for tone, one in zip(tones, apart, strict=True) if one > 70]
    tone = clear[int(random.integers(len(clear)))] if clear else tones[int(np.argmax(apart))]
    _put_within(picture, written(way, size, share * size), random, tone.astype(np.float32))
    return _file(picture, make), (label,)


_LUMINANCE = np.array([0.299, 0.587, 0.114], np.float32)


def _wide(make: _Maker) -> _Made:
    """A file of 16 bits that uses few of them."""
    random = make.random
    side = int(random.integers(60, 500))
    share = random.uniform(0.05, 0.12)
    way, label, _ = make.digit(share)
    size = random.uniform(0.4, 0.8) * side
    ink = np.zeros((side, side, 3), np.float32)
    _put_within(ink, written(way, size, share * size), random, np.ones(3, np.float32))
    bits = int(random.choice([10, 12, 12, 12, 14]))
    top = 2**bits - 1
    if make.chance(0.6):  # dark on light
        paper = random.uniform(0.5, 0.95) * top
        values = paper * (1 - random.uniform(0.3, 0.9) * ink[..., 0])
    else:
        values = top * (random.uniform(0.02, 0.2) + random.uniform(0.3, 0.75) * ink[..., 0])
    values = values + random.normal(0, 0.008 * top, values.shape)
    pixels = np.clip(np.rint(values), 0, top).astype(np.uint16)
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "PNG" if make.chance(0.5) else "TIFF")
    return file.getvalue(), (label,)


def _sheets(make: _Maker) -> _Made:
    """Eight to twenty digits in lines."""
    random = make.random
    num_lines, num_each = int(random.integers(1, 4)), int(random.integers(4, 8))
    num_lines = max(num_lines, -(-8 // num_each))
    cell = int(random.integers(60, 170))
    height, width = int((num_lines + 0.6) * cell), int((num_each + 0.6) * cell)
    paper = random.uniform(140, 255) + random.uniform(-8, 8, 3)
    picture: np.ndarray = np.broadcast_to(paper, (height, width, 3)).astype(np.float32)
    tone, labels = make.pen(), []
    share = random.uniform(0.05, 0.1)
    slant = random.uniform(-0.04, 0.04)
    for line in range(num_lines):
        for number in range(num_each):
            way, label, _ = make.digit(share)
            size = random.uniform(0.42, 0.62) * cell
            ink = written(way, size, max(1.8, share * size))
            column = (0.8 + number) * cell + random.normal(0, 0.05) * cell
            row = (0.8 + line) * cell + slant * column + random.normal(0, 0.05) * cell
            put(picture, ink, (int(column - ink.shape[1] / 2), int(row - ink.shape[0] / 2)), tone)
            labels.append(label)
    if make.chance(0.5):  # photographed
        slope = random.uniform(-0.25, 0.25, 2)
        rows, columns = np.mgrid[0 : 1 : 1j * height, 0 : 1 : 1j * width]
        picture *= (1 + slope[0] * (rows - 0.5) + slope[1] * (columns - 0.5))[..., None]
        picture = cv2.GaussianBlur(picture, (0, 0), 0.7) + random.normal(0, 3, picture.shape)
    return _file(picture, make), tuple(labels)


def _put_within(
    picture: np.ndarray, ink: np.ndarray, random: np.random.Generator, tone: np.ndarray
) -> None:
    """Put ink anywhere it is whole."""
    room = np.array([picture.shape[1] - ink.shape[1], picture.shape[0] - ink.shape[0]])
    place = np.maximum(room, 0) * random.uniform(0.05, 0.95, 2)
    put(picture, ink, (int(place[0]), int(place[1])), tone)


def _chequers(side: int, square: int) -> np.ndarray:
    """Make a pattern of squares: float32, (side, side), -1 or 1."""
    rows, columns = np.mgrid[:side, :side] // square
    return np.where((rows + columns) % 2, 1, -1).astype(np.float32)


def _file(picture: np.ndarray, make: _Maker) -> bytes:
    """Save a picture as PNG or JPEG.

    Args:
        picture: float, (height, width, 3), 0–255.
        make: Chooses.
    """
    if make.chance(0.5):
        return _png(picture)
    file = io.BytesIO()
    pixels = np.clip(np.rint(picture), 0, 255).astype(np.uint8)
    Image.fromarray(pixels).save(file, "JPEG", quality=int(make.random.integers(70, 96)))
    return file.getvalue()


def _png(picture: np.ndarray) -> bytes:
    file = io.BytesIO()
    pixels = np.clip(np.rint(picture), 0, 255).astype(np.uint8)
    Image.fromarray(pixels).save(file, "PNG", compress_level=1)
    return file.getvalue()


KINDS: dict[str, Callable[[_Maker], _Made]] = {
    "small": _small,
    "cells": _cells,
    "closed": _closed,
    "plots": _plots,
    "apps": _apps,
    "thick": _thick,
    "outlined": _outlined,
    "grounds": _grounds,
    "wide": _wide,
    "sheets": _sheets,
}
