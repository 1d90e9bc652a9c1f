from dataclasses import replace

import pytest

from mlp.training.recipe import Recipe

TAUGHT = Recipe(teacher=Recipe())


def test_what_is_noted_of_a_teacher_is_what_was_done():
    recipe = replace(TAUGHT, seed=3, num_images=300)
    assert (recipe.teacher.seed, recipe.teacher.num_images) == (3, 300)


@pytest.mark.parametrize("change", [{"averaging": 0.9}, {"is_last_relu_trained": False}])
def test_a_teacher_is_trained_plainly(change):
    with pytest.raises(ValueError, match="A teacher has no"):
        replace(TAUGHT, teacher=replace(Recipe(), **change))
