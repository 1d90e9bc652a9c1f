"""The test digits that the ghost hand draws while nobody is there.

It must not know when and how they are drawn.
"""

from collections.abc import Iterator
from itertools import islice
from typing import Any

import numpy as np
import streamlit as st

from mlp.dataset import NUM_CLASSES, load_digits
from mlp.files.link import RASTER_PX
from mlp.net.reading import read
from mlp.net.verdict import Kind
from mlp.picture.prepare import from_pad
from mlp.picture.strokes import Strokes, strokes_of
from mlp.web.server.models import bundled_models

NUM_EACH = 3

_MAX_STROKES = 3  # a way that falls into more pieces is not how somebody wrote

GhostDigit = dict[str, Any]
"""{"width": of the pen, "strokes": [[x, y, x, y, …], …]}, shares of the pad's side."""


@st.cache_resource(show_spinner=False)
def ghost_digits() -> list[GhostDigit]:
    """Follow the hands that wrote some test digits, once for this process: about a second.

    Returns:
        `NUM_EACH` of each digit in turn, each of which the bundled network is sure of when it is
        drawn.
    """
    digits = load_digits("test")
    each = [
        list(islice(_drawable(digits.pixels[digits.labels == digit].numpy(), digit), NUM_EACH))
        for digit in range(NUM_CLASSES)
    ]
    return [described for turn in zip(*each, strict=True) for described in turn]


def _drawable(pixels: np.ndarray, digit: int) -> Iterator[GhostDigit]:
    """Find pictures that can be drawn as a hand would, and are then read rightly.

    Args:
        pixels: uint8, (N, 28, 28), all of the same digit.
        digit: Which.

    Yields:
        `GhostDigit`s.
    """
    model = bundled_models().default
    for picture in pixels:
        strokes = strokes_of(picture)
        if len(strokes.lines) > _MAX_STROKES:
            continue
        verdict = read(model, from_pad(strokes.drawn(RASTER_PX))).verdict
        if verdict.kind == Kind.SURE and verdict.digit == digit:
            yield _described(strokes)


def _described(strokes: Strokes) -> GhostDigit:
    """Write strokes for the browser, exact to a pixel of a large pad."""
    return {
        "width": round(strokes.width, 4),
        "strokes": [np.round(line, 3).ravel().tolist() for line in strokes.lines],
    }
