"""A trained network as a file: its parameters, and in the metadata how they came about.

It must not know the page that offers or takes the file. What a file says of itself may have been
written by anybody: it is checked before it is believed.
"""

import json
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, get_args

from safetensors.torch import save

from mlp.files.read import MAX_LAYERS, MAX_UNITS
from mlp.net.network import NeuralNetwork
from mlp.net.parameters import fingerprint
from mlp.training.augmentation import Augmentation
from mlp.training.recipe import Optimizer, Recipe, current_names

APP = "Glassbox"

_MAX_METADATA_BYTES = 2**20
_MAX_RECIPE_CHARS = 10_000
_MOST = 10**9

_WHOLE: Mapping[str, tuple[int, int]] = {
    "num_images": (1, 60_000),
    "epochs": (1, _MOST),
    "batch_size": (1, 60_000),
    "warmup_epochs": (0, _MOST),
    "repeats": (1, _MOST),
    "seed": (0, 2**63 - 1),
}
_NUMBERS: Mapping[str, tuple[float, float]] = {
    "learning_rate": (0, _MOST),
    "weight_decay": (0, _MOST),
    "averaging": (0, 1),
    "temperature": (0, _MOST),
}
_SWITCHES = frozenset(
    ("is_last_relu_trained", "is_step_size_falling", "last_relu", "is_last_bias_raised")
)


@dataclass(frozen=True)
class Notes:
    """What a file says of the network in it. It is believable, but need not be true.

    Attributes:
        recipe: How it was trained; None if the file does not say, or nothing that can be.
        step: Batches that it learned from; None if unknown.
        held_out_accuracy: Share of test images that it read rightly, [0, 1]; None if unknown.
        num_held_out: How many images that was counted on; None if unknown.
    """

    recipe: Recipe | None = None
    step: int | None = None
    held_out_accuracy: float | None = None
    num_held_out: int | None = None


def learned_safetensors(
    model: NeuralNetwork,
    recipe: Recipe,
    *,
    step: int,
    held_out_accuracy: float,
    num_held_out: int,
) -> bytes:
    """Pack a network's parameters, named as in the `state_dict`, with how they came about.

    Args:
        model: On any device.
        recipe: How it was trained; noted as “python -m mlp train” notes it.
        step: Batches that it learned from.
        held_out_accuracy: Share of test images that it reads rightly, [0, 1].
        num_held_out: How many images that was counted on.
    """
    parameters = {name: value.cpu().contiguous() for name, value in model.state_dict().items()}
    metadata = {
        "app": APP,
        "recipe": json.dumps(asdict(recipe)),
        "step": str(step),
        "held_out_accuracy": str(held_out_accuracy),
        "held_out_images": str(num_held_out),
        "fingerprint": fingerprint(model),
    }
    return save(parameters, metadata=metadata)


def read_notes(content: bytes, hidden_sizes: tuple[int, ...]) -> Notes:
    """Read what a file of parameters says of itself; whatever cannot be true is left out.

    Args:
        content: A file that `read_own_weights` has taken; if it is no .safetensors file, nothing is
            known of it.
        hidden_sizes: Units of the hidden layers that are in it: a recipe for others is not its own.
    """
    metadata = _metadata(content)
    recipe = read_recipe(metadata.get("recipe", ""))
    if recipe is not None and recipe.hidden_sizes != hidden_sizes:
        recipe = None
    accuracy = _number(metadata.get("held_out_accuracy", ""))
    return Notes(
        recipe,
        _count(metadata.get("step", "")),
        accuracy if accuracy is not None and 0 <= accuracy <= 1 else None,
        _count(metadata.get("held_out_images", "")),
    )


def read_recipe(text: str) -> Recipe | None:
    """Read a recipe as it stands in a weights file; None if it is none that could be trained.

    What an older file does not say was as by default.
    """
    if len(text) > _MAX_RECIPE_CHARS:
        return None
    try:
        return _recipe(json.loads(text))
    except (ValueError, TypeError, RecursionError):
        return None


def _metadata(content: bytes) -> dict[str, str]:
    """Read the texts that a .safetensors file says of itself."""
    size = int.from_bytes(content[:8], "little")
    if content[8:9] != b"{" or size > min(_MAX_METADATA_BYTES, len(content) - 8):
        return {}
    try:
        described = json.loads(content[8 : 8 + size])
    except (ValueError, RecursionError):
        return {}
    metadata = described.get("__metadata__") if isinstance(described, dict) else None
    if not isinstance(metadata, dict):
        return {}
    return {name: text for name, text in metadata.items() if isinstance(text, str)}


def _recipe(noted: Any) -> Recipe:
    """Make a recipe of what was noted.

    Raises:
        ValueError: Something in it is not what it should be.
        TypeError: Likewise.
    """
    if isinstance(noted, dict):
        noted = current_names(noted)
    if not isinstance(noted, dict) or not set(noted) <= {one.name for one in fields(Recipe)}:
        raise ValueError("no recipe")
    return Recipe(**{name: _setting(name, value) for name, value in noted.items()})


def _setting(name: str, value: Any) -> Any:
    """Check one setting of a recipe."""
    if name in _WHOLE:
        return _within(value, *_WHOLE[name], int)
    if name in _NUMBERS:
        return _within(value, *_NUMBERS[name], int, float)
    if name in _SWITCHES and isinstance(value, bool):
        return value
    if name == "optimizer" and value in get_args(Optimizer):
        return value
    if name == "betas" and len(value) == 2:
        return tuple(_within(beta, 0, 1, int, float) for beta in value)
    if name == "hidden_sizes" and len(value) < MAX_LAYERS:
        return tuple(_within(size, 1, MAX_UNITS, int) for size in value)
    if name in ("augmentation", "teacher") and value is None:
        return None
    if name == "augmentation":
        return _augmentation(value)
    if name == "teacher":
        return _recipe(value)
    raise ValueError(name)


def _augmentation(noted: Any) -> Augmentation:
    """Make of what was noted how images are augmented.

    Raises:
        ValueError: Something in it is not what it should be.
        TypeError: Likewise.
    """
    if not isinstance(noted, dict) or not set(noted) <= {one.name for one in fields(Augmentation)}:
        raise ValueError("no augmentation")
    checked: dict[str, Any] = {}
    for name, value in noted.items():
        if name == "elastic_sigma_px":
            low, high = value
            checked[name] = (
                _within(low, 0, _MOST, int, float),
                _within(high, 0, _MOST, int, float),
            )
        else:
            types = (int,) if name == "num_fields" else (int, float)
            checked[name] = _within(value, 0, _MOST, *types)
    return Augmentation(**checked)


def _within(value: Any, least: float, most: float, *types: type) -> Any:
    """Check a number; True is none, and neither is NaN."""
    if type(value) not in types or not least <= value <= most:
        raise ValueError(f"{least} to {most} was expected")
    return value


def _count(text: str) -> int | None:
    """Read a whole number from 0 on."""
    is_count = text.isascii() and text.isdecimal() and len(text) <= 12
    return int(text) if is_count else None


def _number(text: str) -> float | None:
    """Read a finite number."""
    if len(text) > 40:
        return None
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) else None
