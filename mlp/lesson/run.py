"""Runs the lesson's code and keeps what it printed, made and raised.

It must not know who looks at it. Only our own code with checked settings comes here, never a
visitor's.
"""

import copy
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from io import StringIO
from typing import Any

import numpy as np
import torch
from torch import nn

from mlp.lesson.step import Mistake, Settings
from mlp.lesson.steps import (
    NUM_ANSWERING,
    NUM_STEPS,
    STEPS,
    Layer,
    chain_code,
    mistake_code,
    race_code,
    settings_up_to,
    step_code,
    step_of_mistake,
)
from mlp.net.network import SEEDED

Namespace = dict[str, Any]


@dataclass(frozen=True)
class Failure:
    """An exception as Python words it.

    Attributes:
        kind: Its type, for example "RuntimeError".
        message: What it says.
        line: The line of the code that it came from.
    """

    kind: str
    message: str
    line: str

    def __str__(self) -> str:
        return f"{self.kind}: {self.message}"


@dataclass(frozen=True)
class Run:
    """Code that was run.

    Attributes:
        code: What was run.
        printed: What it printed.
        names: What it and the code before it made. Only to be read: it is shared.
        failure: The exception that ended it; None if it ran to its end.
    """

    code: str
    printed: str
    names: Namespace
    failure: Failure | None = None

    def values(self, name: str) -> np.ndarray:
        """Copy a tensor that it made to the CPU."""
        values: np.ndarray = self.names[name].detach().cpu().numpy()
        return values

    def shape(self, name: str) -> tuple[int, ...]:
        """Tell the shape of a tensor that it made."""
        return tuple(self.names[name].shape)


@dataclass(frozen=True)
class Attempt:
    """A mistake and its correction, both run after the step they belong to."""

    wrong: Run
    right: Run


@dataclass(frozen=True)
class Lesson:
    """Steps, run one after the other.

    Attributes:
        settings: What was chosen.
        runs: Of each step, in order; after one that failed there is none.
    """

    settings: Settings
    runs: tuple[Run, ...]

    @property
    def failure(self) -> Failure | None:
        """What ended it; None if all went well."""
        return self.runs[-1].failure


@dataclass(frozen=True)
class Race:
    """Times that were measured on one device.

    Attributes:
        place: PyTorch's name of the device.
        size: Rows and columns of the matrices.
        many_ms: Of one multiplication of matrices, the shortest first.
        few_ms: Of a hundred sums that wait for one another, the shortest first.
    """

    place: str
    size: int
    many_ms: tuple[float, ...]
    few_ms: tuple[float, ...]
    printed: str = ""


def run_lesson(settings: Settings, last: int = NUM_STEPS) -> Lesson:
    """Run the steps up to and including the last one; nothing is run twice for the same settings.

    Args:
        settings: What was chosen.
        last: 1-based; the first ten are run together.
    """
    runs = _answering_runs(settings_up_to(settings, NUM_ANSWERING))
    for number in range(NUM_ANSWERING + 1, last + 1):
        if runs[-1].failure:
            break
        runs = (*runs, _learning_run(settings_up_to(settings, number), number))
    return Lesson(settings, runs)


def attempt(settings: Settings, mistake: Mistake) -> Attempt:
    """Run a mistake and its correction, each after the step that they belong to.

    NOTE: The first use of PyTorch's device "meta" imports 800 modules: a second or two.
    """
    return _attempt(settings_up_to(settings, step_of_mistake(mistake.name)), mistake)


@lru_cache(maxsize=64)
def _attempt(settings: Settings, mistake: Mistake) -> Attempt:
    last = step_of_mistake(mistake.name)
    names = run_lesson(settings, last).runs[last - 1].names
    is_cpu = str(names["device"]).startswith("cpu")
    with SEEDED, _own_random_numbers():
        runs = [
            _run(
                mistake_code(mistake, is_cpu=is_cpu, right=right),
                _own_networks(names) if last > NUM_ANSWERING else names,
                mistake.name,
            )
            for right in (False, True)
        ]
    return Attempt(*(replace(run, names={}) for run in runs))  # a network each: too much to keep


@lru_cache(maxsize=16)
def _answering_runs(settings: Settings) -> tuple[Run, ...]:
    """Run the tutorial's steps."""
    runs: list[Run] = []
    names: Namespace = {"__name__": "__main__"}
    with SEEDED, _own_random_numbers():
        for step in STEPS[:NUM_ANSWERING]:
            run = _run(step_code(step, settings), names, f"step {step.name}")
            runs.append(run)
            if run.failure:
                break
            names = run.names
    return tuple(runs)


@lru_cache(maxsize=12)
def _learning_run(settings: Settings, number: int) -> Run:
    """Run one of the steps in which the network learns; it draws no random numbers of PyTorch's."""
    before = run_lesson(settings, number - 1).runs[-1].names
    step = STEPS[number - 1]
    return _run(step_code(step, settings), _own_networks(before), f"step {step.name}")


@lru_cache(maxsize=64)
def run_chain(settings: Settings, layers: tuple[Layer, ...]) -> Run:
    """Send the lesson's pictures through a chain of layers."""
    before = run_lesson(settings, NUM_ANSWERING).runs[-1].names
    with SEEDED, _own_random_numbers():
        return _run(chain_code(layers), before, "chain")


def _own_networks(names: Namespace) -> Namespace:
    """Copy what learning changes, the slopes included: the step before keeps its own.

    NOTE: a function of the code before still sees the names of its own step, so it must be given
    the network.
    """
    kinds = (nn.Module, torch.optim.Optimizer)
    changed: Namespace = {name: value for name, value in names.items() if isinstance(value, kinds)}
    copied = copy.deepcopy(changed)  # together: the optimizer has the copied network's parameters
    for name, value in changed.items():
        if isinstance(value, nn.Module):
            network: nn.Module = copied[name]
            for parameter, own in zip(value.parameters(), network.parameters(), strict=True):
                own.grad = None if parameter.grad is None else parameter.grad.clone()
    return {**names, **copied}


def run_race(place: str, size: int) -> Race:
    """Measure a device, in this thread; it draws no random numbers and waits for nobody."""
    run = _run(race_code(place, size), {"__name__": "__main__", "torch": torch}, "race")
    if run.failure:
        return Race(place, size, (), (), printed=str(run.failure))
    return Race(place, size, tuple(run.names["many_ms"]), tuple(run.names["few_ms"]), run.printed)


def _run(code: str, before: Namespace, file: str) -> Run:
    """Run code with names of its own that start as those before it.

    Args:
        code: What is run.
        before: The names that it may use.
        file: What tells its lines from those of the code before it.

    NOTE: `contextlib.redirect_stdout` would take what other visitors' threads print.
    """
    printed = StringIO()
    names = {**before, "print": partial(print, file=printed)}
    try:
        exec(compile(code, file, "exec"), names)  # our own text: see the top of this module
    except Exception as error:  # whatever the visitor's mistake leads to is shown
        return Run(code, printed.getvalue(), names, _describe(error, code, file))
    return Run(code, printed.getvalue(), names)


def _describe(error: Exception, code: str, file: str) -> Failure:
    """Say of an exception what Python would print of it."""
    lines = [
        frame.lineno
        for frame in traceback.extract_tb(error.__traceback__)
        if frame.filename == file and frame.lineno
    ]
    line = code.splitlines()[lines[-1] - 1].strip() if lines else ""
    return Failure(type(error).__name__, str(error), line)


@contextmanager
def _own_random_numbers() -> Iterator[None]:
    """Leave the process's random numbers as they are."""
    mps = torch.mps.get_rng_state() if torch.backends.mps.is_available() else None
    with torch.random.fork_rng(devices=range(torch.cuda.device_count())):
        yield
    if mps is not None:
        torch.mps.set_rng_state(mps)
