"""Pictures of the first layer: every unit's weights as a tile, sorted, filtered, a click away.

It must not know how the tiles are drawn.
"""

from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import streamlit as st
import torch

from mlp.explain.unit_statistics import UNIT_STATISTICS, UnitStatistics
from mlp.explain.units import activation_stage, unit_stages
from mlp.net.placed import PlacedModel
from mlp.net.trace import Trace
from mlp.web.browser import address
from mlp.web.parameters import gallery_words
from mlp.web.parameters.unit_gallery import (
    Activations,
    Choice,
    Gallery,
    Habits,
    read_choice,
    render_unit_gallery,
)
from mlp.web.shell.chosen_unit import ChosenUnit
from mlp.web.shell.depth import render_by_depth
from mlp.web.shell.session import current
from mlp.web.shell.statistics_bar import unit_statistics

STAGE = "linear1"

_NOTE_PX = 56  # of a progress bar with its text: what stands below keeps its place when it goes


@dataclass(eq=False)
class GalleryState:
    """What a session remembers of the gallery.

    Attributes:
        choice: How the visitor looks at it.
        wanted: Fingerprint of the network whose habits are to be counted.
        is_returning: The visitor opened a unit, and is to find the gallery in view.
    """

    choice: Choice = field(default_factory=Choice)
    wanted: str | None = None
    is_returning: bool = False


@st.fragment(key="first_layer")
def render_gallery(*, key: str = "gallery") -> None:
    """Place the gallery with its explanation.

    What the units do on the test set is counted only after the tiles are drawn, in a rerun of this
    fragment alone that the browser asks for.

    Args:
        key: Streamlit's key of the component.
    """
    session = current()
    state, placed, visitor = session.of(GalleryState), session.model(), session.visitor
    st.header(gallery_words.TITLE, anchor=False)
    _explain(placed)
    tiles = st.container()
    with st.container(key=f"{key}_note", height=_NOTE_PX, border=False, gap=None):
        is_wanted = state.wanted == placed.fingerprint
        told = unit_statistics(placed) if is_wanted else UNIT_STATISTICS.get(placed.fingerprint)
        if told is None:
            st.caption(
                gallery_words.COUNTING_SIGNED if _is_signed(placed) else gallery_words.COUNTING
            )
        else:
            counted = gallery_words.COUNTED_SIGNED if _is_signed(placed) else gallery_words.COUNTED
            st.caption(counted.format(num_images=f"{told.num_images:,}"))
    is_returning, state.is_returning = state.is_returning, False
    with tiles:
        render_unit_gallery(
            first_layer(placed, visitor.reading().trace, told, caption=visitor.digit.caption),
            state.choice,
            is_returning=is_returning,
            key=key,
            on_choice=_take_choice,
            on_opened=_open,
            on_wanted=_take_wanted,
        )


def first_layer(
    placed: PlacedModel, traced: Trace | None, told: UnitStatistics | None, *, caption: str = ""
) -> Gallery:
    """Collect what is known of the first layer's units.

    Args:
        placed: The network.
        traced: What it does with the current digit; None if nothing is drawn.
        told: What it did with the test images; None if that was not counted yet.
        caption: Which digit it is.
    """
    name, weight = next(iter(placed.cpu_model.named_parameters()))
    fingerprint = placed.fingerprint
    return Gallery(
        fingerprint=fingerprint,
        overview_address=f"{address.PREFIX}/overview/{fingerprint}",
        exact_address=f"{address.PREFIX}/weights/{fingerprint}",
        scale=placed.overview_scales[name],
        norms=_norms(weight),
        activations=None if traced is None else _activations(placed, traced, caption),
        habits=None if told is None else _habits(told, is_signed=_is_signed(placed)),
        is_scores=len(unit_stages(placed.cpu_model)) == 1,
        is_signed=_is_signed(placed),
    )


def _norms(weight: torch.Tensor) -> np.ndarray:
    """Measure each unit's weights: float32, (units,), ≥ 0."""
    norms: np.ndarray = weight.detach().norm(dim=1).numpy()
    return norms


def _activations(placed: PlacedModel, traced: Trace, caption: str) -> Activations:
    """Read what the units make of the current digit."""
    stage = activation_stage(placed.cpu_model, STAGE)
    return Activations(traced[stage].values(), placed.scales[stage], caption)


def _habits(told: UnitStatistics, *, is_signed: bool) -> Habits:
    """Read what the units did with the test images."""
    layer = told[STAGE]
    is_dead = np.zeros_like(layer.is_dead) if is_signed else layer.is_dead
    return Habits(layer.means, layer.best_digit, is_dead)


def _is_signed(placed: PlacedModel) -> bool:
    """Whether no ReLU follows, so that a negative value is as good as a positive one."""
    return activation_stage(placed.cpu_model, STAGE) == STAGE


def _explain(placed: PlacedModel) -> None:
    """Say what a tile is, as deep as is wanted."""
    is_scores = len(unit_stages(placed.cpu_model)) == 1
    has_relu = not _is_signed(placed)
    weight = next(placed.cpu_model.parameters())
    render_by_depth(
        gallery_words.explanation(is_scores=is_scores),
        gallery_words.numbers(_norms(weight), has_relu=has_relu),
        gallery_words.code(len(weight), has_relu=has_relu),
    )


def _take_choice(report: Any) -> None:
    """Keep how the visitor sorts and filters."""
    state = current().of(GalleryState)
    state.choice = read_choice(report, unit=state.choice.unit) or state.choice


def _open(unit: Any) -> None:
    """Open a unit on its page; the gallery comes back with it in view."""
    session = current()
    weight = next(session.model().cpu_model.parameters())
    if type(unit) is not int or not 0 <= unit < len(weight):  # True is an int, too
        return
    state = session.of(GalleryState)
    state.choice = replace(state.choice, unit=unit)
    state.is_returning = True
    session.of(ChosenUnit).request(STAGE, unit)


def _take_wanted(fingerprint: Any) -> None:
    """The tiles are drawn: now there is time to count what the units do on the test set."""
    current().of(GalleryState).wanted = fingerprint
