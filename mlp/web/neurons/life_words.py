"""What is said about a unit's life.

It must not know how that is laid out.
"""

from collections.abc import Sequence

import numpy as np

from mlp.numbers import share
from mlp.web.neurons.bars_words import _layers, aligned, num_decimals
from mlp.web.neurons.words import listed

NEARLY = 0.8
"""From this share of the largest mean on, another one counts as nearly as large."""

HARDLY = 0.05
"""Up to this share of the largest mean, another one counts as hardly anything."""

LIFE_WORDS = (
    "The {count} digits of MNIST's test set are kept aside when a network learns. Each of them was "
    "shown to this network once; this is what the unit did."
)

LIFE_NUMBERS = (
    "Counted is the value after the ReLU (`{stage}`), in float32. A mean is over all test digits "
    "of a class, silent ones included."
)

LIFE_NUMBERS_SIGNED = (
    "Counted is the value of `{stage}` itself, in float32: no ReLU follows, so it may be negative."
)

TOP = "What fires it most"

TOP_SIGNED = "Where it is highest"

TOP_LABEL = "Test digits that fire this unit most"

TOP_PICTURE = "Test digit {index:,}, {digit}: {value}"

TOP_CAPTION = (
    "Under each: which digit it is, and the unit's value. Click one to make it the active digit."
)

TOP_FEW = "No other test digit fires it at all."

TOP_NONE = "There is nothing to show: its values are not finite."

MEANS = "Its mean for each digit"

MEANS_LABEL = "Mean activation of this unit for each of the ten digits"

MEANS_CAPTION = "★ marks the largest. The axis is this unit's own."

DEAD = (
    "**This unit is dead:** it is silent for all {count} test digits. Its sum never rises above 0, "
    "so it always passes on 0, and nothing that follows ever hears of it. It could be left out and "
    "not one of these answers would change. It could hardly come back to life by learning either: "
    "where 0 is passed on, no correction comes through."
)

DEAD_SCORE = (
    "**This score is dead:** it is 0 for all {count} test digits. Its sum never rises above 0, and "
    "below zero it becomes 0 every time, so the network cannot tell this digit from any other "
    "whose score is 0 too."
)

DEAD_BUT = "Your digit, though, fires it ({value}): dead means silent for the test digits."

ALWAYS = (
    "It is **always on**: it fires for every one of the {count} test digits. For them "
    "nothing is ever cut off."
)

SILENT = (
    "It is silent for **{share}** of the {count} test digits: it passes on 0. It fires for the "
    "other {firing}."
)

NEGATIVE = "It is zero or below for **{share}** of the {count} test digits, above zero for {rest}."

NEGATIVE_ALL = (
    "It is zero or below for all {count} test digits. That is not dead: nothing is cut off, so a "
    "negative score counts as well."
)

NEGATIVE_NONE = "It is above zero for every one of the {count} test digits."

NOT_FINITE = (
    "Its values are too large to compute with: they become infinite, and there is nothing sensible "
    "to count."
)


def say_means(means: np.ndarray, *, is_signed: bool) -> str:
    """Say for which digits a unit fires, and for which it does not.

    Args:
        means: float32, (10,): mean activation for each digit; ≥ 0 unless `is_signed`.
        is_signed: Whether no ReLU follows.
    """
    if not np.isfinite(means).all():
        return NOT_FINITE
    highest, lowest = float(means.max()), float(means.min())
    shown = num_decimals(highest, lowest)
    said = [aligned(float(mean), shown) for mean in means]
    best, least = _digits(said, aligned(highest, shown)), _digits(said, aligned(lowest, shown))
    if len(best) == len(means):
        return f"Its mean is {said[0]} for every digit: it does not tell them apart."
    if is_signed:
        return (
            f"Its mean is highest for {listed(best)} ({aligned(highest, shown)}) and lowest for "
            f"{listed(least)} ({aligned(lowest, shown)})."
        )
    if lowest >= NEARLY * highest:
        return (
            f"It hardly tells the digits apart: its mean lies between {aligned(lowest, shown)} "
            f"(for {listed(least)}) and {aligned(highest, shown)} (for {listed(best)})."
        )
    each = " each" if len(best) > 1 else ""
    parts = [f"It fires most for {listed(best)} (mean {aligned(highest, shown)}{each})"]
    nearly = [f"{d}s" for d in range(len(means)) if means[d] >= NEARLY * highest]
    nearly = [name for name in nearly if name not in best]
    if nearly:
        parts.append(f"nearly as much for {listed(nearly)}")
    never = [f"{d}s" for d in range(len(means)) if means[d] == 0]
    hardly = [f"{d}s" for d in range(len(means)) if 0 < means[d] <= HARDLY * highest]
    if hardly:
        parts.append(f"hardly for {listed(hardly)} (a twentieth of that at most)")
    if never:
        parts.append(f"never for {listed(never)}")
    if not hardly and not never:
        parts.append(f"least for {listed(least)} ({aligned(lowest, shown)})")
    return "; ".join(parts) + "."


def say_silence(silent: float, num_images: int, *, is_signed: bool, is_score: bool) -> str:
    """Say how often a unit is silent; a dead one is named as dead.

    Args:
        silent: Share of the test digits with an activation of 0 or below, [0, 1].
        num_images: Test digits.
        is_signed: Whether no ReLU follows.
        is_score: Whether the unit is one of the ten scores.
    """
    num_silent = round(silent * num_images)
    count = f"{num_images:,}"
    if is_signed:
        said = (
            NEGATIVE_ALL if num_silent == num_images else NEGATIVE if num_silent else NEGATIVE_NONE
        )
    elif num_silent == num_images:
        said = DEAD_SCORE if is_score else DEAD
    else:
        said = SILENT if num_silent else ALWAYS
    rest = f"{num_images - num_silent:,}"
    return said.format(share=share(num_silent, num_images), count=count, firing=rest, rest=rest)


def life_code(stage: str, unit: int, stages: Sequence[str]) -> str:
    """Give the lines of PyTorch that count a unit's life.

    Args:
        stage: The unit's linear stage.
        unit: 0-based.
        stages: All stages of the network, in order.
    """
    layers = _layers(stages)
    relu = stage.replace("linear", "relu")
    stop = layers.index(relu if relu in layers else stage) + 1
    return f"""\
from mlp.dataset import load_digits

digits = load_digits("test")
activations = model.linear_relu_stack[:{stop}](model.flatten(digits.images()))
unit = activations[:, {unit}]  # one value for each test digit
top = unit.topk(9)
means = torch.stack([unit[digits.labels == digit].mean() for digit in range(10)])
silent = (unit <= 0).float().mean()"""


def _digits(said: Sequence[str], wanted: str) -> list[str]:
    """Name the digits whose number is printed like this: "7s"."""
    return [f"{digit}s" for digit, each in enumerate(said) if each == wanted]
