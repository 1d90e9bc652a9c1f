"""What parameters are called, and how one is chosen.

It must not know how that is laid out.
"""

CHOICE = "Which numbers"

EXACT = "{layer}'s {kind}"

PLAIN = "{layer}: {kind}"

KIND_NAMES = {"weight": "weights", "bias": "biases"}
