"""The HTML that every visit begins with asks for what the app's pages need."""

import json
import re
from collections.abc import Iterator
from http import HTTPStatus
from http.client import HTTPConnection
from pathlib import Path

import pytest
import streamlit as st
from starlette.applications import Starlette
from starlette.middleware import Middleware

from mlp.web.browser.address import PREFIX
from mlp.web.server.index_page import IndexPage, index_html
from mlp.web.server.modules import app_modules, modules_of
from tests.support.asgi import serving_app

STREAMLIT = (Path(st.__file__).parent / "static" / "index.html").read_text("utf-8")
FONT = "system-ui, 'Segoe UI'"
MODULES = ["glassbox/modules/7/browser/dom.js", "glassbox/modules/7/draw/pad.js"]
HTML = index_html(STREAMLIT, font=FONT, modules=MODULES)


def test_streamlits_font_is_not_asked_for() -> None:
    assert STREAMLIT.count('as="font"') == 1 and 'as="font"' not in HTML
    assert HTML.count("woff2") == 0


def test_text_has_the_themes_font_before_the_first_script_run() -> None:
    settings = re.search(r"<script>window\.__streamlit = (.*)</script>", HTML)
    assert settings is not None
    theme = {"bodyFont": FONT}
    assert json.loads(settings[1]) == {"LIGHT_THEME": theme, "DARK_THEME": theme}


def test_modules_are_asked_for_behind_streamlits_scripts() -> None:
    asked = re.findall(r'<link rel="modulepreload"[^>]* href="\./([^"]+)"', HTML)
    assert asked[-2:] == MODULES and all(address.startswith("static/") for address in asked[:-2])
    assert HTML.index(MODULES[-1]) < HTML.index("</head>")


def test_all_that_streamlits_html_asks_for_otherwise_stays() -> None:
    addresses = re.findall(r'(?:src|href)="(\./[^"]+)"', STREAMLIT)
    assert [each for each in addresses if each not in HTML] == [
        each for each in addresses if each.endswith(".woff2")
    ]


def test_the_modules_of_a_room_are_all_of_it_and_nothing_else() -> None:
    addresses = modules_of(app_modules(), ("draw", "views"), prefix=PREFIX)
    paths = [address.split("/", 3)[3] for address in addresses]
    assert paths == [path for path in app_modules().sources if path.startswith(("draw/", "views/"))]
    assert "views/verdict/verdict.js" in paths


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """A server that has nothing but the pages "/base/" and "/base/lesson"."""
    page = Middleware(IndexPage, html=HTML, paths=["/base/", "/base/lesson"])
    with serving_app(Starlette(middleware=[page])) as address:
        yield address


@pytest.mark.parametrize(
    ("method", "path", "is_there"),
    [
        ("GET", "/base/", True),
        ("GET", "/base/lesson?step=6", True),
        ("POST", "/base/lesson", False),
        ("GET", "/base/static/none.js", False),
        ("GET", "/lesson", False),
    ],
)
def test_pages_get_it_and_nothing_else(
    address: str, method: str, path: str, is_there: bool
) -> None:
    connection = HTTPConnection(address, timeout=10)
    connection.request(method, path)
    response = connection.getresponse()
    content = response.read()
    connection.close()
    if not is_there:
        assert response.status == HTTPStatus.NOT_FOUND
        return
    assert content.decode() == HTML
    assert response.headers["Cache-Control"] == "no-cache"
    assert response.headers["Content-Type"].startswith("text/html")
