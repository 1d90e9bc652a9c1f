import io
import json
import os
import pickle
import struct
import warnings
import zipfile
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import save
from torch import nn

from mlp.dataset import Digits
from mlp.errors import InputError
from mlp.files.read import BUNDLED_WEIGHTS, MAX_MEGABYTES, load_model, read_parameters
from mlp.net.network import NeuralNetwork, untrained_network
from mlp.training.loop import correct_per_digit
from tests.support.networks import pth


def state_dict(*sizes: int) -> dict[str, torch.Tensor]:
    return untrained_network(0, sizes).state_dict()


def changed(name: str, value: torch.Tensor) -> dict[str, torch.Tensor]:
    return {**state_dict(128, 64), name: value}


def refused(content: bytes, name: str = "my.pth") -> str:
    with pytest.raises(InputError) as caught:
        read_parameters(content, name)
    return str(caught.value)


@pytest.mark.parametrize("sizes", [(512, 512), (128, 64), (), (1000,), (16,) * 9])
@pytest.mark.parametrize("last_relu", [True, False])
def test_a_saved_state_dict_gives_the_same_network_again(
    sizes: tuple[int, ...], last_relu: bool
) -> None:
    original = untrained_network(1, sizes, last_relu=last_relu).eval()
    read = read_parameters(pth(original.state_dict()), "my.pth").network(last_relu=last_relu)
    images = torch.rand(3, 28, 28)
    assert torch.equal(read(images), original(images))


def test_safetensors_give_the_same_network_though_they_sort_names_as_text() -> None:
    original = untrained_network(2, (20,) * 7)  # linear_relu_stack.10 stands before .2
    read = read_parameters(save(original.state_dict()), "my.safetensors").network()
    assert torch.equal(read(torch.ones(1, 28, 28)), original(torch.ones(1, 28, 28)))


def test_names_of_other_classes_are_taken() -> None:
    layers = OrderedDict[str, nn.Module](fc1=nn.Linear(784, 30), out=nn.Linear(30, 10))
    brought = read_parameters(pth(nn.Sequential(layers).state_dict()), "my.pt")
    assert brought.names == ("fc1", "out") and brought.hidden_sizes == (30,)


def test_layers_whose_names_do_not_sort_are_taken_as_they_stand_in_the_file() -> None:
    layers = OrderedDict[str, nn.Module](read=nn.Linear(784, 30), guess=nn.Linear(30, 10))
    assert read_parameters(pth(nn.Sequential(layers).state_dict()), "a").names == ("read", "guess")


def test_a_state_dict_keeps_its_order_whatever_the_names() -> None:
    layers = OrderedDict[str, nn.Module](
        inp=nn.Linear(784, 9), mid_one=nn.Linear(9, 9), mid_deep=nn.Linear(9, 9)
    )
    layers["out"] = nn.Linear(9, 10)
    brought = read_parameters(pth(nn.Sequential(layers).state_dict()), "my.pth")
    assert brought.names == ("inp", "mid_one", "mid_deep", "out")


def test_a_sorted_file_whose_layers_could_be_swapped_is_refused() -> None:
    layers = OrderedDict[str, nn.Module](
        inp=nn.Linear(784, 9), mid_one=nn.Linear(9, 9), mid_deep=nn.Linear(9, 9)
    )
    layers["out"] = nn.Linear(9, 10)
    message = refused(save(nn.Sequential(layers).state_dict()), "my.safetensors")
    assert "order of its layers" in message and ".pth" in message


def test_a_torchscript_program_is_named_as_one() -> None:
    buffer = io.BytesIO()
    with warnings.catch_warnings(action="ignore"):
        torch.jit.save(torch.jit.script(nn.Linear(2, 2)), buffer)
    assert "TorchScript program" in refused(buffer.getvalue())


@pytest.mark.parametrize("name", ["model_state_dict", "state_dict", "net"])
def test_the_one_state_dict_of_a_checkpoint_is_found(name: str) -> None:
    checkpoint = {"epoch": 5, name: state_dict(8), "loss": torch.tensor(0.1)}
    assert read_parameters(pth(checkpoint), "my.pt").hidden_sizes == (8,)


@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16, torch.float64])
def test_other_floating_types_are_converted_and_named(dtype: torch.dtype) -> None:
    halved = {name: values.to(dtype) for name, values in state_dict(8).items()}
    brought = read_parameters(pth(halved), "my.pt")
    assert brought.converted == str(dtype).removeprefix("torch.")
    assert all(values.dtype == torch.float32 for layer in brought.layers for values in layer)


def test_parameters_share_no_memory_with_the_file() -> None:
    content = bytearray(save(state_dict(8)))
    brought = read_parameters(bytes(content), "my")
    assert brought.layers[0][0].untyped_storage().nbytes() == 4 * 784 * 8


def test_a_program_in_a_pickle_is_refused_and_not_run(tmp_path: Path) -> None:
    class Malicious:
        def __reduce__(self) -> tuple[object, ...]:
            return os.mkdir, (str(tmp_path / "was_run"),)

    whole = pth({"weight": Malicious()})
    assert "program" in refused(whole) and not (tmp_path / "was_run").exists()
    assert "pickle" in refused(pickle.dumps(Malicious())) and not (tmp_path / "was_run").exists()


def test_a_whole_model_is_refused_and_told_how_to_save_it() -> None:
    assert "torch.save(model.state_dict()" in refused(pth(NeuralNetwork((8,))))


@pytest.mark.parametrize("kept", [0, 1, 3, 10, 100, 2_000, 20_000, -1, -30, -200])
def test_a_truncated_pth_is_refused(kept: int) -> None:
    refused(pth(state_dict(16))[:kept])


@pytest.mark.parametrize("kept", [0, 4, 8, 9, 100, 2_000, -1])
def test_a_truncated_safetensors_is_refused(kept: int) -> None:
    refused(save(state_dict(16))[:kept], "my.safetensors")


@pytest.mark.parametrize("bad", [float("nan"), float("inf"), float("-inf")])
@pytest.mark.parametrize("write", [pth, save])
def test_values_that_are_no_numbers_are_refused_and_counted(
    bad: float, write: Callable[[dict[str, torch.Tensor]], bytes]
) -> None:
    weights = state_dict(16)
    weights["linear_relu_stack.2.weight"][3, 5] = bad
    message = refused(write(weights))
    assert "1 of 160 values" in message and "linear_relu_stack.2.weight" in message


def test_float64_values_too_large_for_float32_are_refused() -> None:
    weights = {name: values.double() for name, values in state_dict(16).items()}
    weights["linear_relu_stack.0.bias"][0] = 1e300
    assert "no finite numbers" in refused(pth(weights))


def test_a_header_of_two_gigabytes_is_refused() -> None:
    assert "2,147,483,648 bytes" in refused(struct.pack("<Q", 2**31) + b'{"a":' + b" " * 1000)


def test_a_safetensors_of_more_tensors_than_it_holds_is_refused() -> None:
    entry = {"dtype": "F32", "shape": [2**40, 2**20], "data_offsets": [0, 4]}
    header = json.dumps({"fc.weight": entry}).encode()
    refused(struct.pack("<Q", len(header)) + header + bytes(4))


@pytest.mark.parametrize(
    "weights, found",
    [
        (state_dict(128, 64) | {"extra": torch.zeros(3, 3)}, "extra"),
        (changed("linear_relu_stack.0.weight", torch.zeros(128, 783)), "(128, 783)"),
        (changed("linear_relu_stack.0.bias", torch.zeros(127)), "(127,)"),
        (changed("linear_relu_stack.2.weight", torch.zeros(64, 127)), "(64, 127)"),
        (changed("linear_relu_stack.4.weight", torch.zeros(11, 64)), "(11, 64)"),
        (changed("linear_relu_stack.0.weight", torch.zeros(128, 1, 28, 28)), "(128, 1, 28, 28)"),
        (changed("linear_relu_stack.0.weight", torch.zeros(128, 784).long()), "int64"),
        ({"fc.weight": torch.zeros(10, 784)}, "no bias"),
        ({"fc.bias": torch.zeros(10)}, "no weight"),
        ({"bn.running_mean": torch.zeros(10)}, "running_mean"),
        ({"a.weight": torch.zeros(0, 784), "a.bias": torch.zeros(0)}, "(0, 784)"),
        ({"a.weight": torch.zeros(10, 784).to_sparse(), "a.bias": torch.zeros(10)}, "a.weight"),
    ],
)
def test_other_networks_are_refused_with_what_was_expected_and_what_came(
    weights: object, found: str
) -> None:
    message = refused(pth(weights))
    assert found in message and ("784 to 10" in message or "float32" in message)


def test_other_things_that_torch_saved_are_refused() -> None:
    values: list[object] = [torch.zeros(3), [1, 2], {}, {"lr": 0.1}, "text", {"a": {}, "b": {}}]
    for value in values:
        assert "state_dict" in refused(pth(value))


@pytest.mark.parametrize(
    "content, said",
    [
        (b"", "empty"),
        (b"\x89HDF\r\n\x1a\n" + bytes(100), "Keras"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "no parameters"),
        (b"hello, world", "no parameters"),
        (b"PK\x03\x04" + bytes(100), "damaged"),
    ],
)
def test_other_files_are_refused_by_what_they_are(content: bytes, said: str) -> None:
    assert said in refused(content)


def test_a_zip_that_torch_did_not_write_is_refused() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("model.pth", b"123")
    assert "unpack it first" in refused(buffer.getvalue())


def test_a_file_that_swells_when_it_is_unpacked_is_refused() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a/data.pkl", b"\x80\x02}.")
        archive.writestr("a/data/0", bytes((MAX_MEGABYTES + 1) * 2**20))
    assert len(buffer.getvalue()) < 2**20 and "unpacks to more" in refused(buffer.getvalue())


def test_a_large_file_is_refused_before_it_is_read() -> None:
    assert "64 MB" in refused(bytes(MAX_MEGABYTES * 2**20 + 1))


def test_a_tensor_that_repeats_few_values_is_refused_before_it_is_copied() -> None:
    wide = torch.zeros(1).expand(2**15, 784)
    weights = {"a.weight": wide, "a.bias": torch.zeros(2**15)}
    weights |= {"b.weight": torch.zeros(1).expand(10, 2**15), "b.bias": torch.zeros(10)}
    assert len(pth(weights)) < 2**20 and "at most" in refused(pth(weights))


def test_too_many_layers_or_units_are_refused() -> None:
    assert "13 layers" in refused(pth(state_dict(*[8] * 12)))
    assert "5,000 units" in refused(pth(state_dict(5000)))


def test_a_tensor_larger_than_its_data_is_refused() -> None:
    content = pth({"a.weight": torch.zeros(10, 784), "a.bias": torch.zeros(10)})
    archive = zipfile.ZipFile(io.BytesIO(content))
    changed = io.BytesIO()
    with zipfile.ZipFile(changed, "w") as copy:
        for name in archive.namelist():
            record = archive.read(name)
            if name.endswith("data.pkl"):  # BININT2: 784 becomes 60,000
                record = record.replace(
                    b"M" + struct.pack("<H", 784), b"M" + struct.pack("<H", 60000)
                )
            copy.writestr(name, record)
    refused(changed.getvalue())


def test_damaged_bytes_never_raise_anything_else() -> None:
    random = np.random.default_rng(0)
    for content in (pth(state_dict(6)), save(state_dict(6))):
        for _ in range(60):
            damaged = bytearray(content)
            for place in random.integers(0, len(damaged), 8):
                damaged[place] = random.integers(0, 256)
            try:
                read_parameters(bytes(damaged), "my.pth")
            except InputError:
                pass


def test_a_name_with_line_ends_and_no_end_fits_into_a_sentence() -> None:
    message = refused(b"", "a\n\n\x1b[2J# b" * 100)
    assert message.isprintable() and len(message) < 250


@pytest.mark.parametrize("name", ["F99", "F8_E8M0"])
def test_a_type_that_torch_lacks_is_refused(name: str) -> None:
    header = json.dumps({"x": {"dtype": name, "shape": [1], "data_offsets": [0, 1]}}).encode()
    content = struct.pack("<Q", len(header)) + header + bytes(1)
    assert "not a whole .safetensors file" in refused(content)


# From a path


def test_a_loaded_network_is_frozen_and_in_evaluation_mode() -> None:
    model = load_model()
    assert not model.training
    assert not any(parameter.requires_grad for parameter in model.parameters())


def test_bundled_network_reads_983_of_1000_test_images_through_its_last_relu(
    model: NeuralNetwork, digits: Digits
) -> None:
    correct, total = correct_per_digit(model, digits)
    assert repr(model.linear_relu_stack[-1]) == "ReLU()"
    assert correct.sum() / total.sum() >= 0.983


@pytest.mark.parametrize(
    ("place", "reason"), [("missing.safetensors", "No such file"), (".", "Is a directory")]
)
def test_what_is_no_file_is_refused_saying_what_to_give(
    tmp_path: Path, place: str, reason: str
) -> None:
    with pytest.raises(InputError, match=rf"{reason}.*Give the path of a \.safetensors file"):
        load_model(tmp_path / place)


@pytest.mark.parametrize("kept", [0, 4, 100, 2_000_000])
def test_a_truncated_file_is_refused_by_its_name(tmp_path: Path, kept: int) -> None:
    (tmp_path / "half.safetensors").write_bytes(BUNDLED_WEIGHTS.read_bytes()[:kept])
    with pytest.raises(InputError, match=r"“half\.safetensors” "):
        load_model(tmp_path / "half.safetensors")
