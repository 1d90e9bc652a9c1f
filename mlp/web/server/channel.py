"""The channel: a page's requests in, replies out, over a WebSocket or, with the same bytes, HTTP.

It must not know what the browser shows of them, nor whose pages may ask (`origin.py`).
"""

import asyncio
import logging
import time
from collections import Counter
from dataclasses import dataclass, field
from weakref import WeakKeyDictionary

from starlette.requests import ClientDisconnect
from starlette.requests import Request as HttpRequest
from starlette.responses import Response
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from mlp.web.server.assets import BINARY
from mlp.web.server.details import details_of
from mlp.web.server.messages import (
    CLOSE_BUSY,
    CLOSE_IDLE,
    CLOSE_INTERNAL,
    CLOSE_MALFORMED,
    CLOSE_UNKNOWN_VISITOR,
    CLOSE_VERSION,
    MAX_REQUEST_BYTES,
    Asked,
    RefusedError,
    Request,
    decode_request,
    encode_answer,
    encode_json,
    encode_reply,
)
from mlp.web.server.reminders import has_seen_digits
from mlp.web.server.visitors.visitor import Visitor
from mlp.web.server.visitors.visitors import Visitors

_LOGGER = logging.getLogger(__name__)

REPLIES_PER_S = 100.0
"""Replies a second for one visitor; a pen moves 60 times. Whoever asks more often waits."""

_LONG_TURN_S = 0.02
"""Seconds that a request waits for its turn from which on the server counts as busy."""

_BURST = 30.0
"""Replies that may come at once before that bound holds."""


@dataclass(frozen=True)
class Bounds:
    """What connections may take.

    Attributes:
        num_connections: Pages that may be connected at once; each is idle unless its pen moves.
        num_of_address: Of those, from one address: a school behind one router, but not one stranger
            for all.
        idle_s: Seconds without a request after which a connection gives its place to others.
        unread_s: Seconds that a browser may leave a reply unread; then its connection ends.
    """

    num_connections: int = 400
    num_of_address: int = 150
    idle_s: float = 600.0
    unread_s: float = 20.0


DEFAULT_BOUNDS = Bounds()

_STATUS = {
    CLOSE_MALFORMED: 400,
    CLOSE_UNKNOWN_VISITOR: 410,
    CLOSE_BUSY: 503,
    CLOSE_VERSION: 426,
    CLOSE_INTERNAL: 500,
}


@dataclass(eq=False)
class _Pace:
    """How fast one visitor may ask: a bucket of tokens."""

    left: float = _BURST
    since_s: float = field(default_factory=time.monotonic)

    def wait_s(self) -> float:
        """Take a token; seconds until it is there."""
        now_s = time.monotonic()
        self.left = min(_BURST, self.left + (now_s - self.since_s) * REPLIES_PER_S) - 1
        self.since_s = now_s
        return max(0.0, -self.left / REPLIES_PER_S)


class Channel:
    """Answers the requests of all pages, one in each turn of the event loop.

    Args:
        visitors: Those who may ask.
    """

    def __init__(self, visitors: Visitors) -> None:
        self._visitors = visitors
        self._turn = asyncio.Lock()
        self._paces: WeakKeyDictionary[Visitor, _Pace] = WeakKeyDictionary()

    async def reply(self, message: bytes) -> bytes:
        """Answer one request.

        Args:
            message: See `mlp.web.server.messages`.

        Raises:
            RefusedError: It cannot be answered.
        """
        request = decode_request(message)
        visitor = self._visitors.get(request.token)
        if visitor is None:
            raise RefusedError(CLOSE_UNKNOWN_VISITOR, "no such visitor")
        if wait_s := self._paces.setdefault(visitor, _Pace()).wait_s():
            await asyncio.sleep(wait_s)
        if _takes_long(visitor, request):
            content = await asyncio.to_thread(_checked_content, visitor, request)
            return encode_reply(request, content)
        asked_s = time.monotonic()
        # NOTE: many sockets may be ready at once. Were all answered in one turn of the loop, a
        # script run or a page load would wait for all of them.
        async with self._turn:
            await asyncio.sleep(0)
            is_busy = time.monotonic() - asked_s > _LONG_TURN_S
            content = _checked_content(visitor, request)
        return encode_reply(request, content, is_busy=is_busy)


def _takes_long(visitor: Visitor, request: Request) -> bool:
    """Whether others would notice.

    A photograph is searched for ink, a drawing packed, or a network shown real digits.
    """
    is_drawn = request.asked == Asked.INK and request.revision == visitor.digit.revision
    return (
        request.asked == Asked.LINK
        or (request.asked == Asked.DETAILS and not has_seen_digits(visitor.model))
        or (visitor.digit.picture is not None and not is_drawn)
    )


def _checked_content(visitor: Visitor, request: Request) -> bytes:
    """Do what is asked.

    Raises:
        RefusedError: It failed, and that is logged.
    """
    try:
        return _content(visitor, request)
    except Exception as error:
        _LOGGER.exception("A request could not be answered")
        raise RefusedError(CLOSE_INTERNAL, "internal error") from error


def _content(visitor: Visitor, request: Request) -> bytes:
    """Do what is asked."""
    if request.asked == Asked.LINK:
        return encode_json(visitor.link())
    if request.asked == Asked.DETAILS:
        return encode_json(details_of(visitor))
    if request.asked == Asked.INK and request.raster is not None:
        visitor.draw(
            request.raster,
            sequence=request.sequence,
            revision=request.revision,
            is_unfinished=request.is_unfinished,
        )
    elif request.asked == Asked.SWITCH:
        visitor.switch(centre=request.centre, invert=request.invert)
    elif request.asked == Asked.WHY_NOT:
        visitor.against = request.against
    elif request.asked == Asked.SLOPES:
        visitor.target = request.target
    reading = visitor.reading()
    why, errors = visitor.why(reading), visitor.errors(reading)
    number = visitor.count()
    return encode_answer(reading, visitor.digit, number=number, why=why, errors=errors)


def channel_routes(
    visitors: Visitors, path: str, *, bounds: Bounds = DEFAULT_BOUNDS
) -> list[BaseRoute]:
    """Build the channel's two routes: WebSocket and HTTP POST, at one path.

    Args:
        visitors: Those who may ask.
        path: Where it is.
        bounds: What connections may take.
    """
    channel = Channel(visitors)
    connections: Counter[str] = Counter()

    async def live(websocket: WebSocket) -> None:
        await websocket.accept()
        address = websocket.client.host if websocket.client else ""
        is_full = connections.total() >= bounds.num_connections
        if is_full or connections[address] >= bounds.num_of_address:
            await websocket.close(CLOSE_BUSY, "too many connections")
            return
        connections[address] += 1
        try:
            await _answer_all(websocket, channel, bounds)
        except RefusedError as refused:
            await websocket.close(refused.code, str(refused))
        except (TimeoutError, WebSocketDisconnect):
            pass
        finally:
            connections[address] -= 1
            if not connections[address]:
                del connections[address]

    async def post(request: HttpRequest) -> Response:
        try:
            reply = await channel.reply(await _body_of(request))
        except RefusedError as refused:
            return Response(str(refused), status_code=_STATUS[refused.code])
        except ClientDisconnect:
            return Response(status_code=400)
        return Response(reply, headers={"Cache-Control": "no-store"}, media_type=BINARY)

    return [WebSocketRoute(path, live), Route(path, post, methods=["POST"])]


async def _answer_all(websocket: WebSocket, channel: Channel, bounds: Bounds) -> None:
    """Answer requests one after the other until the browser goes.

    Raises:
        RefusedError: One cannot be answered, or none came for long.
        TimeoutError: A reply was not read.
    """
    while True:
        try:
            async with asyncio.timeout(bounds.idle_s):
                message = await websocket.receive()
        except TimeoutError:
            raise RefusedError(CLOSE_IDLE, "idle") from None
        if message["type"] == "websocket.disconnect":
            return
        reply = await channel.reply(message.get("bytes") or b"")
        async with asyncio.timeout(bounds.unread_s):
            await websocket.send_bytes(reply)


async def _body_of(request: HttpRequest) -> bytes:
    """Read a request's bytes, and none beyond those that one may have."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_REQUEST_BYTES:
            raise RefusedError(CLOSE_MALFORMED, "more bytes than a request may have")
    return bytes(body)
