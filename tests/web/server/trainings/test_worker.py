import subprocess
import sys
from dataclasses import replace

import numpy as np
import torch

from mlp.dataset import Digits, load_digits
from mlp.net.parameters import fingerprint
from mlp.picture.prepare import from_tensor
from mlp.training.loop import model_for, train
from mlp.training.recipe import with_rate
from mlp.web.server.models import Models
from mlp.web.server.trainings.record import Status, TrainingRun
from mlp.web.server.visitors.digit import EMPTY_PAD
from tests.support.trainings import CPU, SHORT, ended, trainings, wait_until


def test_it_imports_nothing_of_the_server() -> None:
    code = (
        "import sys, mlp.web.server.trainings.worker\n"
        "heavy = {'streamlit', 'starlette', 'orjson', 'mlp.web.server.models'}\n"
        "near = {'mlp.web.server.trainings.' + name for name in ('record', 'turns', 'trainings')}\n"
        "print(sorted((heavy | near) & set(sys.modules)))"
    )
    imported = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert (imported.stdout, imported.stderr) == ("[]\n", "")


def test_every_batch_is_told(done: TrainingRun) -> None:
    assert (done.status, done.message) == (Status.DONE, None)
    assert done.points.steps == list(range(1, 11))
    assert done.num_images == done.total_images == 600


def test_its_losses_are_those_of_the_generator(done: TrainingRun) -> None:
    """The page and the command line consume the same one."""
    model = model_for(SHORT, torch.device("cpu"))
    expected = [
        (progress.loss, progress.accuracy) for progress in train(model, load_digits("train"), SHORT)
    ]
    assert list(zip(done.points.losses, done.points.accuracies, strict=True)) == expected
    assert done.checkpoints[-1].fingerprint == fingerprint(model.eval())


def test_the_first_checkpoint_is_the_untrained_network(done: TrainingRun) -> None:
    untrained = model_for(SHORT, torch.device("cpu")).eval()
    assert done.checkpoints[0].step == 0
    assert done.checkpoints[0].fingerprint == fingerprint(untrained)


def test_the_last_checkpoint_is_measured_on_all_test_images(done: TrainingRun) -> None:
    assert sum(done.checkpoints[-1].held_out_all) == 10_000


def test_in_the_first_epoch_a_quarter_as_many_are_asked_as_later(done: TrainingRun) -> None:
    asked = {one.step: (sum(one.seen_all), sum(one.held_out_all)) for one in done.checkpoints}
    assert asked[1] == (75, 500)
    assert asked[6] == (300, 2_000)
    assert asked[10] == (300, 10_000)


def test_the_watched_digit_is_read_after_each_batch(done: TrainingRun, digits: Digits) -> None:
    network = done.network(done.checkpoints[-1].fingerprint)
    assert network is not None
    with torch.inference_mode():
        expected = torch.softmax(network(digits.images(0, 1)), dim=1)[0]
    last = done.points.probabilities[-1]
    assert last is not None and np.allclose(last, expected, atol=1e-6)
    assert set(done.points.digits) <= {None, 1}


def test_pauses_and_single_batches_change_nothing_about_what_is_learned(
    done: TrainingRun, models: Models
) -> None:
    with trainings(models) as opened:
        run = opened.start(SHORT, CPU)
        opened.pause(run)
        for _ in range(3):
            opened.one_batch(run)
        wait_until(lambda: run.is_resting and run.num_steps == 3)
        opened.resume(run)
        assert ended(run).checkpoints[-1].fingerprint == done.checkpoints[-1].fingerprint


def test_a_learning_rate_that_was_changed_is_noted_and_the_recipe_repeats_the_training(
    models: Models,
) -> None:
    with trainings(models) as opened:
        run = opened.start(SHORT, CPU)
        opened.pause(run)
        for _ in range(3):
            opened.one_batch(run)
        wait_until(lambda: run.is_resting and run.num_steps == 3)
        opened.change_rate(run, 0.05)
        assert run.learning_rate == 0.05 and run.recipe == SHORT
        opened.resume(run)
        assert ended(run).recipe == with_rate(SHORT, 3, 0.05)
        assert opened.report(run, 0, 0)["rateChanges"] == [{"step": 3, "learningRate": 0.05}]
    model = model_for(SHORT, torch.device("cpu"))
    for _ in train(model, load_digits("train"), run.recipe):
        pass
    assert run.checkpoints[-1].fingerprint == fingerprint(model.eval())


def test_a_learning_rate_that_is_changed_before_anything_begins_is_the_first_one(
    models: Models,
) -> None:
    with trainings(models, max_running=0) as opened:
        run = opened.start(SHORT, CPU)
        opened.change_rate(run, 0.05)
        assert run.recipe == replace(SHORT, learning_rate=0.05)


def test_a_digit_is_read_without_dropout(models: Models, digits: Digits) -> None:
    with trainings(models) as opened:
        run = opened.start(replace(SHORT, dropout=0.5), CPU)
        opened.watch(run, from_tensor(digits.images(0, 1)[0]), EMPTY_PAD)
        network = ended(run).network(run.checkpoints[-1].fingerprint)
        assert network is not None
        with torch.inference_mode():
            expected = torch.softmax(network(digits.images(0, 1)), dim=1)[0]
        last = run.points.probabilities[-1]
        assert last is not None and np.allclose(last, expected, atol=1e-6)


def test_a_diverging_training_says_why_and_keeps_its_history(models: Models) -> None:
    recipe = replace(SHORT, optimizer="sgd", learning_rate=1e30, last_relu=False)
    with trainings(models) as opened:
        run = ended(opened.start(recipe, CPU))
        assert run.status is Status.DIVERGED
        assert run.message is not None and "learning rate was 1e30" in run.message
        assert run.points.steps and run.checkpoints[0].step == 0
        network = run.network(run.checkpoints[-1].fingerprint)
        assert network is not None
        assert all(bool(values.isfinite().all()) for values in network.parameters())
