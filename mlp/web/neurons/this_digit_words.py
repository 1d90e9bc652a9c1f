"""What is said about what made a unit's value on this digit, and what comes of it.

It must not know how that is laid out.
"""

from collections.abc import Sequence

import numpy as np

from mlp.numbers import number

THIS_DIGIT = "This digit: what made its value"

WITHOUT_DIGIT = "What it has learned: its weights"

POSITIVE = "what speaks for it"

NEGATIVE = "what speaks against it"

BIAS = "its bias"

VALUE = "its value"

ACTIVATION = "what it passes on"

FIRES = "It **fires**: its value is above zero, and it passes it on as it is."

IS_SILENT = (
    "It is **silent** here: its value is not above zero, so it passes on 0, and nothing after it "
    "hears of it."
)

SCORE_KEPT = "It is above zero, so it stays as it is."

SCORE_CUT = (
    "It is not above zero, so it becomes 0, like every such score: those digits then share one "
    "probability."
)

IS_SCORE = "This is the score itself: nothing is cut off."

RELU_NUMBERS = "What it passes on is `max(0, value)`, its ReLU. "

ADDS_UP = "These numbers add up to the last digit that is printed."

ROUNDING = (
    "Added exactly, the parts differ from "
    "PyTorch's own sum by {rounding}: PyTorch calculates in float32, to about 7 digits, and rounds "
    "after each step ({tolerance} would be within that)."
)

INPUT = "what comes in"

WEIGHTS = "× its weights"

PRODUCTS = "= what each adds"

PIXELS_LABEL = "The picture that comes in"

INPUTS_LABEL = "What comes in from each of the {units}"

WEIGHTS_LABEL = "The weights of {name}"

PRODUCTS_LABEL = "Input times weight, for each input of {name}"

PRODUCTS_WORDS = {
    True: (
        "Cell by cell: pixel × weight = what that pixel adds. Orange adds, blue takes away, and "
        "where there is no ink, nothing happens, whatever the weight. Added up, the last picture "
        "is the sum above."
    ),
    False: (
        "Cell by cell: value × weight = what that one adds. Orange adds, blue takes away, and a "
        "silent one adds nothing, whatever the weight. Added up, the last picture is the sum "
        "above. Click a cell to open it."
    ),
}

WEIGHTS_WORDS = {
    True: (
        "One weight for each pixel. Ink where it is orange raises the value of this unit, ink "
        "where it is blue lowers it."
    ),
    False: (
        "One weight for each one before it. Orange: if that one fires, it raises the value of "
        "this one. Blue: it lowers it. Click a cell to open it."
    ),
}

SCALES = "Full colour from: input {inputs}, weight ±{weights}, product ±{products}: {kept}"

SCALE_OF_WEIGHTS = "Full colour from ±{weights} on: {kept}"

FOR = "The largest for it"

AGAINST = "The largest against it"

PLACE_PIXEL = "{row}, {column}"

PLACE_UNIT = "unit {unit}"
"""Where there are numbers: the layer is said above."""

PRODUCT_HEADER = "| row, column | input | weight | product |\n|---|---:|---:|---:|"

NONE_FOR = "Nothing speaks for it."

NONE_AGAINST = "Nothing speaks against it."

OPEN_UNIT = "Open {name}"

THIS_DIGIT_NUMBERS = (
    "`value = Σ weight · input + bias`, over {num_inputs} inputs: {num_positive} products are "
    "above 0, {num_negative} below, {num_zero} exactly 0."
)

OUTGOING = "What it does to what comes after it"

OUTGOING_SILENT = (
    "Nothing: it is silent on this digit. It adds 0 to everything after it and to every score."
)

OUTGOING_NEXT = "What it adds to each of the {units}"

OUTGOING_NEXT_LABEL = "What {name} adds to each of the {units}"

OUTGOING_NEXT_CAPTION = "Click a cell to open it. Full colour from ±{scale} on: {kept}"

OUTGOING_SCORES = "What it adds to each score"

OUTGOING_SCORES_LABEL = "What {name} adds to the score of each digit"

OUTGOING_SCORES_CAPTION = (
    "Along every path from here to the scores{before_relu}, through those that are on. "
)

BEFORE_LAST_RELU = " before those below zero become 0 (“What if?” below shows them after it)"

OUTGOING_AXIS = "The axis shows ±{usual}, for all units and digits."

OUTGOING_WIDER_AXIS = (
    "It adds so much that the axis is wider than usual: ±{limit}, elsewhere ±{usual}."
)

OUTGOING_WORDS = (
    "It raises the score of {raised} most (by {by}) and lowers that of {lowered} most (by {less})."
)

OUTGOING_ONLY_RAISES = "It raises the score of {raised} most, by {by}, and lowers none."

OUTGOING_ONLY_LOWERS = "It lowers the score of {lowered} most, by {less}, and raises none."

OUTGOING_NONE = "It changes no score: all that it could act through is off, or its weight 0."

OUTGOING_NUMBERS = (
    "Added to a unit of `{next_stage}`: {activation} × its weight there. Added to a score: that, "
    "multiplied on through the weights of the units that are on."
)

OUTGOING_NUMBERS_LAST = "Added to a score of `{next_stage}`: {activation} × its weight there."

OUTGOING_SCORE = (
    "It is one of the ten scores, the last numbers before the answer. Among them it is number "
    "**{rank}** of 10 (the highest is 1), and in the answer this digit gets **{share}**."
)

OUTGOING_SCORE_TIED = (
    "It is one of the ten scores, the last numbers before the answer. {count} of them have exactly "
    "this value here, and in the answer each of them gets **{share}**."
)


def say_effect(scores: Sequence[float] | np.ndarray) -> str:
    """Say which scores a unit raises and lowers most.

    Args:
        scores: What it adds to each of the ten.
    """
    raised, lowered = int(np.argmax(scores)), int(np.argmin(scores))
    by, less = float(scores[raised]), float(scores[lowered])
    figures = {
        "raised": raised,
        "lowered": lowered,
        "by": number(by),
        "less": number(-less),
    }
    if by > 0 and less < 0:
        return OUTGOING_WORDS.format(**figures)
    if by > 0:
        return OUTGOING_ONLY_RAISES.format(**figures)
    if less < 0:
        return OUTGOING_ONLY_LOWERS.format(**figures)
    return OUTGOING_NONE


def sum_code(stage: str, unit: int, names: tuple[str, ...]) -> str:
    """Give the lines of PyTorch that split a unit's value into its parts.

    Args:
        stage: A linear stage.
        unit: 0-based.
        names: All stages of the network, in order.
    """
    index = names.index(stage) - 2
    lines = [
        f"inputs = {_values_before(index)}[0]",
        f"layer = model.linear_relu_stack[{index}]  # {stage}",
        f"products = layer.weight[{unit}] * inputs",
        "positive = products[products > 0].sum()",
        "negative = products[products < 0].sum()",
        f"value = positive + negative + layer.bias[{unit}]",
    ]
    if stage.replace("linear", "relu") in names:
        lines.append("activation = torch.relu(value)")
    return "\n".join(lines)


def outgoing_code(stage: str, unit: int, names: tuple[str, ...]) -> str:
    """Give the lines of PyTorch that follow a hidden unit to the scores; as in `sum_code`."""
    start = names.index(stage)
    end = max(index for index, name in enumerate(names) if name.startswith("linear")) - 1
    return "\n".join(
        [
            f"hidden = {_values_before(start)}  # {names[start + 1]}",
            f"rest = model.linear_relu_stack[{start}:{end}]  # from there to the scores",
            f"next_products = rest[0].weight[:, {unit}] * hidden[0, {unit}]",
            "effects = torch.func.jacrev(rest)(hidden)  # (1, 10, 1, units)",
            f"added_to_scores = effects[0, :, 0, {unit}] * hidden[0, {unit}]",
        ]
    )


def _values_before(index: int) -> str:
    """Say in code what enters the layer at a place of the stack."""
    return (
        f"model.linear_relu_stack[:{index}](model.flatten(image))"
        if index
        else "model.flatten(image)"
    )
