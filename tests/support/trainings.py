"""Trainings that end with a test, and how to wait for their processes."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from mlp.net.device import available_devices
from mlp.training.recipe import Recipe
from mlp.web.server.models import Models
from mlp.web.server.trainings.process import WorkerProcess
from mlp.web.server.trainings.record import TrainingRun
from mlp.web.server.trainings.trainings import Trainings

CPU = available_devices()[-1]
SHORT = Recipe(num_images=300, epochs=2, batch_size=64, hidden_sizes=(32,))
LONG = replace(SHORT, num_images=60_000, epochs=30)
# NOTE: the processes go behind everything else: on a busy machine a start may take a minute.
WAIT_S = 180.0


@contextmanager
def trainings(models: Models, **options: Any) -> Iterator[Trainings]:
    """Trainings that all end with the context."""
    opened = Trainings(lambda: models, **{"max_running": 1, **options})
    try:
        yield opened
    finally:
        for ticket in list(opened._by_ticket):
            opened.close(ticket)
        opened.spare.end()


def wait_until(is_so: Callable[[], bool]) -> None:
    """Wait for another process or thread; fail if it takes three minutes."""
    ends_s = time.monotonic() + WAIT_S
    while not is_so():
        assert time.monotonic() < ends_s, "it did not happen"
        time.sleep(0.02)


def ended(run: TrainingRun) -> TrainingRun:
    """Wait until a training is over."""
    wait_until(lambda: run.status.is_over)
    return run


def is_alive(process: WorkerProcess) -> bool:
    """Whether a process is there, and no zombie."""
    try:
        stat = Path(f"/proc/{process.popen.pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False
    return stat.split(")")[1].split()[0] != "Z"
