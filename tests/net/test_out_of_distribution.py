from dataclasses import fields, replace
from pathlib import Path

import numpy as np
import pytest
import torch

from mlp.dataset import Digits
from mlp.errors import InputError
from mlp.files.read import BUNDLED_WEIGHTS
from mlp.net.device import Device
from mlp.net.network import NeuralNetwork
from mlp.net.out_of_distribution import (
    Detector,
    detector_path,
    load_detector,
    ood_score,
    save_detector,
)
from mlp.net.trace import trace
from mlp.training.loop import new_model


@pytest.fixture(scope="module")
def detector() -> Detector:
    """One that was fit to nothing: its numbers are drawn."""
    random = np.random.default_rng(0)
    num_inputs, num_units = 784 + 512 + 512 + 10, 64

    def drawn(*shape: int) -> np.ndarray:
        return random.normal(0, 0.05, shape).astype(np.float32)

    return Detector(
        mean=drawn(num_inputs),
        scale=1 + np.abs(drawn(num_inputs)),
        hidden_weights=drawn(num_inputs, num_units),
        hidden_bias=drawn(num_units),
        weights=drawn(num_units),
        bias=drawn(1),
    )


def arrays(detector: Detector) -> list[np.ndarray]:
    return [getattr(detector, field.name) for field in fields(detector)]


def test_one_picture_is_as_strange_alone_as_among_others(
    model: NeuralNetwork, digits: Digits, detector: Detector
) -> None:
    images = digits.images(0, 8)
    alone = [ood_score(detector, trace(model, image))[0] for image in images]
    assert ood_score(detector, trace(model, images)) == pytest.approx(alone, abs=1e-3)


def test_every_device_finds_the_same(
    digits: Digits, detector: Detector, model: NeuralNetwork, device: Device
) -> None:
    images = digits.images(0, 8)
    there = NeuralNetwork().to(device.torch_device)
    there.load_state_dict(model.state_dict())
    expected = ood_score(detector, trace(model, images))
    assert ood_score(detector, trace(there, images)) == pytest.approx(expected, abs=0.05)


def test_saved_it_loads_bit_for_bit(
    model: NeuralNetwork, detector: Detector, tmp_path: Path
) -> None:
    save_detector(detector, model, tmp_path / "f.safetensors")
    loaded = load_detector(model, tmp_path / "f.safetensors")
    assert loaded is not None
    for one, other in zip(arrays(detector), arrays(loaded), strict=True):
        assert one.dtype == other.dtype == np.float32
        assert (one == other).all()


def test_other_weights_have_none(model: NeuralNetwork, detector: Detector, tmp_path: Path) -> None:
    save_detector(detector, model, tmp_path / "f.safetensors")
    other = new_model(4, torch.device("cpu"))
    assert load_detector(other, tmp_path / "f.safetensors") is None


def test_without_a_file_there_is_none(model: NeuralNetwork, tmp_path: Path) -> None:
    assert load_detector(model, tmp_path / "f.safetensors") is None


def test_a_damaged_file_is_refused(
    model: NeuralNetwork, detector: Detector, tmp_path: Path
) -> None:
    path = tmp_path / "f.safetensors"
    save_detector(detector, model, path)
    path.write_bytes(path.read_bytes()[:1000])
    with pytest.raises(InputError, match=r"f\.safetensors is damaged"):
        load_detector(model, path)


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("weights", np.zeros(63, np.float32)),
        ("hidden_weights", np.zeros((1818, 65), np.float32)),
        ("mean", np.zeros(1818, np.float64)),
        ("scale", np.zeros(1818, np.float32)),
        ("bias", np.full(1, np.nan, np.float32)),
    ],
)
def test_a_file_whose_numbers_cannot_be_is_refused(
    model: NeuralNetwork, detector: Detector, tmp_path: Path, name: str, values: np.ndarray
) -> None:
    path = tmp_path / "f.safetensors"
    save_detector(replace(detector, **{name: values}), model, path)
    with pytest.raises(InputError, match=rf"f\.safetensors is damaged \({name}"):
        load_detector(model, path)


def test_a_file_that_cannot_be_written_is_an_error(
    model: NeuralNetwork, detector: Detector, tmp_path: Path
) -> None:
    with pytest.raises(InputError, match="cannot be written"):
        save_detector(detector, model, tmp_path / "none" / "f.safetensors")


def test_it_stands_beside_the_weights() -> None:
    path = detector_path(BUNDLED_WEIGHTS)
    assert (
        path == BUNDLED_WEIGHTS.parent / f"{BUNDLED_WEIGHTS.stem}.out-of-distribution.safetensors"
    )
