"""Save a network: its parameters, and in the metadata how they came about.

It must not know the page or the command that saves. Names are those of the `state_dict`.
"""

from collections.abc import Mapping
from pathlib import Path

from safetensors.torch import save

from mlp.errors import InputError
from mlp.net.network import NeuralNetwork
from mlp.net.parameters import fingerprint
from mlp.training.recipe import Recipe, recipe_json

APP = "Glassbox"


def save_model(model: NeuralNetwork, path: Path, *, metadata: Mapping[str, str]) -> None:
    """Write a network's parameters to a .safetensors file.

    Args:
        model: On any device.
        path: The file.
        metadata: Texts on how the parameters came about; `read_notes` knows some names.

    Raises:
        InputError: The file cannot be written.
    """
    try:
        path.write_bytes(model_safetensors(model, metadata=metadata))
    except OSError as error:
        raise InputError(f"The weights cannot be written to {path} ({error}).") from None


def trained_safetensors(
    model: NeuralNetwork,
    recipe: Recipe,
    *,
    step: int,
    held_out_accuracy: float,
    num_held_out: int,
) -> bytes:
    """Pack a trained network's parameters as safetensors, with all that is known of its training.

    Args:
        model: On any device.
        recipe: How it was trained.
        step: Batches that it learned from.
        held_out_accuracy: Share of test images that it reads rightly, [0, 1].
        num_held_out: How many images that was counted on.
    """
    metadata = {
        "app": APP,
        "recipe": recipe_json(recipe),
        "step": str(step),
        "held_out_accuracy": str(held_out_accuracy),
        "held_out_images": str(num_held_out),
        "fingerprint": fingerprint(model),
    }
    return model_safetensors(model, metadata=metadata)


def model_safetensors(model: NeuralNetwork, *, metadata: Mapping[str, str]) -> bytes:
    """Pack all weights and biases as safetensors.

    NOTE: safetensors writes metadata in any order; only a single entry gives the same bytes again.

    Args:
        model: On any device.
        metadata: Texts on how the parameters came about.
    """
    parameters = {name: value.cpu().contiguous() for name, value in model.state_dict().items()}
    return save(parameters, metadata=dict(metadata))
