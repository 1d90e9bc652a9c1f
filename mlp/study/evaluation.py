"""How well a network reads: digits as they are, moved, turned, disturbed, drawn in other ways.

It must not know how the network was trained, or who prints the figures.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

import numpy as np
import torch
from torch import nn

from mlp.dataset import NUM_CLASSES, Digits
from mlp.net.network import NeuralNetwork
from mlp.net.out_of_distribution import ood_score
from mlp.net.placed import PlacedModel
from mlp.net.verdict import CERTAIN
from mlp.picture.midline import midline
from mlp.picture.prepare import from_pad
from mlp.study.nondigits import Vocabulary, drawing
from mlp.study.things import thing_images
from mlp.study.unseen_forms import FORMS, HAND, PENCIL, WIDE_HAND
from mlp.training.hand import written_digits
from mlp.training.redrawn import PEN_SHARES, drawn

NUM_BINS = 15
"""Of equal width, for the calibration error."""

SHIFT_PX = 2
TURN_DEG = 15

PENS = tuple(float(pen) for pen in np.linspace(*PEN_SHARES, 5))
"""Widths of the pens that digits are drawn anew with, as shares of the pad's side."""


FIGURE_SEED = 40_771
"""Of the drawings that are counted; nothing may be chosen by them."""

NUM_NONDIGITS = 3_000

NUM_REDRAWN = 5_000
"""Test digits that are drawn anew, each with every pen."""

NUM_OF_EACH_FORM = 1_000
"""Digits that are written in each of the forms that nothing was learned from."""

NUM_THINGS = 1_000
"""Photographs of things that are no digits."""

NOISES = {0.1: 0.01, 0.2: 0.05}
"""Standard deviations of the noise on the pixels, and which error each may cost."""

ATTACK = 0.1
"""Most that an attack changes a pixel."""

_Item = TypeVar("_Item")


@dataclass(frozen=True)
class Answers:
    """What a network answered to many images.

    Attributes:
        probabilities: float32, (N, 10), [0, 1], cpu: after the last ReLU and the softmax.
        labels: int64, (N,), 0–9, cpu: what was right.
    """

    probabilities: torch.Tensor
    labels: torch.Tensor

    @property
    def is_decided(self) -> torch.Tensor:
        """Bool, (N,), cpu: one digit is the likeliest; two equally likely ones are no answer."""
        best = self.probabilities.amax(dim=1, keepdim=True)
        return (self.probabilities == best).sum(dim=1) == 1

    @property
    def is_right(self) -> torch.Tensor:
        """Bool, (N,), cpu: decided, and for the label."""
        return (self.probabilities.argmax(dim=1) == self.labels) & self.is_decided

    @property
    def is_sure(self) -> torch.Tensor:
        """Bool, (N,), cpu: the verdict would call the answer sure, right or wrong."""
        return self.probabilities.amax(dim=1) >= CERTAIN

    @property
    def error(self) -> float:
        """Share of answers that are not right, [0, 1]."""
        return self.num_wrong / len(self.labels)

    @property
    def num_wrong(self) -> int:
        """Count the answers that are not right."""
        return int((~self.is_right).sum())

    @property
    def calibration_error(self) -> float:
        """How far, on average, the best probability is from the share of right answers, [0, 1].

        Source: "On calibration of modern neural networks", Guo et al., 2017 (ECE).
        """
        best = self.probabilities.amax(dim=1)
        is_right = self.is_right.float()
        places = (best * NUM_BINS).ceil().long().clamp(1, NUM_BINS) - 1
        gaps = torch.zeros(NUM_BINS).index_add_(0, places, best - is_right)
        return float(gaps.abs().sum() / len(best))

    @property
    def confusion(self) -> torch.Tensor:
        """Count what was decided: int64, (10, 10), cpu; a row a label, a column an answer."""
        places = self.labels * NUM_CLASSES + self.probabilities.argmax(dim=1)
        counts = torch.bincount(places[self.is_decided], minlength=NUM_CLASSES**2)
        return counts.reshape(NUM_CLASSES, NUM_CLASSES)

    @property
    def num_right_of_each(self) -> list[tuple[int, int]]:
        """For each digit, 0–9: how many were read rightly, and of how many."""
        num_right = torch.bincount(self.labels[self.is_right], minlength=NUM_CLASSES)
        num = torch.bincount(self.labels, minlength=NUM_CLASSES)
        return list(zip(num_right.tolist(), num.tolist(), strict=True))


@dataclass(frozen=True)
class Figure:
    """One thing that was counted.

    Attributes:
        name: What.
        value: Share, [0, 1].
        num: Of how many.
        target: What it should be.
        is_floor: The target is the least it should be, not the most.
        num_independent: How many different pictures they come from: none is counted twice here,
            however often it was turned, moved or drawn. None: as many as there are. 0: the value
            is no share, and there is no interval.
    """

    name: str
    value: float
    num: int
    target: float
    is_floor: bool = False
    num_independent: int | None = None

    @property
    def is_met(self) -> bool:
        """Whether the target is reached."""
        return self.value >= self.target if self.is_floor else self.value <= self.target

    @property
    def interval(self) -> tuple[float, float] | None:
        """Where the share of infinitely many would lie with 95 % confidence, or a bit wider."""
        num = self.num if self.num_independent is None else self.num_independent
        return wilson(self.value * num, num) if num else None


@torch.inference_mode()
def answers(model: NeuralNetwork, images: torch.Tensor, labels: torch.Tensor) -> Answers:
    """Ask a network.

    Args:
        model: On any device.
        images: float32, (N, 28, 28), [0, 1], cpu.
        labels: int64, (N,), cpu.

    Returns:
        In the same order.
    """
    device = next(model.parameters()).device
    probabilities = [
        model(some.to(device)).softmax(dim=1).cpu() for some in torch.split(images, 1000)
    ]
    return Answers(torch.cat(probabilities), labels)


def shifted(images: torch.Tensor) -> Iterator[torch.Tensor]:
    """Move all images, (N, 28, 28), by `SHIFT_PX` pixels towards each corner: four times such."""
    for down in (-SHIFT_PX, SHIFT_PX):
        for right in (-SHIFT_PX, SHIFT_PX):
            yield nn.functional.pad(images, (right, -right, down, -down))


def turned(images: torch.Tensor) -> Iterator[torch.Tensor]:
    """Turn all images, (N, 28, 28), by `TURN_DEG` degrees to either side: twice such."""
    for angle in (-math.radians(TURN_DEG), math.radians(TURN_DEG)):
        cos, sin = math.cos(angle), math.sin(angle)
        turns = torch.tensor([[cos, -sin, 0], [sin, cos, 0]]).expand(len(images), 2, 3)
        grid = nn.functional.affine_grid(turns, [len(images), 1, 28, 28], align_corners=False)
        yield nn.functional.grid_sample(images[:, None], grid, align_corners=False)[:, 0]


def redrawn_images(digits: Digits, *, seed: int) -> Iterator[torch.Tensor]:
    """Draw each digit anew with each of the `PENS`, anywhere on the pad.

    Args:
        digits: Whose skeletons to draw.
        seed: Chooses places and sizes.

    Yields:
        For each digit float32, (pens, 28, 28), [0, 1], cpu: prepared as the app does.
    """
    for number, pixels in enumerate(digits.pixels.numpy()):
        random, way = np.random.default_rng([seed, number]), midline(pixels)
        yield torch.stack([from_pad(drawn(way, random, pen=pen)).image for pen in PENS])


def disturbed(images: torch.Tensor, deviation: float, *, seed: int) -> torch.Tensor:
    """Add noise to all pixels, as a camera in the dark does.

    Args:
        images: float32, (N, 28, 28), [0, 1], cpu.
        deviation: The noise's standard deviation.
        seed: Of the noise.
    """
    noise = torch.randn(images.shape, generator=torch.Generator().manual_seed(seed))
    return (images + deviation * noise).clamp(0, 1)


def attacked(model: NeuralNetwork, images: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
    """Change every pixel by `ATTACK` in the direction that makes the answer worse.

    Source: "Explaining and harnessing adversarial examples", Goodfellow, Shlens and Szegedy, 2015.

    Args:
        model: Who is attacked, on any device.
        images: float32, (N, 28, 28), [0, 1], cpu.
        labels: int64, (N,), cpu.
    """
    device = next(model.parameters()).device
    changed = []
    for some, right in zip(torch.split(images, 1000), torch.split(labels, 1000), strict=True):
        shown = some.to(device).requires_grad_()
        loss = nn.functional.cross_entropy(model(shown), right.to(device), reduction="sum")
        (gradient,) = torch.autograd.grad(loss, shown)
        changed.append((some + ATTACK * gradient.sign().cpu()).clamp(0, 1))
    return torch.cat(changed)


class Watch(Protocol):
    """Passes items on and shows how many of them have come."""

    def __call__(self, items: Iterable[_Item], num_items: int, label: str, /) -> Iterable[_Item]:
        """Pass the items on."""
        ...


def evaluate(
    model: PlacedModel,
    test: Digits,
    photographs: Iterable[tuple[bool, bool]],
    *,
    num_photographs: int,
    watch: Watch,
) -> Iterator[Figure]:
    """Measure everything, one thing after another.

    Args:
        model: Whom to ask.
        test: The test images.
        photographs: Of each photographed digit, whether it was read rightly, and whether it was
            said to be no digit.
        num_photographs: How many there are.
        watch: Is given whatever takes long.
    """
    network, images = model.model, test.images()
    asked = answers(network, images, test.labels)
    yield Figure("test images: error", asked.error, len(test), 0.0042)
    wrong = [answers(network, some, test.labels).num_wrong for some in shifted(images)]
    num = len(wrong) * len(test)
    yield Figure(
        f"shifted by ±{SHIFT_PX} pixels both ways: error",
        sum(wrong) / num,
        num,
        0.009,
        num_independent=len(test),
    )
    wrong = [answers(network, some, test.labels).num_wrong for some in turned(images)]
    num = len(wrong) * len(test)
    yield Figure(
        f"turned by ±{TURN_DEG}°: error", sum(wrong) / num, num, 0.011, num_independent=len(test)
    )
    yield Figure(
        "calibration error (ECE, 15 bins)",
        asked.calibration_error,
        len(test),
        0.005,
        num_independent=0,
    )

    for deviation, target in NOISES.items():
        noisy = disturbed(images, deviation, seed=FIGURE_SEED)
        error = answers(network, noisy, test.labels).error
        yield Figure(f"noise of {deviation} on the pixels: error", error, len(test), target)
    error = answers(network, attacked(network, images, test.labels), test.labels).error
    name = f"attacked (FGSM, at most {ATTACK} a pixel): read rightly all the same"
    yield Figure(name, 1 - error, len(test), 0.6, is_floor=True)

    written, forms = [], FORMS.items()
    for name, form in watch(forms, len(forms), "Writing forms"):
        written.append(written_digits({name: form}, NUM_OF_EACH_FORM, seed=FIGURE_SEED, hand=HAND))
        asked = answers(network, written[-1].images(), written[-1].labels)
        yield Figure(f"form: {name}: error", asked.error, len(written[-1]), 0.03)
    all_forms = torch.cat([one.images() for one in written])
    asked = answers(network, all_forms, torch.cat([one.labels for one in written]))
    yield Figure("all forms: error", asked.error, len(all_forms), 0.02)
    share = float((asked.is_sure & ~asked.is_right).float().mean())
    yield Figure("all forms: sure and wrong", share, len(all_forms), 0.003)
    wide = written_digits(FORMS, len(all_forms), seed=FIGURE_SEED + 1, hand=WIDE_HAND)
    error = answers(network, wide.images(), wide.labels).error
    yield Figure("all forms, pens of 0.18 – 0.25 of the digit: error", error, len(wide), 0.05)
    thin = written_digits(FORMS, NUM_OF_EACH_FORM, seed=FIGURE_SEED + 2, hand=PENCIL)
    error = answers(network, thin.images(), thin.labels).error
    yield Figure("all forms, drawn with one pixel on 28×28: error", error, len(thin), 0.05)

    unseen = test.part(0, NUM_REDRAWN)
    drawings = redrawn_images(unseen, seed=FIGURE_SEED)
    redrawn = torch.stack(list(watch(drawings, len(unseen), "Redrawing")))  # (N, pens, 28, 28)
    for pen, some in zip(PENS, redrawn.unbind(dim=1), strict=True):
        name = f"redrawn, pen of {280 * pen:.0f} px on 280 px: error"
        yield Figure(name, answers(network, some, unseen.labels).error, len(unseen), 0.017)
    redrawn, labels = redrawn.flatten(0, 1), unseen.labels.repeat_interleave(len(PENS))
    error = answers(network, redrawn, labels).error
    num = len(unseen)
    yield Figure("redrawn, all pens: error", error, len(labels), 0.017, num_independent=num)

    taken = list(watch(photographs, num_photographs, "Photographing"))
    error = 1 - sum(is_right for is_right, _ in taken) / len(taken)
    yield Figure("photographed test digits: error", error, len(taken), 0.02)

    if model.experience.detector is not None:
        nonsense = nondigit_images(NUM_NONDIGITS, seed=FIGURE_SEED, vocabulary="figure")
        drawn = torch.stack(list(watch(nonsense, NUM_NONDIGITS, "Drawing nonsense")))
        for name, some, target, is_floor, num in (
            ("no digits that are said to be none", drawn, 0.9, True, len(drawn)),
            ("test images said to be no digit", images, 0.01, False, len(images)),
            ("forms said to be no digit", all_forms, 0.01, False, len(all_forms)),
            ("redrawn digits said to be no digit", redrawn, 0.01, False, len(unseen)),
        ):
            share = float(are_outliers(model, some).float().mean())
            yield Figure(name, share, len(some), target, is_floor, num)
        share = sum(is_outlier for _, is_outlier in taken) / len(taken)
        yield Figure("photographed test digits said to be no digit", share, len(taken), 0.01)
        seen = thing_images(NUM_THINGS, seed=FIGURE_SEED, vocabulary="figure")
        things = torch.stack(list(watch(seen, NUM_THINGS, "Photographing things")))
        is_blank = things.flatten(1).amax(dim=1) == 0
        asked = answers(network, things, torch.zeros(len(things), dtype=torch.int64))
        is_read = asked.is_sure & ~is_blank & ~are_outliers(model, things)
        share = float(is_read.float().mean())
        yield Figure(
            "photographed things that are surely read as a digit", share, len(things), 0.04
        )


def seeds_figure(asked: Sequence[Answers]) -> Figure:
    """Average the error of networks that differ in their seed only."""
    errors = [one.error for one in asked]
    spread = f"{min(errors):.2%} – {max(errors):.2%}"
    name = f"test images: mean error of {len(errors)} seeds ({spread})"
    num, num_images = sum(len(one.labels) for one in asked), len(asked[0].labels)
    return Figure(name, sum(errors) / len(errors), num, 0.0042, num_independent=num_images)


def are_outliers(model: PlacedModel, images: torch.Tensor) -> torch.Tensor:
    """Tell which images do not look like a digit: bool, (N,), cpu.

    Args:
        model: With a detector.
        images: float32, (N, 28, 28), [0, 1], cpu.
    """
    detector = model.experience.detector
    assert detector is not None
    told = [ood_score(detector, model.trace(some)) for some in torch.split(images, 1000)]
    return torch.from_numpy(np.concatenate(told) > 0)


def nondigit_images(count: int, *, seed: int, vocabulary: Vocabulary) -> Iterator[torch.Tensor]:
    """Draw what is no digit.

    Yields:
        float32, (28, 28), [0, 1], cpu: prepared as the app does.
    """
    random = np.random.default_rng(seed)
    for _ in range(count):
        raster, _ = drawing(random, vocabulary=vocabulary)
        yield from_pad(raster).image


def wilson(right: float, total: int) -> tuple[float, float]:
    """Bound a share with 95 % confidence.

    Source: "Probable inference, the law of succession, and statistical inference", Wilson, 1927.
    """
    z = 1.959964
    middle = (right + z * z / 2) / (total + z * z)
    reach = z / (total + z * z) * math.sqrt(right * (total - right) / total + z * z / 4)
    return max(0.0, middle - reach), min(1.0, middle + reach)
