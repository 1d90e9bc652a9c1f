"""What each unit did when the network read all test images: its strongest, its means, its silence.

It must not know how that is shown. Networks are only read.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import torch

from mlp.cache import LeastRecentlyUsed
from mlp.dataset import NUM_CLASSES, Digits
from mlp.explain.units import activation_stage, num_units, unit_stages
from mlp.net.network import NeuralNetwork
from mlp.net.trace import trace

NUM_STRONGEST = 9
"""Images that are kept for each unit."""

_BATCH = 500
_MAX_VALUES = 2**22
"""Activations that one batch may have: a large network is given fewer images at a time."""


@dataclass(frozen=True)
class LayerStatistics:
    """What the units of one layer did. An activation is the value after the ReLU, if there is one.

    Attributes:
        stage: The linear stage.
        top_indices: int64, (units, 9): the images that fire each unit most, strongest first, among
            equals the earlier one. Fewer columns if there are fewer images.
        top_values: float32, (units, 9): the activations there.
        means: float32, (units, 10): mean activation for each digit; 0 for a digit without images.
        silent: float32, (units,), [0, 1]: share of the images whose activation is not above 0.
    """

    stage: str
    top_indices: np.ndarray
    top_values: np.ndarray
    means: np.ndarray
    silent: np.ndarray

    @property
    def best_digit(self) -> np.ndarray:
        """The digit for which each unit fires most on average: int64, (units,), 0–9."""
        best: np.ndarray = self.means.argmax(axis=1)
        return best

    @property
    def is_dead(self) -> np.ndarray:
        """Which units no image fires: bool, (units,)."""
        is_dead: np.ndarray = self.silent == 1
        return is_dead


@dataclass(frozen=True)
class UnitStatistics:
    """What all units did.

    Attributes:
        layers: One for each linear stage, in order.
        num_images: How many images were read.
    """

    layers: tuple[LayerStatistics, ...]
    num_images: int

    def __getitem__(self, stage: str) -> LayerStatistics:
        for layer in self.layers:
            if layer.stage == stage:
                return layer
        raise KeyError(stage)


def count_unit_statistics(
    model: NeuralNetwork, digits: Digits, *, batch: int = _BATCH
) -> Iterator[float | UnitStatistics]:
    """Let a network read all digits and keep what its units did.

    Activations are those of a batch: they differ from those of one image by float32 rounding.

    Args:
        model: The network, on any device; only read.
        digits: The images; at least one.
        batch: How many to read at once, at most.

    Yields:
        The share done, (0, 1], after each batch; the statistics last.
    """
    stages = unit_stages(model)
    records = [_Record(stage, num_units(model, stage), digits) for stage in stages]
    size = min(batch, max(1, _MAX_VALUES // sum(record.num_units for record in records)))
    for start in range(0, len(digits), size):
        traced = trace(model, digits.images(start, start + size))
        for record in records:
            record.add(traced[activation_stage(model, record.stage)].tensor.cpu(), start)
        yield min(1.0, (start + size) / len(digits))
    yield UnitStatistics(tuple(record.finish() for record in records), len(digits))


UNIT_STATISTICS = LeastRecentlyUsed[str, UnitStatistics](16)
"""Those counted last in this process, for all visitors, by their network's fingerprint."""


class _Record:
    """What is known of one layer so far."""

    def __init__(self, stage: str, num_units: int, digits: Digits) -> None:
        self.stage = stage
        self.num_units = num_units
        self._labels = digits.labels
        self._best = torch.empty(num_units, 0, dtype=torch.int64)
        self._sums = torch.zeros(NUM_CLASSES, num_units, dtype=torch.float64)
        self._num_silent = torch.zeros(num_units, dtype=torch.int64)

    def add(self, activations: torch.Tensor, start: int) -> None:
        """Add a batch: float32, (N, units), cpu, of the images from `start` on."""
        keys = torch.cat([self._best, _keys(activations, start).T], dim=1)
        self._best = keys.topk(min(NUM_STRONGEST, keys.shape[1]), dim=1).values
        labels = self._labels[start : start + len(activations)]
        self._sums.index_add_(0, labels, activations.double())
        self._num_silent += (activations <= 0).sum(dim=0)

    def finish(self) -> LayerStatistics:
        """Turn sums into means and shares."""
        counts = self._labels.bincount(minlength=NUM_CLASSES).clamp(min=1)
        indices, values = _unpacked(self._best)
        return LayerStatistics(
            self.stage,
            top_indices=indices.numpy(),
            top_values=values.numpy(),
            means=(self._sums / counts[:, None]).T.float().contiguous().numpy(),
            silent=(self._num_silent.double() / len(self._labels)).float().numpy(),
        )


_LOW = 2**32
_ALL_BUT_SIGN = 0x7FFFFFFF


def _keys(activations: torch.Tensor, start: int) -> torch.Tensor:
    """Make integers that sort like the activations, and among equals the earlier image first.

    `topk` alone gives equals in any order. The bits of a float32, read as an integer, sort like
    the number itself once those below zero are turned round; the image's number fills the rest.

    Returns:
        int64, (N, units), cpu.
    """
    bits = activations.view(torch.int32)
    order = torch.where(bits < 0, bits ^ _ALL_BUT_SIGN, bits).long()
    indices = torch.arange(start, start + len(activations))
    return order * _LOW + (_LOW - 1 - indices)[:, None]


def _unpacked(keys: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Read image numbers, int64, and activations, float32, back from keys."""
    order = keys.div(_LOW, rounding_mode="floor")
    indices = _LOW - 1 - (keys - order * _LOW)
    bits = order.int()
    return indices, torch.where(bits < 0, bits ^ _ALL_BUT_SIGN, bits).view(torch.float32)
