"""The bundled network, served; a drawn seven."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from mlp.dataset import Digits
from mlp.net.device import available_devices
from mlp.net.network import NeuralNetwork
from mlp.web.server.models import Models
from tests.support.serving import Server, serving


@pytest.fixture(scope="package")
def models(model: NeuralNetwork) -> Models:
    """The bundled network on the CPU, and what the tests place beside it."""
    return Models(model, available_devices()[-1])


@pytest.fixture(scope="package")
def plotly_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file to be served as plotly.min.js."""
    path = tmp_path_factory.mktemp("assets") / "plotly.min.js"
    path.write_text("var Plotly = {};")
    return path


@pytest.fixture(scope="package")
def server(models: Models, plotly_path: Path) -> Iterator[Server]:
    """The routes of the bundled network, served."""
    with serving(models, plotly_path) as server:
        yield server


@pytest.fixture(scope="package")
def pad(digits: Digits) -> np.ndarray:
    """uint8, (112, 112), 0–255, ink white on black: a seven as it is drawn on the pad."""
    return np.kron(digits.pixels[0].numpy(), np.ones((4, 4), np.uint8))
