"""The words of the Parameters page, apart from layout.

It must not know Streamlit. Sentences are for somebody who has never programmed, unless they belong
to the depths "numbers" or "code".
"""

from typing import Literal

from mlp.dataset import SIDE

Kind = Literal["weight", "bias"]

TITLE = "Parameters"
TAGLINE = (
    "All {count} numbers that this network consists of, one coloured cell each. "
    "Everything that it knows is in here."
)

MAP: dict[str, str] = {
    "invite": (
        "Point at a cell to read its exact value. Double-click, Ctrl + wheel or the buttons zoom "
        "in; then drag to move."
    ),
    "inviteTouch": "Tap a cell to read its exact value. Two fingers, or the buttons, zoom in.",
    "loading": "loading exact values …",
    "noValues": "the exact values could not be loaded; point here again to try again",
    "failure": "This map could not be loaded. Is the server still running? Click to try again.",
    "tools": "Zoom",
    "in": "Zoom in (+)",
    "out": "Zoom out (−)",
    "whole": "whole",
    "wholeLabel": "Show the whole (Home)",
}

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

TABLE_TITLE = "All parameters in a table"
TABLE = (
    "A layer keeps its numbers in two **tensors**: its weights and its biases. This is the list "
    "that PyTorch itself gives of them, counted and measured."
)
TABLE_NUMBERS = (
    "Standard deviation: how far the numbers lie from their mean, as a rule. Near zero: the share "
    "of numbers whose absolute value is below {near}."
)
TOTAL = "Together **{count}** numbers, {memory}, on {device}."
PRINTED_TITLE = "The tutorial's own loop prints the name, the size and the first two entries:"
COLUMNS: dict[str, str] = {
    "name": "name",
    "size": "size",
    "count": "numbers",
    "dtype": "dtype",
    "device": "device",
    "memory": "memory",
    "mean": "mean",
    "std": "std",
    "least": "min",
    "largest": "max",
    "near_zero": "near zero",
    "first_values": "first two values",
}
NEAR_ZERO_HELP = "Share of numbers with an absolute value below {near}"
FIRST_VALUES_HELP = "As PyTorch prints them, rounded to four decimals; all digits are in the maps"

SAFETENSORS_HELP = "All weights and biases, for `safetensors.torch.load_file` and this app."
NPZ_HELP = 'All weights and biases as one NumPy file: `numpy.load(file)["{name}"]`.'

DOWNLOADS_TITLE = "Take them along"

HISTOGRAMS_TITLE = "How the numbers are spread"
HISTOGRAMS = (
    "Each bar counts how many numbers have about the same value. Before learning all numbers are "
    "small and random; learning moves them."
)
HISTOGRAMS_NUMBERS = (
    "A fresh `nn.Linear` draws each number evenly between ±1/√inputs: here ±{bound}. Standard "
    "deviation: {std} now, {fresh_std} fresh."
)
HISTOGRAMS_CODE = "torch.manual_seed({seed})\nfresh = {call}  # untrained: random numbers"
CHOICE = "Which numbers"
SPREAD = "**{what}**, {count} numbers"
COMPARED = "**{title}** and **freshly initialised** (seed {seed})"
COMPARED_CAPTION = "Each line up is ten times as many, so that even a single number is seen."
FRESH = "freshly initialised, seed {seed}"
IS_UNTRAINED = (
    "The network that you look into is untrained itself, so both have the same shape. Choose "
    "another one above to see what learning changes."
)
SPREAD_LABEL = "How many numbers of {what} have which value"
COMPARED_LABEL = "How many numbers of {what} have which value, and in a fresh network"

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


def signed(value: float) -> str:
    """Print a number to four decimals with a real minus sign, never "−0.0000"."""
    return f"{round(float(value), 4) + 0.0:.4f}".replace("-", "−")


def amount(size_bytes: int) -> str:
    """Say an amount of memory, for example "1.6 MB"."""
    for factor, unit in ((1e6, "MB"), (1e3, "kB")):
        if size_bytes >= factor:
            return f"{size_bytes / factor:.1f} {unit}"
    return f"{size_bytes} bytes"


def share(part: int, whole: int) -> str:
    """Say a share, never rounded to nothing."""
    if 0 < part < 0.0005 * whole:
        return "< 0.1 %"
    return f"{part / whole:.1%}".replace("%", " %")
