import numpy as np
import pytest

from mlp.lesson.facts import facts, products
from mlp.lesson.run import run_lesson
from mlp.lesson.steps import Settings


def test_the_products_and_the_bias_are_the_output() -> None:
    lesson = run_lesson(Settings())
    told = facts(lesson, image=1, unit=4)
    by_hand = products(lesson, 1, 4).sum(dtype=np.float64) + told["bias"]
    assert by_hand == pytest.approx(told["output"], abs=1e-5)
