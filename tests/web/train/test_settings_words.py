"""What is said of presets and settings."""

from dataclasses import replace

import torch

from mlp.training.loop import model_for
from mlp.training.presets import PRESETS, PresetRecord, RecordedRun, Runs
from mlp.web.train import settings_words
from mlp.web.train.state import SETTINGS
from tests.support.train import TINY


def test_every_preset_has_words_and_every_field_a_setting() -> None:
    assert list(settings_words.PRESETS) == list(PRESETS) == list(settings_words.RECORDED)
    grouped = {name for names in settings_words.GROUPS.values() for name in names}
    assert grouped == {*SETTINGS, "seed", "device"} == set(settings_words.SETTINGS)


def test_what_is_counted_beside_a_setting_is_right() -> None:
    recipe = replace(TINY, num_images=450, epochs=3)
    assert "→ 5 steps an epoch" in settings_words.setting_numbers("batch_size", recipe)
    assert "3 × 5 = 15 steps" in settings_words.setting_numbers("epochs", recipe)
    num_parameters = sum(one.numel() for one in model_for(recipe, torch.device("cpu")).parameters())
    assert f"784 → 16 → 10: {num_parameters:,}" in settings_words.setting_numbers(
        "hidden_sizes", recipe
    )


def run(seed: int, *lost: int, is_diverged: bool = False, accuracy: float = 0.5) -> RecordedRun:
    num_steps = 10 + seed if is_diverged else 400
    return RecordedRun(seed, is_diverged, num_steps, 1.0, accuracy, 1.0, (), lost)


def test_records_are_said_as_they_were_counted() -> None:
    record = PresetRecord((run(0, 3), run(1, accuracy=0.7), run(2, 1, 2)), Runs((run(0),)))
    said = settings_words.say_record("digit_dies", record)
    assert "In **2 of 3** recorded runs" in said
    assert "in **0 of 1** runs" in said
    assert "50.0 to 70.0 %" in settings_words.say_record("works", record)


def test_records_of_runs_that_broke_down_name_their_steps_alone() -> None:
    diverged = (run(0, is_diverged=True), run(4, is_diverged=True))
    assert "2 of 2** recorded runs" in settings_words.say_record("too_fast", PresetRecord(diverged))
    said = settings_words.say_record("too_fast", PresetRecord((*diverged, run(5, accuracy=0.1))))
    assert "2 of 3**" in said and "after 10 to 14 steps" in said and settings_words.STUCK in said
    said = settings_words.say_record("too_fast", PresetRecord((*diverged, run(5, accuracy=0.9))))
    assert settings_words.STUCK not in said
