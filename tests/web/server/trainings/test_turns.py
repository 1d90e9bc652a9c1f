from collections.abc import Iterator

import pytest

from mlp.web.server.trainings.process import new_folder
from mlp.web.server.trainings.record import Status, TrainingRun
from mlp.web.server.trainings.turns import Turns
from tests.support.trainings import CPU, SHORT


@pytest.fixture
def runs() -> Iterator[list[TrainingRun]]:
    """Three trainings, all paused."""
    folder = new_folder()
    yield [TrainingRun(SHORT, CPU, b"", folder, status=Status.PAUSED) for _ in range(3)]
    folder.cleanup()


def test_the_turn_goes_to_who_has_waited_longest(runs: list[TrainingRun]) -> None:
    turns = Turns(max_running=2)
    for run in runs:
        turns.wait(run)
    assert [turns.next(), turns.next(), turns.next()] == [*runs[:2], None]
    assert not turns.has_room


def test_who_leaves_makes_room(runs: list[TrainingRun]) -> None:
    turns = Turns(max_running=1)
    for run in runs:
        turns.wait(run)
    turns.next()
    turns.leave(runs[0])
    assert turns.next() is runs[1]


def test_a_position_counts_who_waits(runs: list[TrainingRun]) -> None:
    turns = Turns(max_running=0)
    for run in runs[:2]:
        turns.wait(run)
    assert [turns.position(run) for run in runs] == [1, 2, 0]
    turns.leave(runs[0])
    assert [turns.position(run) for run in runs] == [0, 1, 0]


def test_of_too_many_that_rest_the_one_that_rests_longest_must_end(
    runs: list[TrainingRun],
) -> None:
    turns = Turns(max_resting=2)
    assert [turns.rest(run) for run in runs] == [None, None, runs[0]]


def test_who_rests_anew_or_has_gone_on_is_not_the_one_that_rests_longest(
    runs: list[TrainingRun],
) -> None:
    turns = Turns(max_resting=1)
    turns.rest(runs[0])
    assert turns.rest(runs[0]) is None
    runs[0].status = Status.TRAINING
    assert turns.rest(runs[1]) is None
    assert turns.rest(runs[2]) is runs[1]


def test_how_long_one_waits_is_what_those_before_still_take(runs: list[TrainingRun]) -> None:
    first, second, third = runs
    turns = Turns(max_running=1)
    for run in runs:
        turns.wait(run)
    turns.next()
    whole_s = first.total_images * first.num_parameters * 1e-6
    assert turns.wait_s(second, 1e-6) == pytest.approx(whole_s)
    first.left_s = 2.0
    assert turns.wait_s(second, 1e-6) == 2.0
    assert turns.wait_s(third, 1e-6) == pytest.approx(2.0 + whole_s)


def test_of_several_places_the_one_that_is_free_first_counts(runs: list[TrainingRun]) -> None:
    first, second, third = runs
    turns = Turns(max_running=2)
    for run in runs:
        turns.wait(run)
    assert turns.next() is not turns.next()
    first.left_s, second.left_s = 9.0, 4.0
    assert turns.wait_s(third, 1e-6) == 4.0


def test_how_long_one_waits_is_not_said_before_anything_is_known(runs: list[TrainingRun]) -> None:
    turns = Turns(max_running=1)
    for run in runs[:2]:
        turns.wait(run)
    turns.next()
    assert turns.wait_s(runs[1], None) is None
    assert turns.wait_s(runs[0], 1e-6) is None  # it does not wait
