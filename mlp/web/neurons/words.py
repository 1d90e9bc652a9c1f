"""What is said about one unit: which it is, what made its value, what it looks for just now.

It must not know Streamlit, nor the layout. What stands in braces is counted on the real network.
"""

import math
from collections.abc import Mapping, Sequence

import numpy as np

TITLE = "Neurons"
TAGLINE = (
    "One unit of the network, completely: what made its value, what it looks for, what it does to "
    "the answer, and what it did with 10,000 digits."
)

_FROM_HERE_ON_E = 1e6
"""Numbers from here on are printed like "1.2e6"; those below 0.0001 like "1.2e−5"."""

# Which unit.

LAYER = "Layer"
SCORES = "scores"
UNIT = "Unit"
UNIT_HELP = "The units of this layer are numbered from 0 to {last}."
DIGIT = "Digit"
PREVIOUS = "Previous"
NEXT = "Next"
STRONGEST = "Strongest"
STRONGEST_HELP = "The unit of this layer whose value is the largest on this digit."
STRONGEST_HELP_NO_DIGIT = "There is no digit yet: choose or draw one."
SURPRISE = "Any"
SURPRISE_HELP = "Any unit of this layer, by chance."
GRID = "All {count} units on this digit · `{stage}`"
SCORES_GRID = "The ten scores on this digit · `{stage}`"
GRID_LABEL = "Activation of each unit of {stage}; {name} is framed"
GRID_CAPTION = (
    "Click a cell to choose that unit. Unit 0 is at the top left, then row by row. Full colour "
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
    "A unit is one number that the network computes. It looks at all {num_inputs} numbers before "
    "it, each with a weight of its own: how much that number counts, for or against. It adds all "
    "that up, and its bias, which it always adds. If the sum is below zero, the ReLU makes it 0, "
    "and the unit is silent."
)
SCORE_WORDS = (
    "A score is one number that the network computes for one digit. It looks at all {num_inputs} "
    "numbers before it, each with a weight of its own: how much that number counts, for or "
    "against. It adds all that up, and its bias, which it always adds. The digit with the highest "
    "score is the answer."
)
UNIT_NUMBERS = (
    "`{stage}` is `Linear({num_inputs}, {num_units})`: {num_inputs:,} weights and 1 bias for each "
    "of {num_units:,} units."
)

# This digit.

THIS_DIGIT = "This digit: what made its value"
WITHOUT_DIGIT = "What it has learned: its weights"
POSITIVE = "what speaks for it"
NEGATIVE = "what speaks against it"
BIAS = "its bias"
VALUE = "its value"
ACTIVATION = "after the ReLU"
FIRES = "It **fires**: its value is above zero, and the ReLU lets it through as it is."
IS_SILENT = (
    "It is **silent** here: its value is not above zero, so the ReLU makes it 0, and no unit after "
    "it hears of it."
)
SCORE_KEPT = "It is above zero, so the last ReLU lets it through as it is."
SCORE_CUT = (
    "It is not above zero, so the last ReLU makes it 0, like every such score: those digits then "
    "share one probability."
)
IS_SCORE = "This is the score itself: no ReLU follows."
ROUNDING = (
    "These numbers add up to the last digit that is printed. Added exactly, the parts differ from "
    "PyTorch's own sum by {rounding}: PyTorch calculates in float32, to about 7 digits, and rounds "
    "after each step ({tolerance} would be within that)."
)
INPUT = "what comes in"
WEIGHTS = "× its weights"
PRODUCTS = "= what each adds"
PIXELS_LABEL = "The picture that comes in"
INPUTS_LABEL = "What comes in from each unit of {stage}"
WEIGHTS_LABEL = "The weights of {name}"
PRODUCTS_LABEL = "Input times weight, for each input of {name}"
PRODUCTS_WORDS = {
    True: (
        "Cell by cell: pixel × weight = what that pixel adds. Orange adds, blue takes away, and "
        "where there is no ink, nothing happens, whatever the weight. Added up, the last picture "
        "is the sum above."
    ),
    False: (
        "Cell by cell: value of a unit × weight = what that unit adds. Orange adds, blue takes "
        "away, and a silent unit adds nothing, whatever the weight. Added up, the last picture "
        "is the sum above. Click a cell to open that unit."
    ),
}
WEIGHTS_WORDS = {
    True: (
        "One weight for each pixel. Ink where it is orange raises the value of this unit, ink "
        "where it is blue lowers it."
    ),
    False: (
        "One weight for each unit before it. Orange: if that unit fires, it raises the value of "
        "this one. Blue: it lowers it. Click a cell to open that unit."
    ),
}
SCALES = "Full colour from: input {inputs}, weight ±{weights}, product ±{products}: {kept}"
SCALE_OF_WEIGHTS = "Full colour from ±{weights} on: {kept}"
KEPT = "the same for every digit and for all units of this layer."
FOR = "The largest for it"
AGAINST = "The largest against it"
PLACE_PIXEL = "{row}, {column}"
PLACE_UNIT = "unit {unit}"
PRODUCT_HEADER = "| row, column | input | weight | product |\n|---|---:|---:|---:|"
NONE_FOR = "Nothing speaks for it."
NONE_AGAINST = "Nothing speaks against it."
OPEN_UNIT = "Open unit {unit} of {stage}"
THIS_DIGIT_NUMBERS = (
    "`value = Σ weight · input + bias`, over {num_inputs} inputs: {num_positive} products are "
    "above 0, {num_negative} below, {num_zero} exactly 0."
)
NOT_FINITE = (
    "On this digit the network's numbers are too large for float32: they overflow to infinity, and "
    "there is nothing sensible to add up."
)

# What it does.

OUTGOING = "What it does to what comes after it"
OUTGOING_SILENT = (
    "Nothing: it is silent on this digit. It adds 0 to every unit after it and to every score."
)
OUTGOING_NEXT = "What it adds to each unit of {stage}"
OUTGOING_NEXT_LABEL = "What {name} adds to each unit of {stage}"
OUTGOING_NEXT_CAPTION = "Click a cell to open that unit. Full colour from ±{scale} on: {kept}"
OUTGOING_SCORES = "What it adds to each score"
OUTGOING_SCORES_LABEL = "What {name} adds to the score of each digit"
OUTGOING_SCORES_CAPTION = (
    "Along every path from here to the scores{before_relu}, through the units that are on. "
)
BEFORE_LAST_RELU = " before the last ReLU (“What if?” below shows them after it)"
OUTGOING_AXIS = "The axis shows ±{usual}, for all units and digits."
OUTGOING_WIDER_AXIS = (
    "It adds so much that the axis is wider than usual: ±{limit}, elsewhere ±{usual}."
)
OUTGOING_WORDS = (
    "It raises the score of {raised} most (by {by}) and lowers that of {lowered} most (by {less})."
)
OUTGOING_ONLY_RAISES = "It raises the score of {raised} most, by {by}, and lowers none."
OUTGOING_ONLY_LOWERS = "It lowers the score of {lowered} most, by {less}, and raises none."
OUTGOING_NONE = "It changes no score: every unit that it could act through is off, or its weight 0."
OUTGOING_NUMBERS = (
    "Added to a unit of `{next_stage}`: {activation} × its weight there. Added to a score: that, "
    "multiplied on through the weights of the units that are on."
)
OUTGOING_NUMBERS_LAST = "Added to a score of `{next_stage}`: {activation} × its weight there."
OUTGOING_SCORE = (
    "It is one of the ten scores, the last numbers before the answer. Among them it is number "
    "**{rank}** of 10 (the highest is 1), and softmax makes **{share}** of it."
)
OUTGOING_SCORE_TIED = (
    "It is one of the ten scores, the last numbers before the answer. {count} of them have exactly "
    "this value here, and softmax makes **{share}** of each."
)

# The exact linear picture.

LINEAR = "What it looks for right now"
LINEAR_NO_DIGIT = (
    "With a digit there, everything from the picture to this unit can be written as one picture "
    "of weights: what this unit looks for just now. Choose a digit above to see it."
)
LINEAR_FIRST = (
    "This unit sees the picture itself, with nothing between, so what it looks for is simply its "
    "784 weights, always the same. In later layers that changes from digit to digit: try one."
)
LINEAR_ONLY = (
    "Nothing lies between the picture and the scores, so what the network looks for in a digit is "
    "simply the 784 weights of its score, always the same."
)
LINEAR_WORDS = (
    "Between the picture and this unit there are {num_before}. Each of them is either on or off on "
    "this digit. As long as none of them switches, the whole path is one plain sum: every "
    "pixel × one weight, and a bias. Below you see these 784 weights, exactly. A trace more ink "
    "where it is orange raises the value, where it is blue it lowers it (how small a trace that is "
    "stands under “the nearest switch”). On another digit other units are on, and the same unit "
    "looks for something else."
)
LINEAR_ROW = "{name}: one weight for each pixel"
LINEAR_ROW_LABEL = "The exact weight of each pixel for {name}, on this digit"
LINEAR_SCALE = "Full colour from ±{scale} on: {kept}"
LINEAR_CHECK = (
    "Check: row · image + bias = **{value}**, the trace says **{traced}**. They differ by "
    "{difference} (float32 rounding allows {tolerance})."
)
LINEAR_NUMBERS = (
    "row = the product of the weight matrices, without the units that are off; "
    "bias = {bias}. Here row · image = {product}."
)
LINEAR_FIRST_NUMBERS = (
    "row = `weight[{unit}]` of `linear1`; bias = {bias}. Here row · image = {product}."
)
SCORES_ROWS = "What it looks for in each digit, right now"
SCORES_ROWS_LABEL = "The exact weight of each pixel for each of the ten scores, on this digit"
SCORES_ROWS_CAPTION = (
    "The same for the ten scores: orange is where {more} ink would raise that digit's score. Click "
    "one to open it. Full colour from ±{scale} on."
)
MORE, TRACE_MORE = "more", "a trace more"
CHANGES = "When does that change?"
CHANGES_WORDS = (
    "When the picture changes so much that a unit on the way is switched on or off. Push it by a "
    "pixel and see how many units that is, and what becomes of the weights."
)
CHANGES_FIRST = (
    "For this unit never: nothing that could be switched lies between it and the picture. In later "
    "layers it changes as soon as a unit on the way is switched on or off. Push the picture by a "
    "pixel and see how many units that is."
)
CHANGES_LINEAR = (
    "Never: this network has no hidden layer, so nothing can be switched on or off. What it looks "
    "for is the same for every picture."
)
UP, DOWN, LEFT, RIGHT, BACK = "Up", "Down", "Left", "Right", "Back to its place"
NOT_MOVED = "It is in its place, so every unit is as it was."
MOVED_CAPTION = "moved {way}"
PUSHED_LABEL = "The picture in its place and moved"
PRESENT_CAPTION = "in its place"
FLIPS = "- **{count:,}** of the {size:,} units of `{stage}` {are} switched on or off"
FLIPS_VALUE = "- the value of {name} goes from **{before}** to **{after}**"
FLIPS_ROW = (
    "- its 784 weights change by **{share}** (length of the difference ÷ length of what they were)"
)
FLIPS_SAME = "- its 784 weights stay exactly the same"
MOVED_ROW = "The same on the pushed picture"
ROW_IN_PLACE = "The same, the picture being in its place"
MOVED_ROW_LABEL = "The exact weight of each pixel for {name}, on the moved picture"
NEAREST = (
    "**The nearest switch:** the smallest change of the picture that switches any unit has a "
    "length of **{distance}**, pictures with pixels below 0 or above 1 counted too. For "
    "comparison: to make one black pixel white is a length of 1. "
    "Next to be switched {on_or_off}: {name}."
)
NEAREST_NUMBERS = (
    "Length: √ of the sum of all squared changes of pixels. For each unit the distance is "
    "`|value| ÷ |row|`, whether or not all pixels then lie between 0 and 1; this is the smallest "
    "of them all."
)
OPEN_NEAREST = "Open {name}"


def say_layers(sizes: Mapping[str, int]) -> str:
    """Say which units there are, for example "linear1 has 512, linear2 has 10"."""
    return ", ".join(f"{stage} has {size:,}" for stage, size in sizes.items()) + " (counted from 0)"


def say_units_before(sizes: Mapping[str, int]) -> str:
    """Say how many units lie between the picture and a unit.

    Args:
        sizes: Units of each hidden layer before it, at least one.
    """
    (stage, size), *others = sizes.items()
    first = f"{size:,} units of {stage}"
    return listed([first, *(f"{size:,} of {stage}" for stage, size in others)])


def listed(names: Sequence[str]) -> str:
    """Join names: "0s, 1s and 6s"."""
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + f" and {names[-1]}"


def say_way(rows: int, columns: int) -> str:
    """Say how far a picture was moved, for example "2 down, 1 to the left"."""
    parts = []
    if rows:
        parts.append(f"{abs(rows)} {'down' if rows > 0 else 'up'}")
    if columns:
        parts.append(f"{abs(columns)} to the {'right' if columns > 0 else 'left'}")
    return ", ".join(parts)


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
        "by": say_number(by),
        "less": say_number(-less),
    }
    if by > 0 and less < 0:
        return OUTGOING_WORDS.format(**figures)
    if by > 0:
        return OUTGOING_ONLY_RAISES.format(**figures)
    if less < 0:
        return OUTGOING_ONLY_LOWERS.format(**figures)
    return OUTGOING_NONE


def has_exponent(value: float) -> bool:
    """Whether a number is so large or so small that it is printed with an exponent."""
    return value != 0 and not 1e-4 <= abs(value) < _FROM_HERE_ON_E


def say_number(value: float, *, num_digits: int = 4, is_signed: bool = False) -> str:
    """Print a number to a few digits: "1.234", "−0.00021", "12,345", "2.4e−7", "3e8".

    Args:
        value: Any number; what is not finite is said as well.
        num_digits: Significant ones; before the point all are printed below a million.
        is_signed: Whether numbers above zero get a sign too.
    """
    if not math.isfinite(value):
        return "not a number" if math.isnan(value) else "−∞" if value < 0 else "∞"
    sign = "+" if is_signed and value != 0 else ""
    is_whole = 10**num_digits - 0.5 <= abs(value) < _FROM_HERE_ON_E - 0.5
    said = f"{value + 0.0:{sign},.{'0f' if is_whole else f'{num_digits}g'}}"
    number, e, exponent = said.partition("e")
    return (number + e + (str(int(exponent)) if e else "")).replace("-", "−")


def layer_code(stage: str, names: tuple[str, ...]) -> str:
    """Give the line of PyTorch that computes all units of a layer; as in `sum_code`."""
    end = names.index(stage) - 1
    if stage.replace("linear", "relu") in names:
        end += 1
    return f"activations = model.linear_relu_stack[:{end}](model.flatten(image))"


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


def row_code(stage: str, unit: int, names: tuple[str, ...]) -> str:
    """Give the lines of PyTorch that make the exact linear picture; as in `sum_code`."""
    end = names.index(stage) - 1
    return "\n".join(
        [
            "flat = model.flatten(image).detach().requires_grad_()  # (1, 784)",
            f"value = model.linear_relu_stack[:{end}](flat)[0, {unit}]  # {stage}",
            "(row,) = torch.autograd.grad(value, flat)  # how much it changes with each pixel",
            "bias = value - (row * flat).sum()",
            "picture = row.reshape(28, 28)",
        ]
    )


def flips_code(names: tuple[str, ...], rows: int, columns: int) -> str:
    """Give the lines of PyTorch that move a picture and count the units that are switched.

    Args:
        names: All stages of the network, in order.
        rows: How far down.
        columns: How far to the right.
    """
    last = max(index for index, name in enumerate(names) if name.startswith("linear"))
    ends = [index - 1 for index in range(last) if names[index].startswith("relu")]
    return "\n".join(
        [
            f"sides = ({columns}, {-columns}, {rows}, {-rows})  # left, right, top, bottom",
            "moved = nn.functional.pad(image, sides)",
            "switched = []",
            f"for end in {ends}:  # after each hidden ReLU",
            "    part = model.linear_relu_stack[:end]",
            "    before = part(model.flatten(image)) > 0",
            "    after = part(model.flatten(moved)) > 0",
            "    switched.append((before != after).sum().item())",
        ]
    )


def _values_before(index: int) -> str:
    """Say in code what enters the layer at a place of the stack."""
    return (
        f"model.linear_relu_stack[:{index}](model.flatten(image))"
        if index
        else "model.flatten(image)"
    )
