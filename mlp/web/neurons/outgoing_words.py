"""What is said about what a unit does to the units after it and to the scores.

It must not know how that is laid out.
"""

from collections.abc import Sequence

import numpy as np

from mlp.numbers import number
from mlp.web.neurons.this_digit_words import values_before

NO_DIGIT = "What it does depends on the digit: draw or choose one first."

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

BEFORE_LAST_RELU = " before those below zero become 0 (“What if?” shows them after it)"

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


def outgoing_code(stage: str, unit: int, names: tuple[str, ...]) -> str:
    """Give the lines of PyTorch that follow a hidden unit to the scores; as in `sum_code`."""
    start = names.index(stage)
    end = max(index for index, name in enumerate(names) if name.startswith("linear")) - 1
    return "\n".join(
        [
            f"hidden = {values_before(start)}  # {names[start + 1]}",
            f"rest = model.linear_relu_stack[{start}:{end}]  # from there to the scores",
            f"next_products = rest[0].weight[:, {unit}] * hidden[0, {unit}]",
            "effects = torch.func.jacrev(rest)(hidden)  # (1, 10, 1, units)",
            f"added_to_scores = effects[0, :, 0, {unit}] * hidden[0, {unit}]",
        ]
    )
