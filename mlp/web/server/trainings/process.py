"""The process that trains, as the server sees it: commands go in, events come out; its folder.

It must not know what is trained, nor what becomes of the events.
"""

import os
import pickle
import queue
import re
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

from mlp.web.server.trainings.worker import Command, Event, main

NICENESS = 10
"""Visitors' drawings go before; from the first import on."""

_PROGRAM = (
    f"import os; hasattr(os, 'nice') and os.nice({NICENESS}); "
    f"from {main.__module__} import {main.__name__}; {main.__name__}()"
)

_STOPPING_S = 2.0
"""How long a process may take to stop before it is ended."""

_SPARE_S = 300.0
"""How long a process that is ready waits for a training."""

_FOLDER = "glassbox-training-"


class WorkerProcess:
    """A child process that trains one network, once it is commanded to.

    It ends when its input is closed, so it cannot outlive the server.

    Attributes:
        popen: The process itself.
        is_stopping: It was commanded to stop.
    """

    def __init__(self) -> None:
        self.popen = subprocess.Popen(
            [sys.executable, "-P", "-c", _PROGRAM],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            # What this process can import, the other can, wherever either stands.
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
            process_group=0,  # Ctrl+C is for the server, whose end is then the worker's
        )
        self.is_stopping = False
        self._commands: queue.SimpleQueue[Command | None] = queue.SimpleQueue()
        threading.Thread(target=self._write, daemon=True).start()

    def tell(self, command: Command) -> None:
        """Command it; nobody waits until it listens."""
        self._commands.put(command)

    def stop(self) -> None:
        """Command it to stop, and end it if that takes long."""
        self.is_stopping = True
        self.tell("stop")
        impatient = threading.Timer(_STOPPING_S, self.kill)
        impatient.daemon = True
        impatient.start()

    def kill(self) -> None:
        """End it at once."""
        self.popen.kill()
        self.popen.wait()

    def events(self) -> Iterator[Event]:
        """Give what it tells until it has ended."""
        assert self.popen.stdout is not None
        try:
            while True:
                yield pickle.load(self.popen.stdout)
        except EOFError:
            pass

    def close(self) -> int:
        """Wait until it has ended, and close what led to it.

        Returns:
            Its exit code; negative if it was ended from outside.
        """
        code = self.popen.wait()
        assert self.popen.stdout is not None
        self.popen.stdout.close()
        self._commands.put(None)
        return code

    def _write(self) -> None:
        """Write commands until it has ended."""
        assert self.popen.stdin is not None
        try:
            with self.popen.stdin as pipe:
                while (command := self._commands.get()) is not None:
                    pickle.dump(command, pipe)
                    pipe.flush()
        except (OSError, ValueError):
            pass  # it has ended; what could not be written any more is forgotten


class Spare:
    """A process that is ready for the next training: it takes some seconds to start one.

    Attributes:
        process: It; None if there is none.
    """

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._timer: threading.Timer | None = None
        self.process: WorkerProcess | None = None

    def prepare(self) -> None:
        """Have a process ready; one that nobody has taken after a while is ended."""
        with self._lock:
            if self.process is None:
                self.process = WorkerProcess()
                self._timer = threading.Timer(_SPARE_S, self.end)
                self._timer.daemon = True
                self._timer.start()

    def take(self) -> WorkerProcess:
        """Give a process that waits for its first command: the one that is ready, or a new one."""
        spare = self._taken()
        if spare is not None:
            if spare.popen.poll() is None:
                return spare
            spare.close()
        return WorkerProcess()

    def end(self) -> None:
        """End the process that nobody has taken."""
        spare = self._taken()
        if spare is not None:
            spare.kill()
            spare.close()

    def _taken(self) -> WorkerProcess | None:
        with self._lock:
            spare, self.process = self.process, None
            if self._timer is not None:
                self._timer.cancel()
                self._timer = None
            return spare


def new_folder() -> tempfile.TemporaryDirectory[str]:
    """Make a folder for a training's checkpoints; it is removed with the training, or the server.

    A process whose server was killed removes it; what even that leaves, `remove_left_folders` does.
    """
    return tempfile.TemporaryDirectory(
        prefix=f"{_FOLDER}{os.getpid()}-", ignore_cleanup_errors=True
    )


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
