import gzip
from collections.abc import Callable
from pathlib import Path

import brotli
import pytest

from tests.support.routes import ServedRoutes


def test_a_file_may_be_kept_for_good(server: ServedRoutes) -> None:
    with server.get("plotly.min.js") as response:
        assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"


@pytest.mark.parametrize(
    ("accepted", "encoding", "decompress"),
    [
        ("gzip", "gzip", gzip.decompress),
        ("gzip, deflate, br, zstd", "br", brotli.decompress),
        ("gzip;q=1.0, br;q=0.5", "br", brotli.decompress),
        ("gzip, sbr", "gzip", gzip.decompress),
    ],
)
def test_a_browser_gets_a_file_compressed_as_well_as_it_takes_it(
    server: ServedRoutes,
    plotly_path: Path,
    accepted: str,
    encoding: str,
    decompress: Callable[[bytes], bytes],
) -> None:
    with server.get("plotly.min.js", **{"Accept-Encoding": accepted}) as response:
        assert response.headers["Content-Encoding"] == encoding
        assert response.headers["Vary"] == "Accept-Encoding"
        assert decompress(response.read()) == plotly_path.read_bytes()


def test_who_takes_neither_gets_a_file_as_it_is(server: ServedRoutes, plotly_path: Path) -> None:
    with server.get("plotly.min.js") as response:
        assert response.headers["Content-Encoding"] is None
        assert response.read() == plotly_path.read_bytes()
