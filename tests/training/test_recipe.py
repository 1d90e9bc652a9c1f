"""Recipes in files: what is noted is read again; a stranger's recipe is not simply believed."""

import json
from dataclasses import asdict, replace
from typing import Any

import pytest

from mlp.files.read import BUNDLED_WEIGHTS, load_parameters
from mlp.training.augmentation import Augmentation
from mlp.training.recipe import (
    RECIPES,
    Recipe,
    read_recipe,
    recipe_json,
    recipe_name,
    until,
    with_rate,
)


@pytest.mark.parametrize(
    "recipe",
    [
        *RECIPES.values(),
        Recipe(augmentation=Augmentation(), optimizer="momentum", seed=2**63 - 1),
        Recipe(is_step_size_falling=False, is_last_bias_raised=False, weight_decay=0),
        with_rate(Recipe(dropout=0.2, optimizer="muon"), 3, 0.5),
    ],
)
def test_every_recipe_is_read_as_it_was_noted(recipe: Recipe) -> None:
    assert read_recipe(recipe_json(recipe)) == recipe
    assert read_recipe(json.dumps(asdict(recipe))) == recipe  # as older versions noted it


def test_a_recipe_is_known_by_its_name_whatever_the_seed() -> None:
    assert recipe_name(replace(RECIPES["digits"], seed=5)) == "digits"
    assert recipe_name(replace(RECIPES["digits"], epochs=5)) is None


def test_the_bundled_weights_name_their_recipe() -> None:
    assert load_parameters(BUNDLED_WEIGHTS).notes.recipe == RECIPES["digits"]


def test_a_recipe_that_an_older_version_noted_is_read() -> None:
    recipe = read_recipe(BEFORE_FORMS)
    assert recipe is not None and recipe.augmentation is not None and recipe.teacher is not None
    assert (recipe.epochs, recipe.num_forms, recipe.augmentation.noisy) == (240, 0, 0)


BEFORE_FORMS = json.dumps(
    {
        "num_images": 60_000,
        "epochs": 240,
        "is_last_relu_trained": False,
        "variation": {"rotation_deg": 12, "blurred": 0.1, "elastic_sigma_px": [3.5, 6]},
        "repeats": 2,
        "teacher": {"epochs": 25, "variation": {"contrast": 0.5}, "teacher": None, "seed": 0},
        "seed": 0,
    }
)
"""Of the weights that came with the app before it learned forms, shortened."""


def noted(**changed: Any) -> str:
    return json.dumps({**asdict(Recipe()), **changed})


HOSTILE_RECIPES = {
    "empty": "",
    "no JSON": "{not at all",
    "a list": "[1, 2]",
    "null": "null",
    "deep": "[" * 5_000,
    "deep settings": '{"hidden_sizes":' * 500 + "1" + "}" * 500,
    "long": " " * 20_000 + noted(),
    "huge number": '{"epochs": 1' + "0" * 5_000 + "}",
    "not finite": '{"learning_rate": 1e999}',
    "no number": '{"learning_rate": NaN}',
    "unknown setting": noted(surprise=1),
    "text for a number": noted(epochs="<script>"),
    "true for a number": noted(epochs=True),
    "part of an epoch": noted(epochs=1.5),
    "number for a switch": noted(last_relu=1),
    "markdown": noted(optimizer="**[x](http://example.com)**"),
    "a list for a name": noted(optimizer=["adamw"]),
    "too many images": noted(num_images=10**7),
    "too many forms": noted(num_forms=10**7),
    "negative": noted(batch_size=-1),
    "sizes that are none": noted(hidden_sizes=512),
    "huge sizes": noted(hidden_sizes=[10**9]),
    "endless sizes": noted(hidden_sizes=[1] * 1_000),
    "one beta": noted(betas=[0.9]),
    "no betas": noted(betas=None),
    "augmentation that is none": noted(augmentation=[1]),
    "unknown augmentation": noted(augmentation={"colour": 1}),
    "augmentation of text": noted(augmentation={"scale": "large"}),
    "three widths": noted(augmentation={"elastic_sigma_px": [1, 2, 3]}),
    "teacher of a teacher": noted(teacher=asdict(RECIPES["digits"])),
    "teacher that is none": noted(teacher=5),
    "all units left out": noted(dropout=1.0),
    "a rate that is none": noted(rate_changes=[{"step": 1, "learning_rate": "fast"}]),
    "an unknown change": noted(rate_changes=[{"step": 1, "learning_rate": 1.0, "why": 1}]),
    "endless changes": noted(rate_changes=[{"step": 1, "learning_rate": 1.0}] * 101),
}


@pytest.mark.parametrize("text", HOSTILE_RECIPES.values(), ids=HOSTILE_RECIPES)
def test_a_recipe_that_cannot_be_is_unknown(text: str) -> None:
    assert read_recipe(text) is None


def test_what_an_older_file_does_not_say_was_as_by_default() -> None:
    assert read_recipe('{"epochs": 3}') == Recipe(epochs=3)
    assert read_recipe('{"variation": {"scale": 0.5}}') == Recipe(
        augmentation=Augmentation(scale=0.5)
    )


TAUGHT = Recipe(teacher=Recipe())


def test_what_is_noted_of_a_teacher_is_what_was_done() -> None:
    recipe = replace(TAUGHT, seed=3, num_images=300, num_forms=20)
    teacher = recipe.teacher
    assert teacher is not None
    assert (teacher.seed, teacher.num_images, teacher.num_forms) == (3, 300, 20)


def test_an_epoch_is_of_images_and_forms() -> None:
    assert Recipe(num_images=300, num_forms=20).num_learned == 320


@pytest.mark.parametrize("change", [{"averaging": 0.9}, {"is_last_relu_trained": False}])
def test_a_teacher_is_trained_plainly(change: dict[str, bool] | dict[str, float]) -> None:
    with pytest.raises(ValueError, match="A teacher has no"):
        replace(TAUGHT, teacher=replace(Recipe(), **change))


def test_a_network_of_before_a_change_was_trained_without_it() -> None:
    changed = with_rate(with_rate(Recipe(), 10, 0.1), 20, 0.2)
    assert until(changed, 10) == Recipe()
    assert until(changed, 11) == with_rate(Recipe(), 10, 0.1)
    assert until(changed, 21) == changed


def test_of_two_changes_after_the_same_batch_the_last_one_counts() -> None:
    assert with_rate(with_rate(Recipe(), 10, 0.1), 10, 0.2) == with_rate(Recipe(), 10, 0.2)
