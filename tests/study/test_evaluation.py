import json
from dataclasses import asdict, replace

import pytest
import torch

from mlp.dataset import Digits
from mlp.net.device import available_devices
from mlp.net.network import NeuralNetwork
from mlp.net.out_of_distribution import Detector
from mlp.net.placed import Experience, PlacedModel
from mlp.study.evaluation import (
    ATTACK,
    PENS,
    Answers,
    Figure,
    answers,
    attacked,
    disturbed,
    evaluate,
    redrawn_images,
    seeds_figure,
    shifted,
    turned,
    wilson,
)
from mlp.study.model_card import model_card
from mlp.study.unseen_forms import FORMS
from mlp.training.recipe import RECIPES


def sure_answers(digits: list[int], labels: list[int], probability: float = 1.0) -> Answers:
    """Answers that give one digit this probability, and share the rest out."""
    probabilities = torch.full((len(digits), 10), (1 - probability) / 9)
    probabilities[range(len(digits)), digits] = probability
    return Answers(probabilities, torch.tensor(labels))


def test_error_is_the_share_of_wrong_answers() -> None:
    made = sure_answers([1, 2, 3, 4], [1, 2, 3, 5])
    assert (made.error, made.num_wrong) == (0.25, 1)


def test_two_equally_likely_digits_are_no_answer() -> None:
    tied = torch.zeros(1, 10)
    tied[0, [0, 7]] = 0.5
    asked = Answers(torch.cat([tied, sure_answers([7], [7]).probabilities]), torch.tensor([0, 7]))
    assert (asked.num_wrong, asked.error) == (1, 0.5)
    assert asked.confusion.sum() == 1
    assert asked.num_right_of_each[0] == (0, 1) and asked.num_right_of_each[7] == (1, 1)


def test_confusion_has_a_row_for_each_label() -> None:
    confusion = sure_answers([7, 7, 1], [7, 1, 1]).confusion
    assert confusion[[7, 1, 1], [7, 7, 1]].tolist() == [1, 1, 1]
    assert confusion.sum() == 3


def test_answers_as_sure_as_they_are_right_are_calibrated() -> None:
    assert sure_answers([3] * 10, [3] * 8 + [5] * 2, 0.8).calibration_error < 1e-6


def test_overconfidence_is_its_calibration_error() -> None:
    made = sure_answers([3] * 10, [3] * 8 + [5] * 2, 0.95)
    assert made.calibration_error == pytest.approx(0.15, abs=1e-6)


def test_answers_are_the_networks_own(model: NeuralNetwork, digits: Digits) -> None:
    images = digits.images(0, 1500)
    made = answers(model, images, digits.labels[:1500])
    assert torch.allclose(made.probabilities, model(images).softmax(dim=1), atol=1e-6)


def test_images_are_moved_towards_the_four_corners() -> None:
    dot = torch.zeros(1, 28, 28)
    dot[0, 14, 14] = 1
    places = [image[0].nonzero().tolist()[0] for image in shifted(dot)]
    assert sorted(places) == [[12, 12], [12, 16], [16, 12], [16, 16]]


def test_images_are_turned_to_either_side() -> None:
    bar = torch.zeros(1, 28, 28)
    bar[0, 4:24, 13:15] = 1
    left, right = turned(bar)
    assert torch.allclose(left, right.flip(2), atol=1e-5)
    column = (left[0, 4] * torch.arange(28)).sum() / left[0, 4].sum()
    assert abs(column - 13.5) == pytest.approx(9.5 * 0.268, abs=0.3)


def test_digits_are_redrawn_with_each_pen(digits: Digits) -> None:
    few = Digits(digits.pixels[:2], digits.labels[:2])
    images = torch.stack(list(redrawn_images(few, seed=1)))
    assert images.shape == (2, len(PENS), 28, 28)
    ink = images.sum(dim=(2, 3))
    assert (ink[:, 0] < ink[:, -1]).all()


def test_noise_of_a_deviation_is_of_that_deviation() -> None:
    noisy = disturbed(torch.full((10, 28, 28), 0.5), 0.1, seed=1)
    assert float(noisy.std()) == pytest.approx(0.1, abs=0.003)


def test_an_attack_changes_pixels_by_at_most_its_bound_and_makes_answers_worse(
    model: NeuralNetwork, digits: Digits
) -> None:
    images, labels = digits.images(0, 300), digits.labels[:300]
    changed = attacked(model, images, labels)
    assert (changed - images).abs().max() <= ATTACK + 1e-6
    assert answers(model, changed, labels).num_wrong > 3 * answers(model, images, labels).num_wrong


def test_wilsons_interval_holds_the_share() -> None:
    low, high = wilson(90, 100)
    assert (low, high) == pytest.approx((0.8256, 0.9448), abs=1e-4)


@pytest.fixture
def measured(
    model: NeuralNetwork, digits: Digits, suspicious: Detector, monkeypatch: pytest.MonkeyPatch
) -> dict[str, Figure]:
    """Everything, on few digits, by a network to which nothing looks like a digit."""
    monkeypatch.setattr("mlp.study.evaluation.NUM_NONDIGITS", 12)
    monkeypatch.setattr("mlp.study.evaluation.NUM_REDRAWN", 10)
    monkeypatch.setattr("mlp.study.evaluation.NUM_OF_EACH_FORM", 2)
    monkeypatch.setattr("mlp.study.evaluation.NUM_THINGS", 4)
    placed = PlacedModel(model, available_devices()[-1], Experience(suspicious))
    figures = evaluate(
        placed,
        digits.part(0, 200),
        [(True, False), (True, True), (False, False), (True, False)],
        num_photographs=4,
        watch=lambda items, num_items, label: items,
    )
    return {figure.name: figure for figure in figures}


def test_everything_is_measured(measured: dict[str, Figure]) -> None:
    assert len(measured) == 4 + 3 + (len(FORMS) + 4) + 6 + 1 + 6
    assert measured["form: 4 zigzag: error"].num == 2
    assert measured["photographed things that are surely read as a digit"].value == 0
    assert measured["photographed test digits: error"].value == 0.25
    assert measured["photographed test digits said to be no digit"].value == 0.25
    assert measured["redrawn, all pens: error"].num == 10 * len(PENS)
    assert measured["no digits that are said to be none"].value == 1
    assert measured["test images said to be no digit"].value == 1


def test_without_detector_nothing_is_claimed_about_nonsense(
    model: NeuralNetwork, digits: Digits, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mlp.study.evaluation.NUM_OF_EACH_FORM", 2)
    placed = PlacedModel(model, available_devices()[-1])
    few = digits.part(0, 5)
    figures = evaluate(
        placed, few, [(True, False)], num_photographs=1, watch=lambda items, num_items, label: items
    )
    assert not any("no digit" in figure.name for figure in figures)


def test_pictures_of_the_same_digit_are_counted_once_for_the_interval(
    measured: dict[str, Figure],
) -> None:
    moved = measured["shifted by ±2 pixels both ways: error"]
    assert moved.num_independent is not None
    assert moved.num == 4 * moved.num_independent == 800
    assert moved.interval == wilson(moved.value * 200, 200)
    assert measured["redrawn, all pens: error"].num_independent == 10


def test_what_is_no_share_has_no_interval(measured: dict[str, Figure]) -> None:
    figure = measured["calibration error (ECE, 15 bins)"]
    assert figure.interval is None
    assert "|  | 200 |" in model_card([figure], sure_answers([1], [1]), {})


def test_seeds_are_averaged() -> None:
    figure = seeds_figure([sure_answers([1, 2], [1, 3]), sure_answers([1, 2], [1, 2])])
    assert (figure.value, figure.num) == (0.25, 4)
    assert "0.00% – 50.00%" in figure.name


def test_a_card_tells_every_figure_and_each_digits_errors() -> None:
    card = model_card(
        [Figure("error", 0.01, 100, 0.02), Figure("found", 0.8, 10, 0.9, is_floor=True)],
        sure_answers([7, 7, 1], [7, 1, 1]),
        {"recipe": "some"},
    )
    assert "| error | 1.00% | 0.18% – 5.45% | 100 | ≤ 2.00% | met |" in card
    assert "| found | 80.00% |" in card and "**missed**" in card
    assert "| 1 |  | 1 |  |  |  |  |  | 1 |  |  | 50.00% |" in card
    assert "- recipe: `some`" in card
    assert "--recipe" not in card


def test_a_card_tells_the_command_only_if_it_makes_these_weights() -> None:
    recipe = asdict(replace(RECIPES["digits"], seed=3))
    card = model_card([], sure_answers([1], [1]), {"recipe": json.dumps(recipe)})
    assert "`python -m mlp train --recipe digits --seed 3 --out FILE`" in card
    recipe["epochs"] += 1
    card = model_card([], sure_answers([1], [1]), {"recipe": json.dumps(recipe)})
    assert "--recipe" not in card


@pytest.mark.parametrize(
    ("value", "is_floor", "is_met"),
    [(0.01, False, True), (0.03, False, False), (0.03, True, True), (0.01, True, False)],
)
def test_a_target_is_the_most_or_the_least(value: float, is_floor: bool, is_met: bool) -> None:
    assert Figure("error", value, 100, 0.02, is_floor).is_met == is_met
