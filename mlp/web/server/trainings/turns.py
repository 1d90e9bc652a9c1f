"""Whose turn it is to train: a queue, those who train, and those who rest.

It must not know how a training is started, paused or ended.
"""

import os
from dataclasses import dataclass, field

from mlp.web.server.trainings.record import Status, TrainingRun

MAX_RUNNING = max(1, (os.cpu_count() or 2) - 1)
"""Trainings that compute at once: one core stays free for the visitors."""

MAX_RESTING = 6
"""Paused trainings whose processes are kept; each takes some 400 MB of memory."""


@dataclass
class Turns:
    """The trainings that wait, train and rest.

    Attributes:
        max_running: Trainings that compute at once; the others wait for their turn.
        max_resting: Paused trainings whose processes are kept.
        waiting: Who has waited longest first.
        running: Whose turn it is.
        resting: Who has rested longest first; some may have ceased to.
    """

    max_running: int = MAX_RUNNING
    max_resting: int = MAX_RESTING
    waiting: list[TrainingRun] = field(default_factory=list)
    running: list[TrainingRun] = field(default_factory=list)
    resting: list[TrainingRun] = field(default_factory=list)

    @property
    def has_room(self) -> bool:
        """Whether one more may train."""
        return len(self.running) < self.max_running

    def position(self, run: TrainingRun) -> int:
        """Tell how many must go before it, itself included; 0 if it does not wait."""
        return self.waiting.index(run) + 1 if run in self.waiting else 0

    def wait_s(self, run: TrainingRun, pace_s: float | None) -> float | None:
        """Tell about how long it will wait; None where that is not known, or it does not wait.

        Args:
            run: The training.
            pace_s: What one image costs each parameter, as it was measured last.
        """
        if run not in self.waiting or pace_s is None:
            return None
        free_s = [_left_s(other, pace_s) for other in self.running]
        free_s += [0.0] * (self.max_running - len(free_s))
        if not free_s:
            return None
        for other in self.waiting[: self.waiting.index(run)]:
            first = free_s.index(min(free_s))
            free_s[first] += _left_s(other, pace_s)
        return min(free_s)

    def wait(self, run: TrainingRun) -> None:
        """Queue up."""
        self.waiting.append(run)

    def next(self) -> TrainingRun | None:
        """Give the turn to who has waited longest; None if nobody waits or there is no room."""
        if not self.waiting or not self.has_room:
            return None
        self.running.append(self.waiting.pop(0))
        return self.running[-1]

    def leave(self, run: TrainingRun) -> None:
        """Neither train nor wait any more."""
        for those in (self.waiting, self.running):
            if run in those:
                those.remove(run)

    def rest(self, run: TrainingRun) -> TrainingRun | None:
        """Rest from now on; if too many do, name the one that has rested longest: it must end."""
        self.resting = [
            other for other in self.resting if other is not run and other.status is Status.PAUSED
        ]
        self.resting.append(run)
        return self.resting.pop(0) if len(self.resting) > self.max_resting else None


def _left_s(run: TrainingRun, pace_s: float) -> float:
    """Tell about how long a training will still take, without pauses."""
    if run.left_s is not None:
        return run.left_s
    return (run.total_images - run.num_images) * run.num_parameters * pace_s
