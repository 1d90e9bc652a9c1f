"""Our own routes on a free port, and a browser's side of the live channel."""

import struct
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPResponse
from pathlib import Path
from typing import Any, cast

import numpy as np
import pytest
from starlette.applications import Starlette
from websockets.exceptions import ConnectionClosedError
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin

from mlp.web.server.messages import CENTRE_BIT, VERSION
from mlp.web.server.models import SHARED_TOKEN, Models
from mlp.web.server.routes import routes
from mlp.web.server.trainings.trainings import Trainings
from tests.support.asgi import serving_app

PAGE = "http://localhost:8501"
MAX_MESSAGE_BYTES = 100_000

# Both are written out here a second time: the browser reads them byte by byte.
UPDATE_HEADER = struct.Struct("<BBHI16s")
ANSWER_HEADER = struct.Struct("<BBBBIfffI")


@dataclass(frozen=True)
class ServedRoutes:
    """Where our own routes are served.

    Attributes:
        models: The networks that may be asked.
        address: Host and port.
    """

    models: Models
    address: str

    def connect(self, origin: str = PAGE) -> ClientConnection:
        """Open the live channel as a page of this origin."""
        return connect(f"ws://{self.address}/glassbox/live", origin=Origin(origin))

    def get(self, path: str, **headers: str) -> HTTPResponse:
        """Ask one of the routes."""
        request = urllib.request.Request(f"http://{self.address}/glassbox/{path}", headers=headers)
        return cast(HTTPResponse, urllib.request.urlopen(request, timeout=10))


@contextmanager
def serving(
    models: Models, plotly_path: Path, *, trainings: Trainings | None = None, **options: Any
) -> Iterator[ServedRoutes]:
    """Serve the routes on a free port for as long as the context lasts."""
    app = Starlette(
        routes=routes(
            models,
            trainings or Trainings(lambda: models),
            prefix="/glassbox",
            is_allowed=lambda origin, host: origin == PAGE and host is not None,
            plotly_path=plotly_path,
            **options,
        )
    )
    with serving_app(app, ws_max_size=MAX_MESSAGE_BYTES) as address:
        yield ServedRoutes(models, address)


def status_of(server: ServedRoutes, path: str, **headers: str) -> int:
    """Ask a route that refuses, and give the status that it says."""
    with pytest.raises(urllib.error.HTTPError) as refused:
        server.get(path, **headers)
    with refused.value as response:
        return response.code


def update(
    raster: np.ndarray,
    *,
    sequence: int = 1,
    switches: int = CENTRE_BIT,
    token: bytes = SHARED_TOKEN,
    version: int = VERSION,
) -> bytes:
    """Encode an update as the pad does.

    Args:
        raster: uint8, (side, side), 0–255, ink white on black.
        sequence: Number of the update.
        switches: Bits.
        token: Of the network that is asked.
        version: Of the messages.
    """
    header = UPDATE_HEADER.pack(version, switches, len(raster), sequence, token)
    return header + raster.tobytes()


def ask(connection: ClientConnection, message: bytes | str) -> bytes:
    """Send a message and wait for the answer."""
    connection.send(message)
    answer = connection.recv(timeout=10)
    assert isinstance(answer, bytes)
    return answer


def without_time(answer: bytes) -> bytes:
    """Leave out the one field that differs from run to run: the milliseconds at offset 16."""
    return answer[:16] + answer[20:]


def close_code(server: ServedRoutes, message: bytes | str) -> int:
    """Send something on a new connection and give the code it is closed with."""
    with server.connect() as connection, pytest.raises(ConnectionClosedError) as closed:
        ask(connection, message)
    assert closed.value.rcvd is not None
    return closed.value.rcvd.code
