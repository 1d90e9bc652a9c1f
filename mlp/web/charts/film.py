"""A training as a film: an animated picture in one file.

It must not know torch, nor where the moments come from. Everything in a frame is handed in.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from mlp.web.charts.colours import LIGHT
from mlp.web.charts.parameters import level_colours

NUM_TILES = 32
"""Units of the first layer in a frame, at most."""

SCALE = 0.12
"""Absolute weight at which a tile's colours saturate, as on the page."""

FRAME_MS, LAST_MS = 160, 2_500

_WIDTH, _HEIGHT = 640, 372
_MARGIN, _GAP = 12, 3
_TILE = 52
_COLUMNS = 8
_DIGIT = 140
_CURVE_TOP, _CURVE_BOTTOM = 268, 352
_INK, _GREY, _GRID = (30, 30, 30), (110, 110, 110), (222, 222, 222)
_FONTS = {size: ImageFont.load_default(size) for size in (12, 15, 22)}


@dataclass(frozen=True)
class Moment:
    """What one frame shows.

    Attributes:
        title: Which moment it is.
        weights: float32, (units, 784), any sign: of the first layer.
        num_images: Images seen by then.
        accuracy: Share of new digits read rightly, [0, 1].
        accuracy_text: The same, as it is said.
        probabilities: Ten, [0, 1], of the visitor's digit; None without a digit.
    """

    title: str
    weights: np.ndarray
    num_images: int
    accuracy: float
    accuracy_text: str
    probabilities: np.ndarray | None = None


def training_film(
    moments: Sequence[Moment], *, total_images: int, pixels: np.ndarray | None, axis: str
) -> bytes:
    """Draw a training's moments as an animated GIF, which every program plays.

    Args:
        moments: See `_frames`, like the others.
        total_images: Images seen at the end of the curve's axis.
        pixels: The visitor's digit.
        axis: What stands under the curve.
    """
    palette = _palette()
    frames = [
        frame.quantize(palette=palette, dither=Image.Dither.NONE)
        for frame in _frames(moments, total_images, pixels, axis)
    ]
    return _animated(frames, "GIF", optimize=False)


def small_film(
    moments: Sequence[Moment],
    *,
    total_images: int,
    pixels: np.ndarray | None,
    axis: str,
    note: str,
) -> bytes:
    """Draw a training's moments as an animated WebP, an eighth of the GIF, for browsers.

    Args:
        moments: See `_frames`, like the others.
        total_images: Images seen at the end of the curve's axis.
        pixels: The visitor's digit.
        axis: What stands under the curve.
        note: Goes into the file as XMP.
    """
    frames = _frames(moments, total_images, pixels, axis)
    return _animated(frames, "WEBP", quality=40, method=6, xmp=note.encode())


def _animated(frames: list[Image.Image], form: str, **options: Any) -> bytes:
    """Save frames as one file that begins again after its last frame, which stands longer."""
    file = io.BytesIO()
    times = [*[FRAME_MS] * (len(frames) - 1), LAST_MS]
    frames[0].save(
        file, form, save_all=True, append_images=frames[1:], duration=times, loop=0, **options
    )
    return file.getvalue()


def _frames(
    moments: Sequence[Moment], total_images: int, pixels: np.ndarray | None, axis: str
) -> list[Image.Image]:
    """Draw a training's moments.

    Args:
        moments: At least one, the oldest first.
        total_images: Images seen at the end of the curve's axis.
        pixels: uint8, (28, 28), 0–255: the visitor's digit; None without one.
        axis: What stands under the curve.
    """
    return [
        _frame(moments[: number + 1], total_images, pixels, axis) for number in range(len(moments))
    ]


def _palette() -> Image.Image:
    """Make the colours of all frames: of the tiles, of grey ink, and of what is drawn over."""
    tiles = _tile_colours()[::2]
    greys = np.linspace(0, 255, 112).astype(np.uint8)
    colours = np.concatenate([tiles, np.stack([greys] * 3, axis=1), [_winner()]])
    palette = Image.new("P", (1, 1))
    palette.putpalette(colours.astype(np.uint8).tobytes())
    return palette


def _frame(
    moments: Sequence[Moment], total_images: int, pixels: np.ndarray | None, axis: str
) -> Image.Image:
    """Draw the last of some moments, and the curve until then."""
    now = moments[-1]
    frame = Image.new("RGB", (_WIDTH, _HEIGHT), "white")
    pen = ImageDraw.Draw(frame)
    pen.text((_MARGIN, 8), now.title, _INK, _FONTS[15])
    pen.text((_WIDTH - _MARGIN, 4), now.accuracy_text, _INK, _FONTS[22], anchor="ra")
    if pixels is not None:
        digit = Image.fromarray(pixels).resize((_DIGIT, _DIGIT), Image.Resampling.NEAREST)
        frame.paste(digit, (_MARGIN, 36))
        _draw_bars(pen, now.probabilities)
    _draw_tiles(frame, now.weights)
    _draw_curve(pen, moments, total_images, axis)
    return frame


def _draw_bars(pen: ImageDraw.ImageDraw, probabilities: np.ndarray | None) -> None:
    """Draw the ten probabilities under the digit; none where they are no numbers."""
    if probabilities is None or not np.isfinite(probabilities).all():
        return
    bottom, height, width = 240, 44, _DIGIT / 10
    for digit, share in enumerate(probabilities):
        left = _MARGIN + digit * width
        is_best = digit == int(np.argmax(probabilities))
        colour = _winner() if is_best else _GREY
        top = bottom - max(1, round(height * float(share)))
        pen.rectangle((left + 1, top, left + width - 2, bottom), fill=colour)
        pen.text((left + width / 2, bottom + 2), str(digit), colour, _FONTS[12], anchor="ma")


def _draw_tiles(frame: Image.Image, weights: np.ndarray) -> None:
    """Draw units of the first layer."""
    levels = np.clip(np.rint(127 * weights[:NUM_TILES] / SCALE), -127, 127).astype(int) + 127
    left, top = _WIDTH - _MARGIN - _COLUMNS * (_TILE + _GAP) + _GAP, 36
    for number, tile in enumerate(_tile_colours()[levels].reshape(-1, 28, 28, 3)):
        picture = Image.fromarray(tile).resize((_TILE, _TILE), Image.Resampling.NEAREST)
        row, column = divmod(number, _COLUMNS)
        frame.paste(picture, (left + column * (_TILE + _GAP), top + row * (_TILE + _GAP)))


def _draw_curve(
    pen: ImageDraw.ImageDraw, moments: Sequence[Moment], total_images: int, axis: str
) -> None:
    """Draw the accuracy over the images seen."""
    left, right = _MARGIN + 34, _WIDTH - _MARGIN
    for share in (0.0, 0.5, 1.0):
        y = _CURVE_BOTTOM - share * (_CURVE_BOTTOM - _CURVE_TOP)
        pen.line((left, y, right, y), _GRID)
        pen.text((left - 6, y), f"{100 * share:.0f} %", _GREY, _FONTS[12], anchor="rm")
    pen.text((right, _CURVE_BOTTOM + 3), axis, _GREY, _FONTS[12], anchor="ra")
    points = [
        (
            left + (right - left) * moment.num_images / total_images,
            _CURVE_BOTTOM - moment.accuracy * (_CURVE_BOTTOM - _CURVE_TOP),
        )
        for moment in moments
    ]
    if len(points) > 1:
        pen.line(points, _winner(), 3)
    x, y = points[-1]
    pen.ellipse((x - 4, y - 4, x + 4, y + 4), fill=_winner())


def _tile_colours() -> np.ndarray:
    """The page's colours of the levels -127 … 127: uint8, (255, 3)."""
    return level_colours(LIGHT["diverging"])


def _winner() -> tuple[int, int, int]:
    """The colour of what wins."""
    red, green, blue = bytes.fromhex(LIGHT["winner"].removeprefix("#"))
    return red, green, blue
