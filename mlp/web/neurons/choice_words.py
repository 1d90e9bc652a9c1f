"""What is said about which unit and which digit the page is about.

It must not know how that is laid out.
"""

from collections.abc import Mapping

LAYER = "Layer"

UNIT = "Number, from 0 to {last}: the {units}"

DIGIT = "Digit"

STRONGEST = "Strongest"

STRONGEST_HELP = "The one of this layer whose value is the largest on this digit."

STRONGEST_HELP_NO_DIGIT = "There is no digit yet: choose or draw one."

SURPRISE = "Any"

SURPRISE_HELP = "Any one of this layer, by chance."

GRID_LABEL = "How strongly each of the {units} responds; {name} is framed"

GRID_CAPTION = "All {units} on this digit, from number 0 row by row: click one."

GRID_NUMBERS = " Full colour from {scale} on, for every digit."

BARS_CAPTION = "The ten scores on this digit: click one."

EXAMPLES_LABEL = "Test digits to make the active one"

NOTHING_DRAWN = (
    "Nothing is drawn yet, so no unit has anything to say. Choose one of these digits, or draw "
    "your own. What this unit has learned, and what it did with 10,000 test digits, is here all "
    "the same."
)

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

PLAIN_LAYERS = "there are {units} (each counted from 0)"


def say_layers(sizes: Mapping[str, int]) -> str:
    """Say which units there are, for example "linear1 has 512, linear2 has 10"."""
    return ", ".join(f"{stage} has {size:,}" for stage, size in sizes.items()) + " (counted from 0)"
