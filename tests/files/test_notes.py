import pytest

from mlp.files.notes import Notes, read_metadata, read_notes
from mlp.training.recipe import Recipe, recipe_json


def described(description: bytes) -> bytes:
    """A .safetensors file of this table, without any tensors."""
    return len(description).to_bytes(8, "little") + description


def test_a_recipe_for_other_layers_is_not_believed() -> None:
    metadata = {"recipe": recipe_json(Recipe(hidden_sizes=(16,)))}
    assert read_notes(metadata, (8,)) == Notes()
    assert read_notes(metadata, (16,)).recipe == Recipe(hidden_sizes=(16,))


@pytest.mark.parametrize("text", ["", "-1", "1.5", "٣", "9" * 30, "nan", "²"])
def test_a_step_that_is_none_is_unknown(text: str) -> None:
    assert read_notes({"step": text}, ()).step is None


@pytest.mark.parametrize("text", ["", "-0.1", "1.1", "nan", "inf", "high"])
def test_an_accuracy_that_is_none_is_unknown(text: str) -> None:
    assert read_notes({"held_out_accuracy": text}, ()).held_out_accuracy is None


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"PK\x03\x04",
        b"\xff" * 8 + b"{}",
        described(b'{"a": 1}'),
        described(b'{"__metadata__": [1]}'),
        described(b'{"__metadata__": ' * 5_000),
        described(b'{"__metadata__": {"recipe": 1}}'),
    ],
)
def test_nothing_is_known_of_what_describes_nothing(content: bytes) -> None:
    assert read_metadata(content) == {}


def test_texts_are_read_as_they_stand() -> None:
    assert read_metadata(described(b'{"__metadata__": {"a": "b"}, "x": 1}')) == {"a": "b"}
