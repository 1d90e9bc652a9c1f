"""What is said of an answer.

It must not know how that is laid out.
"""

from mlp.net.verdict import Kind, Verdict
from mlp.numbers import percent

BARS = {
    "bars": "How sure it is of each digit",
    "bar": "{digit}: {percent}",
}

VERDICT: dict[str, dict[str, str]] = {
    str(Kind.SURE.value): {
        "headline": "It is {a_digit}.",
        "detail": (
            # A hyphen that no line ends with.
            "The network is sure: {percent}. Runner\u2011up: {runner_up} with {runner_up_percent}."
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
    str(Kind.DRAWING.value): {
        "headline": "So far it looks like this.",
        "detail": "Its answer comes when you lift the pen.",
    },
    "scant": {
        "headline": "Keep drawing …",
        "detail": "That is too little to be a digit yet.",
    },
    str(Kind.NO_DIGIT.value): {
        "headline": "I see no digit.",
        "detail": (
            "The network knows nothing but digits. If it had to choose: {digit} ({percent})."
        ),
    },
    "calibration": {
        "headline": "",
        "detail": (
            "Where it was this sure, {right} of {all} pictures like those that people bring were "
            "read rightly ({share})."
        ),
    },
    "no_digit_tie": {
        "headline": "I see no digit.",
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
        "detail": (
            "Ink and paper are too alike, or what is there is part of a thing. Try the switches "
            "below, or another picture."
        ),
    },
}


IN_SHORT = {
    "nothing": "nothing drawn",
    "too_large": "undecided (its numbers are too large)",
    "no_digit_tie": "not a digit",
    "tie": "undecided (equal scores)",
    "no_digit": "not a digit (else {digit}, {percent})",
    "undecided": "undecided, perhaps {digit} ({percent})",
    "decided": "{digit} ({percent})",
}
"""A verdict in a few words; `in_short.js` chooses in the browser as `say_verdict` does."""


def say_verdict(verdict: Verdict) -> str:
    """Say a verdict in a few words, for captions and comparisons."""
    said = IN_SHORT[_name_of(verdict)]
    return said.format(digit=verdict.digit, percent=percent(verdict.probability))


def _name_of(verdict: Verdict) -> str:
    if verdict.kind is Kind.NOTHING:
        return "nothing"
    if verdict.digit is None:
        if verdict.probability == 0:
            return "too_large"
        return "no_digit_tie" if verdict.kind is Kind.NO_DIGIT else "tie"
    if verdict.kind is Kind.NO_DIGIT:
        return "no_digit"
    return "undecided" if verdict.kind is Kind.UNDECIDED else "decided"
