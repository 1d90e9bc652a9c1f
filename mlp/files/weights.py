"""Load, check and save parameters as safetensors, keys as in the tutorial's `state_dict`.

It must not know how they were trained.
"""

from pathlib import Path

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import load as parse_safetensors
from safetensors.torch import save_file

from mlp.errors import InputError
from mlp.net.network import NeuralNetwork

BUNDLED_WEIGHTS = Path(__file__).parents[1] / "weights" / "mnist-512-512.safetensors"
"""The trained parameters that the app ships with."""

OTHER_SEEDS = tuple(sorted((BUNDLED_WEIGHTS.parent / "seeds").glob("seed-[0-9].safetensors")))
"""The same recipe from other seeds: they tell what is chance. The app does not use them."""


def load_model(path: Path = BUNDLED_WEIGHTS) -> NeuralNetwork:
    """Read a trained network from a safetensors file.

    Returns:
        The network on the CPU, in evaluation mode, its parameters frozen.

    Raises:
        InputError: The file is missing, damaged, or of another network.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise InputError(
            f"The weights file {path} cannot be read ({error.strerror}). "
            "Give the path of a .safetensors file written by “python -m mlp train”."
        ) from None
    try:
        parameters = parse_safetensors(content)
    except (SafetensorError, ValueError, KeyError) as error:  # KeyError: a type torch lacks
        raise InputError(
            f"The weights file {path.name} is not a whole .safetensors file ({error}). "
            "Write it again with “python -m mlp train --out FILE”."
        ) from None
    model = NeuralNetwork()
    _check(parameters, model, path.name)
    model.load_state_dict(parameters)
    return model.eval().requires_grad_(False)


def load_metadata(path: Path) -> dict[str, str]:
    """Read what a weights file says of itself; it was read by `load_model` before."""
    with safe_open(path, "pt") as opened:
        metadata: dict[str, str] | None = opened.metadata()
    return metadata or {}


def save_model(model: NeuralNetwork, path: Path, *, metadata: dict[str, str]) -> None:
    """Write a network's parameters, with how they came about as text metadata.

    Raises:
        InputError: The file cannot be written.
    """
    parameters = {
        name: parameter.detach().cpu().contiguous()
        for name, parameter in model.state_dict().items()
    }
    try:
        save_file(parameters, path, metadata=metadata)
    except (OSError, SafetensorError) as error:
        raise InputError(f"The weights cannot be written to {path} ({error}).") from None


def _check(parameters: dict[str, torch.Tensor], model: NeuralNetwork, file_name: str) -> None:
    """Refuse parameters that are not this network's, saying what was expected and what came."""
    expected = {name: tuple(value.shape) for name, value in model.state_dict().items()}
    found = {name: tuple(value.shape) for name, value in parameters.items()}
    for name, shape in expected.items():
        if name not in found:
            raise InputError(
                f"{file_name} has no “{name}”. The tutorial's network has: {', '.join(expected)}."
            )
        if found[name] != shape:
            raise InputError(
                f"“{name}” in {file_name} has the shape {found[name]}; {shape} was expected."
            )
    extra = sorted(set(found) - set(expected))
    if extra:
        raise InputError(f"{file_name} has more than the network: {', '.join(extra)}.")
    for name, values in parameters.items():
        if values.dtype != torch.float32:
            raise InputError(f"“{name}” in {file_name} is {values.dtype}; float32 was expected.")
        if not torch.isfinite(values).all():
            raise InputError(f"“{name}” in {file_name} has values that are no finite numbers.")
