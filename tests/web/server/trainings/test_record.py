"""Trainings run in processes of their own, in turns, and end when nobody is left."""

import math
import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from mlp.dataset import load_digits
from mlp.errors import InputError
from mlp.files.read import load_model
from mlp.net.device import available_devices
from mlp.net.network import untrained_network
from mlp.net.parameters import fingerprint
from mlp.picture.prepare import from_tensor
from mlp.training.loop import model_for, train
from mlp.training.recipe import Recipe
from mlp.web.server.messages import NOT_FROM_PAD
from mlp.web.server.models import Models
from mlp.web.server.trainings.record import (
    PICTURE_SCALE,
    Status,
    Training,
    Trainings,
    remove_left_folders,
)

CPU = available_devices()[-1]
SHORT = Recipe(num_images=300, epochs=2, batch_size=64, hidden_sizes=(32,))
LONG = replace(SHORT, num_images=60_000, epochs=30)
WAIT_S = 60.0


@pytest.fixture(scope="module")
def models() -> Models:
    return Models(load_model(), CPU)


@contextmanager
def trainings(models: Models, **options) -> Iterator[Trainings]:
    """Trainings that all end with the context."""
    opened = Trainings(lambda: models, **{"max_running": 1, **options})
    try:
        yield opened
    finally:
        for ticket in list(opened._by_ticket):
            opened.close(ticket)


def wait_until(is_so: Callable[[], bool]) -> None:
    """Wait for another process; fail if it takes a minute."""
    ends_s = time.monotonic() + WAIT_S
    while not is_so():
        assert time.monotonic() < ends_s, "it did not happen"
        time.sleep(0.02)


def ended(training: Training) -> Training:
    wait_until(lambda: training.status.is_over)
    return training


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().split(")")[1].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


@pytest.fixture(scope="module")
def done(models) -> Iterator[Training]:
    """A short training that has ended, with a digit watched."""
    with trainings(models) as opened:
        training = opened.start(SHORT, CPU)
        training.watch(from_tensor(load_digits("test").images(0, 1)[0]), NOT_FROM_PAD)
        yield ended(training)


def test_a_training_has_every_batch_and_ends(done):
    assert (done.status, done.message) == (Status.DONE, None)
    assert done.points.steps == list(range(1, 11))
    assert done.num_images == done.total_images == 600


def test_its_losses_are_those_of_the_generator(done):
    """The page and the command line consume the same one."""
    model = model_for(SHORT, torch.device("cpu"))
    expected = [(one.loss, one.accuracy) for one in train(model, load_digits("train"), SHORT)]
    assert list(zip(done.points.losses, done.points.accuracies, strict=True)) == expected
    assert done.checkpoints[-1].fingerprint == fingerprint(model.eval())


def test_the_first_checkpoint_is_the_untrained_network(done):
    assert done.checkpoints[0].step == 0
    assert done.checkpoints[0].fingerprint == fingerprint(
        model_for(SHORT, torch.device("cpu")).eval()
    )


def test_the_last_checkpoint_is_measured_on_all_test_images(done):
    assert sum(done.checkpoints[-1].held_out_all) == 10_000


def test_the_watched_digit_is_read_after_each_batch(done):
    network = done.network(done.checkpoints[-1].fingerprint)
    with torch.inference_mode():
        expected = torch.softmax(network(load_digits("test").images(0, 1)), dim=1)[0]
    assert np.allclose(done.points.probabilities[-1], expected, atol=1e-6)
    assert set(done.points.digits) <= {None, 1}


def test_the_live_channel_asks_the_network_as_it_is_now(done, models):
    assert models.get(done.token).fingerprint == done.checkpoints[-1].fingerprint


def test_pictures_are_the_first_layers_weights(done):
    last = done.checkpoints[-1].fingerprint
    weight = next(done.network(last).parameters()).numpy()
    levels = np.frombuffer(done.pictures(last), np.int8).reshape(32, 784)
    assert np.allclose(levels * PICTURE_SCALE / 127, weight, atol=PICTURE_SCALE / 254 + 1e-7)


def test_an_unknown_checkpoint_has_no_network(done):
    assert done.network("0" * 16) is None and done.pictures("0" * 16) is None


def test_a_report_holds_what_is_new_and_no_more(done):
    num_checkpoints = len(done.checkpoints)
    report = done.report(8, num_checkpoints - 1)
    assert report["points"]["steps"] == [9, 10]
    assert [one["step"] for one in report["checkpoints"]] == [10]
    assert report["checkpoints"][0]["heldOutRight"] == done.checkpoints[-1].held_out_right
    assert (report["status"], report["numSteps"], report["totalSteps"]) == ("done", 10, 10)


def test_stop_keeps_what_was_learned(models):
    with trainings(models) as opened:
        training = opened.start(LONG, CPU)
        wait_until(lambda: training.num_steps > 20)
        training.stop()
        ended(training)
        assert training.status is Status.STOPPED
        assert training.checkpoints[-1].step == training.num_steps == training.points.steps[-1]
        assert training.network(training.checkpoints[-1].fingerprint) is not None


def test_pauses_and_single_batches_change_nothing_about_what_is_learned(done, models):
    with trainings(models) as opened:
        training = opened.start(SHORT, CPU)
        training.pause()
        for _ in range(3):
            training.one_batch()
        wait_until(lambda: training.is_resting and training.num_steps == 3)
        training.resume()
        assert ended(training).checkpoints[-1].fingerprint == done.checkpoints[-1].fingerprint


def test_a_pause_gives_the_turn_to_who_waits_longest(models):
    with trainings(models) as opened:
        first, second, third = (opened.start(recipe, CPU) for recipe in (LONG, SHORT, SHORT))
        assert [one.position for one in (first, second, third)] == [0, 1, 2]
        assert second.status is Status.WAITING
        third.stop()
        first.pause()
        assert ended(second).status is Status.DONE
        first.resume()
        wait_until(lambda: first.num_steps > 0)


def test_a_training_that_has_not_begun_stops_at_once(models):
    with trainings(models) as opened:
        training = opened.start(SHORT, CPU)
        assert training.status is Status.STARTING
        training.stop()
        assert training.status is Status.STOPPED
        training._process.wait()
        time.sleep(0.1)
        assert (training.status, training.message) == (Status.STOPPED, None)


def test_news_that_are_asked_for_prolong_the_grace(models):
    with trainings(models, max_running=0, grace_s=0.6) as opened:
        training = opened.start(SHORT, CPU)
        training.left()
        for _ in range(4):
            time.sleep(0.3)
            training.asked()
        assert opened.get(training.ticket) is training
        wait_until(lambda: opened.get(training.ticket) is None)


def test_who_waits_can_stop_waiting(models):
    with trainings(models, max_running=0) as opened:
        training = opened.start(SHORT, CPU)
        training.stop()
        assert training.status is Status.STOPPED and training.position == 0


def test_too_many_are_refused_and_the_others_stay(models):
    with trainings(models, max_running=0, max_kept=1) as opened:
        first = opened.start(SHORT, CPU)
        with pytest.raises(InputError, match="Try again in a few minutes"):
            opened.start(SHORT, CPU)
        assert opened.get(first.ticket) is first and first.status is Status.WAITING


def test_an_ended_one_makes_room_and_one_that_was_left_goes_first(models):
    with trainings(models, max_running=0, max_kept=3) as opened:
        first, second, third = (opened.start(SHORT, CPU) for _ in range(3))
        for one in (first, second):
            one.stop()
        second.left()
        opened.start(SHORT, CPU)
        assert [opened.get(one.ticket) for one in (first, second, third)] == [first, None, third]
        opened.start(SHORT, CPU)
        assert [opened.get(one.ticket) for one in (first, third)] == [None, third]


def test_a_new_training_takes_the_place_of_its_visitors_one_before(models):
    with trainings(models, max_running=0, max_kept=1) as opened:
        first = opened.start(SHORT, CPU)
        second = opened.start(SHORT, CPU, instead_of=first)
        assert opened.get(first.ticket) is None and opened.get(second.ticket) is second


def test_a_refused_training_leaves_the_one_before_as_it_is(models):
    with trainings(models, max_running=0, max_kept=1) as opened:
        first = opened.start(SHORT, CPU)
        with pytest.raises(InputError):
            opened.start(SHORT, CPU, instead_of=None)
        assert first.status is Status.WAITING and models.get(first.token) is not None


def test_single_batches_wait_for_their_turn_too(models):
    with trainings(models) as opened:
        first, second = opened.start(LONG, CPU), opened.start(SHORT, CPU)
        second.pause()
        second.one_batch()
        second.one_batch()
        assert (second.status, second.position, second._process) == (Status.PAUSED, 1, None)
        first.stop()
        wait_until(lambda: second.is_resting and second.num_steps == 2)
        wait_until(lambda: not opened._running)


def test_of_too_many_that_rest_the_longest_one_ends_and_says_why(models):
    with trainings(models, max_running=0, max_resting=1) as opened:
        first, second = opened.start(SHORT, CPU), opened.start(SHORT, CPU)
        first.pause()
        second.pause()
        assert first.status is Status.STOPPED and "rested the longest" in first.message
        assert second.status is Status.PAUSED


def test_nobody_waits_while_a_process_cannot_listen_yet(models):
    """Its pipe holds 64 kB; each digit takes 3."""
    with trainings(models) as opened:
        training = opened.start(SHORT, CPU)
        images = load_digits("test").images(0, 60)
        started_s = time.monotonic()
        for image in images:
            training.watch(from_tensor(image), NOT_FROM_PAD)
        assert training.status is Status.STARTING, f"{time.monotonic() - started_s:.1f} s"


def test_folders_of_servers_that_were_killed_are_removed(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    gone, own, others = (
        tmp_path / f"glassbox-training-{name}"
        for name in ("4194305-abc", f"{os.getpid()}-abc", "of-somebody")
    )
    for folder in (gone, own, others):
        folder.mkdir()
    remove_left_folders()
    assert [folder.exists() for folder in (gone, own, others)] == [False, True, True]


def test_a_visitor_who_comes_back_in_time_finds_it(models):
    with trainings(models, max_running=0, grace_s=0.5) as opened:
        training = opened.start(SHORT, CPU)
        training.left()
        training.came_back()
        time.sleep(1)
        assert opened.get(training.ticket) is training and not training.status.is_over


def test_it_ends_when_the_visitor_does_not_come_back(models):
    with trainings(models, grace_s=0.5) as opened:
        training = opened.start(LONG, CPU)
        wait_until(lambda: training.num_steps > 0)
        process, folder = training._process, Path(training._folder.name)
        training.left()
        wait_until(lambda: opened.get(training.ticket) is None)
        wait_until(lambda: not is_alive(process.pid))
        assert not folder.exists()
        assert models.get(training.token) is None


def test_a_process_that_is_ready_is_taken_by_the_next_training(models):
    with trainings(models) as opened:
        opened.prepare()
        spare = opened._spare
        opened.prepare()
        assert opened._spare is spare
        training = opened.start(SHORT, CPU)
        assert training._process is spare and opened._spare is None
        assert ended(training).status is Status.DONE


def test_a_process_that_nobody_takes_is_ended(models):
    with trainings(models) as opened:
        opened.prepare()
        spare = opened._spare
        opened.end_spare()
        assert spare.poll() is not None and opened._spare is None


def test_a_diverging_training_says_why_and_keeps_its_history(models):
    recipe = replace(SHORT, optimizer="sgd", learning_rate=1e30, last_relu=False)
    with trainings(models) as opened:
        training = ended(opened.start(recipe, CPU))
        assert training.status is Status.DIVERGED
        assert "learning rate was 1e+30" in training.message
        assert training.points.steps and training.checkpoints[0].step == 0
        values = training.network(training.checkpoints[-1].fingerprint).parameters()
        assert all(bool(one.isfinite().all()) for one in values)


def test_a_killed_process_is_noticed(models):
    with trainings(models) as opened:
        training = opened.start(LONG, CPU)
        wait_until(lambda: training.num_steps > 0)
        os.kill(training._process.pid, signal.SIGKILL)
        assert ended(training).status is Status.FAILED
        assert "ended from outside" in training.message


def test_a_process_ends_when_its_server_goes(models):
    with trainings(models) as opened:
        training = opened.start(LONG, CPU)
        wait_until(lambda: training.num_steps > 0)
        process, folder = training._process, Path(training._folder.name)
        process.stdin.close()
        wait_until(lambda: not is_alive(process.pid))
        assert not folder.exists()


def test_networks_of_checkpoints_are_found_by_fingerprint(done):
    found = done._owner.network_with(done.checkpoints[2].fingerprint)
    assert fingerprint(found) == done.checkpoints[2].fingerprint


def test_the_same_digit_keeps_its_number(models):
    with trainings(models, max_running=0) as opened:
        training = opened.start(LONG, CPU)
        digit = from_tensor(load_digits("test").images(0, 1)[0])
        other = from_tensor(load_digits("test").images(1, 2)[0])
        assert [training.watch(one, 5) for one in (digit, digit, other, None)] == [1, 1, 2, 3]
        assert training.report(0, 0)["digit"] is None


def test_what_cannot_be_json_is_null(done):
    import orjson

    report = done.report(0, 0)
    report["points"]["losses"][0] = math.nan
    assert orjson.loads(orjson.dumps(report))["points"]["losses"][0] is None


def test_a_renewed_network_answers_to_the_same_token_and_the_one_before_is_still_found(models):
    first, second = (untrained_network(seed, (4,)).eval() for seed in (0, 1))
    token = models.place_own(first, CPU)
    models.renew(token, second)
    assert models.get(token).fingerprint == fingerprint(second)
    assert models.with_fingerprint(fingerprint(first)) is not None
    models.release(token)
    assert models.with_fingerprint(fingerprint(first)) is None
    models.renew(token, first)
    assert models.get(token) is None
