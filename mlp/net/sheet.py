"""All digits of one picture, each read by the network, in the order in which one reads a page.

It must not know who asks, nor how they are shown.
"""

from dataclasses import dataclass

from mlp.net.placed import PlacedModel
from mlp.net.reading import Reading, read
from mlp.picture.paper.order import reading_order
from mlp.picture.paper.parts import Box
from mlp.picture.prepare import WrittenPicture, from_picture


@dataclass(frozen=True)
class SheetDigit:
    """One digit of a picture, read.

    Attributes:
        number: Which of the picture's digits it is, the largest being 0.
        box: Left, top, right and bottom, in pixels of the picture.
        reading: What the network answered, with the prepared picture.
    """

    number: int
    box: Box
    reading: Reading


@dataclass(frozen=True)
class Sheet:
    """What was read on a picture.

    Attributes:
        digits: In reading order; `mlp.picture.paper.ink.MAX_DIGITS` at most, the best found.
        num_found: How many there are, read or not.
        is_whole: It was read as one picture, however many digits are on it.
    """

    digits: tuple[SheetDigit, ...]
    num_found: int
    is_whole: bool


def read_sheet(
    model: PlacedModel,
    written: WrittenPicture,
    *,
    centre: bool | None = None,
    invert: bool | None = None,
) -> Sheet:
    """Read every digit of a picture.

    Args:
        model: The network.
        written: The picture.
        centre: Whether to cut digits out, scale and centre them. None: as `from_picture` has it.
            Otherwise all of the picture is one reading.
        invert: Swap black and white. None: if the picture is dark on light.
    """
    if not (centre or (centre is None and not written.is_as_mnists)):
        return _whole(read(model, from_picture(written, centre=False, invert=invert)), written)
    ink = written.ink(is_dark=invert)
    boxes = [found.box for found in ink.found]
    digits = []
    for number in reading_order(boxes):
        prepared = from_picture(written, centre=True, invert=invert, chosen=number)
        digits.append(SheetDigit(number, boxes[number], read(model, prepared)))
    return Sheet(tuple(digits), ink.num_found, is_whole=False)


def _whole(reading: Reading, written: WrittenPicture) -> Sheet:
    """Make what was read as one picture a sheet of one digit, or of none."""
    if reading.trace is None:
        return Sheet((), 0, is_whole=True)
    height_px, width_px = written.picture.pixels.shape[:2]
    digit = SheetDigit(0, (0, 0, width_px, height_px), reading)
    return Sheet((digit,), max(1, reading.prepared.num_found), is_whole=True)
