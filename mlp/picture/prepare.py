"""Any picture to the 28×28 tensor the network reads, keeping every step on the way.

It must not know the network, nor where on the page a picture came from.

The procedure is MNIST's own: ink white on black, cropped, scaled so that the longer side is 20
pixels, centred in 28×28 by centre of mass. Source: "The MNIST database of handwritten digits",
LeCun and Cortes; the rounding (centre of mass on pixel index 14) was measured on the test images.
"""

from dataclasses import dataclass, replace
from functools import cached_property

import cv2
import numpy as np
import torch
from PIL import Image

from mlp.dataset import SIDE
from mlp.picture.file import Picture
from mlp.picture.paper.ink import Ink, find_ink

BOX = 20
"""Pixels of the longer side of a digit inside the 28×28 picture (MNIST's size)."""

CENTRE = 14
"""Pixel index on which MNIST puts a digit's centre of mass."""

_INK_FLOOR = 16
"""Grey values up to this are no ink: below what an eye sees on black, above rounding noise."""

_MNIST_PAPER = 4
"""Grey value up to which more than half of any of MNIST's pictures is paper, all of it black.

By how much more than theirs it may be, as the other three here, is what JPEG may have changed.
"""

_MNIST_PEAK = 200
"""Grey value that any of MNIST's pictures reaches: all of theirs reach 254."""

_MNIST_SIDES = (18, 20)
"""Pixels of the longer side of any of MNIST's digits: theirs have 19 or 20."""

_MNIST_AWAY = 1.0
"""Pixels by which any of their centres of mass may be away from `CENTRE`: theirs are up to 0.52."""

_STROKES = (1.0, 3.5)
"""Widths of strokes, of 20 pixels, between which they are left as they are.

MNIST's lie between 1.2 and 4.3 (half a percent of the test images on either side are beyond), by
the same measure.
"""

_FINE = 6
"""Pixels for each of the 20 in which strokes are made thinner or thicker."""

_MIN_CONTRAST = 24
"""Grey values between paper and ink that a picture must have at least; less is paper noise."""


@dataclass(frozen=True)
class Step:
    """One step of the preparation: uint8, (height, width), 0–255, ink white on black.

    The steps "original" and "grey" are as the picture came: dark on light stays so. The original
    of a coloured picture is (height, width, 3), sRGB.
    """

    name: str
    pixels: np.ndarray


@dataclass(frozen=True)
class Prepared:
    """A picture as the network reads it, and how it got there.

    Attributes:
        image: float32, (28, 28), [0, 1], cpu.
        steps: From the original to the last; the last is `image` in 8 bits.
        is_blank: Nothing was drawn: there is nothing to predict.
        is_centred: The MNIST procedure was applied (otherwise the picture is as it came).
        is_inverted: Black and white were swapped.
        num_found: Number of digits found on a picture; 0 where they are not looked for: the pad,
            tensors, pictures that could be MNIST's.
        chosen: Which of them this is, the largest being 0.
    """

    image: torch.Tensor
    steps: tuple[Step, ...]
    is_blank: bool
    is_centred: bool
    is_inverted: bool
    num_found: int = 0
    chosen: int = 0

    @property
    def is_placed(self) -> bool:
        """Whether the digit lies where MNIST's do: centred, or 28×28 from the start."""
        return self.is_centred or self.steps[0].pixels.shape[:2] == (SIDE, SIDE)


@dataclass(frozen=True, eq=False)
class WrittenPicture:
    """A picture file's content with what is written on it, which takes a while and is found once.

    Attributes:
        picture: What `load_picture` read.
    """

    picture: Picture

    @cached_property
    def is_as_mnists(self) -> bool:
        """Whether it could be one of MNIST's: taken pixel for pixel, unless it is to be centred."""
        if not self.picture.is_exact_size:
            return False
        grey = self.picture.grey
        return _is_as_mnists(255 - grey if is_dark_at_border(grey) else grey)

    @property
    def is_blank(self) -> bool:
        """Whether there is nothing on it."""
        return not (self.is_as_mnists or self._ink.found)

    def ink(self, *, is_dark: bool | None) -> Ink:
        """What is written on it, if the ink is darker than the paper or not. None: as it seems."""
        return self._ink if is_dark in (None, self._ink.is_dark) else self._opposite

    @cached_property
    def _ink(self) -> Ink:
        return find_ink(self.picture.pixels)

    @cached_property
    def _opposite(self) -> Ink:
        return find_ink(self.picture.pixels, is_dark=not self._ink.is_dark)


def from_tensor(image: torch.Tensor) -> Prepared:
    """Take what is already a tensor exactly as it is: a test digit, `torch.rand(1, 28, 28)`.

    Args:
        image: float32, (28, 28), [0, 1], cpu.
    """
    pixels = _to_pixels(image.numpy() * 255)
    is_blank = not bool((image > 0).any())
    return Prepared(
        image, (Step("original", pixels),), is_blank, is_centred=False, is_inverted=False
    )


def from_pad(raster: np.ndarray, *, centre: bool = True, invert: bool = False) -> Prepared:
    """Prepare what was drawn.

    Args:
        raster: uint8, (side, side), 0–255, ink white on black.
        centre: Crop, scale and centre as MNIST does; otherwise only shrink the whole pad.
        invert: Swap black and white first (a what-if: the network was never shown such).
    """
    steps = [Step("original", raster)]
    if invert:
        steps.append(Step("ink", 255 - raster))
    return _prepare(steps, centre=centre, is_inverted=invert)


def from_picture(
    written: WrittenPicture,
    *,
    centre: bool | None = None,
    invert: bool | None = None,
    chosen: int = 0,
) -> Prepared:
    """Prepare a picture file: a photo, a scan, a drawing.

    Args:
        written: The picture.
        centre: Crop, scale and centre as MNIST does. None: yes, unless the picture could be one
            of MNIST's, which is taken pixel for pixel.
        invert: Swap black and white. None: if the picture is dark on light.
        chosen: Which of several digits to take, the largest being 0; the largest if there is
            no such digit.
    """
    if centre is None:
        centre = not written.is_as_mnists
    if written.picture.is_exact_size and not centre:
        return _from_exact(written, invert)
    ink, pixels = written.ink(is_dark=invert), written.picture.pixels
    steps = [Step("original", pixels)]
    if pixels.ndim == 3:
        steps.append(Step("grey", ink.grey))
    steps.append(Step("paper", ink.flat))
    if not ink.found:
        return _blank(steps, is_inverted=ink.is_dark)
    steps.append(Step("ink", ink.ink))
    chosen = chosen if 0 <= chosen < len(ink.found) else 0
    if centre:
        steps.append(Step("cropped", ink.found[chosen].ink))
    prepared = _prepare(steps, centre=centre, is_inverted=ink.is_dark)
    return replace(prepared, num_found=ink.num_found, chosen=chosen)


def is_dark_at_border(grey: np.ndarray) -> bool:
    """Tell whether the ink is darker than the ground, by the picture's border.

    Args:
        grey: uint8, (height, width), 0–255.
    """
    border = np.concatenate([grey[0], grey[-1], grey[:, 0], grey[:, -1]])
    middle = (int(grey.min()) + int(grey.max())) / 2
    return bool(np.median(border) > middle)


def _is_as_mnists(ink: np.ndarray) -> bool:
    """Tell whether a picture could be one of MNIST's.

    A photograph or a drawing that somebody made 28×28 is none: its paper is grey, its ink dim, or
    its digit lies where it was written.

    Args:
        ink: uint8, (28, 28), white ink on black.
    """
    if np.median(ink) > _MNIST_PAPER or ink.max() < _MNIST_PEAK:
        return False
    shortest, longest = _MNIST_SIDES
    if not shortest <= max(_crop(ink).shape) <= longest:
        return False
    return max(abs(place - CENTRE) for place in _centre_of_mass(ink)) <= _MNIST_AWAY


def _from_exact(written: WrittenPicture, invert: bool | None) -> Prepared:
    """Take a 28×28 picture pixel for pixel; one with hardly any contrast is blank."""
    grey = written.picture.grey
    is_inverted = is_dark_at_border(grey) if invert is None else invert
    steps = [Step("original", written.picture.pixels)]
    if int(np.ptp(grey)) < _MIN_CONTRAST:
        return _blank(steps, is_inverted=is_inverted)
    steps.append(Step("ink", 255 - grey if is_inverted else grey))
    return _prepare(steps, centre=False, is_inverted=is_inverted)


def _blank(steps: list[Step], *, is_inverted: bool) -> Prepared:
    """Make the record of a picture on which there is nothing."""
    image = torch.zeros(SIDE, SIDE)
    blank = Step("blank", np.zeros((SIDE, SIDE), np.uint8))
    return Prepared(
        image, (*steps, blank), is_blank=True, is_centred=False, is_inverted=is_inverted
    )


def _prepare(steps: list[Step], *, centre: bool, is_inverted: bool) -> Prepared:
    """Do the rest of the preparation, common to all pictures, from the last step on."""
    ink = steps[-1].pixels
    if int(ink.max(initial=0)) <= _INK_FLOOR:
        return _blank(steps, is_inverted=is_inverted)
    if not centre:
        pixels = _shrink(ink)
        steps.append(Step("exact" if pixels is ink else "shrunk", pixels))
    else:
        cropped = _crop(ink)
        if steps[-1].name != "cropped":
            steps.append(Step("cropped", cropped))
        evened = _even_strokes(cropped)
        if evened is not cropped:
            steps.append(Step("strokes", evened))
        scaled = _scale(evened)
        pixels = _centre(scaled)
        steps += [Step("scaled", scaled), Step("centred", pixels)]
    image = torch.from_numpy(pixels.astype(np.float32)) / 255
    return Prepared(image, tuple(steps), False, centre, is_inverted)


def _shrink(ink: np.ndarray) -> np.ndarray:
    """Fit a whole picture into 28×28, keeping its proportions and its place."""
    height_px, width_px = ink.shape
    if height_px == width_px == SIDE:
        return ink
    side_px = max(height_px, width_px)
    square = np.zeros((side_px, side_px), np.uint8)
    top, left = (side_px - height_px) // 2, (side_px - width_px) // 2
    square[top : top + height_px, left : left + width_px] = ink
    shrunk = Image.fromarray(square).resize((SIDE, SIDE), Image.Resampling.BOX)
    return np.asarray(shrunk)


def _crop(ink: np.ndarray) -> np.ndarray:
    """Cut the bounding box of the ink out."""
    _, is_ink = cv2.threshold(ink, _INK_FLOOR, 1, cv2.THRESH_BINARY)
    left, top, width_px, height_px = cv2.boundingRect(is_ink)
    return ink[top : top + height_px, left : left + width_px]


def _even_strokes(cropped: np.ndarray) -> np.ndarray:
    """Make strokes that are far thinner or thicker than any of MNIST's as thin or thick as those.

    Returns:
        uint8, (height, width): the same array if nothing was to do, else six pixels for each that
        will be left.
    """
    width_px = _stroke_width(cropped) * BOX / max(cropped.shape)
    thinnest, thickest = _STROKES
    if thinnest <= width_px <= thickest:
        return cropped
    change_px = (thinnest if width_px < thinnest else thickest) - width_px
    kernel_px = round(abs(change_px) * _FINE) + 1
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (kernel_px, kernel_px))
    factor = BOX * _FINE / max(cropped.shape)
    height_px, width_fine_px = (max(1, round(side * factor)) for side in cropped.shape)
    filter_ = cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
    fine = cv2.resize(cropped, (width_fine_px, height_px), interpolation=filter_)
    fine = _with_margin(fine, kernel_px)
    evened = (cv2.dilate if change_px > 0 else cv2.erode)(fine, kernel)
    return _crop(evened) if int(evened.max()) > 127 else cropped


def _stroke_width(ink: np.ndarray) -> float:
    """Measure how wide strokes are, in pixels: twice their area over their outline's length."""
    is_ink = _with_margin(cv2.threshold(ink, 127, 1, cv2.THRESH_BINARY)[1], 1)
    outlines, _ = cv2.findContours(is_ink, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_NONE)
    length_px = sum(cv2.arcLength(outline, True) for outline in outlines)
    # An outline runs through the middles of the outermost pixels: half a pixel too far inside.
    return 2 * cv2.countNonZero(is_ink) / (length_px + 4 * len(outlines)) if length_px else 1.0


def _with_margin(ink: np.ndarray, margin_px: int) -> np.ndarray:
    """Put black around a picture; ten times as fast as `np.pad`."""
    return cv2.copyMakeBorder(ink, margin_px, margin_px, margin_px, margin_px, cv2.BORDER_CONSTANT)


def _scale(cropped: np.ndarray) -> np.ndarray:
    """Scale so that the longer side is 20 pixels and the brightest ink is 255, as in MNIST."""
    height_px, width_px = cropped.shape
    factor = BOX / max(height_px, width_px)
    size = (max(1, round(width_px * factor)), max(1, round(height_px * factor)))
    # As float: in 8 bits, small specks far apart would be rounded away before they are made bright.
    wide = Image.fromarray(cropped.astype(np.float32))
    scaled = np.asarray(wide.resize(size, Image.Resampling.BICUBIC))
    return _to_pixels(scaled * (255 / scaled.max()))


def _centre(scaled: np.ndarray) -> np.ndarray:
    """Put the centre of mass on pixel index 14 of 28×28, without losing any ink over the edge."""
    height_px, width_px = scaled.shape
    row, column = _centre_of_mass(scaled)
    top = min(max(round(CENTRE - row), 0), SIDE - height_px)
    left = min(max(round(CENTRE - column), 0), SIDE - width_px)
    pixels = np.zeros((SIDE, SIDE), np.uint8)
    pixels[top : top + height_px, left : left + width_px] = scaled
    return pixels


def _centre_of_mass(ink: np.ndarray) -> tuple[float, float]:
    """Find the row and the column about which ink is balanced."""
    height_px, width_px = ink.shape
    mass = float(ink.sum(dtype=np.float64))
    row = float(ink.sum(axis=1, dtype=np.float64) @ np.arange(height_px)) / mass
    column = float(ink.sum(axis=0, dtype=np.float64) @ np.arange(width_px)) / mass
    return row, column


def _to_pixels(values: np.ndarray) -> np.ndarray:
    """Round and clip to uint8."""
    return np.clip(values + 0.5, 0, 255).astype(np.uint8)
