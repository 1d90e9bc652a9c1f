import gzip
from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from mlp.web.server.compressed import CompressedFiles
from tests.support.asgi import serving_app

SCRIPT = b"export const digit = 7;\n" * 100
FONT = b"font" * 100
GZIP = {"Accept-Encoding": "gzip"}


@dataclass(frozen=True)
class Files:
    """A folder, served at /base/static by Starlette, as Streamlit serves its own."""

    folder: Path
    address: str

    def ask(
        self, path: str = "/base/static/js/index.Dx3.js", method: str = "GET", **headers: str
    ) -> tuple[HTTPResponse, bytes]:
        """Ask for a file; also give what came."""
        connection = HTTPConnection(self.address, timeout=10)
        connection.request(method, path, headers=headers)
        response = connection.getresponse()
        content = response.read()
        connection.close()
        return response, content


@pytest.fixture
def files(tmp_path: Path) -> Iterator[Files]:
    """A script and a font in a folder, something else beside it."""
    folder = tmp_path / "static"
    (folder / "js").mkdir(parents=True)
    (folder / "js" / "index.Dx3.js").write_bytes(SCRIPT)
    (folder / "sans.woff2").write_bytes(FONT)
    (tmp_path / "secret.js").write_bytes(b"not for visitors")
    served = Mount("/base/static", StaticFiles(directory=folder))
    compressed = Middleware(CompressedFiles, folder=folder, path="/base/static")
    with serving_app(Starlette(routes=[served], middleware=[compressed])) as address:
        yield Files(folder, address)


def test_a_text_is_compressed_and_may_be_kept_for_good(files: Files) -> None:
    response, content = files.ask(**GZIP)
    assert gzip.decompress(content) == SCRIPT
    assert response.headers["Content-Encoding"] == "gzip"
    assert response.headers["Vary"] == "Accept-Encoding"
    assert "immutable" in response.headers["Cache-Control"]
    assert response.headers["Content-Type"].startswith("text/javascript")


def test_a_text_is_read_and_compressed_once(files: Files) -> None:
    _, first = files.ask(**GZIP)
    (files.folder / "js" / "index.Dx3.js").unlink()
    assert files.ask(**GZIP)[1] == first


def test_who_takes_no_gzip_gets_a_text_as_it_is(files: Files) -> None:
    response, content = files.ask()
    assert content == SCRIPT and response.headers["Content-Encoding"] is None


def test_a_part_of_a_text_is_that_part(files: Files) -> None:
    response, content = files.ask(Range="bytes=7-11", **GZIP)
    assert (response.status, content) == (HTTPStatus.PARTIAL_CONTENT, SCRIPT[7:12])


def test_how_large_a_text_is_may_be_asked(files: Files) -> None:
    response, content = files.ask(method="HEAD", **GZIP)
    assert (response.headers["Content-Length"], content) == (str(len(SCRIPT)), b"")


def test_a_font_is_not_compressed_again(files: Files) -> None:
    response, content = files.ask("/base/static/sans.woff2", **GZIP)
    assert content == FONT and response.headers["Content-Encoding"] is None


@pytest.mark.parametrize("path", ["/base/static/none.js", "/base/static/../secret.js"])
def test_nothing_else_is_served(files: Files, path: str) -> None:
    assert files.ask(path, **GZIP)[0].status == HTTPStatus.NOT_FOUND
