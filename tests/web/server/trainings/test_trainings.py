import os
import signal
import time
from dataclasses import replace
from pathlib import Path

import pytest

from mlp.dataset import Digits
from mlp.errors import InputError
from mlp.net.parameters import fingerprint
from mlp.picture.prepare import from_tensor
from mlp.web.server.models import Models
from mlp.web.server.trainings.record import Status, TrainingRun
from mlp.web.server.trainings.trainings import Trainings
from mlp.web.server.visitors.digit import EMPTY_PAD
from tests.support.trainings import CPU, LONG, SHORT, ended, is_alive, trainings, wait_until


def test_the_live_channel_asks_the_network_as_it_is_now(done: TrainingRun, models: Models) -> None:
    placed = models.get(done.token)
    assert placed is not None and placed.fingerprint == done.checkpoints[-1].fingerprint


def test_networks_of_checkpoints_are_found_by_fingerprint(
    server_trainings: Trainings, done: TrainingRun
) -> None:
    found = server_trainings.network_with(done.checkpoints[2].fingerprint)
    assert found is not None and fingerprint(found) == done.checkpoints[2].fingerprint
    assert server_trainings.network_with("0" * 16) is None


def test_stop_keeps_what_was_learned(models: Models) -> None:
    with trainings(models) as opened:
        run = opened.start(LONG, CPU)
        wait_until(lambda: run.num_steps > 20)
        opened.stop(run)
        assert ended(run).status is Status.STOPPED
        assert run.checkpoints[-1].step == run.num_steps == run.points.steps[-1]
        assert run.network(run.checkpoints[-1].fingerprint) is not None


def test_a_pause_gives_the_turn_to_who_waits_longest(models: Models) -> None:
    with trainings(models) as opened:
        runs = [opened.start(recipe, CPU) for recipe in (LONG, SHORT, SHORT)]
        assert [opened.report(run, 0, 0)["position"] for run in runs] == [0, 1, 2]
        first, second, third = runs
        assert second.status is Status.WAITING
        opened.stop(third)
        opened.pause(first)
        assert ended(second).status is Status.DONE
        opened.resume(first)
        wait_until(lambda: first.num_steps > 0)


def test_a_training_that_has_not_begun_stops_at_once(models: Models) -> None:
    with trainings(models) as opened:
        run = opened.start(SHORT, CPU)
        statuses = [run.status]
        opened.stop(run)
        statuses.append(run.status)
        assert statuses == [Status.STARTING, Status.STOPPED]
        output = opened._processes[run.ticket].popen.stdout
        assert output is not None
        wait_until(lambda: output.closed)  # its end was noticed
        assert (run.status, run.message) == (Status.STOPPED, None)


def test_news_that_are_asked_for_prolong_the_grace(models: Models) -> None:
    with trainings(models, max_running=0, grace_s=0.6) as opened:
        run = opened.start(SHORT, CPU)
        opened.start_grace(run)
        for _ in range(4):
            time.sleep(0.3)
            opened.prolong_grace(run)
        assert opened.get(run.ticket) is run
        wait_until(lambda: opened.get(run.ticket) is None)


def test_who_waits_can_stop_waiting(models: Models) -> None:
    with trainings(models, max_running=0) as opened:
        run = opened.start(SHORT, CPU)
        opened.stop(run)
        assert run.status is Status.STOPPED and opened.report(run, 0, 0)["position"] == 0


def test_too_many_are_refused_and_the_others_stay(models: Models) -> None:
    with trainings(models, max_running=0, max_kept=1) as opened:
        first = opened.start(SHORT, CPU)
        with pytest.raises(InputError, match="Try again in a few minutes"):
            opened.start(SHORT, CPU)
        assert opened.get(first.ticket) is first and first.status is Status.WAITING


def test_an_ended_one_makes_room_and_one_that_was_left_goes_first(models: Models) -> None:
    with trainings(models, max_running=0, max_kept=3) as opened:
        first, second, third = (opened.start(SHORT, CPU) for _ in range(3))
        for run in (first, second):
            opened.stop(run)
        opened.start_grace(second)
        opened.start(SHORT, CPU)
        assert [opened.get(run.ticket) for run in (first, second, third)] == [first, None, third]
        opened.start(SHORT, CPU)
        assert [opened.get(run.ticket) for run in (first, third)] == [None, third]


def test_a_new_training_takes_the_place_of_its_visitors_one_before(models: Models) -> None:
    with trainings(models, max_running=0, max_kept=1) as opened:
        first = opened.start(SHORT, CPU)
        second = opened.start(SHORT, CPU, instead_of=first)
        assert opened.get(first.ticket) is None and opened.get(second.ticket) is second


def test_of_a_visitors_last_trainings_figures_and_the_last_network_are_kept(
    models: Models,
) -> None:
    with trainings(models) as opened:
        runs = [ended(opened.start(SHORT, CPU))]
        opened.rename(runs[0], 1, "first")
        for seed in range(1, 5):
            recipe = replace(SHORT, seed=seed, hidden_sizes=(seed,))
            runs.append(ended(opened.start(recipe, CPU, instead_of=runs[-1])))
        second, last = runs[1], runs[-1]
        assert [run.name for run in second.earlier] == ["first"]
        assert [run.number for run in last.earlier] == [2, 3, 4] and last.number == 5
        for run, earlier in zip(runs[1:], last.earlier, strict=False):
            assert (earlier.recipe, earlier.checkpoints) == (run.recipe, run.checkpoints)
            network = last.network(run.checkpoints[-1].fingerprint)
            assert network is not None
            assert fingerprint(network) == run.checkpoints[-1].fingerprint
            assert last.network(run.checkpoints[0].fingerprint) is None
        files = len(list(Path(last.folder.name).iterdir()))
        assert files == len(last.checkpoints) + len(last.earlier)
        opened.rename(last, 4, "nearly")
        assert [run.name for run in last.earlier] == ["", "", "nearly"]


def test_a_training_that_learned_nothing_is_not_kept(models: Models) -> None:
    with trainings(models, max_running=0) as opened:
        first = opened.start(SHORT, CPU)
        second = opened.start(SHORT, CPU, instead_of=first)
        assert (second.earlier, second.number) == ((), 1)


def test_a_refused_training_leaves_the_one_before_as_it_is(models: Models) -> None:
    with trainings(models, max_running=0, max_kept=1) as opened:
        first = opened.start(SHORT, CPU)
        with pytest.raises(InputError):
            opened.start(SHORT, CPU, instead_of=None)
        assert first.status is Status.WAITING and models.get(first.token) is not None


def test_single_batches_wait_for_their_turn_too(models: Models) -> None:
    with trainings(models) as opened:
        first, second = opened.start(LONG, CPU), opened.start(SHORT, CPU)
        opened.pause(second)
        opened.one_batch(second)
        opened.one_batch(second)
        assert (second.status, opened.report(second, 0, 0)["position"]) == (Status.PAUSED, 1)
        assert second.ticket not in opened._processes
        opened.stop(first)
        wait_until(lambda: second.is_resting and second.num_steps == 2)
        wait_until(lambda: not opened._turns.running)


def test_of_too_many_that_rest_the_longest_one_ends_and_says_why(models: Models) -> None:
    with trainings(models, max_running=0, max_resting=1) as opened:
        first, second = opened.start(SHORT, CPU), opened.start(SHORT, CPU)
        opened.pause(first)
        opened.pause(second)
        assert first.status is Status.STOPPED
        assert first.message is not None and "rested the longest" in first.message
        assert second.status is Status.PAUSED


def test_nobody_waits_while_a_process_cannot_listen_yet(models: Models, digits: Digits) -> None:
    """Its pipe holds 64 kB; each digit takes 3."""
    with trainings(models) as opened:
        run = opened.start(SHORT, CPU)
        started_s = time.monotonic()
        for image in digits.images(0, 60):
            opened.watch(run, from_tensor(image), EMPTY_PAD)
        assert run.status is Status.STARTING, f"{time.monotonic() - started_s:.1f} s"


def test_the_same_digit_keeps_its_number(models: Models, digits: Digits) -> None:
    with trainings(models, max_running=0) as opened:
        run = opened.start(LONG, CPU)
        digit, other = (from_tensor(image) for image in digits.images(0, 2))
        assert [opened.watch(run, one, EMPTY_PAD) for one in (digit, digit, other, None)] == [
            1,
            1,
            2,
            3,
        ]
        assert opened.report(run, 0, 0)["digit"] is None


def test_a_visitor_who_comes_back_in_time_finds_it(models: Models) -> None:
    with trainings(models, max_running=0, grace_s=0.5) as opened:
        run = opened.start(SHORT, CPU)
        opened.start_grace(run)
        opened.end_grace(run)
        time.sleep(1)
        assert opened.get(run.ticket) is run and not run.status.is_over


def test_it_ends_when_the_visitor_does_not_come_back(models: Models) -> None:
    with trainings(models, grace_s=0.5) as opened:
        run = opened.start(LONG, CPU)
        wait_until(lambda: run.num_steps > 0)
        process, folder = opened._processes[run.ticket], Path(run.folder.name)
        opened.start_grace(run)
        wait_until(lambda: opened.get(run.ticket) is None)
        wait_until(lambda: not is_alive(process))
        wait_until(lambda: not folder.exists())
        wait_until(lambda: models.get(run.token) is None)


def test_the_grace_of_one_that_is_closed_already_is_none(models: Models) -> None:
    with trainings(models, max_running=0) as opened:
        run = opened.start(SHORT, CPU)
        opened.close(run.ticket)
        opened.start_grace(run)
        assert not opened.is_left(run)


def test_a_process_that_is_ready_is_taken_by_the_next_training(models: Models) -> None:
    with trainings(models) as opened:
        opened.prepare()
        ready = opened.spare.process
        run = opened.start(SHORT, CPU)
        assert opened._processes[run.ticket] is ready and opened.spare.process is None
        assert ended(run).status is Status.DONE


def test_no_process_is_made_ready_while_nobody_could_train(models: Models) -> None:
    with trainings(models, max_running=0) as opened:
        opened.prepare()
        assert opened.spare.process is None


def test_a_killed_process_is_noticed(models: Models) -> None:
    with trainings(models) as opened:
        run = opened.start(LONG, CPU)
        wait_until(lambda: run.num_steps > 0)
        os.kill(opened._processes[run.ticket].popen.pid, signal.SIGKILL)
        assert ended(run).status is Status.FAILED
        assert run.message is not None and "ended from outside" in run.message
