"""The bundled network and a training, served; a drawn seven."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from mlp.dataset import Digits
from mlp.net.network import NeuralNetwork
from mlp.picture.prepare import from_tensor
from mlp.web.server.models import Models
from mlp.web.server.trainings.record import TrainingRun
from mlp.web.server.trainings.trainings import Trainings
from mlp.web.server.visitors.digit import example_digit
from tests.support.routes import ServedRoutes, serving
from tests.support.trainings import CPU, SHORT, ended, trainings


@pytest.fixture(scope="package")
def models(model: NeuralNetwork) -> Models:
    """The bundled network on the CPU, and what the tests place beside it."""
    return Models(model, CPU)


@pytest.fixture(scope="package")
def server_trainings(models: Models) -> Iterator[Trainings]:
    """The trainings among which `done` is."""
    with trainings(models) as opened:
        yield opened


@pytest.fixture(scope="package")
def done(server_trainings: Trainings, digits: Digits) -> TrainingRun:
    """A short training that has ended, with a digit watched; only to be read."""
    run = server_trainings.start(SHORT, CPU)
    server_trainings.watch(run, from_tensor(digits.images(0, 1)[0]), example_digit(0))
    return ended(run)


@pytest.fixture(scope="package")
def plotly_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file to be served as plotly.min.js."""
    path = tmp_path_factory.mktemp("assets") / "plotly.min.js"
    path.write_text("var Plotly = {};")
    return path


@pytest.fixture(scope="package")
def server(
    models: Models, server_trainings: Trainings, plotly_path: Path
) -> Iterator[ServedRoutes]:
    """The routes of the bundled network and of the training, served."""
    with serving(models, plotly_path, trainings=server_trainings) as server:
        yield server


@pytest.fixture(scope="package")
def pad(digits: Digits) -> np.ndarray:
    """uint8, (112, 112), 0–255, ink white on black: a seven as it is drawn on the pad."""
    return np.kron(digits.pixels[0].numpy(), np.ones((4, 4), np.uint8))
