"""The trainings of all visitors: each in a process of its own, in turns, ended when nobody is left.

It must not know who watches, nor how anything is shown.
"""

import logging
import os
import pickle
import queue
import re
import secrets
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import IO, Any

import numpy as np
import torch

from mlp.errors import InputError
from mlp.net.device import Device
from mlp.net.network import NeuralNetwork
from mlp.picture.prepare import Prepared
from mlp.training.checkpoints import Checkpoint, network_of, read_checkpoint
from mlp.training.loop import model_for
from mlp.training.recipe import Recipe
from mlp.web.server.models import Models, bundled_models
from mlp.web.server.trainings.worker import (
    Command,
    Ended,
    Points,
    Record,
    Sent,
    Snapshot,
    Start,
    Watch,
    Word,
)

_LOGGER = logging.getLogger(__name__)

GRACE_S = 90.0
"""How long a training waits for a visitor who is gone."""

MAX_KEPT = 32
"""Trainings that are kept at once: each keeps its checkpoints on the disk. Ended ones go first."""

MAX_RESTING = 6
"""Paused trainings whose processes are kept; each takes some 400 MB of memory."""

PICTURE_SCALE = 0.12
"""Absolute weight at which the pictures of the first layer saturate, in every checkpoint."""

MAX_PICTURES = 64
"""Units of the first layer whose pictures can be had."""

_SPARE_S = 300.0
"""How long a process that is ready waits for a training."""

_STOPPING_S = 2.0
"""How long a process may take to stop before it is ended."""

NICENESS = 10
"""Visitors' drawings go before; from the first import on."""

_PROGRAM = (
    f"import os; hasattr(os, 'nice') and os.nice({NICENESS}); "
    "from mlp.training_worker import main; main()"
)
_FOLDER = "glassbox-training-"
_PROJECT = Path(__file__).resolve().parents[4]


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


class Training:
    """One training; made by `Trainings.start` alone. Every method may be called by any thread.

    Attributes:
        ticket: Whoever has it may watch and steer: unguessable, fit for an address.
        recipe: How it trains.
        device: Where.
        token: What the live channel is asked with for the network as it is now.
        status: Where it stands.
        message: Why it diverged or failed, for people; else None.
        points: What happened at its batches.
        checkpoints: Of its network, the oldest first.
        num_steps: Batches so far.
        total_steps: Batches until its end.
        num_images: Images so far, all epochs together.
        total_images: Images until its end.
        elapsed_s: Time of training so far, without pauses.
        is_resting: It is paused, and the last batch before that has been told.
    """

    def __init__(self, owner: "Trainings", recipe: Recipe, device: Device, token: bytes) -> None:
        self._owner = owner
        self._lock = owner.lock
        self._process: subprocess.Popen[bytes] | None = None
        self._folder = tempfile.TemporaryDirectory(
            prefix=f"{_FOLDER}{os.getpid()}-", ignore_cleanup_errors=True
        )
        self._commands: queue.SimpleQueue[Command | None] = queue.SimpleQueue()
        self._num_wished = 0  # single batches, once it is this training's turn …
        self._rests_at: int | None = None  # … and the batch after which the turn is given away
        self._grace: threading.Timer | None = None
        self._watched: tuple[int, Prepared, int] | None = None
        self._num_watched = 0
        self._is_stopping = False
        self.ticket = secrets.token_urlsafe(16)
        self.recipe, self.device, self.token = recipe, device, token
        self.status = Status.WAITING
        self.message: str | None = None
        self.points = Points()
        self.checkpoints: tuple[Checkpoint, ...] = ()
        self.num_steps = self.num_images = 0
        self.total_steps = recipe.epochs * -(-recipe.num_images // recipe.batch_size)
        self.total_images = recipe.epochs * recipe.num_images
        self.elapsed_s = 0.0
        self.is_resting = False

    # ---- steering --------------------------------------------------------------------------------

    def pause(self) -> None:
        """Rest after the present batch; whoever waits may train meanwhile."""
        with self._lock:
            if self.status.is_over or self.status is Status.PAUSED:
                return
            self.status = Status.PAUSED
            self._tell("pause")
            self._owner.leave_turn(self)
            self._owner.note_rest(self)

    def resume(self) -> None:
        """Go on as soon as it is this training's turn."""
        with self._lock:
            if self.status is Status.PAUSED:
                self._num_wished, self._rests_at = 0, None
                self.status = Status.WAITING
                self._owner.leave_turn(self)
                self._owner.wait_for_turn(self)

    def one_batch(self) -> None:
        """Learn from one batch, as soon as it is this training's turn, and rest again."""
        with self._lock:
            if self.status is not Status.PAUSED:
                return
            self._num_wished += 1
            if self._rests_at is not None:
                self._take_wished()
            elif not self.position:
                self._owner.wait_for_turn(self)

    def stop(self, message: str | None = None) -> None:
        """End it; what was learned stays.

        Args:
            message: Why, for people, if it is not the visitor's wish.
        """
        with self._lock:
            if self.status.is_over:
                return
            self.message = message
            process = self._process
            if process is None or not self.checkpoints:  # nothing was learned yet that could stay
                if process is not None:
                    process.kill()
                self._end(Status.STOPPED, message)
                return
            self._is_stopping = True
            self._tell("stop")
        impatient = threading.Timer(_STOPPING_S, process.kill)
        impatient.daemon = True
        impatient.start()

    # ---- watching --------------------------------------------------------------------------------

    @property
    def position(self) -> int:
        """In the queue, 1-based; 0 when not waiting."""
        return self._owner.position(self)

    @property
    def watched(self) -> tuple[int, Prepared, int] | None:
        """The visitor's digit: its number here, what it is, and its number on the pad."""
        return self._watched

    def watch(self, prepared: Prepared | None, sequence: int) -> int:
        """Follow how the visitor's digit is read.

        Args:
            prepared: The digit; None or a blank one for none.
            sequence: The pad's number of it, or `NOT_FROM_PAD`.

        Returns:
            The digit's number; the same for the same digit.
        """
        with self._lock:
            if prepared is not None and prepared.is_blank:
                prepared = None
            before = self._watched
            is_same = (
                before is None
                if prepared is None
                else (before is not None and before[1] is prepared and before[2] == sequence)
            )
            if not is_same:
                self._num_watched += 1
                if prepared is None:
                    self._watched = None
                else:
                    self._watched = (self._num_watched, prepared, sequence)
                self._tell_watched()
            return self._num_watched

    def network(self, fingerprint: str) -> NeuralNetwork | None:
        """Read the network as it was at a checkpoint; None if there is no such checkpoint.

        Args:
            fingerprint: The checkpoint's.

        Returns:
            On the CPU, in evaluation mode, its parameters frozen.
        """
        if all(checkpoint.fingerprint != fingerprint for checkpoint in self.checkpoints):
            return None
        recipe = self.recipe
        folder = Path(self._folder.name)
        try:
            return read_checkpoint(
                folder, fingerprint, recipe.hidden_sizes, last_relu=recipe.last_relu
            )
        except OSError:  # closed meanwhile
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

    def report(self, num_points: int, num_checkpoints: int) -> dict[str, Any]:
        """Tell what is new, as JSON can carry it.

        Args:
            num_points: So many points are known.
            num_checkpoints: So many checkpoints are known.
        """
        with self._lock:
            points, checkpoints = self.points.since(num_points), self.checkpoints[num_checkpoints:]
            rate = self.num_images / self.elapsed_s if self.elapsed_s else None
            is_running = self.status is Status.TRAINING and rate
            left = self.total_images - self.num_images
            return {
                "status": self.status.value,
                "position": self.position,
                "message": self.message,
                "numSteps": self.num_steps,
                "totalSteps": self.total_steps,
                "numImages": self.num_images,
                "totalImages": self.total_images,
                "epochs": self.recipe.epochs,
                "elapsedS": self.elapsed_s,
                "imagesPerS": rate,
                "leftS": left / rate if rate and is_running else None,
                "digit": None if self._watched is None else self._watched[0],
                "points": vars(points),
                "checkpoints": [_described(checkpoint) for checkpoint in checkpoints],
            }

    # ---- the visitor -----------------------------------------------------------------------------

    def left(self) -> None:
        """The visitor's session has ended; perhaps the page is only loaded anew."""
        with self._lock:
            self._cancel_grace()
            self._grace = threading.Timer(
                self._owner.grace_s, self._owner.close, args=(self.ticket,)
            )
            self._grace.daemon = True
            self._grace.start()

    @property
    def is_left(self) -> bool:
        """Whether the visitor's session has ended, and the grace goes on."""
        return self._grace is not None

    def asked(self) -> None:
        """The visitor's page asks for news: if its session has ended, the grace begins anew."""
        with self._lock:
            if self._grace is not None:
                self.left()

    def came_back(self) -> None:
        """The visitor is there (again)."""
        with self._lock:
            self._cancel_grace()

    def _cancel_grace(self) -> None:
        if self._grace is not None:
            self._grace.cancel()
            self._grace = None

    # ---- the process: all of this is called with the lock held ----------------------------------

    def go(self) -> None:
        """Train from now on, or for as many batches as are wished: it is this training's turn."""
        is_new = self._process is None
        if is_new:
            self._launch()
        if self.status is Status.PAUSED:
            if is_new:
                self._tell("pause")
            self._rests_at = self.num_steps
            self._take_wished()
        elif is_new:
            self.status = Status.STARTING
        else:
            self.status = Status.TRAINING if self.checkpoints else Status.STARTING
            self._tell("resume")

    def _take_wished(self) -> None:
        """Command the single batches that are wished."""
        assert self._rests_at is not None
        self._rests_at += self._num_wished
        for _ in range(self._num_wished):
            self._tell("batch")
        self._num_wished = 0

    def _launch(self) -> None:
        """Start the process."""
        process = self._process = self._owner.new_process()
        self._tell(Start(self.recipe, self.device.name, Path(self._folder.name)))
        self._tell_watched()
        for target in (self._talk, self._listen):
            threading.Thread(target=target, args=(process,), daemon=True).start()

    def _tell(self, command: Command | Word) -> None:
        """Command the process, if there is one; nobody waits until it listens."""
        if self._process is not None:
            self._commands.put(command)

    def _talk(self, process: "subprocess.Popen[bytes]") -> None:
        """Write commands until the process has ended."""
        assert process.stdin is not None
        try:
            while (command := self._commands.get()) is not None:
                pickle.dump(command, process.stdin)
                process.stdin.flush()
        except (OSError, ValueError):
            pass  # it has ended, and `_listen` will say so
        _close(process.stdin)

    def _tell_watched(self) -> None:
        if self._watched is None:
            self._tell(Watch(None, None))
        else:
            number, prepared, _ = self._watched
            self._tell(Watch(number, prepared.image.numpy()))

    def _listen(self, process: "subprocess.Popen[bytes]") -> None:
        """Take records in until the process has ended."""
        assert process.stdout is not None
        try:
            while True:
                record: Record = pickle.load(process.stdout)
                self._take(record)
        except EOFError:
            pass
        except Exception:
            _LOGGER.exception("A record of a training could not be taken")
            process.kill()
        code = process.wait()
        process.stdout.close()
        self._commands.put(None)
        with self._lock:
            if self._is_stopping and not self.status.is_over:  # it was busy, and so it was ended
                self._end(Status.STOPPED, self.message)
            elif not self.status.is_over:
                _LOGGER.warning("A training's process ended with code %s", code)
                was_killed = code < 0
                self._end(Status.FAILED, _SAY_KILLED if was_killed else _SAY_FAILED)

    def _take(self, record: Record) -> None:
        """Remember what the process has told."""
        renewed = None
        if isinstance(record, Snapshot):
            renewed = network_of(
                np.frombuffer(record.values, "<f4"),
                self.recipe.hidden_sizes,
                last_relu=self.recipe.last_relu,
            )
        with self._lock:
            if self.status.is_over:
                return
            if isinstance(record, Sent):
                self.points.extend(record.points)
                self.num_steps, self.num_images = record.num_steps, record.num_images
                self.elapsed_s, self.is_resting = record.elapsed_s, record.is_resting
                rests_at = self._rests_at
                if record.is_resting and rests_at is not None and self.num_steps >= rests_at:
                    self._rests_at = None
                    self._owner.leave_turn(self)
            elif isinstance(record, Checkpoint):
                self.checkpoints = (*self.checkpoints, record)
                if self.status is Status.STARTING:
                    self.status = Status.TRAINING
            elif isinstance(record, Ended):
                if record.message is not None:
                    _LOGGER.info("A training has %s: %s", record.how, record.message)
                failed = record.how == "failed"
                message = _SAY_FAILED if failed else record.message
                self._end(Status(record.how), message or self.message)
        if isinstance(record, Checkpoint):
            renewed = self.network(record.fingerprint)
        if renewed is not None:
            self._owner.models.renew(self.token, renewed)

    def _end(self, status: Status, message: str | None = None) -> None:
        """Note how it ended."""
        self.status, self.message = status, message
        self._num_wished, self._rests_at = 0, None
        self._owner.leave_turn(self)

    def dispose(self) -> None:
        """End the process and forget everything."""
        self._cancel_grace()
        if not self.status.is_over:
            self._end(Status.STOPPED)
        if self._process is not None:
            self._process.kill()
            self._process.wait()
        self._owner.models.release(self.token)
        self._folder.cleanup()


def _new_process() -> "subprocess.Popen[bytes]":
    """Start a process that waits for its first command; it ends when its input is closed."""
    return subprocess.Popen(
        [sys.executable, "-c", _PROGRAM],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=_PROJECT,
    )


def _close(pipe: IO[bytes] | None) -> None:
    """Close a pipe; what could not be written any more is forgotten."""
    if pipe is not None:
        try:
            pipe.close()
        except OSError:
            pass


_SAY_FAILED = (
    "The process that trained has failed; the server's log says why. Start it again, or try "
    "other settings."
)
_SAY_RESTED = (
    "It had rested the longest when others wanted to rest too, and only so many can. What it had "
    "learned stays."
)
_SAY_KILLED = (
    "The process that trained was ended from outside; perhaps memory ran out. Start it again, or "
    "try a smaller network."
)


class Trainings:
    """All trainings of this server.

    Args:
        models: Gives the networks that the live channel asks; called when one is needed.
        max_running: Trainings that compute at once; the others wait for their turn. Default: one
            core stays free for the visitors.
        max_kept: Trainings that are kept at once.
        max_resting: Paused trainings whose processes are kept.
        grace_s: How long one waits for a visitor who is gone.

    Attributes:
        lock: Held while anything of any training changes.
    """

    def __init__(
        self,
        models: Callable[[], Models] = bundled_models,
        *,
        max_running: int | None = None,
        max_kept: int = MAX_KEPT,
        max_resting: int = MAX_RESTING,
        grace_s: float = GRACE_S,
    ) -> None:
        self._models = models
        cores = os.cpu_count() or 2
        self._max_running = max(1, cores - 1) if max_running is None else max_running
        self._max_kept = max_kept
        self._max_resting = max_resting
        self._resting: list[Training] = []
        self.grace_s = grace_s
        self.lock = threading.RLock()
        self._by_ticket: dict[str, Training] = {}
        self._waiting: list[Training] = []
        self._running: list[Training] = []
        self._spare: subprocess.Popen[bytes] | None = None
        self._spare_timer: threading.Timer | None = None

    @property
    def models(self) -> Models:
        """The networks that the live channel asks."""
        return self._models()

    def start(
        self, recipe: Recipe, device: Device, *, instead_of: Training | None = None
    ) -> Training:
        """Begin a training, now or as soon as it is its turn.

        Args:
            recipe: How to train.
            device: Where.
            instead_of: The visitor's one before; it is closed if the new one can begin.

        Raises:
            InputError: Too many are there already.
        """
        network = model_for(recipe, torch.device("cpu")).eval().requires_grad_(False)
        with self.lock:
            others = [one for one in self._by_ticket.values() if one is not instead_of]
            over = [one for one in others if one.status.is_over]
            if len(others) >= self._max_kept and not over:
                raise InputError(
                    f"{len(others)} other visitors are training or waiting, and there is no room "
                    "for more. Try again in a few minutes."
                )
            token = self.models.place_own(network, device, is_in_training=True)
            if instead_of is not None:
                self.close(instead_of.ticket)
            if len(others) >= self._max_kept:
                self.close(min(over, key=lambda one: not one.is_left).ticket)  # else the oldest
            training = Training(self, recipe, device, token)
            self._by_ticket[training.ticket] = training
            self.wait_for_turn(training)
            return training

    def note_rest(self, training: Training) -> None:
        """Let the one that has rested longest end, if too many do."""
        with self.lock:
            self._resting = [
                one for one in self._resting if one is not training and one.status is Status.PAUSED
            ]
            self._resting.append(training)
            if len(self._resting) > self._max_resting:
                self._resting.pop(0).stop(_SAY_RESTED)

    def prepare(self) -> None:
        """Have a process ready for the next training: it takes some seconds to start one.

        One that nobody has taken after a while is ended.
        """
        with self.lock:
            if self._spare is None and len(self._running) < self._max_running:
                self._spare = _new_process()
                self._spare_timer = threading.Timer(_SPARE_S, self.end_spare)
                self._spare_timer.daemon = True
                self._spare_timer.start()

    def end_spare(self) -> None:
        """End the process that nobody has taken."""
        process = self._take_spare()
        if process is not None:
            process.kill()
            process.wait()
            _close(process.stdin)
            _close(process.stdout)

    def new_process(self) -> "subprocess.Popen[bytes]":
        """Give a process that waits for its first command: the one that is ready, or a new one."""
        spare = self._take_spare()
        if spare is not None and spare.poll() is None:
            return spare
        return _new_process()

    def _take_spare(self) -> "subprocess.Popen[bytes] | None":
        """Take the process that is ready, if there is one."""
        with self.lock:
            spare, self._spare = self._spare, None
            if self._spare_timer is not None:
                self._spare_timer.cancel()
                self._spare_timer = None
            return spare

    def get(self, ticket: str) -> Training | None:
        """Find a training; None if there is none."""
        return self._by_ticket.get(ticket)

    def close(self, ticket: str) -> None:
        """End a training and forget everything of it."""
        with self.lock:
            training = self._by_ticket.pop(ticket, None)
            if training is not None:
                training.dispose()

    def network_with(self, fingerprint: str) -> NeuralNetwork | None:
        """Find the network of any checkpoint by its fingerprint; None if there is none."""
        with self.lock:
            kept = list(self._by_ticket.values())
        return next(filter(None, (one.network(fingerprint) for one in kept)), None)

    def position(self, training: Training) -> int:
        """Tell how many must go before it, itself included; 0 if it does not wait."""
        with self.lock:
            return self._waiting.index(training) + 1 if training in self._waiting else 0

    def wait_for_turn(self, training: Training) -> None:
        """Queue up."""
        with self.lock:
            self._waiting.append(training)
            self._advance()

    def leave_turn(self, training: Training) -> None:
        """Make room for those who wait."""
        with self.lock:
            for those in (self._waiting, self._running):
                if training in those:
                    those.remove(training)
            self._advance()

    def _advance(self) -> None:
        """Let those train whose turn it is."""
        while self._waiting and len(self._running) < self._max_running:
            training = self._waiting.pop(0)
            self._running.append(training)
            training.go()


def remove_left_folders() -> None:
    """Remove what servers that were killed have left of their trainings on the disk."""
    if os.name != "posix":
        return  # elsewhere nobody can be asked whether a process is there
    for folder in Path(tempfile.gettempdir()).glob(f"{_FOLDER}*"):
        owner = re.match(r"(\d+)-", folder.name.removeprefix(_FOLDER))
        if owner is None:
            continue
        try:
            os.kill(int(owner[1]), 0)
        except ProcessLookupError:
            shutil.rmtree(folder, ignore_errors=True)
        except OSError:
            pass  # somebody else's process


TRAININGS = Trainings()
"""Those of this process."""


def _described(checkpoint: Checkpoint) -> dict[str, Any]:
    """Describe a checkpoint in the browser's names."""
    return {
        "".join(part.capitalize() if number else part for number, part in enumerate(parts)): value
        for parts, value in ((name.split("_"), value) for name, value in vars(checkpoint).items())
    }
