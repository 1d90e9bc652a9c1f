"""How photographs are read.

It must not know how the app finds ink on paper: it reads through what `mlp` offers to anybody.
"""

import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache, partial
from multiprocessing import get_context
from pathlib import Path

import click
import cv2
import numpy as np
import torch

from mlp.dataset import load_digits
from mlp.errors import InputError
from mlp.files.read import load_model
from mlp.net.device import choose_device
from mlp.net.placed import PlacedModel, load_experience
from mlp.net.reading import read
from mlp.net.verdict import Kind
from mlp.picture.file import load_picture
from mlp.picture.prepare import Prepared, WrittenPicture, from_pad, from_picture, from_tensor
from mlp.study.photographs.shots import Photograph, photograph_number

SIZE_CLASSES = (6, 12, 25, 50, 75)
"""Bounds in per cent of the picture's shorter side."""


@dataclass(frozen=True)
class Result:
    """How one photograph was read.

    Attributes:
        number: Which one of its seed.
        label: 0–9, as written.
        answer: 0–9; None if the file was refused or nothing was found in it.
        answer_ink: What is read from the pen's trace without paper, light and camera.
        answer_direct: What is read from the digit of MNIST itself.
        kinds: What it counts for: for each heading of the report, one name or several.
        load_ms: Time to decode the file.
        prepare_ms: Time from the decoded picture to 28×28.
    """

    number: int
    label: int
    answer: int | None
    answer_ink: int | None
    answer_direct: int | None
    is_outlier: bool
    kinds: dict[str, frozenset[str]]
    load_ms: float
    prepare_ms: float

    @property
    def is_right(self) -> bool:
        """Whether the photograph was read as what was written."""
        return self.answer == self.label


def measure_all(weights: Path, device: str, count: int, *, seed: int) -> Iterator[Result]:
    """Photograph test digits and read them as the app would, on all cores.

    Args:
        weights: Of the network that reads.
        device: The name of the device that it computes on.
        count: How many photographs.
        seed: Of all choices; each photograph's are its own, so that more of them are the same ones
            and others.
    """
    measured = partial(_measure_number, weights, device, seed)
    # Not forked: the libraries' threads would not come along.
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        yield from pool.map(measured, range(count), chunksize=10)


def _measure_number(weights: Path, device: str, seed: int, number: int) -> Result:
    """Take one of the photographs and read it."""
    torch.set_num_threads(1)
    cv2.setNumThreads(1)
    taken = photograph_number(load_digits("test"), number, seed=seed)
    return measure(load_reader(weights, device), taken, number)[0]


@cache
def load_reader(weights: Path, device: str) -> PlacedModel:
    """Load a network once for each process."""
    network = load_model(weights)
    return PlacedModel(network, choose_device(device).device, load_experience(network, weights))


def measure(model: PlacedModel, taken: Photograph, number: int) -> tuple[Result, Prepared | None]:
    """Read a photograph as the app would, and beside it the digit it was made of."""
    prepared = None
    started_s = loaded_s = time.perf_counter()
    try:
        picture = load_picture(taken.content)
        loaded_s = time.perf_counter()
        prepared = from_picture(WrittenPicture(picture))
    except InputError as error:
        click.echo(f"number {number} was refused: {error}", err=True)
    done_s = time.perf_counter()
    direct = from_tensor(torch.from_numpy(taken.digit).float() / 255)
    verdict = None if prepared is None else read(model, prepared).verdict
    result = Result(
        number,
        taken.label,
        None if verdict is None else verdict.digit,
        read(model, from_pad(_raster(taken.ink))).verdict.digit,
        read(model, direct).verdict.digit,
        verdict is not None and verdict.kind is Kind.NO_DIGIT,
        {
            "paper": frozenset([taken.paper]),
            "pen": frozenset([taken.pen]),
            "light": frozenset([taken.light]),
            "trait": taken.traits or frozenset(["(none)"]),
            "size": frozenset([_size_class(taken.share)]),
            "digit": frozenset([str(taken.label)]),
        },
        (loaded_s - started_s) * 1000,
        (done_s - loaded_s) * 1000,
    )
    return result, prepared


def _raster(ink: np.ndarray) -> np.ndarray:
    """Fit ink into a drawing pad: uint8, (112, 112), white on black."""
    factor = 80 / max(ink.shape)
    size = [max(1, round(side * factor)) for side in ink.shape[::-1]]
    small = cv2.resize(ink, size, interpolation=cv2.INTER_AREA)
    raster = np.zeros((112, 112), np.uint8)
    top, left = (112 - size[1]) // 2, (112 - size[0]) // 2
    raster[top : top + size[1], left : left + size[0]] = small
    return raster


def _size_class(share: float) -> str:
    """Name the class of a digit's size, in per cent of the picture's shorter side."""
    index = int(np.searchsorted(SIZE_CLASSES[1:-1], share * 100))
    return f"{SIZE_CLASSES[index]:>2}–{SIZE_CLASSES[index + 1]} %"
