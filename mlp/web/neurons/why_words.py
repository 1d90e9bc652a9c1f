"""What is said about why it is this digit and not the next one.

It must not know how that is laid out.
"""

import numpy as np

from mlp.web.neurons.life_words import NEARLY
from mlp.web.neurons.words import listed

WHY_HEADING = "Why {winner}, and not {runner_up}?"

WHY_WORDS = (
    "Of the {units} before the scores, these spoke loudest. The picture is what each looks for "
    "just now: ink on orange raises it, ink on blue lowers it. The number is how far it alone put "
    "{winner} or {runner_up} ahead. Choose one to see all of it."
)

WHY_WORDS_OF_PIXELS = (
    "This network has no hidden layer: each pixel speaks for a digit by itself. Here {winner} and "
    "{runner_up} came first and second; each number says how far that pixel alone put one ahead "
    "of the other."
)

WHY_NUMBERS = (
    "A unit's voice is its value after ReLU times (its weight to {winner} − its weight to "
    "{runner_up}). All voices and the two biases add up to the distance between the two scores, "
    "before any last ReLU: {distance}."
)

WHY_UNIT = "{fires}\n{loudness}"

WHY_UNIT_NUMBERS = "unit {unit}\n{loudness}\n{fires}"

WHY_UNIT_LABEL = "{name}, {fires}: {loudness} for {digit}"

WHY_DIGIT = "Your digit, as the network sees it"

FIRES = "fires for {digits}"

FIRES_AND_MORE = "{digits} and more"

FIRES_FOR_ALL = "fires for all digits"

FIRES_NEVER = "never fires for test digits"

FIRES_TOO_LARGE = "numbers too large"

MAX_DIGITS = 3
"""That a unit fires for and that are named."""

WHY_PIXEL = "row {row}, column {column} · {loudness}"

WHY_CODE = """\
inputs = model.linear_relu_stack[:{layer}](model.flatten(image))
weight = model.linear_relu_stack[{layer}].weight  # {shape}
voices = inputs[0] * (weight[{winner}] - weight[{runner_up}])
print(voices.topk({count}))  # for the {winner}
print((-voices).topk({count}))  # for the {runner_up}"""

WHY_FOR = "Spoke most for {winner}"

WHY_AGAINST = "Spoke most for {runner_up}"

WHY_NOBODY = "None did."


def say_fires(means: np.ndarray) -> str:
    """Say which digits a unit fires for: "fires for 7s and 2s", strongest first.

    Args:
        means: float32, (10,), ≥ 0: its mean activation on the test digits of each digit.
    """
    highest = float(means.max())
    if not np.isfinite(means).all():
        return FIRES_TOO_LARGE
    if highest == 0:
        return FIRES_NEVER
    order = np.argsort(-means, kind="stable").tolist()
    digits = [f"{digit}s" for digit in order if means[digit] >= NEARLY * highest]
    if len(digits) == len(means):
        return FIRES_FOR_ALL
    if len(digits) > MAX_DIGITS:
        return FIRES.format(digits=FIRES_AND_MORE.format(digits=", ".join(digits[:2])))
    return FIRES.format(digits=listed(digits))
