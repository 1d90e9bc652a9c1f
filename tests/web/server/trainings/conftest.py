"""A short training that has ended, with a digit watched."""

from collections.abc import Iterator

import pytest

from mlp.dataset import Digits
from mlp.picture.prepare import from_tensor
from mlp.web.server.messages import NOT_FROM_PAD
from mlp.web.server.models import Models
from mlp.web.server.trainings.record import TrainingRun
from mlp.web.server.trainings.trainings import Trainings
from tests.support.trainings import CPU, SHORT, ended, trainings


@pytest.fixture(scope="package")
def server_trainings(models: Models) -> Iterator[Trainings]:
    """The trainings among which `done` is."""
    with trainings(models) as opened:
        yield opened


@pytest.fixture(scope="package")
def done(server_trainings: Trainings, digits: Digits) -> TrainingRun:
    """A short training that has ended, with a digit watched; only to be read."""
    run = server_trainings.start(SHORT, CPU)
    server_trainings.watch(run, from_tensor(digits.images(0, 1)[0]), NOT_FROM_PAD)
    return ended(run)
