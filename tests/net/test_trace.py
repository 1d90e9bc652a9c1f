import numpy as np
import pytest
import torch

from mlp.dataset import Digits
from mlp.files.read import load_model
from mlp.net.device import Device
from mlp.net.network import NeuralNetwork, stage_names
from mlp.net.parameters import parameter_values
from mlp.net.trace import probabilities_without_last_relu, trace
from mlp.training.loop import new_model


def softmax(scores: np.ndarray) -> np.ndarray:
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    probabilities: np.ndarray = powers / powers.sum(axis=1, keepdims=True)
    return probabilities


def numpy_stages(model: NeuralNetwork, images: np.ndarray) -> dict[str, np.ndarray]:
    """Work every stage out without PyTorch, in double precision."""
    values = {name: value.numpy().astype(np.float64) for name, value in model.state_dict().items()}
    stages = {"image": images, "flatten": images.reshape(len(images), -1)}
    current = stages["flatten"]
    for number, index in enumerate((0, 2, 4), 1):
        weight, bias = (values[f"linear_relu_stack.{index}.{kind}"] for kind in ("weight", "bias"))
        stages[f"linear{number}"] = current @ weight.T + bias
        stages[f"relu{number}"] = current = np.maximum(stages[f"linear{number}"], 0)
    return stages | {"softmax": softmax(current)}


@pytest.mark.parametrize("num_images", [1, 64])
def test_last_stage_equals_the_models_answer_bit_for_bit(
    device: Device, digits: Digits, num_images: int
) -> None:
    placed = load_model().to(device.torch_device)
    images = digits.images(0, num_images).to(device.torch_device)
    expected = torch.softmax(placed(images), dim=1)
    assert torch.equal(trace(placed, images)["softmax"].tensor, expected)


def test_every_stage_equals_numpys_within_rounding(device: Device, digits: Digits) -> None:
    expected = numpy_stages(load_model(), digits.images(0, 64).numpy().astype(np.float64))
    traced = trace(load_model().to(device.torch_device), digits.images(0, 64))
    for name, values in expected.items():
        actual = traced[name].tensor.cpu().numpy()
        np.testing.assert_allclose(actual, values, rtol=1e-5, atol=1e-4, err_msg=name)


def test_stages_come_in_order_with_their_shapes(model: NeuralNetwork, digits: Digits) -> None:
    traced = trace(model, digits.images(0, 3))
    sizes = [512, 512, 512, 512, 10, 10, 10]
    assert traced.names == stage_names(model)
    assert [stage.shape for stage in traced.stages] == [
        (3, 28, 28), (3, 784), *((3, size) for size in sizes)
    ]  # fmt: skip


def test_one_picture_is_a_batch_of_one(model: NeuralNetwork, digits: Digits) -> None:
    assert trace(model, digits.images()[0])["image"].shape == (1, 28, 28)


def test_stages_stay_on_the_models_device(device: Device, digits: Digits) -> None:
    traced = trace(load_model().to(device.torch_device), digits.images(0, 1))
    assert {stage.tensor.device.type for stage in traced.stages} == {device.torch_device.type}


def test_stages_say_their_device_type_and_layer(model: NeuralNetwork, digits: Digits) -> None:
    stage = trace(model, digits.images(0, 1))["linear2"]
    assert (stage.device, stage.dtype) == ("cpu", "float32")
    assert stage.layer == "Linear(in_features=512, out_features=512, bias=True)"


def test_image_stage_is_the_picture_itself(model: NeuralNetwork, digits: Digits) -> None:
    assert torch.equal(trace(model, digits.images(0, 1))["image"].tensor, digits.images(0, 1))


def test_an_unknown_stage_is_a_key_error(model: NeuralNetwork, digits: Digits) -> None:
    with pytest.raises(KeyError, match="linear9"):
        trace(model, digits.images(0, 1))["linear9"]


def test_packed_joins_all_stages_but_flatten(model: NeuralNetwork, digits: Digits) -> None:
    traced = trace(model, digits.images(0, 2))
    parts = [stage.values().ravel() for stage in traced.stages if stage.name != "flatten"]
    assert np.array_equal(traced.packed(), np.concatenate(parts))
    assert traced.packed().shape == (784 + 4 * 512 + 3 * 10,)


def test_probabilities_are_the_first_pictures_and_sum_to_1(
    model: NeuralNetwork, digits: Digits
) -> None:
    traced = trace(model, digits.images(0, 2))
    assert np.array_equal(traced.probabilities, traced["softmax"].tensor[0].numpy())
    assert traced.probabilities.sum() == pytest.approx(1)


def test_scores_are_the_last_linear_stage(model: NeuralNetwork, digits: Digits) -> None:
    assert trace(model, digits.images(0, 1)).scores.name == "linear3"


def test_tracing_leaves_the_model_as_it_was(digits: Digits) -> None:
    model = new_model(3, torch.device("cpu"))
    before = parameter_values(model)
    trace(model, digits.images(0, 4), timed=True)
    assert parameter_values(model) == before
    assert model.training
    assert all(parameter.grad is None for parameter in model.parameters())


def test_timing_gives_each_computed_stage_its_seconds(device: Device, digits: Digits) -> None:
    placed = load_model().to(device.torch_device)
    image, *computed = trace(placed, digits.images(0, 1), timed=True).stages
    assert image.seconds is None
    assert all(stage.seconds is not None and stage.seconds > 0 for stage in computed)


def test_timing_changes_no_value(model: NeuralNetwork, digits: Digits) -> None:
    timed, untimed = (trace(model, digits.images()[5], timed=timed) for timed in (True, False))
    assert np.array_equal(timed.packed(), untimed.packed())
    assert all(stage.seconds is None for stage in untimed.stages)


def test_without_last_relu_probabilities_are_softmax_of_the_scores(
    device: Device, digits: Digits
) -> None:
    traced = trace(load_model().to(device.torch_device), digits.images(0, 1))
    expected = softmax(traced["linear3"].tensor.cpu().numpy().astype(np.float64))[0]
    np.testing.assert_allclose(probabilities_without_last_relu(traced), expected, rtol=1e-5)


def test_last_relu_gives_all_negative_scores_one_probability(
    model: NeuralNetwork, digits: Digits
) -> None:
    images = digits.images(0, 500)
    num_negative = (trace(model, images)["linear3"].tensor < 0).sum(dim=1)
    traced = trace(model, images[num_negative.argmax()])
    cut = traced.probabilities[traced["linear3"].values() < 0]
    assert len(cut) > 1
    assert len(set(cut)) == 1
