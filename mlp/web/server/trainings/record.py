"""What is known of one visitor's training: its status, points, checkpoints, and what is reported.

It must not know the process that trains, nor whose turn it is.
"""

import secrets
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import torch

from mlp.net.device import Device
from mlp.net.network import NeuralNetwork
from mlp.picture.prepare import Prepared
from mlp.training.checkpoints import Checkpoint, network_of, read_checkpoint
from mlp.training.recipe import Recipe
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


@dataclass(eq=False)
class TrainingRun:
    """One visitor's training; made and changed by `Trainings` alone, which holds its lock for that.

    Attributes:
        recipe: How it trains.
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
        is_resting: It is paused, and the last batch before that has been told.
        watched: The visitor's digit: its number here, as the network reads it, and what it is.
        num_watched: Digits that were watched so far; having none counts too.
        num_wished: Single batches that it is to learn from once it is its turn.
        rests_at: The batch after which its turn is over; None unless it learns from single ones.
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
    is_resting: bool = False
    watched: tuple[int, Prepared, Digit] | None = None
    num_watched: int = 0
    num_wished: int = 0
    rests_at: int | None = None

    @property
    def total_steps(self) -> int:
        """Batches until its end."""
        return self.recipe.epochs * -(-self.recipe.num_learned // self.recipe.batch_size)

    @property
    def total_images(self) -> int:
        """Images until its end."""
        return self.recipe.epochs * self.recipe.num_learned

    def note(self, event: Event) -> None:
        """Remember what the process has told; a snapshot and the end are not for keeping."""
        if isinstance(event, Sent):
            self.points.extend(event.points)
            self.num_steps, self.num_images = event.num_steps, event.num_images
            self.elapsed_s, self.is_resting = event.elapsed_s, event.is_resting
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

    def network(self, fingerprint: str) -> NeuralNetwork | None:
        """Read the network as it was at a checkpoint; None if there is no such checkpoint.

        Args:
            fingerprint: The checkpoint's.

        Returns:
            On the CPU, in evaluation mode, its parameters frozen.
        """
        if all(checkpoint.fingerprint != fingerprint for checkpoint in self.checkpoints):
            return None
        recipe, folder = self.recipe, Path(self.folder.name)
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

    def report(self, num_points: int, num_checkpoints: int, *, position: int) -> dict[str, Any]:
        """Tell what is new, as JSON can carry it.

        Args:
            num_points: So many points are known.
            num_checkpoints: So many checkpoints are known.
            position: In the queue, 1-based; 0 when not waiting.
        """
        rate = self.num_images / self.elapsed_s if self.elapsed_s else None
        is_training = self.status is Status.TRAINING
        left = self.total_images - self.num_images
        return {
            "status": self.status.value,
            "position": position,
            "message": self.message,
            "numSteps": self.num_steps,
            "totalSteps": self.total_steps,
            "numImages": self.num_images,
            "totalImages": self.total_images,
            "epochs": self.recipe.epochs,
            "elapsedS": self.elapsed_s,
            "imagesPerS": rate,
            "leftS": left / rate if rate and is_training else None,
            "digit": None if self.watched is None else self.watched[0],
            "points": vars(self.points.since(num_points)),
            "checkpoints": [_described(one) for one in self.checkpoints[num_checkpoints:]],
        }


def _described(checkpoint: Checkpoint) -> dict[str, Any]:
    """Describe a checkpoint in the browser's names."""
    return {_camel_case(name): value for name, value in vars(checkpoint).items()}


def _camel_case(name: str) -> str:
    first, *others = name.split("_")
    return first + "".join(map(str.capitalize, others))
