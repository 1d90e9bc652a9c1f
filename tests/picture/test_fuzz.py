"""Thousands of mutated files: each is read or refused with a sentence, and never anything else.

`python -m tests.test_fuzz 3000 100000` checks the 100,000 files from seed 3,000 on.
"""

import faulthandler
import io
import struct
import subprocess
import sys
import time
import zlib
from collections.abc import Sequence

import click
import numpy as np
import pytest
from PIL import Image

from mlp.errors import InputError
from mlp.picture.file import MAX_WORKING_PX, load_picture
from mlp.picture.prepare import WrittenPicture, from_picture
from tests.support import ROOT
from tests.support.bad_files import (
    BAD_FILES,
    encoded,
    frames,
    is_good_sentence,
    png,
    png_chunk,
    strokes,
)

pytestmark = pytest.mark.filterwarnings(r"ignore:::PIL\.")

NUM_FILES = 3_000
NUM_GOOD = 50
"""Of the seed files, the first so many."""

TIMEOUT_S = 20
"""For one file. The slowest takes well under a second; what takes longer hangs."""

COMPRESSIONS = ("tiff_lzw", "packbits", "tiff_adobe_deflate", "jpeg")
VALUES = (0, 1, 0x7F, 0x80, 0xFF, 0x7FFF, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFF)


def picture_in(mode: str) -> Image.Image:
    return Image.fromarray(strokes(24, 18)).convert("RGB").convert(mode)


def saved(mode: str, file_format: str, **options: object) -> bytes:
    file = io.BytesIO()
    picture_in(mode).save(file, file_format, **options)
    return file.getvalue()


def seed_files() -> list[bytes]:
    """Make small good files of all formats, modes and compressions, and the small bad ones."""
    sideways = Image.Exif()
    sideways[0x0112] = 6
    wide = strokes(24, 18).astype(np.uint16) * 257
    files = [saved(mode, "PNG") for mode in ("1", "L", "LA", "P", "RGB", "RGBA")]
    files += [saved(mode, "BMP") for mode in ("1", "L", "P", "RGB", "RGBA")]
    files += [saved(mode, "GIF") for mode in ("1", "L", "P")]
    files += [saved(mode, "TIFF") for mode in ("1", "L", "LA", "P", "RGB", "RGBA", "CMYK")]
    files += [saved("RGB", "TIFF", compression=compression) for compression in COMPRESSIONS]
    files += [saved("1", "TIFF", compression=kind) for kind in ("group3", "group4")]
    files += [encoded(wide), encoded(wide, "TIFF"), encoded(wide.astype(np.float32), "TIFF")]
    files += [saved(mode, "JPEG") for mode in ("L", "RGB", "CMYK")]
    files += [saved("RGB", "JPEG", progressive=True), saved("RGB", "JPEG", exif=sideways)]
    files += [saved("RGBA", "WebP", lossless=is_exact) for is_exact in (True, False)]
    files += [saved("RGB", "WebP", exif=sideways), saved("P", "PNG", transparency=3, exif=sideways)]
    files += [saved("P", "GIF", transparency=3, interlace=1), saved("L", "TIFF", exif=sideways)]
    files += [saved("RGB", "TIFF", big_tiff=True), saved("RGB", "TIFF", tiled=True)]
    files += [frames(file_format, 3) for file_format in ("PNG", "WebP", "GIF", "TIFF")]
    files += [frames("MPO", 2), png(png_chunk(b"zTXt", b"a\0\0x\x9c")), run_length_bmp()]
    bad = [make() for name, (make, _) in BAD_FILES.items() if name not in ("over 10 MB",)]
    return files + [content for content in bad if 0 < len(content) < 3_000]


def run_length_bmp() -> bytes:
    """Compress a BMP by hand: 24 rows of 18 pixels, in runs."""
    content = saved("L", "BMP")
    pixels_at = struct.unpack_from("<I", content, 10)[0]
    header = bytearray(content[:pixels_at])
    header[30:34] = struct.pack("<I", 1)
    return (
        bytes(header) + b"".join(bytes([9, row, 9, 255 - row, 0, 0]) for row in range(24)) + b"\0\1"
    )


def with_true_checksums(content: bytes) -> bytes:
    """Mend a PNG's checksums, by which most damage would be noticed before it does any."""
    mended, at = bytearray(content), 8
    while content.startswith(b"\x89PNG") and at + 12 <= len(content):
        end = at + 8 + int.from_bytes(content[at : at + 4])
        mended[end : end + 4] = zlib.crc32(content[at + 4 : end]).to_bytes(4)
        at = end + 4
    return bytes(mended[: len(content)])


def mutated(files: list[bytes], seed: int) -> bytes:
    """Change one of the files in one to three ways."""
    random = np.random.default_rng(seed)
    # The bad files stand last; they are bad enough as they are.
    num_seeds = len(files) if random.random() < 0.2 else NUM_GOOD
    content = bytearray(files[random.integers(num_seeds)])
    for _ in range(random.choice((1, 1, 1, 2, 3))):
        if not content:
            break
        at = int(random.integers(len(content)))
        # More often near the start, where the lengths and sizes are.
        at = at if random.random() < 0.7 else at % min(len(content), 64)
        way = random.integers(8)
        if way == 0:
            content[at] ^= 1 << random.integers(8)
        elif way == 1:
            content[at] = random.integers(256)
        elif way == 2:
            del content[at:]
        elif way == 3:
            content[at:at] = random.bytes(int(random.integers(1, 20)))
        elif way == 4:
            del content[at : at + int(random.integers(1, 20))]
        elif way == 5:
            kind = ("<H", ">H", "<I", ">I")[random.integers(4)]
            value = VALUES[random.integers(len(VALUES))] & (0xFFFF if "H" in kind else 0xFFFFFFFF)
            content[at : at + struct.calcsize(kind)] = struct.pack(kind, value)
        elif way == 6:
            other = files[random.integers(len(files))]
            content[at:] = other[random.integers(len(other)) :]
        else:
            size_bytes = int(random.integers(1, 40))
            elsewhere = int(random.integers(len(content)))
            here, there = content[at : at + size_bytes], content[elsewhere : elsewhere + size_bytes]
            content[at : at + size_bytes] = there
            content[elsewhere : elsewhere + size_bytes] = here
    return with_true_checksums(bytes(content)) if seed % 4 else bytes(content)


def check(content: bytes) -> bool:
    """Load a file and prepare what is in it; tell whether it was read."""
    try:
        picture = load_picture(content)
    except InputError as error:
        assert is_good_sentence(str(error)), error
        return False
    pixels = picture.pixels
    assert pixels.dtype == np.uint8
    assert pixels.ndim == 2 or pixels.shape[2:] == (3,)
    assert 0 < min(pixels.shape[:2]) <= max(pixels.shape[:2]) <= MAX_WORKING_PX
    assert pixels.min() < pixels.max() or pixels.ndim == 3
    image = from_picture(WrittenPicture(picture)).image.numpy()
    assert image.shape == (28, 28)
    assert image.dtype == np.float32
    assert np.isfinite(image).all()
    assert 0 <= image.min() <= image.max() <= 1
    return True


def check_seeds(seeds: Sequence[int]) -> None:
    """Check mutated files one after the other, and say on stderr which one it is now.

    NOTE: a decoder that hangs or crashes takes Python with it: this runs in a process of its own.
    """
    files, num_read, slowest = seed_files(), 0, (0.0, 0)
    for seed in seeds:
        sys.stderr.write(f"seed {seed}\n")
        content, began_s = mutated(files, seed), time.perf_counter()
        faulthandler.dump_traceback_later(TIMEOUT_S, exit=True)
        num_read += check(content)
        faulthandler.cancel_dump_traceback_later()
        slowest = max(slowest, (time.perf_counter() - began_s, seed))
    click.echo(f"{len(seeds)} files, {num_read} read; {slowest[0]:.2f} s for seed {slowest[1]}")


@pytest.fixture(scope="module")
def files() -> list[bytes]:
    return seed_files()


def test_most_seed_files_are_good(files: list[bytes]) -> None:
    assert all(check(content) for content in files[:NUM_GOOD])


def test_mutations_depend_on_the_seed_alone(files: list[bytes]) -> None:
    assert mutated(files, 5) == mutated(seed_files(), 5)
    assert mutated(files, 5) != mutated(files, 6)


@pytest.mark.slow
def test_mutated_files_are_read_or_refused_and_nothing_else() -> None:
    command = [sys.executable, "-m", "tests.picture.test_fuzz", "0", str(NUM_FILES)]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert result.returncode == 0, result.stderr[-2_000:]  # ends with the seed and what happened
    num_read = int(result.stdout.split(", ")[1].split()[0])
    assert NUM_FILES / 10 < num_read < NUM_FILES * 9 / 10  # both ways are tried


if __name__ == "__main__":
    first, count = (int(argument) for argument in sys.argv[1:])
    check_seeds(range(first, first + count))
