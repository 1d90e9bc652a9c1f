"""Keeps Streamlit's dialogs about errors off the page: they cover it, and speak to developers.

Streamlit's browser side asks its server at each connection how it is hosted. One of the answers is
that the host shows errors itself, as the app does. It must not know how they are shown then.
"""

import json

from starlette.types import ASGIApp, Message, Receive, Scope, Send

_PATH = "/_stcore/host-config"


class OwnErrors:
    """Middleware that lets Streamlit's server say so; it has no setting for it.

    Args:
        app: Streamlit's server.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http" or not scope["path"].endswith(_PATH):
            await self._app(scope, receive, send)
            return
        start: Message = {}

        async def changed(message: Message) -> None:
            if message["type"] == "http.response.start":
                if (b"content-type", b"application/json") in message["headers"]:
                    start.update(message)  # held back, for the length changes
                    return
            elif start:
                body = json.dumps({**json.loads(message["body"]), "blockErrorDialogs": True})
                headers = [each for each in start["headers"] if each[0] != b"content-length"]
                headers.append((b"content-length", str(len(body)).encode()))
                await send({**start, "headers": headers})
                message = {**message, "body": body.encode()}
            await send(message)

        await self._app(scope, receive, changed)
