from pathlib import Path

import pytest
from safetensors import safe_open

from mlp.errors import InputError
from mlp.files.notes import Notes
from mlp.files.read import load_model, load_parameters, read_parameters
from mlp.files.save import model_safetensors, save_model, trained_safetensors
from mlp.net.network import NeuralNetwork, untrained_network
from mlp.net.parameters import fingerprint
from mlp.training.recipe import Recipe


def test_saved_parameters_load_bit_for_bit(tmp_path: Path) -> None:
    model = untrained_network(5)
    save_model(model, tmp_path / "five.safetensors", metadata={"seed": "5"})
    assert fingerprint(load_model(tmp_path / "five.safetensors")) == fingerprint(model)


@pytest.mark.parametrize("hidden_sizes", [(), (16,), (8, 8, 4)])
@pytest.mark.parametrize("last_relu", [True, False])
def test_a_trained_network_is_the_same_when_it_is_read_again(
    hidden_sizes: tuple[int, ...], last_relu: bool
) -> None:
    network = untrained_network(1, hidden_sizes, last_relu=last_relu)
    recipe = Recipe(hidden_sizes=hidden_sizes, last_relu=last_relu, learning_rate=0.1)
    content = trained_safetensors(network, recipe, step=7, held_out_accuracy=0.5, num_held_out=2000)
    read = read_parameters(content, "my.safetensors")
    assert fingerprint(read.network()) == fingerprint(network)
    assert read.notes == Notes(recipe, 7, 0.5, 2000)


@pytest.mark.parametrize("place", [".", "missing/five.safetensors"])
def test_saving_where_no_file_can_be_is_refused(
    tmp_path: Path, model: NeuralNetwork, place: str
) -> None:
    with pytest.raises(InputError, match="cannot be written"):
        save_model(model, tmp_path / place, metadata={})


def test_the_metadata_can_be_read_by_safetensors_and_by_us(tmp_path: Path) -> None:
    path = tmp_path / "a.safetensors"
    metadata = {"epochs": "3", "name": "“mine”"}
    save_model(NeuralNetwork(), path, metadata=metadata)
    with safe_open(path, "pt") as opened:
        assert opened.metadata() == load_parameters(path).metadata == metadata


def test_a_network_with_one_note_gives_the_same_bytes_again(model: NeuralNetwork) -> None:
    first, second = (model_safetensors(model, metadata={"recipe": "some"}) for _ in range(2))
    assert first == second
