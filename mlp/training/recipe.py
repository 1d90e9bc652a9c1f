"""How to train, as data, and as text in a file.

It must not know how that is done.
"""

from dataclasses import dataclass, replace
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from mlp.net.network import MAX_LAYERS, MAX_UNITS
from mlp.training.augmentation import Amount, Augmentation

Optimizer = Literal["sgd", "momentum", "adam", "adamw", "muon"]

_MAX_CHARS = 10_000

_MOST = 10**9
_NumImages = Annotated[int, Meta(ge=1, le=60_000)]
_NumForms = Annotated[int, Meta(ge=0, le=60_000)]
_AtLeast0 = Annotated[int, Meta(ge=0, le=_MOST)]
_AtLeast1 = Annotated[int, Meta(ge=1, le=_MOST)]
_Seed = Annotated[int, Meta(ge=0, le=2**63 - 1)]
_Share = Annotated[float, Meta(ge=0, le=1)]
_Units = Annotated[int, Meta(ge=1, le=MAX_UNITS)]
_HiddenSizes = Annotated[tuple[_Units, ...], Meta(max_length=MAX_LAYERS - 1)]
_Dropout = Annotated[float, Meta(ge=0, le=0.9)]

MAX_RATE_CHANGES = 100
"""Of one training."""


@dataclass(frozen=True)
class RateChange:
    """The largest step size became another one while it was trained.

    Attributes:
        step: After so many batches; the next one is the first that it counts for.
        learning_rate: The new one; where it falls, it goes on falling from there.
    """

    step: _AtLeast0
    learning_rate: Amount


_RateChanges = Annotated[tuple[RateChange, ...], Meta(max_length=MAX_RATE_CHANGES)]


@dataclass(frozen=True)
class Recipe:
    """How to train. The default is plain training: quick, and on the images as they are.

    The bounds are those of a recipe in a file, which anybody may have written; see `read_recipe`.

    Attributes:
        num_images: Training images to learn from; the others are held out.
        num_forms: Forms of digits, written by arithmetic, that are learned from beside them.
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
            "momentum" (the same with a momentum of 0.9); these two have no weight decay. "muon"
            makes the weights' steps orthogonal, as large as AdamW's, and leaves the biases to
            AdamW.
        is_step_size_falling: Whether it falls at all; otherwise it stays at the largest.
        hidden_sizes: Units of each hidden layer.
        last_relu: Whether the network has a ReLU after its scores.
        is_last_bias_raised: Whether the scores' biases start 1 higher; see `new_model`.
        seed: Of the initial parameters, the order of the images, how they are augmented, and which
            units are left out.
        dropout: Share of the hidden units that are left out at each image while it is learned from,
            the others made as much larger; 0 leaves out none. The network itself does not change.
        rate_changes: How the learning rate was changed meanwhile, by rising steps.
    """

    num_images: _NumImages = 60_000
    num_forms: _NumForms = 0
    epochs: _AtLeast1 = 10
    batch_size: _NumImages = 256
    learning_rate: Amount = 2e-3
    warmup_epochs: _AtLeast0 = 0
    betas: tuple[_Share, _Share] = (0.9, 0.999)
    weight_decay: Amount = 0.1
    averaging: _Share = 0.0
    is_last_relu_trained: bool = True
    augmentation: Augmentation | None = None
    repeats: _AtLeast1 = 1
    teacher: "Recipe | None" = None
    temperature: Amount = 2.0
    optimizer: Optimizer = "adamw"
    is_step_size_falling: bool = True
    hidden_sizes: _HiddenSizes = (512, 512)
    last_relu: bool = True
    is_last_bias_raised: bool = True
    seed: _Seed = 0
    dropout: _Dropout = 0.0
    rate_changes: _RateChanges = ()

    def __post_init__(self) -> None:
        teacher = self.teacher
        if teacher is None:
            return
        if teacher.teacher is not None or teacher.averaging or not teacher.is_last_relu_trained:
            raise ValueError("A teacher has no teacher, no average and no last ReLU to leave out.")
        # It learns from the same images, and from the same seed: what is recorded is what is done.
        teacher = replace(
            teacher, seed=self.seed, num_images=self.num_images, num_forms=self.num_forms
        )
        object.__setattr__(self, "teacher", teacher)

    @property
    def num_learned(self) -> int:
        """Count the images of an epoch."""
        return self.num_images + self.num_forms


_BLURRED = Augmentation(blurred=0.15, blur_passes=2)

RECIPES = {
    "plain": Recipe(),
    "digits": Recipe(
        num_forms=12_000,
        epochs=230,
        learning_rate=4e-3,
        warmup_epochs=2,
        betas=(0.9, 0.99),
        weight_decay=0.01,
        averaging=0.9995,
        is_last_relu_trained=False,
        augmentation=replace(_BLURRED, noisy=0.25, noise=0.2),
        repeats=2,
        teacher=Recipe(
            epochs=25,
            batch_size=128,
            learning_rate=3e-3,
            warmup_epochs=2,
            weight_decay=0.02,
            augmentation=_BLURRED,
        ),
    ),
}
"""By name; “digits” made the weights that come with the app."""


def recipe_name(recipe: Recipe) -> str | None:
    """Tell which of the `RECIPES` it is, whatever the seed; None if it is none of them."""
    for name, known in RECIPES.items():
        if replace(known, seed=recipe.seed) == recipe:
            return name
    return None


def with_rate(recipe: Recipe, step: int, learning_rate: float) -> Recipe:
    """Note that the learning rate became another one after so many batches."""
    earlier = (change for change in recipe.rate_changes if change.step < step)
    return replace(recipe, rate_changes=(*earlier, RateChange(step, learning_rate)))


def until(recipe: Recipe, step: int) -> Recipe:
    """Leave out what changed only after so many batches: so a network of then was trained."""
    earlier = tuple(change for change in recipe.rate_changes if change.step < step)
    return replace(recipe, rate_changes=earlier)


def recipe_json(recipe: Recipe) -> str:
    """Write a recipe as it is noted in a file."""
    return msgspec.json.encode(recipe).decode()


def read_recipe(text: str) -> Recipe | None:
    """Read a recipe as it is noted in a file; None if it is none that could be trained.

    What an older file does not say was as by default.
    """
    if len(text) > _MAX_CHARS:
        return None
    try:
        noted = msgspec.json.decode(text.replace(*_RENAMED))
        recipe = msgspec.convert(noted, Recipe)
    except (msgspec.MsgspecError, UnicodeEncodeError, RecursionError):
        return None
    return recipe if _knows(msgspec.to_builtins(recipe), noted) else None


_RENAMED = ('"variation"', '"augmentation"')
"""What older files call a setting, and its name."""


def _knows(known: Any, noted: Any) -> bool:
    """Tell whether nothing was noted, at any depth, that this version does not know of."""
    if isinstance(noted, list):
        return all(map(_knows, known, noted))
    return not isinstance(noted, dict) or all(
        name in known and _knows(known[name], value) for name, value in noted.items()
    )
