import gzip
import urllib.parse
from http import HTTPStatus
from pathlib import Path

import pytest

from mlp.net.parameters import parameter_values
from mlp.web.server.trainings.record import TrainingRun
from tests.support.routes import ServedRoutes, status_of


def test_weights_are_the_parameters_of_the_fingerprint(server: ServedRoutes) -> None:
    placed = server.models.default
    with server.get(f"weights/{placed.fingerprint}") as response:
        assert response.read() == placed.parameter_values
        assert response.headers["Content-Type"] == "application/octet-stream"


def test_weights_may_be_kept_for_good(server: ServedRoutes) -> None:
    with server.get(f"weights/{server.models.default.fingerprint}") as response:
        assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"


def test_weights_are_compressed_for_a_browser(server: ServedRoutes) -> None:
    placed = server.models.default
    path = f"weights/{placed.fingerprint}"
    with server.get(path, **{"Accept-Encoding": "gzip"}) as response:
        assert response.headers["Content-Encoding"] == "gzip"
        assert gzip.decompress(response.read()) == placed.parameter_values


def test_the_overview_is_that_of_the_fingerprint(server: ServedRoutes) -> None:
    placed = server.models.default
    with server.get(f"overview/{placed.fingerprint}") as response:
        assert response.read() == placed.overview


def test_weights_of_a_checkpoint_are_found_too(server: ServedRoutes, done: TrainingRun) -> None:
    fingerprint = done.checkpoints[1].fingerprint
    network = done.network(fingerprint)
    assert network is not None
    with server.get(f"weights/{fingerprint}") as response:
        assert response.read() == parameter_values(network)


@pytest.mark.parametrize("route", ["weights", "overview"])
@pytest.mark.parametrize("fingerprint", ["0" * 16, "é", "..%2Fweights", "x" * 1000])
def test_an_unknown_fingerprint_is_not_found(
    server: ServedRoutes, route: str, fingerprint: str
) -> None:
    path = f"{route}/{urllib.parse.quote(fingerprint)}"
    assert status_of(server, path) == HTTPStatus.NOT_FOUND


def test_plotlys_javascript_is_served_to_be_kept(server: ServedRoutes, plotly_path: Path) -> None:
    with server.get("plotly.min.js") as response:
        assert response.read() == plotly_path.read_bytes()
        assert response.headers["Content-Type"].startswith("text/javascript")
        assert "immutable" in response.headers["Cache-Control"]
