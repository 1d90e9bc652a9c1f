"""Photographs of handwritten digits, made by arithmetic: `python -m mlp.study.photographs`.

It must not know how the app finds ink on paper: it draws what a phone's camera would have given,
and reads it back only through what `mlp` offers to anybody.

A digit of MNIST is thinned to its midline, and the midline is drawn again with a pen on paper,
lit, and photographed. Every choice is made at random, from the photograph's own seed:

| what      | how often                                                                           |
| --------- | ----------------------------------------------------------------------------------- |
| paper     | `PAPERS`: white 22 %, ruled 18 %, squared 17 %, cream 8 %, recycled 7 %, legal pad  |
|           | 6 %, sticky note 6 %, kraft 5 %, whiteboard 5 %; light on dark 6 % (blackboard 4 %, |
|           | dark paper 2 %). All have grain and blotches, a tenth has creases                   |
| pen       | `PENS`: blue ballpoint 25 %, black ballpoint 20 %, pencil 17 %, felt-tip 14 %,      |
|           | marker 12 %, red 7 %, green 5 %; on a board a board marker; on dark chalk           |
| stroke    | 2.5–18 % of the digit's height, from the pen's width and the digit's size in mm;    |
|           | never so wide that a hole closes. Uneven; broken in a seventh of the ballpoints     |
| light     | `LIGHTS`: even 28 %, window 20 %, lamp 16 %, cold 11 %, dim 9 %, bright 8 %,        |
|           | flash 8 %; soft shadow 22 %, hard shadow 8 %, bright spot 6 % (whiteboard 35 %)     |
| digit     | longer side 6–75 % of the picture's shorter side, evenly on a log scale; anywhere;  |
|           | on lines 1–6 line spacings high                                                     |
| around    | edge of the paper at 1–3 sides 20 %, whole sheet 7 % (sticky note: as its 76 mm     |
|           | fall), on wood, a dark, a bright or a grey table; printed frame around the digit    |
|           | 5 %, specks 14 %, a finger 3 %                                                      |
| camera    | turned (sd 4°, at most 12°), slight perspective, defocus, motion 10 %, sharpening   |
|           | 25 %, noise, 480×360 to 4000×3000 (70 %: 1200–2000), 60 % upright                   |
| file      | JPEG 93 % (quality 35–95, mostly 4:2:0, 45 % with an orientation in EXIF), PNG 4 %, |
|           | WebP 3 %                                                                            |

NOTE: choices about `mlp` are made on `TUNING_SEED`, whose digits are the training half's last
5,000. `FIGURE_SEED`, with test digits, is only for the figure that is told afterwards.
"""

import io
import math
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from multiprocessing import get_context
from pathlib import Path

import click
import cv2
import numpy as np
import torch
from PIL import ExifTags, Image, ImageDraw

from mlp.dataset import Digits, load_digits
from mlp.errors import InputError
from mlp.files.read import BUNDLED_WEIGHTS, load_model
from mlp.net.device import choose_device
from mlp.net.placed import PlacedModel, load_experience
from mlp.net.reading import read
from mlp.net.verdict import Kind
from mlp.picture.file import load_picture
from mlp.picture.prepare import Prepared, from_pad, from_picture, from_tensor
from mlp.study.evaluation import wilson
from mlp.training.redrawn import Midline, midline

TUNING_SEED = 20_240
FIGURE_SEED = 77_003

Colour = tuple[int, int, int]
"""sRGB, 0–255."""


@dataclass(frozen=True)
class Paper:
    """What is written on.

    Attributes:
        share: How often it occurs.
        colours: One is taken, and varied a little.
        grain: Standard deviation of the fibres, as a share of the brightness.
        spacing_mm: Distance of the lines, least and most; None if there are none.
        is_squared: Lines go both ways.
        is_board: It hangs on a wall: written large, photographed from further away.
        is_dark: Written on with something light.
    """

    share: float
    colours: tuple[Colour, ...]
    grain: float = 0.008
    spacing_mm: tuple[float, float] | None = None
    is_squared: bool = False
    is_board: bool = False
    is_dark: bool = False


PAPERS = {
    "white": Paper(0.22, ((246, 246, 244), (240, 242, 246), (250, 248, 244))),
    "cream": Paper(0.08, ((246, 238, 218), (240, 228, 204)), 0.01),
    "recycled": Paper(0.07, ((206, 203, 194), (190, 188, 182), (214, 208, 196)), 0.022),
    "ruled": Paper(0.18, ((247, 247, 245), (244, 242, 234)), spacing_mm=(6.5, 10)),
    "squared": Paper(0.17, ((247, 247, 246), (244, 243, 236)), spacing_mm=(5, 5), is_squared=True),
    "legal pad": Paper(0.06, ((248, 236, 150), (250, 240, 172)), 0.01, (7.1, 8.7)),
    "kraft": Paper(0.05, ((186, 148, 106), (170, 134, 96), (200, 166, 124)), 0.028),
    "sticky note": Paper(
        0.06,
        ((252, 234, 110), (250, 170, 190), (160, 222, 140), (250, 180, 96), (140, 204, 236)),
        0.006,
    ),
    "whiteboard": Paper(0.05, ((240, 243, 245), (232, 236, 238)), 0.002, is_board=True),
    "blackboard": Paper(
        0.04, ((52, 66, 58), (44, 46, 48), (40, 62, 50)), 0.035, is_board=True, is_dark=True
    ),
    "dark paper": Paper(0.02, ((42, 42, 46), (38, 46, 74), (66, 40, 48)), 0.03, is_dark=True),
}


@dataclass(frozen=True)
class Pen:
    """What is written with.

    Attributes:
        share: How often it occurs where it may.
        width_mm: Of its line, least and most.
        opacity: Of its ink, least and most, [0, 1].
        colours: One is taken, and varied a little.
        tooth: How much the paper's roughness shows in the line, [0, 1].
        can_skip: The ball may fail to turn.
    """

    share: float
    width_mm: tuple[float, float]
    opacity: tuple[float, float]
    colours: tuple[Colour, ...]
    tooth: float = 0.06
    can_skip: bool = False


PENS = {
    "blue ballpoint": Pen(
        0.25, (0.4, 0.8), (0.72, 0.95), ((36, 52, 140), (30, 40, 110), (48, 76, 170)), 0.12, True
    ),
    "black ballpoint": Pen(
        0.20, (0.4, 0.8), (0.72, 0.95), ((36, 36, 44), (48, 46, 52), (30, 30, 36)), 0.12, True
    ),
    "pencil": Pen(0.17, (0.5, 1.0), (0.5, 0.85), ((84, 84, 88), (70, 70, 74), (96, 95, 98)), 0.4),
    "felt-tip": Pen(0.14, (0.8, 1.8), (0.88, 1), ((26, 26, 32), (30, 36, 96), (20, 20, 24))),
    "red pen": Pen(0.07, (0.5, 1.4), (0.78, 0.97), ((200, 40, 48), (180, 30, 50), (214, 62, 60))),
    "green pen": Pen(0.05, (0.5, 1.4), (0.78, 0.97), ((34, 124, 72), (50, 146, 90), (24, 98, 80))),
    "marker": Pen(
        0.12, (2, 5), (0.9, 1), ((22, 22, 26), (30, 30, 34), (32, 44, 128), (150, 28, 36)), 0.03
    ),
    "chalk": Pen(1, (0.9, 2.5), (0.66, 0.92), ((240, 240, 234), (238, 226, 170)), 0.5),
}
"""Shares among the pens for light paper; chalk is for dark ones, and only for these."""

BOARD_PENS = ("marker", "red pen", "green pen")


@dataclass(frozen=True)
class Light:
    """What falls on the paper, least and most.

    Attributes:
        share: How often it occurs.
        exposure: How bright white paper gets, where 1 is the brightest that can be told apart.
        slope: How much of the light is lost across the picture.
        falloff: How much of it is lost from the brightest place to the far corner.
        warmth: From -1 (blue) to 1 (yellow).
        noise: Standard deviation, of 255.
    """

    share: float
    exposure: tuple[float, float]
    slope: tuple[float, float]
    falloff: tuple[float, float]
    warmth: tuple[float, float]
    noise: tuple[float, float] = (1, 3.5)


LIGHTS = {
    "even": Light(0.28, (0.78, 0.97), (0.01, 0.1), (0, 0.08), (-0.2, 0.3)),
    "window": Light(0.20, (0.8, 1.02), (0.18, 0.5), (0, 0.1), (-0.3, 0.1)),
    "lamp": Light(0.16, (0.7, 0.95), (0, 0.15), (0.2, 0.55), (0.3, 1), (1.5, 5)),
    "cold": Light(0.11, (0.66, 0.9), (0.03, 0.2), (0.02, 0.15), (-1, -0.4)),
    "dim": Light(0.09, (0.32, 0.55), (0.05, 0.3), (0.05, 0.35), (-0.1, 0.9), (4, 10)),
    "bright": Light(0.08, (1.04, 1.22), (0.02, 0.2), (0, 0.15), (-0.3, 0.2), (0.8, 2)),
    "flash": Light(0.08, (0.9, 1.1), (0, 0.08), (0.3, 0.55), (-0.2, 0.1)),
}

TABLES: dict[str, tuple[Colour, ...]] = {
    "wood": ((150, 104, 66), (110, 72, 46), (190, 150, 104), (84, 58, 42)),
    "dark table": ((42, 42, 46), (58, 50, 48), (34, 40, 48)),
    "bright table": ((216, 214, 210), (228, 226, 220), (200, 204, 206)),
    "grey table": ((132, 134, 138), (108, 110, 116), (158, 156, 150)),
}

SIZE_CLASSES = (6, 12, 25, 50, 75)
"""Bounds in per cent of the picture's shorter side."""


Box = tuple[int, int, int, int]
"""Left, top, width and height in pixels, in the upright picture."""


@dataclass(frozen=True)
class Shot:
    """What the camera gives.

    Attributes:
        pixels: uint8, (height, width, 3), sRGB, upright, before the camera's file was made.
        content: The file: JPEG, sometimes PNG or WebP.
        paper: One of `PAPERS`.
        pen: One of `PENS`.
        light: One of `LIGHTS`.
        traits: What else can be seen, "soft shadow" for example.
    """

    pixels: np.ndarray
    content: bytes
    paper: str
    pen: str
    light: str
    traits: frozenset[str]


@dataclass(frozen=True)
class Photograph(Shot):
    """One photographed digit.

    Attributes:
        label: 0–9.
        box: Where the digit is.
        digit: uint8, (28, 28): the digit of MNIST that was written.
        ink: uint8, (height, width) of the box as computed: the pen's trace alone, white on black.
    """

    label: int
    box: Box
    digit: np.ndarray
    ink: np.ndarray

    @property
    def share(self) -> float:
        """The digit's longer side as a share of the picture's shorter one."""
        return max(self.box[2:]) / float(min(self.pixels.shape[:2]))


@dataclass(frozen=True)
class Page(Shot):
    """Several digits on one paper; the tuples go from left to right, line by line.

    Attributes:
        labels: 0–9.
        boxes: Where the digits are.
        largest: Index of the largest digit.
    """

    labels: tuple[int, ...]
    boxes: tuple[Box, ...]
    largest: int


# What is asked for.


def photographs(digits: Digits, count: int, *, seed: int, start: int = 0) -> Iterator[Photograph]:
    """Photograph digits chosen at random, numbers start … start + count - 1."""
    for number in range(start, start + count):
        yield photograph_number(digits, number, seed=seed)


def photograph_number(digits: Digits, number: int, *, seed: int) -> Photograph:
    """Make a single one of `photographs` again."""
    random = np.random.default_rng([seed, number])
    index = int(random.integers(len(digits)))
    return photograph(digits.pixels[index].numpy(), int(digits.labels[index]), random)


def photograph(
    pixels: np.ndarray,
    label: int,
    random: np.random.Generator,
    *,
    paper: str | None = None,
    pen: str | None = None,
    light: str | None = None,
    share: float | None = None,
    is_empty: bool = False,
) -> Photograph:
    """Write a digit and photograph it.

    Args:
        pixels: uint8, (28, 28), white ink on black.
        label: 0–9.
        random: Where every choice comes from that is not given.
        paper: One of `PAPERS`.
        pen: One of `PENS`.
        light: One of `LIGHTS`.
        share: The digit's longer side as a share of the picture's shorter one.
        is_empty: Leave the pen away: the same photograph of the empty paper.
    """
    plan_random, pen_random, camera_random = random.spawn(3)
    if share is None:
        share = math.exp(plan_random.uniform(math.log(0.06), math.log(0.75)))
    chosen = materials(plan_random, paper=paper, pen=pen, light=light)
    scene = _plan([_Place(midline(pixels), 0, 0, 1)], share, plan_random, chosen)
    shot, boxes, inks = _take(scene, pen_random, camera_random, is_empty=is_empty)
    return Photograph(**vars(shot), label=label, box=boxes[0], digit=pixels, ink=inks[0])


def page_of_digits(
    digits: Digits,
    random: np.random.Generator,
    *,
    num_digits: int = 4,
    num_lines: int = 1,
    paper: str | None = None,
    pen: str | None = None,
    light: str | None = None,
) -> Page:
    """Write several digits on one paper; one is larger than all others by a quarter at least.

    Args:
        digits: Where they are taken from.
        random: Where every choice comes from that is not given.
        num_digits: How many there are on the page.
        num_lines: Over how many lines they are spread.
        paper: One of `PAPERS`.
        pen: One of `PENS`.
        light: One of `LIGHTS`.
    """
    plan_random, pen_random, camera_random = random.spawn(3)
    indices = plan_random.integers(len(digits), size=num_digits)
    sizes = plan_random.uniform(0.4, 0.8, num_digits)
    largest = int(plan_random.integers(num_digits))
    sizes[largest] = 1
    places: list[_Place] = []
    top = 0.0
    for line in np.array_split(np.arange(num_digits), num_lines):
        left, height = 0.0, float(sizes[line].max(initial=0))
        for index in line:
            shape = midline(digits.pixels[int(indices[index])].numpy())
            size = float(sizes[index])
            width = size * float(np.ptp(shape.points[:, 0]))
            places.append(_Place(shape, left + width / 2, top + height - size / 2, size))
            left += width + plan_random.uniform(0.35, 0.7)
        top += height + plan_random.uniform(0.35, 0.6)
    share = plan_random.uniform(0.55, 0.85)
    chosen = materials(plan_random, paper=paper, pen=pen, light=light)
    scene = _plan(places, share, plan_random, chosen)
    shot, boxes, _ = _take(scene, pen_random, camera_random, is_empty=False)
    labels = tuple(digits.labels[indices].tolist())
    return Page(**vars(shot), labels=labels, boxes=tuple(boxes), largest=largest)


def _draw(
    canvas: np.ndarray, points: np.ndarray, pieces: np.ndarray, widths_px: np.ndarray
) -> None:
    """Draw every piece with round ends, white, on uint8 (height, width)."""
    fixed = np.round(points * 16).astype(int)
    for (a, b), width_px in zip(pieces.tolist(), np.rint(widths_px).astype(int), strict=True):
        start, end = fixed[a].tolist(), fixed[b].tolist()
        cv2.line(canvas, start, end, (255,), max(1, int(width_px)), cv2.LINE_AA, 4)


# The plan: what lies where, in millimetres on the paper.


def materials(
    random: np.random.Generator,
    *,
    paper: str | None = None,
    pen: str | None = None,
    light: str | None = None,
) -> tuple[str, str, str]:
    """Choose what is not given of paper, pen and light, such that the pen suits the paper."""
    if paper is None:
        papers = [name for name in PAPERS if pen is None or pen in _pens_for(name)]
        paper = _pick(random, {name: PAPERS[name].share for name in papers})
    if pen is None:
        pen = _pick(random, {name: PENS[name].share for name in _pens_for(paper)})
    if light is None:
        light = _pick(random, {name: one.share for name, one in LIGHTS.items()})
    return paper, pen, light


def _pens_for(paper: str) -> tuple[str, ...]:
    """Name the pens that somebody would take for a paper."""
    if PAPERS[paper].is_dark:
        return ("chalk",)
    if PAPERS[paper].is_board:
        return BOARD_PENS
    return tuple(name for name in PENS if name != "chalk")


@dataclass(frozen=True)
class _Place:
    """Where a digit goes; the largest has size 1."""

    shape: Midline
    x: float
    y: float
    size: float


@dataclass(frozen=True)
class _Mark:
    """A written digit: float64 (points, 2) in mm, and the width of its line."""

    points: np.ndarray
    pieces: np.ndarray
    width_mm: float


@dataclass(frozen=True)
class _Scene:
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
    marks: tuple[_Mark, ...]
    bounds_mm: tuple[float, float, float, float]
    spacing_mm: float
    turn: float


_MAX_COMPUTED_PX = 2048
"""A larger picture is enlarged from this: a phone's lens and denoiser leave no more in it."""


def _plan(
    places: Sequence[_Place],
    share: float,
    random: np.random.Generator,
    chosen: tuple[str, str, str],
) -> _Scene:
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
        marks.append(_Mark(points, one.shape.pieces, line_mm))
    low = np.min([mark.points.min(axis=0) - mark.width_mm / 2 for mark in marks], axis=0)
    high = np.max([mark.points.max(axis=0) + mark.width_mm / 2 for mark in marks], axis=0)

    turn = float(np.clip(random.normal(0, 4), -12, 12))
    tilt = np.clip(random.normal(0, 0.08, 2), -0.2, 0.2) / max(size_px)
    to_px = _camera(random, size_px, (low, high), unit_px / height_mm, turn=turn, tilt=tilt)
    return _Scene(
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


def _pick(random: np.random.Generator, shares: dict[str, float]) -> str:
    """Choose a name by its share."""
    weights = np.array(list(shares.values()), np.float64)
    return list(shares)[int(random.choice(len(shares), p=weights / weights.sum()))]


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


def _project(homography: np.ndarray, points: np.ndarray) -> np.ndarray:
    """Map float64 (points, 2)."""
    lifted = points @ homography[:, :2].T + homography[:, 2]
    projected: np.ndarray = lifted[:, :2] / lifted[:, 2:]
    return projected


# The picture. Papers, tables and light have no sharp detail and are computed at a fraction of
# the size; lines and ink at the full one. Values are sRGB's, so light multiplies as a power.

_GAMMA = 1 / 2.2


_BANK_PX = 2400


@lru_cache(maxsize=1)
def _noise_bank() -> np.ndarray:
    """Keep normal noise to cut from: float32, square, sd 1; the same in every run."""
    return np.random.default_rng(0).standard_normal((_BANK_PX, _BANK_PX), np.float32)


@lru_cache(maxsize=1)
def _sensor_bank() -> np.ndarray:
    """Keep what a camera's denoising leaves, more coarse colour than fine grey: (…, …, 3), sd 1."""
    random = np.random.default_rng(1)
    coarse = cv2.GaussianBlur(random.standard_normal((1280, 1280, 3), np.float32), (0, 0), 1.5)
    noise: np.ndarray = 2.2 * coarse + 0.9 * random.standard_normal((1280, 1280, 1), np.float32)
    return noise


def _noise(random: np.random.Generator, height: int, width: int) -> np.ndarray:
    """Cut noise out of the bank: float32, (height, width), sd 1."""
    top, left = random.integers((_BANK_PX - height, _BANK_PX - width))
    return _noise_bank()[top : top + height, left : left + width]


def _clouds(random: np.random.Generator, height: int, width: int, cells: int) -> np.ndarray:
    """Make smooth noise: float32, (height, width), sd about 1."""
    clouds = np.zeros((height, width), np.float32)
    for octave in (1, 2, 4):
        coarse = random.standard_normal((cells * octave + 2, cells * octave + 2)).astype(np.float32)
        clouds += cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC) / octave
    return clouds


def _varied(random: np.random.Generator, colours: tuple[Colour, ...], sd: float = 4) -> np.ndarray:
    """Choose a colour and vary it a little: float32, (3,), 0–255."""
    colour = np.array(colours[int(random.integers(len(colours)))], np.float32)
    varied = np.clip(colour + random.normal(0, sd) + random.normal(0, sd / 2, 3), 0, 255)
    return varied.astype(np.float32)


def _take(
    scene: _Scene,
    pen_random: np.random.Generator,
    camera_random: np.random.Generator,
    *,
    is_empty: bool,
) -> tuple[Shot, list[Box], list[np.ndarray]]:
    """Lay the paper out, light it, write on it and press the button.

    Returns:
        The shot, and for each digit its box and the ink alone.
    """
    random = camera_random
    traits: set[str] = set()
    width, height = scene.size_px
    surface = PAPERS[scene.paper]
    half = (-(-width // 2), -(-height // 2))

    sheet_mm = _sheet(scene, random, traits)
    ground = _surface(scene, random, half)
    if sheet_mm is not None:
        ground = _on_table(scene, ground, sheet_mm, random, traits)
    light = _lit(scene, random, traits)
    ground *= cv2.resize(light, half, interpolation=cv2.INTER_LINEAR)
    _fold(scene, ground, random, traits)
    picture = cv2.resize(ground, scene.size_px, interpolation=cv2.INTER_LINEAR)

    if scene.spacing_mm:
        _rule(scene, picture, sheet_mm, random)
    if not surface.is_board and random.random() < 0.05:
        _frame(scene, picture, random, traits)
    if random.random() < 0.14:
        _dirty(scene, picture, random, traits)
    boxes: list[Box] = []
    inks: list[np.ndarray] = []
    for mark in scene.marks:
        box, ink = _write(scene, picture, light, mark, pen_random, traits, is_empty=is_empty)
        boxes.append(box)
        inks.append(ink)
    if random.random() < 0.03:
        _hold(scene, picture, boxes, random, traits)
    if surface.is_dark:
        traits.add("light on dark")
    if abs(scene.turn) > 5:
        traits.add("turned")

    pixels = _exposed(scene, picture, random, traits)
    if scene.scale > 1:
        boxes = [_scaled(box, scene.scale) for box in boxes]
    content = _filed(pixels, random, traits)
    shot = Shot(pixels, content, scene.paper, scene.pen, scene.light, frozenset(traits))
    return shot, boxes, inks


def _scaled(box: Box, factor: float) -> Box:
    """Find a box in the enlarged picture."""
    left, top, width, height = (round(side * factor) for side in box)
    return left, top, width, height


def _view_mm(scene: _Scene) -> tuple[np.ndarray, np.ndarray]:
    """Find the least and the greatest x and y in mm that the picture shows."""
    width, height = scene.size_px
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float64)
    seen = _project(np.linalg.inv(scene.to_px), corners)
    return seen.min(axis=0), seen.max(axis=0)


def _sheet(
    scene: _Scene, random: np.random.Generator, traits: set[str]
) -> tuple[float, float, float, float] | None:
    """Choose where the paper ends: left, top, right and bottom in mm; None: nowhere."""
    (left, top, right, bottom), (seen_low, seen_high) = scene.bounds_mm, _view_mm(scene)
    gap = max(2.0, 0.12 * max(right - left, bottom - top))
    if scene.paper == "sticky note":
        side = max(76.0, right - left + 2 * gap, bottom - top + 2 * gap)
        x = random.uniform(right + gap - side, left - gap)
        y = random.uniform(bottom + gap - side, top - gap)
        sheet = (x, y, x + side, y + side)
    else:
        chance = random.random()
        if chance >= 0.27:
            return None
        sides = set(range(4))
        if chance >= 0.07:
            count = int(random.choice([1, 2, 3], p=[0.55, 0.33, 0.12]))
            sides = set(random.choice(4, count, replace=False).tolist())
        far = 4 * float((seen_high - seen_low).max())
        ends = []
        for side, (ink, seen) in enumerate(
            zip((left, top, right, bottom), (*seen_low, *seen_high), strict=True)
        ):
            sign = -1 if side < 2 else 1
            free = (seen - ink) * sign - gap
            where = gap + random.uniform(0.05, 0.85) * free if free > 0 and side in sides else far
            ends.append(ink + sign * where)
        sheet = (ends[0], ends[1], ends[2], ends[3])
    inside = [
        sheet[0] > seen_low[0],
        sheet[1] > seen_low[1],
        sheet[2] < seen_high[0],
        sheet[3] < seen_high[1],
    ]
    if not any(inside):
        return None
    traits.add("whole sheet" if all(inside) else "paper edge")
    return sheet


def _surface(scene: _Scene, random: np.random.Generator, size: tuple[int, int]) -> np.ndarray:
    """Make the paper without anything on it: float32, (height, width, 3), 0–255."""
    width, height = size
    paper = PAPERS[scene.paper]
    grain = cv2.GaussianBlur(_noise(random, height, width), (0, 0), random.uniform(0.5, 1.1)) * 2
    shade = 1 + paper.grain * grain + 0.004 * _clouds(random, height, width, 4)
    if paper.is_board:
        # What the sponge left, in broad strokes.
        smears = _clouds(random, height, width, 6) + cv2.resize(
            _clouds(random, 24, 9, 3), size, interpolation=cv2.INTER_CUBIC
        )
        shade += (0.05 if paper.is_dark else 0.004) * smears
    if scene.paper in ("recycled", "kraft"):
        fibres = _noise(random, height // 2, width // 2) > 3.2
        spotted = cv2.resize(fibres.astype(np.float32), size, interpolation=cv2.INTER_LINEAR)
        shade -= random.uniform(0.08, 0.25) * spotted
    blank: np.ndarray = shade[..., None] * _varied(random, paper.colours)
    return blank


def _on_table(
    scene: _Scene,
    ground: np.ndarray,
    sheet_mm: tuple[float, float, float, float],
    random: np.random.Generator,
    traits: set[str],
) -> np.ndarray:
    """Cut the paper at its edges and put it on a table, with a little shadow."""
    height, width = ground.shape[:2]
    name = list(TABLES)[int(random.integers(len(TABLES)))]
    traits.add(name)
    shade = 1 + 0.014 * _clouds(random, height, width, 3) + 0.012 * _noise(random, height, width)
    if name == "wood":
        shade += _wood_grain(random, height, width)
    table = cv2.merge([shade * channel for channel in _varied(random, TABLES[name], 8)])
    left, top, right, bottom = sheet_mm
    corners = np.array([[left, top], [right, top], [right, bottom], [left, bottom]])
    quad = np.clip(_project(scene.to_px, corners) / 2, -8000, 8000)
    mask = np.zeros((height, width), np.uint8)
    cv2.fillConvexPoly(mask, np.round(quad * 16).astype(np.int32), (255,), cv2.LINE_AA, 4)
    on_paper = mask.astype(np.float32) / 255
    reach = random.uniform(0.004, 0.015) * min(height, width)
    step = random.uniform(-1.5, 1.5, 2) * reach
    moved = cv2.warpAffine(on_paper, np.array([[1, 0, step[0]], [0, 1, step[1]]]), (width, height))
    table *= 1 - random.uniform(0.15, 0.45) * cv2.GaussianBlur(moved, (0, 0), reach)[..., None]
    mixed: np.ndarray = table + (ground - table) * on_paper[..., None]
    return mixed


def _wood_grain(random: np.random.Generator, height: int, width: int) -> np.ndarray:
    """Make long streaks: float32, (height, width), sd about 0.1."""
    along = int(random.integers(2))
    long, across = (width, height) if along else (height, width)
    coarse = random.standard_normal((across // 10 + 2, 5)).astype(np.float32)
    fine = random.standard_normal((across // 2 + 2, 9)).astype(np.float32)
    streaks = 0.07 * cv2.resize(coarse, (long, across), interpolation=cv2.INTER_CUBIC)
    streaks += 0.05 * cv2.resize(fine, (long, across), interpolation=cv2.INTER_LINEAR)
    bend = (_clouds(random, across, long, 2) * across * 0.015).astype(np.float32)
    rows, columns = np.indices((across, long), dtype=np.float32)
    bent = cv2.remap(streaks, columns, rows + bend, cv2.INTER_LINEAR, None, cv2.BORDER_REFLECT)
    return bent if along else np.ascontiguousarray(bent.T)


def _lit(scene: _Scene, random: np.random.Generator, traits: set[str]) -> np.ndarray:
    """Make the light: float32, (height / 4, width / 4, 3), a factor for sRGB values."""
    width, height = (-(-side // 4) for side in scene.size_px)
    light = LIGHTS[scene.light]
    rows, columns = np.indices((height, width), dtype=np.float32)
    x, y = columns / width - 0.5, rows / height - 0.5
    angle = random.uniform(0, 2 * math.pi)
    across = x * math.cos(angle) + y * math.sin(angle)  # -0.7 … 0.7
    amount = 1 - random.uniform(*light.slope) * (across + 0.5)
    near = random.normal(0, 0.12 if scene.light == "flash" else 0.3, 2)
    distance = np.hypot(x - near[0], y - near[1])
    amount *= 1 - random.uniform(*light.falloff) * np.minimum(1.2, (distance / 0.8) ** 2)
    exposure = random.uniform(*light.exposure)
    if PAPERS[scene.paper].is_dark:
        exposure *= random.uniform(1, 1.5)  # the camera brightens what is dark
    amount = exposure * np.maximum(amount, 0.08) ** _GAMMA
    if random.random() < 0.22:
        amount *= _shadow(random, height, width, is_hard=False)
        traits.add("soft shadow")
    if random.random() < 0.08:
        amount *= _shadow(random, height, width, is_hard=True)
        traits.add("hard shadow")
    if random.random() < (0.35 if scene.paper == "whiteboard" else 0.06):
        spot = random.uniform(0.05, 0.95, 2)
        reach = random.uniform(0.04, 0.16)
        away = ((columns / width - spot[0]) ** 2 + (rows / height - spot[1]) ** 2) / reach**2
        amount += random.uniform(0.15, 0.5) * np.exp(-away)
        traits.add("bright spot")
    warmth = random.uniform(*light.warmth)
    tint = np.array([1 + 0.06 * warmth, 1 + 0.005 * warmth, 1 - 0.17 * warmth])
    tint /= tint.max() ** 0.7
    lit: np.ndarray = (amount[..., None] * tint).astype(np.float32)
    return lit


def _shadow(random: np.random.Generator, height: int, width: int, *, is_hard: bool) -> np.ndarray:
    """Let a hand, a head or a phone stand in the light: float32, (height, width), a factor."""
    mask: np.ndarray = np.zeros((height, width), np.uint8)
    side = max(height, width)
    angle = random.uniform(0, 2 * math.pi)
    toward = np.array([math.cos(angle), math.sin(angle)])
    middle = np.array([width, height]) / 2
    tip = middle + toward * side * random.uniform(-0.1, 0.45)
    thick = int(side * random.uniform(0.12, 0.6))
    kind = random.random()
    if kind < 0.4:
        # An arm: from beyond the edge to its tip.
        ends = np.round([tip, middle + toward * side * 1.5]).astype(int).tolist()
        cv2.line(mask, ends[0], ends[1], (255,), thick, cv2.LINE_AA)
    elif kind < 0.75:
        # The straight edge of something large.
        across = np.array([-toward[1], toward[0]]) * side * 2
        far = tip + toward * side * 2
        corners = np.array([tip - across, tip + across, far + across, far - across])
        cv2.fillConvexPoly(mask, np.round(corners).astype(np.int32), (255,), cv2.LINE_AA)
    else:
        # A phone, and the arm that holds it.
        sides = (thick, int(thick * random.uniform(1.2, 2)))
        corners = cv2.boxPoints((tip.tolist(), sides, random.normal(0, 12)))
        cv2.fillConvexPoly(mask, np.round(corners).astype(np.int32), (255,), cv2.LINE_AA)
        ends = np.round([tip, middle + toward * side * 1.5]).astype(int).tolist()
        cv2.line(mask, ends[0], ends[1], (255,), int(0.8 * thick), cv2.LINE_AA)
    if kind < 0.4:
        # Nobody's outline is straight.
        rows, columns = np.indices((height, width), dtype=np.float32)
        bend = 0.03 * side
        across = columns + bend * _clouds(random, height, width, 3)
        down = rows + bend * _clouds(random, height, width, 3)
        mask = cv2.remap(mask, across, down, cv2.INTER_LINEAR, None, cv2.BORDER_REPLICATE)
    blur = side * (random.uniform(0.002, 0.008) if is_hard else random.uniform(0.02, 0.08))
    soft = cv2.GaussianBlur(mask.astype(np.float32) / 255, (0, 0), max(0.6, blur))
    shadow: np.ndarray = 1 - random.uniform(0.12, 0.42) * soft
    return shadow


def _fold(scene: _Scene, ground: np.ndarray, random: np.random.Generator, traits: set[str]) -> None:
    """Sometimes crease the paper: one side of the fold lighter, the other darker."""
    if PAPERS[scene.paper].is_board or random.random() >= 0.1:
        return
    traits.add("crease")
    height, width = ground.shape[:2]
    rows, columns = np.indices((height, width), dtype=np.float32)
    for _ in range(int(random.integers(1, 4))):
        angle = random.normal(0, 0.03) + (math.pi / 2) * int(random.integers(2))
        if random.random() < 0.35:
            angle = random.uniform(0, math.pi)
        x, y = random.uniform(0.05, 0.95, 2) * (width, height)
        away = (columns - x) * math.sin(angle) - (rows - y) * math.cos(angle)
        reach = random.uniform(0.01, 0.05) * min(height, width)
        slope = np.clip(away / 1.5, -1, 1) * np.exp(-np.abs(away) / reach)
        sharp = np.exp(-((away / random.uniform(0.8, 1.6)) ** 2))
        shade = random.uniform(0.02, 0.07) * slope - random.uniform(0, 0.06) * sharp
        ground *= (1 + shade)[..., None]


def _rule(
    scene: _Scene,
    picture: np.ndarray,
    sheet_mm: tuple[float, float, float, float] | None,
    random: np.random.Generator,
) -> None:
    """Print the paper's lines."""
    surface = PAPERS[scene.paper]
    (left, top), (right, bottom) = _view_mm(scene)
    if sheet_mm is not None:
        left, top = max(left, sheet_mm[0]), max(top, sheet_mm[1])
        right, bottom = min(right, sheet_mm[2]), min(bottom, sheet_mm[3])
    spacing = scene.spacing_mm
    ink_left, ink_top, _, ink_bottom = scene.bounds_mm
    baseline = random.uniform(0, spacing)
    if not surface.is_squared and ink_bottom - ink_top < 2.5 * spacing:
        baseline = ink_bottom + random.normal(0, 0.1) * spacing  # it is written on the line
    levels = np.arange(top + (baseline - top) % spacing, bottom, spacing)
    runs = [((left, level), (right, level)) for level in levels]
    if surface.is_squared:
        columns = np.arange(left + random.uniform(0, spacing), right, spacing)
        runs += [((column, top), (column, bottom)) for column in columns]
    colours: tuple[Colour, ...] = (
        ((120, 150, 200), (150, 150, 160), (110, 170, 200))
        if not surface.is_squared
        else ((140, 165, 205), (150, 150, 156), (165, 145, 195), (140, 185, 150), (215, 150, 130))
    )
    strength = random.uniform(0.25, 1)
    _print(scene, picture, runs, _varied(random, colours, 8), strength, random.uniform(0.12, 0.3))
    is_legal = scene.paper == "legal pad"
    if is_legal or (not surface.is_squared and random.random() < 0.45):
        margin = ink_left - random.uniform(0.3, 6) * spacing
        margins = [margin, margin - 1.5] if is_legal else [margin]
        rules = [((x, top), (x, bottom)) for x in margins if left < x < right]
        red = _varied(random, ((215, 90, 95), (225, 120, 130)), 8)
        _print(scene, picture, rules, red, random.uniform(0.5, 1), random.uniform(0.15, 0.35))


def _print(
    scene: _Scene,
    picture: np.ndarray,
    runs: Sequence[tuple[tuple[float, float], tuple[float, float]]],
    colour: np.ndarray,
    strength: float,
    line_mm: float,
) -> None:
    """Draw thin straight lines in mm that let the paper shine through."""
    if not runs:
        return
    line_px = line_mm * scene.px_per_mm
    thickness = max(1, round(line_px))
    ends = _project(scene.to_px, np.array(runs, np.float64).reshape(-1, 2))
    fixed = np.round(ends * 16).astype(np.int32).reshape(-1, 2, 2)
    mask = np.zeros(picture.shape[:2], np.uint8)
    cv2.polylines(mask, list(fixed), False, (255,), thickness, cv2.LINE_AA, 4)
    cover = mask.astype(np.float32) * (strength * min(1, max(0.35, line_px / thickness)) / 255)
    picture *= cv2.merge([1 - cover * (1 - channel / 255) for channel in colour])


def _frame(
    scene: _Scene, picture: np.ndarray, random: np.random.Generator, traits: set[str]
) -> None:
    """Print a box around the digit, as forms have."""
    left, top, right, bottom = scene.bounds_mm
    side = max(right - left, bottom - top)
    left, top = left - random.uniform(0.15, 0.5) * side, top - random.uniform(0.15, 0.5) * side
    right, bottom = (
        right + random.uniform(0.15, 0.5) * side,
        bottom + random.uniform(0.15, 0.5) * side,
    )
    corners = [(left, top), (right, top), (right, bottom), (left, bottom)]
    runs = list(zip(corners, corners[1:] + corners[:1], strict=True))
    colour = _varied(random, ((30, 30, 32), (90, 90, 94), (40, 60, 130)))
    _print(scene, picture, runs, colour, random.uniform(0.7, 1), random.uniform(0.25, 0.9))
    traits.add("frame")


def _dirty(
    scene: _Scene, picture: np.ndarray, random: np.random.Generator, traits: set[str]
) -> None:
    """Strew specks, light ones on dark, of at most 0.8 mm."""
    count = int(random.integers(4, 50))
    places = random.uniform(0, 1, (count, 2)) * scene.size_px
    radii = np.exp(random.uniform(np.log(0.06), np.log(0.4), count)) * scene.px_per_mm
    mask = np.zeros(picture.shape[:2], np.uint8)
    for place, radius, shade in zip(places, radii, random.uniform(60, 230, count), strict=True):
        centre = np.round(place * 16).astype(int).tolist()
        axes = (np.maximum(radius, 0.6) * 16 * random.uniform(0.6, 1.4, 2)).astype(int).tolist()
        cv2.ellipse(
            mask, centre, axes, random.uniform(0, 180), 0, 360, (shade,), -1, cv2.LINE_AA, 4
        )
    cover = mask[..., None].astype(np.float32) / 255
    if PAPERS[scene.paper].is_dark:
        picture += cover * (190 - picture)
    else:
        picture *= 1 - 0.75 * cover
    traits.add("specks")


def _write(
    scene: _Scene,
    picture: np.ndarray,
    light: np.ndarray,
    mark: _Mark,
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
    points = _project(scene.to_px, mark.points)
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
    cover *= 1 + 0.06 * _clouds(random, *canvas.shape, 6)
    cell = max(1.0, 0.18 * scene.px_per_mm * zoom)  # the paper's roughness, in mm
    rough = _noise(random, int(canvas.shape[0] / cell) + 2, int(canvas.shape[1] / cell) + 2)
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
    colour = _varied(random, pen.colours, 6)
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


def _hold(
    scene: _Scene,
    picture: np.ndarray,
    boxes: Sequence[Box],
    random: np.random.Generator,
    traits: set[str],
) -> None:
    """Let a finger hold the paper at an edge of the picture, clear of the digits."""
    width, height = scene.size_px
    thick = random.uniform(0.13, 0.22) * min(width, height)
    inward = random.uniform(0.2, 1) * thick
    start = np.array([random.uniform(0, width), height + 3 * thick])
    tip = np.array([start[0] + random.uniform(-1, 1) * thick, height - inward])
    if random.random() < 0.4:
        start = np.array([-3 * thick, random.uniform(0.4, 1.2) * height])
        tip = np.array([inward, start[1] - random.uniform(0, 1) * thick])
    mask = np.zeros((height, width), np.uint8)
    ends = np.round([tip, start]).astype(int).tolist()
    cv2.line(mask, ends[0], ends[1], (255,), int(thick), cv2.LINE_AA)
    wide = cv2.dilate(mask[::4, ::4], np.ones((9, 9), np.uint8))
    for left, top, box_width, box_height in boxes:
        if wide[
            top // 4 : (top + box_height) // 4 + 1, left // 4 : (left + box_width) // 4 + 1
        ].any():
            return
    cover = cv2.GaussianBlur(mask.astype(np.float32) / 255, (0, 0), thick * 0.02 + 0.5)
    shade = cv2.GaussianBlur(cover, (0, 0), thick * 0.2)
    skin = _varied(random, ((208, 160, 134), (150, 104, 80), (228, 186, 164)), 6)
    skinned = cv2.merge([(0.55 + 0.45 * shade) * channel * 0.9 for channel in skin])
    picture *= (1 - 0.3 * shade * (1 - cover))[..., None]
    picture += cover[..., None] * (skinned - picture)
    traits.add("finger")


# The camera.


def _exposed(
    scene: _Scene, picture: np.ndarray, random: np.random.Generator, traits: set[str]
) -> np.ndarray:
    """Blur, sharpen, enlarge and add noise: uint8, (height, width, 3)."""
    line_px = min(mark.width_mm for mark in scene.marks) * scene.px_per_mm
    typical = max(scene.size_px) / 1600
    blur = math.exp(random.uniform(math.log(0.5), math.log(2.6))) * typical
    blur = min(blur, 0.4 + 0.35 * line_px)  # a picture of which nothing can be read is not kept
    if blur > 1.8 * typical:
        traits.add("out of focus")
    pixels = cv2.GaussianBlur(cv2.convertScaleAbs(picture), (0, 0), max(0.4, blur))
    if random.random() < 0.1:
        length = min(random.uniform(3, 9) * typical, 2 + line_px)
        pixels = cv2.filter2D(pixels, -1, _motion(random, length))
        traits.add("motion")
    if random.random() < 0.25:
        amount = random.uniform(0.3, 1)
        halo = cv2.GaussianBlur(pixels, (0, 0), random.uniform(1, 2.2) * typical)
        pixels = cv2.addWeighted(pixels, 1 + amount, halo, -amount, 0)
    if scene.scale > 1:
        size = [round(side * scene.scale) for side in scene.size_px]
        pixels = cv2.resize(pixels, size, interpolation=cv2.INTER_CUBIC)
    height, width = pixels.shape[:2]
    sd = random.uniform(*LIGHTS[scene.light].noise)
    if sd > 5:
        traits.add("noisy")
    top, left = random.integers(256, size=2)
    block_px = 1024
    noise = _sensor_bank()[top : top + block_px, left : left + block_px] * sd
    grains = np.rint(noise).astype(np.int16)
    for top in range(0, height, block_px):
        for left in range(0, width, block_px):
            block = pixels[top : top + block_px, left : left + block_px]
            part = np.ascontiguousarray(grains[: block.shape[0], : block.shape[1]])
            block[:] = cv2.add(block, part, dtype=cv2.CV_8U)
    return pixels


def _motion(random: np.random.Generator, length: float) -> np.ndarray:
    """Make the kernel of a hand that moved: float32, sums to 1."""
    side = 2 * math.ceil(length / 2) + 1
    kernel = np.zeros((side, side), np.uint8)
    angle = random.uniform(0, math.pi)
    reach = np.array([math.cos(angle), math.sin(angle)]) * length / 2
    ends = np.round((side / 2 - 0.5 + np.array([-reach, reach])) * 16).astype(int).tolist()
    cv2.line(kernel, ends[0], ends[1], (255,), 1, cv2.LINE_AA, 4)
    weights: np.ndarray = (kernel / kernel.sum()).astype(np.float32)
    return weights


_STORED = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}
"""How an upright picture is stored for each orientation that EXIF can tell (1 is upright)."""


def _filed(pixels: np.ndarray, random: np.random.Generator, traits: set[str]) -> bytes:
    """Write the file: upright pixels, turned as the orientation tag says."""
    picture = Image.fromarray(pixels)
    exif = Image.Exif()
    if random.random() < 0.45:
        orientation = int(
            random.choice(range(1, 9), p=[0.27, 0.01, 0.16, 0.01, 0.01, 0.36, 0.01, 0.17])
        )
        exif[ExifTags.Base.Orientation] = orientation
        if orientation > 1:
            picture = picture.transpose(_STORED[orientation])
            traits.add("EXIF turned")
    chance = random.random()
    quality = int(random.integers(35, 96))
    subsampling = int(random.choice([0, 1, 2], p=[0.2, 0.1, 0.7]))
    file = io.BytesIO()
    if chance < 0.04 and max(pixels.shape) <= 2000:  # a larger one with noise passes 10 MB
        picture.save(file, "PNG", compress_level=1, exif=exif)
        traits.add("PNG")
    elif chance > 0.97:
        picture.save(file, "WEBP", quality=quality, method=0, exif=exif)
        traits.add("WebP")
    else:
        if quality < 50:
            traits.add("JPEG below 50")
        picture.save(file, "JPEG", quality=quality, subsampling=subsampling, exif=exif)
    return file.getvalue()


# The measurement.


@dataclass(frozen=True)
class Result:
    """How one photograph was read.

    Attributes:
        number: Which one of its seed.
        label: 0–9, as written.
        answer: 0–9; None if the file was refused or nothing was found in it.
        answer_ink: What is read from the pen's trace without paper, light and camera.
        answer_direct: What is read from the digit of MNIST itself.
        kinds: What it counts for: for each heading of the report, one name or several.
        load_ms: Time to decode the file.
        prepare_ms: Time from the decoded picture to 28×28.
    """

    number: int
    label: int
    answer: int | None
    answer_ink: int | None
    answer_direct: int | None
    is_outlier: bool
    kinds: dict[str, frozenset[str]]
    load_ms: float
    prepare_ms: float

    @property
    def is_right(self) -> bool:
        """Whether the photograph was read as what was written."""
        return self.answer == self.label


def measure_all(weights: Path, device: str, count: int, *, seed: int) -> Iterator[Result]:
    """Photograph test digits and read them as the app would, on all cores.

    Args:
        weights: Of the network that reads.
        device: The name of the device that it computes on.
        count: How many photographs.
        seed: Of all choices; each photograph's are its own, so that more of them are the same ones
            and others.
    """
    measured = partial(_measure_number, weights, device, seed)
    # Not forked: the libraries' threads would not come along.
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        yield from pool.map(measured, range(count), chunksize=10)


def _measure_number(weights: Path, device: str, seed: int, number: int) -> Result:
    """Take one of the photographs and read it."""
    torch.set_num_threads(1)
    cv2.setNumThreads(1)
    taken = photograph_number(load_digits("test"), number, seed=seed)
    return measure(_reader(weights, device), taken, number)[0]


@cache
def _reader(weights: Path, device: str) -> PlacedModel:
    """Load a network once for each process."""
    network = load_model(weights)
    return PlacedModel(network, choose_device(device).device, load_experience(network, weights))


def measure(model: PlacedModel, taken: Photograph, number: int) -> tuple[Result, Prepared | None]:
    """Read a photograph as the app would, and beside it the digit it was made of."""
    prepared = None
    started_s = loaded_s = time.perf_counter()
    try:
        picture = load_picture(taken.content)
        loaded_s = time.perf_counter()
        prepared = from_picture(picture)
    except InputError as error:
        click.echo(f"number {number} was refused: {error}", err=True)
    done_s = time.perf_counter()
    direct = from_tensor(torch.from_numpy(taken.digit).float() / 255)
    verdict = None if prepared is None else read(model, prepared).verdict
    result = Result(
        number,
        taken.label,
        None if verdict is None else verdict.digit,
        read(model, from_pad(_raster(taken.ink))).verdict.digit,
        read(model, direct).verdict.digit,
        verdict is not None and verdict.kind is Kind.NO_DIGIT,
        {
            "paper": frozenset([taken.paper]),
            "pen": frozenset([taken.pen]),
            "light": frozenset([taken.light]),
            "trait": taken.traits or frozenset(["(none)"]),
            "size": frozenset([_size_class(taken.share)]),
            "digit": frozenset([str(taken.label)]),
        },
        (loaded_s - started_s) * 1000,
        (done_s - loaded_s) * 1000,
    )
    return result, prepared


def _raster(ink: np.ndarray) -> np.ndarray:
    """Fit ink into a drawing pad: uint8, (112, 112), white on black."""
    factor = 80 / max(ink.shape)
    size = [max(1, round(side * factor)) for side in ink.shape[::-1]]
    small = cv2.resize(ink, size, interpolation=cv2.INTER_AREA)
    raster = np.zeros((112, 112), np.uint8)
    top, left = (112 - size[1]) // 2, (112 - size[0]) // 2
    raster[top : top + size[1], left : left + size[0]] = small
    return raster


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--seed", type=int, default=TUNING_SEED, show_default=True)
@click.option("--count", type=click.IntRange(min=1), default=500, show_default=True)
@click.option("--start", type=click.IntRange(min=0), default=0, show_default=True)
@click.option(
    "--sheet",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write a contact sheet of the first 48.",
)
@click.option(
    "--failures",
    type=click.Path(file_okay=False, path_type=Path),
    help="Write the misread photographs and what was prepared of them into this folder.",
)
def main(seed: int, count: int, start: int, sheet: Path | None, failures: Path | None) -> None:
    """Read photographed digits and say how many are right.

    The digits are those of MNIST's test half for the seed of the figure, and the training half's
    last 5,000 for any other seed.
    """
    torch.set_num_threads(1)  # as app.py does
    digits = load_digits("test")
    if seed != FIGURE_SEED:
        training = load_digits("train")
        digits = Digits(training.pixels[-5000:], training.labels[-5000:])
    model = _reader(BUNDLED_WEIGHTS, "auto")
    results: list[Result] = []
    thumbnails: list[Image.Image] = []
    if failures is not None:
        failures.mkdir(parents=True, exist_ok=True)
    for number, taken in enumerate(photographs(digits, count, seed=seed, start=start), start):
        result, prepared = measure(model, taken, number)
        results.append(result)
        if sheet is not None and len(thumbnails) < 48:
            thumbnails.append(_thumbnail(taken, result, prepared, (280, 240)))
        if failures is not None and not result.is_right:
            name = f"{number:05d}-is-{taken.label}-read-{result.answer}.png"
            _thumbnail(taken, result, prepared, (1000, 900)).save(failures / name)
    if sheet is not None:
        _contact_sheet(thumbnails).save(sheet)
    click.echo(_report(results, seed))


def _report(results: Sequence[Result], seed: int) -> str:
    """Lay the figures out for a terminal."""
    total = len(results)
    load_ms = [result.load_ms for result in results]
    prepare_ms = [result.prepare_ms for result in results]
    lines = [
        f"seed {seed}, numbers {results[0].number}–{results[-1].number}",
        "",
        _line("photographs read right", sum(one.is_right for one in results), total),
        _line(
            "the same ink, without paper and camera",
            sum(one.answer_ink == one.label for one in results),
            total,
        ),
        _line(
            "the same digits, as MNIST has them",
            sum(one.answer_direct == one.label for one in results),
            total,
        ),
        f"  refused, or nothing found: {sum(one.answer is None for one in results)}",
        f"  load: median {np.median(load_ms):.1f} ms, p95 {np.percentile(load_ms, 95):.1f} ms; "
        f"prepare: median {np.median(prepare_ms):.1f} ms, "
        f"p95 {np.percentile(prepare_ms, 95):.1f} ms",
    ]
    for heading in results[0].kinds:
        totals = Counter(name for one in results for name in one.kinds[heading])
        rights = Counter(name for one in results if one.is_right for name in one.kinds[heading])
        order = sorted(totals, key=lambda name: (-totals[name], name))
        if heading in ("size", "digit"):
            order = sorted(totals)
        lines += ["", f"by {heading}", *(_line(name, rights[name], totals[name]) for name in order)]
    return "\n".join(lines)


def _line(name: str, right: int, total: int) -> str:
    low, high = wilson(right, total)
    return f"  {name:<40} {right:>5} of {total:<5} {right / total:7.2%}  ({low:.1%}–{high:.1%})"


def _size_class(share: float) -> str:
    """Name the class of a digit's size, in per cent of the picture's shorter side."""
    index = int(np.searchsorted(SIZE_CLASSES[1:-1], share * 100))
    return f"{SIZE_CLASSES[index]:>2}–{SIZE_CLASSES[index + 1]} %"


def _thumbnail(
    taken: Photograph, result: Result, prepared: Prepared | None, size: tuple[int, int]
) -> Image.Image:
    """Show a photograph, what was made of it, and what was read."""
    width, height = size
    cell = Image.new("RGB", size, (255, 255, 255))
    side = 28 * max(2, min(size) // 112)
    seen = Image.fromarray(taken.pixels)
    seen.thumbnail((width - side - 6, height - 30))
    cell.paste(seen, (2, 2))
    if prepared is not None:
        image = (prepared.image.numpy() * 255).astype(np.uint8)
        enlarged = Image.fromarray(image).resize((side, side), Image.Resampling.NEAREST)
        cell.paste(enlarged, (width - side - 2, 2))
    pen = ImageDraw.Draw(cell)
    colour = (0, 110, 40) if result.is_right else (210, 0, 0)
    pen.text((2, height - 27), f"#{result.number}: {taken.label} read {result.answer}", colour)
    described = ", ".join([taken.paper, taken.pen, taken.light, *sorted(taken.traits)])
    pen.text((2, height - 14), described[: width // 6], (60, 60, 60))
    return cell


def _contact_sheet(cells: Sequence[Image.Image], columns: int = 8) -> Image.Image:
    """Put cells of one size side by side."""
    width, height = cells[0].size
    rows = -(-len(cells) // columns)
    sheet = Image.new("RGB", (columns * width, rows * height), (255, 255, 255))
    for index, cell in enumerate(cells):
        sheet.paste(cell, (index % columns * width, index // columns * height))
    return sheet


if __name__ == "__main__":
    main(prog_name="python -m mlp.study.photographs")
