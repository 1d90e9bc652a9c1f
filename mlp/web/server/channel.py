"""The live channel: updates of the pad in, answers out, over a WebSocket.

It must not know what is drawn from the answers.
"""

import asyncio
import logging

from starlette.websockets import WebSocket

from mlp.net.reading import read
from mlp.picture.prepare import from_pad
from mlp.web.server.messages import (
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


async def answer_updates(websocket: WebSocket, models: Models, idle_timeout_s: float) -> None:
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
