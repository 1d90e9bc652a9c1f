"""What the tour says.

It must not know how that is laid out.
"""

from typing import TypedDict

from mlp.web.shell.exhibit import PageName


class Door(TypedDict):
    """Where the tour leads."""

    path: PageName
    text: str


CARDS: tuple[dict[str, str], ...] = (
    {
        "at": ".st-key-digit_pad",
        "title": "Draw any digit",
        "text": "With mouse, finger or pen. Watch what happens while you draw.",
        "waits": "digit",
    },
    {
        "at": ".st-key-network_view",
        "title": "This is all it gets",
        "text": (
            "The small picture in here is your drawing as the network has it: 28 rows of 28 dots, "
            "784 numbers. It has no eyes, only these."
        ),
    },
    {
        "at": ".st-key-network_view",
        "title": "Hundreds of small detectors",
        "text": (
            "Each one multiplies all 784 numbers by weights of its own, how much each dot counts "
            "for or against, and adds them up: yes (orange) or no (blue). Those that say no fall "
            "silent; the others pass their yes on."
        ),
    },
    {
        "at": ".st-key-network_view",
        "title": "Guess first",
        "text": "Of the first {size} detectors, how many say yes to your drawing?",
        "asks": "share",
        "right": "Right: {yes} of {size}.",
        "wrong": "It is {yes} of {size}.",
    },
    {
        "at": ".st-key-why",
        "title": "Why {digit}?",
        "text": (
            "Your own strokes, painted: orange ink spoke for {digit}, blue ink for {runner_up}. "
            "Nothing here is guessed; it adds up exactly."
        ),
    },
    {
        "at": ".st-key-digit_pad",
        "title": "Make it doubt",
        "text": "Rub a piece out, or add one, until it changes its mind. Now: {now}.",
        "waits": "change",
    },
    {
        "at": "",
        "title": "That was the whole secret",
        "text": "Numbers, weighed and added up, a few times over. Where do you want to go?",
    },
)
"""In order. `waits`: for a digit, or for another answer; `asks`: for a guess."""

TOUR = {
    "offer": "New here? Take the tour: one minute, on your own digit.",
    "start": "Start",
    "later": "Not now",
    "next": "Next",
    "back": "Back",
    "end": "End the tour",
    "count": "{number} of {count}",
    "waitDigit": "Draw one to go on.",
    "guesses": "Your guess",
    "ranges": ["under a tenth", "a tenth to a third", "a third to a half", "more than half"],
    "sure": "{digit}, {percent}",
    "undecided": "it cannot decide",
}

DOORS: tuple[Door, ...] = (
    {"path": "neurons", "text": "Fool it: switch parts of it off"},
    {"path": "lesson", "text": "Build it: the program, line by line"},
    {"path": "train", "text": "Watch it learn"},
)
