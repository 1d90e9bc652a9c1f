"""What is said about each layer's weights and biases.

It must not know how that is laid out.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from mlp.dataset import SIDE
from mlp.numbers import number
from mlp.training.loop import SUM_OF_SCORES

_CENTRED_WITHIN = 1e-4
"""As near as this, the mean of the scores' biases is no accident."""

KEYS = (
    "Arrow keys move from cell to cell, with Shift ten at once; plus and minus zoom, Home or "
    "Escape shows the whole."
)


@dataclass(frozen=True)
class Names:
    """What is said of a map and of its cells, with places to be filled.

    Attributes:
        from_pixel: Names the pixel that a column is.
        from_unit: Names the unit that a column is.
        to_unit: Names the unit that a line is.
        to_digit: The same of a score.
    """

    weight_label: str
    bias_label: str
    shown_weights: str
    shown_biases: str
    weight: str
    bias: str
    from_pixel: str
    from_unit: str
    to_unit: str
    to_digit: str


EXACT = Names(
    weight_label="Weights of {layer}: {rows} units by {columns} inputs.",
    bias_label="Biases of {layer}, one for each of its {columns} units.",
    shown_weights="inputs {firstColumn}–{lastColumn} → · units {firstRow}–{lastRow} ↓",
    shown_biases="units {firstColumn}–{lastColumn} →",
    weight="weight from {layer}'s input {column} ({from}) to {to}",
    bias="bias of {layer}'s {to}",
    from_pixel="row {pixelRow}, column {pixelColumn}",
    from_unit="unit {column} of {source}",
    to_unit="unit {index}",
    to_digit="unit {index} (digit {index})",
)
"""For the depths "numbers" and "code"."""

PLAIN = Names(
    weight_label="Weights from {columns} {inputs} to {rows} {units}.",
    bias_label="Biases, one for each of {columns} {units}.",
    shown_weights="{inputs} {firstColumn}–{lastColumn} → · {units} {firstRow}–{lastRow} ↓",
    shown_biases="{units} {firstColumn}–{lastColumn} →",
    weight="weight from {from} to {to}",
    bias="bias of {to}",
    from_pixel="the pixel in row {pixelRow}, column {pixelColumn}",
    from_unit="{input} {column}",
    to_unit="{unit} {index}",
    to_digit="the score of {index}",
)
"""For the depth "words"."""

UNIT_AXIS = "{unit} {{index}}"

DIGIT_AXIS = "digit {index}"

PIXEL_AXIS = "row {pixelRow}, col. {pixelColumn}"

BEYOND = "Weights beyond ±{scale} have full colour: {share} of them."

BEYOND_BIAS = "Full colour: the largest bias."

PNG = "PNG"

PNG_HELP = "This map as a picture: each cell in its colour, {size} cells, for print and slides."

FIRST_WEIGHTS = (
    f"Each line is one {{unit}}, each column one of the {SIDE * SIDE} pixels, row after row of the "
    "picture. **Orange**: this pixel raises the {unit} when it is lit. **Blue**: it lowers it. "
    "Without colour: the {unit} hardly minds."
)

WEIGHTS = (
    "Each line is one {unit}, each column one {source} before it. **Orange**: when that one "
    "fires, it raises this one. **Blue**: it lowers it. Without colour: there is hardly a "
    "connection."
)

PIXEL = "pixel"

LAST_WEIGHTS = (
    "Ten lines, one for each digit from 0 (top) to 9. Each column is one {source}: **orange** "
    "where it speaks for the digit, **blue** where it speaks against it."
)

BIASES = (
    "One number for each {unit}, added whatever the picture: with **orange** the {unit} is ready "
    "to fire, with **blue** it needs good reasons."
)

LAST_BIASES = "One number for each digit, added to its score whatever the picture."

RANGE = "The {best} gets most ({most}), the {worst} least ({least})."

ARE_ALIKE = (
    "All ten lie near {mean}. That by itself changes no answer: only what one score is ahead of "
    "another counts, and whatever all of them get, none is ahead by it."
)

IS_CUT = (
    "It keeps them away from zero: a score below zero becomes 0, and a digit whose score is 0 "
    "cannot be told from the others that are."
)

ARE_CENTRED = (
    "On average they are {mean}, to the last digit shown: when this network had learned, all ten "
    "scores were moved together until they add up to {total} for every picture, so that the best "
    "of them is never cut."
)

WEIGHT_NUMBERS = (
    "{rows} units × {columns} inputs = {count} weights from {least} to {largest}; 4 bytes each: "
    "{memory}. The colours' scale ends at ±{scale}; {beyond} weights are beyond."
)

BIAS_NUMBERS = "{count} biases from {least} to {largest}; 4 bytes each: {memory}."

FIRST_WEIGHT_CODE = f"model.{{name}}[unit, {SIDE} * row + column]"

WEIGHT_CODE = "model.{name}[unit, input]"

BIAS_CODE = "model.{name}[unit]"


def several(noun: str) -> str:
    """Name more than one: "pixels"."""
    return f"{noun}s"


def fill_known(sentence: str, figures: Mapping[str, object]) -> str:
    """Put in what is known here, and leave the places that the browser fills."""
    for name, figure in figures.items():
        sentence = sentence.replace(f"{{{name}}}", str(figure))
    return sentence


def cell_name(names: Names, kind: str, figures: Mapping[str, object], *, is_last: bool) -> str:
    """Name one cell of a map, its place to be put in.

    Args:
        names: What is said at the depth that is chosen.
        kind: Of the parameter, "weight" or "bias".
        figures: The parameter's layer, the stage that its inputs come from, what one of its units
            and inputs is called.
        is_last: Whether the layer's units are the ten scores.
    """
    to = names.to_digit if is_last else names.to_unit
    to = to.replace("{index}", "{column}" if kind == "bias" else "{row}")
    if kind == "bias":
        return fill_known(names.bias.replace("{to}", to), figures)
    start = names.from_pixel if figures["source"] == "image" else names.from_unit
    sentence = names.weight.replace("{from}", start).replace("{to}", to)
    return fill_known(sentence, figures)


def say_scores_biases(biases: np.ndarray, *, is_cut: bool) -> str:
    """Say how the ten scores start, and why they may all be alike.

    Args:
        biases: float32, (10,): those of the scores.
        is_cut: Whether scores below zero become 0.
    """
    best, worst = int(biases.argmax()), int(biases.argmin())
    mean, most, least = float(biases.mean()), float(biases[best]), float(biases[worst])
    said = [
        RANGE.format(
            best=best,
            most=number(most, num_digits=4),
            worst=worst,
            least=number(least, num_digits=4),
        )
    ]
    if least > 0 and most - least <= mean / 2:
        said.append(ARE_ALIKE.format(mean=number(mean, num_digits=2)))
        if is_cut:
            said.append(IS_CUT)
        if abs(mean - SUM_OF_SCORES / len(biases)) < _CENTRED_WITHIN:
            said.append(
                ARE_CENTRED.format(mean=number(mean, num_digits=4), total=number(SUM_OF_SCORES))
            )
    return " ".join(said)
