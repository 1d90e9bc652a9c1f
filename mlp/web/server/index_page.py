"""The HTML that every visit begins with: Streamlit's, asking for what this app's pages need.

It must not know what any page shows.
"""

import json
import re
from collections.abc import Collection, Iterable

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from mlp.web.server.assets import Assets

_FONT = re.compile(r'<link\s[^>]*as="font"[^>]*>')
_END = "</head>"


def index_html(streamlit_html: str, *, font: str, modules: Iterable[str]) -> str:
    """Write the HTML of this app's pages.

    Streamlit's asks at once for its own font, and shows text in it until the first script run says
    that the theme has another. Our modules would be asked for only after that run, few in each
    round trip.

    Args:
        streamlit_html: Streamlit's index.html.
        font: The theme's, as CSS names it.
        modules: Addresses from where the app lies, for example "glassbox/modules/…".
    """
    theme = {"bodyFont": font}
    settings = json.dumps({"LIGHT_THEME": theme, "DARK_THEME": theme})  # until the first run
    script = f"<script>window.__streamlit = {settings}</script>"
    # Low: what Streamlit's scripts ask for when they run goes before them.
    preloads = [
        f'<link rel="modulepreload" fetchpriority="low" href="./{address}">' for address in modules
    ]
    html = _FONT.sub("", streamlit_html)
    return html.replace(_END, "\n".join([script, *preloads, _END]), 1)


class IndexPage:
    """ASGI middleware before Streamlit's server that answers with such HTML instead.

    Args:
        app: Answers all the rest.
        html: From `index_html`.
        paths: Of all pages, for example "/" and "/lesson".
    """

    def __init__(self, app: ASGIApp, *, html: str, paths: Collection[str]) -> None:
        self._app = app
        self._html = html.encode()
        self._paths = frozenset(paths)
        self._assets = Assets()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer with the HTML, or let the app answer."""
        is_get = scope["type"] == "http" and scope["method"] == "GET"
        if not is_get or scope["path"] not in self._paths:
            await self._app(scope, receive, send)
            return
        response = await self._assets.respond(
            Request(scope),
            self._assets,
            "index.html",
            load=lambda: self._html,
            media_type="text/html",
            cache_control="no-cache",
        )
        await response(scope, receive, send)
