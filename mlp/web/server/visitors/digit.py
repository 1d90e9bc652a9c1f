"""The picture that the whole app is about, wherever it came from.

It must not know the visitor whose it is.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
import torch

from mlp.dataset import SIDE, load_digits
from mlp.files.link import RASTER_PX, Drawing, Example, Linked, Pixels, RandomPicture
from mlp.numbers import a_digit
from mlp.picture.prepare import Prepared, WrittenPicture, from_pad, from_picture, from_tensor
from mlp.web.server.visitors import digit_words as words

Source = Literal["pad", "upload", "test", "random", "link"]

SCANT = 0.2
"""Ink on the pad that is no longer than this share of its side is a dot yet, not a digit."""

NOT_FROM_PAD = 0xFFFFFFFF
"""Number of the update that a digit has which is not from the pad."""


@dataclass(frozen=True)
class Digit:
    """The picture that the whole app is about.

    Attributes:
        source: Where it came from.
        raster: Of the pad: uint8, (112, 112), 0–255, ink white on black.
        picture: Of an upload or a photo.
        chosen: Which of the digits found on it, the largest being 0.
        image: Of what is a tensor already: float32, (28, 28), [0, 1], cpu.
        example: Of a test digit: its index in MNIST's test set.
        seed: Of a random picture.
        caption: What it is, for the thumbnail.
        revision: Counted up whenever Python, not the pad, made the picture.
        sequence: Number of the pad's update; `NOT_FROM_PAD` for the others.
        is_unfinished: The pen is still down.
    """

    source: Source
    caption: str
    revision: int = 0
    sequence: int = NOT_FROM_PAD
    is_unfinished: bool = False
    raster: np.ndarray | None = None
    picture: WrittenPicture | None = None
    chosen: int = 0
    image: torch.Tensor | None = None
    example: int | None = None
    seed: int | None = None

    @property
    def suits_centring(self) -> bool:
        """Whether it is cropped, scaled and centred unless the visitor wants otherwise."""
        return self.picture is None or not self.picture.is_as_mnists

    @cached_property
    def is_scant(self) -> bool:
        """Whether there is so little ink on the pad that no digit can be meant yet."""
        if self.source != "pad" or self.raster is None:
            return False
        inked = [np.flatnonzero(self.raster.any(axis=axis)) for axis in (0, 1)]
        return all(places.size == 0 or np.ptp(places) < SCANT * RASTER_PX for places in inked)

    @property
    def is_drawn_here(self) -> bool:
        """Whether somebody drew it on this page: neither a link nor a reload brought it.

        What a page brings back itself is the first that it sends.
        """
        return self.source == "pad" and self.sequence not in (0, 1, NOT_FROM_PAD)

    def prepare(self, *, centre: bool, invert: bool | None) -> Prepared:
        """Prepare it for the network; None leaves black and white as suits the source."""
        if self.image is not None:
            return from_tensor(self.image)
        if self.picture is not None:
            return from_picture(self.picture, centre=centre, invert=invert, chosen=self.chosen)
        raster = np.zeros((RASTER_PX, RASTER_PX), np.uint8) if self.raster is None else self.raster
        return from_pad(raster, centre=centre, invert=bool(invert))


EMPTY_PAD = Digit("pad", words.NOTHING_DRAWN)


def drawn_digit(raster: np.ndarray, *, sequence: int, revision: int, is_unfinished: bool) -> Digit:
    """Make the pad's ink a digit.

    Args:
        raster: uint8, (112, 112), 0–255, ink white on black.
        sequence: Number of the pad's update.
        revision: Of the picture that it is drawn on.
        is_unfinished: The pen is still down.
    """
    return Digit(
        "pad",
        words.YOUR_DRAWING if raster.any() else words.NOTHING_DRAWN,
        revision=revision,
        sequence=sequence,
        is_unfinished=is_unfinished,
        raster=raster,
    )


def example_digit(index: int) -> Digit:
    """Make a digit of MNIST's test set, exactly as it is there."""
    digits = load_digits("test")
    caption = words.EXAMPLE.format(index=index, digit=a_digit(int(digits.labels[index])))
    return Digit("test", caption, image=digits.images(index, index + 1)[0], example=index)


def random_digit(seed: int) -> Digit:
    """Make the tutorial's first input: 784 random numbers, the same for the same seed."""
    image = torch.rand(1, SIDE, SIDE, generator=torch.Generator().manual_seed(seed))[0]
    return Digit("random", words.RANDOM.format(seed=seed), image=image, seed=seed)


def linked_digit(linked: Linked) -> Digit:
    """Make the digit that a link carries."""
    match linked:
        case Drawing(raster):
            return Digit("pad", words.LINKED_DRAWING, raster=raster)
        case Pixels(pixels):
            image = torch.from_numpy(pixels.astype(np.float32)) / 255
            return Digit("link", words.LINKED_DIGIT, image=image)
        case Example(index):
            return example_digit(index)
        case RandomPicture(seed):
            return random_digit(seed)
