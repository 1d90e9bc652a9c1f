"""Which real digits a visitor's digit reminds its network of.

It must not know how they are shown.
"""

import base64
from typing import Any

from mlp.dataset import load_digits
from mlp.explain.nearest_digits import SEEN_DIGITS, SeenDigits, nearest_digits, see_digits
from mlp.net.placed import ModelInTraining, PlacedModel
from mlp.net.reading import Reading
from mlp.web.server.visitors.digit import Digit

COUNT = 6

_NUM_DIGITS, _NUM_IN_TRAINING = 10_000, 1_000
"""Test digits that a network is shown; fewer while it is another one every second."""


def has_seen_digits(model: PlacedModel) -> bool:
    """Whether a network has been shown the real digits: that takes 0.2 s, once."""
    return SEEN_DIGITS.get(_key(model)) is not None


def reminders_of(model: PlacedModel, digit: Digit, reading: Reading) -> list[dict[str, Any]]:
    """Find the test digits that are most like a digit to the network that read it.

    Returns:
        Of each {"index": in MNIST's test set, "label": 0–9, "similarity": [0, 1], "pixels": base64
        of uint8 (28, 28)}, the nearest first; empty if nothing was drawn.
    """
    if reading.trace is None or reading.fingerprint != model.fingerprint:
        return []
    digits = load_digits("test")
    found = nearest_digits(_seen_by(model), reading.trace, COUNT, without=digit.example)
    return [
        {
            "index": near.index,
            "label": int(digits.labels[near.index]),
            "similarity": near.similarity,
            "pixels": base64.b64encode(digits.pixels[near.index].numpy().tobytes()).decode(),
        }
        for near in found
    ]


def _seen_by(model: PlacedModel) -> SeenDigits:
    """Show a network the real digits, once."""
    key = _key(model)
    seen = SEEN_DIGITS.get(key)
    if seen is None:
        seen = see_digits(model.cpu_model, load_digits("test").part(0, key[1]))
        SEEN_DIGITS.keep(key, seen)
    return seen


def _key(model: PlacedModel) -> tuple[str, int]:
    """Name what a network saw."""
    is_in_training = isinstance(model, ModelInTraining)
    return model.fingerprint, _NUM_IN_TRAINING if is_in_training else _NUM_DIGITS
