"""Pictures like those that people bring, on which is counted how often a claim is right.

It must not know which network claims, nor how the counts are kept.

MNIST's own test images are easier: of those that were read as surely as could be, none was wrong.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import torch

from mlp.dataset import Digits
from mlp.errors import InputError
from mlp.picture.file import load_picture
from mlp.picture.prepare import Prepared, WrittenPicture, from_picture
from mlp.study.photographs import photographs
from mlp.study.unseen_forms import FORMS, HAND
from mlp.training.augmentation import redrawn
from mlp.training.hand import written_digits


@dataclass(frozen=True)
class Claimed:
    """How many pictures of each kind are made.

    Attributes:
        num_redrawn: Test digits that are drawn anew.
        num_forms: Digits written in forms that nothing was learned from.
        num_photographs: Photographs of test digits; those on which nothing is found do not count.
    """

    num_redrawn: int = 2_000
    num_forms: int = 3_400
    num_photographs: int = 500


def brought(test: Digits, claimed: Claimed, *, seed: int) -> Iterator[tuple[torch.Tensor, int]]:
    """Make pictures as people bring them.

    Args:
        test: Digits that no network has learned from.
        claimed: How many.
        seed: Chooses everything.

    Yields:
        uint8, (28, 28), 0–255, cpu, prepared as the app does, and the digit on it.
    """
    some = test.part(0, claimed.num_redrawn)
    yield from zip(redrawn(some, seed), some.labels.tolist(), strict=True)
    forms = written_digits(FORMS, claimed.num_forms, seed=seed, hand=HAND)
    yield from zip(forms.pixels, forms.labels.tolist(), strict=True)
    yield from photographed(test, claimed.num_photographs, seed=seed)


def photographed(digits: Digits, count: int, *, seed: int) -> Iterator[tuple[torch.Tensor, int]]:
    """Photograph digits, and prepare the photographs on which something is found.

    Yields:
        As `brought`.
    """
    for taken in photographs(digits, count, seed=seed):
        prepared = _prepared(taken.content)
        if prepared is not None and not prepared.is_blank:
            yield (prepared.image * 255).round().to(torch.uint8), taken.label


def _prepared(content: bytes) -> Prepared | None:
    """Prepare a file; None if it is refused."""
    try:
        return from_picture(WrittenPicture(load_picture(content)))
    except InputError:
        return None
