"""Stages as small pictures for a notebook: arrays in, HTML out.

It must not know how they were computed, nor which notebook shows them.
"""

import base64
import io
from collections.abc import Iterable

import numpy as np
from PIL import Image

Colours = tuple[str, ...]

INK: Colours = ("#000000", "#ffffff")
SIGNED: Colours = ("#08306b", "#2171b5", "#9ecae1", "#f4f2ec", "#fdbe85", "#e6700a", "#7f2704")
POSITIVE: Colours = ("#f4f2ec", "#b7dfc6", "#4fb3a5", "#147a8c", "#0b3d66")

MIN_COLUMNS = 28
"""Values in a row of a stage that is no picture itself; more where rows would not be full."""


def stages_html(stages: Iterable[tuple[str, tuple[int, ...], np.ndarray]]) -> str:
    """Show stages side by side, each on a ground of its own, so that both themes suit.

    Args:
        stages: Name, shape to tell, and one picture's values: float32, (28, 28) or (size,).
    """
    figures = "".join(
        '<figure style="margin:0"><img style="width:128px;image-rendering:pixelated;'
        f'border:1px solid #808080" alt="{name}" src="data:image/png;base64,{_png(name, values)}">'
        f"<figcaption><b>{name}</b> {shape}</figcaption></figure>"
        for name, shape, values in stages
    )
    return f'<div style="display:flex;flex-wrap:wrap;gap:1em;align-items:end">{figures}</div>'


def _png(name: str, values: np.ndarray) -> str:
    """Colour each value, one pixel a value: a PNG as base64."""
    colours, lowest, highest = _scale(name, values)
    anchors = np.array([list(bytes.fromhex(colour[1:])) for colour in colours])  # (colours, 3)
    places = (values.ravel() - lowest) / (highest - lowest) * (len(colours) - 1)
    channels = [np.interp(places, range(len(colours)), channel) for channel in anchors.T]
    pixels = np.stack(channels, axis=1).round().astype(np.uint8)  # (size, 3)
    size = values.size
    columns = next(n for n in range(min(MIN_COLUMNS, size), size + 1) if size % n == 0)
    with io.BytesIO() as file:
        Image.fromarray(pixels.reshape(-1, columns, 3)).save(file, "PNG")
        return base64.b64encode(file.getvalue()).decode()


def _scale(name: str, values: np.ndarray) -> tuple[Colours, float, float]:
    """Choose a stage's colours and the values of the first and the last of them."""
    if name.startswith("linear"):
        farthest = float(np.abs(values).max()) or 1.0
        return SIGNED, -farthest, farthest
    if name.startswith("relu"):
        return POSITIVE, 0.0, float(values.max()) or 1.0
    return (POSITIVE if name == "softmax" else INK), 0.0, 1.0
