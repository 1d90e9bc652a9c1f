"""The HTML that every visit begins with: Streamlit's, asking for what this app's pages need.

It must not know what any page shows.
"""

import json
import re
from http import HTTPStatus

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from mlp.web.server.assets import Assets

_FONT = re.compile(r'<link\s[^>]*as="font"[^>]*>')
_START, _END = "<head>", "</head>"
_HTML = "text/html"


def index_html(streamlit_html: str, *, font: str, script: str, modules: str) -> str:
    """Write the HTML of this app's pages.

    Streamlit's asks at once for its own font, and shows text in it until the first script run says
    that the theme has another. Our modules would be asked for only after that run.

    Args:
        streamlit_html: Streamlit's index.html.
        font: The theme's, as CSS names it.
        script: A module, which runs before all others.
        modules: Their address from where the app lies, for example "glassbox/modules/7.js".
    """
    theme = {"bodyFont": font}
    settings = json.dumps({"LIGHT_THEME": theme, "DARK_THEME": theme})  # until the first run
    scripts = [
        f"<script>window.__streamlit = {settings}</script>",
        f'<script type="module">\n{script}\n</script>',
    ]
    # Low: what Streamlit's scripts ask for when they run goes before them.
    preload = f'<link rel="modulepreload" fetchpriority="low" href="./{modules}">'
    html = _FONT.sub("", streamlit_html).replace(_START, "\n".join([_START, *scripts]), 1)
    return html.replace(_END, "\n".join([preload, _END]), 1)


class IndexPage:
    """ASGI middleware before Streamlit's server that answers with such HTML instead of any other.

    Streamlit's is the answer to every address that nothing else lies under, a mistyped one, too.

    Args:
        app: Answers all the rest.
        html: From `index_html`.
    """

    def __init__(self, app: ASGIApp, *, html: str) -> None:
        self._app = app
        self._html = html.encode()
        self._assets = Assets()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the app answer, and put the HTML in the place of HTML."""
        if scope["type"] != "http" or scope["method"] != "GET":
            await self._app(scope, receive, send)
            return
        is_html = False

        async def send_other(message: Message) -> None:
            nonlocal is_html
            if message["type"] == "http.response.start":
                said = Headers(raw=message["headers"]).get("content-type", "")
                is_html = message["status"] == HTTPStatus.OK and said.startswith(_HTML)
            if not is_html:
                await send(message)

        await self._app(scope, receive, send_other)
        if is_html:
            response = await self._assets.respond(
                Request(scope),
                self._assets,
                "index.html",
                load=lambda: self._html,
                media_type=_HTML,
                cache_control="no-cache",
            )
            await response(scope, receive, send)
