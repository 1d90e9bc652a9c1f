"""What stays in the server's memory: `python -m benchmarks.soak`.

It must not know how the app does it: it starts it as anybody would, lets visitors come and go
(`benchmarks.visitors`) and looks at the process from outside. The one thing it puts into the
server is a signal handler that collects garbage, from a folder of its own on Python's path.
"""

import json
import os
import signal
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import click

from benchmarks.report import Row, Section, Target, say
from benchmarks.visitors import LoadGenerator, load_generator
from tests.support.server import Server, running_server

NUM_SESSIONS = 140
NUM_UPDATES = 3_000
NUM_WARM_UP = 20
NUM_WAVES = 2
SESSION_TTL_S = 5
NUM_MOVES = 10
COLLECT_TIMEOUT_S = 60.0

MAX_SESSION_MB = 5.0
MAX_GROWTH_MB = 10.0

COLLECTOR = '''
"""Collect garbage when SIGUSR1 comes, and tell what is left; for benchmarks/soak.py."""

import ctypes
import gc
import json
import os
import signal
import sys


def resident_mb():
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


def collect(*_):
    gc.collect()
    found = {
        "sessions": sum(type(one).__name__ == "AppSession" for one in gc.get_objects()),
        "visitors": sum(type(one).__name__ == "Visitor" for one in gc.get_objects()),
        "pieces": sys.getallocatedblocks(),
        "resident_mb": resident_mb(),
    }
    ctypes.CDLL(None).malloc_trim(0)
    found["trimmed_mb"] = resident_mb()
    with open(os.environ["GLASSBOX_COLLECTED"], "a") as file:
        file.write(json.dumps(found) + "\\n")


signal.signal(signal.SIGUSR1, collect)
'''

NOTES = (
    "Memory is the server's resident memory. Each session is a whole one: the first page is run to "
    f"its end, a digit is drawn over the channel in {NUM_MOVES} moves, one after the other, the "
    "pen is lifted once, and the digit's details are asked for. Before anything counts, "
    f"{NUM_WARM_UP} sessions come and go, so that caches and pools of threads are filled. One "
    "session's many updates come as fast as the server lets a visitor ask.",
    "“Gone” means: closed, and forgotten by Streamlit. It keeps a session whose connection broke "
    f"for `server.disconnectedSessionTTL` (120 s; {SESSION_TTL_S} s here) and at most 128 of them, "
    "and forgets them only when the next session is disconnected, so one more visitor comes and "
    "goes after that time. Then the server is made to collect garbage. “Handed back” adds glibc's "
    "`malloc_trim`: free memory that the allocator only keeps for later is then not counted.",
    "The first time that so many are open at once, Python's and the C library's allocators reserve "
    "room for them all and keep most of it, in pieces: that is the growth of the first wave, and "
    "“pieces of memory in use” shows that nothing lives in it. So the target for what stays is for "
    "the last wave, which finds that room ready; each open session is counted in the first.",
)


@dataclass(frozen=True)
class Memory:
    """What the server holds after a collection.

    Attributes:
        sessions: Streamlit's sessions that are alive.
        visitors: The app's records of visitors.
        pieces: Of memory that Python has handed out (`sys.getallocatedblocks`).
        resident_mb: After the collection.
        trimmed_mb: After the allocator has handed back what it need not keep, too.
    """

    sessions: int
    visitors: int
    pieces: int
    resident_mb: float
    trimmed_mb: float


def measure(
    *,
    num_sessions: int = NUM_SESSIONS,
    num_updates: int = NUM_UPDATES,
    num_waves: int = NUM_WAVES,
) -> Section:
    """Let sessions come and go, and one draw for long.

    Args:
        num_sessions: Open at the same time; the channel takes at most 150 of one address.
        num_updates: Of the session that draws for long.
        num_waves: How often all come and go.
    """
    rows: list[Row] = []
    with tempfile.TemporaryDirectory() as folder:
        say("soak: starting the app")
        with soaking_server(Path(folder)) as server:
            try:
                with load_generator(server.address) as visitors:
                    rows += _waves(visitors, server, num_sessions, num_waves)
                    rows += _one_long_session(visitors, server, num_updates)
            except Exception:
                say(server.log())
                raise
    return Section("Soak", rows, NOTES)


@contextmanager
def soaking_server(folder: Path, environment: Mapping[str, str] | None = None) -> Iterator[Server]:
    """Run the app so that it forgets sessions soon and collects garbage on SIGUSR1.

    Args:
        folder: Where the log and what is found are kept.
        environment: More variables for it.
    """
    (folder / "sitecustomize.py").write_text(COLLECTOR, "utf-8")
    _collected_path(folder / "app.log").touch()
    settings = {
        "PYTHONPATH": os.pathsep.join(filter(None, [str(folder), os.environ.get("PYTHONPATH")])),
        "GLASSBOX_COLLECTED": str(_collected_path(folder / "app.log")),
        "STREAMLIT_SERVER_DISCONNECTED_SESSION_TTL": str(SESSION_TTL_S),
        **(environment or {}),
    }
    before = {name: os.environ.get(name) for name in settings}
    os.environ.update(settings)
    try:
        with running_server(folder / "app.log") as server:
            yield server
    finally:
        for name, value in before.items():
            os.environ.pop(name)
            if value is not None:
                os.environ[name] = value


def collect(server: Server) -> Memory:
    """Make a `soaking_server` collect garbage, and ask what it holds then.

    Raises:
        TimeoutError: It does not answer.
    """
    path = _collected_path(server.log_path)
    num_before = len(path.read_text().splitlines())
    server.process.send_signal(signal.SIGUSR1)
    deadline_s = time.monotonic() + COLLECT_TIMEOUT_S
    while time.monotonic() < deadline_s:
        text = path.read_text()
        lines = text.splitlines()
        if len(lines) > num_before and text.endswith("\n"):
            return Memory(**json.loads(lines[-1]))
        time.sleep(0.05)
    raise TimeoutError("The server did not collect its garbage.")


def _collected_path(log_path: Path) -> Path:
    return log_path.with_name("collected.jsonl")


def _waves(visitors: LoadGenerator, server: Server, num_sessions: int, num_waves: int) -> list[Row]:
    """Let many sessions come, draw and go, again and again."""
    say(f"soak: {NUM_WARM_UP} sessions to warm up")
    come_and_draw(visitors, NUM_WARM_UP)
    visitors.leave()
    before = after_all_are_gone(visitors, server)
    rows = [Row("before: memory", [before.resident_mb], "MB")]
    for wave in range(1, num_waves + 1):
        name = f"wave {wave}"
        say(f"soak: {name}, {num_sessions} sessions come and draw")
        errors = come_and_draw(visitors, num_sessions)
        opened = collect(server)
        if opened.sessions < num_sessions:
            raise RuntimeError(f"Only {opened.sessions} sessions are open.")
        visitors.leave()
        gone = after_all_are_gone(visitors, server)
        open_mb = (opened.resident_mb - before.resident_mb) / num_sessions
        grown_mb = gone.resident_mb - before.resident_mb
        trimmed_mb = gone.trimmed_mb - before.trimmed_mb
        open_target = Target("max", MAX_SESSION_MB) if wave == 1 else None
        grown_target = Target("max", MAX_GROWTH_MB) if wave == num_waves else None
        rows += [
            Row(f"{name}: memory for each of {num_sessions} open", [open_mb], "MB", open_target),
            Row(f"{name}: memory grown when all are gone", [grown_mb], "MB", grown_target),
            Row(f"{name}: the same, handed back", [trimmed_mb], "MB"),
            Row(f"{name}: pieces of memory in use, grown", [gone.pieces - before.pieces], ""),
            Row(f"{name}: sessions still alive", [gone.sessions], ""),
            Row(f"{name}: errors and losses of each", errors, "", Target("max", 0)),
        ]
        before = gone
    return rows


def come_and_draw(visitors: LoadGenerator, num_sessions: int) -> list[int]:
    """Let sessions be opened and used; return how many errors and losses each had."""
    visitors.arrive(num_sessions)
    logs = visitors.draw_in_turn(NUM_MOVES, lift=True)
    for error in [error for log in logs for error in log.errors][:5]:
        say(f"soak: ERROR: {error}")
    return [len(log.errors) + log.num_lost for log in logs]


def after_all_are_gone(visitors: LoadGenerator, server: Server) -> Memory:
    """Wait until Streamlit has forgotten closed sessions, and look."""
    say(f"soak: {SESSION_TTL_S + 1} s for Streamlit to forget them")
    time.sleep(SESSION_TTL_S + 1)
    visitors.arrive(1)
    visitors.leave()
    time.sleep(0.5)
    return collect(server)


def _one_long_session(visitors: LoadGenerator, server: Server, num_updates: int) -> list[Row]:
    """Let one session draw and draw."""
    visitors.arrive(1)
    visitors.draw_in_turn(num_updates // 20)
    before = collect(server)
    say(f"soak: one session sends {num_updates:,} updates")
    [log] = visitors.draw_in_turn(num_updates)
    after = collect(server)
    if log.num_answered != num_updates:
        raise RuntimeError(f"{log.num_answered} of {num_updates} were answered: {log.errors}")
    name = f"{num_updates:,} updates in one session"
    return [
        Row(f"{name}: memory grown", [after.resident_mb - before.resident_mb], "MB"),
        Row(f"{name}: the same, handed back", [after.trimmed_mb - before.trimmed_mb], "MB"),
    ]


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--quick", is_flag=True, help="40 sessions at a time, and 1,000 updates.")
def main(quick: bool) -> None:
    """Measure what stays in memory; takes about two minutes."""
    started_s = time.monotonic()
    section = measure(num_sessions=40, num_updates=1000) if quick else measure()
    say(f"done after {time.monotonic() - started_s:.0f} s")
    click.echo(section.as_text())


if __name__ == "__main__":
    main(prog_name="python -m benchmarks.soak")
