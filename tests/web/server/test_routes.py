import gzip
import urllib.error
import urllib.parse
from pathlib import Path

import pytest

from tests.support.serving import Server


def test_weights_are_the_parameters_of_the_fingerprint(server: Server) -> None:
    placed = server.models.default
    with server.get(f"weights/{placed.fingerprint}") as response:
        assert response.read() == placed.parameter_values
        assert response.headers["Content-Type"] == "application/octet-stream"


def test_weights_may_be_kept_for_good(server: Server) -> None:
    with server.get(f"weights/{server.models.default.fingerprint}") as response:
        assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"


def test_weights_are_compressed_for_a_browser(server: Server) -> None:
    placed = server.models.default
    path = f"weights/{placed.fingerprint}"
    with server.get(path, **{"Accept-Encoding": "gzip"}) as response:
        assert response.headers["Content-Encoding"] == "gzip"
        assert gzip.decompress(response.read()) == placed.parameter_values


def test_the_overview_is_that_of_the_fingerprint(server: Server) -> None:
    placed = server.models.default
    with server.get(f"overview/{placed.fingerprint}") as response:
        assert response.read() == placed.overview


@pytest.mark.parametrize("route", ["weights", "overview"])
@pytest.mark.parametrize("fingerprint", ["0" * 16, "é", "..%2Fweights", "x" * 1000])
def test_an_unknown_fingerprint_is_not_found(server: Server, route: str, fingerprint: str) -> None:
    with pytest.raises(urllib.error.HTTPError) as refused:
        server.get(f"{route}/{urllib.parse.quote(fingerprint)}")
    with refused.value as response:
        assert response.status == 404


def test_plotlys_javascript_is_served_to_be_kept(server: Server, plotly_path: Path) -> None:
    with server.get("plotly.min.js") as response:
        assert response.read() == plotly_path.read_bytes()
        assert response.headers["Content-Type"].startswith("text/javascript")
        assert "immutable" in response.headers["Cache-Control"]
