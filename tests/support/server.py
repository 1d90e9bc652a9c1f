"""Start the real app as a visitor would; for tests, benchmarks and screenshots.

It must not know who visits it.
"""

import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.support import ROOT


@dataclass
class Server:
    """A running app.

    Attributes:
        address: For example "http://127.0.0.1:8701".
        log_path: What it printed.
    """

    address: str
    port: int
    log_path: Path
    process: subprocess.Popen[bytes]

    def log(self) -> str:
        """Read what the app printed so far."""
        return self.log_path.read_text(errors="replace")

    def stop(self) -> None:
        """End the app."""
        self.process.terminate()
        try:
            self.process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def free_port() -> int:
    """Find a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def start_server(
    log_path: Path,
    *,
    port: int | None = None,
    base_path: str = "",
    app: Path = ROOT / "app.py",
    command: Sequence[str] | None = None,
    settings: Sequence[str] = (),
    environment: Mapping[str, str] | None = None,
    python_options: Sequence[str] = (),
) -> Server:
    """Start the app as a visitor would, without opening a browser, and wait until it is healthy.

    Args:
        log_path: Where to keep what it prints.
        port: None: any that is free.
        base_path: Under which it is served.
        app: What to run.
        command: What runs it with Streamlit's options; None: `streamlit run`.
        settings: More options for Streamlit.
        environment: Instead of this process's.
        python_options: Options for the interpreter.
    """
    port = port or free_port()
    if command is None:
        command = [sys.executable, *python_options, "-m", "streamlit", "run", str(app)]
    options = ["--server.headless=true", f"--server.port={port}", "--server.address=127.0.0.1"]
    options += [f"--server.baseUrlPath={base_path}", *settings]
    with log_path.open("ab") as log:
        # From another folder, so that nothing depends on where the app is started.
        process = subprocess.Popen(
            [*command, *options], stdout=log, stderr=log, cwd=log_path.parent, env=environment
        )
    address = f"http://127.0.0.1:{port}" + (f"/{base_path}" if base_path else "")
    server = Server(address, port, log_path, process)
    deadline_s = time.monotonic() + 60
    while time.monotonic() < deadline_s:
        if process.poll() is not None:
            raise RuntimeError(f"The app ended at once:\n{server.log()}")
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=2):
                return server
        except (urllib.error.URLError, OSError):
            time.sleep(0.02)
    server.stop()
    raise RuntimeError(f"The app was not healthy within a minute:\n{server.log()}")


@contextmanager
def running_server(log_path: Path, **options: Any) -> Iterator[Server]:
    """Run the app for the length of a `with` block; options are those of `start_server`."""
    server = start_server(log_path, **options)
    try:
        yield server
    finally:
        server.stop()
