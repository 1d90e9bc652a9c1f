"""What the Neurons page says on its own, and what several of its sections say.

It must not know how that is laid out.
"""

from collections.abc import Sequence

TITLE = "Neurons"

TAGLINE = (
    "One unit of the network, completely: what made its value, what it looks for, what it does to "
    "the answer, and what it did with 10,000 digits."
)

BACK = "Back to your drawing"

KEPT = "the same for every digit and for all units of this layer."

NOT_FINITE = (
    "On this digit the network's numbers are too large to compute with: they become infinite, and "
    "there is nothing sensible to add up."
)


def listed(names: Sequence[str]) -> str:
    """Join names: "0s, 1s and 6s"."""
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + f" and {names[-1]}"
