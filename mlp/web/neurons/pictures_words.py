"""What is said about a unit in a few words: which digits it stands for.

It must not know where that stands.
"""

import numpy as np

from mlp.web.neurons.life_words import NEARLY
from mlp.web.neurons.words import listed

SPEAKS = "speaks for the {digit}"

FIRES = "fires for {digits}"

FIRES_AND_MORE = "{digits} and more"

FIRES_FOR_ALL = "fires for all digits"

FIRES_NEVER = "never fires for test digits"

FIRES_TOO_LARGE = "numbers too large"

MAX_DIGITS = 3
"""That a unit fires for and that are named."""


def say_fires(means: np.ndarray, *, is_brief: bool = False) -> str:
    """Say which digits a unit fires for: "fires for 7s and 2s", strongest first.

    Args:
        means: float32, (10,), ≥ 0: its mean activation on the test digits of each digit.
        is_brief: For under a small picture: "fires for 7s, 2s".
    """
    highest = float(means.max())
    if not np.isfinite(means).all():
        return FIRES_TOO_LARGE
    if highest == 0:
        return FIRES_NEVER
    order = np.argsort(-means, kind="stable").tolist()
    digits = [f"{digit}s" for digit in order if means[digit] >= NEARLY * highest]
    if len(digits) == len(means):
        return FIRES_FOR_ALL
    if len(digits) > MAX_DIGITS:
        return FIRES.format(digits=FIRES_AND_MORE.format(digits=", ".join(digits[:2])))
    return FIRES.format(digits=", ".join(digits) if is_brief else listed(digits))
