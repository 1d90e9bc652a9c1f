"""Two networks read the same digits: how often each is right, and where they disagree.

It must not know which networks they are, nor how that is shown. Networks are only read.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

import numpy as np
import torch

from mlp.cache import LeastRecentlyUsed
from mlp.dataset import NUM_CLASSES, Digits
from mlp.net.network import NeuralNetwork

UNDECIDED = -1
"""Instead of a digit: the two best are exactly equal, or the numbers are not finite."""

_BATCH = 500


class Outcome(StrEnum):
    """Who is right where two networks disagree."""

    FIRST = "first"
    SECOND = "second"
    NEITHER = "neither"


@dataclass(frozen=True, eq=False)
class Readings:
    """What a network read.

    Attributes:
        digits: int8, (N,): 0–9, or `UNDECIDED`.
        sureness: float32, (N,), [0, 1]: the largest probability; 0 where they are not finite.
    """

    digits: np.ndarray
    sureness: np.ndarray


@dataclass(frozen=True, eq=False)
class Comparison:
    """What two networks read in the same pictures.

    Attributes:
        labels: int64, (N,), 0–9: what is right.
        first: What one of them read.
        second: What the other one read.
    """

    labels: np.ndarray
    first: Readings
    second: Readings

    @property
    def num_images(self) -> int:
        """How many pictures were read."""
        return len(self.labels)

    def is_right(self, of: Readings) -> np.ndarray:
        """Which pictures one of the two read rightly: bool, (N,)."""
        is_right: np.ndarray = of.digits == self.labels
        return is_right

    def num_right(self, of: Readings) -> int:
        """Count what one of the two read rightly."""
        return int(self.is_right(of).sum())

    def wrong_per_digit(self, of: Readings) -> np.ndarray:
        """Count the misread pictures of each digit: int64, (10,)."""
        return np.bincount(self.labels[~self.is_right(of)], minlength=NUM_CLASSES)

    def recall_per_digit(self, of: Readings) -> np.ndarray:
        """Tell which share of each digit's pictures was read rightly.

        Returns:
            float32, (10,), [0, 1]; NaN for a digit without pictures.
        """
        num_all = self.num_per_digit
        recall = np.full(NUM_CLASSES, np.nan)
        there = num_all > 0
        recall[there] = 1 - self.wrong_per_digit(of)[there] / num_all[there]
        return recall.astype(np.float32)

    @cached_property
    def num_per_digit(self) -> np.ndarray:
        """Count the pictures of each digit: int64, (10,)."""
        return np.bincount(self.labels, minlength=NUM_CLASSES)

    @cached_property
    def disagreements(self) -> np.ndarray:
        """Where they differ: int64, (D,), indices of the pictures.

        Those come first in which the two largest probabilities together are largest, among equals
        the earlier picture.
        """
        [where] = (self.first.digits != self.second.digits).nonzero()
        # In float64: the sum of two float32 would be rounded, and make equals of what are none.
        sureness = self.first.sureness.astype(np.float64) + self.second.sureness
        order: np.ndarray = where[np.argsort(-sureness[where], kind="stable")]
        return order

    def where(self, outcome: Outcome) -> np.ndarray:
        """Choose from the disagreements, in their order: int64, (d,), indices of the pictures."""
        labels = self.labels[self.disagreements]
        first = self.first.digits[self.disagreements] == labels
        second = self.second.digits[self.disagreements] == labels
        wanted = {
            Outcome.FIRST: first,
            Outcome.SECOND: second,
            Outcome.NEITHER: ~first & ~second,
        }[outcome]
        chosen: np.ndarray = self.disagreements[wanted]
        return chosen

    @cached_property
    def chance(self) -> float:
        """Tell how likely so uneven a split is if both were equally good.

        Where one alone is right, a fair coin would say which: the probability, [0, 1], that it
        favours either of the two at least as much as was counted.

        Source: "Note on the sampling error of the difference between correlated proportions or
        percentages", McNemar, 1947, in its exact form (a sign test).
        """
        few, many = sorted(len(self.where(side)) for side in (Outcome.FIRST, Outcome.SECOND))
        num = few + many
        ways, term = 0, 1  # term = number of ways to choose `heads` of `num`
        for heads in range(few + 1):
            ways += term
            term = term * (num - heads) // (heads + 1)
        share: float = 2 * ways / 2**num
        return min(1.0, share)


def compare(
    first: NeuralNetwork, second: NeuralNetwork, digits: Digits, *, batch: int = _BATCH
) -> Iterator[float | Comparison]:
    """Let two networks read the same digits.

    Answers are those of a batch: they differ from those to one image by float32 rounding.

    Args:
        first: A network, on any device; only read.
        second: Another one, likewise.
        digits: The pictures; at least one.
        batch: How many to read at once.

    Yields:
        The share done, (0, 1], after each batch; the comparison last.
    """
    read: tuple[list[Readings], list[Readings]] = ([], [])
    for start in range(0, len(digits), batch):
        images = digits.images(start, start + batch)
        for model, parts in zip((first, second), read, strict=True):
            parts.append(_readings(model, images))
        yield min(1.0, (start + batch) / len(digits))
    yield Comparison(digits.labels.numpy(), *(_joined(parts) for parts in read))


@torch.inference_mode()
def _readings(model: NeuralNetwork, images: torch.Tensor) -> Readings:
    """Read a batch: float32, (N, 28, 28), [0, 1], cpu."""
    device = next(model.parameters()).device
    probabilities = model(images.to(device)).softmax(dim=1).cpu()
    best, places = probabilities.topk(2, dim=1)
    # NOTE: false for NaN, which all ten are where a score is +∞.
    digits = torch.where(best[:, 0] > best[:, 1], places[:, 0], UNDECIDED)
    sureness = best[:, 0].nan_to_num(0.0)
    return Readings(digits.to(torch.int8).numpy(), sureness.numpy())


def _joined(parts: list[Readings]) -> Readings:
    """Put what was read in batches together."""
    return Readings(
        np.concatenate([part.digits for part in parts]),
        np.concatenate([part.sureness for part in parts]),
    )


COMPARISONS = LeastRecentlyUsed[tuple[str, str], Comparison](32)
"""Those made last in this process, for all visitors, by the fingerprints of both networks."""
