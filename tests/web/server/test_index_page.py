"""The HTML that every visit begins with asks for what the app's pages need."""

import json
import re
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

import pytest
import streamlit as st
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from mlp.web.server.index_page import IndexPage, index_html
from tests.support.asgi import serving_app

STREAMLIT = (Path(st.__file__).parent / "static" / "index.html").read_text("utf-8")
FONT = "system-ui, 'Segoe UI'"
MODULES = "glassbox/modules/7.js"
SCRIPT = "globalThis.first = 1;"
HTML = index_html(STREAMLIT, font=FONT, script=SCRIPT, modules=MODULES)


def test_streamlits_font_is_not_asked_for() -> None:
    assert STREAMLIT.count('as="font"') == 1 and 'as="font"' not in HTML
    assert HTML.count("woff2") == 0


def test_text_has_the_themes_font_before_the_first_script_run() -> None:
    settings = re.search(r"<script>window\.__streamlit = (.*)</script>", HTML)
    assert settings is not None
    theme = {"bodyFont": FONT}
    assert json.loads(settings[1]) == {"LIGHT_THEME": theme, "DARK_THEME": theme}


def test_our_script_runs_before_streamlits() -> None:
    own, streamlits, *_ = re.findall(r'<script type="module"[^>]*>\s*([^<]*)', HTML)
    assert own.strip() == SCRIPT and streamlits == ""


def test_modules_are_asked_for_behind_streamlits_scripts() -> None:
    asked = re.findall(r'<link rel="modulepreload"[^>]* href="\./([^"]+)"', HTML)
    assert asked[-1] == MODULES and all(address.startswith("static/") for address in asked[:-1])
    assert HTML.index(MODULES) < HTML.index("</head>")


def test_all_that_streamlits_html_asks_for_otherwise_stays() -> None:
    addresses = re.findall(r'(?:src|href)="(\./[^"]+)"', STREAMLIT)
    assert [each for each in addresses if each not in HTML] == [
        each for each in addresses if each.endswith(".woff2")
    ]


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """A server that answers with HTML to everything but to what ends with ".js" or "/none"."""

    async def answer(request: Request) -> Response:
        if request.url.path.endswith(".js"):
            return Response("export {};", media_type="text/javascript")
        if request.url.path.endswith("/none"):
            return HTMLResponse("<p>None</p>", status_code=404)
        return HTMLResponse("<p>Streamlit's</p>", headers={"ETag": "of another text"})

    routes = [Route("/{path:path}", answer, methods=["GET", "POST"])]
    app = Starlette(routes=routes, middleware=[Middleware(IndexPage, html=HTML)])
    with serving_app(app) as address:
        yield address


@pytest.mark.parametrize("path", ["/base/", "/base/lesson?step=6", "/base/mistyped"])
def test_every_page_is_it(address: str, path: str) -> None:
    response, content = ask(address, "GET", path)
    assert content.decode() == HTML
    assert response.headers["Cache-Control"] == "no-cache"
    assert response.headers["Content-Type"].startswith("text/html")
    assert int(response.headers["Content-Length"]) == len(content)
    assert "ETag" not in response.headers


@pytest.mark.parametrize(
    ("method", "path", "expected"),
    [
        ("GET", "/base/static/some.js", b"export {};"),
        ("GET", "/base/none", b"<p>None</p>"),
        ("POST", "/base/", b"<p>Streamlit's</p>"),
    ],
)
def test_nothing_else_is_changed(address: str, method: str, path: str, expected: bytes) -> None:
    assert ask(address, method, path)[1] == expected


def ask(address: str, method: str, path: str) -> tuple[HTTPResponse, bytes]:
    connection = HTTPConnection(address, timeout=10)
    connection.request(method, path)
    response = connection.getresponse()
    content = response.read()
    connection.close()
    return response, content
