"""What is said about what the network sees.

It must not know how that is laid out.
"""

from typing import Any

PREPARATION: dict[str, Any] = {
    "seen": "The original and the prepared picture",
    "original": "as it came",
    "prepared": "what the network sees",
    "unchanged": "taken as it is",
    "centre": "Crop, scale and centre",
    "centreHelp": (
        "The network learned from digits that were all cut out, scaled to 20 pixels and centred. "
        "Switched off, it gets your picture as it is, and you can see how much it depends on that."
    ),
    "invert": "Swap black and white",
    "invertHelp": ("Swap black and white: the network has only ever seen light ink on dark paper."),
    "help": "What is that? {switch}",
    "nothing": "Nothing drawn yet, so there is nothing to prepare.",
    "exact": "This picture is a tensor already: nothing is prepared.",
    "comparison": "Centred: {centred} · not centred: {uncentred}",
    "allSteps": "Every step of the preparation",
    "stepsLabel": "The steps of the preparation",
    "steps": {
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
    },
}
