import numpy as np
import pytest

from mlp.lesson.facts import facts, learning_facts, products
from mlp.lesson.run import run_lesson
from mlp.lesson.step import Settings


def test_the_products_and_the_bias_are_the_output() -> None:
    lesson = run_lesson(Settings())
    told = facts(lesson, image=1, unit=4)
    by_hand = products(lesson, 1, 4).sum(dtype=np.float64) + told["bias"]
    assert by_hand == pytest.approx(told["output"], abs=1e-5)


def test_only_steps_that_were_run_have_figures() -> None:
    named = [list(learning_facts(run_lesson(Settings(), last))) for last in (10, 11, 12)]
    assert named == [[], ["loss_target", "loss_loss", "loss_share"], named[1]]


def test_the_loss_is_minus_the_logarithm_of_the_share() -> None:
    told = learning_facts(run_lesson(Settings(), 11))
    assert told["loss_loss"] == pytest.approx(-np.log(told["loss_share"]), abs=1e-5)
