"""A picture file to upright pixels, or a sentence that says why not.

It must not know digits or the network, nor where on the page or the disk a file came from.

libvips reads a file's header first, so that hardly any memory or time is spent on what will be
refused, and decodes it only then; Pillow does the same for BMP, which libvips does not know. A
large picture never stands in memory beside a converted copy of itself.
"""

import io
import math
import re
import stat
import struct
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import cv2
import numpy as np
import pyvips
from PIL import Image

from mlp.dataset import SIDE
from mlp.errors import InputError
from mlp.picture.foreign import say_other_picture, say_what_it_is

__all__ = [
    "FORMATS",
    "MAX_FILE_BYTES",
    "MAX_PICTURE_PIXELS",
    "MAX_WORKING_PX",
    "Picture",
    "file_too_large",
    "load_picture",
    "read_picture_file",
    "say_file_name",
]

FORMATS = ("PNG", "JPEG", "WebP", "BMP", "TIFF", "GIF")

MAX_FILE_BYTES = 10 * 1024 * 1024
MAX_PICTURE_PIXELS = 50_000_000
MAX_WORKING_PX = 1280
"""Longer side to which a larger picture is shrunk first: 28 pixels will be left of it anyway."""

_MAX_WEBP_PIXELS = 25_000_000
"""libwebp holds a picture three times over: 12 bytes for each pixel."""

_MAX_RUN_LENGTH_PIXELS = 4_000_000
"""Pillow decodes a run-length BMP pixel by pixel in Python."""

_MAX_SCANS = 100
"""Of a progressive JPEG. Encoders make about ten; each takes time for the whole picture."""

# The first bytes of each format. "BM" alone would make a picture of many a text: after it, the size
# of the header must be one of those that there are.
_SIGNATURES = {
    "PNG": rb"\x89PNG\r\n\x1a\n",
    "JPEG": rb"\xff\xd8\xff",
    "WebP": rb"RIFF.{4}WEBP",
    "BMP": rb"BM.{12}[\x0c\x28\x34\x38\x40\x6c\x7c]\0\0\0",
    "TIFF": rb"(II[*+]\0|MM\0[*+])(?!.{4}CR\x02\0)",  # not a raw camera picture
    "GIF": rb"GIF8[79]a",
}
_LOADERS: dict[str, Callable[..., pyvips.Image]] = {
    "PNG": pyvips.Image.pngload_buffer,
    "JPEG": pyvips.Image.jpegload_buffer,
    "WebP": pyvips.Image.webpload_buffer,
    "TIFF": pyvips.Image.tiffload_buffer,
    "GIF": pyvips.Image.gifload_buffer,
}

# Nothing of a visitor's picture is kept, and one picture takes one core.
pyvips.cache_set_max(0)
pyvips.voperation.concurrency_set(1)
pyvips.block_untrusted_set(True)

# Pillow warns of much that is read or refused here anyway: oddities in metadata, large pictures.
# NOTE: not `warnings.catch_warnings` around the decoding: it swaps the filters of all threads, and
# Streamlit runs each session in one.
warnings.filterwarnings("ignore", module=r"PIL\.")


@dataclass(frozen=True)
class Picture:
    """A decoded picture file, upright, on its ground.

    Attributes:
        pixels: uint8, (height, width) if it is grey, otherwise (height, width, 3) sRGB; 0–255.
    """

    pixels: np.ndarray

    @property
    def is_exact_size(self) -> bool:
        """Whether the picture already has the network's size, 28×28."""
        return self.pixels.shape[:2] == (SIDE, SIDE)

    @property
    def grey(self) -> np.ndarray:
        """uint8, (height, width), 0–255: luminance as Pillow rounds it. Source: ITU-R BT.601."""
        if self.pixels.ndim == 2:
            return self.pixels
        return np.asarray(Image.fromarray(self.pixels).convert("L"))


def load_picture(content: bytes) -> Picture:
    """Decode a picture file: the first picture in it, of any format of `FORMATS`.

    What is transparent gets a contrasting ground. Embedded colour profiles are not applied.

    Raises:
        InputError: It is too large, damaged, holds nothing to see, or is no such picture.
    """
    if not content:
        raise InputError("This file is empty. Choose another file, or save the picture again.")
    if len(content) > MAX_FILE_BYTES:
        raise file_too_large(len(content))
    format_ = _format(content)
    try:
        layers, orientation = _bmp(content) if format_ == "BMP" else _decoded(content, format_)
    except InputError:
        raise
    except Image.DecompressionBombError:
        raise _too_many_pixels("far too many", MAX_PICTURE_PIXELS) from None
    except Exception as error:
        # What Pillow raises for a damaged file depends on where the damage is: OSError, ValueError,
        # SyntaxError, struct.error and more; there is no list to rely on.
        if isinstance(error, MemoryError) or "out of memory" in str(error):
            raise InputError(
                "There is not enough memory to open this picture now. "
                "Save it smaller and try again."
            ) from None
        raise _damaged(format_) from None
    pixels = _upright(_on_ground(layers), orientation)
    if (pixels == pixels[0, 0]).all():
        raise InputError(
            "This picture has one colour only, so there is no digit to see. "
            "Choose a picture with a digit."
        )
    return Picture(np.ascontiguousarray(pixels))


def read_picture_file(path: Path) -> Picture:
    """Load a picture from a file, which is neither opened nor read if it cannot be one.

    Raises:
        InputError: There is no such file, it may not be read, or `load_picture` refuses it.
    """
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise InputError("This is a folder. Give the name of a picture file in it.")
        if not stat.S_ISREG(status.st_mode):
            raise InputError("This is no file but a device or a pipe. Give a picture file.")
        if status.st_size > MAX_FILE_BYTES:
            raise file_too_large(status.st_size)
        with path.open("rb") as file:
            content = file.read(MAX_FILE_BYTES + 1)
    except InputError:
        raise
    except (FileNotFoundError, NotADirectoryError):
        raise InputError("There is no such file. Check its name and folder.") from None
    except PermissionError:
        raise InputError("This file may not be opened. Check its permissions.") from None
    except (OSError, ValueError):
        # A name that is too long or holds a zero byte, links in a circle, a disk that fails.
        raise InputError("The file cannot be opened. Check its name and its disk.") from None
    return load_picture(content)


def say_file_name(name: str, *, max_chars: int | None = 60) -> str:
    """Make a file's name fit for a sentence or a terminal.

    Args:
        name: As it came, whoever chose it.
        max_chars: A longer name is cut in its middle; None: never.

    Returns:
        Not empty, without line breaks, control or invisible characters and lone surrogates.
    """
    shown = "".join(char if _is_visible(char) else "\N{REPLACEMENT CHARACTER}" for char in name)
    if not shown.strip():
        return "(no name)"
    if max_chars is None or len(shown) <= max_chars:
        return shown
    tail_chars = max_chars // 3
    return f"{shown[: max_chars - tail_chars - 1]}…{shown[-tail_chars:]}"


def _is_visible(char: str) -> bool:
    """Tell letters and marks from what changes or breaks the text around it."""
    # Python takes controls, formats, surrogates and unassigned ones for unprintable, but not what
    # is a letter or mark by name only: joiners and fillers.
    return char.isprintable() and char not in "\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0"


def _format(content: bytes) -> str:
    """Tell of which of `FORMATS` a file is; refuse one that would be misread or take very long."""
    formats = (name for name in FORMATS if re.match(_SIGNATURES[name], content, re.DOTALL))
    format_ = next(formats, None)
    if format_ is None:
        readable = f"{', '.join(FORMATS[:-1])} or {FORMATS[-1]}"
        raise InputError(say_what_it_is(content, readable=readable))
    # Among a JPEG's pixels 0xFF stands only before 0 or a mark between them.
    if format_ == "JPEG" and (num_scans := content.count(b"\xff\xda")) > _MAX_SCANS:
        raise InputError(
            f"This JPEG file builds up its picture in {num_scans:,} passes; at most {_MAX_SCANS} "
            "can be read. Save the picture again as PNG or JPEG and try again."
        )
    if format_ == "TIFF":
        if _has_tag(content, 0xC612, "B", 4):  # DNGVersion
            raise InputError(say_other_picture("a raw camera picture (DNG)"))
        # NOTE: libvips takes luminance and chroma for red, green and blue, but in a TIFF of JPEG.
        is_chroma, is_jpeg = _has_tag(content, 262, "H", 1, 6), _has_tag(content, 259, "H", 1, 7)
        if is_chroma and not is_jpeg:
            raise _damaged(format_)
    return format_


def _has_tag(content: bytes, tag: int, kind: str, count: int, *values: int) -> bool:
    """Look for an entry of a TIFF directory: values of a kind, "B" (bytes) or "H" (16 bits)."""
    number = {"B": 1, "H": 3}[kind]
    return any(
        struct.pack(f"{order}HH{count_kind}{len(values)}{kind}", tag, number, count, *values)
        in content
        for order in "<>"
        for count_kind in "IQ"  # 64 bits in a BigTIFF
    )


def _check_size(
    format_: str, width_px: int, height_px: int, limit: int = MAX_PICTURE_PIXELS
) -> None:
    """Refuse pictures with too many pixels, or of which nothing would be left when shrunk."""
    if not width_px or not height_px:
        raise _damaged(format_)
    if width_px * height_px > limit:
        raise _too_many_pixels(f"{width_px:,}×{height_px:,}", limit)
    longer_px, shorter_px = max(width_px, height_px), min(width_px, height_px)
    if longer_px > MAX_WORKING_PX * shorter_px:
        raise InputError(
            f"This picture has {width_px:,}×{height_px:,} pixels: too thin a strip to show a "
            "digit. Crop it around the digit and try again."
        )


def file_too_large(size_bytes: int) -> InputError:
    """Say that a file is larger than `MAX_FILE_BYTES`."""
    return InputError(
        f"This file has {size_bytes / 2**20:.1f} MB; at most {MAX_FILE_BYTES // 2**20} MB "
        "can be read. Save the picture smaller and try again."
    )


def _too_many_pixels(size: str, limit: int) -> InputError:
    return InputError(
        f"This picture has {size} pixels; at most {limit // 1_000_000} million can be read. "
        "Save it smaller and try again."
    )


def _damaged(format_: str) -> InputError:
    return InputError(
        f"This {format_} file is incomplete, damaged or of a rare kind that cannot be read here. "
        "Copy, download or save the picture once more, as PNG or JPEG, and try again."
    )


def _decoded(content: bytes, format_: str) -> tuple[np.ndarray, int]:
    """Decode a picture that libvips knows, at most `MAX_WORKING_PX` long.

    Returns:
        float32, (height, width, 1 to 4), 0–255: grey, or red, green and blue; of 2 or 4 channels
        the last is opacity, by which the others are multiplied. And how it is to be turned, for
        `_upright`.
    """

    def opened(**options: int) -> pyvips.Image:
        # What is opened this way is decoded only once asked for, from top to bottom, and only once.
        return _LOADERS[format_](content, access="sequential", fail_on="error", **options)

    image = opened()
    if image.bands > 5:
        raise _damaged(format_)
    limit = _MAX_WEBP_PIXELS if format_ == "WebP" else MAX_PICTURE_PIXELS
    if image.format != "uchar" and image.bands > 2:
        limit //= 2  # 16 bits for each channel
    _check_size(format_, image.width, image.height, limit)
    orientation = cast(int, image.get("orientation")) if image.get_typeof("orientation") else 1
    shrink_by = max(image.width, image.height) / MAX_WORKING_PX
    size_px = _working_size(image.width, image.height)
    if format_ == "JPEG" and shrink_by >= 2:
        # It decodes straight to a half, a quarter or an eighth.
        image = opened(shrink=max(factor for factor in (2, 4, 8) if factor <= shrink_by))
    if image.format != "uchar":
        stats = opened().stats().numpy()
        darkest, brightest = float(stats[0, 0]), float(stats[0, 1])
        black, white = _range(str(image.format), darkest, brightest)
        image = (image - black) * (255 / (white - black))
    if image.interpretation == "cmyk":
        image = (255 - image[:3]) * (255 - image[3]) / 255
    if image.hasalpha():
        image = image.premultiply(max_alpha=255)
    # Not as float while it is large: it would take four times the memory.
    image = image.rint().cast("uchar") if shrink_by > 1 else image.cast("float")
    return _shrunken(image.numpy(), size_px), orientation


def _bmp(content: bytes) -> tuple[np.ndarray, int]:
    """Decode a BMP; see `_decoded`."""
    with Image.open(io.BytesIO(content), formats=("BMP",)) as opened:
        is_run_length = opened.info.get("compression") in (1, 2)
        limit = _MAX_RUN_LENGTH_PIXELS if is_run_length else MAX_PICTURE_PIXELS
        _check_size("BMP", *opened.size, limit)
        pixels = np.asarray(opened.convert("L" if opened.mode in ("1", "L") else "RGB"))
    return _shrunken(pixels, _working_size(*opened.size)), 1


def _range(number_format: str, darkest: float, brightest: float) -> tuple[float, float]:
    """Tell which values of a picture with wide values are black and white.

    Cameras and scanners fill the lower bits of 16 only, 12 often, and what hardly differs in those
    is shown as far apart as it can be, as viewers of such files do.
    """
    if number_format in ("float", "double") and brightest <= 1:
        white = 1.0
    else:
        white = 2.0 ** max(8, math.ceil(math.log2(max(1, brightest) + 1))) - 1
    is_pale = 0 < brightest - darkest < white / 4
    return (darkest, brightest) if is_pale else (0.0, white)


def _working_size(width_px: int, height_px: int) -> tuple[int, int]:
    shrink_by = max(1, max(width_px, height_px) / MAX_WORKING_PX)
    return max(1, round(width_px / shrink_by)), max(1, round(height_px / shrink_by))


def _shrunken(pixels: np.ndarray, size_px: tuple[int, int]) -> np.ndarray:
    """Shrink by true averaging: each new pixel is the mean of the area it covers."""
    if pixels.shape[1::-1] != size_px:
        pixels = cv2.resize(pixels, size_px, interpolation=cv2.INTER_AREA)
    # Of numbers from a file some may be none.
    values = np.nan_to_num(pixels) if pixels.dtype == np.float32 else pixels.astype(np.float32)
    return values.reshape(size_px[1], size_px[0], -1)


def _on_ground(layers: np.ndarray) -> np.ndarray:
    """Put what is transparent on white, or on black where the ink is light.

    Returns:
        uint8, (height, width) if it is grey, otherwise (height, width, 3); 0–255.
    """
    if layers.shape[2] in (2, 4):
        opacity = layers[..., -1:] / 255
        layers = layers[..., [0, 1, 2] if layers.shape[2] == 4 else [0, 0, 0]]
        total = float(opacity.sum(dtype=np.float64))
        if not total:
            raise InputError(
                "This picture is wholly transparent, so there is no digit to see. "
                "Choose a picture with a digit, or save it with a background."
            )
        if opacity.min() < 1:
            ink = layers.sum(axis=(0, 1), dtype=np.float64) / total
            is_ink_light = ink @ (0.299, 0.587, 0.114) > 127
            layers = layers + (0 if is_ink_light else 255) * (1 - opacity)
    pixels = np.clip(layers + 0.5, 0, 255).astype(np.uint8)
    is_grey = (pixels == pixels[..., :1]).all()
    return pixels[..., 0] if is_grey else pixels


def _upright(pixels: np.ndarray, orientation: int) -> np.ndarray:
    """Turn and mirror a picture as its camera wanted. Source: Exif 2.32, tag Orientation."""
    if orientation >= 5:
        pixels = pixels.swapaxes(0, 1)
    if orientation in (3, 4, 7, 8):
        pixels = pixels[::-1]
    if orientation in (2, 3, 6, 7):
        pixels = pixels[:, ::-1]
    return pixels
