"""Any picture to the 28×28 tensor the network reads, keeping every step on the way.

It must not know the network, nor where on the page a picture came from.

The procedure is MNIST's own: ink white on black, cropped, scaled so that the longer side is 20
pixels, centred in 28×28 by centre of mass. Source: "The MNIST database of handwritten digits",
LeCun and Cortes; the rounding (centre of mass on pixel index 14) was measured on the test images.
"""

import io
import warnings
from dataclasses import dataclass

import numpy as np
import torch
from PIL import Image, ImageOps, UnidentifiedImageError

from mlp.errors import InputError
from mlp.network import SIDE

BOX = 20
"""Pixels of the longer side of a digit inside the 28×28 picture (MNIST's size)."""

CENTRE = 14
"""Pixel index on which MNIST puts a digit's centre of mass."""

MAX_FILE_BYTES = 10 * 1024 * 1024
MAX_PICTURE_PIXELS = 50_000_000
MAX_WORKING_PX = 1600
"""Longer side to which a larger picture is shrunk first: 28 pixels will be left of it anyway."""

FORMATS = ("PNG", "JPEG")

_INK_FLOOR = 16
"""Grey values up to this are no ink: below what an eye sees on black, above rounding noise."""

_MIN_CONTRAST = 24
"""Grey values between paper and ink that a picture must have at least; less is paper noise."""


@dataclass(frozen=True)
class Step:
    """One step of the preparation: uint8, (height, width), 0–255, ink white on black.

    The step "original" is as it came: dark on light stays so.
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
    """

    image: torch.Tensor
    steps: tuple[Step, ...]
    is_blank: bool
    is_centred: bool
    is_inverted: bool


@dataclass(frozen=True)
class Picture:
    """A decoded picture file: uint8, (height, width), 0–255, grey, upright, on its background."""

    pixels: np.ndarray

    @property
    def is_exact_size(self) -> bool:
        """Whether the picture already has the network's size, 28×28."""
        return self.pixels.shape == (SIDE, SIDE)


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
    ink = 255 - raster if invert else raster
    return _prepare(raster, ink, centre=centre, is_inverted=invert)


def from_picture(
    picture: Picture, *, centre: bool | None = None, invert: bool | None = None
) -> Prepared:
    """Prepare a picture file.

    Args:
        picture: What `load_picture` read.
        centre: Crop, scale and centre as MNIST does. None: yes, unless the picture is exactly
            28×28, which is taken pixel for pixel (unless there is hardly any contrast).
        invert: Swap black and white. None: if the picture is dark on light.
    """
    pixels = picture.pixels
    if centre is None:
        centre = not picture.is_exact_size
    if invert is None:
        invert = is_dark_on_light(pixels)
    ink = 255 - pixels if invert else pixels
    is_exact = picture.is_exact_size and not centre
    if not is_exact or np.ptp(pixels) < _MIN_CONTRAST:
        ink = _without_paper(ink)
    return _prepare(pixels, ink, centre=centre, is_inverted=invert)


def load_picture(content: bytes) -> Picture:
    """Decode a PNG or JPEG file.

    Raises:
        InputError: It is too large, damaged, or no such picture.
    """
    if not content:
        raise InputError("This file is empty. Choose a PNG or JPEG picture of a digit.")
    if len(content) > MAX_FILE_BYTES:
        raise InputError(
            f"This file has {len(content) / 2**20:.1f} MB; at most {MAX_FILE_BYTES // 2**20} MB "
            "can be read. Save the picture smaller and try again."
        )
    try:
        with warnings.catch_warnings():
            # Pillow warns of what it takes for a decompression bomb; the size is checked below.
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(content), formats=FORMATS) as opened:
                width_px, height_px = opened.size
                if width_px * height_px > MAX_PICTURE_PIXELS:
                    raise InputError(
                        f"This picture has {width_px:,}×{height_px:,} pixels; at most "
                        f"{MAX_PICTURE_PIXELS // 1_000_000} million can be read. "
                        "Save it smaller and try again."
                    )
                # A JPEG decodes straight to a half or a quarter; others are shrunk once decoded.
                opened.draft(None, (MAX_WORKING_PX, MAX_WORKING_PX))
                opened.load()
                upright = ImageOps.exif_transpose(opened)
                if max(upright.size) > MAX_WORKING_PX:
                    # Pillow cannot interpolate 16-bit pictures.
                    is_wide = upright.mode.startswith("I;")
                    filter_ = Image.Resampling.NEAREST if is_wide else Image.Resampling.BICUBIC
                    upright.thumbnail((MAX_WORKING_PX, MAX_WORKING_PX), filter_)
                return Picture(_to_grey(upright))
    except UnidentifiedImageError:
        raise InputError(
            "This file is not a PNG or JPEG picture. Save the digit as PNG or JPEG and try again."
        ) from None
    except Image.DecompressionBombError:
        raise InputError(
            f"This picture has far more than {MAX_PICTURE_PIXELS // 1_000_000} million pixels. "
            "Save it smaller and try again."
        ) from None
    except InputError:
        raise
    except Exception as error:
        # What Pillow raises for a damaged file depends on where the damage is: OSError, ValueError,
        # SyntaxError, struct.error and more; there is no list to rely on.
        raise InputError(
            f"This picture is damaged and cannot be read ({error}). Try another file."
        ) from None


def is_dark_on_light(pixels: np.ndarray) -> bool:
    """Tell whether the ink is darker than the paper, by the picture's border.

    Args:
        pixels: uint8, (height, width), 0–255.
    """
    border = np.concatenate([pixels[0], pixels[-1], pixels[:, 0], pixels[:, -1]])
    middle = (int(pixels.min()) + int(pixels.max())) / 2
    return bool(np.median(border) > middle)


def _to_grey(picture: Image.Image) -> np.ndarray:
    """Convert any mode to uint8 (height, width); what is transparent gets a contrasting ground."""
    if picture.mode.startswith(("I", "F")):
        # 16 bits for each pixel; Pillow's own conversion to "L" clips instead of scaling.
        wide = np.asarray(picture, dtype=np.float64)
        return _to_pixels(wide / 257 if wide.max(initial=0) > 255 else wide)
    if picture.has_transparency_data:
        layers = np.asarray(picture.convert("LA"), dtype=np.float64)  # (height, width, 2)
        grey, alpha = layers[..., 0], layers[..., 1] / 255
        total = alpha.sum()
        is_ink_light = total > 0 and (grey * alpha).sum() / total > 127
        ground = 0 if is_ink_light and alpha.min() < 1 else 255
        return _to_pixels(grey * alpha + ground * (1 - alpha))
    return np.asarray(picture.convert("L"))


def _without_paper(ink: np.ndarray) -> np.ndarray:
    """Set the paper to 0 and the darkest ink to 255; all 0 if there is hardly any contrast."""
    border = np.concatenate([ink[0], ink[-1], ink[:, 0], ink[:, -1]])
    paper = float(np.median(border))
    above = ink.astype(np.float32) - paper
    contrast = float(above.max())
    if contrast < _MIN_CONTRAST:
        return np.zeros_like(ink)
    # Between 15 % and 85 % of the contrast, so that paper grain and JPEG noise are gone.
    return _to_pixels((above / contrast - 0.15) / 0.7 * 255)


def _prepare(original: np.ndarray, ink: np.ndarray, *, centre: bool, is_inverted: bool) -> Prepared:
    """Do the rest of the preparation, common to all pictures, on uint8 white on black."""
    steps = [Step("original", original), Step("ink", ink)]
    is_blank = int(ink.max(initial=0)) <= _INK_FLOOR
    if is_blank:
        pixels = np.zeros((SIDE, SIDE), np.uint8)
        steps.append(Step("blank", pixels))
    elif not centre:
        pixels = _shrink(ink)
        steps.append(Step("exact" if pixels is ink else "shrunk", pixels))
    else:
        cropped = _crop(ink)
        scaled = _scale(cropped)
        pixels = _centre(scaled)
        steps += [Step("cropped", cropped), Step("scaled", scaled), Step("centred", pixels)]
    image = torch.from_numpy(pixels.astype(np.float32)) / 255
    return Prepared(image, tuple(steps), is_blank, centre and not is_blank, is_inverted)


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
    is_ink = ink > _INK_FLOOR
    rows = np.flatnonzero(is_ink.any(axis=1))
    columns = np.flatnonzero(is_ink.any(axis=0))
    return ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]


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
    mass = float(scaled.sum(dtype=np.float64))
    row = float(scaled.sum(axis=1, dtype=np.float64) @ np.arange(height_px)) / mass
    column = float(scaled.sum(axis=0, dtype=np.float64) @ np.arange(width_px)) / mass
    top = min(max(round(CENTRE - row), 0), SIDE - height_px)
    left = min(max(round(CENTRE - column), 0), SIDE - width_px)
    pixels = np.zeros((SIDE, SIDE), np.uint8)
    pixels[top : top + height_px, left : left + width_px] = scaled
    return pixels


def _to_pixels(values: np.ndarray) -> np.ndarray:
    """Round and clip to uint8."""
    return np.clip(values + 0.5, 0, 255).astype(np.uint8)
