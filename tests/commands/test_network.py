"""The same files are read as in the app, and those that are refused are refused in a sentence."""

import json
from pathlib import Path

import pytest
import torch
from safetensors.torch import save
from torch import nn

from mlp.dataset import Digits
from mlp.files.save import trained_safetensors
from mlp.net.network import NeuralNetwork, untrained_network
from mlp.picture.file import read_picture_file
from mlp.picture.prepare import WrittenPicture, from_picture
from mlp.training.recipe import Recipe
from tests.support.command_line import is_one_sentence, run
from tests.support.networks import pth

each_command = pytest.mark.parametrize("command", ["predict", "evaluate"])


class TutorialNetwork(nn.Module):
    """As somebody types it who follows the tutorial; pytorch.org's has no last ReLU, ours has."""

    def __init__(self) -> None:
        super().__init__()
        self.flatten = nn.Flatten()
        self.linear_relu_stack = nn.Sequential(
            nn.Linear(28 * 28, 512),
            nn.ReLU(),
            nn.Linear(512, 512),
            nn.ReLU(),
            nn.Linear(512, 10),
            nn.ReLU(),
        )

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        logits: torch.Tensor = self.linear_relu_stack(self.flatten(x))
        return logits


def saved_by_the_app() -> tuple[str, bytes, nn.Module]:
    network = untrained_network(1, (128, 64), last_relu=False)
    recipe = Recipe(hidden_sizes=(128, 64), last_relu=False)
    content = trained_safetensors(
        network, recipe, step=1, held_out_accuracy=0.1, num_held_out=10_000
    )
    return "mnist-128-64.safetensors", content, network


def saved_as_the_tutorial_does() -> tuple[str, bytes, nn.Module]:
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(17)  # with it, 46 test images get only zeros: undecided, not read as 0
        network = TutorialNetwork()
    return "model.pth", pth(network.state_dict()), network


def saved_as_bfloat16() -> tuple[str, bytes, nn.Module]:
    network = untrained_network(3).bfloat16()
    return "half.safetensors", save(dict(network.state_dict())), network.float()


@pytest.fixture(params=[saved_by_the_app, saved_as_the_tutorial_does, saved_as_bfloat16])
def brought(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Path, nn.Module]:
    """A file, and the network that was saved in it."""
    name, content, network = request.param()
    (tmp_path / name).write_bytes(content)
    return tmp_path / name, network.requires_grad_(False)


def test_predict_answers_as_the_network_in_the_file_does(
    files: list[Path], brought: tuple[Path, nn.Module]
) -> None:
    weights, network = brought
    result = run("predict", "--json", "--device", "cpu", "--weights", weights, files[0])
    (prediction,) = json.loads(result.stdout)
    image = from_picture(WrittenPicture(read_picture_file(files[0]))).image
    expected = network(image[None]).softmax(dim=1)[0]
    assert result.exit_code == 0
    assert prediction["probabilities"] == pytest.approx(expected.tolist(), abs=1e-6)
    assert prediction["share_right"] is None  # what was counted is of other weights


def test_evaluate_counts_what_the_network_in_the_file_reads_rightly(
    digits: Digits, brought: tuple[Path, nn.Module]
) -> None:
    weights, network = brought
    result = run("evaluate", "--quick", "--device", "cpu", "--weights", weights)
    scores = network(digits.images())
    is_decided = (scores == scores.amax(dim=1, keepdim=True)).sum(dim=1) == 1
    num_right = int(((scores.argmax(dim=1) == digits.labels) & is_decided).sum())
    assert result.exit_code == 0
    assert f"({num_right} of 10000)" in result.stdout.splitlines()[-1]


@each_command
@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"\x89HDF\r\n\x1a\n" + bytes(100), "Keras"),
        (b"no weights", "holds no parameters that can be read"),
        (pth(NeuralNetwork((8,))), "torch.save(model.state_dict()"),
        (pth(NeuralNetwork((8,)).state_dict())[:-50], "was cut off"),
        (save(nn.Conv2d(1, 2, 3).state_dict()), "Other kinds of layers cannot be read."),
        (save(untrained_network(0, (5000,)).state_dict()), "Take a smaller network."),
        (save({"a.weight": torch.zeros(10, 784, dtype=torch.int8)}), "float32 was expected"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_in_one_line(
    tmp_path: Path, command: str, content: bytes, said: str
) -> None:
    path = tmp_path / "mine.pth"
    path.write_bytes(content)
    arguments = ["7.png"] if command == "predict" else ["--quick"]
    result = run(command, *arguments, "--weights", path)
    assert (result.exit_code, result.stdout) == (2, "")
    assert is_one_sentence(result.stderr)
    assert said in result.stderr and " here" not in result.stderr


@each_command
@pytest.mark.parametrize("place", [".", "missing.pth"])
def test_what_is_no_file_is_refused_saying_what_to_give(
    tmp_path: Path, command: str, place: str
) -> None:
    arguments = ["7.png"] if command == "predict" else ["--quick"]
    result = run(command, *arguments, "--weights", tmp_path / place)
    assert (result.exit_code, result.stdout) == (2, "")
    assert is_one_sentence(result.stderr) and "Give the path" in result.stderr
