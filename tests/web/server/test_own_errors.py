"""Streamlit's dialogs about errors are kept off the page."""

import asyncio
import json
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.types import Message, Receive, Scope, Send

from mlp.web.server.own_errors import OwnErrors

HOST_CONFIG = {"allowedOrigins": ["é"], "blockErrorDialogs": False}


async def streamlit(scope: Scope, receive: Receive, send: Send) -> None:
    """A server that answers everything alike."""
    response = JSONResponse(HOST_CONFIG, headers={"Cache-Control": "no-cache"})
    await response(scope, receive, send)


def answer(path: str) -> Any:
    """What a browser gets."""
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {"type": "http", "method": "GET", "path": path, "headers": []}
    asyncio.run(OwnErrors(streamlit)(scope, Request(scope).receive, send))
    start, body = sent
    headers = dict(start["headers"])
    assert int(headers[b"content-length"]) == len(body["body"])
    assert headers[b"cache-control"] == b"no-cache"
    return json.loads(body["body"])


def test_the_browser_is_told_that_the_app_shows_errors_itself() -> None:
    for path in ("/_stcore/host-config", "/base/_stcore/host-config"):
        assert answer(path) == {**HOST_CONFIG, "blockErrorDialogs": True}


def test_nothing_else_is_changed() -> None:
    assert answer("/_stcore/health") == HOST_CONFIG
