"""Moments of a training: the network as it was then, and how well it read.

It must not know who trains, nor who watches.
"""

import math
import shutil
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import nn

from mlp.dataset import NUM_CLASSES, Digits
from mlp.net.network import NeuralNetwork
from mlp.net.parameters import fingerprint, parameter_values

MAX_CHECKPOINTS = 40
"""Of one training."""

MAX_CHECKPOINTS_BYTES = 256 * 2**20
"""What all checkpoints of one training may take on the disk together."""

NUM_SEEN = 1_000
"""Of the images that are learned from, so many are asked at each checkpoint."""

NUM_HELD_OUT = 2_000
"""Of the test images, so many are asked at each checkpoint; all of them now and then."""

EARLY_SHARE = 0.25
"""Of both, only so much is asked in the first epoch: there checkpoints are densest, and what they
tell differs by more than chance, as it is always the same images that are asked."""

_LOST_RECALL = 0.05
_LOST_ZERO = 0.99


@dataclass(frozen=True)
class Checkpoint:
    """A network in the midst of its training.

    Attributes:
        step: Batches learned from so far; 0 before the first.
        num_images: Images seen so far, all epochs together.
        elapsed_s: Time of training so far, without pauses.
        seen_loss: Mean cross-entropy in nats, of up to `NUM_SEEN` images that it learns from.
        held_out_loss: The same, of test images.
        seen_right: For each digit, how many of those images are read rightly; equal best scores
            are no answer.
        seen_all: For each digit, how many there are.
        held_out_right: The same, of test images.
        held_out_all: The same; they sum to `NUM_HELD_OUT`, to all 10,000, or in the first epoch to
            `EARLY_SHARE` of `NUM_HELD_OUT`.
        dead_units: For each hidden layer, units that are 0 for all of those test images.
        hidden_sizes: For each hidden layer, its units.
        lost_digits: Digits of which less than 5 % are read rightly, and whose score is 0 for more
            than 99 % of their own images.
        fingerprint: Of the parameters.
    """

    step: int
    num_images: int
    elapsed_s: float
    seen_loss: float
    held_out_loss: float
    seen_right: tuple[int, ...]
    seen_all: tuple[int, ...]
    held_out_right: tuple[int, ...]
    held_out_all: tuple[int, ...]
    dead_units: tuple[int, ...]
    hidden_sizes: tuple[int, ...]
    lost_digits: tuple[int, ...]
    fingerprint: str

    @property
    def seen_accuracy(self) -> float:
        """Share of the images learned from that are read rightly, [0, 1]."""
        return sum(self.seen_right) / sum(self.seen_all)

    @property
    def held_out_accuracy(self) -> float:
        """Share of the test images that are read rightly, [0, 1]."""
        return sum(self.held_out_right) / sum(self.held_out_all)


@dataclass(frozen=True)
class _Figures:
    """How well a network reads some images; see `Checkpoint`."""

    loss: float
    num_right: tuple[int, ...]
    num_all: tuple[int, ...]
    dead_units: tuple[int, ...]
    lost_digits: tuple[int, ...]


def max_checkpoints(parameter_bytes: int) -> int:
    """Tell how many checkpoints of a network of this size may be kept."""
    return max(12, min(MAX_CHECKPOINTS, MAX_CHECKPOINTS_BYTES // parameter_bytes))


def checkpoint_steps(
    total_steps: int, steps_per_epoch: int, most: int = MAX_CHECKPOINTS
) -> list[int]:
    """Choose the steps after which a training is looked at: denser at the start.

    Args:
        total_steps: Batches of the whole training.
        steps_per_epoch: Batches of each epoch.
        most: How many may be chosen, at least 12.

    Returns:
        Ascending, from 0 to `total_steps`; a third of them evenly spaced by their ratio, and as
        many ends of epochs as there is room for.
    """
    third = most // 3
    chosen = {0, total_steps}
    chosen |= {round(total_steps ** (number / third)) for number in range(third)}
    ends = range(total_steps, 0, -steps_per_epoch)
    chosen |= set(ends[:: math.ceil(len(ends) / third)])
    room = most - len(chosen)
    chosen |= {round(total_steps * number / (room + 1)) for number in range(1, room + 1)}
    return sorted(chosen)


def some_of(digits: Digits, count: int) -> Digits:
    """Take so many pictures at random, always the same ones; all, if there are fewer.

    Neither the first nor every sixtieth stand for all: the first test images are easier than the
    last, and the training images have a rhythm.
    """
    random = torch.Generator().manual_seed(0)
    chosen = torch.randperm(len(digits), generator=random)[:count]
    return Digits(digits.pixels[chosen], digits.labels[chosen])


def take_checkpoint(
    model: NeuralNetwork,
    seen: Digits,
    held_out: Digits,
    folder: Path,
    *,
    step: int,
    num_images: int,
    elapsed_s: float,
) -> Checkpoint:
    """Ask a network, and keep its parameters.

    Args:
        model: It is only read.
        seen: Images that it learns from.
        held_out: Test images.
        folder: Where the parameters are written to.
        step: See `Checkpoint`, like the others.
        num_images: Seen so far.
        elapsed_s: So far.
    """
    of_seen, of_held_out = _ask(model, seen), _ask(model, held_out)
    name = fingerprint(model)
    new = folder / f"{name}.new"
    new.write_bytes(parameter_values(model))
    new.replace(_path(folder, name))
    return Checkpoint(
        step,
        num_images,
        elapsed_s,
        of_seen.loss,
        of_held_out.loss,
        of_seen.num_right,
        of_seen.num_all,
        of_held_out.num_right,
        of_held_out.num_all,
        of_held_out.dead_units,
        tuple(layer.out_features for layer in _linear_layers(model)[:-1]),
        of_held_out.lost_digits,
        name,
    )


def read_checkpoint(
    folder: Path, name: str, hidden_sizes: tuple[int, ...], *, last_relu: bool
) -> NeuralNetwork:
    """Read a network as it was at a checkpoint.

    Args:
        folder: Where its parameters were written to.
        name: The checkpoint's fingerprint.
        hidden_sizes: Units of each hidden layer.
        last_relu: Whether a ReLU follows the scores.

    Returns:
        On the CPU, in evaluation mode, its parameters frozen.
    """
    values = np.fromfile(_path(folder, name), "<f4").astype(np.float32, copy=False)
    return network_of(values, hidden_sizes, last_relu=last_relu)


def copy_checkpoint(folder: Path, to: Path, name: str) -> None:
    """Copy a network's parameters from one folder to another.

    Args:
        folder: Where they were written to.
        to: Where they are kept, too.
        name: The checkpoint's fingerprint.
    """
    shutil.copyfile(_path(folder, name), _path(to, name))


@torch.no_grad()
def network_of(
    values: np.ndarray, hidden_sizes: tuple[int, ...], *, last_relu: bool
) -> NeuralNetwork:
    """Make a network of its parameters.

    Args:
        values: float32, (n,): in the order of `named_parameters()`; they are copied.
        hidden_sizes: Units of each hidden layer.
        last_relu: Whether a ReLU follows the scores.

    Returns:
        On the CPU, in evaluation mode, its parameters frozen.
    """
    with torch.device("meta"):  # no random numbers are drawn for what is overwritten
        model = NeuralNetwork(hidden_sizes, last_relu=last_relu)
    model.to_empty(device="cpu")
    parameters = list(model.parameters())
    parts = torch.split(torch.from_numpy(values.copy()), [one.numel() for one in parameters])
    for parameter, part in zip(parameters, parts, strict=True):
        parameter.copy_(part.view_as(parameter))
    return model.eval().requires_grad_(False)


def _path(folder: Path, name: str) -> Path:
    return folder / f"{name}.parameters"


def _linear_layers(model: NeuralNetwork) -> list[nn.Linear]:
    return [layer for layer in model.linear_relu_stack if isinstance(layer, nn.Linear)]


@torch.inference_mode()
def _ask(model: NeuralNetwork, digits: Digits) -> _Figures:
    """Ask a network about images, 1,000 at a time."""
    device = next(model.parameters()).device
    num_hidden = len(_linear_layers(model)) - 1
    is_alive: list[torch.Tensor] = [torch.zeros(0)] * num_hidden
    scores = []
    for start in range(0, len(digits), 1000):
        values = model.flatten(digits.images(start, start + 1000).to(device))
        num_relus = 0
        for layer in model.linear_relu_stack:
            values = layer(values)
            if isinstance(layer, nn.ReLU) and num_relus < num_hidden:
                fires = (values > 0).any(dim=0)
                is_alive[num_relus] = fires if start == 0 else is_alive[num_relus] | fires
                num_relus += 1
        scores.append(values.cpu())
    scored, labels = torch.cat(scores), digits.labels
    counts = torch.bincount(labels, minlength=NUM_CLASSES)
    best = scored.amax(dim=1, keepdim=True)
    is_decided = (scored == best).sum(dim=1) == 1  # equal best scores are no answer
    is_right = (scored.argmax(dim=1) == labels) & is_decided
    right = torch.bincount(labels[is_right], minlength=NUM_CLASSES)
    is_zero = scored.gather(1, labels[:, None])[:, 0] == 0
    zero = torch.bincount(labels[is_zero], minlength=NUM_CLASSES)
    is_lost = (right < _LOST_RECALL * counts) & (zero > _LOST_ZERO * counts)
    return _Figures(
        float(nn.functional.cross_entropy(scored, labels)),
        tuple(right.tolist()),
        tuple(counts.tolist()),
        tuple(int((~alive).sum()) for alive in is_alive),
        tuple(is_lost.nonzero()[:, 0].tolist()),
    )
