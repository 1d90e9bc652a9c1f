"""What the Neurons page says on its own, and what several of its sections say.

It must not know how that is laid out.
"""

from collections.abc import Sequence

SECTIONS = {
    "this_digit": "This digit",
    "what_if": "What if?",
    "outgoing": "What it does",
    "linear_picture": "What it looks for",
    "life": "10,000 digits",
    "compare": "Compare",
}

KEPT = "the same for every digit and for all units of this layer."

NOT_FINITE = (
    "On this digit the network's numbers are too large to compute with: they become infinite, and "
    "there is nothing sensible to add up."
)


def listed(names: Sequence[str]) -> str:
    """Join names: "0s, 1s and 6s"."""
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + f" and {names[-1]}"
