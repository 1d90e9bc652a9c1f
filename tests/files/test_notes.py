"""What a saved network says of itself is read again, and a stranger's file not simply believed."""

import json
from dataclasses import asdict, replace

import pytest

from mlp.files.notes import Notes, learned_safetensors, read_notes, read_recipe
from mlp.files.read import read_own_weights
from mlp.files.weights import BUNDLED_WEIGHTS, load_metadata
from mlp.net.network import untrained_network
from mlp.net.parameters import fingerprint
from mlp.training.augmentation import Augmentation
from mlp.training.recipe import RECIPES, Recipe, recipe_name
from tests.support.networks import noted_recipe, saved_by_app, with_metadata


@pytest.mark.parametrize("hidden_sizes", [(), (16,), (8, 8, 4)])
@pytest.mark.parametrize("last_relu", [True, False])
def test_a_saved_network_is_the_same_when_it_is_read_again(hidden_sizes, last_relu):
    content = saved_by_app(hidden_sizes, last_relu=last_relu)
    weights = read_own_weights(content, "my.safetensors")
    notes = read_notes(content, weights.hidden_sizes)
    assert notes.recipe == Recipe(hidden_sizes=hidden_sizes, last_relu=last_relu, learning_rate=0.1)
    network = weights.network(last_relu=notes.recipe.last_relu)
    expected = untrained_network(1, hidden_sizes, last_relu=last_relu)
    assert fingerprint(network) == fingerprint(expected)
    assert (notes.step, notes.held_out_accuracy, notes.num_held_out) == (7, 0.5, 2000)


@pytest.mark.parametrize(
    "recipe",
    [
        *RECIPES.values(),
        Recipe(augmentation=Augmentation(), optimizer="momentum", seed=2**63 - 1),
        Recipe(is_step_size_falling=False, is_last_bias_raised=False, weight_decay=0),
    ],
)
def test_every_recipe_is_read_as_it_was_noted(recipe):
    assert read_recipe(json.dumps(asdict(recipe))) == recipe


def test_the_recipe_is_noted_as_the_command_line_notes_it(tmp_path):
    recipe = replace(RECIPES["plain"], seed=5)
    path = tmp_path / "mine.safetensors"
    path.write_bytes(
        learned_safetensors(
            untrained_network(1), recipe, step=1, held_out_accuracy=0.1, num_held_out=10_000
        )
    )
    assert recipe_name(load_metadata(path)) == "plain"


def test_the_settings_of_the_bundled_network_can_be_read():
    notes = read_notes(BUNDLED_WEIGHTS.read_bytes(), (512, 512))
    assert notes.recipe is not None
    assert replace(notes.recipe, seed=0) == RECIPES["digits"]


HOSTILE_RECIPES = {
    "empty": "",
    "no JSON": "{not at all",
    "a list": "[1, 2]",
    "null": "null",
    "deep": "[" * 5_000,
    "deep settings": '{"hidden_sizes":' * 500 + "1" + "}" * 500,
    "long": " " * 20_000 + noted_recipe(),
    "huge number": '{"epochs": 1' + "0" * 5_000 + "}",
    "not finite": '{"learning_rate": 1e999}',
    "no number": '{"learning_rate": NaN}',
    "unknown setting": noted_recipe(surprise=1),
    "text for a number": noted_recipe(epochs="<script>"),
    "true for a number": noted_recipe(epochs=True),
    "part of an epoch": noted_recipe(epochs=1.5),
    "number for a switch": noted_recipe(last_relu=1),
    "markdown": noted_recipe(optimizer="**[x](http://example.com)**"),
    "a list for a name": noted_recipe(optimizer=["adamw"]),
    "too many images": noted_recipe(num_images=10**7),
    "negative": noted_recipe(batch_size=-1),
    "sizes that are none": noted_recipe(hidden_sizes=512),
    "huge sizes": noted_recipe(hidden_sizes=[10**9]),
    "endless sizes": noted_recipe(hidden_sizes=[1] * 1_000),
    "one beta": noted_recipe(betas=[0.9]),
    "no betas": noted_recipe(betas=None),
    "augmentation that is none": noted_recipe(augmentation=[1]),
    "unknown augmentation": noted_recipe(augmentation={"colour": 1}),
    "augmentation of text": noted_recipe(augmentation={"scale": "large"}),
    "three widths": noted_recipe(augmentation={"elastic_sigma_px": [1, 2, 3]}),
    "teacher of a teacher": noted_recipe(teacher=asdict(RECIPES["digits"])),
    "teacher that is none": noted_recipe(teacher=5),
}


@pytest.mark.parametrize("text", HOSTILE_RECIPES.values(), ids=HOSTILE_RECIPES)
def test_a_recipe_that_cannot_be_is_unknown(text):
    assert read_recipe(text) is None


def test_what_an_older_file_does_not_say_was_as_by_default():
    assert read_recipe('{"epochs": 3}') == Recipe(epochs=3)
    assert read_recipe('{"variation": {"scale": 0.5}}') == Recipe(
        augmentation=Augmentation(scale=0.5)
    )


def test_a_recipe_for_other_layers_is_not_believed():
    content = with_metadata({"recipe": noted_recipe(hidden_sizes=[16])}, 8)
    assert read_notes(content, (8,)).recipe is None
    content = with_metadata({"recipe": noted_recipe(hidden_sizes=[8])}, 8)
    assert read_notes(content, (8,)).recipe == Recipe(hidden_sizes=(8,))


@pytest.mark.parametrize("text", ["", "-1", "1.5", "٣", "9" * 30, "1e3", "nan", "²"])
def test_a_step_that_is_none_is_unknown(text):
    assert read_notes(with_metadata({"step": text}), ()).step is None


@pytest.mark.parametrize("text", ["", "-0.1", "1.1", "nan", "inf", "high", "0." + "1" * 99])
def test_an_accuracy_that_is_none_is_unknown(text):
    assert read_notes(with_metadata({"held_out_accuracy": text}), ()).held_out_accuracy is None


@pytest.mark.parametrize(
    "content", [b"", b"PK\x03\x04", b"\xff" * 8 + b"{}", (9).to_bytes(8, "little") + b'{"a": 1}']
)
def test_nothing_is_known_of_what_is_no_such_file(content):
    assert read_notes(content, ()) == Notes()
