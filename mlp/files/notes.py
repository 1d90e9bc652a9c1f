"""What a file of parameters says of the network in it.

It must not know the page or the command that asks. It may have been written by anybody, so it is
checked before it is believed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from mlp.training.recipe import Recipe, read_recipe

_MAX_METADATA_BYTES = 2**20

_Count = Annotated[int, Meta(ge=0, lt=10**12)]
_Share = Annotated[float, Meta(ge=0, le=1)]


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


def read_notes(metadata: Mapping[str, str], hidden_sizes: tuple[int, ...]) -> Notes:
    """Read what a file of parameters says of itself; whatever cannot be true is left out.

    Args:
        metadata: From `read_metadata`.
        hidden_sizes: Units of the hidden layers that are in it: a recipe for others is not its own.
    """
    recipe = read_recipe(metadata.get("recipe", ""))
    return Notes(
        recipe if recipe is not None and recipe.hidden_sizes == hidden_sizes else None,
        _number(metadata.get("step"), _Count),
        _number(metadata.get("held_out_accuracy"), _Share),
        _number(metadata.get("held_out_images"), _Count),
    )


def read_metadata(content: bytes) -> dict[str, str]:
    """Read the texts that a .safetensors file says of itself; a file of another kind says none."""
    size = int.from_bytes(content[:8], "little")
    if content[8:9] != b"{" or size > min(_MAX_METADATA_BYTES, len(content) - 8):
        return {}
    try:
        described = msgspec.json.decode(content[8 : 8 + size], type=_Description)
    except (msgspec.MsgspecError, RecursionError):
        return {}
    texts = described.metadata
    return {name: text for name, text in texts.items() if isinstance(text, str)}


class _Description(msgspec.Struct):
    """The table at the start of a .safetensors file."""

    metadata: dict[str, Any] = msgspec.field(name="__metadata__", default_factory=dict)


def _number(text: str | None, kind: Any) -> Any:
    """Read a number that was noted as text; None if it is none of its kind."""
    try:
        return msgspec.convert(text, kind, strict=False)
    except msgspec.ValidationError:
        return None
