"""Really training, but not for long."""

from dataclasses import replace
from pathlib import Path

import pytest
import torch
from click.testing import CliRunner

from mlp.dataset import Digits, load_digits
from mlp.net.network import NeuralNetwork
from mlp.study.preset_runs import main, run
from mlp.training.loop import correct_per_digit, model_for, train
from mlp.training.presets import PRESETS, Preset, cured, records
from mlp.training.recipe import Recipe


def test_memorising_shows_within_ten_epochs(digits: Digits) -> None:
    recipe = replace(PRESETS["memorise"].recipe, epochs=10)
    model = model_for(recipe, torch.device("cpu"))
    for _ in train(model, load_digits("train"), recipe):
        pass
    shares = [accuracy(model, part) for part in (load_digits("train").part(0, 100), digits)]
    assert shares[0] > 0.97
    assert 0.6 < shares[1] < 0.75


def accuracy(model: NeuralNetwork, digits: Digits) -> float:
    correct, there = correct_per_digit(model, digits)
    return float(correct.sum() / there.sum())


@pytest.mark.parametrize("seed", [0, 1])
def test_far_too_fast_explodes_or_learns_nothing_within_few_steps(seed: int) -> None:
    one = run(replace(PRESETS["too_fast"].recipe, seed=seed, num_images=6_400))
    assert one.is_diverged or one.is_stuck
    assert one.held_out_accuracy < 0.15


def test_a_digit_dies_within_a_hundred_steps_and_lives_if_cured() -> None:
    recipe = replace(PRESETS["digit_dies"].recipe, num_images=6_400, epochs=1)
    assert run(recipe).lost_digits
    assert not run(cured(recipe)).lost_digits


def test_the_command_records_what_came_of_a_preset_and_of_its_cure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    recipe = Recipe(num_images=100, epochs=1, hidden_sizes=(), is_last_bias_raised=False)
    monkeypatch.setitem(PRESETS, "digit_dies", Preset("digit_dies", recipe))
    path = tmp_path / "records.json"
    result = CliRunner().invoke(main, ["--seeds", "2", "--only", "digit_dies", "--out", str(path)])
    assert result.exit_code == 0, result.output
    record = records(path)["digit_dies"]
    assert record.cured is not None
    assert [len(runs.runs) for runs in (record, record.cured)] == [2, 2]
    assert f"digit_dies: 2 runs read {record.held_out_accuracy.mean:.1%}" in result.stdout
