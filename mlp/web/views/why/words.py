"""What is said about why it is this digit and not another.

It must not know how that is laid out.
"""

from typing import Any

WHY: dict[str, Any] = {
    "titles": {
        "nothing": "Why?",
        "drawing": "So far {digit}, not {against}",
        "decided": "Why {digit}, not {against}?",
        "undecided": "{digit} or {against}?",
        "noDigit": "Why no digit?",
        "tooLarge": "Why?",
    },
    "sentences": {
        "nothing": "Draw a digit and see which ink speaks for it.",
        "mostly": "Mostly the orange {form} {place} makes it {a_digit} and not {an_against}.",
        "overall": "The orange ink all over makes it {a_digit} and not {an_against}.",
        "against": (
            "Your ink alone speaks a little more for {against} (blue). What the network adds "
            "whatever you draw tips it to {digit}."
        ),
        "undecided": "Orange {place} says {digit}, blue {against_place} says {against}.",
        "undecidedOverall": "All over, orange ink says {digit} and blue ink says {against}.",
        "noDigit": "It is too far from every digit that the network knows.",
        "noDigitJust": "It is only just too far from every digit that the network knows.",
        "noDigitFar": "It is very far from every digit that the network knows.",
        "tooLarge": "This network's numbers become too large to be compared.",
    },
    "forms": {"ink": "ink", "bar": "bar", "stem": "stroke"},
    "places": {
        "top": "at the top",
        "middle": "across the middle",
        "bottom": "at the bottom",
        "left": "on the left",
        "centre": "down the middle",
        "right": "on the right",
        "top left": "at the top left",
        "top right": "at the top right",
        "bottom left": "at the bottom left",
        "bottom right": "at the bottom right",
        "middle centre": "in the middle",
        "all": "all over",
    },
    "missing": "Ink in the ring, {place}, would speak for {an_against}.",
    "missingWins": "A dot in the ring, {place}, would put the {against} before the {digit}.",
    "reminders": "It reminds me of these:",
    "remindersNoDigit": "The nearest real digits:",
    "reminder": "test digit {index}, {a_digit}; alike by {similarity}",
    "inside": {
        "words": "Look inside",
        "numbers": "Which units?",
        "code": "Which units?",
    },
    "insideHelp": "See which detectors spoke for this answer, and which against it",
    "picture": (
        "Your drawing: orange where ink speaks for {digit}, blue where for {against}, "
        "grey where it says nothing"
    ),
    "pictureNoDigit": "Your drawing, all grey: it was not taken for a digit",
    "pictureNothing": "Nothing drawn yet",
    "receipt": [
        {"name": "for", "text": "{value} for,"},
        {"name": "against", "text": "{value} against,"},
        {"name": "constant", "text": "constant {value}:"},
        {"name": "difference", "text": "difference {value} = score {digit} − score {against}"},
    ],
    "ood": "Out-of-distribution score {value}: above 0 it is no digit.",
    "painted": "Colours are smoothed over neighbouring pixels; the sums are exact",
}

CODE = """\
logits = model.linear_relu_stack[:{end}](model.flatten(image.requires_grad_()))[0]
(gradient,) = torch.autograd.grad(logits[{digit}] - logits[{against}], image)
painted = (image * gradient).detach()  # and a constant: together the difference"""
