"""Streamlit's dialogs about errors are kept off the page."""

import asyncio
import json

import pytest
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.types import Message, Scope

from mlp.web.server.own_errors import OwnErrors

HOST_CONFIG = {"allowedOrigins": ["é"], "blockErrorDialogs": False}


def answer(path: str, response: Response) -> bytes:
    """What a browser gets if Streamlit's server answers so."""
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request"}

    async def send(message: Message) -> None:
        sent.append(message)

    scope: Scope = {"type": "http", "method": "GET", "path": path, "headers": []}
    asyncio.run(OwnErrors(response)(scope, receive, send))
    start, body = sent
    content: bytes = body["body"]
    assert int(dict(start["headers"])[b"content-length"]) == len(content)
    assert start["status"] == response.status_code
    return content


@pytest.mark.parametrize("path", ["/_stcore/host-config", "/base/_stcore/host-config"])
def test_the_browser_is_told_that_the_app_shows_errors_itself(path: str) -> None:
    content = answer(path, JSONResponse(HOST_CONFIG))
    assert json.loads(content) == {**HOST_CONFIG, "blockErrorDialogs": True}


def test_nothing_else_is_changed() -> None:
    content = answer("/glassbox/plotly", JSONResponse(HOST_CONFIG))
    assert json.loads(content) == HOST_CONFIG
    refused = PlainTextResponse("Not found.", status_code=404)
    assert answer("/no/_stcore/host-config", refused) == b"Not found."
