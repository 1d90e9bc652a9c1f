"""Networks for tests: as files that PyTorch wrote, and what is counted of their units."""

import io

import torch

from mlp.dataset import Digits
from mlp.explain.unit_statistics import UnitStatistics, count_unit_statistics
from mlp.net.network import NeuralNetwork, untrained_network


def pth(value: object) -> bytes:
    """Write a file as `torch.save` does."""
    buffer = io.BytesIO()
    torch.save(value, buffer)
    return buffer.getvalue()


def untrained_pth(*hidden_sizes: int, last_relu: bool = True) -> bytes:
    """Write the parameters of an untrained network of these hidden sizes."""
    return pth(untrained_network(5, hidden_sizes, last_relu=last_relu).state_dict())


def unit_statistics(model: NeuralNetwork, digits: Digits) -> UnitStatistics:
    """Count every unit's activations on these digits, to the end."""
    *_, last = count_unit_statistics(model, digits)
    assert isinstance(last, UnitStatistics)
    return last
