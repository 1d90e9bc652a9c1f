"""A picture file to upright pixels, or a sentence that says why not.

It must not know digits or the network, nor where on the page or the disk a file came from.

A file is first judged by its outline alone (`outline`), so that no memory and hardly any time
is spent on what will be refused. Then Pillow decodes it. A large picture is averaged down row by
row, and never stands beside a converted copy of itself.
"""

import io
import stat
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from PIL import Image

from mlp.dataset import SIDE
from mlp.errors import InputError
from mlp.picture.outline import FORMATS, MAX_FRAMES, Outline, damaged, incomplete, read_outline

__all__ = [
    "FORMATS",
    "MAX_FILE_BYTES",
    "MAX_FRAMES",
    "MAX_PICTURE_PIXELS",
    "MAX_WORKING_PX",
    "Picture",
    "load_picture",
    "read_picture_file",
    "say_file_name",
]

MAX_FILE_BYTES = 10 * 1024 * 1024
MAX_PICTURE_PIXELS = 50_000_000
MAX_WORKING_PX = 1280
"""Longer side to which a larger picture is shrunk first: 28 pixels will be left of it anyway."""

_MAX_WEBP_PIXELS = 25_000_000
"""Pillow's WebP decoder holds a picture four times over: 16 bytes for each pixel."""

_MAX_RUN_LENGTH_PIXELS = 4_000_000
"""Pillow decodes a run-length BMP pixel by pixel in Python."""

_MAX_SCANS = 100
"""Of a progressive JPEG. Encoders make about ten; each takes time for the whole picture."""

_BAND_PIXELS = 250_000
"""Pixels of a large picture that are converted at a time."""

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
        raise _file_too_large(len(content))
    outline = read_outline(content)
    _check_outline(outline)
    try:
        with Image.open(io.BytesIO(content), formats=(outline.format,)) as opened:
            _check_size(outline.format, *opened.size)
            pixels = _on_ground(_decoded(opened, outline))
            # Pillow itself turns a TIFF upright as it decodes it.
            if outline.format != "TIFF":
                pixels = _upright(pixels, _orientation(opened))
    except InputError:
        raise
    except MemoryError:
        raise InputError(
            "There is not enough memory to open this picture now. Save it smaller and try again."
        ) from None
    except Image.DecompressionBombError:
        raise _too_many_pixels("far too many", MAX_PICTURE_PIXELS) from None
    except Exception as error:
        # What Pillow raises for a damaged file depends on where the damage is: OSError, ValueError,
        # SyntaxError, struct.error and more; there is no list to rely on.
        if "MAX_TEXT_" in str(error):
            raise InputError(
                "This PNG file carries text or a colour profile that unpacks to far more than a "
                "picture needs. Save the picture again as JPEG and try again."
            ) from None
        raise (damaged if outline.is_whole else incomplete)(outline.format) from None
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
            raise _file_too_large(status.st_size)
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


def _check_outline(outline: Outline) -> None:
    """Refuse what would take too much time or memory to decode."""
    if outline.num_frames > MAX_FRAMES:
        raise InputError(
            f"This {outline.format} file holds more than {MAX_FRAMES:,} pictures. "
            "Save a single one of them as PNG or JPEG and try again."
        )
    if outline.num_scans > _MAX_SCANS:
        raise InputError(
            f"This JPEG file builds up its picture in {outline.num_scans:,} passes; at most "
            f"{_MAX_SCANS} can be read. Save the picture again as PNG or JPEG and try again."
        )
    limit = _MAX_RUN_LENGTH_PIXELS if outline.is_run_length else None
    _check_size(outline.format, outline.width_px, outline.height_px, limit)


def _check_size(format_: str, width_px: int, height_px: int, limit: int | None = None) -> None:
    """Refuse pictures with too many pixels, or of which nothing would be left when shrunk."""
    if not width_px or not height_px:
        raise damaged(format_)
    limit = limit or (_MAX_WEBP_PIXELS if format_ == "WebP" else MAX_PICTURE_PIXELS)
    if width_px * height_px > limit:
        raise _too_many_pixels(f"{width_px:,}×{height_px:,}", limit)
    longer_px, shorter_px = max(width_px, height_px), min(width_px, height_px)
    if longer_px > MAX_WORKING_PX * shorter_px:
        raise InputError(
            f"This picture has {width_px:,}×{height_px:,} pixels: too thin a strip to show a "
            "digit. Crop it around the digit and try again."
        )


def _file_too_large(size_bytes: int) -> InputError:
    return InputError(
        f"This file has {size_bytes / 2**20:.1f} MB; at most {MAX_FILE_BYTES // 2**20} MB "
        "can be read. Save the picture smaller and try again."
    )


def _too_many_pixels(size: str, limit: int) -> InputError:
    return InputError(
        f"This picture has {size} pixels; at most {limit // 1_000_000} million can be read. "
        "Save it smaller and try again."
    )


def _decoded(opened: Image.Image, outline: Outline) -> np.ndarray:
    """Decode a picture, at most `MAX_WORKING_PX` long.

    Returns:
        float32, (height, width, 1 or 3 or 4), 0–255: grey, or red, green and blue; with opacity in
        [0, 1] as the fourth, by which the colours are already multiplied.
    """
    _skip_detail(opened)
    opened.load()
    _mend_transparency(opened, outline)
    width_px, height_px = opened.size
    shrink_by = max(1, max(width_px, height_px) / MAX_WORKING_PX)
    size_px = max(1, round(width_px / shrink_by)), max(1, round(height_px / shrink_by))
    layers = _averaged(_bands(opened), (width_px, height_px), size_px)
    if not opened.mode.startswith(("I", "F")):
        return layers
    # Pillow's own conversion of such modes to 8 bits clips instead of scaling.
    white = _white(opened.mode, float(layers[..., 0].max()), outline.bits)
    layers[..., :3] *= 255 / white
    if outline.is_white_zero:  # Pillow forgets it in these modes
        layers[..., :3] = 255 - layers[..., :3]
    return layers


def _skip_detail(opened: Image.Image) -> None:
    """Let a JPEG decode straight to a half, a quarter or an eighth, never below the limit."""
    width_px, height_px = opened.size
    shrink_by = max(1, max(width_px, height_px) // MAX_WORKING_PX)
    if shrink_by > 1:
        opened.draft(None, (max(1, width_px // shrink_by), max(1, height_px // shrink_by)))


def _mend_transparency(opened: Image.Image, outline: Outline) -> None:
    """Bring a PNG's transparent colour to the 8 bits to which Pillow scales the pixels."""
    transparent = opened.info.get("transparency")
    if outline.format != "PNG" or transparent is None:
        return
    if opened.mode == "L" and isinstance(transparent, int):
        opened.info["transparency"] = transparent * 255 // (2**outline.bits - 1)
    elif opened.mode == "RGB" and outline.bits == 16:
        opened.info["transparency"] = tuple(value >> 8 for value in transparent)


def _white(mode: str, peak: float, bits: int) -> float:
    """Tell which value of a picture with wide grey values is white."""
    if mode == "F" and peak <= 1:
        return 1
    if peak <= 255:
        return 255
    if bits == 12:
        return 4095
    return max(65_535, peak)


def _bands(opened: Image.Image) -> Iterator[np.ndarray]:
    """Convert a picture from top to bottom, some rows at a time; for the layers see `_decoded`."""
    width_px, height_px = opened.size
    step = max(1, _BAND_PIXELS // width_px)
    for top in range(0, height_px, step):
        yield _as_layers(opened.crop((0, top, width_px, min(top + step, height_px))))


def _as_layers(band: Image.Image) -> np.ndarray:
    """Convert any mode to the layers of `_decoded`, wide grey values not yet scaled."""
    if band.mode.startswith(("I", "F")):
        values = np.asarray(band).astype(np.float32)
        values = np.nan_to_num(values, posinf=2.0**32, neginf=0).clip(0, 2.0**32)[..., None]
        if "transparency" not in band.info:
            return values
        opacity = (values != band.info["transparency"]).astype(np.float32)
        return np.concatenate([np.repeat(values * opacity, 3, axis=2), opacity], axis=2)
    if band.has_transparency_data:
        straight = band.convert("LA") if band.mode == "La" else band
        layers = np.asarray(straight.convert("RGBA")).astype(np.float32)
        layers[..., 3] /= 255
        for channel in range(3):  # several times faster than all at once
            layers[..., channel] *= layers[..., 3]
        return layers
    if band.mode in ("1", "L"):
        return np.asarray(band.convert("L")).astype(np.float32)[..., None]
    return np.asarray(band.convert("RGB")).astype(np.float32)


def _averaged(
    bands: Iterator[np.ndarray], size_px: tuple[int, int], smaller_px: tuple[int, int]
) -> np.ndarray:
    """Shrink by true averaging: each new pixel is the mean of the area it covers.

    Args:
        bands: float32, (some rows, width, channels), together the picture.
        size_px: Width and height of the picture.
        smaller_px: Width and height wanted; not larger.
    """
    if size_px == smaller_px:
        return np.concatenate(list(bands))
    (_, height_px), (new_width_px, new_height_px) = size_px, smaller_px
    rows_per_row = height_px / new_height_px
    sums: np.ndarray | None = None
    row = 0
    for band in bands:
        num_rows, _, num_channels = band.shape
        if band.shape[1] != new_width_px:
            band = cv2.resize(band, (new_width_px, num_rows), interpolation=cv2.INTER_AREA)
        if sums is None:
            sums = np.zeros((new_height_px, new_width_px, num_channels), np.float32)
        # Row by row: a matrix product would use BLAS, whose threads cost other sessions more.
        for line in band.reshape(num_rows, new_width_px, num_channels):
            new_row = min(int(row / rows_per_row), new_height_px - 1)
            share = min(1.0, (new_row + 1) * rows_per_row - row)
            sums[new_row] += line * share
            if share < 1 and new_row + 1 < new_height_px:
                sums[new_row + 1] += line * (1 - share)
            row += 1
    assert sums is not None
    return sums / rows_per_row


def _on_ground(layers: np.ndarray) -> np.ndarray:
    """Put what is transparent on white, or on black where the ink is light.

    Returns:
        uint8, (height, width) if it is grey, otherwise (height, width, 3); 0–255.
    """
    if layers.shape[2] == 4:
        opacity = layers[..., 3:]
        total = float(opacity.sum(dtype=np.float64))
        if not total:
            raise InputError(
                "This picture is wholly transparent, so there is no digit to see. "
                "Choose a picture with a digit, or save it with a background."
            )
        if opacity.min() < 1:
            ink = layers[..., :3].sum(axis=(0, 1), dtype=np.float64) / total
            is_ink_light = ink @ (0.299, 0.587, 0.114) > 127
            layers = layers[..., :3] + (0 if is_ink_light else 255) * (1 - opacity)
    pixels = np.clip(layers[..., :3] + 0.5, 0, 255).astype(np.uint8)
    is_grey = (pixels == pixels[..., :1]).all()
    return pixels[..., 0] if is_grey else pixels


def _orientation(opened: Image.Image) -> int:
    """Read how a camera was held, 1 (upright) to 8; 1 if that cannot be read."""
    try:
        orientation = opened.getexif().get(0x0112, 1)
    except Exception:
        # As for damaged pixels there is no list of what Pillow raises; browsers ignore it too.
        return 1
    return orientation if orientation in range(1, 9) else 1


def _upright(pixels: np.ndarray, orientation: int) -> np.ndarray:
    """Turn and mirror a picture as its camera wanted. Source: Exif 2.32, tag Orientation."""
    if orientation >= 5:
        pixels = pixels.swapaxes(0, 1)
    if orientation in (3, 4, 7, 8):
        pixels = pixels[::-1]
    if orientation in (2, 3, 6, 7):
        pixels = pixels[:, ::-1]
    return pixels
