"""What parameters are called.

It must not know where a name stands.
"""

EXACT = "{layer}'s {kind}"

PLAIN = "{layer}: {kind}"

KIND_NAMES = {"weight": "weights", "bias": "biases"}
