"""What is said about two units side by side.

It must not know how that is laid out.
"""

from collections.abc import Sequence

import numpy as np

from mlp.web.neurons.bars_words import _layers, _table, aligned, num_decimals

COMPARE_WORDS = (
    "Pin this unit together with this digit. Then choose another unit, or another digit, and see "
    "both side by side."
)

COMPARE_NOTHING = "Draw or choose a digit first: then it can be pinned together with the unit."

PIN = "Pin {name} with this digit"

PIN_INSTEAD = "Pin this instead"

UNPIN = "Unpin"

PINNED = "Pinned"

NOW = "Now"

COMPARE_SAME = (
    "Pinned. This is the pinned unit with the pinned digit: choose another unit, or another digit, "
    "and the two stand side by side."
)

COMPARE_NO_DIGIT = "Nothing is drawn now: draw or choose a digit to see the other side."

OTHER_NETWORK = (
    "You pinned this with other weights. Everything here is computed anew with the network that "
    "is active now."
)

OTHER_NETWORK_LACKS = (
    "You pinned {name} in another network; the one that is active now has no such unit. It comes "
    "back with its network."
)

CONTRIBUTIONS = "What each adds"

CONTRIBUTIONS_LABEL = "Contribution of each input"

LINEAR = "What it looks for"

LINEAR_LABEL = "The exact linear picture"

LINEAR_FIRST = "In the first layer these are the unit's own weights, whatever the digit."

SCALE = "Orange adds, blue takes away; full colour from {scale} on, the same on both sides."

SCALE_LINEAR = (
    "Orange: a trace more ink there raises the value; blue: it lowers it. Full colour from {scale} "
    "on, the same on both sides."
)

SCALE_DIFFERENCE = "Orange: more now than pinned; blue: less. Full colour from {scale} on."

MEANS_BOTH = "The mean of both for each digit"

MEANS_NOT_FINITE = (
    "There are no means to compare: values of at least one of the two are too large to compute "
    "with."
)

DIFFERENCE = "Where the two digits make the difference (now − pinned)"

DIFFERENCE_LABEL = "Difference of the contributions"

BIGGEST = "These inputs make the difference"

DIGIT_LABEL = "The digit of this side"

SIDE_VALUES = "value {value} → passes on **{activation}**"

SIDE_VALUE = "value {value}"

NO_DIFFERENCE = "Every input adds exactly as much with one digit as with the other."

COMPARE_NUMBERS_DIGITS = (
    "Weights and bias are the same on both sides, so the values differ by the sum of these "
    "{count} differences alone, to float32 rounding: {now} − {pinned} = {difference}."
)

COMPARE_NUMBERS_UNITS = (
    "Two units weigh their inputs with weights of their own; compare colours only where both sides "
    "have the same inputs."
)


PIXEL, INPUT = "row, column", "input"


def difference_table(
    order: Sequence[int], names: Sequence[str], pinned: np.ndarray, now: np.ndarray, *, where: str
) -> str:
    """List the inputs that make the difference, as Markdown.

    Args:
        order: The inputs to list.
        names: What each of them is called.
        pinned: float32, (inputs,): contributions with the pinned digit.
        now: float32, (inputs,): contributions with the present one.
        where: What the names say: `PIXEL` or `INPUT`.
    """
    pairs = [(float(pinned[index]), float(now[index])) for index in order]
    return _table((where, "pinned", "now", "difference"), names, pairs)


def say_difference(pinned: float, now: float, num_inputs: int) -> str:
    """Say what the differences of all inputs add up to; the printed numbers fit together."""
    shown = num_decimals(pinned, now)
    old, new = round(pinned, shown), round(now, shown)
    return COMPARE_NUMBERS_DIGITS.format(
        count=num_inputs,
        now=aligned(new, shown),
        pinned=f"({aligned(old, shown)})" if old < 0 else aligned(old, shown),
        difference=aligned(new - old, shown),
    )


def compare_code(stage: str, unit: int, stages: Sequence[str]) -> str:
    """Give the lines of PyTorch that compare two digits for one unit.

    Args:
        stage: The unit's linear stage.
        unit: 0-based.
        stages: All stages of the network, in order.
    """
    place = _layers(stages).index(stage)
    return f"""\
before = model.linear_relu_stack[:{place}]  # everything up to the unit's layer
layer = model.linear_relu_stack[{place}]
pinned = layer.weight[{unit}] * before(model.flatten(pinned_image))
now = layer.weight[{unit}] * before(model.flatten(image))
difference = (now - pinned)[0]
biggest = difference.abs().topk(min(5, len(difference))).indices"""


def units_code(units: Sequence[tuple[str, int]], stages: Sequence[str]) -> str:
    """Give the lines of PyTorch that list the means of two units.

    Args:
        units: Linear stage and number of each.
        stages: All stages of the network, in order.
    """
    layers = _layers(stages)
    lines = ["from mlp.dataset import load_digits", "", 'digits = load_digits("test")']
    lines.append("flat = model.flatten(digits.images())  # torch.Size([10000, 784])")
    for name, (stage, unit) in zip(("pinned", "now"), units, strict=True):
        relu = stage.replace("linear", "relu")
        stop = layers.index(relu if relu in layers else stage) + 1
        lines.append(f"{name} = model.linear_relu_stack[:{stop}](flat)[:, {unit}]")
    lines.append("means = torch.tensor(")
    lines.append("    [[unit[digits.labels == digit].mean() for digit in range(10)]")
    lines.append("     for unit in (pinned, now)]")
    lines.append(")")
    return "\n".join(lines)
