"""How the app bears many visitors who draw at once: `python -m benchmarks.crowd`.

It must not know how the app does it: it starts it as anybody would and lets visitors in
(`benchmarks.visitors`).
"""

import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from itertools import chain, pairwise
from pathlib import Path
from typing import Literal, Protocol

import click

from benchmarks.report import Row, Section, Target, say
from benchmarks.trainee import somebody_trains
from benchmarks.visitors import (
    ARRIVING_AT_ONCE,
    DEPTH_OF_SLOW,
    LIFT_AFTER_S,
    MOVES_BETWEEN_STROKES,
    MOVES_PER_S,
    SLOW_S,
    LoadGenerator,
    Log,
    cpu_s,
    load_generator,
    machine_cpu_s,
    resident_mb,
)
from tests.support.server import Server, running_server

CROWDS = (1, 10, 30, 60, 100)
CROWDS_BESIDE = (10, 30)
"""Those that draw once more while somebody trains."""

DRAWING_S = 6.0
WARM_UP_S = 1.0
LIFT_EVERY_S = 2.0


class Activity(Protocol):
    """What else the server does while the visitors draw."""

    def rows(self) -> list[Row]:
        """Say how it went."""


Beside = Callable[[Server], AbstractContextManager[Activity]]
"""Begins an activity and ends it; the server is healthy."""


@dataclass(frozen=True)
class Goal:
    """What a crowd of one size should reach; None: nothing in particular.

    Attributes:
        move_ms: p95 of “move → answer”.
        settled_ms: p95 of “pen up → answer settled”.
        updates_per_s: For the slowest.
    """

    move_ms: float | None = None
    settled_ms: float | None = None
    updates_per_s: float | None = None


Goals = dict[int, Goal]
"""By number of visitors."""

ALONE: Goals = {
    30: Goal(move_ms=40, updates_per_s=25),
    60: Goal(move_ms=60),
    100: Goal(move_ms=130, updates_per_s=10),
}
LIFTING: Goals = {
    30: Goal(move_ms=40, settled_ms=30, updates_per_s=20),
    60: Goal(move_ms=60, settled_ms=100),
    100: Goal(move_ms=130, settled_ms=250),
}
BESIDE: Goals = {30: Goal(move_ms=100, updates_per_s=20)}

NOTES = (
    f"Each visitor moves the pen {MOVES_PER_S} times a second and keeps to the page's rules: one "
    f"update in flight, or {DEPTH_OF_SLOW} deflated ones where answers take more than "
    f"{1000 * SLOW_S:g} ms and the server does not say that many are waiting; the newest ink next, "
    "the last one always. “Move → answer” counts from when the move was due to the answer that "
    "shows it, for every move, also those that waited and left together with newer ones; the "
    "targets are for this figure. “Sent → answer” counts from when the update really left. "
    "“Updates shown” has one sample for each visitor, and its target holds for the slowest. Where "
    f"the pen lifts, a third of the visitors (at least one) do so every {LIFT_EVERY_S:g} s, "
    f"{1000 * LIFT_AFTER_S:.0f} ms after a move, and begin their next stroke "
    f"{MOVES_BETWEEN_STROKES / MOVES_PER_S:g} s later. “Pen up → answer settled” counts to the "
    "answer that says that the pen is up; then the page asks for the digit's details. “Script "
    "runs” are those that the visitors' pages saw begin while they drew.",
    "The visitors are one asyncio process without a browser, on the same machine; “visitors' own "
    "delay” is how late that process made its moves, and is part of “move → answer”. CPU is in % "
    "of one core; “anything else” is whatever else the machine did meanwhile: the figures "
    "are worth most where it is close to nothing. Before each size of the crowd everybody draws "
    f"for {WARM_UP_S:g} s that are not counted.",
    f"Visitors arrive {ARRIVING_AT_ONCE} at a time; “first page” is from connecting to the end of "
    "its script run. Memory is what the server's resident memory has grown since the first visitor "
    "left, after a crowd has drawn; what the allocator had in reserve makes it smaller.",
)

BESIDE_TITLE = "Crowd beside a training"
NOTES_BESIDE = (
    "The same, while one more visitor has a network trained on the Train page with its defaults, "
    "all the time: in a process of its own, at lower priority. That visitor's page asks for what "
    "is new four times a second, and for the pictures of each checkpoint. Compare with the same "
    "rows above. The server, the visitors and the training share the machine; “anything else” is "
    "the training, for the most part.",
)


@dataclass(frozen=True)
class Drawing:
    """How it went when a crowd drew.

    Attributes:
        logs: Of each visitor.
        wall_s: How long it took until all was answered.
        server_s: CPU time of the server meanwhile.
        visitors_s: CPU time of the visitors' process.
        others_s: CPU time of anything else on the machine.
    """

    num_visitors: int
    num_lifting: int
    logs: list[Log]
    wall_s: float
    server_s: float
    visitors_s: float
    others_s: float

    def joined(self, name: str) -> list[float]:
        """Join one list of all logs."""
        return list(chain.from_iterable(getattr(log, name) for log in self.logs))

    def rows(self, goals: Goals) -> list[Row]:
        """Say it in the report's rows."""
        who = f"{self.num_visitors} drawing"
        who += f", {self.num_lifting} lifting" if self.num_lifting else ""
        goal = goals.get(self.num_visitors, Goal())
        num_answered = sum(log.num_answered for log in self.logs)
        rows = [
            Row(
                f"{who}: move → answer",
                self.joined("from_move_ms"),
                target=_target("p95", goal.move_ms),
            ),
            Row(f"{who}: sent → answer", self.joined("from_send_ms")),
            Row(
                f"{who}: updates shown to each",
                [log.updates_per_s for log in self.logs],
                "/s",
                _target("min", goal.updates_per_s, "≥"),
            ),
            Row(
                f"{who}: pen up → answer settled",
                self.joined("settled_ms"),
                target=_target("p95", goal.settled_ms),
            ),
            Row(f"{who}: details asked for → there", self.joined("details_ms")),
            Row(f"{who}: CPU of the server", [100 * self.server_s / self.wall_s], "%"),
            Row(f"{who}: the same, for each update", [1000 * self.server_s / num_answered]),
            Row(f"{who}: CPU of the visitors", [100 * self.visitors_s / self.wall_s], "%"),
        ]
        return [row for row in rows if row.samples]


def _target(
    figure: Literal["p95", "min"], bound: float | None, sign: Literal["≤", "≥"] = "≤"
) -> Target | None:
    return None if bound is None else Target(figure, bound, sign)


def measure(*, crowds: Sequence[int] = CROWDS, drawing_s: float = DRAWING_S) -> list[Section]:
    """Let ever more visitors draw at once, and some of those crowds while somebody trains.

    Args:
        crowds: Numbers of visitors, going up.
        drawing_s: How long each crowd draws, alone and again with pens lifted.
    """
    beside = [number for number in crowds if number in CROWDS_BESIDE]
    return [
        *_measure("Crowd", crowds, drawing_s),
        *(_measure(BESIDE_TITLE, beside, drawing_s, somebody_trains) if beside else []),
    ]


def _measure(
    title: str, crowds: Sequence[int], drawing_s: float, beside: Beside | None = None
) -> list[Section]:
    """Let ever more visitors draw at once at one app.

    Args:
        title: Heading; it says what goes on beside.
        crowds: Numbers of visitors, going up.
        drawing_s: How long each crowd draws.
        beside: What else the server does meanwhile.
    """
    alone: list[Drawing] = []
    lifting: list[Drawing] = []
    arriving: list[Row] = []
    with tempfile.TemporaryDirectory() as folder:
        say("crowd: starting the app")
        with running_server(Path(folder) / "app.log") as server:
            try:
                with (
                    load_generator(server.address) as visitors,
                    beside(server) if beside is not None else nullcontext() as activity,
                ):
                    _warm_up(visitors)
                    before_mb = resident_mb(server.process.pid)
                    for num_before, num_visitors in pairwise((0, *crowds)):
                        arriving.append(_arrive(visitors, num_before, num_visitors))
                        visitors.draw(WARM_UP_S)
                        for drawings, num_lifting in (
                            (alone, 0),
                            (lifting, max(1, num_visitors // 3)),
                        ):
                            say(f"crowd: {num_visitors} draw, {num_lifting} of them lift the pen")
                            drawings.append(
                                _draw(visitors, server, num_visitors, num_lifting, drawing_s)
                            )
                        grown_mb = resident_mb(server.process.pid) - before_mb
                        what = f"{num_visitors} visitors: the server's memory, for each"
                        arriving.append(Row(what, [grown_mb / num_visitors], "MB"))
            except Exception:
                say(server.log())
                raise
    if activity is not None:
        arriving += activity.rows()
    return [
        Section(
            f"{title}: drawing at once",
            rows(alone, ALONE if beside is None else BESIDE),
            NOTES if beside is None else NOTES_BESIDE,
        ),
        Section(
            f"{title}: a third of them also lift the pen",
            rows(lifting, LIFTING if beside is None else {}),
        ),
        Section(f"{title}: arriving", arriving),
    ]


def rows(drawings: list[Drawing], goals: Goals) -> list[Row]:
    """Say how each crowd fared, and what concerns them all."""
    logs = list(chain.from_iterable(drawing.logs for drawing in drawings))
    others = [100 * drawing.others_s / drawing.wall_s for drawing in drawings]
    late_ms = list(chain.from_iterable(drawing.joined("late_ms") for drawing in drawings))
    return [
        *chain.from_iterable(drawing.rows(goals) for drawing in drawings),
        Row("all: errors of each visitor", [len(log.errors) for log in logs], "", Target("max", 0)),
        Row("all: last updates lost", [log.num_lost for log in logs], "", Target("max", 0)),
        Row("all: script runs while drawing", [log.num_runs for log in logs], "", Target("max", 0)),
        Row("all: CPU of anything else on the machine", others, "%"),
        Row("all: visitors' own delay", late_ms),
    ]


def _warm_up(visitors: LoadGenerator) -> None:
    """Let the first visitor pay for what is done once: imports, caches, pools of threads."""
    visitors.arrive(1)
    visitors.draw(LIFT_EVERY_S, num_lifting=1)
    visitors.leave()


def _arrive(visitors: LoadGenerator, num_before: int, num_visitors: int) -> Row:
    """Let more visitors in, until there are so many."""
    say(f"crowd: {num_visitors} visitors have the page open")
    first_page_ms = visitors.arrive(num_visitors - num_before)
    return Row(f"visitors {num_before + 1} to {num_visitors}: first page", first_page_ms)


def _draw(
    visitors: LoadGenerator,
    server: Server,
    num_visitors: int,
    num_lifting: int,
    drawing_s: float,
) -> Drawing:
    """Let everybody draw, and watch what it costs."""

    def clocks() -> tuple[float, float, float, float]:
        server_s, visitors_s = cpu_s(server.process.pid), cpu_s(visitors.pid)
        return time.perf_counter(), server_s, visitors_s, machine_cpu_s() - server_s - visitors_s

    before = clocks()
    logs = visitors.draw(drawing_s, num_lifting=num_lifting, lift_every_s=LIFT_EVERY_S)
    used = [now - then for now, then in zip(clocks(), before, strict=True)]
    for error in list(chain.from_iterable(log.errors for log in logs))[:5]:
        say(f"crowd: ERROR: {error}")
    if not any(log.num_answered for log in logs):
        raise RuntimeError("No update was answered.")
    return Drawing(num_visitors, num_lifting, logs, *used)


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--quick", is_flag=True, help="Up to 30 visitors, two seconds each.")
def main(quick: bool) -> None:
    """Measure the app under up to 100 visitors; takes about three minutes."""
    started_s = time.monotonic()
    sections = measure(crowds=CROWDS[:3], drawing_s=2.0) if quick else measure()
    say(f"done after {time.monotonic() - started_s:.0f} s")
    click.echo("\n\n".join(section.as_text() for section in sections))


if __name__ == "__main__":
    main(prog_name="python -m benchmarks.crowd")
