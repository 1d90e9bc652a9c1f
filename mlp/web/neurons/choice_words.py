"""What is said about which unit and which digit the page is about.

It must not know how that is laid out.
"""

from collections.abc import Mapping

LAYER = "Layer"

UNIT = "Number"

UNIT_HELP = "The {units} are numbered from 0 to {last}."

DIGIT = "Digit"

PREVIOUS = "Previous"

NEXT = "Next"

STRONGEST = "Strongest"

STRONGEST_HELP = "The one of this layer whose value is the largest on this digit."

STRONGEST_HELP_NO_DIGIT = "There is no digit yet: choose or draw one."

SURPRISE = "Any"

SURPRISE_HELP = "Any one of this layer, by chance."

GRID = "All {units} on this digit · {stage}"

SCORES_GRID = "The ten scores on this digit · {stage}"

GRID_LABEL = "How strongly each of the {units} responds; {name} is framed"

GRID_CAPTION = (
    "Click a cell to choose that one. Number 0 is at the top left, then row by row. Full colour "
    "from {scale} on, for every digit."
)

BARS_CAPTION = (
    "Click a bar to choose that score; the chosen one is framed. The axis is the same for every "
    "digit."
)

FIRST_EXAMPLES = "Choose a digit"

EXAMPLES = "Read another digit"

EXAMPLES_LABEL = "Test digits to make the active one"

EXAMPLES_HELP = "Digits of MNIST's test set: the network never learned from them."

TO_DRAW = "Draw one yourself"

NOTHING_DRAWN = (
    "Nothing is drawn yet, so no unit has anything to say. Choose one of these digits, or draw "
    "your own. What this unit has learned, and what it did with 10,000 test digits, is here all "
    "the same."
)

ACTIVE = "Now: {caption}"

STANDS_STILL = (
    "This network is learning just now. The numbers on this page are those of when it was drawn, "
    "and stay until it is drawn again."
)

READ_ANEW = "Read it anew"

NO_SUCH_UNIT = (
    "The address asks for “{asked}”, but the network has no such unit: {layers}. You see {shown}."
)

NOT_IN_THIS_NETWORK = (
    "You had chosen {wanted} in another network. This one has no such unit: {layers}. You see "
    "{shown} meanwhile."
)

UNIT_WORDS = (
    "Each of the {units} is one number that the network computes. It looks at all {num_inputs} "
    "numbers before it, each with a weight of its own: how much that number counts, for or "
    "against. It adds all that up, and its bias, which it always adds. If the sum is below zero, "
    "it passes on 0: it is silent."
)

SCORE_WORDS = (
    "A score is one number that the network computes for one digit. It looks at all {num_inputs} "
    "numbers before it, each with a weight of its own: how much that number counts, for or "
    "against. It adds all that up, and its bias, which it always adds. The digit with the highest "
    "score is the answer."
)

UNIT_NUMBERS = (
    "`{stage}` is `Linear({num_inputs}, {num_units})`: {num_inputs:,} weights and 1 bias for each "
    "of {num_units:,} units. Its ReLU, `max(0, sum)`, makes 0 of what is below zero."
)

SCORE_NUMBERS = (
    "`{stage}` is `Linear({num_inputs}, {num_units})`: {num_inputs:,} weights and 1 bias for each "
    "of {num_units:,} scores."
)

PLAIN_LAYERS = "there are {units} (each counted from 0)"


def say_layers(sizes: Mapping[str, int]) -> str:
    """Say which units there are, for example "linear1 has 512, linear2 has 10"."""
    return ", ".join(f"{stage} has {size:,}" for stage, size in sizes.items()) + " (counted from 0)"


def layer_code(stage: str, names: tuple[str, ...]) -> str:
    """Give the line of PyTorch that computes all units of a layer; as in `sum_code`."""
    end = names.index(stage) - 1
    if stage.replace("linear", "relu") in names:
        end += 1
    return f"activations = model.linear_relu_stack[:{end}](model.flatten(image))"
