import json
from pathlib import Path

import pytest
from safetensors import safe_open

from mlp.files.read import load_model
from tests.support.command_line import is_one_sentence, run


@pytest.mark.slow
def test_train_writes_weights_that_load(tmp_path: Path) -> None:
    out = tmp_path / "quick.safetensors"
    result = run(
        *("train", "--out", out, "--device", "cpu"),
        *("--epochs", 1, "--batch-size", 4_000, "--images", 8_000),
    )
    assert result.exit_code == 0
    assert f"Saved {out}." in result.stdout
    assert load_model(out)


@pytest.mark.slow
def test_train_follows_a_recipe_and_notes_it_in_the_file(tmp_path: Path) -> None:
    out = tmp_path / "quick.safetensors"
    result = run(
        *("train", "--out", out, "--recipe", "digits"),
        *("--epochs", 1, "--seed", 3, "--images", 300),
    )
    assert result.exit_code == 0
    assert "of the 5,000 training images held out correctly" in result.stdout
    with safe_open(out, "pt") as opened:
        recipe = json.loads(opened.metadata()["recipe"])
    assert (recipe["seed"], recipe["epochs"], recipe["num_images"]) == (3, 1, 300)
    assert recipe["num_forms"] == 60
    assert recipe["augmentation"]["rotation_deg"] == 12
    assert (recipe["teacher"]["seed"], recipe["teacher"]["num_images"]) == (3, 300)


@pytest.mark.parametrize("place", ["missing/new.safetensors", "."])
def test_train_refuses_a_place_it_cannot_write_to_before_it_starts(
    tmp_path: Path, place: str
) -> None:
    result = run("train", "--out", tmp_path / place)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert is_one_sentence(result.stderr)


@pytest.mark.parametrize(
    "option",
    [
        ("--epochs", 0),
        ("--batch-size", 0),
        ("--batch-size", 10**20),
        ("--learning-rate", 0),
        ("--seed", -1),
        ("--seed", 2**63),
    ],
)
def test_train_refuses_a_setting_out_of_range(tmp_path: Path, option: tuple[str, int]) -> None:
    result = run("train", "--out", tmp_path / "new.safetensors", *option)
    assert result.exit_code == 2
    assert f"Invalid value for '{option[0]}'" in result.stderr


@pytest.mark.parametrize("rate", ["nan", "inf"])
def test_train_refuses_a_learning_rate_that_is_no_number(tmp_path: Path, rate: str) -> None:
    result = run("train", "--out", tmp_path / "new.safetensors", "--learning-rate", rate)
    assert result.exit_code == 2
    assert f"The learning rate {rate} is no finite number." in result.stderr
