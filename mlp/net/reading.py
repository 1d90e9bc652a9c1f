"""One reading: a prepared picture through the network, and the answer judged.

It must not know who asks, nor in which form the answer goes on.
"""

import time
from dataclasses import dataclass

from mlp.net.out_of_distribution import ood_score
from mlp.net.placed import PlacedModel
from mlp.net.trace import Trace
from mlp.net.verdict import NOTHING_DRAWN, Verdict, judge
from mlp.picture.prepare import Prepared


@dataclass(frozen=True)
class Reading:
    """A picture, read: what both the live and the settled answer are made of.

    Attributes:
        trace: None if nothing was drawn.
        forward_ms: Time of the forward pass.
        ood_score: Above 0 it does not look like a digit; None if that was not asked.
        fingerprint: Of the network: while it is trained each answer may come from another.
    """

    prepared: Prepared
    trace: Trace | None
    verdict: Verdict
    forward_ms: float
    ood_score: float | None = None
    fingerprint: str = ""


def read(model: PlacedModel, prepared: Prepared, *, is_unfinished: bool = False) -> Reading:
    """Run the network on a prepared picture and judge the answer; a blank one is not run.

    A picture that was not centred is not asked whether it looks like a digit either: off its
    place every digit looks strange (6.7 % of redrawn ones, instead of 1.3 %).

    Args:
        model: The network.
        prepared: The picture.
        is_unfinished: It is still being drawn. Nothing is claimed then, nor asked whether it looks
            like a digit: half a digit often does not.
    """
    if prepared.is_blank:
        return Reading(prepared, None, NOTHING_DRAWN, 0.0)
    started_s = time.perf_counter()
    trace = model.trace(prepared.image)
    probabilities = trace.probabilities  # a copy to the CPU: waits for the device
    forward_ms = (time.perf_counter() - started_s) * 1000
    detector = model.experience.detector
    score = None
    if detector is not None and prepared.is_placed and not is_unfinished:
        score = float(ood_score(detector, trace)[0])
    verdict = judge(probabilities, score, is_unfinished=is_unfinished)
    return Reading(prepared, trace, verdict, forward_ms, score, model.fingerprint)
