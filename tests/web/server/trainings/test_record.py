import math
from collections.abc import Iterator

import numpy as np
import orjson
import pytest

from mlp.dataset import Digits
from mlp.net.parameters import fingerprint
from mlp.picture.prepare import from_tensor
from mlp.web.server.trainings.process import new_folder
from mlp.web.server.trainings.record import PICTURE_SCALE, Status, TrainingRun
from mlp.web.server.visitors.digit import EMPTY_PAD
from tests.support.trainings import CPU, SHORT


@pytest.fixture
def waiting() -> Iterator[TrainingRun]:
    """A training of which nothing is known yet."""
    run = TrainingRun(SHORT, CPU, b"", new_folder())
    yield run
    run.folder.cleanup()


def test_pictures_are_the_first_layers_weights(done: TrainingRun) -> None:
    last = done.checkpoints[-1].fingerprint
    network, pictures = done.network(last), done.pictures(last)
    assert network is not None and pictures is not None
    weight = next(network.parameters()).numpy()
    levels = np.frombuffer(pictures, np.int8).reshape(32, 784)
    assert np.allclose(levels * PICTURE_SCALE / 127, weight, atol=PICTURE_SCALE / 254 + 1e-7)


def test_a_checkpoints_network_is_the_one_that_was_kept(done: TrainingRun) -> None:
    wanted = done.checkpoints[2].fingerprint
    network = done.network(wanted)
    assert network is not None and fingerprint(network) == wanted


def test_an_unknown_checkpoint_has_no_network(done: TrainingRun) -> None:
    assert done.network("0" * 16) is None and done.pictures("0" * 16) is None


def test_a_checkpoint_whose_folder_is_gone_has_no_network(
    done: TrainingRun, waiting: TrainingRun
) -> None:
    waiting.note(done.checkpoints[0])
    assert waiting.network(done.checkpoints[0].fingerprint) is None


def test_a_report_holds_what_is_new_and_no_more(done: TrainingRun) -> None:
    num_checkpoints = len(done.checkpoints)
    report = done.report(8, num_checkpoints - 1, position=0)
    assert report["points"]["steps"] == [9, 10]
    assert [checkpoint["step"] for checkpoint in report["checkpoints"]] == [10]
    assert report["checkpoints"][0]["heldOutRight"] == done.checkpoints[-1].held_out_right
    assert (report["status"], report["numSteps"], report["totalSteps"]) == ("done", 10, 10)


def test_what_cannot_be_json_is_null(done: TrainingRun) -> None:
    report = done.report(0, 0, position=0)
    report["points"]["losses"][0] = math.nan
    assert orjson.loads(orjson.dumps(report))["points"]["losses"][0] is None


def test_the_first_checkpoint_begins_the_training(done: TrainingRun, waiting: TrainingRun) -> None:
    waiting.status = Status.STARTING
    waiting.note(done.checkpoints[0])
    assert (waiting.status, waiting.checkpoints) == (Status.TRAINING, done.checkpoints[:1])


def test_the_same_digit_keeps_its_number(waiting: TrainingRun, digits: Digits) -> None:
    digit, other = (from_tensor(image) for image in digits.images(0, 2))
    shown = [waiting.watch(image, EMPTY_PAD) for image in (digit, digit, other, None, None)]
    assert (shown, waiting.num_watched) == ([True, False, True, True, False], 3)
    assert waiting.report(0, 0, position=1)["digit"] is None


def test_the_parameters_that_are_counted_are_the_networks(done: TrainingRun) -> None:
    network = done.network(done.checkpoints[-1].fingerprint)
    assert network is not None
    assert done.num_parameters == sum(one.numel() for one in network.parameters())
