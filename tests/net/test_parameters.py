import torch

from mlp.files.read import load_model
from mlp.net.device import Device
from mlp.net.network import NeuralNetwork
from mlp.net.parameters import fingerprint, list_parameters, parameter_values
from tests.support.networks import frozen, linear_layer


def test_parameter_values_are_all_parameters_in_order(model: NeuralNetwork) -> None:
    values = torch.frombuffer(bytearray(parameter_values(model)), dtype=torch.float32)
    expected = [parameter.flatten() for parameter in model.parameters()]
    assert torch.equal(values, torch.cat(expected))


def test_all_are_listed_with_their_places(model: NeuralNetwork) -> None:
    listed = list_parameters(model)
    assert [one.name for one in listed] == [name for name, _ in model.named_parameters()]
    assert [(one.layer, one.source, one.is_last) for one in listed[::2]] == [
        ("linear1", "image", False),
        ("linear2", "relu1", False),
        ("linear3", "relu2", True),
    ]
    values = torch.frombuffer(bytearray(parameter_values(model)), dtype=torch.float32).numpy()
    for one in listed:
        found = values[one.offset : one.offset + one.values.size].reshape(one.values.shape)
        assert (found == one.values).all()


def test_a_hidden_layer_of_ten_units_is_not_the_last() -> None:
    listed = list_parameters(frozen(10))
    assert [one.is_last for one in listed] == [False, False, True, True]


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
