"""The network of PyTorch's "Build a neural network" tutorial and the names of its stages.

It must not know where weights come from, which device is used, or how anything is shown.
"""

import threading
from collections.abc import Sequence
from itertools import pairwise

import torch
from torch import nn

from mlp.dataset import NUM_CLASSES, SIDE

MAX_LAYERS = 12
"""Most Linear layers: more could not be shown side by side."""

MAX_UNITS = 4096
"""Most units in a hidden layer."""

SEEDED = threading.Lock()
"""Held while `torch.manual_seed` counts: it is for the whole process, whoever draws numbers."""

MAX_SEED = 2**31 - 1
"""The largest seed of random parameters that can be chosen anywhere."""


class NeuralNetwork(nn.Module):
    """Read a 28×28 picture and score it as each of the ten digits.

    With the defaults this is the tutorial's class, attribute for attribute, so that a
    `state_dict` saved by somebody who followed it loads unchanged.

    Args:
        hidden_sizes: Units of each hidden layer, first to last; may be empty.
        last_relu: Whether a ReLU follows the ten scores, as in the tutorial. It cuts negative
            scores to 0.

    Source:
        "Build a neural network", Microsoft Learn's PyTorch course (pytorch.org's version dropped
        the last ReLU in 2021).
    """

    def __init__(self, hidden_sizes: Sequence[int] = (512, 512), *, last_relu: bool = True) -> None:
        super().__init__()
        sizes = [SIDE * SIDE, *hidden_sizes, NUM_CLASSES]
        layers: list[nn.Module] = []
        for in_features, out_features in pairwise(sizes):
            layers += [nn.Linear(in_features, out_features), nn.ReLU()]
        if not last_relu:
            layers.pop()
        self.flatten = nn.Flatten()
        self.linear_relu_stack = nn.Sequential(*layers)

    def forward(self, image: torch.Tensor) -> torch.Tensor:
        """Compute the scores (logits) of a batch of pictures.

        Args:
            image: float32, (N, 28, 28), [0, 1], on the model's device.

        Returns:
            float32, (N, 10), ≥ 0 with the last ReLU and any sign without, same device.
        """
        flat = self.flatten(image)  # (N, 784)
        logits: torch.Tensor = self.linear_relu_stack(flat)
        return logits


def untrained_network(
    seed: int, hidden_sizes: Sequence[int] = (512, 512), *, last_relu: bool = True
) -> NeuralNetwork:
    """Make a network with random parameters, the same for the same seed.

    They are those that `torch.manual_seed(seed); NeuralNetwork()` gives; the process's own random
    numbers go on as if nothing had been drawn.

    Returns:
        The network on the CPU, in training mode.
    """
    with SEEDED, torch.random.fork_rng(devices=[]):
        torch.default_generator.manual_seed(seed)  # an accelerator's is left alone
        return NeuralNetwork(hidden_sizes, last_relu=last_relu)


def named_layers(model: NeuralNetwork) -> list[tuple[str, nn.Module]]:
    """Name every module the picture passes, in order: flatten, linear1, relu1, and so on."""
    named: list[tuple[str, nn.Module]] = [("flatten", model.flatten)]
    num_linear = 0
    for layer in model.linear_relu_stack:
        if isinstance(layer, nn.Linear):
            num_linear += 1
            named.append((f"linear{num_linear}", layer))
        else:
            named.append((f"relu{num_linear}", layer))
    return named


def stage_names(model: NeuralNetwork) -> tuple[str, ...]:
    """Name every stage of a forward pass, from "image" to "softmax"."""
    return ("image", *(name for name, _ in named_layers(model)), "softmax")


def num_parameters(model: nn.Module) -> int:
    """Count all weights and biases (669,706 for the tutorial's network)."""
    return sum(parameter.numel() for parameter in model.parameters())


def parameter_bytes(model: nn.Module) -> int:
    """Measure the memory of all weights and biases, in bytes."""
    return sum(parameter.numel() * parameter.element_size() for parameter in model.parameters())
