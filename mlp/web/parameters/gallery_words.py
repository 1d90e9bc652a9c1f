"""What the gallery of the first layer says, apart from layout.

It must not know Streamlit.
"""

from typing import Any

import numpy as np

from mlp.numbers import number

UNITS = (
    "Each tile is one {unit}: **orange** where it wants ink, **blue** where ink speaks against it. "
    "Click one, and everything about it follows."
)
UNIT, PLAIN_UNIT = "unit", "detector"
SCORES = (
    "This network has no hidden layer, so each tile is the score of one digit: **orange** where "
    "ink speaks for it, **blue** where ink speaks against it. Click one, and everything about it "
    "follows."
)

NUMBERS = (
    "{num_units} rows of 784 weights, laid out like the picture that they weigh; number "
    "28 × row + column of a row is one cell of its tile. "
    "The norm of a row is the square root of the sum of its squared weights: from {least} to "
    "{most}, half of them above {median}. Under each tile stands what the unit makes of "
    "the current digit: row · image + bias{relu}."
)
NUMBERS_RELU = ", and 0 in place of anything negative (ReLU)"

COUNTED = "How often each fires, and for which digit, was counted on the {num_images} test digits."
COUNTING = "For which digit each fires most is counted once the tiles are there."
COUNTED_SIGNED = (
    "For which digit each score is highest on average was counted on the {num_images} test digits."
)
COUNTING_SIGNED = (
    "For which digit each score is highest on average is counted once the tiles are there."
)

PLAIN_NORM = "strength of its weights"

_COMMON: dict[str, Any] = {
    "sort": "Sort by",
    "sorts": {
        "number": "number",
        "now": "strength on the current digit",
        "norm": "norm of its weights",
        "digit": "digit it fires most for",
    },
    "show": "Show",
    "filters": {
        "all": "all",
        "fires": "fires on the current digit",
        "silent": "silent on the current digit",
        "dead": "dead: never fires",
        "most": "fires most for {digit}",
    },
    "needsDigit": "{choice} (nothing is drawn)",
    "needsCount": "{choice} (being counted …)",
    "ownScale": "Each tile at its own scale",
    "commonScale": "One scale for all tiles: full colour from ±{scale} on.",
    "ownScales": "Each tile at its own scale: full colour at its largest weight.",
    "scaleFailed": "The exact weights could not be loaded, so the scale is still the common one.",
    "bars": "Bar, and number on the right: its value on {digit}; the bar is full at {scale}.",
    "noBars": "Nothing is drawn, so the tiles have no bars. Draw a digit, and they get some.",
    "download": "PNG",
    "downloadLabel": "Download the gallery as it is shown, as PNG",
    "saveLabel": "Download the picture of {name} as PNG",
    "heading": "fires most for {digit} · {count}",
    "headingDead": "never fires on the test digits · {count}",
    "loading": "The weights are on their way …",
    "failed": "The weights could not be loaded. Is the server still running?",
    "again": "Try again",
    "norm": "norm {norm}",
    "most": "fires most for {digit} (mean {mean})",
    "dead": "dead: never fires on the test digits",
    "now": "now {value}",
    "silent": "now {value}, silent",
    "notNow": "nothing drawn",
    "invite": (
        "Point at a tile, or use the arrow keys. A click or Enter opens it; a finger taps twice."
    ),
}

UNIT_WORDS: dict[str, Any] = {
    **_COMMON,
    "label": (
        "The units of the first layer as pictures of their weights. Arrow keys move from tile to "
        "tile, Home and End to the first and the last, Page Up and Page Down by a screen, Enter "
        "opens the unit."
    ),
    "count": "{shown} of {all} units",
    "name": "unit {number}",
    "tile": "{number}",
    "open": "Open {name}",
    "empty": {
        "fires": "No unit of the first layer fires on this digit.",
        "silent": "No unit of the first layer is silent: all of them fire on this digit.",
        "dead": "No unit is dead: each fires on at least one of the test digits.",
        "most": "No unit of the first layer fires most for {digit}.",
    },
}

PLAIN_UNIT_WORDS: dict[str, Any] = {
    "label": UNIT_WORDS["label"].replace("units", "detectors").replace("the unit", "the detector"),
    "count": "{shown} of {all} detectors",
    "name": "detector {number}",
    "empty": {
        "fires": "No detector fires on this digit.",
        "silent": "No detector is silent: all of them fire on this digit.",
        "dead": "No detector is dead: each fires on at least one of the test digits.",
        "most": "No detector fires most for {digit}.",
    },
}

SCORE_WORDS: dict[str, Any] = {
    **_COMMON,
    "label": (
        "The ten scores as pictures of their weights. Arrow keys move from tile to tile, Home and "
        "End to the first and the last, Enter opens the score."
    ),
    "count": "{shown} of {all} scores",
    "name": "digit {number}",
    "tile": "digit {number}",
    "open": "Open the score of {name}",
    "empty": {
        "fires": "No score is above zero on this digit.",
        "silent": "No score is zero or below: all of them are above zero on this digit.",
        "dead": "No score is dead: each is above zero on at least one of the test digits.",
        "most": "No score is highest on average for {digit}.",
    },
}

SIGNED_WORDS: dict[str, Any] = {
    **SCORE_WORDS,
    "sorts": {
        **_COMMON["sorts"],
        "now": "value on the current digit",
        "digit": "digit it is highest for",
    },
    "filters": {"all": "all", "most": "highest for {digit}"},
    "bars": (
        "Bar, and number on the right: its value on {digit}, orange above zero and blue below; the "
        "bar is full at ±{scale}."
    ),
    "heading": "highest for {digit} · {count}",
    "most": "highest for {digit} on average (mean {mean})",
    "empty": {"most": SCORE_WORDS["empty"]["most"]},
}


def component_words(*, is_scores: bool, is_signed: bool, is_plain: bool) -> dict[str, Any]:
    """What the gallery itself says.

    Args:
        is_scores: The units are the ten scores.
        is_signed: No ReLU follows, which only scores can do without.
        is_plain: For somebody who never programmed.
    """
    words = SIGNED_WORDS if is_signed else SCORE_WORDS if is_scores else UNIT_WORDS
    if not is_plain:
        return words
    most = words["most"].partition(" (")[0]
    plain = {**words, "sorts": {**words["sorts"], "norm": PLAIN_NORM}, "norm": "", "most": most}
    return plain if is_scores else {**plain, **PLAIN_UNIT_WORDS}


def explanation(*, is_scores: bool, is_plain: bool) -> str:
    """Say what a tile is; arguments as in `component_words`."""
    return SCORES if is_scores else UNITS.format(unit=PLAIN_UNIT if is_plain else UNIT)


def numbers(norms: np.ndarray, *, has_relu: bool) -> str:
    """Say in numbers what a tile is.

    Args:
        norms: float32, (units,), ≥ 0: of each unit's weights.
        has_relu: Whether a ReLU follows.
    """
    return NUMBERS.format(
        num_units=f"{len(norms):,}",
        least=number(norms.min()),
        most=number(norms.max()),
        median=number(float(np.median(norms))),
        relu=NUMBERS_RELU if has_relu else "",
    )


def code(num_units: int, *, has_relu: bool) -> str:
    """Give the lines of PyTorch that make what the gallery shows."""
    unit = min(37, num_units - 1)
    lines = [
        f"weight = model.linear_relu_stack[0].weight  # ({num_units}, 784)",
        f"tile = model.linear_relu_stack[0].weight[{unit}].view(28, 28)",
        "norms = weight.norm(dim=1)",
        "values = model.linear_relu_stack[0](model.flatten(image))",
    ]
    if has_relu:
        lines.append("values = model.linear_relu_stack[1](values)")
    return "\n".join(lines)
