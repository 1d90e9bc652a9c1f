"""The unit itself, before all else: its picture, its name, what fires it, what it does now.

It must not know what stands below.
"""

import numpy as np
import streamlit as st

from mlp.dataset import SIDE, load_digits
from mlp.explain.unit_statistics import LayerStatistics
from mlp.explain.units import activation_stage
from mlp.net.placed import PlacedModel
from mlp.net.trace import Trace
from mlp.numbers import number
from mlp.web.neurons import head_words as words
from mlp.web.neurons.compare import CompareState
from mlp.web.neurons.pictures import say_meaning, unit_thumbnail
from mlp.web.neurons.scales import row_scale, weights_of
from mlp.web.shell.session import current
from mlp.web.shell.statistics_bar import unit_statistics
from mlp.web.shell.unit_names import is_score, unit_name, unit_title
from mlp.web.views.thumbnails import Thumbnail, render_pictures, signed_levels

_PICTURE_PX = 68


def render_top_line() -> None:
    """Place the page's name and the way to the drawing."""
    with st.container(horizontal=True, vertical_alignment="center", key="neuron_top_line"):
        st.title(words.TITLE, anchor=False, width="content")
        st.page_link("draw.py", label=words.BACK, icon=":material/arrow_back:", width="content")


def render_head(stage: str, unit: int) -> None:
    """Place a unit's picture, its name and what it stands for.

    Args:
        stage: A linear stage of the visitor's network.
        unit: 0-based.
    """
    placed, traced = current().model(), current().visitor.reading().trace
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="neuron_head"):
        lived = unit_statistics(placed)[stage]
        shown = _picture(placed, traced, lived, unit)
        if shown is not None:
            with st.container(width=_PICTURE_PX):
                render_pictures(
                    [shown], key="neuron_head_picture", label=shown.label, size_px=_PICTURE_PX
                )
        with st.container(gap=None, width="stretch", key="neuron_name"):
            st.header(unit_title(stage, unit), anchor=False)
            said = words.MEANING.format(meaning=say_meaning(stage, unit, lived.means))
            is_known = is_score(stage) or bool(np.isfinite(lived.means[unit]).all())
            now = _say_now(traced, stage, unit)
            st.markdown(f"{said if is_known else words.TOO_LARGE} {now}")
        _render_pin(stage, unit)


def _picture(
    placed: PlacedModel, traced: Trace | None, lived: LayerStatistics, unit: int
) -> Thumbnail | None:
    """Show what a unit looks for; while that is not known, what fires it most."""
    stage = lived.stage
    if traced is not None and traced.is_finite:
        return unit_thumbnail(placed, traced, stage, unit, lived.means)
    if stage == "linear1":
        weights = weights_of(placed, stage)[unit].reshape(SIDE, SIDE)
        levels = signed_levels(weights, scale=row_scale(placed, stage))
        return Thumbnail(levels, label=words.PICTURE_LABEL, is_signed=True)
    if lived.is_dead[unit] or not np.isfinite(lived.top_values[unit, 0]):
        return None
    pixels = load_digits("test").pixels[int(lived.top_indices[unit, 0])].numpy()
    return Thumbnail(pixels, label=words.DIGIT_LABEL)


def _say_now(traced: Trace | None, stage: str, unit: int) -> str:
    """Say what a unit does on the active digit."""
    if traced is None or not traced.is_finite:
        return ""
    value = float(traced[activation_stage(current().model().cpu_model, stage)].values()[unit])
    if is_score(stage):
        return words.SCORE_NOW.format(value=number(value, num_digits=3))
    said = words.FIRES if value > 0 else words.IS_SILENT
    return said.format(value=number(value, num_digits=3))


def _render_pin(stage: str, unit: int) -> None:
    """Place the way back to what is pinned, if that is another unit."""
    compared = current().of(CompareState)
    if compared.pin is None or (compared.pin.stage, compared.pin.unit) == (stage, unit):
        return
    st.button(
        words.PINNED.format(name=unit_name(compared.pin.stage, compared.pin.unit)),
        icon=":material/keep:",
        key="neuron_pinned",
        help=words.PINNED_HELP,
        on_click=compared.open_pinned,
    )
