"""The trainings of all visitors: commands go to their processes, events come back from there.

It must not know who watches, nor how anything is shown.
"""

import logging
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import torch

from mlp.errors import InputError
from mlp.net.device import Device
from mlp.net.network import NeuralNetwork
from mlp.picture.prepare import Prepared
from mlp.training.loop import model_for
from mlp.training.recipe import MAX_RATE_CHANGES, Recipe
from mlp.web.server.models import Models, bundled_models
from mlp.web.server.trainings.process import Spare, WorkerProcess, new_folder
from mlp.web.server.trainings.record import Status, TrainingRun
from mlp.web.server.trainings.turns import MAX_RESTING, MAX_RUNNING, Turns
from mlp.web.server.trainings.worker import (
    Command,
    Ended,
    Event,
    Rate,
    Sent,
    Start,
    Watch,
)
from mlp.web.server.visitors.digit import Digit

_LOGGER = logging.getLogger(__name__)

GRACE_S = 90.0
"""How long a training waits for a visitor who is gone."""

MAX_KEPT = 32
"""Trainings that are kept at once: each keeps its checkpoints on the disk. Ended ones go first."""

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
    """All trainings of this server. Every method may be called by any thread.

    Args:
        models: Gives the networks that the live channel asks; called when one is needed.
        max_running: Trainings that compute at once; the others wait for their turn.
        max_kept: Trainings that are kept at once.
        max_resting: Paused trainings whose processes are kept.
        grace_s: How long one waits for a visitor who is gone.

    Attributes:
        spare: The process for the next one.
    """

    def __init__(
        self,
        models: Callable[[], Models] = bundled_models,
        *,
        max_running: int = MAX_RUNNING,
        max_kept: int = MAX_KEPT,
        max_resting: int = MAX_RESTING,
        grace_s: float = GRACE_S,
    ) -> None:
        self._models = models
        self._max_kept = max_kept
        self._grace_s = grace_s
        self._lock = threading.RLock()  # held while anything of any training changes
        self._turns = Turns(max_running, max_resting)
        self._pace_s: float | None = None  # what an image costs each parameter
        self.spare = Spare()
        self._by_ticket: dict[str, TrainingRun] = {}
        self._processes: dict[str, WorkerProcess] = {}
        self._graces: dict[str, threading.Timer] = {}

    def start(
        self, recipe: Recipe, device: Device, *, instead_of: TrainingRun | None = None
    ) -> TrainingRun:
        """Begin a training, now or as soon as it is its turn.

        Args:
            recipe: How to train.
            device: Where.
            instead_of: The visitor's one before; it is closed if the new one can begin, which
                keeps what is to be compared with.

        Raises:
            InputError: Too many are there already.
        """
        network = model_for(recipe, torch.device("cpu")).eval().requires_grad_(False)
        with self._lock:
            others = [run for run in self._by_ticket.values() if run is not instead_of]
            over = [run for run in others if run.status.is_over]
            if len(others) >= self._max_kept and not over:
                raise InputError(
                    f"{len(others)} other visitors are training or waiting, and there is no room "
                    "for more. Try again in a few minutes."
                )
            token = self._models().place_own(network, device, is_in_training=True)
            run = TrainingRun(recipe, device, token, new_folder())
            if instead_of is not None and self.get(instead_of.ticket) is not None:
                run.keep(instead_of)
                self.close(instead_of.ticket)
            if len(others) >= self._max_kept:
                self.close(min(over, key=lambda run: not self.is_left(run)).ticket)  # or the oldest
            self._by_ticket[run.ticket] = run
            self._turns.wait(run)
            self._advance()
            return run

    def get(self, ticket: str) -> TrainingRun | None:
        """Find a training; None if there is none."""
        return self._by_ticket.get(ticket)

    def close(self, ticket: str) -> None:
        """End a training and forget everything of it."""
        with self._lock:
            run = self._by_ticket.pop(ticket, None)
            if run is None:
                return
            self.end_grace(run)
            if not run.status.is_over:
                self._end(run, Status.STOPPED)
            process = self._processes.pop(ticket, None)
            if process is not None:
                process.kill()
            self._models().release(run.token)
            run.folder.cleanup()

    def network_with(self, fingerprint: str) -> NeuralNetwork | None:
        """Find the network of any checkpoint by its fingerprint; None if there is none."""
        with self._lock:
            runs = list(self._by_ticket.values())
        return next(filter(None, (run.network(fingerprint) for run in runs)), None)

    def report(self, run: TrainingRun, num_points: int, num_checkpoints: int) -> dict[str, Any]:
        """Tell what is new of a training; see `TrainingRun.report`."""
        with self._lock:
            return run.report(
                num_points,
                num_checkpoints,
                position=self._turns.position(run),
                wait_s=self._turns.wait_s(run, self._pace_s),
            )

    def pause(self, run: TrainingRun) -> None:
        """Rest after the present batch; whoever waits may train meanwhile."""
        with self._lock:
            if run.status.is_over or run.status is Status.PAUSED:
                return
            run.status = Status.PAUSED
            self._tell(run, "pause")
            self._turns.leave(run)
            self._advance()
            longest = self._turns.rest(run)
            if longest is not None:
                self.stop(longest, _SAY_RESTED)

    def resume(self, run: TrainingRun) -> None:
        """Go on as soon as it is this training's turn."""
        with self._lock:
            if run.status is Status.PAUSED:
                run.num_wished, run.rests_at = 0, None
                run.status = Status.WAITING
                self._turns.leave(run)
                self._turns.wait(run)
                self._advance()

    def one_batch(self, run: TrainingRun) -> None:
        """Learn from one batch, as soon as it is this training's turn, and rest again."""
        with self._lock:
            if run.status is not Status.PAUSED:
                return
            run.num_wished += 1
            if run.rests_at is not None:
                self._take_wished(run)
            elif not self._turns.position(run):
                self._turns.wait(run)
                self._advance()

    def change_rate(self, run: TrainingRun, learning_rate: float) -> None:
        """Take steps of another size from the next batch on; its recipe then says so.

        Args:
            run: The training.
            learning_rate: The largest step size.

        Raises:
            InputError: It was changed too often.
        """
        with self._lock:
            if run.status.is_over or learning_rate == run.learning_rate:
                return
            if len(run.recipe.rate_changes) >= MAX_RATE_CHANGES:
                raise InputError(
                    f"The learning rate of this training was changed {MAX_RATE_CHANGES} times; "
                    "more than that cannot be written down."
                )
            if run.ticket not in self._processes:  # nothing was done yet
                run.recipe = replace(run.recipe, learning_rate=learning_rate)
                return
            run.wished_rate = learning_rate
            self._tell(run, Rate(learning_rate))

    def rename(self, run: TrainingRun, number: int, name: str) -> None:
        """Call a training, or one of its visitor's before, by a name."""
        with self._lock:
            run.rename(number, name)

    def stop(self, run: TrainingRun, message: str | None = None) -> None:
        """End it; what was learned stays.

        Args:
            run: The training.
            message: Why, for people, if it is not the visitor's wish.
        """
        with self._lock:
            if run.status.is_over:
                return
            run.message = message
            process = self._processes.get(run.ticket)
            if process is not None and run.checkpoints:
                process.stop()
                return
            if process is not None:  # nothing was learned yet that could stay
                process.kill()
            self._end(run, Status.STOPPED, message)

    def watch(self, run: TrainingRun, prepared: Prepared | None, digit: Digit) -> int:
        """Follow how the visitor's digit is read.

        Args:
            run: The training.
            prepared: As the network reads it; None or a blank one for none.
            digit: What that was prepared from.

        Returns:
            The digit's number; the same for the same digit.
        """
        with self._lock:
            if run.watch(prepared, digit):
                self._tell_watched(run)
            return run.num_watched

    def start_grace(self, run: TrainingRun) -> None:
        """The visitor's session has ended; perhaps the page is only loaded anew."""
        with self._lock:
            self.end_grace(run)
            if run.ticket not in self._by_ticket:
                return
            grace = threading.Timer(self._grace_s, self.close, args=(run.ticket,))
            grace.daemon = True
            grace.start()
            self._graces[run.ticket] = grace

    def is_left(self, run: TrainingRun) -> bool:
        """Whether the visitor's session has ended, and the grace goes on."""
        return run.ticket in self._graces

    def prolong_grace(self, run: TrainingRun) -> None:
        """The visitor's page asks for news: if its session has ended, the grace begins anew."""
        with self._lock:
            if self.is_left(run):
                self.start_grace(run)

    def end_grace(self, run: TrainingRun) -> None:
        """The visitor is there (again)."""
        with self._lock:
            grace = self._graces.pop(run.ticket, None)
            if grace is not None:
                grace.cancel()

    def prepare(self) -> None:
        """Have a process ready for the next training, if that could begin at once."""
        with self._lock:
            if self._turns.has_room:
                self.spare.prepare()

    def _advance(self) -> None:
        """Let those train whose turn it is; to be called whenever the queue has changed."""
        while (run := self._turns.next()) is not None:
            self._go(run)

    def _go(self, run: TrainingRun) -> None:
        """Train from now on, or for as many batches as are wished."""
        is_new = run.ticket not in self._processes
        if is_new:
            process = self._processes[run.ticket] = self.spare.take()
            process.tell(Start(run.recipe, run.device.name, Path(run.folder.name)))
            self._tell_watched(run)
            threading.Thread(target=self._follow, args=(run, process), daemon=True).start()
        if run.status is Status.PAUSED:
            if is_new:
                self._tell(run, "pause")
            self._take_wished(run)
        elif is_new:
            run.status = Status.STARTING
        else:
            run.status = Status.TRAINING if run.checkpoints else Status.STARTING
            self._tell(run, "resume")

    def _take_wished(self, run: TrainingRun) -> None:
        """Command the single batches that are wished, after those that are commanded."""
        run.rests_at = (run.rests_at or run.num_steps) + run.num_wished
        for _ in range(run.num_wished):
            self._tell(run, "batch")
        run.num_wished = 0

    def _tell(self, run: TrainingRun, command: Command) -> None:
        """Command its process, if there is one."""
        if run.ticket in self._processes:
            self._processes[run.ticket].tell(command)

    def _tell_watched(self, run: TrainingRun) -> None:
        if run.watched is None:
            self._tell(run, Watch(None, None))
        else:
            number, prepared, _ = run.watched
            self._tell(run, Watch(number, prepared.image.numpy()))

    def _end(self, run: TrainingRun, status: Status, message: str | None = None) -> None:
        """Note how it ended."""
        run.status, run.message = status, message
        run.num_wished, run.rests_at = 0, None
        self._turns.leave(run)
        self._advance()

    def _follow(self, run: TrainingRun, process: WorkerProcess) -> None:
        """Take events until the process has ended."""
        try:
            for event in process.events():
                self._take(run, event)
        except Exception:
            _LOGGER.exception("An event of a training could not be taken")
            process.kill()
        code = process.close()
        with self._lock:
            if run.status.is_over:
                return
            if process.is_stopping:  # it was busy, and so it was ended
                self._end(run, Status.STOPPED, run.message)
            else:
                _LOGGER.warning("A training's process ended with code %s", code)
                self._end(run, Status.FAILED, _SAY_KILLED if code < 0 else _SAY_FAILED)

    def _take(self, run: TrainingRun, event: Event) -> None:
        """Take one event."""
        with self._lock:
            if run.status.is_over:
                return
            if isinstance(event, Ended):
                if event.message is not None:
                    _LOGGER.info("A training has %s: %s", event.how, event.message)
                message = _SAY_FAILED if event.how == "failed" else event.message
                self._end(run, Status(event.how), message or run.message)
                return
            run.note(event)
            if isinstance(event, Sent) and event.left_s is not None:
                self._pace_s = event.elapsed_s / (event.num_images * run.num_parameters)
            if run.rests_at is not None and run.is_resting and run.num_steps >= run.rests_at:
                run.rests_at = None
                self._turns.leave(run)
                self._advance()
        network = run.network_at(event)
        if network is not None:
            self._models().renew(run.token, network)


TRAININGS = Trainings()
"""Those of this process."""
