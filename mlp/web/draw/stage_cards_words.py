"""What is said about each stage.

It must not know how that is laid out.
"""

from mlp.dataset import SIDE

NOTHING_DRAWN = "Draw a digit, and every tensor of the network appears here."

WITHOUT_LAST_RELU = "Answer without the last ReLU"

LAST_RELU_HELP = (
    "The tutorial's network ends with a ReLU on its scores. It turns every negative score into 0, "
    "so all those digits share one probability. (pytorch.org dropped this ReLU in 2021, "
    "Microsoft's version kept it.)"
)

PROBABILITIES_LABEL = "Probability of each digit"

BOTH_ANSWERS = "With the last ReLU: {verdict} · without: {other}"
"""For `render_sentence`, like the next ones."""

ONLY_ANSWER = "This network has no last ReLU: {verdict}"

RECEIPT = (
    ":material/receipt_long: **Receipt** · largest difference between what you see and "
    "`softmax(model(x))`: **{difference}**. Computed anew for this digit, on the same device: the "
    "pictures above are the network's own tensors, not a copy of its arithmetic."
)

RECEIPT_IN_WORDS = (
    ":material/receipt_long: **Receipt** · largest difference between what you see and the network "
    "asked again: **{difference}**. Everything on this page is what it really computed."
)

STAGE_LABEL = "Values of the stage {stage}"

FACTS = (
    "`{shape}` · {dtype} · {device}  \n"
    "min {{least}} · mean {{mean}} · max {{largest}}  \n"
    "exact zeros: {{zeros}} of {count:,} ({{share}})"
)

FACTS_IN_WORDS = (
    "smallest {{least}} · largest {{largest}} · exactly 0: {{zeros}} of {count:,} ({{share}})"
)


def stage_sentence(name: str, shape: tuple[int, ...], names: tuple[str, ...]) -> str:
    """Explain one stage in plain words.

    Args:
        name: The stage.
        shape: Its tensor's shape, the batch first.
        names: All stages, in order.
    """
    num_linear = sum(stage.startswith("linear") for stage in names)
    size = shape[-1]
    if name == "image":
        return "Your digit as the network sees it: 28 rows of 28 numbers, 0 is black, 1 is white."
    if name == "flatten":
        return "The same 784 numbers in one long row: row after row, nothing is computed."
    if name == f"linear{num_linear}":
        return "One score for each digit: all values before it, weighed and added up ten times."
    if name.startswith("linear"):
        return (
            f"{size} units, each weighs every number before it with weights of its own, adds them "
            "up and adds its bias. Orange is above zero, blue below."
        )
    if name == f"relu{num_linear}":
        return "Negative scores become 0: the tutorial's network does this even to its last scores."
    if name.startswith("relu"):
        return "Everything below zero becomes 0. What is left are the units that respond."
    return "The scores as shares of 100 %: the higher the score, the larger the share."


def stage_arithmetic(name: str, shape: tuple[int, ...], size_before: int) -> str:
    """Explain one stage in numbers.

    Args:
        name: The stage.
        shape: Its tensor's shape, the batch first.
        size_before: Values in the stage before.
    """
    size = shape[-1]
    if name == "image":
        return f"{SIDE} × {SIDE} = {SIDE * SIDE} numbers; a batch of {shape[0]}."
    if name == "flatten":
        return f"Number = {SIDE} × row + column."
    if name.startswith("linear"):
        return (
            f"{size} sums of {size_before} products and a bias: "
            f"{size:,} × {size_before:,} + {size:,} = {size * size_before + size:,} parameters."
        )
    if name.startswith("relu"):
        return "f(x) = max(0, x), for each value by itself."
    return "exp(score) ÷ the sum of all ten exp(score); together they are 1."


def stage_code(name: str, names: tuple[str, ...]) -> str:
    """Give the line of PyTorch that makes one stage.

    Args:
        name: The stage.
        names: All stages, in order.
    """
    if name == "image":
        return "image = pixels.float() / 255  # (1, 28, 28)"
    before = names[names.index(name) - 1]
    if name == "flatten":
        return "flatten = model.flatten(image)"
    if name == "softmax":
        return f"softmax = nn.Softmax(dim=1)({before})"
    return f"{name} = model.linear_relu_stack[{names.index(name) - 2}]({before})"
