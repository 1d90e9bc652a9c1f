"""How often a network was right when it was as sure as now: counted, not claimed.

It must not know how the counts are shown.
"""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

import msgspec
import numpy as np
import torch

from mlp.errors import InputError
from mlp.net.network import NeuralNetwork
from mlp.net.parameters import fingerprint

_BOUNDS = (0.0, 0.5, 0.7, 0.85, 0.95, 0.99, 0.999)
"""Probabilities between which digits are counted together; dense where most answers lie."""

_LEAST = 20
"""Digits on which a share may be told; sparser ranges are counted with the one below."""


@dataclass(frozen=True)
class Calibration:
    """What was counted on digits that the network had never seen.

    Attributes:
        bounds: Least probability of the best digit in each range, rising; the first is 0.
        num_right: Digits of each range that were read rightly.
        num_all: All digits of each range.
    """

    bounds: tuple[float, ...]
    num_right: tuple[int, ...]
    num_all: tuple[int, ...]

    def __post_init__(self) -> None:
        if not 0 < len(self.bounds) == len(self.num_right) == len(self.num_all):
            raise ValueError("not as many counts as bounds")
        if self.bounds[0] != 0 or list(self.bounds) != sorted(set(self.bounds)):
            raise ValueError("bounds that do not rise from 0")
        if not all(
            0 <= right <= of_all > 0
            for right, of_all in zip(self.num_right, self.num_all, strict=True)
        ):
            raise ValueError("more right answers than answers, or none")

    def share_right(self, probability: float) -> float:
        """Tell which share, [0, 1], of the digits answered about as surely was read rightly."""
        place = max(0, int(np.searchsorted(self.bounds, probability, side="right")) - 1)
        return self.num_right[place] / self.num_all[place]


def count(probabilities: torch.Tensor, labels: torch.Tensor) -> Calibration:
    """Count right answers by how sure they were.

    Args:
        probabilities: float32, (N, 10), [0, 1], N > 0.
        labels: int64, (N,), 0–9; both on any device.
    """
    best, digit = probabilities.cpu().max(dim=1)
    is_right = digit == labels.cpu()
    places = np.searchsorted(_BOUNDS, best.numpy(), side="right") - 1
    ranges: list[tuple[float, int, int]] = []
    for place, bound in enumerate(_BOUNDS):
        there = places == place
        num_right, num_all = int(is_right.numpy()[there].sum()), int(there.sum())
        if ranges and ranges[-1][2] < _LEAST:
            ranges[-1] = _joined(ranges[-1], (bound, num_right, num_all))
        else:
            ranges.append((bound, num_right, num_all))
    if len(ranges) > 1 and ranges[-1][2] < _LEAST:
        last = ranges.pop()
        ranges[-1] = _joined(ranges[-1], last)
    bounds, rights, alls = zip(*ranges, strict=True)
    return Calibration(bounds, rights, alls)


def _joined(
    first: tuple[float, int, int], second: tuple[float, int, int]
) -> tuple[float, int, int]:
    """Count two neighbouring ranges together."""
    return first[0], first[1] + second[1], first[2] + second[2]


def calibration_path(weights: Path) -> Path:
    """Name the file beside a weights file."""
    return weights.with_suffix(".calibration.json")


def save_calibration(calibration: Calibration, model: NeuralNetwork, path: Path) -> None:
    """Write what was counted, with the name of the weights it was counted for.

    Raises:
        InputError: The file cannot be written.
    """
    content = {"fingerprint": fingerprint(model), **asdict(calibration)}
    try:
        path.write_text(json.dumps(content, indent=1) + "\n", "utf-8")
    except OSError as error:
        raise InputError(f"The counts cannot be written to {path} ({error}).") from None


def load_calibration(model: NeuralNetwork, path: Path) -> Calibration | None:
    """Read what was counted for a network; None if there is no file or it is of other weights.

    Raises:
        InputError: The file is damaged.
    """
    if not path.exists():
        return None
    try:
        content = msgspec.json.decode(path.read_bytes())
        if content["fingerprint"] != fingerprint(model):
            return None
        return msgspec.convert(content, Calibration)
    except (OSError, KeyError, TypeError, msgspec.MsgspecError) as error:
        raise InputError(
            f"The file {path.name} is damaged ({error}). Count again with “python -m mlp study”, "
            "or remove it."
        ) from None
