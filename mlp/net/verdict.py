"""From ten probabilities to what may honestly be said.

It must not know the words in which it is said (`mlp/web/views/verdict/words.py`).
"""

from dataclasses import dataclass
from enum import IntEnum

import numpy as np

CERTAIN = 0.95
"""From this probability on the answer counts as sure."""

UNDECIDED_MARGIN = 0.2
"""If the best two are closer than this, there is no decision."""


class Kind(IntEnum):
    """What can be said; the numbers are those of the live channel's messages."""

    NOTHING = 0
    UNDECIDED = 1
    UNSURE = 2
    SURE = 3
    NO_DIGIT = 4
    DRAWING = 5


@dataclass(frozen=True)
class Verdict:
    """What the network answered, and how far to trust it.

    Attributes:
        kind: Nothing drawn, undecided, unsure, sure, strange: it does not look like a digit; or
            still being drawn.
        digit: 0–9; None if nothing was drawn, or if the two best are exactly equal. If it does not
            look like a digit, what the network would say if it had to.
        probability: Of the best digit, [0, 1].
        runner_up: The second-best digit, 0–9; None where `digit` is.
        runner_up_probability: Of the second-best, [0, 1].
    """

    kind: Kind
    digit: int | None
    probability: float
    runner_up: int | None
    runner_up_probability: float


NOTHING_DRAWN = Verdict(Kind.NOTHING, None, 0.0, None, 0.0)


def judge(
    probabilities: np.ndarray, ood_score: float | None = None, *, is_unfinished: bool = False
) -> Verdict:
    """Judge an answer.

    Args:
        probabilities: float32, (10,), [0, 1], sums to 1.
        ood_score: From `out_of_distribution`: above 0 it does not look like a digit. None:
            nothing is known about that.
        is_unfinished: It is still being drawn: nothing is claimed, whatever the probabilities.

    Returns:
        Undecided, without a digit, also where the probabilities are not finite: enormous weights.
    """
    if not np.isfinite(probabilities).all():
        return Verdict(Kind.UNDECIDED, None, 0.0, None, 0.0)
    runner_up, digit = (int(index) for index in np.argsort(probabilities, kind="stable")[-2:])
    best, second = float(probabilities[digit]), float(probabilities[runner_up])
    is_outlier = ood_score is not None and not ood_score <= 0  # nan is strange
    if is_unfinished:
        kind = Kind.DRAWING
    elif is_outlier:
        kind = Kind.NO_DIGIT
    elif best - second < UNDECIDED_MARGIN:
        kind = Kind.UNDECIDED
    elif best < CERTAIN:
        kind = Kind.UNSURE
    else:
        kind = Kind.SURE
    if best == second:
        return Verdict(kind, None, best, None, second)
    return Verdict(kind, digit, best, runner_up, second)
