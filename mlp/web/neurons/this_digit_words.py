"""What is said about what made a unit's value on this digit, and what comes of it.

It must not know how that is laid out.
"""

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

ROUNDING = (
    "The numbers above add up to the last digit that is printed. Added exactly, the parts differ "
    "from PyTorch's own sum by {rounding}: PyTorch calculates in float32, to about 7 digits, and "
    "rounds after each step ({tolerance} would be within that)."
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

FOR = "Speak most for it"

AGAINST = "Speak most against it"

PLACE_PIXEL = "{row}, {column}"

UNIT = "{meaning}\n{product}"

UNIT_NUMBERS = "unit {unit}\n{value} × {weight}\n= {product}\n{meaning}"

UNIT_LABEL = ": {value} × {weight} = {product}"

PRODUCT_HEADER = "| row, column | input | weight | product |\n|---|---:|---:|---:|"

NONE_FOR = "Nothing speaks for it."

NONE_AGAINST = "Nothing speaks against it."

THIS_DIGIT_NUMBERS = (
    "`value = Σ weight · input + bias`, over {num_inputs} inputs: {num_positive} products are "
    "above 0, {num_negative} below, {num_zero} exactly 0."
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

UNIT_NUMBERS_OF_LAYER = (
    "`{stage}` is `Linear({num_inputs}, {num_units})`: {num_inputs:,} weights and 1 bias for each "
    "of {num_units:,} units. Its ReLU, `max(0, sum)`, makes 0 of what is below zero."
)

SCORE_NUMBERS = (
    "`{stage}` is `Linear({num_inputs}, {num_units})`: {num_inputs:,} weights and 1 bias for each "
    "of {num_units:,} scores."
)


def sum_code(stage: str, unit: int, names: tuple[str, ...]) -> str:
    """Give the lines of PyTorch that split a unit's value into its parts.

    Args:
        stage: A linear stage.
        unit: 0-based.
        names: All stages of the network, in order.
    """
    index = names.index(stage) - 2
    lines = [
        f"inputs = {values_before(index)}[0]",
        f"layer = model.linear_relu_stack[{index}]  # {stage}",
        f"products = layer.weight[{unit}] * inputs",
        "positive = products[products > 0].sum()",
        "negative = products[products < 0].sum()",
        f"value = positive + negative + layer.bias[{unit}]",
    ]
    if stage.replace("linear", "relu") in names:
        lines.append("activation = torch.relu(value)")
    return "\n".join(lines)


def values_before(index: int) -> str:
    """Say in code what enters the layer at a place of the stack."""
    return (
        f"model.linear_relu_stack[:{index}](model.flatten(image))"
        if index
        else "model.flatten(image)"
    )


def layer_code(stage: str, names: tuple[str, ...]) -> str:
    """Give the line of PyTorch that computes all units of a layer; as in `sum_code`."""
    end = names.index(stage) - 1
    if stage.replace("linear", "relu") in names:
        end += 1
    return f"activations = model.linear_relu_stack[:{end}](model.flatten(image))"
