"""A row of small pictures, to look at or to choose from; drawn by pictures.js.

It must not know what a choice does.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from mlp.web.browser.component import load_component, on_reports
from mlp.web.charts.colours import DARK, LIGHT
from mlp.web.server.details import picture_fields


@dataclass(frozen=True)
class Thumbnail:
    """One picture of the row.

    Attributes:
        pixels: uint8, (height, width) grey or (height, width, 3) sRGB, 0–255; from `signed_levels`
            if it is signed.
        caption: Under it, may be several lines; may be empty.
        label: What it is, for those who do not see it.
        id: What a choice reports.
    """

    pixels: np.ndarray
    caption: str = ""
    label: str = ""
    id: str = ""
    is_chosen: bool = False
    is_signed: bool = False


def signed_levels(values: np.ndarray, *, scale: float) -> np.ndarray:
    """Turn signed numbers into levels of the page's own two colours.

    Args:
        values: Floats, (height, width), any sign.
        scale: Absolute value at which the colours saturate, > 0.

    Returns:
        uint8, (height, width), 1–255; 128 is zero.
    """
    levels: np.ndarray = np.clip(np.rint(127 * values / scale), -127, 127) + 128
    return levels.astype(np.uint8)


def render_pictures(
    pictures: list[Thumbnail],
    *,
    key: str,
    label: str,
    size_px: int = 96,
    on_chosen: Callable[[str], object] | None = None,
    marks_digit: bool = False,
) -> None:
    """Place a row of pictures.

    Args:
        pictures: The row.
        key: Streamlit's key.
        label: What the row is, for those who do not see it.
        size_px: Side of each picture's frame.
        on_chosen: Makes the pictures buttons; called with the id of one that is chosen.
        marks_digit: The one that is chosen is the active digit: its mark goes when somebody draws.
    """

    def take(chosen: Any) -> None:
        if on_chosen is not None and isinstance(chosen, str):
            on_chosen(chosen)

    load_component("views/thumbnails", "pictures")(
        key=key,
        data={
            "label": label,
            "sizePx": size_px,
            "isChoice": on_chosen is not None,
            "marksDigit": marks_digit,
            "colours": {"light": LIGHT["diverging"], "dark": DARK["diverging"]},
            "pictures": [_describe(picture) for picture in pictures],
        },
        **on_reports(key, chosen=take),
    )


def _describe(picture: Thumbnail) -> dict[str, Any]:
    """Describe a picture for the browser."""
    return {
        "id": picture.id,
        "caption": picture.caption,
        "label": picture.label,
        "isChosen": picture.is_chosen,
        "isSigned": picture.is_signed,
        **picture_fields(picture.pixels),
    }
