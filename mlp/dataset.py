"""MNIST's four IDX files, embedded in the project, as tensors.

It must not know the network. Nothing is read before it is asked for.
"""

import gzip
import hashlib
import struct
import zlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

import numpy as np
import torch

from mlp.errors import InputError

SIDE = 28
"""Pixels along each side of the picture that the network reads (MNIST's size)."""

NUM_CLASSES = 10
"""The digits 0 to 9."""

DATA_FOLDER = Path(__file__).parent / "data"

Split = Literal["train", "test"]

_PREFIXES: dict[Split, str] = {"train": "train", "test": "t10k"}
_COUNTS: dict[Split, int] = {"train": 60_000, "test": 10_000}

# Source: mlp/data/README.md, computed there from the files as LeCun and Cortes published them.
_SHA256 = {
    "train-images-idx3-ubyte": "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
    "train-labels-idx1-ubyte": "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
    "t10k-images-idx3-ubyte": "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
    "t10k-labels-idx1-ubyte": "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
}

_MAGIC_IMAGES = 0x00000803  # unsigned byte, three dimensions
_MAGIC_LABELS = 0x00000801  # unsigned byte, one dimension


@dataclass(frozen=True)
class Digits:
    """One half of MNIST.

    Attributes:
        pixels: uint8, (N, 28, 28), 0–255, cpu: white ink on black.
        labels: int64, (N,), 0–9, cpu.
    """

    pixels: torch.Tensor
    labels: torch.Tensor

    def __len__(self) -> int:
        return len(self.labels)

    def images(self, start: int = 0, stop: int | None = None) -> torch.Tensor:
        """Convert pictures start … stop - 1 to what the network reads.

        Returns:
            float32, (n, 28, 28), [0, 1], cpu.
        """
        return as_images(self.pixels[start:stop])

    def part(self, start: int = 0, stop: int | None = None) -> "Digits":
        """Take pictures start … stop - 1; negative numbers count from the end."""
        return Digits(self.pixels[start:stop], self.labels[start:stop])


def as_images(pixels: torch.Tensor) -> torch.Tensor:
    """Convert pictures to what the network reads.

    Args:
        pixels: uint8, (n, 28, 28).

    Returns:
        float32, (n, 28, 28), [0, 1], on the same device.
    """
    # NOTE: By a tensor there: on a GPU PyTorch multiplies by the reciprocal of a number instead.
    return pixels.float() / torch.tensor(255.0, device=pixels.device)


NUM_VALIDATION = 5_000
"""Training pictures that are set aside for choices: the last ones."""


@lru_cache(maxsize=2)
def load_digits(split: Split, folder: Path = DATA_FOLDER) -> Digits:
    """Read and check the training or the test half.

    Raises:
        InputError: A file is missing, damaged, or not the one it should be.
    """
    prefix, count = _PREFIXES[split], _COUNTS[split]
    pixels = _read_idx(
        folder / f"{prefix}-images-idx3-ubyte.gz", _MAGIC_IMAGES, (count, SIDE, SIDE)
    )
    labels = _read_idx(folder / f"{prefix}-labels-idx1-ubyte.gz", _MAGIC_LABELS, (count,))
    if labels.max() >= NUM_CLASSES:
        raise InputError(f"The {split} labels go up to {labels.max()}; 0 to 9 were expected.")
    return Digits(torch.from_numpy(pixels), torch.from_numpy(labels.astype(np.int64)))


def _read_idx(path: Path, magic: int, shape: tuple[int, ...]) -> np.ndarray:
    """Read one gzip-compressed IDX file into uint8 of the given shape.

    Source: "The MNIST database of handwritten digits", LeCun and Cortes: file formats.
    """
    remedy = "Copy it again from a fresh clone of the project."
    try:
        content = gzip.decompress(path.read_bytes())
    except FileNotFoundError:
        raise InputError(
            f"The data file {path.name} is missing in {path.parent}. {remedy}"
        ) from None
    except (OSError, EOFError, zlib.error) as error:
        raise InputError(f"The data file {path.name} is damaged ({error}). {remedy}") from None
    header_bytes = 4 * (1 + len(shape))
    if len(content) < header_bytes:
        raise InputError(f"The data file {path.name} ends within its header. {remedy}")
    found_magic, *found_shape = struct.unpack(f">{1 + len(shape)}I", content[:header_bytes])
    if found_magic != magic:
        raise InputError(
            f"The data file {path.name} begins with {found_magic:#010x}, "
            f"where {magic:#010x} was expected. {remedy}"
        )
    if tuple(found_shape) != shape:
        raise InputError(
            f"The data file {path.name} says its size is {tuple(found_shape)}; "
            f"{shape} was expected. {remedy}"
        )
    if len(content) - header_bytes != np.prod(shape):
        raise InputError(
            f"The data file {path.name} holds {len(content) - header_bytes:,} values; "
            f"{np.prod(shape):,} were expected. {remedy}"
        )
    if hashlib.sha256(content).hexdigest() != _SHA256[path.name.removesuffix(".gz")]:
        raise InputError(f"The data file {path.name} is not the original (checksum). {remedy}")
    # A copy: a tensor over the read-only bytes would warn.
    return np.frombuffer(content, np.uint8, offset=header_bytes).reshape(shape).copy()
