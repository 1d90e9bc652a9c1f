"""What is said about a unit's exact linear picture, and about when it changes.

It must not know how that is laid out.
"""

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
    "Between the picture and this one there are {before}. Each of them is either on or off on "
    "this digit. As long as none of them switches, the whole path is one plain sum: every "
    "pixel × one weight, and a bias. Above you see these 784 weights, exactly. A trace more ink "
    "where it is orange raises the value, where it is blue it lowers it (how small a trace that is "
    "is said under “the nearest switch”). On another digit others are on, and the same one "
    "looks for something else."
)

LINEAR_ROW = "One weight for each pixel"

LINEAR_ROW_LABEL = "The exact weight of each pixel for {name}, on this digit"

LINEAR_SCALE = "Full colour from ±{scale} on: {kept}"

LINEAR_CHECK = (
    "Check: pixels × weights and the bias, added up, give **{value}**; the network computed "
    "**{traced}**. They differ by {difference} (float32 rounding allows {tolerance})."
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
    "one to open it."
)

SCORES_ROWS_NUMBERS = " Full colour from ±{scale} on."

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

FLIPS = "- **{count:,}** of the {units} {are} switched on or off"

FLIPS_VALUE = "- the value of {name} goes from **{before}** to **{after}**"

FLIPS_ROW = "- its 784 weights change by **{share}**"

FLIPS_ROW_NUMBERS = " (length of the difference ÷ length of what they were)"

FLIPS_SAME = "- its 784 weights stay exactly the same"

MOVED_ROW = "The same on the pushed picture"

ROW_IN_PLACE = "The same, the picture being in its place"

MOVED_ROW_LABEL = "The exact weight of each pixel for {name}, on the moved picture"

OFF = "off"

ON = "on"

NEAREST = (
    "**The nearest switch:** of all there are, the smallest change of the picture switches "
    "{name} {on_or_off}."
)

NEAREST_NUMBERS = (
    "That change has a length of **{distance}**, pictures with pixels below 0 or above 1 counted "
    "too; to make one black pixel white is a length of 1. Length: √ of the sum of all squared "
    "changes of pixels. For each unit the distance is "
    "`|value| ÷ |row|`, whether or not all pixels then lie between 0 and 1; this is the smallest "
    "of them all."
)

OPEN_NEAREST = "Open {name}"


def say_way(rows: int, columns: int) -> str:
    """Say how far a picture was moved, for example "2 down, 1 to the left"."""
    parts = []
    if rows:
        parts.append(f"{abs(rows)} {'down' if rows > 0 else 'up'}")
    if columns:
        parts.append(f"{abs(columns)} to the {'right' if columns > 0 else 'left'}")
    return ", ".join(parts)


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
