"""The route of a camera's frames: each is read as it comes, and nothing of it is kept.

It must not know how they are shown.
"""

import asyncio
from io import BytesIO

import orjson
from PIL import Image
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from mlp.errors import InputError
from mlp.net.placed import PlacedModel
from mlp.net.sheet import read_sheet
from mlp.picture.file import load_picture
from mlp.picture.prepare import WrittenPicture
from mlp.web.server.details import sheet_fields
from mlp.web.server.visitors.visitor import Visitor
from mlp.web.server.visitors.visitors import Visitors

MAX_FRAME_BYTES = 200_000

MAX_FRAME_PX = 480
"""Longer side. One digit on such a frame takes 0.14 s of a core, 31 digits 0.65 s."""

MAX_WAITING = 8
"""Frames of all visitors that wait to be read; one is read at a time: others draw meanwhile."""

_VISITOR = "Glassbox-Visitor"


def frame_route(visitors: Visitors, path: str) -> Route:
    """Build the route.

    Args:
        visitors: Those who may ask; the token comes in a header, hexadecimal.
        path: Where it is.

    Returns:
        POST of a JPEG; the answer is `sheet_fields` as JSON, null if nothing is written there. 429
        while the visitor's last frame is read, 503 while those of many others are.
    """
    under_way: set[Visitor] = set()
    turn = asyncio.Lock()

    async def frame(request: Request) -> Response:
        visitor = _visitor_of(visitors, request.headers.get(_VISITOR, ""))
        if visitor is None:
            return PlainTextResponse("There is no such visitor.", status_code=410)
        if visitor in under_way:
            return PlainTextResponse("One frame after the other.", status_code=429)
        if len(under_way) >= MAX_WAITING:
            return PlainTextResponse("Too many cameras at once.", status_code=503)
        under_way.add(visitor)
        try:
            content = await _body_of(request)
            if content is None or not _is_frame(content):
                return PlainTextResponse("A small JPEG is wanted.", status_code=400)
            async with turn:
                answer = await asyncio.to_thread(_read, visitor.model, content)
        except ClientDisconnect:
            return Response(status_code=400)
        finally:
            under_way.discard(visitor)
        return Response(
            answer, headers={"Cache-Control": "no-store"}, media_type="application/json"
        )

    return Route(path, frame, methods=["POST"])


def _visitor_of(visitors: Visitors, token: str) -> Visitor | None:
    try:
        return visitors.get(bytes.fromhex(token))
    except ValueError:
        return None


async def _body_of(request: Request) -> bytes | None:
    """Read a frame's bytes; None if they are too many."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_FRAME_BYTES:
            return None
    return bytes(body)


def _is_frame(content: bytes) -> bool:
    """Tell whether it is a small JPEG, by its first bytes: nothing is decoded."""
    try:
        with Image.open(BytesIO(content), formats=["JPEG"]) as image:
            return max(image.size) <= MAX_FRAME_PX
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return False


def _read(model: PlacedModel, content: bytes) -> bytes:
    """Read what is written on a frame: JSON."""
    try:
        picture = load_picture(content)
    except InputError:  # of one colour only, or damaged
        return orjson.dumps(None)
    return orjson.dumps(sheet_fields(read_sheet(model, WrittenPicture(picture)), picture, chosen=0))
