"""The units of the first layer as pictures of their weights, placed by Python; gallery.js draws.

It must not know where the numbers come from, nor what opening a unit does.
"""

import base64
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from mlp.dataset import NUM_CLASSES
from mlp.web.browser.component import load_component, on_reports
from mlp.web.charts.colours import TABLE
from mlp.web.parameters import gallery_words
from mlp.web.shell.depth import reaches
from mlp.web.shell.exhibit import exhibit

SORTS = ("number", "now", "norm", "digit")
FILTERS = ("all", "fires", "silent", "dead", *(f"most{digit}" for digit in range(NUM_CLASSES)))
_ONLY_WITH_RELU = ("fires", "silent", "dead")


@dataclass(frozen=True)
class Activations:
    """What the units make of the current digit.

    Attributes:
        values: float32, (units,): after the ReLU, if one follows.
        scale: Absolute value at which a bar is full, > 0; the same for every digit.
        caption: Which digit it is.
    """

    values: np.ndarray
    scale: float
    caption: str


@dataclass(frozen=True)
class Habits:
    """What the units do on the whole test set.

    Attributes:
        means: float32, (units, 10): mean value for each digit.
        best_digits: int64, (units,), 0–9: the digit with the largest mean.
        is_dead: bool, (units,): never above zero; none is where no ReLU follows.
    """

    means: np.ndarray
    best_digits: np.ndarray
    is_dead: np.ndarray


@dataclass(frozen=True)
class Gallery:
    """What is known of the units.

    Attributes:
        fingerprint: Of the network's parameters.
        overview_address: Of all parameters as int8; the first 784 · units are this layer's.
        exact_address: The same as float32.
        scale: Weight at which the overview has full colour, > 0.
        norms: float32, (units,), ≥ 0: of each unit's weights.
        activations: None if nothing is drawn.
        habits: None until they are counted.
        is_scores: The units are the ten scores: there is no hidden layer.
        is_signed: No ReLU follows: values may be negative, and nothing is silent or dead.
        network: Which network it is, whatever it has learned meanwhile.
    """

    fingerprint: str
    overview_address: str
    exact_address: str
    scale: float
    norms: np.ndarray
    activations: Activations | None
    habits: Habits | None
    is_scores: bool
    is_signed: bool
    network: str


@dataclass(frozen=True)
class Choice:
    """How the visitor looks at the gallery.

    Attributes:
        sort: One of `SORTS`.
        filter: One of `FILTERS`.
        is_own_scale: Each tile has a scale of its own.
        unit: The one that was opened last; None for none.
    """

    sort: str = "number"
    filter: str = "all"
    is_own_scale: bool = False
    unit: int | None = None


def render_unit_gallery(
    gallery: Gallery,
    choice: Choice,
    *,
    is_returning: bool,
    key: str,
    on_choice: Callable[[Any], None],
    on_opened: Callable[[Any], None],
    on_wanted: Callable[[Any], None],
) -> None:
    """Place the gallery.

    Args:
        gallery: What to show.
        choice: How to show it at first and when the network is another; else the visitor's own.
        is_returning: The visitor comes back from a unit: the page scrolls to the gallery.
        key: Streamlit's key.
        on_choice: Called with what `read_choice` reads when the visitor sorts, filters or changes
            the scale.
        on_opened: Called with a unit that the visitor opens.
        on_wanted: Called with the network's fingerprint once the tiles are drawn, if its habits
            are still unknown.
    """
    now, habits = gallery.activations, gallery.habits
    filters = [name for name in FILTERS if not (gallery.is_signed and name in _ONLY_WITH_RELU)]
    load_component("parameters/unit_gallery", "gallery")(
        key=key,
        data={
            "words": gallery_words.component_words(
                is_scores=gallery.is_scores,
                is_signed=gallery.is_signed,
                is_plain=not reaches("numbers"),
            ),
            "sorts": SORTS,
            "filters": filters,
            "isSigned": gallery.is_signed,
            "canSave": exhibit() is None,
            "colours": TABLE,
            "fingerprint": gallery.fingerprint,
            "network": gallery.network,
            "overviewAddress": gallery.overview_address,
            "exactAddress": gallery.exact_address,
            "scale": gallery.scale,
            "numUnits": len(gallery.norms),
            "norms": _packed(gallery.norms, "<f4"),
            "now": None
            if now is None
            else {
                "values": _packed(now.values, "<f4"),
                "scale": now.scale,
                "caption": now.caption,
            },
            "habits": None
            if habits is None
            else {
                "means": _packed(habits.means, "<f4"),
                "bestDigits": _packed(habits.best_digits, "u1"),
                "isDead": _packed(habits.is_dead, "u1"),
            },
            "isReturning": is_returning,
            "choice": {
                "sort": choice.sort,
                "filter": choice.filter,
                "isOwnScale": choice.is_own_scale,
                "unit": choice.unit,
            },
        },
        **on_reports(key, choice=on_choice, opened=on_opened, wanted=on_wanted),
    )


def read_choice(report: Any, *, unit: int | None) -> Choice | None:
    """Read what the gallery reports.

    Args:
        report: {"sort": str, "filter": str, "isOwnScale": bool}.
        unit: The one that was opened last.

    Returns:
        None if it is no such thing.
    """
    try:
        sort, shown, is_own_scale = report["sort"], report["filter"], report["isOwnScale"]
    except (TypeError, KeyError):
        return None
    if sort not in SORTS or shown not in FILTERS or not isinstance(is_own_scale, bool):
        return None
    return Choice(sort, shown, is_own_scale, unit)


def _packed(values: np.ndarray, dtype: str) -> str:
    """Pack numbers for the browser."""
    return base64.b64encode(np.ascontiguousarray(values, dtype).tobytes()).decode()
