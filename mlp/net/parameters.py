"""All parameters of a network as bytes, and its name by content.

It must not know files.
"""

import hashlib

from mlp.net.network import NeuralNetwork


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
