"""How to train, as data.

It must not know how that is done.
"""

import json
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal

from mlp.training.augmentation import Augmentation

Optimizer = Literal["sgd", "momentum", "adam", "adamw"]


@dataclass(frozen=True)
class Recipe:
    """How to train. The default is plain training: quick, and on the images as they are.

    Attributes:
        num_images: Training images to learn from; the others are held out.
        epochs: Passes over all of them.
        batch_size: Images for each step.
        learning_rate: AdamW's largest step size; it falls to 0 along a half cosine.
        warmup_epochs: Epochs in which the step size rises from 0.
        betas: AdamW's memory of the gradients and of their squares.
        weight_decay: AdamW's, of the weights but not of the biases, for each step relative to the
            step size.
        averaging: Share of the average of all parameters so far that remains at each step; the
            average is the result. 0 leaves it out.
        is_last_relu_trained: Learn through the last ReLU, as the tutorial does. Otherwise learn
            from the scores before it, and centre the last layer afterwards.
        augmentation: How each image is augmented; None: not at all.
        repeats: Passes until each image is augmented anew; 1 for every time.
        teacher: How a `Teacher` is trained first, whose answers to the augmented images are learned
            instead of the labels; None: learn the labels.
        temperature: What both networks' scores are divided by when their answers are compared.
        optimizer: "adamw", "adam" (its weight decay counts as a part of the gradient), "sgd" or
            "momentum" (the same with a momentum of 0.9); the last two have no weight decay.
        is_step_size_falling: Whether it falls at all; otherwise it stays at the largest.
        hidden_sizes: Units of each hidden layer.
        last_relu: Whether the network has a ReLU after its scores.
        is_last_bias_raised: Whether the scores' biases start 1 higher; see `new_model`.
        seed: Of the initial parameters, the order of the images, and how they are augmented.
    """

    num_images: int = 60_000
    epochs: int = 10
    batch_size: int = 256
    learning_rate: float = 2e-3
    warmup_epochs: int = 0
    betas: tuple[float, float] = (0.9, 0.999)
    weight_decay: float = 0.1
    averaging: float = 0.0
    is_last_relu_trained: bool = True
    augmentation: Augmentation | None = None
    repeats: int = 1
    teacher: "Recipe | None" = None
    temperature: float = 2.0
    optimizer: Optimizer = "adamw"
    is_step_size_falling: bool = True
    hidden_sizes: tuple[int, ...] = (512, 512)
    last_relu: bool = True
    is_last_bias_raised: bool = True
    seed: int = 0

    def __post_init__(self) -> None:
        teacher = self.teacher
        if teacher is None:
            return
        if teacher.teacher is not None or teacher.averaging or not teacher.is_last_relu_trained:
            raise ValueError("A teacher has no teacher, no average and no last ReLU to leave out.")
        # It learns from the same images, and from the same seed: what is recorded is what is done.
        teacher = replace(teacher, seed=self.seed, num_images=self.num_images)
        object.__setattr__(self, "teacher", teacher)


RECIPES = {
    "plain": Recipe(),
    "digits": Recipe(
        epochs=240,
        learning_rate=4e-3,
        warmup_epochs=2,
        betas=(0.9, 0.99),
        weight_decay=0.01,
        averaging=0.9995,
        is_last_relu_trained=False,
        augmentation=Augmentation(),
        repeats=2,
        teacher=Recipe(
            epochs=25,
            batch_size=128,
            learning_rate=3e-3,
            warmup_epochs=2,
            weight_decay=0.02,
            augmentation=Augmentation(),
        ),
    ),
}
"""By name; “digits” made the weights that come with the app."""


def recipe_name(metadata: dict[str, str]) -> str | None:
    """Tell by which of the `RECIPES` weights were trained, whatever their seed; None if by none.

    Args:
        metadata: What the weights file says of itself.
    """
    try:
        noted = json.loads(metadata["recipe"])
        for name, recipe in RECIPES.items():
            if _noted(replace(recipe, seed=noted["seed"])) == _completed(noted):
                return name
    except (ValueError, KeyError, TypeError):
        pass  # somebody else's file
    return None


def _noted(recipe: Recipe) -> dict[str, Any]:
    """Write a recipe as it stands in a weights file."""
    noted: dict[str, Any] = json.loads(json.dumps(asdict(recipe)))
    return noted


def _completed(noted: dict[str, Any]) -> dict[str, Any]:
    """Add what was not noted yet when an older weights file was written: it was as by default."""
    complete = {**_noted(Recipe()), **current_names(noted)}
    if complete["teacher"] is not None:
        complete["teacher"] = {**_noted(Recipe()), **complete["teacher"]}
    return complete


def current_names(noted: dict[str, Any]) -> dict[str, Any]:
    """Give the settings of an older weights file the names that they have now."""
    renamed = {_RENAMED.get(name, name): value for name, value in noted.items()}
    if isinstance(renamed.get("teacher"), dict):
        renamed["teacher"] = current_names(renamed["teacher"])
    return renamed


_RENAMED = {"variation": "augmentation"}
