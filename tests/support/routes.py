"""Our own routes on a free port, and a browser's side of the channel."""

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

from mlp.web.server.messages import VERSION, Asked
from mlp.web.server.models import Models
from mlp.web.server.origin import OriginGuard, Origins
from mlp.web.server.routes import routes
from mlp.web.server.trainings.trainings import Trainings
from mlp.web.server.visitors.visitor import Visitor
from mlp.web.server.visitors.visitors import Visitors
from tests.support.asgi import serving_app

PAGE = "http://localhost:8501"
MAX_MESSAGE_BYTES = 100_000

# Both are written out here a second time: the browser reads them byte by byte.
REQUEST_HEADER = struct.Struct("<BBBBII16s")
REPLY_HEADER = struct.Struct("<BBBxI")
ANSWER_HEADER = struct.Struct("<IIIBBBBBBBBfffff")


@dataclass(frozen=True)
class ServedRoutes:
    """Where our own routes are served.

    Attributes:
        visitors: Those who may ask.
        address: Host and port.
    """

    visitors: Visitors
    address: str

    @property
    def models(self) -> Models:
        """The networks that may be asked."""
        return self.visitors.models

    def connect(self, origin: str = PAGE) -> ClientConnection:
        """Open the live channel as a page of this origin."""
        return connect(f"ws://{self.address}/glassbox/live", origin=Origin(origin))

    def post(self, message: bytes, origin: str = PAGE) -> HTTPResponse:
        """Send a request over HTTP as a page of this origin."""
        request = urllib.request.Request(
            f"http://{self.address}/glassbox/live", message, headers={"Origin": origin}
        )
        return cast(HTTPResponse, urllib.request.urlopen(request, timeout=10))

    def get(self, path: str, **headers: str) -> HTTPResponse:
        """Ask one of the routes."""
        request = urllib.request.Request(f"http://{self.address}/glassbox/{path}", headers=headers)
        return cast(HTTPResponse, urllib.request.urlopen(request, timeout=10))


@contextmanager
def serving(
    models: Models, plotly_path: Path, *, trainings: Trainings | None = None, **options: Any
) -> Iterator[ServedRoutes]:
    """Serve the routes on a free port for as long as the context lasts."""
    visitors = Visitors(models)
    answering = Starlette(
        routes=routes(
            visitors,
            trainings or Trainings(lambda: models),
            prefix="/glassbox",
            plotly_path=plotly_path,
            **options,
        )
    )
    app = OriginGuard(answering, origins=Origins(), prefix="/glassbox")
    with serving_app(app, ws_max_size=MAX_MESSAGE_BYTES) as address:
        yield ServedRoutes(visitors, address)


def status_of(server: ServedRoutes, path: str, **headers: str) -> int:
    """Ask a route that refuses, and give the status that it says."""
    with pytest.raises(urllib.error.HTTPError) as refused:
        server.get(path, **headers)
    with refused.value as response:
        return response.code


def ink(
    visitor: Visitor,
    raster: np.ndarray,
    *,
    sequence: int = 1,
    revision: int = 0,
    bits: int = 0,
    version: int = VERSION,
) -> bytes:
    """Encode an update as the pad does.

    Args:
        visitor: Whose it is.
        raster: uint8, (112, 112), 0–255, ink white on black.
        sequence: Number of the update.
        revision: Of the picture that it is drawn on.
        bits: Of the header.
        version: Of the messages.
    """
    header = REQUEST_HEADER.pack(version, Asked.INK, bits, 0, sequence, revision, visitor.token)
    return header + raster.tobytes()


def asking(
    visitor: Visitor, asked: Asked, *, sequence: int = 1, bits: int = 0, which: int = 0
) -> bytes:
    """Encode a request that brings no ink."""
    return REQUEST_HEADER.pack(VERSION, asked, bits, which, sequence, 0, visitor.token)


def ask(connection: ClientConnection, message: bytes | str) -> bytes:
    """Send a message and wait for the answer."""
    connection.send(message)
    answer = connection.recv(timeout=10)
    assert isinstance(answer, bytes)
    return answer


def without_time(answer: bytes) -> bytes:
    """Leave out of a reply the one field that differs from run to run: the milliseconds."""
    return answer[:44] + answer[48:]


def close_code(server: ServedRoutes, message: bytes | str) -> int:
    """Send something on a new connection and give the code it is closed with."""
    with server.connect() as connection, pytest.raises(ConnectionClosedError) as closed:
        ask(connection, message)
    assert closed.value.rcvd is not None
    return closed.value.rcvd.code
