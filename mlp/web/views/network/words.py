"""The words of the network view.

It must not know how that is laid out.
"""

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
