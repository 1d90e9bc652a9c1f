import io
import os
import pickle
import struct
import subprocess
import sys
import threading
import warnings
import zlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from PIL import Image

from mlp.dataset import Digits
from mlp.errors import InputError
from mlp.picture.file import (
    FORMATS,
    MAX_FILE_BYTES,
    MAX_WORKING_PX,
    Picture,
    load_picture,
    read_picture_file,
    say_file_name,
)
from tests.support import ROOT
from tests.support.bad_files import (
    BAD_FILES,
    cut,
    encoded,
    frames,
    is_good_sentence,
    png,
    png_chunk,
    strokes,
    tiff,
    tiff_tags,
)

# The library asks for this itself; pytest forgets such filters before each test.
pytestmark = pytest.mark.filterwarnings(r"ignore:::PIL\.")


# Formats, modes, compressions. Each kind draws noise of its own and says what must be read.
# The oracle is what was drawn, never another conversion by Pillow.

Drawn = tuple[bytes, np.ndarray]


def save(picture: Image.Image, file_format: str, **options: object) -> bytes:
    file = io.BytesIO()
    picture.save(file, file_format, **options)
    return file.getvalue()


def noise(random: np.random.Generator, *shape: int) -> np.ndarray:
    return random.integers(0, 256, shape, np.uint8)


def on_ground(colours: np.ndarray, opacity: np.ndarray) -> np.ndarray:
    """Lay colours (height, width, 3) of some opacity (height, width), 0–255, on white or black."""
    share = opacity[..., None] / 255
    luminance = colours @ (0.299, 0.587, 0.114)
    is_light = (luminance * opacity).sum() > 127 * opacity.sum()
    ground = 0 if is_light else 255
    return np.floor(colours * share + ground * (1 - share) + 0.5).astype(np.uint8)


def grey(file_format: str, **options: object) -> Callable[..., Drawn]:
    def draw(random: np.random.Generator, height_px: int, width_px: int) -> Drawn:
        pixels = noise(random, height_px, width_px)
        return encoded(pixels, file_format, **options), pixels

    return draw


def colour(file_format: str, **options: object) -> Callable[..., Drawn]:
    def draw(random: np.random.Generator, height_px: int, width_px: int) -> Drawn:
        pixels = noise(random, height_px, width_px, 3)
        return encoded(pixels, file_format, **options), pixels

    return draw


def black_and_white(file_format: str, **options: object) -> Callable[..., Drawn]:
    def draw(random: np.random.Generator, height_px: int, width_px: int) -> Drawn:
        is_white = random.random((height_px, width_px)) < 0.5
        return encoded(is_white, file_format, **options), np.where(is_white, 255, 0)

    return draw


def wide(file_format: str, kind: str, **options: object) -> Callable[..., Drawn]:
    """16 bits for each pixel, or numbers from 0 to 1."""

    def draw(random: np.random.Generator, height_px: int, width_px: int) -> Drawn:
        pixels = noise(random, height_px, width_px)
        pixels[0, 0] = 255
        values = pixels / np.float32(255) if kind == "f4" else pixels * np.dtype(kind).type(257)
        return encoded(values.astype(kind), file_format, **options), pixels

    return draw


def palette(file_format: str, **options: object) -> Callable[..., Drawn]:
    def draw(random: np.random.Generator, height_px: int, width_px: int) -> Drawn:
        indices, colours = noise(random, height_px, width_px), noise(random, 256, 3)
        picture = Image.fromarray(indices)
        picture.putpalette(colours.tobytes())
        return save(picture, file_format, **options), colours[indices]

    return draw


def palette_with_hole(file_format: str) -> Callable[..., Drawn]:
    """One of the colours is transparent."""

    def draw(random: np.random.Generator, height_px: int, width_px: int) -> Drawn:
        indices, colours = noise(random, height_px, width_px) // 32, noise(random, 256, 3)
        picture = Image.fromarray(indices)
        picture.putpalette(colours.tobytes())
        drawn = on_ground(colours[indices], np.where(indices == 3, 0, 255))
        return save(picture, file_format, transparency=3), drawn

    return draw


def palette_with_opacity(random: np.random.Generator, height_px: int, width_px: int) -> Drawn:
    """Each of the colours has an opacity."""
    indices, colours = noise(random, height_px, width_px), noise(random, 256, 3)
    opacity = noise(random, 256)
    picture = Image.fromarray(indices)
    picture.putpalette(colours.tobytes())
    content = save(picture, "PNG", transparency=opacity.tobytes())
    return content, on_ground(colours[indices], opacity[indices])


def with_opacity(file_format: str, channels: int, **options: object) -> Callable[..., Drawn]:
    def draw(random: np.random.Generator, height_px: int, width_px: int) -> Drawn:
        layers = noise(random, height_px, width_px, channels)
        layers[..., -1] |= 1  # WebP forgets the colour of what is wholly transparent
        colours = layers[..., :3] if channels == 4 else layers[..., [0, 0, 0]]
        return encoded(layers, file_format, **options), on_ground(colours, layers[..., -1])

    return draw


def colour_key(random: np.random.Generator, height_px: int, width_px: int) -> Drawn:
    """One colour of all those of an RGB picture is transparent."""
    pixels = noise(random, height_px, width_px, 3) & 0x80
    picture = Image.fromarray(pixels)
    is_hole = (pixels == (0x80, 0, 0x80)).all(axis=2)
    content = save(picture, "PNG", transparency=(0x80, 0, 0x80))
    return content, on_ground(pixels, np.where(is_hole, 0, 255))


def packed_grey(bits: int, *, has_hole: bool = False) -> Callable[..., Drawn]:
    """A PNG of 1, 2, 4 or 16 bits for each pixel, as optimizers write it."""

    def draw(random: np.random.Generator, height_px: int, width_px: int) -> Drawn:
        values = random.integers(0, 2**bits, (height_px, width_px))
        unpacked = np.unpackbits(values.astype(">u2").view(np.uint8), axis=1)
        kept = unpacked.reshape(height_px, width_px, 16)[..., -bits:].reshape(height_px, -1)
        rows = np.packbits(kept, axis=1)
        hole = int(values[0, 0])
        transparent = png_chunk(b"tRNS", struct.pack(">H", hole)) if has_hole else b""
        content = png_of_rows(rows, (width_px, height_px), bits, 0, transparent)
        pixels = (values * 255 + (2**bits - 1) // 2) // (2**bits - 1)
        if has_hole:
            opacity = np.where(values == hole, 0, 255)
            return content, on_ground(np.repeat(pixels[..., None], 3, axis=2), opacity)
        return content, pixels

    return draw


def wide_colour_key(random: np.random.Generator, height_px: int, width_px: int) -> Drawn:
    """A PNG of 16 bits for each channel with a transparent colour."""
    pixels = noise(random, height_px, width_px, 3)
    rows = np.repeat(pixels, 2, axis=2).reshape(height_px, -1)
    hole = pixels[0, 0].astype(np.uint16) * 257
    transparent = png_chunk(b"tRNS", hole.astype(">u2").tobytes())
    is_hole = (pixels == pixels[0, 0]).all(axis=2)
    content = png_of_rows(rows, (width_px, height_px), 16, 2, transparent)
    return content, on_ground(pixels, np.where(is_hole, 0, 255))


def png_of_rows(
    rows: np.ndarray, size_px: tuple[int, int], bits: int, kind: int, more: bytes
) -> bytes:
    head = png_chunk(b"IHDR", struct.pack(">IIBBBBB", *size_px, bits, kind, 0, 0, 0))
    body = zlib.compress(b"".join(b"\0" + row.tobytes() for row in rows))
    chunks = head + more + png_chunk(b"IDAT", body) + png_chunk(b"IEND")
    return b"\x89PNG\r\n\x1a\n" + chunks


def four_inks(file_format: str, **options: object) -> Callable[..., Drawn]:
    def draw(random: np.random.Generator, height_px: int, width_px: int) -> Drawn:
        inks = noise(random, height_px, width_px, 4)
        if file_format == "JPEG":
            inks[...] = inks[0, 0]  # large areas: JPEG is for photos
            inks[height_px // 2 :] = inks[-1, -1] = (200, 30, 90, 20)
        content = save(Image.fromarray(inks, mode="CMYK"), file_format, **options)
        light = 255 - inks.astype(float)
        return content, light[..., :3] * light[..., 3:] / 255

    return draw


def white_is_zero(random: np.random.Generator, height_px: int, width_px: int) -> Drawn:
    """A scan of 16 bits for each pixel in which 0 is white."""
    pixels = noise(random, height_px, width_px)
    pixels[0, 0] = 0  # the largest value
    values = (255 - pixels.astype("<u2")) * 257
    size_bytes = values.nbytes
    tags = tiff_tags(width_px, height_px, tag258=16, tag262=0, tag279=size_bytes)
    return tiff(tags, values.tobytes()), pixels


# Name: how to draw it, by how much a pixel may differ
KINDS: dict[str, tuple[Callable[..., Drawn], float]] = {
    "PNG grey": (grey("PNG"), 0),
    "PNG colour": (colour("PNG"), 0),
    "PNG black and white": (black_and_white("PNG"), 0),
    "PNG palette": (palette("PNG"), 0),
    "PNG palette with a hole": (palette_with_hole("PNG"), 0),
    "PNG palette with opacity": (palette_with_opacity, 1),
    "PNG grey and opacity": (with_opacity("PNG", 2), 1),
    "PNG colour and opacity": (with_opacity("PNG", 4), 1),
    "PNG colour key": (colour_key, 0),
    "PNG colour key of 16 bits": (wide_colour_key, 0),
    "PNG 16 bits": (wide("PNG", "u2"), 0),
    "PNG packed 1": (packed_grey(1), 0),
    "PNG packed 2": (packed_grey(2), 0),
    "PNG packed 4": (packed_grey(4), 0),
    "PNG packed 1 with a hole": (packed_grey(1, has_hole=True), 0),
    "PNG packed 2 with a hole": (packed_grey(2, has_hole=True), 0),
    "PNG packed 4 with a hole": (packed_grey(4, has_hole=True), 0),
    "PNG packed 8 with a hole": (packed_grey(8, has_hole=True), 0),
    "PNG packed 16 with a hole": (packed_grey(16, has_hole=True), 1),
    "BMP grey": (grey("BMP"), 0),
    "BMP colour": (colour("BMP"), 0),
    "BMP black and white": (black_and_white("BMP"), 0),
    "BMP palette": (palette("BMP"), 0),
    "GIF grey": (grey("GIF"), 0),
    "GIF black and white": (black_and_white("GIF"), 0),
    "GIF palette": (palette("GIF"), 0),
    "GIF palette with a hole": (palette_with_hole("GIF"), 0),
    "WebP grey": (grey("WebP", lossless=True), 0),
    "WebP colour": (colour("WebP", lossless=True), 0),
    "WebP colour and opacity": (with_opacity("WebP", 4, lossless=True, exact=True), 1),
    "TIFF grey": (grey("TIFF"), 0),
    "TIFF grey LZW": (grey("TIFF", compression="tiff_lzw"), 0),
    "TIFF grey packbits": (grey("TIFF", compression="packbits"), 0),
    "TIFF colour": (colour("TIFF"), 0),
    "TIFF colour deflate": (colour("TIFF", compression="tiff_adobe_deflate"), 0),
    "TIFF big": (colour("TIFF", big_tiff=True), 0),
    "TIFF black and white": (black_and_white("TIFF"), 0),
    "TIFF fax 3": (black_and_white("TIFF", compression="group3"), 0),
    "TIFF fax 4": (black_and_white("TIFF", compression="group4"), 0),
    "TIFF palette": (palette("TIFF"), 0),
    "TIFF grey and opacity": (with_opacity("TIFF", 2), 1),
    "TIFF colour and opacity": (with_opacity("TIFF", 4), 1),
    "TIFF 16 bits": (wide("TIFF", "<u2"), 0),
    "TIFF 16 bits, other end first": (wide("TIFF", ">u2"), 0),
    "TIFF 16 bits LZW": (wide("TIFF", "<u2", compression="tiff_lzw"), 0),
    "TIFF 16 bits in 32": (wide("TIFF", "i4"), 0),
    "TIFF numbers from 0 to 1": (wide("TIFF", "f4"), 0),
    "TIFF white is zero": (white_is_zero, 0),
    "TIFF four inks": (four_inks("TIFF"), 1),
}
# Lossy: smooth pictures only, compared in the mean
LOSSY: dict[str, dict[str, Any]] = {
    "JPEG": {"quality": 95},
    "JPEG progressive": {"quality": 95, "progressive": True},
    "WebP": {"quality": 95},
    "TIFF": {"compression": "jpeg", "quality": 95},
}

# Exif 2.32: where the stored picture's row 0 and column 0 are for the eye
ROW_0_AND_COLUMN_0 = {
    1: ("top", "left"),
    2: ("top", "right"),
    3: ("bottom", "right"),
    4: ("bottom", "left"),
    5: ("left", "top"),
    6: ("right", "top"),
    7: ("right", "bottom"),
    8: ("left", "bottom"),
}


def as_stored(upright: np.ndarray, orientation: int) -> np.ndarray:
    """Look up each stored pixel where the table says it is seen."""
    row_0, column_0 = ROW_0_AND_COLUMN_0[orientation]
    height_px, width_px = upright.shape[:2]
    is_turned = row_0 in ("left", "right")
    shape = (width_px, height_px) if is_turned else (height_px, width_px)
    row, column = np.indices(shape)
    across, down = (row, column) if is_turned else (column, row)
    is_mirrored, is_upside_down = "right" in (row_0, column_0), "bottom" in (row_0, column_0)
    across = width_px - 1 - across if is_mirrored else across
    down = height_px - 1 - down if is_upside_down else down
    stored: np.ndarray = upright[down, across]
    return stored


def exif(orientation: int) -> Image.Exif:
    tags = Image.Exif()
    tags[0x0112] = orientation
    return tags


def as_colour(pixels: np.ndarray) -> np.ndarray:
    return pixels if pixels.ndim == 3 else np.repeat(pixels[..., None], 3, axis=2)


def assert_same(pixels: np.ndarray, drawn: np.ndarray, tolerance: float) -> None:
    assert pixels.shape[:2] == drawn.shape[:2]
    difference = np.abs(as_colour(pixels).astype(float) - as_colour(drawn).clip(0, 255))
    assert difference.max() <= tolerance


def refusal(content: bytes) -> str:
    with pytest.raises(InputError) as caught:
        load_picture(content)
    return str(caught.value)


# What was drawn is what is read


@pytest.mark.parametrize("kind", KINDS)
@given(st.integers(1, 60), st.integers(1, 60), st.integers(0, 1000))
def test_every_kind_of_file_is_read_as_it_was_drawn(
    kind: str, height_px: int, width_px: int, seed: int
) -> None:
    draw, tolerance = KINDS[kind]
    content, drawn = draw(np.random.default_rng(seed), height_px, width_px)
    drawn = drawn.clip(0, 255)
    assume(np.ptp(drawn.reshape(height_px * width_px, -1), axis=0).max() > 2)
    if "16" in kind or kind == "TIFF white is zero":
        # What uses few of 16 bits, a hole left out, is stretched to what can be seen.
        used = drawn[drawn < 255] if "hole" in kind else drawn
        assume(used.size > 0 and np.ptp(used) > 64 and used.max() > 128)
    assert_same(load_picture(content).pixels, drawn, tolerance)


@pytest.mark.parametrize("kind", LOSSY)
@pytest.mark.parametrize("channels", [1, 3])
def test_lossy_files_are_read_nearly_as_they_were_drawn(kind: str, channels: int) -> None:
    rows, columns = np.indices((60, 90))
    drawn = np.dstack([rows * 4, columns * 2, rows + columns][:channels]).astype(np.uint8)
    drawn = drawn if channels == 3 else drawn[..., 0]
    pixels = load_picture(encoded(drawn, kind.split()[0], **LOSSY[kind])).pixels
    assert pixels.ndim == drawn.ndim or kind == "WebP"
    assert np.abs(as_colour(pixels).astype(int) - as_colour(drawn)).mean() < 2


@pytest.mark.parametrize("quality", [75, 95])
def test_a_jpeg_of_four_inks_is_read(quality: int) -> None:
    content, drawn = four_inks("JPEG", quality=quality)(np.random.default_rng(0), 64, 64)
    assert np.abs(load_picture(content).pixels - drawn).mean() < 4


def test_a_phones_file_of_several_jpegs_gives_the_first() -> None:
    first, second = (Image.fromarray(strokes()[:, ::step].copy()) for step in (1, -1))
    content = save(first, "MPO", save_all=True, append_images=[second], quality=95)
    assert np.abs(load_picture(content).pixels.astype(int) - strokes()).mean() < 3


@pytest.mark.parametrize("file_format", ["PNG", "WebP", "TIFF", "GIF"])
def test_an_animation_gives_its_first_picture(file_format: str) -> None:
    pixels = load_picture(frames(file_format, 5)).grey.astype(int)
    first = strokes(8, 8)
    assert np.abs(pixels - first).mean() < np.abs(pixels - first[:, ::-1]).mean() / 2


@pytest.mark.parametrize("name", FORMATS)
def test_the_content_decides_not_the_name(tmp_path: Path, name: str) -> None:
    (tmp_path / "digit.png").write_bytes(encoded(strokes(), name))
    assert read_picture_file(tmp_path / "digit.png").pixels.shape[:2] == (40, 30)


def test_a_picture_without_colour_is_grey() -> None:
    assert load_picture(encoded(np.dstack([strokes()] * 3))).pixels.shape == (40, 30)


def test_grey_is_luminance() -> None:
    colours = np.random.default_rng(0).integers(0, 256, (50, 50, 3), np.uint8)
    # ITU-R BT.601 in 16 bits, rounded
    luminance = (colours.astype(int) @ np.array([19_595, 38_470, 7_471]) + 0x8000) >> 16
    assert np.array_equal(Picture(colours).grey, luminance)


def test_grey_of_a_grey_picture_is_itself() -> None:
    assert np.array_equal(Picture(strokes()).grey, strokes())


@pytest.mark.parametrize("invert", [False, True])
@pytest.mark.parametrize("kind", ["PNG", "colour", "16 bits", "WebP", "BMP", "TIFF", "GIF"])
def test_test_digits_come_back_bit_for_bit(digits: Digits, kind: str, invert: bool) -> None:
    for digit in digits.pixels[:30].numpy():
        pixels = 255 - digit if invert else digit
        if kind == "colour":
            content = encoded(np.dstack([pixels] * 3))
        elif kind == "16 bits":
            content = encoded(pixels.astype(np.uint16) * 257)
        else:
            content = encoded(pixels, kind, **({"lossless": True} if kind == "WebP" else {}))
        picture = load_picture(content)
        assert picture.is_exact_size
        assert np.array_equal(picture.pixels, pixels)


def test_a_thousand_test_digits_come_back_from_png_bit_for_bit(digits: Digits) -> None:
    for pixels in digits.pixels[::10].numpy():
        assert np.array_equal(load_picture(encoded(pixels, compress_level=1)).pixels, pixels)


@pytest.mark.parametrize("file_format", ["PNG", "TIFF"])
@pytest.mark.parametrize("bits", [10, 12, 14])
def test_16_bits_that_hold_fewer_are_as_bright_as_those_can_be(bits: int, file_format: str) -> None:
    values = np.rint(strokes() / 255 * (2**bits - 1)).astype(np.uint16)
    assert_same(load_picture(encoded(values, file_format)).pixels, strokes(), 1)


def test_16_bits_that_hardly_differ_are_shown_from_black_to_white() -> None:
    pixels = load_picture(encoded((2000 + strokes() * 2.0).astype(np.uint16))).pixels
    assert (pixels.min(), pixels.max()) == (0, 255)


def test_16_bits_that_hold_8_are_not_scaled() -> None:
    assert np.array_equal(load_picture(encoded(strokes().astype(np.uint16))).pixels, strokes())


# Upright


@pytest.mark.parametrize("file_format", ["PNG", "JPEG", "WebP", "TIFF"])
@given(st.sampled_from(sorted(ROW_0_AND_COLUMN_0)), st.integers(2, 40), st.integers(2, 40))
def test_a_picture_taken_at_any_angle_is_turned_upright(
    file_format: str, orientation: int, height_px: int, width_px: int
) -> None:
    upright = np.kron(strokes(), np.ones((2, 2), np.uint8))[:height_px, :width_px].copy()
    upright[: height_px // 2, : width_px // 2] = 128
    assume(np.ptp(upright) > 0)
    options: dict[str, Any] = {"lossless": True} if file_format == "WebP" else {}
    options |= {"quality": 100} if file_format == "JPEG" else {}
    stored = as_stored(upright, orientation)
    pixels = load_picture(encoded(stored, file_format, exif=exif(orientation), **options)).pixels
    assert_same(pixels, upright, 12 if file_format == "JPEG" else 0)


@pytest.mark.parametrize("orientation", [0, 9, 65_535])
def test_an_orientation_that_does_not_exist_changes_nothing(orientation: int) -> None:
    content = encoded(strokes(), exif=exif(orientation))
    assert np.array_equal(load_picture(content).pixels, strokes())


@pytest.mark.parametrize("damage", [0, 1, 16])
def test_damaged_data_beside_the_orientation_does_no_harm(damage: int) -> None:
    upright = np.kron(strokes(), np.ones((4, 4), np.uint8))
    tags = exif(6)
    tags[0x011A] = 1.5
    stored = as_stored(upright, 6)
    content = bytearray(encoded(stored, "JPEG", exif=tags, quality=95))
    content[content.index(b"Exif") + 29] = damage  # the second entry's type
    assert np.abs(load_picture(bytes(content)).pixels.astype(int) - upright).mean() < 3


@given(st.binary(max_size=60))
def test_any_exif_data_leave_a_picture_readable(data: bytes) -> None:
    content = encoded(strokes(), exif=b"Exif\0\0" + data)
    assert sorted(load_picture(content).pixels.shape) == [30, 40]


# Transparency


@pytest.mark.parametrize("ink", [0, 100, 255])
@pytest.mark.parametrize("file_format", ["PNG", "WebP", "TIFF"])
def test_ink_on_a_transparent_ground_stands_out(file_format: str, ink: int) -> None:
    layers = np.zeros((40, 30, 4), np.uint8)
    layers[5:30, 10:15] = (ink, ink, ink, 255)
    options = {"lossless": True} if file_format == "WebP" else {}
    pixels = load_picture(encoded(layers, file_format, **options)).pixels.astype(int)
    assert (pixels[5:30, 10:15] == ink).all()
    assert pixels[0, 0] == (0 if ink > 127 else 255)


@pytest.mark.parametrize("ink", [(255, 0, 0), (255, 255, 0), (0, 0, 99)])
def test_colour_ink_on_a_transparent_ground_keeps_its_colour(ink: tuple[int, ...]) -> None:
    layers = np.zeros((40, 30, 4), np.uint8)
    layers[5:30, 10:15] = (*ink, 255)
    pixels = load_picture(encoded(layers)).pixels
    assert (pixels[5:30, 10:15] == ink).all()
    assert (pixels[0, 0] == (0 if ink == (255, 255, 0) else 255)).all()


def test_what_hides_behind_transparency_does_not_show() -> None:
    layers = np.random.default_rng(0).integers(0, 256, (40, 30, 4), np.uint8)
    layers[..., 3] = 0
    layers[5:30, 10:15] = (0, 0, 0, 255)
    assert set(np.unique(load_picture(encoded(layers)).pixels)) == {0, 255}


# Large pictures


def average(drawn: np.ndarray, height_px: int, width_px: int) -> np.ndarray:
    """Average areas by differences of the running integral, with fractions of pixels."""

    def along(values: np.ndarray, new_px: int) -> np.ndarray:
        integral = np.concatenate([np.zeros((1, *values.shape[1:])), values.cumsum(axis=0)])
        edges = np.linspace(0, len(values), new_px + 1)
        low = np.minimum(edges.astype(int), len(values) - 1)
        share = (edges - low).reshape(-1, *[1] * (values.ndim - 1))
        at_edges = integral[low] * (1 - share) + integral[low + 1] * share
        averages: np.ndarray = np.diff(at_edges, axis=0) * new_px / len(values)
        return averages

    return along(along(drawn.astype(float), height_px).swapaxes(0, 1), width_px).swapaxes(0, 1)


LARGE = [
    kind
    for kind, (_, tolerance) in KINDS.items()
    if tolerance < 2 and "opacity" not in kind and "hole" not in kind and "key" not in kind
]


@pytest.mark.parametrize("kind", LARGE)
def test_a_large_picture_of_any_kind_is_averaged(kind: str) -> None:
    content, drawn = KINDS[kind][0](np.random.default_rng(0), 300, 2_000)
    pixels = load_picture(content).pixels
    assert pixels.shape[:2] == (192, MAX_WORKING_PX)
    assert_same(pixels, average(as_colour(drawn.clip(0, 255)), 192, 1280), 2)


@pytest.mark.parametrize("size_px", [(2_560, 300), (1_281, 1_281), (5_000, 4), (4, 5_000)])
def test_a_large_picture_of_any_proportions_is_averaged(size_px: tuple[int, ...]) -> None:
    content, drawn = KINDS["PNG grey"][0](np.random.default_rng(0), *size_px)
    pixels = load_picture(content).pixels
    assert max(pixels.shape) == MAX_WORKING_PX
    assert_same(pixels, average(drawn, *pixels.shape), 0.8)


def test_large_transparent_pictures_are_averaged_by_opacity() -> None:
    layers = np.zeros((200, 2_560, 4), np.uint8)
    layers[:, ::2] = (0, 0, 0, 255)  # black lines; what is between them is transparent
    layers[:, 1::2, :3] = 255  # and hides white
    layers[:, :1_280, 3] = 0
    pixels = load_picture(encoded(layers)).pixels
    assert set(np.unique(pixels[:, :640])) == {255}
    assert set(np.unique(pixels[:, 640:])) <= {127, 128}


def test_a_fine_pattern_becomes_grey_not_moire() -> None:
    is_white = np.indices((2_560, 2_560)).sum(axis=0) % 2 == 0
    is_white[:, :1_280] = True
    pixels = load_picture(encoded(is_white)).pixels
    assert set(np.unique(pixels[:, 640:])) <= {127, 128}


@pytest.mark.parametrize("side_px", [1_281, 2_559, 2_560, 6_000])
def test_a_large_jpeg_is_never_shrunk_below_the_working_size(side_px: int) -> None:
    drawn = np.kron(strokes(6, 4), np.ones((side_px // 6 + 1, side_px // 6), np.uint8))
    pixels = load_picture(encoded(drawn[:side_px], "JPEG", quality=60)).pixels
    assert max(pixels.shape) == MAX_WORKING_PX
    expected = average(drawn[:side_px], *pixels.shape)
    assert np.abs(pixels - expected).mean() < 3


@pytest.mark.parametrize("mode", ["L", "RGBA", "P", "1", "I;16", "LA"])
def test_a_very_large_picture_is_shrunk_before_anything_else(mode: str) -> None:
    picture = Image.new("L", (4000, 1000))
    picture.paste(255, (0, 0, 2000, 1000))
    content = save(picture.convert(mode), "PNG", compress_level=1)
    assert load_picture(content).pixels.shape == (320, 1280)


@pytest.mark.parametrize("shape", [(1, 1_280), (1_280, 1), (2, 2_560), (40, 51_200)])
def test_a_long_strip_never_loses_a_side(shape: tuple[int, ...]) -> None:
    pixels = np.zeros(shape, np.uint8)
    pixels[:, : shape[1] // 2] = 255
    pixels[: shape[0] // 2] = 255
    assert min(load_picture(encoded(pixels)).pixels.shape) >= 1


# Refused, each for its own reason


@pytest.mark.parametrize("name", BAD_FILES)
def test_every_bad_file_is_refused_with_its_own_sentence(name: str) -> None:
    make, phrase = BAD_FILES[name]
    sentence = refusal(make())
    assert phrase in sentence
    assert is_good_sentence(sentence), sentence


def test_every_format_is_refused_where_it_is_cut_damaged_or_too_large() -> None:
    for file_format in FORMATS:
        for case in ("cut {}", "damaged {}", "{} of 60,000×60,000"):
            assert case.format(file_format) in BAD_FILES


@pytest.mark.parametrize("file_format", FORMATS)
def test_a_file_is_refused_or_read_in_full_wherever_it_is_cut(file_format: str) -> None:
    content = cut(file_format, 1)
    whole = load_picture(content).pixels
    num_read = 0
    for size in range(1, len(content), 1 + len(content) // 500):
        try:
            assert np.array_equal(load_picture(content[:size]).pixels, whole)
            num_read += 1
        except InputError as error:
            assert is_good_sentence(str(error))
    assert num_read <= 10


@pytest.mark.parametrize(
    "options",
    [
        {"compression": "tiff_lzw"},
        {"compression": "packbits"},
        {"compression": "tiff_adobe_deflate"},
        {"compression": "jpeg"},
        {"compression": "group4"},
    ],
)
def test_a_cut_tiff_is_refused_whatever_its_compression(options: dict[str, str]) -> None:
    ink = np.kron(strokes(), np.ones((4, 4), np.uint8))
    content = encoded(ink > 99 if options["compression"] == "group4" else ink, "TIFF", **options)
    for size in range(1, len(content) - 16, 97):
        assert is_good_sentence(refusal(content[:size]))


@pytest.mark.parametrize("spare", [0, 1])
def test_up_to_10_mb_are_read(spare: int) -> None:
    padding = png_chunk(b"eMPt", bytes(MAX_FILE_BYTES - len(png(png_chunk(b"eMPt"))) + spare))
    if spare:
        assert "has 10.0 MB; at most 10 MB" in refusal(png(padding))
    else:
        assert load_picture(png(padding)).pixels.shape == (40, 40)


@pytest.mark.parametrize("file_format", ["PNG", "WebP", "GIF", "TIFF"])
def test_thousands_of_pictures_in_a_file_are_no_hindrance(file_format: str) -> None:
    assert load_picture(frames(file_format, 2_000)).pixels.shape[:2] == (8, 8)


ZEROS = zlib.compress(bytes(2**22))


@pytest.mark.parametrize(
    "chunks",
    [
        [(b"tEXt", b"Comment\0seven" * 999)],
        [(b"eMPt", b"")] * 250_000,
        [(b"zTXt", b"a\0\0" + ZEROS)] * 300,
        [(b"iTXt", b"a\0\1\0\0\0" + ZEROS)] * 300,
        [(b"iCCP", b"sRGB\0\0" + ZEROS)],
    ],
)
def test_what_a_png_carries_beside_its_picture_is_left_packed(
    chunks: list[tuple[bytes, bytes]],
) -> None:
    content = png(*(png_chunk(*chunk) for chunk in chunks))
    assert np.array_equal(load_picture(content).pixels, [list(range(40))] * 40)


def test_a_text_is_cut_anywhere_and_still_text() -> None:
    text = "naïve sieben – 七\n" * 2_000
    for size in range(16_380, 16_390):
        assert "is text" in refusal(text.encode()[:size])


PEAK = """
import pickle, sys
from mlp.errors import InputError
from mlp.picture.file import load_picture
def peak_kb():  # not ru_maxrss, which begins with that of the process that started this one
    return int(open("/proc/self/status").read().split("VmHWM:")[1].split()[0])
small, *contents = pickle.load(sys.stdin.buffer)
load_picture(small)
before_kb = peak_kb()
for content in contents:
    try:
        load_picture(content)
        sys.exit("one was read")
    except InputError:
        pass
print((peak_kb() - before_kb) // 1024)
"""

LIMITED = """
import resource
from mlp.errors import InputError
from mlp.picture.file import load_picture
from tests.support.bad_files import encoded, strokes
import numpy as np
big = np.zeros((7000, 7000, 4), np.uint8)
big[:9] = 200
big = encoded(big, compress_level=1)
small = encoded(strokes())
load_picture(small)
pages = int(open("/proc/self/statm").read().split()[0])
limit = pages * resource.getpagesize() + MARGIN
resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
try:
    load_picture(big)
    print("read")
except InputError as error:
    print(error)
load_picture(small)
"""


def run_alone(code: str, contents: Sequence[bytes] = ()) -> str:
    command = [sys.executable, "-c", code]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, input=pickle.dumps(contents))
    assert (result.returncode, result.stderr) == (0, b"")
    return result.stdout.decode()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="memory is measured as on Linux")
def test_what_is_refused_for_its_size_takes_no_memory() -> None:
    huge = [make() for name, (make, _) in BAD_FILES.items() if " of " in name]
    assert int(run_alone(PEAK, [encoded(strokes()), *huge])) < 30


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="memory is limited as on Linux")
@pytest.mark.parametrize(("margin_mb", "words"), [(100, "not enough memory"), (400, "read")])
def test_a_large_picture_is_read_or_refused_as_memory_allows(margin_mb: int, words: str) -> None:
    assert words in run_alone(LIMITED.replace("MARGIN", str(margin_mb * 2**20)))


def test_sessions_that_load_at_once_do_not_disturb_each_other() -> None:
    filters, contents = (
        list(warnings.filters),
        [make() for make, _ in list(BAD_FILES.values())[10:60]],
    )
    sentences: dict[int, list[str]] = {}

    def load_all(thread: int) -> None:
        sentences[thread] = []
        for content in contents:
            try:
                load_picture(content)
            except InputError as error:
                sentences[thread].append(str(error))

    threads = [threading.Thread(target=load_all, args=(index,)) for index in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert warnings.filters == filters
    assert all(said == sentences[0] and len(said) == 50 for said in sentences.values())


# Files on disk


def test_a_file_is_read(tmp_path: Path) -> None:
    (tmp_path / "7.png").write_bytes(encoded(strokes()))
    assert np.array_equal(read_picture_file(tmp_path / "7.png").pixels, strokes())


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("missing.png", "There is no such file."),
        ("7.png/inside.png", "There is no such file."),
        (".", "This is a folder."),
        ("pipe", "This is no file but a device or a pipe."),
        ("huge.png", r"This file has 1024\.0 MB; at most 10 MB"),
        ("x" * 300, "The file cannot be opened."),
        ("a\0b", "The file cannot be opened."),
        ("circle", "The file cannot be opened."),
    ],
)
def test_what_is_no_file_to_read_is_said_so(tmp_path: Path, name: str, sentence: str) -> None:
    (tmp_path / "7.png").write_bytes(encoded(strokes()))
    os.mkfifo(tmp_path / "pipe")
    os.symlink(tmp_path / "circle", tmp_path / "circle")
    with (tmp_path / "huge.png").open("wb") as file:
        file.truncate(2**30)  # takes no room on the disk
    with pytest.raises(InputError, match=sentence) as caught:
        read_picture_file(tmp_path / name)
    assert is_good_sentence(str(caught.value))


@pytest.mark.parametrize("device", ["/dev/zero", "/dev/null", "/dev/tty"])
def test_a_device_is_not_read(device: str) -> None:
    with pytest.raises(InputError):
        read_picture_file(Path(device))


@pytest.mark.skipif(not os.path.exists("/proc/self/mem"), reason="no such file system")
def test_a_file_that_cannot_be_read_after_all_is_said_so() -> None:
    with pytest.raises(InputError, match="The file cannot be opened"):
        read_picture_file(Path("/proc/self/mem"))


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read all")
def test_a_file_without_permission_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "secret.png").touch(mode=0)
    with pytest.raises(InputError, match="Check its permissions"):
        read_picture_file(tmp_path / "secret.png")


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("7.png", "7.png"),
        ("sieben – 七.png", "sieben – 七.png"),
        ("a\nb\x1b[31m.png", "a�b�[31m.png"),
        ("gnp.\u202egpj", "gnp.�gpj"),
        ("a\u200bb\u2066c\ufeff", "a�b�c�"),
        ("\udcff.png", "�.png"),
        ("", "(no name)"),
        ("   ", "(no name)"),
        ("x" * 60, "x" * 60),
        ("x" * 99 + ".png", "x" * 39 + "…" + "x" * 16 + ".png"),
    ],
)
def test_a_file_name_is_made_fit_for_a_sentence(name: str, shown: str) -> None:
    assert say_file_name(name) == shown


@given(st.text())
def test_any_file_name_becomes_a_short_line(name: str) -> None:
    shown = say_file_name(name)
    assert 0 < len(shown) <= 60
    assert shown.isprintable() and shown.encode()


@given(st.text())
def test_a_file_name_is_cut_only_if_asked(name: str) -> None:
    assert len(say_file_name(name, max_chars=None)) in (len(name), len("(no name)"))
