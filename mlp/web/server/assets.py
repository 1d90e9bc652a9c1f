"""Answers with files that never change: compressed once, most kept by the browser for good.

It must not know what is in them.
"""

import asyncio
import gzip
import re
from collections.abc import Callable
from functools import partial
from weakref import WeakKeyDictionary

import brotli
from starlette.requests import Request
from starlette.responses import Response

BINARY = "application/octet-stream"
FOR_GOOD = "public, max-age=31536000, immutable"
ONE_YEAR = {"Cache-Control": FOR_GOOD}

# By its name in HTTP, the best first: browsers take "br" only over TLS or from their own computer.
# As set here plotly.min.js takes 0.4 s, once; the next better "br" would take ten times that.
_COMPRESS: dict[str, Callable[[bytes], bytes]] = {
    "br": partial(brotli.compress, quality=9),
    "gzip": partial(gzip.compress, compresslevel=9),
}


class Assets:
    """Files that never change, compressed once.

    Left to the middleware, each new visitor would keep the event loop, and so everybody's live
    channel, busy compressing for some 90 ms (plotly.min.js) and 70 ms (the parameters).
    """

    def __init__(self) -> None:
        # What a visitor's own network needs goes with it.
        self._compressed: WeakKeyDictionary[object, dict[tuple[str, str], bytes]]
        self._compressed = WeakKeyDictionary()

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
        taken = re.findall(r"[\w-]+", request.headers.get("accept-encoding", ""))
        encoding = next((each for each in _COMPRESS if each in taken), None)
        if encoding is None:
            content = await asyncio.to_thread(load)
            return Response(content, media_type=media_type, headers=headers)
        by_name = self._compressed.setdefault(owner, {})
        if (name, encoding) not in by_name:
            compress = _COMPRESS[encoding]
            by_name[name, encoding] = await asyncio.to_thread(lambda: compress(load()))
        headers |= {"Content-Encoding": encoding, "Vary": "Accept-Encoding"}
        return Response(by_name[name, encoding], media_type=media_type, headers=headers)
