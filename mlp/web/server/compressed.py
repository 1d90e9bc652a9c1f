"""A folder's files, served compressed to browsers that take that; each is compressed once.

It must not know whose files they are, nor serve them in any other way.
"""

from pathlib import Path

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from mlp.web.server.assets import Assets

_MEDIA_TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}


class CompressedFiles:
    """ASGI middleware before an app that serves files as they are.

    Streamlit leaves its own files out of its compression, because that would be done for each
    visitor anew.
    """

    def __init__(self, app: ASGIApp, *, folder: Path, path: str) -> None:
        """Serve the texts in a folder.

        Args:
            app: Answers all the rest: pictures and fonts, parts of files, how large a file is.
            folder: Its files never change; their names do.
            path: Under which the app serves it, for example "/static".
        """
        self._app = app
        self._assets = Assets()
        self._files = {
            f"{path}/{file.relative_to(folder).as_posix()}": file
            for file in folder.rglob("*")
            if file.suffix in _MEDIA_TYPES
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer with a file, or let the app answer."""
        is_get = scope["type"] == "http" and scope["method"] == "GET"
        file = self._files.get(scope["path"]) if is_get else None
        if file is None or "range" in Headers(scope=scope):
            await self._app(scope, receive, send)
            return
        response = await self._assets.respond(
            Request(scope),
            self._assets,
            scope["path"],
            load=file.read_bytes,
            media_type=_MEDIA_TYPES[file.suffix],
        )
        await response(scope, receive, send)
