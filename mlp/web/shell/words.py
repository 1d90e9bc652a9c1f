"""Every explanation on the screen, apart from layout, so that it can be read, tested, translated.

It must not know Streamlit. Sentences are for somebody who has never programmed, unless they belong
to the depths "numbers" or "code".
"""

from typing import Any, Literal

from mlp.dataset import SIDE
from mlp.net.verdict import Kind, Verdict

Depth = Literal["words", "numbers", "code"]
DEPTHS: tuple[Depth, ...] = ("words", "numbers", "code")

TAGLINE = "Draw a digit and watch a small neural network read it, number by number."

PAD: dict[str, Any] = {
    "hint": "Draw a digit here\n0 to 9",
    "surface": (
        "Drawing pad. Draw with mouse, finger or pen. With the keyboard: arrow keys move, hold "
        "space to paint, Delete clears, Ctrl+Z undoes, E erases, P draws, G shows the grid."
    ),
    "tools": "Drawing tools",
    "pen": "Pen (P)",
    "eraser": "Eraser (E)",
    "undo": "Undo (Ctrl+Z)",
    "redo": "Redo (Ctrl+Shift+Z)",
    "clear": "Clear (Delete)",
    "grid": "Show the 28×28 grid (G)",
    "width": "Width",
    "channels": {
        "live": "live: answers while you draw",
        "rerun": "no direct line: answers come a little slower",
        "busy": "many visitors: answers come when you lift the pen",
    },
}

VERDICT: dict[str, dict[str, str]] = {
    str(Kind.SURE.value): {
        "headline": "It is a {digit}.",
        "detail": (
            "The network is sure: {percent}. Runner-up: {runner_up} with {runner_up_percent}."
        ),
    },
    str(Kind.UNSURE.value): {
        "headline": "Probably a {digit}.",
        "detail": (
            "Not quite sure: {percent}. It could also be a {runner_up} ({runner_up_percent})."
        ),
    },
    str(Kind.UNDECIDED.value): {
        "headline": "I can't decide.",
        "detail": "{digit} ({percent}) or {runner_up} ({runner_up_percent})? They are too close.",
    },
    str(Kind.NO_DIGIT.value): {
        "headline": "This does not look like a digit.",
        "detail": (
            "The network knows nothing but digits. If it had to choose: {digit} ({percent})."
        ),
    },
    "calibration": {
        "headline": "",
        "detail": "Where it was this sure, {right} of {all} test digits were right ({share}).",
    },
    "no_digit_tie": {
        "headline": "This does not look like a digit.",
        "detail": "The network knows nothing but digits, and several have the same score here.",
    },
    "overflow": {
        "headline": "I can't decide.",
        "detail": "This network's numbers become too large to be compared.",
    },
    "tie": {
        "headline": "I can't decide.",
        "detail": "Several digits have exactly the same score, {percent} each.",
    },
    str(Kind.NOTHING.value): {
        "headline": "Nothing drawn yet.",
        "detail": "Draw a digit on the black pad, or choose a picture. I answer while you draw.",
    },
}

VERDICT_OF_PICTURE = {
    **VERDICT,
    str(Kind.NOTHING.value): {
        "headline": "No digit on this picture.",
        "detail": "Ink and paper are too alike. Try the switches below, or another picture.",
    },
}

PLOTLY_FAILURE = "This chart could not be loaded. Is the server still running? Try again soon."

NETWORK: dict[str, str] = {
    "label": (
        "The whole network: picture, hidden layers before and after ReLU, ten scores and ten "
        "probabilities. Arrow keys move from value to value, Page Up and Page Down from stage to "
        "stage, Enter pins, Escape lets go."
    ),
    "pixel": "row {row}, column {column}",
    "unit": "unit {index}",
    "digit": "digit {index}",
    "nothing": "nothing drawn",
    "inputs": "strongest from {stage} (× weight)",
    "outputs": "strongest on {stage} (× weight)",
    "silent": "Its value after this is 0, so it has no effect on the next stage.",
    "invite": (
        "Point at any value to read it exactly and to see what feeds it and what it feeds. "
        "Click to pin it while you draw."
    ),
    "open": "Explain this unit →",
    "pin": "Click to pin it.",
    "pinned": "Pinned; Escape or a click lets go.",
    "legendLinear": "below zero · zero · above zero",
    "legendRelu": "zero · larger (after ReLU)",
    "lines": (
        "The lines are the strongest contributions: solid ones raise a value, dashed ones lower "
        "it. Each stage keeps its colour scale, whatever you draw."
    ),
}

STEPS = {
    "original": "as it came",
    "grey": "grey: seen in the colour in which the pen is darkest",
    "paper": "paper removed: only what is darker or lighter than the paper around it",
    "ink": "ink found: without ruled lines, edges and specks, white on black",
    "cropped": "cut out: the edges of the ink",
    "strokes": "strokes evened: far thinner or thicker than any that the network knows",
    "scaled": "scaled: its longer side is 20 pixels",
    "shrunk": "shrunk to 28×28",
    "exact": "taken pixel for pixel",
    "centred": "centred by its weight in 28×28",
    "blank": "nothing there",
}

UPLOAD_LABEL = "Or bring a picture of a digit"
UPLOAD_HELP = (
    "PNG, JPEG, WebP, BMP, TIFF or GIF, up to 10 MB each: a photo of paper, a scan, a drawing. "
    "Several at once, dropped anywhere on this page, or pasted with Ctrl+V."
)
UPLOADS_CAPTION = "Your pictures; choose one:"
CAMERA_TOGGLE = "Use the camera"
CAMERA_LABEL = "Photograph a digit"
CAMERA_HINT = (
    "Write one digit with a dark pen, as large as a matchbox or larger. Hold the paper flat in "
    "even light, so that the digit fills about half of the picture and no shadow falls on it."
)
NO_DIGIT_FOUND = (
    "No digit can be found on this picture: ink and paper are too alike. Try one with more "
    "contrast: a thicker pen, more light, or closer."
)
OTHERS_FOUND = "{count} digits were found on this picture. The largest is taken; choose another:"

LINK: dict[str, str] = {
    "copy": "Copy a link to this digit",
    "copied": "Copied. Whoever opens it sees this page with this digit.",
    "byHand": "Your browser does not let this page copy. Select the link and copy it:",
    "address": "Link to this digit",
    "nothing": "Draw or choose a digit, and you can share it.",
}
BROKEN_LINK = "{reason} Nothing else has changed."

DOWNLOADS_HELP = "Everything on this page, to keep and to check."
TENSORS_HELP = 'All {count} tensors as one NumPy file: `numpy.load("tensors.npz")["{stage}"]`.'
PICTURE_HELP = "The 28×28 picture that the network reads."
SCRIPT_HELP = (
    "A short program with the tutorial's network. With picture and weights beside it, it computes "
    "every number of this page again, without this app."
)
BUNDLE_HELP = (
    "Picture, tensors, weights and the program in one .zip. Unpack it and run "
    "`python reproduce.py`: it compares all tensors, bit for bit."
)

CENTRE_HELP = (
    "The network learned from digits that were all cut out, scaled to 20 pixels and centred. "
    "Switched off, it gets your picture as it is, and you can see how much it depends on that."
)
INVERT_HELP = "Swap black and white: the network has only ever seen light ink on dark paper."

RANDOM_HELP = (
    "`torch.rand(1, 28, 28)`: the tutorial's first input, 784 random numbers. It is no digit, and "
    "the network answers all the same: it knows nothing else than ten digits."
)

LAST_RELU = (
    "The tutorial's network ends with a ReLU on its scores. It turns every negative score into 0, "
    "so all those digits share one probability. (pytorch.org dropped this ReLU in 2021, "
    "Microsoft's version kept it.)"
)


NETWORK_CHOICES: dict[Any, str] = {
    "trained": "Trained",
    "untrained": "Untrained",
    "own": "Your own",
    "learned": "Train page",
}
NETWORK_CHOICE_HELP = (
    "Everything in this app then looks into that network: the Draw page, the parameters, the "
    "neurons. Only you see it; other visitors keep theirs."
)
NETWORK_TRAINED = (
    "The network that comes with this app. It has learned from 60,000 handwritten digits; of "
    "{all:,} others, which it had never seen, it misread {wrong}."
)
NETWORK_TRAINED_UNCOUNTED = "The network that comes with this app."
NETWORK_UNTRAINED = (
    "The same network before it has learned anything: all its numbers are random. Draw a digit "
    "with it, and see how learning is in these numbers alone."
)
NETWORK_SEED_HELP = (
    "The same seed gives the same random numbers: those of `torch.manual_seed(seed)` and "
    "`NeuralNetwork()` in the tutorial."
)
NETWORK_FILE = "Bring the parameters that you have trained"
NETWORK_FILE_HELP = (
    'A `state_dict` as `torch.save(model.state_dict(), "model.pth")` writes it at the end of the '
    "tutorial (.pth or .pt), or a .safetensors file. Any stack of Linear layers from 784 to 10. "
    "Nothing in the file is run, nobody else sees it, and it is gone when you leave."
)
NETWORK_NO_FILE = (
    "Until you bring a file, nothing changes: you still see the network “{title}”. No file at "
    "hand? `python -m mlp train --out my.safetensors` makes one in half a minute."
)
NETWORK_BROUGHT = "{name}: {sizes}, {count:,} parameters."
NETWORK_CONVERTED = "They were {dtype} and are computed as float32."
NETWORK_NAMES = "Its layers were called {names}. A ReLU after each is assumed: a file does not say."
NETWORK_LAST_RELU_HELP = (
    "A `state_dict` holds numbers, no ReLUs. Microsoft's tutorial has one after the scores, "
    "pytorch.org's has had none since 2021. Choose what yours was trained with."
)
NETWORK_REFUSED = "Nothing has changed. What you see is still: {title}."
NETWORK_SIDEBAR = "This is not the trained network: {title}."
NETWORK_BACK = "Back to the trained one"
NETWORK_FOLLOWING = "This is the network of your training, as it is at each moment."
NETWORK_FOLLOWING_WAITS = (
    "This is the network of your training. It has not begun, so all its numbers are still random."
)
NETWORK_FOLLOWING_OVER = "This is the network of your training, which has ended."
NETWORK_FOLLOWING_UNBEGUN = (
    "This is the network of your training, which ended before it began: all its numbers are random."
)
NETWORK_LEARNED = (
    "The network “{title}” of the Train page. Everything in this app looks into it until you "
    "choose another."
)
NETWORK_IN_TRAINING = (
    "The network of your training on the Train page, as it is at each moment: the numbers here "
    "are those of when this page was drawn, and change as it learns."
)
NETWORK_TRAINING_OVER = (
    "The network of your training on the Train page, which has ended: its numbers no longer "
    "change. Everything in this app looks into it until you choose another or train anew."
)


WHY = "Why?"
WHY_HELP = "See which units spoke for this answer, and which against it."
WHY_HEADING = "Why {winner}, and not {runner_up}?"
WHY_WORDS = (
    "Each unit of the last hidden layer speaks for some digits and against others, as loudly as it "
    "fires. Here {winner} and {runner_up} came first and second; each number says how far that "
    "unit alone put one ahead of the other. Choose a unit to see what it is."
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
WHY_CODE = """\
inputs = model.linear_relu_stack[:{layer}](model.flatten(image))
weight = model.linear_relu_stack[{layer}].weight  # {shape}
voices = inputs[0] * (weight[{winner}] - weight[{runner_up}])
print(voices.topk({count}))  # for the {winner}
print((-voices).topk({count}))  # for the {runner_up}"""
WHY_FOR = "Spoke most for {winner}"
WHY_AGAINST = "Spoke most for {runner_up}"
WHY_NOBODY = "None did."


def plain_text(text: str) -> str:
    """Make a text that somebody else wrote plain text in Markdown."""
    return "".join(f"\\{char}" if char in "\\`*_{}[]()<>#+-.!|~$:" else char for char in text)


def say_verdict(verdict: Verdict) -> str:
    """Say a verdict in a few words, for captions and comparisons."""
    if verdict.kind is Kind.NOTHING:
        return "nothing drawn"
    if verdict.digit is None:
        if verdict.probability == 0:
            return "undecided (its numbers are too large)"
        return "not a digit" if verdict.kind is Kind.NO_DIGIT else "undecided (equal scores)"
    if verdict.kind is Kind.NO_DIGIT:
        return f"not a digit (else {verdict.digit}, {percent(verdict.probability)})"
    doubt = "undecided, perhaps " if verdict.kind is Kind.UNDECIDED else ""
    return f"{doubt}{verdict.digit} ({percent(verdict.probability)})"


def percent(probability: float) -> str:
    """Say a probability, never rounded up to 100 or down to 0 (verdict.js says it the same)."""
    if probability > 0.9995:
        return "> 99.9 %"
    if 0 < probability < 0.0005:
        return "< 0.1 %"
    return f"{probability * 100:.1f} %"


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
