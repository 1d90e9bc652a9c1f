"""What is said of an answer.

It must not know how that is laid out.
"""

from mlp.net.verdict import Kind, Verdict
from mlp.numbers import percent

VERDICT: dict[str, dict[str, str]] = {
    str(Kind.SURE.value): {
        "headline": "It is {a_digit}.",
        "detail": (
            "The network is sure: {percent}. Runner-up: {runner_up} with {runner_up_percent}."
        ),
    },
    str(Kind.UNSURE.value): {
        "headline": "Probably {a_digit}.",
        "detail": (
            "Not quite sure: {percent}. It could also be {a_runner_up} ({runner_up_percent})."
        ),
    },
    str(Kind.UNDECIDED.value): {
        "headline": "I can't decide.",
        "detail": "{digit} ({percent}) or {runner_up} ({runner_up_percent})? They are too close.",
    },
    str(Kind.NO_DIGIT.value): {
        "headline": "This does not look like a digit.",
        "detail": (
            "The network knows nothing but digits. If it had to choose: {digit} ({percent})."
        ),
    },
    "calibration": {
        "headline": "",
        "detail": "Where it was this sure, {right} of {all} test digits were right ({share}).",
    },
    "no_digit_tie": {
        "headline": "This does not look like a digit.",
        "detail": "The network knows nothing but digits, and several have the same score here.",
    },
    "overflow": {
        "headline": "I can't decide.",
        "detail": "This network's numbers become too large to be compared.",
    },
    "tie": {
        "headline": "I can't decide.",
        "detail": "Several digits have exactly the same score, {percent} each.",
    },
    str(Kind.NOTHING.value): {
        "headline": "Nothing drawn yet.",
        "detail": "Draw a digit on the black pad, or choose a picture. I answer while you draw.",
    },
}

VERDICT_OF_PICTURE = {
    **VERDICT,
    str(Kind.NOTHING.value): {
        "headline": "No digit on this picture.",
        "detail": "Ink and paper are too alike. Try the switches below, or another picture.",
    },
}


def say_verdict(verdict: Verdict) -> str:
    """Say a verdict in a few words, for captions and comparisons."""
    if verdict.kind is Kind.NOTHING:
        return "nothing drawn"
    if verdict.digit is None:
        if verdict.probability == 0:
            return "undecided (its numbers are too large)"
        return "not a digit" if verdict.kind is Kind.NO_DIGIT else "undecided (equal scores)"
    if verdict.kind is Kind.NO_DIGIT:
        return f"not a digit (else {verdict.digit}, {percent(verdict.probability)})"
    doubt = "undecided, perhaps " if verdict.kind is Kind.UNDECIDED else ""
    return f"{doubt}{verdict.digit} ({percent(verdict.probability)})"
