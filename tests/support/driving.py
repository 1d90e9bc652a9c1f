"""Start the real app and drive it in real Chromium; for tests, benchmarks and screenshots.

It must not know what is claimed or measured.
"""

import os
import shutil
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

from playwright.sync_api import Browser, Page, Playwright

ROOT = Path(__file__).parents[2]

CHROMIUM_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

Point = tuple[float, float]

# Strokes as a hand would make them: shares of the pad's side, x to the right, y down.
DIGIT_STROKES: dict[int, list[list[Point]]] = {
    0: [
        [
            *[(0.5, 0.17), (0.36, 0.24), (0.3, 0.42), (0.3, 0.6), (0.38, 0.78), (0.5, 0.84)],
            *[(0.63, 0.77), (0.7, 0.6), (0.7, 0.4), (0.62, 0.23), (0.5, 0.17)],
        ]
    ],
    3: [
        [
            *[(0.3, 0.24), (0.42, 0.16), (0.58, 0.17), (0.67, 0.27), (0.62, 0.41), (0.46, 0.48)],
            *[(0.62, 0.53), (0.7, 0.66), (0.63, 0.79), (0.47, 0.85), (0.3, 0.77)],
        ]
    ],
    5: [
        [
            *[(0.67, 0.18), (0.38, 0.18), (0.35, 0.45), (0.5, 0.4), (0.65, 0.47), (0.69, 0.62)],
            *[(0.62, 0.77), (0.46, 0.84), (0.3, 0.76)],
        ]
    ],
    7: [[(0.27, 0.2), (0.72, 0.2), (0.6, 0.42), (0.5, 0.64), (0.44, 0.85)]],
    9: [
        [
            *[(0.66, 0.34), (0.58, 0.19), (0.42, 0.19), (0.33, 0.33), (0.4, 0.47), (0.56, 0.47)],
            *[(0.66, 0.34), (0.66, 0.55), (0.6, 0.85)],
        ]
    ],
}


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
    settings: Sequence[str] = ("--server.fileWatcherType=none",),
    environment: Mapping[str, str] | None = None,
    python_options: Sequence[str] = (),
) -> Server:
    """Start the app as a visitor would, without opening a browser, and wait until it is healthy.

    Args:
        log_path: Where to keep what it prints.
        port: None: any that is free.
        base_path: Under which it is served.
        app: What to run.
        settings: More options for Streamlit.
        environment: Instead of this process's.
        python_options: Options for the interpreter.
    """
    port = port or free_port()
    command = [sys.executable, *python_options, "-m", "streamlit", "run", str(app)]
    command += ["--server.headless=true", f"--server.port={port}", "--server.address=127.0.0.1"]
    command += [f"--server.baseUrlPath={base_path}", *settings]
    with log_path.open("ab") as log:
        # From another folder, so that nothing depends on where the app is started.
        process = subprocess.Popen(
            command, stdout=log, stderr=log, cwd=log_path.parent, env=environment
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


def chromium_path() -> str | None:
    """Find the system's browser."""
    wanted = os.environ.get("GLASSBOX_CHROMIUM")
    return wanted or shutil.which("chromium") or shutil.which("google-chrome")


def launch_chromium(playwright: Playwright) -> Browser:
    """Start the system's Chromium without a window."""
    return playwright.chromium.launch(executable_path=chromium_path(), args=list(CHROMIUM_FLAGS))


def open_draw_page(page: Page, address: str) -> None:
    """Open the Draw page and wait until the pad answers live."""
    page.goto(address)
    page.locator('canvas[data-testid="pad"][data-channel="live"]').wait_for(timeout=30_000)
    page.locator('[data-testid="network-view"]').wait_for()


def draw(page: Page, strokes: list[list[Point]], *, num_steps: int = 6, lift: bool = True) -> None:
    """Draw strokes on the pad with the mouse.

    Args:
        page: The Draw page.
        strokes: Shares of the pad's side.
        num_steps: Mouse events between two points.
        lift: Whether to let go of the button after the last stroke.
    """
    pad = page.locator('canvas[data-testid="pad"]')
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    assert box is not None
    for number, stroke in enumerate(strokes, start=1):
        places = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in stroke]
        page.mouse.move(*places[0])
        page.mouse.down()
        for place in places[1:]:
            page.mouse.move(*place, steps=num_steps)
        if lift or number < len(strokes):
            page.mouse.up()
