"""Networks for tests: as files of PyTorch and of the app, and what is counted of units."""

import io
import json
from dataclasses import asdict

import torch
from safetensors.torch import save
from torch import nn

from mlp.dataset import Digits
from mlp.explain.unit_statistics import UnitStatistics, count_unit_statistics
from mlp.files.save import trained_safetensors
from mlp.net.network import NeuralNetwork, named_layers, untrained_network
from mlp.training.recipe import Recipe


def frozen(*hidden_sizes: int, last_relu: bool = True) -> NeuralNetwork:
    """Make an untrained network that nothing trains."""
    return untrained_network(5, hidden_sizes, last_relu=last_relu).eval().requires_grad_(False)


def linear_layer(model: NeuralNetwork, stage: str) -> nn.Linear:
    """Give the layer that computes a stage, for example "linear1"."""
    layer = dict(named_layers(model))[stage]
    assert isinstance(layer, nn.Linear)
    return layer


def pth(value: object) -> bytes:
    """Write a file as `torch.save` does."""
    buffer = io.BytesIO()
    torch.save(value, buffer)
    return buffer.getvalue()


def untrained_pth(*hidden_sizes: int, last_relu: bool = True) -> bytes:
    """Write the parameters of an untrained network of these hidden sizes."""
    return pth(untrained_network(5, hidden_sizes, last_relu=last_relu).state_dict())


def saved_by_app(hidden_sizes: tuple[int, ...], *, last_relu: bool) -> bytes:
    """Write an untrained network as the app saves one that it has trained."""
    network = untrained_network(1, hidden_sizes, last_relu=last_relu)
    recipe = Recipe(hidden_sizes=hidden_sizes, last_relu=last_relu, learning_rate=0.1)
    return trained_safetensors(network, recipe, step=7, held_out_accuracy=0.5, num_held_out=2000)


def with_metadata(metadata: dict[str, str], *hidden_sizes: int) -> bytes:
    """Write an untrained network as a file that says this of itself."""
    return save(untrained_network(1, hidden_sizes).state_dict(), metadata=metadata)


def noted_recipe(**changed: object) -> str:
    """Write a recipe as a file notes it, with settings that may be impossible."""
    return json.dumps({**asdict(Recipe()), **changed})


def unit_statistics(model: NeuralNetwork, digits: Digits) -> UnitStatistics:
    """Count every unit's activations on these digits, to the end."""
    *_, last = count_unit_statistics(model, digits)
    assert isinstance(last, UnitStatistics)
    return last
