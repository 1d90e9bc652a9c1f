"""Draw other people's digits by mouse: the pen follows the midlines of MNIST's test digits.

It must not know how a drawing is read. The network never saw these digits.
"""

import re

import numpy as np
from playwright.sync_api import Page, expect

from mlp.dataset import load_digits
from mlp.picture.midline import midline
from tests.support.page import draw
from tests.support.strokes import Point


def strokes_of(pixels: np.ndarray, seed: int) -> list[list[Point]]:
    """Follow a digit of MNIST with the pen; shares of the pad's side.

    Args:
        pixels: uint8, (28, 28).
        seed: Chooses place and size.
    """
    random, way = np.random.default_rng(seed), midline(pixels)
    size = random.uniform(0.35, 0.8)
    middle = 0.5 + random.uniform(-0.5, 0.5, 2) * (0.85 - size)
    points = middle + way.points * size
    return [
        [(float(x), float(y)) for x, y in points[[*stroke[:-1:8], stroke[-1]]]]
        for stroke in way.strokes
    ]


def misread_people(page: Page, *, num_each: int) -> list[tuple[int, int]]:
    """Draw so many of each digit and tell which were not read rightly: index and digit."""
    people = load_digits("test")
    misread = []
    for digit in range(10):
        for index in (people.labels == digit).nonzero()[:num_each, 0].tolist():
            draw(page, strokes_of(people.pixels[index].numpy(), index), num_steps=1)
            try:
                # Said aloud is only what counts once the pen is up: before, nobody is asked
                # whether it looks like a digit at all.
                spoken = page.locator(".st-key-verdict .spoken")
                said = re.compile(rf"^(It is|Probably) an? {digit}\.")
                expect(spoken).to_have_text(said, timeout=8_000)
                expect(page.locator(".st-key-verdict .digit")).to_have_text(str(digit))
            except AssertionError:
                misread.append((index, digit))
            page.get_by_role("button", name="Clear (Delete)").click()
            headline = page.locator(".st-key-verdict .headline")
            expect(headline).to_have_text("Nothing drawn yet.", timeout=15_000)
    return misread
