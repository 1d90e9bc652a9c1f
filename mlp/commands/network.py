"""The network that a command is asked to use.

It must not know what is done with it.
"""

from pathlib import Path

import click

from mlp.files.read import BUNDLED_WEIGHTS, load_model
from mlp.net.device import choose_device
from mlp.net.placed import PlacedModel, load_experience

device_option = click.option(
    "--device", default="auto", show_default=True, help="auto, cpu, cuda, cuda:1, mps, …"
)
weights_option = click.option(
    "--weights",
    type=click.Path(path_type=Path),
    default=BUNDLED_WEIGHTS,
    help="A .safetensors file, or a state_dict that PyTorch saved (.pt or .pth). Default: the "
    "weights that come with the app.",
)

NEVER_STUDIED = (
    "What does not look like a digit was never learned for these weights, so everything is taken "
    "for one. “python -m mlp study --weights FILE” learns it."
)


def load_placed(weights: Path, device: str) -> PlacedModel:
    """Load a network, place it on a device, and read what is known about its answers.

    Args:
        weights: A file of parameters.
        device: As given to `--device`.

    Raises:
        InputError: There is no such file or device, or a file is damaged.
    """
    network = load_model(weights)
    return PlacedModel(network, choose_device(device).device, load_experience(network, weights))
