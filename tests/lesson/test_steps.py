from dataclasses import fields, replace
from typing import Any

import pytest

from mlp.lesson.step import Settings
from mlp.lesson.steps import NUM_ANSWERING, NUM_STEPS, STEPS, settings_up_to


@pytest.mark.parametrize(
    "wrong", [{"batch_size": 0}, {"hidden_features": 65}, {"seed": -1}, {"num_batches": 470}]
)
def test_settings_out_of_range_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="is not between"):
        Settings(**wrong)


def test_what_a_later_step_introduces_does_not_change_an_earlier_one() -> None:
    chosen = Settings(batch_size=2, lift=0, layer=4, weight=(3, 5), rule="adam", num_batches=10)
    assert settings_up_to(chosen, 10) == Settings(batch_size=2)
    assert settings_up_to(chosen, 13) == replace(chosen, rule="sgd", num_batches=50)
    assert settings_up_to(chosen, NUM_STEPS) == chosen


def test_every_setting_of_part_two_belongs_to_one_step() -> None:
    names = [name for step in STEPS[NUM_ANSWERING:] for name in step.all_settings]
    assert len(names) == len(set(names))
    assert set(names) < {field.name for field in fields(Settings)}
