"""The words of the network view.

It must not know how that is laid out.
"""

from typing import Any

NETWORK: dict[str, Any] = {
    "label": (
        "The whole network: picture, hidden layers before and after ReLU, ten scores and ten "
        "probabilities. Arrow keys move from value to value, Page Up and Page Down from stage to "
        "stage, Enter pins, Escape lets go."
    ),
    "plainLabel": (
        "The whole network at work: your picture, its detectors, ten scores and how sure it is. "
        "Arrow keys move from value to value, Page Up and Page Down from step to step, Enter "
        "keeps one, Escape lets go."
    ),
    "pixel": "row {row}, column {column}",
    "unit": "unit {index}",
    "digit": "digit {index}",
    "plainUnit": "{neuron} {index}",
    "nothing": "Nothing is drawn yet.",
    "noNumber": "Its number has grown beyond what a computer can hold.",
    "inputs": "strongest from {stage}",
    "outputs": "strongest on {stage}",
    "none": "Its value after this is 0, so it has no effect on the next stage.",
    "invite": (
        "Point at any value to read it exactly, with what feeds it and what it feeds; a click "
        "pins it."
    ),
    "plainInvite": "Lines: what counted most; dashed: against. Point at anything.",
    "open": "Explain this unit →",
    "plainOpen": "What does it look for? →",
    "pin": "Click to pin it.",
    "pinned": "Pinned; Escape or a click lets go.",
    "legendLinear": "below zero · zero · above zero",
    "legendRelu": "zero · larger (after ReLU)",
    "no": "says no",
    "yes": "says yes",
    "quiet": "silent",
    "loud": "loud",
    "strongerLight": "The darker, the stronger.",
    "strongerDark": "The brighter, the stronger.",
    "lines": (
        "Lines are the strongest contributions: solid ones raise a value, dashed ones lower it. "
        "Colours keep their scale."
    ),
    "slopes": {
        "label": "What the network would learn from this digit",
        "off": "What would it learn?",
        "read": "If it is what it reads",
        "digit": "If it were {a_digit}",
        "loss": "If this were {a_digit}, the loss would be {loss}.",
        "lines": (
            "Lines are the steepest slopes: the weights that learning would change most. Solid: "
            "slope above zero, the weight would shrink; dashed: below zero, it would grow."
        ),
        "cut": "The last ReLU cuts the score of {digit} to 0: no slope gets through to it.",
        "small": (
            "It says so already: even the steepest slopes, which are the lines, are next to "
            "nothing. There is hardly anything to learn."
        ),
        "nothing": "Nothing is drawn yet, so there is nothing to learn from.",
        "refused": "This does not look like a digit: there is nothing to learn from it.",
        "code": "nn.CrossEntropyLoss()(logits, torch.tensor([{digit}])).backward()",
        "error": "Error of its unit, the slope of the loss by the sum: {error}",
        "none": "slopes: all 0",
        "tip": "error {error}",
        "inputs": "slopes, from {stage}",
        "outputs": "slopes, on {stage}",
    },
    "play": "Step by step",
    "pause": "Pause",
    "goOn": "Go on",
    "back": "One step back",
    "on": "One step on",
    "step": "{step} of {steps}",
    "own": {"digit": "your {digit}", "drawing": "your drawing"},
    "other": {"digit": "this {digit}", "drawing": "this picture"},
    "detector": "detector",
    "combination": "combination",
    "detectors": "detectors",
    "combinations": "combinations",
    "moreThan": "more than ",
    "lessThan": "less than ",
    "highest": "the highest",
    "place": "the {ordinal}",
    "ordinals": [
        "highest",
        "second highest",
        "third highest",
        "fourth highest",
        "fifth highest",
        "fifth lowest",
        "fourth lowest",
        "third lowest",
        "second lowest",
        "lowest",
    ],
    "said": {
        "dot": "The brightness of this dot: {brightness} of 1.",
        "yes": "This {neuron} says yes to {drawing} ({signed}), so it speaks.",
        "no": "This {neuron} says no to {drawing} ({signed}), so it stays silent.",
        "speaks": "It speaks with {value}.",
        "silent": "It is silent.",
        "score": "The score for {digit}: {score}, {place}.",
        "kept": "The score for {digit} is above zero: {score} stays.",
        "cut": "The score for {digit} is not above zero: it becomes 0.",
        "sure": "It is {percent} sure that this is {a_digit}.",
        "refused": "It refuses to answer. If it had to: {percent} for {a_digit}.",
    },
    "steps": {
        "dot": "Your picture is laid out, line after line, in one row of {size} numbers.",
        "vote": (
            "Each of {size} {neurons} multiplies every number by a weight of its own, for or "
            "against, and adds up: {yes} say yes (orange)."
        ),
        "voice": "Those that said no fall silent. {yes} of {size} speak on.",
        "score": "They vote on each digit. Most votes go to the {digit}: {score}.",
        "kept": "Scores below zero become 0.",
        "share": "The scores become shares of 100 %: {percent} sure that it is {a_digit}.",
        "refused": "The scores become shares of 100 %, but this does not look like a digit.",
    },
}
