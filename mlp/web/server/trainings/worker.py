"""A process of its own that trains one network: commands come in, events go out.

It must not know who watches. Commands come through the standard input and events leave through
the standard output, both as pickles: the process on the other side is the one that started this
one. When that goes, so does this.
"""

import math
import os
import pickle
import queue
import shutil
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Literal

import numpy as np
import torch

from mlp.dataset import load_digits
from mlp.net.device import choose_device
from mlp.net.network import NeuralNetwork, parameter_bytes
from mlp.net.parameters import parameter_values
from mlp.training.checkpoints import (
    EARLY_SHARE,
    NUM_HELD_OUT,
    NUM_SEEN,
    Checkpoint,
    checkpoint_steps,
    max_checkpoints,
    some_of,
    take_checkpoint,
)
from mlp.training.loop import (
    Progress,
    Steps,
    TrainingDivergedError,
    model_for,
    train,
    usable_copy,
)
from mlp.training.recipe import RateChange, Recipe, with_rate

SENT_EVERY_S = 0.1
SNAPSHOT_EVERY_S = 0.5
MAX_POINTS = 5_000
"""Of a curve: in longer trainings a point stands for several batches."""

KNOWN_AFTER_S = 0.5
"""Of learning after the first batch: then it is known how long the rest takes."""

MAX_WHOLE = 5
"""At so many ends of epochs all test images are asked; at the other checkpoints some."""


@dataclass(frozen=True)
class Start:
    """The first command.

    Attributes:
        recipe: How to train.
        device: Name of the device to train on.
        folder: Where the checkpoints' parameters are written to.
    """

    recipe: Recipe
    device: str
    folder: Path


@dataclass(frozen=True)
class Watch:
    """Tell from now on, after each batch, how the network reads a picture.

    Attributes:
        number: Of the picture; None for none.
        image: float32, (28, 28), [0, 1].
    """

    number: int | None
    image: np.ndarray | None


@dataclass(frozen=True)
class Rate:
    """From the next batch on take steps of another size.

    Attributes:
        learning_rate: The largest one.
    """

    learning_rate: float


Command = Start | Watch | Rate | Literal["pause", "resume", "batch", "stop"]


@dataclass
class Points:
    """What happened at some batches, the oldest first; lists of the same length.

    Attributes:
        steps: Number of the batch, 1-based; of the last where a point stands for several.
        losses: In nats, their mean.
        accuracies: Share of the batch read rightly before the step, [0, 1], their mean.
        digits: Number of the picture that is watched; None for none.
        probabilities: How the network reads it afterwards: ten of them, [0, 1].
    """

    steps: list[int] = field(default_factory=list)
    losses: list[float] = field(default_factory=list)
    accuracies: list[float] = field(default_factory=list)
    digits: list[int | None] = field(default_factory=list)
    probabilities: list[list[float] | None] = field(default_factory=list)

    def extend(self, others: "Points") -> None:
        """Add others."""
        for name, values in vars(others).items():
            getattr(self, name).extend(values)

    def since(self, number: int) -> "Points":
        """Copy all but the first so many."""
        return Points(*(values[number:] for values in vars(self).values()))


@dataclass(frozen=True)
class Sent:
    """What happened since the last such event.

    Attributes:
        points: New ones.
        num_steps: Batches so far.
        num_images: Images so far, all epochs together.
        elapsed_s: Time of training so far, without pauses.
        left_s: Time until its end; None until enough is measured.
        is_resting: Nothing more will happen until a command comes.
    """

    points: Points
    num_steps: int
    num_images: int
    elapsed_s: float
    left_s: float | None = None
    is_resting: bool = False


@dataclass(frozen=True)
class Snapshot:
    """The network as it is now.

    Attributes:
        values: All parameters in the order of `named_parameters()`: float32, little-endian.
    """

    values: bytes


@dataclass(frozen=True)
class Ended:
    """The last event.

    Attributes:
        how: What ended it.
        message: Why, for people; None if that needs no reason.
    """

    how: Literal["done", "stopped", "diverged", "failed"]
    message: str | None = None


Event = Sent | Checkpoint | Snapshot | RateChange | Ended


class _Stopped(Exception):
    """The training is to stop."""


@dataclass
class _Orders:
    """What was commanded and not yet done."""

    commands: "queue.SimpleQueue[Command]"
    is_paused: bool = False
    num_batches: int = 0
    watched: Watch = Watch(None, None)
    learning_rate: float | None = None

    def take(self, on_rest: Callable[[], None]) -> None:
        """Follow all commands; while paused, wait for one that has something done.

        Args:
            on_rest: Called before each wait.

        Raises:
            _Stopped: The training is to stop.
        """
        while True:
            has_rest = self.is_paused and self.num_batches == 0
            if has_rest and self.commands.empty():
                on_rest()
            try:
                command = self.commands.get(block=has_rest)
            except queue.Empty:
                break
            if isinstance(command, Watch):
                self.watched = command
            elif isinstance(command, Rate):
                self.learning_rate = command.learning_rate
            elif command == "stop":
                raise _Stopped
            elif command == "batch":
                self.num_batches += 1
            else:
                self.is_paused = command == "pause"
                self.num_batches = 0
        self.num_batches = max(0, self.num_batches - 1)

    def take_rate(self) -> float | None:
        """Give the learning rate that was commanded, once."""
        learning_rate, self.learning_rate = self.learning_rate, None
        return learning_rate


class _Run:
    """One training, from its first checkpoint to its end.

    Args:
        start: What was commanded.
        orders: What is commanded meanwhile.
        send: Takes events.
    """

    def __init__(self, start: Start, orders: _Orders, send: Callable[[Event], None]) -> None:
        self._orders, self._send, self._folder = orders, send, start.folder
        recipe = self._recipe = start.recipe
        self._learned = load_digits("train").part(0, recipe.num_images)
        self._test = load_digits("test")
        self._seen = some_of(self._learned, NUM_SEEN)
        self._some_test = some_of(self._test, NUM_HELD_OUT)
        self._early_seen, self._early_test = (
            digits.part(0, math.ceil(EARLY_SHARE * len(digits)))
            for digits in (self._seen, self._some_test)
        )
        self._model = model_for(recipe, choose_device(start.device).device.torch_device)
        self._per_epoch = -(-len(self._learned) // recipe.batch_size)
        self._total = recipe.epochs * self._per_epoch
        most = max_checkpoints(parameter_bytes(self._model))
        self._plan = set(checkpoint_steps(self._total, self._per_epoch, most))
        self._epochs_per_whole = -(-recipe.epochs // MAX_WHOLE)
        self._steps_per_point = -(-self._total // MAX_POINTS)
        self._points = Points()
        self._pending: list[Progress] = []
        self._num_steps = self._num_images = 0
        self._last_checkpoint: int | None = None
        self._learning_s = self._asking_s = 0.0
        self._first_s, self._first_images = 0.0, 0  # of the first batch, which prepares everything
        self._num_asked = 0  # checkpoints
        self._sent_s = self._snapshot_s = 0.0

    def run(self) -> Ended:
        """Train to the end, whatever that is."""
        try:
            self._train()
        except _Stopped:
            ended = Ended("stopped")
        except TrainingDivergedError as error:
            ended = Ended("diverged", str(error))
        else:
            ended = Ended("done")
        if self._pending:
            self._end_point()
        self._flush()
        if self._last_checkpoint != self._num_steps or ended.how == "done":
            self._take_checkpoint(is_whole=ended.how == "done")
        return ended

    def _train(self) -> None:
        """Learn from batch after batch."""
        self._take_checkpoint()
        steps: Steps | None = None
        while True:
            self._orders.take(self._rest)
            new_rate = self._take_rate()
            started_s = time.perf_counter()
            try:
                if steps is None:
                    steps = train(self._model, self._learned, self._recipe)
                    progress = next(steps)
                else:
                    progress = steps.send(new_rate)
            except StopIteration:
                return
            self._num_steps += 1
            self._num_images = progress.num_images
            self._learning_s += time.perf_counter() - started_s
            if self._num_steps == 1:
                self._first_s, self._first_images = self._learning_s, self._num_images
            self._note(progress)
            if self._num_steps in self._plan and self._num_steps < self._total:
                started_s = time.perf_counter()
                epochs_left = self._recipe.epochs - progress.epoch
                self._take_checkpoint(
                    is_whole=progress.is_epoch_done and epochs_left % self._epochs_per_whole == 0
                )
                self._asking_s += time.perf_counter() - started_s
                self._num_asked += 1

    def _take_rate(self) -> float | None:
        """Take a new learning rate, and tell from when on it counts."""
        learning_rate = self._orders.take_rate()
        if learning_rate is not None:
            self._recipe = with_rate(self._recipe, self._num_steps, learning_rate)
            self._send(RateChange(self._num_steps, learning_rate))
        return learning_rate

    def _note(self, progress: Progress) -> None:
        """Remember what happened at a batch, and tell it if it is time to."""
        self._pending.append(progress)
        if len(self._pending) == self._steps_per_point:
            self._end_point()
        now_s = time.perf_counter()
        if now_s - self._sent_s > SENT_EVERY_S:
            self._flush()
        if now_s - self._snapshot_s > SNAPSHOT_EVERY_S:
            self._send_snapshot()

    def _send_snapshot(self) -> None:
        """Send the network as it is; one that has fallen apart is kept back."""
        if self._is_finite():
            self._send(Snapshot(parameter_values(usable_copy(self._model, self._recipe))))
        self._snapshot_s = time.perf_counter()

    def _is_finite(self) -> bool:
        """Whether all parameters are numbers that can be computed with."""
        return all(bool(one.isfinite().all()) for one in self._model.parameters())

    def _end_point(self) -> None:
        """Make one point of all batches since the last."""
        pending, points, watched = self._pending, self._points, self._orders.watched
        points.steps.append(self._num_steps)
        points.losses.append(sum(one.loss for one in pending) / len(pending))
        points.accuracies.append(sum(one.accuracy for one in pending) / len(pending))
        points.digits.append(watched.number)
        points.probabilities.append(_probabilities(self._model, watched.image))
        self._pending = []

    def _rest(self) -> None:
        """Tell all before nothing happens for a while."""
        if self._pending:
            self._end_point()
        self._flush(is_resting=True)
        self._send_snapshot()

    def _flush(self, *, is_resting: bool = False) -> None:
        """Send what was not sent yet."""
        done = (self._num_steps, self._num_images, self._active_s, self._left_s())
        self._send(Sent(self._points, *done, is_resting))
        self._points = Points()
        self._sent_s = time.perf_counter()

    @property
    def _active_s(self) -> float:
        """Time of training so far, without pauses."""
        return self._learning_s + self._asking_s

    def _left_s(self) -> float | None:
        """Time until the end; None until enough is measured.

        Checkpoints are dense at first, so they are counted by themselves.
        """
        measured_s = self._learning_s - self._first_s
        if measured_s < KNOWN_AFTER_S:
            return None
        per_image_s = measured_s / (self._num_images - self._first_images)
        images_left = self._recipe.epochs * len(self._learned) - self._num_images
        num_planned = sum(step > self._num_steps for step in self._plan)
        per_checkpoint_s = self._asking_s / max(1, self._num_asked)
        return images_left * per_image_s + num_planned * per_checkpoint_s

    def _take_checkpoint(self, *, is_whole: bool = False) -> None:
        """Ask the network as it is, and send what came of it; nothing if it has fallen apart."""
        self._flush()
        if not self._is_finite():
            return
        self._last_checkpoint = self._num_steps
        seen, held_out = self._seen, self._some_test
        if is_whole:
            held_out = self._test
        elif self._num_steps < self._per_epoch:
            seen, held_out = self._early_seen, self._early_test
        self._send(
            take_checkpoint(
                usable_copy(self._model, self._recipe),
                seen,
                held_out,
                self._folder,
                step=self._num_steps,
                num_images=self._num_images,
                elapsed_s=self._active_s,
            )
        )


@torch.inference_mode()
def _probabilities(model: NeuralNetwork, image: np.ndarray | None) -> list[float] | None:
    """Read the watched picture."""
    if image is None:
        return None
    device = next(model.parameters()).device
    scores = model(torch.from_numpy(image)[None].to(device))
    probabilities: list[float] = torch.softmax(scores, dim=1)[0].tolist()
    return probabilities


def _listen(source: BinaryIO, commands: "queue.SimpleQueue[Command]") -> None:
    """Take commands in; end this process when nobody is there to give any."""
    folder: Path | None = None
    while True:
        try:
            command = pickle.load(source)
        except (EOFError, pickle.UnpicklingError):
            if folder is not None:
                shutil.rmtree(folder, ignore_errors=True)
            os._exit(0)
        if isinstance(command, Start):
            folder = command.folder
        commands.put(command)


def _warm_up() -> None:
    """Do what takes long the first time, and is the same for all trainings."""
    load_digits("test")
    images = load_digits("train").part(0, 1)
    for _ in train(model_for(_TINY, torch.device("cpu")), images, _TINY):
        pass


_TINY = Recipe(num_images=1, epochs=1, batch_size=1, hidden_sizes=(1,))


def main() -> None:
    """Wait for the first command, train, and tell how it ended."""
    events = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints must not come between the events
    # One: the others stay free for visitors, and the same seed gives the same network.
    torch.set_num_threads(1)
    commands: queue.SimpleQueue[Command] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(sys.stdin.buffer, commands), daemon=True).start()
    _warm_up()

    def send(event: Event) -> None:
        pickle.dump(event, events, protocol=pickle.HIGHEST_PROTOCOL)
        events.flush()

    start = commands.get()
    assert isinstance(start, Start)
    try:
        ended = _Run(start, _Orders(commands), send).run()
    except BrokenPipeError:
        return
    except Exception as error:
        send(Ended("failed", f"{type(error).__name__}: {error}"))
        raise
    send(ended)
    # At once: the thread that listens holds the input, and Python's own end would stumble over it.
    os._exit(0)


if __name__ == "__main__":
    main()
