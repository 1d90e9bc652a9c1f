"""How the visitor wants the network to answer, on every page.

It must not know what is shown of an answer.
"""

from dataclasses import dataclass


@dataclass(eq=False)
class Answering:
    """What a session remembers of that.

    Attributes:
        without_last_relu: Whether the probabilities are those without the ReLU on the scores.
    """

    without_last_relu: bool = False
