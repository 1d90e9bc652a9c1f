"""What is known of one visitor's training: its status, points, checkpoints, and what is reported.

It must not know the process that trains, nor whose turn it is.
"""

import secrets
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import torch

from mlp.dataset import NUM_CLASSES, SIDE
from mlp.net.device import Device
from mlp.net.network import NeuralNetwork
from mlp.picture.prepare import Prepared
from mlp.training.checkpoints import (
    Checkpoint,
    copy_checkpoint,
    network_of,
    read_checkpoint,
)
from mlp.training.recipe import RateChange, Recipe, with_rate
from mlp.web.server.trainings.worker import Event, Points, Sent, Snapshot
from mlp.web.server.visitors.digit import Digit

PICTURE_SCALE = 0.12
"""Absolute weight at which the pictures of the first layer saturate, in every checkpoint."""

MAX_PICTURES = 64
"""Units of the first layer whose pictures can be had."""


class Status(StrEnum):
    """Where a training stands."""

    WAITING = "waiting"
    STARTING = "starting"
    TRAINING = "training"
    PAUSED = "paused"
    DONE = "done"
    STOPPED = "stopped"
    DIVERGED = "diverged"
    FAILED = "failed"

    @property
    def is_over(self) -> bool:
        """Whether nothing will happen any more."""
        return self in (Status.DONE, Status.STOPPED, Status.DIVERGED, Status.FAILED)


MAX_EARLIER = 3
"""Trainings before the present one of which something is kept, for each visitor."""


@dataclass(frozen=True)
class EarlierRun:
    """What is kept of a training when its visitor has started another: little, and on the disk.

    Attributes:
        number: Of the visitor's trainings, 1-based.
        name: What the visitor called it; may be empty.
        recipe: How it was trained.
        status: How it ended.
        checkpoints: What was measured; only the last one's network is kept. At least one.
    """

    number: int
    name: str
    recipe: Recipe
    status: Status
    checkpoints: tuple[Checkpoint, ...]


@dataclass(eq=False)
class TrainingRun:
    """One visitor's training; made and changed by `Trainings` alone, which holds its lock for that.

    Attributes:
        recipe: How it trains, with every change of the learning rate so far.
        device: Where.
        token: What the live channel is asked with for the network as it is now.
        folder: Where its checkpoints' parameters lie.
        ticket: Whoever has it may watch and steer: unguessable, fit for an address.
        status: Where it stands.
        message: Why it diverged or failed, for people; else None.
        points: What happened at its batches.
        checkpoints: Of its network, the oldest first.
        num_steps: Batches so far.
        num_images: Images so far, all epochs together.
        elapsed_s: Time of training so far, without pauses.
        left_s: Time until its end; None until enough is measured.
        is_resting: It is paused, and the last batch before that has been told.
        watched: The visitor's digit: its number here, as the network reads it, and what it is.
        num_watched: Digits that were watched so far; having none counts too.
        num_wished: Single batches that it is to learn from once it is its turn.
        rests_at: The batch after which its turn is over; None unless it learns from single ones.
        wished_rate: The learning rate that is to count from the next batch on; None for no other.
        number: Of the visitor's trainings, 1-based.
        name: What the visitor calls it; may be empty.
        earlier: The visitor's trainings before, the oldest first, at most `MAX_EARLIER`.
    """

    recipe: Recipe
    device: Device
    token: bytes
    folder: TemporaryDirectory[str]
    ticket: str = field(default_factory=lambda: secrets.token_urlsafe(16))
    status: Status = Status.WAITING
    message: str | None = None
    points: Points = field(default_factory=Points)
    checkpoints: tuple[Checkpoint, ...] = ()
    num_steps: int = 0
    num_images: int = 0
    elapsed_s: float = 0.0
    left_s: float | None = None
    is_resting: bool = False
    watched: tuple[int, Prepared, Digit] | None = None
    num_watched: int = 0
    num_wished: int = 0
    rests_at: int | None = None
    wished_rate: float | None = None
    number: int = 1
    name: str = ""
    earlier: tuple[EarlierRun, ...] = ()

    @property
    def total_steps(self) -> int:
        """Batches until its end."""
        return self.recipe.epochs * -(-self.recipe.num_learned // self.recipe.batch_size)

    @property
    def total_images(self) -> int:
        """Images until its end."""
        return self.recipe.epochs * self.recipe.num_learned

    @property
    def num_parameters(self) -> int:
        """Weights and biases of its network."""
        sizes = (SIDE * SIDE, *self.recipe.hidden_sizes, NUM_CLASSES)
        return sum((before + 1) * after for before, after in pairwise(sizes))

    @property
    def learning_rate(self) -> float:
        """The largest step size, as it was set last."""
        if self.wished_rate is not None:
            return self.wished_rate
        changes = self.recipe.rate_changes
        return changes[-1].learning_rate if changes else self.recipe.learning_rate

    def note(self, event: Event) -> None:
        """Remember what the process has told; a snapshot and the end are not for keeping."""
        if isinstance(event, Sent):
            self.points.extend(event.points)
            self.num_steps, self.num_images = event.num_steps, event.num_images
            self.elapsed_s, self.left_s = event.elapsed_s, event.left_s
            self.is_resting = event.is_resting
        elif isinstance(event, RateChange):
            self.recipe = with_rate(self.recipe, event.step, event.learning_rate)
            if self.wished_rate == event.learning_rate:
                self.wished_rate = None
        elif isinstance(event, Checkpoint):
            self.checkpoints = (*self.checkpoints, event)
            if self.status is Status.STARTING:
                self.status = Status.TRAINING

    def watch(self, prepared: Prepared | None, digit: Digit) -> bool:
        """Note the visitor's digit.

        Args:
            prepared: As the network reads it; None or a blank one for none.
            digit: What that was prepared from.

        Returns:
            Whether it is another one than before; then it has a new number.
        """
        before = self.watched
        if prepared is None or prepared.is_blank:
            if before is None:
                return False
            self.num_watched, self.watched = self.num_watched + 1, None
            return True
        if before is not None and before[1] is prepared and before[2] is digit:
            return False
        self.num_watched += 1
        self.watched = (self.num_watched, prepared, digit)
        return True

    def keep(self, before: "TrainingRun") -> None:
        """Keep of the visitor's training before, and of those before it, what is compared."""
        self.number, earlier = before.number, before.earlier
        if before.checkpoints and before.num_steps:
            ended = before.status if before.status.is_over else Status.STOPPED
            earlier = (
                *earlier,
                EarlierRun(before.number, before.name, before.recipe, ended, before.checkpoints),
            )
            self.number += 1
        self.earlier = earlier[-MAX_EARLIER:]
        for run in self.earlier:
            name = run.checkpoints[-1].fingerprint
            copy_checkpoint(Path(before.folder.name), Path(self.folder.name), name)

    def rename(self, number: int, name: str) -> None:
        """Call this training, or an earlier one, by a name."""
        if number == self.number:
            self.name = name
        self.earlier = tuple(
            replace(run, name=name) if run.number == number else run for run in self.earlier
        )

    def network(self, fingerprint: str) -> NeuralNetwork | None:
        """Read the network of a checkpoint, or of an earlier training's end; None if there is none.

        Args:
            fingerprint: The checkpoint's.

        Returns:
            On the CPU, in evaluation mode, its parameters frozen.
        """
        kept = [(self.recipe, checkpoint) for checkpoint in self.checkpoints]
        kept += [(run.recipe, run.checkpoints[-1]) for run in self.earlier]
        recipe = next((recipe for recipe, one in kept if one.fingerprint == fingerprint), None)
        if recipe is None:
            return None
        folder = Path(self.folder.name)
        try:
            return read_checkpoint(
                folder, fingerprint, recipe.hidden_sizes, last_relu=recipe.last_relu
            )
        except OSError:  # closed meanwhile
            return None

    def network_at(self, event: Event) -> NeuralNetwork | None:
        """Read the network as an event tells it; None if the event tells none."""
        if isinstance(event, Checkpoint):
            return self.network(event.fingerprint)
        if isinstance(event, Snapshot):
            values, recipe = np.frombuffer(event.values, "<f4"), self.recipe
            return network_of(values, recipe.hidden_sizes, last_relu=recipe.last_relu)
        return None

    def pictures(self, fingerprint: str) -> bytes | None:
        """Draw the first units of the first layer at a checkpoint.

        Returns:
            int8, (units, 784): 127 · weight / `PICTURE_SCALE`, rounded, within ±127; None if there
            is no such checkpoint.
        """
        network = self.network(fingerprint)
        if network is None:
            return None
        weight = next(network.parameters()).detach()[:MAX_PICTURES]
        levels = (127 * weight / PICTURE_SCALE).round().clamp(-127, 127)
        return levels.to(torch.int8).numpy().tobytes()

    def report(
        self, num_points: int, num_checkpoints: int, *, position: int, wait_s: float | None = None
    ) -> dict[str, Any]:
        """Tell what is new, as JSON can carry it.

        Args:
            num_points: So many points are known.
            num_checkpoints: So many checkpoints are known.
            position: In the queue, 1-based; 0 when not waiting.
            wait_s: Time until its turn; None where it is not known.
        """
        rate = self.num_images / self.elapsed_s if self.elapsed_s else None
        is_training = self.status is Status.TRAINING
        return {
            "status": self.status.value,
            "position": position,
            "waitS": wait_s,
            "message": self.message,
            "numSteps": self.num_steps,
            "totalSteps": self.total_steps,
            "numImages": self.num_images,
            "totalImages": self.total_images,
            "epochs": self.recipe.epochs,
            "elapsedS": self.elapsed_s,
            "imagesPerS": rate,
            "leftS": self.left_s if is_training else None,
            "digit": None if self.watched is None else self.watched[0],
            "rateChanges": [_described(change) for change in self.recipe.rate_changes],
            "points": vars(self.points.since(num_points)),
            "checkpoints": [_described(one) for one in self.checkpoints[num_checkpoints:]],
        }


def _described(record: Checkpoint | RateChange) -> dict[str, Any]:
    """Describe a record in the browser's names."""
    return {_camel_case(name): value for name, value in vars(record).items()}


def _camel_case(name: str) -> str:
    first, *others = name.split("_")
    return first + "".join(map(str.capitalize, others))
