"""How pictures that people bring are read.

It must not know how the app finds ink: it reads through what `mlp` offers to anybody.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import Enum

from mlp.dataset import Digits
from mlp.errors import InputError
from mlp.net.placed import PlacedModel
from mlp.net.reading import Reading, read
from mlp.net.sheet import read_sheet
from mlp.net.verdict import Kind
from mlp.picture.file import load_picture
from mlp.picture.prepare import WrittenPicture, from_picture
from mlp.study.brought.kinds import KINDS, Brought, brought
from mlp.study.evaluation import Figure

TARGETS = {
    "small": (0.92, 0.003),
    "cells": (0.93, 0.005),
    "closed": (0.93, 0.003),
    "plots": (0.8, 0.01),
    "apps": (0.8, 0.01),
    "thick": (0.95, 0.01),
    "outlined": (0.8, 0.01),
    "grounds": (0.9, 0.01),
    "wide": (0.93, 0.003),
    "sheets": (0.9, 0.003),
}
"""Of each kind: the least share that is sure and right, the largest that is sure and wrong."""


class Outcome(Enum):
    """How one picture was read."""

    SURE_RIGHT = "sure and right"
    UNSURE_RIGHT = "unsure but right"
    UNSURE_WRONG = "unsure and wrong"
    SURE_WRONG = "sure and wrong"
    REFUSED = "refused"


def measure(model: PlacedModel, picture: Brought) -> list[Outcome]:
    """Read a picture as the app would.

    Returns:
        For each of its digits, in reading order; all refused if not as many were found.
    """
    try:
        written = WrittenPicture(load_picture(picture.content))
    except InputError:
        return [Outcome.REFUSED] * len(picture.labels)
    if len(picture.labels) == 1:
        return [_outcome(read(model, from_picture(written)), picture.labels[0])]
    digits = read_sheet(model, written).digits
    if len(digits) != len(picture.labels):
        return [Outcome.REFUSED] * len(picture.labels)
    return [
        _outcome(digit.reading, label) for digit, label in zip(digits, picture.labels, strict=True)
    ]


def measured(
    model: PlacedModel, digits: Digits, kind: str, numbers: Iterable[int], *, seed: int
) -> Iterator[Outcome]:
    """Make and read pictures of one kind, one after another."""
    for number in numbers:
        yield from measure(model, brought(kind, digits, number, seed=seed))


def figures(outcomes: Mapping[str, Sequence[Outcome]]) -> Iterator[Figure]:
    """Say for each kind how many were sure and right, and how many sure and wrong.

    Args:
        outcomes: Of each digit, for each of `KINDS`.
    """
    for kind in KINDS:
        counts, total = Counter(outcomes[kind]), len(outcomes[kind])
        least, most = TARGETS[kind]
        right, wrong = counts[Outcome.SURE_RIGHT] / total, counts[Outcome.SURE_WRONG] / total
        yield Figure(f"brought, {kind}: sure and right", right, total, least, is_floor=True)
        yield Figure(f"brought, {kind}: sure and wrong", wrong, total, most)


def _outcome(reading: Reading, label: int) -> Outcome:
    """Say how one digit was read."""
    verdict = reading.verdict
    if verdict.kind in (Kind.NO_DIGIT, Kind.NOTHING):
        return Outcome.REFUSED
    is_right, is_sure = verdict.digit == label, verdict.kind is Kind.SURE
    if is_sure:
        return Outcome.SURE_RIGHT if is_right else Outcome.SURE_WRONG
    return Outcome.UNSURE_RIGHT if is_right else Outcome.UNSURE_WRONG
