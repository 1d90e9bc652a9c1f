import json
import struct

import pytest
import torch
from safetensors.torch import save, save_file

from mlp.errors import InputError
from mlp.files.weights import BUNDLED_WEIGHTS, load_model, save_model
from mlp.net.network import NeuralNetwork
from mlp.net.parameters import fingerprint, parameter_values
from mlp.training.loop import correct_per_digit, new_model

FIRST_WEIGHT = "linear_relu_stack.0.weight"
LAST_BIAS = "linear_relu_stack.4.bias"


def parameters() -> dict[str, torch.Tensor]:
    return dict(NeuralNetwork().state_dict())


def content_with_type(name: str) -> bytes:
    """Write a safetensors file by hand, of one 8-bit value of whatever type."""
    header = json.dumps({"x": {"dtype": name, "shape": [1], "data_offsets": [0, 1]}}).encode()
    return struct.pack("<Q", len(header)) + header + b"\0"


def test_saved_parameters_load_bit_for_bit(tmp_path):
    model = new_model(5, torch.device("cpu"))
    save_model(model, tmp_path / "five.safetensors", metadata={"seed": "5"})
    loaded = load_model(tmp_path / "five.safetensors")
    assert parameter_values(loaded) == parameter_values(model)


def test_a_saved_state_dict_of_the_tutorial_loads(tmp_path):
    saved = parameters()
    save_file(saved, tmp_path / "tutorial.safetensors")
    loaded = load_model(tmp_path / "tutorial.safetensors").state_dict()
    assert all(torch.equal(loaded[name], values) for name, values in saved.items())


def test_a_loaded_network_is_frozen_and_in_evaluation_mode():
    model = load_model()
    assert not model.training
    assert not any(parameter.requires_grad for parameter in model.parameters())


def test_bundled_network_reads_983_of_1000_test_images_through_its_last_relu(model, digits):
    correct, total = correct_per_digit(model, digits)
    assert repr(model.linear_relu_stack[-1]) == "ReLU()"
    assert correct.sum() / total.sum() >= 0.983


def test_parameter_values_are_all_parameters_in_order(model):
    values = torch.frombuffer(bytearray(parameter_values(model)), dtype=torch.float32)
    expected = [parameter.flatten() for parameter in model.parameters()]
    assert torch.equal(values, torch.cat(expected))


def test_fingerprint_is_16_hexadecimal_digits_and_stable(model):
    assert fingerprint(model) == fingerprint(load_model())
    assert len(fingerprint(model)) == 16
    int(fingerprint(model), 16)


def test_fingerprint_is_the_same_on_every_device(model, device):
    assert fingerprint(load_model().to(device.torch_device)) == fingerprint(model)


def test_fingerprint_changes_with_one_weight(model):
    changed = load_model()
    changed.linear_relu_stack[2].weight[511, 511] += 0.001
    assert fingerprint(changed) != fingerprint(model)


def test_fingerprint_changes_without_the_last_relu(model):
    without = NeuralNetwork(last_relu=False)
    without.load_state_dict(model.state_dict())
    assert fingerprint(without) != fingerprint(model)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({LAST_BIAS: None}, f"has no “{LAST_BIAS}”"),
        ({LAST_BIAS: torch.zeros(9)}, r"has the shape \(9,\); \(10,\) was expected"),
        ({FIRST_WEIGHT: torch.zeros(784, 512)}, r"has the shape \(784, 512\); \(512, 784\)"),
        ({"extra.weight": torch.zeros(1)}, r"more than the network: extra\.weight"),
        ({LAST_BIAS: torch.full((10,), torch.nan)}, "no finite numbers"),
        ({LAST_BIAS: torch.full((10,), -torch.inf)}, "no finite numbers"),
        ({LAST_BIAS: torch.zeros(10, dtype=torch.float16)}, "torch.float16; float32 was expected"),
    ],
)
def test_other_parameters_are_refused(tmp_path, change, message):
    changed = {
        name: values for name, values in (parameters() | change).items() if values is not None
    }
    save_file(changed, tmp_path / "other.safetensors")
    with pytest.raises(InputError, match=message):
        load_model(tmp_path / "other.safetensors")


@pytest.mark.parametrize("kept", [0, 4, 100, 2_000_000])
def test_a_truncated_file_is_refused(tmp_path, kept):
    (tmp_path / "half.safetensors").write_bytes(BUNDLED_WEIGHTS.read_bytes()[:kept])
    with pytest.raises(InputError, match=r"half\.safetensors is not a whole \.safetensors file"):
        load_model(tmp_path / "half.safetensors")


@pytest.mark.parametrize(
    "content",
    [b"PK\3\4" * 100, b"\xff" * 64, content_with_type("F99"), content_with_type("F8_E8M0")],
)
def test_what_is_no_safetensors_file_is_refused(tmp_path, content):
    (tmp_path / "model.pt").write_bytes(content)
    with pytest.raises(InputError, match=r"model\.pt is not a whole"):
        load_model(tmp_path / "model.pt")


def test_a_missing_file_is_refused_saying_what_to_give(tmp_path):
    with pytest.raises(InputError, match=r"No such file.*Give the path of a \.safetensors file"):
        load_model(tmp_path / "missing.safetensors")


def test_a_folder_is_refused(tmp_path):
    with pytest.raises(InputError, match="Is a directory"):
        load_model(tmp_path)


@pytest.mark.parametrize("place", [".", "missing/five.safetensors"])
def test_saving_where_no_file_can_be_is_refused(tmp_path, model, place):
    with pytest.raises(InputError, match="cannot be written"):
        save_model(model, tmp_path / place, metadata={})


def test_metadata_is_saved_beside_the_parameters(tmp_path):
    save_model(NeuralNetwork(), tmp_path / "a.safetensors", metadata={"epochs": "3"})
    assert b'"epochs":"3"' in (tmp_path / "a.safetensors").read_bytes()[:1000]
    assert b"epochs" not in save(parameters())[:1000]
