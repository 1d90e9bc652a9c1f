"""What is recorded of the presets comes of them: really training, but not for long."""

from dataclasses import replace

import pytest

from benchmarks.presets import run
from mlp.training.presets import PRESETS, cured


@pytest.mark.parametrize("seed", [0, 1])
def test_far_too_fast_explodes_or_learns_nothing_within_few_steps(seed):
    one = run(replace(PRESETS["too_fast"].recipe, seed=seed, num_images=6_400))
    assert one.is_diverged or one.is_stuck
    assert one.held_out_accuracy < 0.15


def test_a_digit_dies_within_a_hundred_steps_and_lives_if_cured():
    recipe = replace(PRESETS["digit_dies"].recipe, num_images=6_400, epochs=1)
    assert run(recipe).lost_digits
    assert not run(cured(recipe)).lost_digits
