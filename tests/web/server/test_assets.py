import gzip
from pathlib import Path

from tests.support.routes import ServedRoutes


def test_a_file_may_be_kept_for_good(server: ServedRoutes) -> None:
    with server.get("plotly.min.js") as response:
        assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"


def test_a_browser_gets_a_file_compressed(server: ServedRoutes, plotly_path: Path) -> None:
    with server.get("plotly.min.js", **{"Accept-Encoding": "gzip"}) as response:
        assert response.headers["Content-Encoding"] == "gzip"
        assert response.headers["Vary"] == "Accept-Encoding"
        assert gzip.decompress(response.read()) == plotly_path.read_bytes()


def test_who_takes_no_gzip_gets_a_file_as_it_is(server: ServedRoutes, plotly_path: Path) -> None:
    with server.get("plotly.min.js") as response:
        assert response.headers["Content-Encoding"] is None
        assert response.read() == plotly_path.read_bytes()
