import numpy as np
import pytest

from mlp.dataset import Digits
from mlp.net.device import available_devices
from mlp.net.network import NeuralNetwork
from mlp.net.out_of_distribution import Detector
from mlp.net.placed import Experience, PlacedModel
from mlp.net.reading import read
from mlp.net.verdict import Kind
from mlp.picture.prepare import from_pad, from_tensor

CPU = available_devices()[-1]


@pytest.fixture
def pad(digits: Digits) -> np.ndarray:
    """uint8, (112, 112), 0–255, ink white on black: a seven as it is drawn on the pad."""
    return np.kron(digits.pixels[0].numpy(), np.ones((4, 4), np.uint8))


@pytest.fixture
def doubting(model: NeuralNetwork, suspicious: Detector) -> PlacedModel:
    """The bundled network with a detector to which nothing looks like a digit."""
    return PlacedModel(model, CPU, Experience(suspicious))


def test_what_looks_like_no_digit_is_said_to_be_none(
    doubting: PlacedModel, pad: np.ndarray
) -> None:
    verdict = read(doubting, from_pad(pad)).verdict
    assert (verdict.kind, verdict.digit) == (Kind.NO_DIGIT, 7)


def test_half_a_digit_is_not_asked_whether_it_looks_like_one(
    doubting: PlacedModel, pad: np.ndarray
) -> None:
    reading = read(doubting, from_pad(pad), is_unfinished=True)
    assert reading.verdict.kind is Kind.DRAWING and reading.ood_score is None


@pytest.mark.parametrize(("centre", "kind"), [(True, Kind.NO_DIGIT), (False, Kind.SURE)])
def test_a_digit_that_was_left_off_its_place_is_not_asked_either(
    doubting: PlacedModel, pad: np.ndarray, centre: bool, kind: Kind
) -> None:
    reading = read(doubting, from_pad(pad, centre=centre))
    assert (reading.verdict.kind is Kind.NO_DIGIT) == (kind is Kind.NO_DIGIT)
    assert (reading.ood_score is None) == (kind is Kind.SURE)


def test_a_tensor_is_asked_as_it_is(doubting: PlacedModel, digits: Digits) -> None:
    assert read(doubting, from_tensor(digits.images(0, 1)[0])).verdict.kind is Kind.NO_DIGIT


def test_without_experience_everything_is_a_digit(model: NeuralNetwork, pad: np.ndarray) -> None:
    assert read(PlacedModel(model, CPU), from_pad(pad)).verdict.kind is Kind.SURE
