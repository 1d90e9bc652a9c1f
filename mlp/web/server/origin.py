"""Whose pages may talk to this server; those of anybody else are refused before all routes.

It must not know what they ask for, nor ask the network who anybody is.
"""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from fnmatch import fnmatchcase
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.websockets import WebSocket

_LOGGER = logging.getLogger(__name__)

THIS_COMPUTER = frozenset({"localhost", "127.0.0.1", "0.0.0.0"})


@dataclass(frozen=True)
class Origins:
    """Whose pages may talk to this server: its own, and those of some hosts.

    Attributes:
        hosts: Names of the hosts whose pages may, whatever their port.
        own_names: What this server may be called by those who ask it, for example
            "*.school.example"; empty: anything.
        is_open: Any page may.
    """

    hosts: frozenset[str] = THIS_COMPUTER
    own_names: tuple[str, ...] = ()
    is_open: bool = False

    def allow(self, origin: str | None, host: str | None) -> bool:
        """Tell whether a request may be answered.

        Args:
            origin: The header; browsers send it wherever a page of another origin could read the
                answer or change something. Without it, a page of our own asks, or no browser.
            host: The header.
        """
        name = _host_name(host)
        if self.own_names and not any(fnmatchcase(name, pattern) for pattern in self.own_names):
            return False
        return self.is_open or is_own(origin, host) or _host_name(origin) in self.hosts


def is_own(origin: str | None, host: str | None) -> bool:
    """Tell whether a page of our own asks, or none at all."""
    return origin is None or _without_scheme(origin) == host


def host_names(addresses: Iterable[str]) -> frozenset[str]:
    """Take the names of the hosts out of addresses, with or without a scheme."""
    return frozenset(filter(None, map(_host_name, addresses)))


def _host_name(address: str | None) -> str:
    """Take the name of the host out of an address; "" if it has none, or is none."""
    try:
        parts = urlsplit(f"//{_without_scheme(address or '')}")
        _ = parts.port  # raises if it is no number
    except ValueError:
        return ""
    is_bare = parts.netloc == parts.netloc.rpartition("@")[2] and parts.path in ("", "/")
    return (parts.hostname or "").rstrip(".") if is_bare else ""


def _without_scheme(address: str) -> str:
    _, separator, rest = address.partition("://")
    return rest if separator else address


class OriginGuard:
    """ASGI middleware that refuses what pages of others ask, before any route is looked for.

    It guards every WebSocket, Streamlit's too: Streamlit asks an address service on the internet,
    and everybody waits, before it refuses an origin or finds it in the settings. So what passes
    here on account of the settings goes on without its origin.
    """

    def __init__(self, app: ASGIApp, *, origins: Origins, prefix: str) -> None:
        """Guard an app.

        Args:
            app: What is guarded.
            origins: Whose pages may pass.
            prefix: Path before all routes of our own, for example "/glassbox".
        """
        self._app = app
        self._origins = origins
        self._prefix = f"{prefix}/"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request pass, or refuse it."""
        is_socket = scope["type"] == "websocket"
        if not is_socket and not scope.get("path", "").startswith(self._prefix):
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        origin, host = headers.get("origin"), headers.get("host")
        if not self._origins.allow(origin, host):
            _LOGGER.warning(
                "Refused what a page of %.100r asked %.100r. If it may: server.corsAllowedOrigins.",
                origin,
                host,
            )
            if is_socket:
                await WebSocket(scope, receive, send).close()  # the browser gets HTTP 403
            else:
                refusal = PlainTextResponse("Not for pages of other origins.", status_code=403)
                await refusal(scope, receive, send)
            return
        if is_socket and not is_own(origin, host):
            others = [header for header in scope["headers"] if header[0] != b"origin"]
            scope = {**scope, "headers": others}
        await self._app(scope, receive, send)
