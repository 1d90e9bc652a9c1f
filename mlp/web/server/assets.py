"""Answers with files that never change: compressed once, most kept by the browser for good.

It must not know what is in them.
"""

import asyncio
import gzip
from collections.abc import Callable
from weakref import WeakKeyDictionary

from starlette.requests import Request
from starlette.responses import Response

BINARY = "application/octet-stream"
FOR_GOOD = "public, max-age=31536000, immutable"
ONE_YEAR = {"Cache-Control": FOR_GOOD}


class Assets:
    """Files that never change, compressed once.

    Left to the middleware, each new visitor would keep the event loop, and so everybody's live
    channel, busy compressing for some 90 ms (plotly.min.js) and 70 ms (the parameters).
    """

    def __init__(self) -> None:
        # What a visitor's own network needs goes with it.
        self._compressed: WeakKeyDictionary[object, dict[str, bytes]] = WeakKeyDictionary()

    async def respond(
        self,
        request: Request,
        owner: object,
        name: str,
        *,
        load: Callable[[], bytes],
        media_type: str = BINARY,
        cache_control: str = FOR_GOOD,
    ) -> Response:
        """Answer with a file, compressed if the browser takes that.

        Args:
            request: What is answered.
            owner: What the file belongs to; it is kept as long as that.
            name: The file's, among its owner's.
            load: Reads it.
            media_type: What it is.
            cache_control: How long a browser may keep what is under this address.
        """
        headers = {"Cache-Control": cache_control}
        if "gzip" not in request.headers.get("accept-encoding", ""):
            content = await asyncio.to_thread(load)
            return Response(content, media_type=media_type, headers=headers)
        by_name = self._compressed.setdefault(owner, {})
        if name not in by_name:
            by_name[name] = await asyncio.to_thread(lambda: gzip.compress(load(), 6))
        headers |= {"Content-Encoding": "gzip", "Vary": "Accept-Encoding"}
        return Response(by_name[name], media_type=media_type, headers=headers)
