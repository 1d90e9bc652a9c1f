"""The live channel: updates of the pad in, answers out, over a WebSocket; and who may connect.

It must not know what the browser draws from the answers.
"""

import asyncio
import logging
from collections.abc import Callable

from starlette.routing import WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from mlp.net.reading import read
from mlp.picture.prepare import from_pad
from mlp.web.server.messages import (
    CLOSE_BUSY,
    CLOSE_IDLE,
    CLOSE_INTERNAL,
    CLOSE_MALFORMED,
    CLOSE_UNKNOWN_TOKEN,
    MalformedUpdateError,
    decode_update,
    encode_answer,
)
from mlp.web.server.models import Models

_LOGGER = logging.getLogger(__name__)

MAX_CONNECTIONS = 200
"""Visitors that may be connected at once; each is idle unless its pen moves."""

IDLE_TIMEOUT_S = 600.0
"""Seconds without an update after which a connection gives its place to others."""

IsAllowed = Callable[[str | None, str | None], bool]
"""Tells whether a page from this origin may connect to this host."""


def live_route(
    models: Models,
    path: str,
    *,
    is_allowed: IsAllowed,
    max_connections: int = MAX_CONNECTIONS,
    idle_timeout_s: float = IDLE_TIMEOUT_S,
) -> WebSocketRoute:
    """Build the route of the live channel.

    Args:
        models: The networks that may be asked.
        path: Where it is.
        is_allowed: Who may connect.
        max_connections: Visitors that may be connected at once.
        idle_timeout_s: Seconds without an update after which a connection is closed.
    """
    connections: set[WebSocket] = set()

    async def live(websocket: WebSocket) -> None:
        headers = websocket.headers
        if not is_allowed(headers.get("origin"), headers.get("host")):
            await websocket.close()  # before accepting: the browser gets HTTP 403
            return
        await websocket.accept()
        if len(connections) >= max_connections:
            await websocket.close(CLOSE_BUSY, "too many visitors")
            return
        connections.add(websocket)
        try:
            await _answer_updates(websocket, models, idle_timeout_s)
        except WebSocketDisconnect:
            pass
        finally:
            connections.discard(websocket)

    return WebSocketRoute(path, live)


async def _answer_updates(websocket: WebSocket, models: Models, idle_timeout_s: float) -> None:
    """Answer updates one after the other until the browser goes or sends something else."""
    while True:
        try:
            message = await asyncio.wait_for(websocket.receive(), idle_timeout_s)
        except TimeoutError:
            await websocket.close(CLOSE_IDLE, "idle")
            return
        if message["type"] == "websocket.disconnect":
            return
        try:
            update = decode_update(message.get("bytes") or b"")
        except MalformedUpdateError as error:
            await websocket.close(CLOSE_MALFORMED, str(error))
            return
        model = models.get(update.token)
        if model is None:
            await websocket.close(CLOSE_UNKNOWN_TOKEN, "no such network")
            return
        try:
            prepared = from_pad(update.raster, centre=update.centre, invert=update.invert)
            answer = encode_answer(
                read(model, prepared, is_unfinished=update.is_unfinished), update.sequence
            )
        except Exception:
            _LOGGER.exception("An update could not be answered")
            await websocket.close(CLOSE_INTERNAL, "internal error")
            return
        await websocket.send_bytes(answer)
        # A browser that does not wait for answers must not keep the others waiting.
        await asyncio.sleep(0)
