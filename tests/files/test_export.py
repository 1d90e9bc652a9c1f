import io
import subprocess
import sys
import zipfile
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image, ImageDraw
from safetensors.torch import load, load_file, save_file

from mlp.dataset import Digits
from mlp.files.export import (
    bundle_zip,
    image_png,
    parameters_npz,
    parameters_safetensors,
    script,
    tensors_npz,
)
from mlp.files.read import load_model
from mlp.net.device import Device
from mlp.net.network import NeuralNetwork, stage_names
from mlp.net.parameters import fingerprint
from mlp.net.trace import Trace, trace
from mlp.picture.prepare import Prepared, from_pad, from_tensor

SEED = 20_240_229


def drawing() -> Prepared:
    pad = Image.new("L", (112, 112))
    ImageDraw.Draw(pad).line([(30, 22), (81, 22), (50, 95)], 255, 10, "curve")
    return from_pad(np.asarray(pad))


def random_picture() -> Prepared:
    return from_tensor(torch.rand(1, 28, 28, generator=torch.Generator().manual_seed(SEED))[0])


def untrained(hidden_sizes: tuple[int, ...], *, last_relu: bool) -> NeuralNetwork:
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(1)
        return NeuralNetwork(hidden_sizes, last_relu=last_relu)


def unpacked(
    folder: Path, prepared: Prepared, model: NeuralNetwork, seed: int | None = None
) -> Trace:
    """Unpack a digit's bundle as a visitor would; give the trace that it holds."""
    traced = trace(model, prepared.image)
    bundle = bundle_zip(traced, prepared, model, caption="a test", seed=seed)
    zipfile.ZipFile(io.BytesIO(bundle)).extractall(folder)
    return traced


def reproduced(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the script in an interpreter that knows neither this project nor this environment."""
    command = [sys.executable, "-I", "-W", "error", "reproduce.py"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120)


def arrays(npz: Path | bytes) -> dict[str, np.ndarray]:
    with np.load(io.BytesIO(npz) if isinstance(npz, bytes) else npz, allow_pickle=False) as file:
        return dict(file)


def assert_same_bits(found: dict[str, np.ndarray], traced: Trace) -> None:
    assert tuple(found) == traced.names
    for stage in traced.stages:
        assert found[stage.name].dtype == np.float32
        assert found[stage.name].shape == stage.shape
        assert found[stage.name].tobytes() == stage.tensor.cpu().numpy().tobytes()


def test_npz_holds_every_stage_in_order_bit_for_bit(model: NeuralNetwork, digits: Digits) -> None:
    traced = trace(model, digits.images(0, 3))
    assert_same_bits(arrays(tensors_npz(traced)), traced)


def test_npz_holds_what_the_device_computed(device: Device, digits: Digits) -> None:
    traced = trace(load_model().to(device.torch_device), digits.images(0, 1))
    assert_same_bits(arrays(tensors_npz(traced)), traced)


def test_image_png_is_the_test_digit_exactly(digits: Digits) -> None:
    for index in (0, 1, 2, 4711, 9999):
        image = digits.images()[index]
        opened = Image.open(io.BytesIO(image_png(from_tensor(image))))
        assert (opened.mode, opened.format) == ("L", "PNG")
        assert np.array_equal(np.asarray(opened), digits.pixels[index].numpy())
        assert torch.equal(torch.tensor(np.asarray(opened, np.float32)) / 255, image)


def test_image_png_is_the_prepared_drawing_exactly() -> None:
    prepared = drawing()
    pixels = np.asarray(Image.open(io.BytesIO(image_png(prepared))), np.float32)
    assert torch.equal(torch.from_numpy(pixels) / 255, prepared.image)


@pytest.mark.parametrize(
    ("hidden_sizes", "last_relu"), [(None, True), ((16, 8, 4), False), ((), True)]
)
def test_script_reproduces_every_bit_of_a_drawing(
    tmp_path: Path, model: NeuralNetwork, hidden_sizes: tuple[int, ...] | None, last_relu: bool
) -> None:
    if hidden_sizes is not None:
        model = untrained(hidden_sizes, last_relu=last_relu)
    traced = unpacked(tmp_path, drawing(), model)
    run = reproduced(tmp_path)
    assert (run.returncode, run.stderr) == (0, "")
    assert f"all {len(stage_names(model))} stages agree, bit for bit" in run.stdout
    assert_same_bits(arrays(tmp_path / "reproduced.npz"), traced)


def test_script_reproduces_every_bit_of_a_test_digit(
    tmp_path: Path, model: NeuralNetwork, digits: Digits
) -> None:
    traced = unpacked(tmp_path, from_tensor(digits.images()[0]), model)
    run = reproduced(tmp_path)
    assert (run.returncode, run.stderr) == (0, "")
    assert "7: 100.00%" in run.stdout
    assert_same_bits(arrays(tmp_path / "reproduced.npz"), traced)


def test_script_reproduces_every_bit_of_a_random_picture_from_its_seed(
    tmp_path: Path, model: NeuralNetwork
) -> None:
    traced = unpacked(tmp_path, random_picture(), model, SEED)
    run = reproduced(tmp_path)
    assert (run.returncode, run.stderr) == (0, "")
    assert_same_bits(arrays(tmp_path / "reproduced.npz"), traced)


def test_script_says_which_stages_differ_when_a_weight_is_changed(
    tmp_path: Path, model: NeuralNetwork
) -> None:
    unpacked(tmp_path, drawing(), model)
    parameters = load_file(tmp_path / "weights.safetensors")
    parameters["linear_relu_stack.2.bias"][7] += 0.5
    save_file(parameters, tmp_path / "weights.safetensors")
    run = reproduced(tmp_path)
    assert run.returncode == 1
    assert "linear2 differs by up to 0.5" in run.stdout
    assert "relu1 differs" not in run.stdout
    assert "agree" not in run.stdout
    assert "may differ in the last digits" in run.stderr


def test_script_says_when_the_last_bit_of_one_value_differs(
    tmp_path: Path, model: NeuralNetwork
) -> None:
    traced = unpacked(tmp_path, drawing(), model)
    shown = {stage.name: stage.tensor.numpy().copy() for stage in traced.stages}
    shown["linear1"][0, 0] = np.nextafter(shown["linear1"][0, 0], np.float32(np.inf))
    np.savez(tmp_path / "tensors.npz", allow_pickle=False, **shown)
    run = reproduced(tmp_path)
    assert run.returncode == 1
    assert run.stdout.count("differs by up to") == 1


def test_script_needs_no_tensors_and_takes_a_folder(tmp_path: Path, model: NeuralNetwork) -> None:
    unpacked(tmp_path / "digit", drawing(), model)
    (tmp_path / "digit" / "tensors.npz").unlink()
    (tmp_path / "reproduce.py").write_text(script(model))
    command = [sys.executable, "-I", "reproduce.py", "digit"]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=120)
    assert run.returncode == 0
    assert "stages" not in run.stdout
    assert (tmp_path / "digit" / "reproduced.npz").exists()


def test_script_is_short_plain_and_knows_nothing_of_this_project(model: NeuralNetwork) -> None:
    source = script(model)
    assert source.isascii()
    assert "mlp" not in source
    assert len(source.splitlines()) < 70
    assert max(map(len, source.splitlines())) <= 100


def test_bundle_says_what_it_holds_and_where_it_was_computed(
    device: Device, digits: Digits
) -> None:
    model = load_model().to(device.torch_device)
    prepared = from_tensor(digits.images()[0])
    traced = trace(model, prepared.image)
    bundle = zipfile.ZipFile(io.BytesIO(bundle_zip(traced, prepared, model, caption="a “7”")))
    readme = bundle.read("README.txt").decode()
    names = ["README.txt", "image.png", "tensors.npz", "weights.safetensors", "reproduce.py"]
    assert bundle.namelist() == names
    assert bundle.read("tensors.npz") == tensors_npz(traced)
    assert all(name in readme for name in names[1:])
    assert f"(a “7”), on {traced['softmax'].device}." in readme
    assert f"computed, on {traced['softmax'].device}\n" in bundle.read("reproduce.py").decode()
    assert len(readme.splitlines()) == 5


def test_the_bundles_weights_are_the_networks(tmp_path: Path, model: NeuralNetwork) -> None:
    unpacked(tmp_path, drawing(), model)
    assert fingerprint(load_model(tmp_path / "weights.safetensors")) == fingerprint(model)


def test_the_same_digit_gives_the_same_bytes_at_any_time(
    model: NeuralNetwork, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepared = drawing()
    bundles = []
    for year in (2001, 2031):
        monkeypatch.setattr("time.time", lambda year=year: (year - 1970) * 31_556_952.0)
        bundles.append(bundle_zip(trace(model, prepared.image), prepared, model, caption="a 7"))
    assert bundles[0] == bundles[1]


def test_safetensors_bring_the_parameters_back(model: NeuralNetwork) -> None:
    packed = parameters_safetensors(model)
    again = load(packed)
    assert set(again) == set(model.state_dict())
    assert all(torch.equal(again[name], value) for name, value in model.state_dict().items())
    assert parameters_safetensors(model) == packed


def test_an_npz_brings_the_parameters_back(model: NeuralNetwork) -> None:
    packed = parameters_npz(model)
    with np.load(io.BytesIO(packed)) as again:
        assert list(again) == list(model.state_dict())
        for name, value in model.state_dict().items():
            np.testing.assert_array_equal(again[name], value.numpy())
    assert parameters_npz(model) == packed
