import torch

from mlp.files.read import load_model
from mlp.net.device import Device
from mlp.net.network import NeuralNetwork
from mlp.net.parameters import fingerprint, parameter_values
from tests.support.networks import linear_layer


def test_parameter_values_are_all_parameters_in_order(model: NeuralNetwork) -> None:
    values = torch.frombuffer(bytearray(parameter_values(model)), dtype=torch.float32)
    expected = [parameter.flatten() for parameter in model.parameters()]
    assert torch.equal(values, torch.cat(expected))


def test_fingerprint_is_16_hexadecimal_digits_and_stable(model: NeuralNetwork) -> None:
    assert fingerprint(model) == fingerprint(load_model())
    assert len(fingerprint(model)) == 16
    int(fingerprint(model), 16)


def test_fingerprint_is_the_same_on_every_device(model: NeuralNetwork, device: Device) -> None:
    assert fingerprint(load_model().to(device.torch_device)) == fingerprint(model)


def test_fingerprint_changes_with_one_weight(model: NeuralNetwork) -> None:
    changed = load_model()
    linear_layer(changed, "linear2").weight[511, 511] += 0.001
    assert fingerprint(changed) != fingerprint(model)


def test_fingerprint_changes_without_the_last_relu(model: NeuralNetwork) -> None:
    without = NeuralNetwork(last_relu=False)
    without.load_state_dict(model.state_dict())
    assert fingerprint(without) != fingerprint(model)
