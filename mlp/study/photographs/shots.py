"""Photographs of a digit, or of several on one page, made from a seed.

It must not know how any part of them is drawn, only in which order.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np

from mlp.dataset import Digits
from mlp.picture.midline import midline
from mlp.study.photographs.camera import exposed, filed
from mlp.study.photographs.ink import write
from mlp.study.photographs.light import light_factors
from mlp.study.photographs.materials import PAPERS, materials
from mlp.study.photographs.paper import (
    blank_paper,
    dirty,
    fold,
    frame,
    hold,
    on_table,
    rule,
    sheet_bounds,
)
from mlp.study.photographs.scene import Box, Place, Scene, plan

TUNING_SEED = 20_240

FIGURE_SEED = 77_003


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
    scene = plan([Place(midline(pixels), 0, 0, 1)], share, plan_random, chosen)
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
    places: list[Place] = []
    top = 0.0
    for line in np.array_split(np.arange(num_digits), num_lines):
        left, height = 0.0, float(sizes[line].max(initial=0))
        for index in line:
            shape = midline(digits.pixels[int(indices[index])].numpy())
            size = float(sizes[index])
            width = size * float(np.ptp(shape.points[:, 0]))
            places.append(Place(shape, left + width / 2, top + height - size / 2, size))
            left += width + plan_random.uniform(0.35, 0.7)
        top += height + plan_random.uniform(0.35, 0.6)
    share = plan_random.uniform(0.55, 0.85)
    chosen = materials(plan_random, paper=paper, pen=pen, light=light)
    scene = plan(places, share, plan_random, chosen)
    shot, boxes, _ = _take(scene, pen_random, camera_random, is_empty=False)
    labels = tuple(digits.labels[indices].tolist())
    return Page(**vars(shot), labels=labels, boxes=tuple(boxes), largest=largest)


def _take(
    scene: Scene,
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

    sheet_mm = sheet_bounds(scene, random, traits)
    ground = blank_paper(scene, random, half)
    if sheet_mm is not None:
        ground = on_table(scene, ground, sheet_mm, random, traits)
    light = light_factors(scene, random, traits)
    ground *= cv2.resize(light, half, interpolation=cv2.INTER_LINEAR)
    fold(scene, ground, random, traits)
    picture = cv2.resize(ground, scene.size_px, interpolation=cv2.INTER_LINEAR)

    if scene.spacing_mm:
        rule(scene, picture, sheet_mm, random)
    if not surface.is_board and random.random() < 0.05:
        frame(scene, picture, random, traits)
    if random.random() < 0.14:
        dirty(scene, picture, random, traits)
    boxes: list[Box] = []
    inks: list[np.ndarray] = []
    for mark in scene.marks:
        box, ink = write(scene, picture, light, mark, pen_random, traits, is_empty=is_empty)
        boxes.append(box)
        inks.append(ink)
    if random.random() < 0.03:
        hold(scene, picture, boxes, random, traits)
    if surface.is_dark:
        traits.add("light on dark")
    if abs(scene.turn) > 5:
        traits.add("turned")

    pixels = exposed(scene, picture, random, traits)
    if scene.scale > 1:
        boxes = [_scaled(box, scene.scale) for box in boxes]
    content = filed(pixels, random, traits)
    shot = Shot(pixels, content, scene.paper, scene.pen, scene.light, frozenset(traits))
    return shot, boxes, inks


def _scaled(box: Box, factor: float) -> Box:
    """Find a box in the enlarged picture."""
    left, top, width, height = (round(side * factor) for side in box)
    return left, top, width, height
