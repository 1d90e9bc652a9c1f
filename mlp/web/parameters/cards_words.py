"""What is said about each layer's weights and biases.

It must not know how that is laid out.
"""

from typing import Literal

from mlp.dataset import SIDE

Kind = Literal["weight", "bias"]

KEYS = (
    "Arrow keys move from cell to cell, with Shift ten at once; plus and minus zoom, Home or "
    "Escape shows the whole."
)

WEIGHT_LABEL = "Weights of {layer}: {rows} units by {columns} inputs. " + KEYS

BIAS_LABEL = "Biases of {layer}, one for each of its {columns} units. " + KEYS

SHOWN_WEIGHTS = "inputs {firstColumn}–{lastColumn} → · units {firstRow}–{lastRow} ↓"

SHOWN_BIASES = "units {firstColumn}–{lastColumn} →"

BEYOND = "Weights beyond ±{scale} have full colour: {share} of them."

BEYOND_BIAS = "Full colour: the largest bias."

PNG = "PNG"

PNG_HELP = "This map as a picture: each cell in its colour, {size} cells, for print and slides."

LAYER = "{layer} · {inputs} → {outputs}"

PIXELS = f"{SIDE * SIDE} pixels"

FIRST_WEIGHTS = (
    f"Each line is one unit, each column one of the {SIDE * SIDE} pixels, row after row of the "
    "picture. **Orange**: this pixel raises the unit when it is lit. **Blue**: it lowers it. "
    "Without colour: the unit hardly minds."
)

WEIGHTS = (
    "Each line is one unit, each column one unit of {source} before it. **Orange**: when that one "
    "fires, it raises this one. **Blue**: it lowers it. Without colour: there is hardly a "
    "connection."
)

PIXEL = "pixel"

UNIT_OF = "unit of {stage}"

LAST_WEIGHTS = (
    "Ten lines, one for each digit from 0 (top) to 9. Each column is one {source}: **orange** "
    "where it speaks for the digit, **blue** where it speaks against it."
)

BIASES = (
    "One number for each unit, added whatever the picture: with **orange** the unit is ready to "
    "fire, with **blue** it needs good reasons."
)

LAST_BIASES = "One number for each digit, added to its score whatever the picture."

WEIGHT_NUMBERS = (
    "{rows} units × {columns} inputs = {count} weights from {least} to {largest}; 4 bytes each: "
    "{memory}. The colours' scale ends at ±{scale}; {beyond} weights are beyond."
)

BIAS_NUMBERS = "{count} biases from {least} to {largest}; 4 bytes each: {memory}."

FIRST_WEIGHT_CODE = f"model.{{name}}[unit, {SIDE} * row + column]"

WEIGHT_CODE = "model.{name}[unit, input]"

BIAS_CODE = "model.{name}[unit]"

PARAMETER = "{layer}'s {kind}"

KIND_NAMES: dict[Kind, str] = {"weight": "weights", "bias": "biases"}


def cell_name(layer: str, kind: Kind, source: str, *, is_last: bool) -> str:
    """Name one cell of a map, its place to be put in.

    Args:
        layer: The linear stage, for example "linear1".
        kind: Of the parameter.
        source: The stage that its inputs come from; "image" for the first layer.
        is_last: Whether the layer's units are the ten scores.
    """
    if kind == "bias":
        return f"bias of {layer}'s unit {{column}}" + (" (digit {column})" if is_last else "")
    place = "row {pixelRow}, column {pixelColumn}"
    if source != "image":
        place = f"unit {{column}} of {source}"
    unit = "unit {row}" + (" (digit {row})" if is_last else "")
    return f"weight from {layer}'s input {{column}} ({place}) to {unit}"
