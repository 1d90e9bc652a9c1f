"""The app as it is served: whom it answers, how, and that it asks nobody else meanwhile."""

import gzip
import os
import re
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

from tests.support import ROOT
from tests.support.server import Server, running_server

# Starts the app and writes down, line by line, the addresses that its process looks up or connects
# to, and how each connection that it accepted is set, again and again.
OBSERVED = """
import socket, sys, threading, time
from pathlib import Path
from mlp.web.launch import main

def note(name, line):
    with open(name, "a") as file:
        print(line, file=file)

def hear(event, arguments):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.sendto"):
        note("asked.txt", arguments[0 if event == "socket.getaddrinfo" else 1])

def look():
    while True:
        for entry in Path("/proc/self/fd").iterdir():
            if entry.is_socket():
                with socket.fromfd(int(entry.name), socket.AF_INET, socket.SOCK_STREAM) as copy:
                    try:
                        port = copy.getpeername()[1]
                        is_at_once = copy.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
                        note("accepted.txt", f"{port} {is_at_once}")
                    except (OSError, IndexError):
                        pass
        time.sleep(0.1)

sys.addaudithook(hear)
threading.Thread(target=look, daemon=True).start()
main()
"""

LISTED = "https://school.example"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The app, with a school's pages allowed."""
    log_path = tmp_path_factory.mktemp("served") / "app.log"
    with running_server(
        log_path,
        base_path="base",
        command=[sys.executable, "-c", OBSERVED],
        environment={**os.environ, "PYTHONPATH": str(ROOT)},
        settings=[f"--server.corsAllowedOrigins={LISTED}"],
    ) as server:
        yield server


def noted(server: Server, name: str) -> str:
    """What was written down about the app so far."""
    path = server.log_path.with_name(name)
    return path.read_text() if path.exists() else ""


def open_socket(server: Server, path: str, origin: str) -> ClientConnection:
    address = server.address.replace("http", "ws")
    subprotocols = [Subprotocol("streamlit")]
    return connect(f"{address}/{path}", origin=Origin(origin), subprotocols=subprotocols)


SOCKETS = ["_stcore/stream", "glassbox/live"]


@pytest.mark.parametrize("path", SOCKETS)
def test_a_page_of_others_is_refused_and_nobody_is_asked_who_it_is(
    server: Server, path: str
) -> None:
    before = noted(server, "asked.txt")
    with (
        pytest.raises(InvalidStatus, match="403"),
        open_socket(server, path, "https://foreign.example"),
    ):
        pass
    assert noted(server, "asked.txt") == before


@pytest.mark.parametrize("path", SOCKETS)
def test_a_page_of_the_settings_is_answered_and_nobody_is_asked_who_it_is(
    server: Server, path: str
) -> None:
    before = noted(server, "asked.txt")
    with open_socket(server, path, LISTED):
        assert noted(server, "asked.txt") == before


@pytest.mark.parametrize("path", SOCKETS)
def test_our_own_page_is_answered(server: Server, path: str) -> None:
    with open_socket(server, path, f"http://127.0.0.1:{server.port}") as connection:
        assert connection.response is not None


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks into /proc")
def test_answers_leave_at_once(server: Server) -> None:
    with open_socket(server, SOCKETS[0], LISTED) as connection:
        port = connection.socket.getsockname()[1]
        deadline_s = time.monotonic() + 10
        while not (found := re.findall(rf"(?m)^{port} (\d)$", noted(server, "accepted.txt"))):
            assert time.monotonic() < deadline_s, server.log()
            time.sleep(0.1)
    assert set(found) == {"1"}


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks into /proc")
def test_the_server_runs_on_uvloop(server: Server) -> None:
    loaded = Path(f"/proc/{server.process.pid}/maps").read_text()
    assert re.search(r"/uvloop/loop\S*\.so", loaded)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks into /proc")
def test_a_visitor_has_no_source_files_watched(server: Server) -> None:
    with open_socket(server, SOCKETS[0], LISTED) as connection:
        connection.ping().wait(timeout=10)
        handles = Path(f"/proc/{server.process.pid}/fd").iterdir()
        assert not [handle for handle in handles if "inotify" in str(handle.resolve())]


def test_streamlits_own_files_come_compressed(server: Server) -> None:
    with urllib.request.urlopen(server.address) as response:
        page = response.read().decode()
    found = re.search(r'src="\./(static/js/[^"]+)"', page)
    assert found is not None
    request = urllib.request.Request(
        f"{server.address}/{found[1]}", headers={"Accept-Encoding": "gzip"}
    )
    with urllib.request.urlopen(request) as response:
        assert response.headers["Content-Encoding"] == "gzip"
        assert b"import" in gzip.decompress(response.read())
