import json
from pathlib import Path

import pytest
import torch

from mlp.errors import InputError
from mlp.net.calibration import (
    Calibration,
    calibration_path,
    count,
    load_calibration,
    save_calibration,
)
from mlp.training.loop import new_model


def answers(
    probability: float, num_right: int, num_wrong: int
) -> tuple[torch.Tensor, torch.Tensor]:
    num_all = num_right + num_wrong
    probabilities = torch.full((num_all, 10), (1 - probability) / 9)
    probabilities[:, 3] = probability
    return probabilities, torch.tensor([3] * num_right + [5] * num_wrong)


def test_right_answers_are_counted_where_they_were_as_sure() -> None:
    unsure, sure = answers(0.6, 30, 10), answers(0.97, 99, 1)
    made = count(*(torch.cat(pair) for pair in zip(unsure, sure, strict=True)))
    assert made.share_right(0.6) == made.share_right(0.69) == 0.75
    assert made.share_right(0.96) == 0.99


def test_few_digits_are_counted_with_others() -> None:
    unsure, sure = answers(0.6, 1, 2), answers(0.97, 97, 0)
    made = count(*(torch.cat(pair) for pair in zip(unsure, sure, strict=True)))
    assert made.share_right(0.6) == made.share_right(0.97) == 0.98


@pytest.mark.parametrize("probability", [0.1, 0.5, 0.999, 1.0])
def test_every_probability_has_a_share(probability: float) -> None:
    assert count(*answers(0.9, 7, 3)).share_right(probability) == 0.7


def test_nothing_gets_lost_in_counting() -> None:
    made = count(*answers(0.9995, 70, 3))
    assert (sum(made.num_right), sum(made.num_all)) == (70, 73)


def test_counts_are_read_as_they_were_written(tmp_path: Path) -> None:
    model, made = new_model(0, torch.device("cpu")), Calibration((0.0, 0.9), (3, 90), (5, 91))
    path = calibration_path(tmp_path / "some.safetensors")
    save_calibration(made, model, path)
    assert load_calibration(model, path) == made


def test_counts_of_other_weights_are_not_used(tmp_path: Path) -> None:
    path = calibration_path(tmp_path / "some.safetensors")
    save_calibration(Calibration((0.0,), (1,), (2,)), new_model(0, torch.device("cpu")), path)
    assert load_calibration(new_model(1, torch.device("cpu")), path) is None


def test_without_a_file_nothing_is_claimed(tmp_path: Path) -> None:
    assert load_calibration(new_model(0, torch.device("cpu")), tmp_path / "none.json") is None


@pytest.mark.parametrize(
    ("bounds", "num_right", "num_all"),
    [
        ((), (), ()),
        ((0.0, 0.5), (1,), (2,)),
        ((0.1,), (1,), (2,)),
        ((0.0, 0.5, 0.5), (1, 1, 1), (2, 2, 2)),
        ((0.0,), (0,), (0,)),
        ((0.0,), (3,), (2,)),
    ],
)
def test_counts_that_cannot_be_are_refused(
    tmp_path: Path, bounds: tuple[float, ...], num_right: tuple[int, ...], num_all: tuple[int, ...]
) -> None:
    with pytest.raises(ValueError, match=r"bounds|answers"):
        Calibration(bounds, num_right, num_all)
    model, path = new_model(0, torch.device("cpu")), tmp_path / "some.calibration.json"
    save_calibration(Calibration((0.0,), (1,), (2,)), model, path)
    content = {**json.loads(path.read_text()), "bounds": bounds}
    path.write_text(json.dumps({**content, "num_right": num_right, "num_all": num_all}))
    with pytest.raises(InputError, match="is damaged"):
        load_calibration(model, path)


@pytest.mark.parametrize("content", ["", "{}", "[]", '{"fingerprint": 1'])
def test_a_damaged_file_is_told(tmp_path: Path, content: str) -> None:
    path = tmp_path / "some.calibration.json"
    path.write_text(content)
    with pytest.raises(InputError, match="is damaged"):
        load_calibration(new_model(0, torch.device("cpu")), path)
