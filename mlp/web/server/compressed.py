"""A folder's files, served compressed to browsers that take that; each is compressed once.

It must not know whose files they are, nor serve them in any other way.
"""

from pathlib import Path

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
            app: Answers all the rest: parts of files, questions without an answer's body, visitors
                who take no gzip, files that would not get smaller.
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
        if file is not None:
            request = Request(scope)
            takes_gzip = "gzip" in request.headers.get("accept-encoding", "")
            if takes_gzip and "range" not in request.headers:
                response = await self._assets.respond(
                    request,
                    self._assets,
                    scope["path"],
                    load=file.read_bytes,
                    media_type=_MEDIA_TYPES[file.suffix],
                )
                await response(scope, receive, send)
                return
        await self._app(scope, receive, send)
