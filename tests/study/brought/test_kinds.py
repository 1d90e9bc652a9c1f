import io

import pytest
from PIL import Image

from mlp.dataset import Digits
from mlp.files.read import BUNDLED_WEIGHTS
from mlp.net.placed import PlacedModel
from mlp.study.brought import FIGURE_SEED, KINDS, TUNING_SEED, Outcome, brought, figures, measure
from mlp.study.photographs.measure import load_reader


@pytest.fixture(scope="module")
def placed() -> PlacedModel:
    return load_reader(BUNDLED_WEIGHTS, "cpu")


@pytest.mark.parametrize("kind", KINDS)
def test_same_seed_gives_the_same_bytes(digits: Digits, kind: str) -> None:
    first, again = (brought(kind, digits, 3, seed=1) for _ in range(2))
    assert first == again


@pytest.mark.parametrize("kind", KINDS)
def test_each_number_and_each_seed_gives_another_picture(digits: Digits, kind: str) -> None:
    numbers = ((0, TUNING_SEED), (1, TUNING_SEED), (0, FIGURE_SEED))
    assert len({brought(kind, digits, number, seed=seed).content for number, seed in numbers}) == 3


def test_small_pictures_are_28_pixels_wide_and_high(digits: Digits) -> None:
    for number in range(10):
        content = brought("small", digits, number, seed=1).content
        assert Image.open(io.BytesIO(content)).size == (28, 28)


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "sheets"])
def test_most_pictures_of_each_kind_are_read(
    placed: PlacedModel, digits: Digits, kind: str
) -> None:
    outcomes = [
        outcome
        for number in range(8)
        for outcome in measure(placed, brought(kind, digits, number, seed=TUNING_SEED))
    ]
    right = [outcome in (Outcome.SURE_RIGHT, Outcome.UNSURE_RIGHT) for outcome in outcomes]
    assert sum(right) >= 6


def test_every_digit_of_a_sheet_is_an_outcome(placed: PlacedModel, digits: Digits) -> None:
    sheet = brought("sheets", digits, 0, seed=TUNING_SEED)
    outcomes = measure(placed, sheet)
    assert len(outcomes) == len(sheet.labels)
    assert outcomes.count(Outcome.SURE_RIGHT) >= 0.7 * len(outcomes)


def test_a_figure_says_how_many_were_sure_and_right_and_wrong() -> None:
    outcomes = [Outcome.SURE_RIGHT] * 8 + [Outcome.SURE_WRONG, Outcome.REFUSED]
    right, wrong = list(figures({kind: outcomes for kind in KINDS}))[:2]
    assert (right.value, wrong.value, right.num) == (0.8, 0.1, 10)
