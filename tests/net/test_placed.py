import copy
import threading
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
import torch

from mlp.dataset import Digits
from mlp.files.read import load_model
from mlp.net.device import Device, available_devices
from mlp.net.network import NeuralNetwork, num_parameters, stage_names
from mlp.net.parameters import parameter_values
from mlp.net.placed import PlacedModel
from mlp.net.reading import read
from mlp.picture.prepare import from_tensor

CPU = available_devices()[-1]

# A real device of PyTorch's that computes shapes but has no values: reading one back fails, as
# reading from a lost graphics card does.
FAILING = Device("meta", "Meta device")


def test_parameter_values_and_bytes_are_the_networks(model: NeuralNetwork) -> None:
    placed = PlacedModel(model, CPU)
    assert placed.parameter_values == parameter_values(model)
    assert placed.parameter_bytes == len(placed.parameter_values) == 2_678_824


def test_the_overview_holds_a_level_for_each_parameter(model: NeuralNetwork) -> None:
    placed = PlacedModel(model, CPU)
    levels = torch.frombuffer(bytearray(placed.overview), dtype=torch.int8)
    start = 0
    for name, parameter in model.named_parameters():
        part = levels[start : start + parameter.numel()].reshape(parameter.shape).float()
        shown = part / 127 * placed.overview_scales[name]
        is_within = parameter.abs() <= placed.overview_scales[name]
        assert (shown - parameter).abs()[is_within].max() <= placed.overview_scales[name] / 253
        start += parameter.numel()
    assert start == len(levels) == num_parameters(model)


def test_every_stage_has_a_positive_scale(model: NeuralNetwork) -> None:
    scales = PlacedModel(model, CPU).scales
    assert tuple(scales) == stage_names(model)
    assert all(scale > 0 for scale in scales.values())


def test_pictures_and_probabilities_are_scaled_by_1(model: NeuralNetwork) -> None:
    scales = PlacedModel(model, CPU).scales
    assert scales["image"] == scales["flatten"] == scales["softmax"] == 1


def test_a_dead_stage_is_scaled_by_1() -> None:
    dead = NeuralNetwork().requires_grad_(False)
    for parameter in dead.parameters():
        parameter.zero_()
    assert set(PlacedModel(dead, CPU).scales.values()) == {1}


def test_the_scale_of_a_stage_holds_all_but_the_rarest_values(
    model: NeuralNetwork, digits: Digits
) -> None:
    placed = PlacedModel(model, CPU)
    linear1 = placed.trace(digits.images(500, 1000))["linear1"].tensor.abs()
    share_beyond = (linear1 > placed.scales["linear1"]).float().mean()
    assert 0.0001 < share_beyond < 0.005


def test_a_placed_network_runs_on_its_device(
    model: NeuralNetwork, device: Device, digits: Digits
) -> None:
    placed = PlacedModel(model, device)
    stage = placed.trace(digits.images()[0])["softmax"]
    assert stage.tensor.device.type == device.torch_device.type
    assert placed.notice is None


def test_placing_leaves_the_given_network_on_the_cpu(device: Device) -> None:
    model = load_model()
    PlacedModel(model, device)
    assert {parameter.device.type for parameter in model.parameters()} == {"cpu"}


def test_an_accelerator_answers_like_the_cpu(
    model: NeuralNetwork, device: Device, digits: Digits
) -> None:
    placed, on_cpu = PlacedModel(model, device), PlacedModel(model, CPU)
    for image in digits.images(0, 20):
        expected = on_cpu.trace(image).probabilities
        np.testing.assert_allclose(placed.trace(image).probabilities, expected, atol=1e-4)


def test_a_failing_accelerator_is_answered_for_by_the_cpu(
    model: NeuralNetwork, digits: Digits
) -> None:
    prepared = from_tensor(digits.images()[0])
    reading = read(PlacedModel(model, FAILING), prepared)
    expected = read(PlacedModel(model, CPU), prepared)
    assert reading.verdict == expected.verdict
    assert reading.trace is not None and expected.trace is not None
    assert np.array_equal(reading.trace.packed(), expected.trace.packed())
    assert reading.fingerprint == expected.fingerprint


def test_a_failing_accelerator_is_told(model: NeuralNetwork, digits: Digits) -> None:
    placed = PlacedModel(model, FAILING)
    assert placed.notice is None
    placed.trace(digits.images()[0])
    assert "Meta device (meta) failed, so the CPU took over." in str(placed.notice)


@pytest.mark.parametrize("timed", [False, True])
def test_after_a_failure_the_cpu_is_the_device(
    model: NeuralNetwork, digits: Digits, timed: bool
) -> None:
    placed = PlacedModel(model, FAILING)
    traced = placed.trace(digits.images(0, 3), timed=timed)
    assert traced["softmax"].shape == (3, 10)
    assert placed.device == CPU
    assert placed.model is placed.cpu_model


def test_a_device_that_cannot_even_hold_the_network_is_told(
    model: NeuralNetwork, digits: Digits
) -> None:
    placed = PlacedModel(model, Device("ipu", "Lost card"))  # PyTorch is built without this one
    assert str(placed.notice).startswith("Lost card (ipu) failed")
    assert placed.trace(digits.images()[0])["softmax"].device == "cpu"


def test_a_failure_met_by_two_threads_at_once_is_answered_for_both(digits: Digits) -> None:
    meeting = threading.Barrier(2, timeout=5)

    class MeetingPoint(torch.nn.ReLU):
        def forward(self, values: torch.Tensor) -> torch.Tensor:
            meeting.wait()
            return super().forward(values)

    model = load_model()
    model.linear_relu_stack[1] = MeetingPoint()
    placed = PlacedModel(model, FAILING)
    with ThreadPoolExecutor(2) as threads:
        first, second = threads.map(placed.trace, digits.images(0, 2))
    assert [int(one.probabilities.argmax()) for one in (first, second)] == [7, 2]
    assert str(placed.notice).startswith("Meta device (meta)")


def test_a_mistake_on_the_cpu_is_no_device_failure(model: NeuralNetwork) -> None:
    placed = PlacedModel(model, CPU)
    with pytest.raises(RuntimeError):
        placed.trace(torch.zeros(5, 5))
    assert placed.notice is None


def test_reading_changes_no_parameter(digits: Digits) -> None:
    model = load_model()
    before = copy.deepcopy(model.state_dict())
    placed = PlacedModel(model, CPU)
    read(placed, from_tensor(digits.images()[0]))
    assert all(torch.equal(before[name], values) for name, values in model.state_dict().items())
