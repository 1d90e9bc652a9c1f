"""A unit as a small picture: what it looks for just now, and which digits fire it.

It must not know where the picture stands, nor what a click on it does.
"""

import numpy as np

from mlp.dataset import SIDE
from mlp.explain.linear_picture import linear_picture
from mlp.net.placed import PlacedModel
from mlp.net.trace import Trace
from mlp.web.neurons import pictures_words as words
from mlp.web.neurons.scales import row_scale
from mlp.web.shell.unit_names import is_score, unit_title
from mlp.web.views.thumbnails import Thumbnail, signed_levels


def unit_thumbnail(
    placed: PlacedModel,
    traced: Trace,
    stage: str,
    unit: int,
    means: np.ndarray,
    *,
    caption: str = "",
    label: str = "",
    is_chosen: bool = False,
) -> Thumbnail:
    """Show what a unit looks for on a digit.

    Args:
        placed: The network.
        traced: Its pass of that digit; every value is finite.
        stage: A linear stage.
        unit: 0-based.
        means: float32, (units, 10): what the layer's units do on the test digits.
        caption: Under it.
        label: What is said of it besides its name and what fires it.
        is_chosen: Whether the page is about it.
    """
    row = linear_picture(placed.cpu_model, traced, stage, unit).row
    return Thumbnail(
        signed_levels(row.reshape(SIDE, SIDE), scale=row_scale(placed, stage)),
        caption=caption,
        label=f"{unit_title(stage, unit)}, {say_meaning(stage, unit, means)}{label}",
        id=str(unit),
        is_chosen=is_chosen,
        is_signed=True,
    )


def say_meaning(stage: str, unit: int, means: np.ndarray, *, is_brief: bool = False) -> str:
    """Say what a unit stands for: "fires for 7s and 2s", "speaks for the 7".

    Args:
        stage: A linear stage of the visitor's network.
        unit: 0-based.
        means: As in `unit_thumbnail`.
        is_brief: For under a small picture.
    """
    if is_score(stage):
        return words.SPEAKS.format(digit=unit)
    return words.say_fires(means[unit], is_brief=is_brief)
