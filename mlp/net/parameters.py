"""All parameters of a network: each with its place, all as bytes, and its name by content.

It must not know files.
"""

import hashlib
from dataclasses import dataclass
from typing import Literal

import numpy as np
from torch import nn

from mlp.net.network import NeuralNetwork, named_layers

Kind = Literal["weight", "bias"]


@dataclass(frozen=True)
class NamedParameter:
    """One parameter and its place in the network.

    Attributes:
        name: As in `named_parameters()`, for example "linear_relu_stack.0.weight".
        layer: Its linear stage, for example "linear1".
        source: The stage that its layer's inputs come from, for example "relu1".
        is_last: Whether its units are the ten scores.
        offset: Values before its first, in the order of `named_parameters()`.
        values: float32, (out_features, in_features) or (out_features,), cpu; only to be read.
    """

    name: str
    layer: str
    kind: Kind
    source: str
    is_last: bool
    offset: int
    values: np.ndarray


def list_parameters(model: NeuralNetwork) -> list[NamedParameter]:
    """List all parameters of a network on the CPU, in the order of `named_parameters()`."""
    listed: list[NamedParameter] = []
    names = {id(parameter): name for name, parameter in model.named_parameters()}
    *_, last = (layer for layer in model.linear_relu_stack if isinstance(layer, nn.Linear))
    offset, source = 0, "image"
    for stage, layer in named_layers(model):
        if isinstance(layer, nn.Linear):
            kinds: tuple[Kind, ...] = ("weight", "bias")
            for kind in kinds:
                parameter = getattr(layer, kind)
                values = parameter.detach().numpy()
                listed.append(
                    NamedParameter(
                        names[id(parameter)],
                        stage,
                        kind,
                        source,
                        layer is last,
                        offset,
                        values,
                    )
                )
                offset += values.size
        source = stage if stage != "flatten" else "image"
    return listed


def parameter_values(model: NeuralNetwork) -> bytes:
    """Pack all parameters in the order of `named_parameters()`: float32, little-endian."""
    return b"".join(
        parameter.detach().cpu().contiguous().numpy().astype("<f4").tobytes()
        for parameter in model.parameters()
    )


def fingerprint(model: NeuralNetwork) -> str:
    """Name a set of parameters by its content: 16 hexadecimal digits."""
    digest = hashlib.sha256(repr(model).encode())
    digest.update(parameter_values(model))
    return digest.hexdigest()[:16]
