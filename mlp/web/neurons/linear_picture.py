"""What a unit looks for right now: its exact linear picture, and when that changes.

It must not know how the unit was chosen.
"""

import math
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import numpy as np
import streamlit as st
import torch

from mlp.dataset import NUM_CLASSES, SIDE
from mlp.explain.linear_picture import (
    Flip,
    LinearPicture,
    flips,
    linear_picture,
    nearest_flip,
    nudged,
)
from mlp.explain.units import activation_stage, unit_stages
from mlp.net.network import stage_names
from mlp.net.placed import PlacedModel
from mlp.net.trace import Trace
from mlp.numbers import number, share
from mlp.picture.prepare import Prepared
from mlp.web.charts.units import digit_at, digit_mosaic, signed_picture
from mlp.web.neurons import linear_picture_words as words
from mlp.web.neurons import words as neurons_words
from mlp.web.neurons.scales import row_scale
from mlp.web.neurons.this_digit import file_name
from mlp.web.server.last_result import LastResult
from mlp.web.shell.chosen_unit import ChosenUnit
from mlp.web.shell.depth import reaches, render_by_depth
from mlp.web.shell.session import current
from mlp.web.shell.unit_names import is_score, unit_name, units_name
from mlp.web.views.plotly import render_plotly
from mlp.web.views.thumbnails import Thumbnail, render_pictures

_FIRST_NUDGE = (0, 1)
_MAX_NUDGE = 9
_PUSHED_PX = 72

_ARROWS = (
    (words.LEFT, ":material/arrow_back:", 0, -1),
    (words.UP, ":material/arrow_upward:", -1, 0),
    (words.DOWN, ":material/arrow_downward:", 1, 0),
    (words.RIGHT, ":material/arrow_forward:", 0, 1),
)


@dataclass(eq=False)
class LinearPictureState:
    """What a session remembers of the linear picture.

    Attributes:
        nudge: How far a digit is pushed: rows down, columns to the right.
        nudged: The digit that was pushed; another one is not.
        nearest: The nearest switch, found once for each digit.
    """

    nudge: tuple[int, int] = _FIRST_NUDGE
    nudged: Prepared | None = None
    nearest: LastResult[Flip | None] = field(default_factory=LastResult)


def render_linear_picture(stage: str, unit: int) -> None:
    """Place the exact linear picture of a unit and of the ten scores, and when they change.

    Args:
        stage: A linear stage of the visitor's network.
        unit: 0-based.
    """
    placed, trace = current().model(), current().visitor.reading().trace
    is_first = stage == "linear1"
    with st.container(key="neuron_picture"):
        if trace is None:
            st.markdown(_say_first(placed) if is_first else words.LINEAR_NO_DIGIT)
            return
        if not trace.is_finite:
            st.markdown(neurons_words.NOT_FINITE)
            return
        found = linear_picture(placed.cpu_model, trace, stage, unit)
        has_hidden = len(unit_stages(placed.cpu_model)) > 1
        with st.container(key="neuron_rows"):
            present, moved = st.columns([1, 2], gap="medium")
        with present:
            _render_row(found, placed)
        with moved:
            if has_hidden:
                render_nudge(stage, unit)
        if is_score(stage):
            _render_score_rows(placed, trace, chosen=unit)
        _explain(found, placed)
        changes = words.CHANGES_FIRST if is_first else words.CHANGES_WORDS
        changes = changes if has_hidden else words.CHANGES_LINEAR
        st.markdown(f"**{words.CHANGES}** {changes}")
        _render_nearest(placed, trace)


@st.fragment(key="neuron_nudge_part")
def render_nudge(stage: str, unit: int) -> None:
    """Place the control that pushes the picture, and what comes of it.

    Args:
        stage: A linear stage of the visitor's network.
        unit: 0-based.
    """
    reading, placed = current().visitor.reading(), current().model()
    if reading.trace is None or not reading.trace.is_finite:
        return
    rows, columns = _nudge()
    image = nudged(reading.prepared.image.reshape(SIDE, SIDE), rows=rows, columns=columns)
    moved = placed.trace(image)
    before = linear_picture(placed.cpu_model, reading.trace, stage, unit)
    after = linear_picture(placed.cpu_model, moved, stage, unit)
    name, scale = unit_name(stage, unit), row_scale(placed, stage)
    is_moved = (rows, columns) != (0, 0)
    label = words.MOVED_ROW_LABEL if is_moved else words.LINEAR_ROW_LABEL
    picture, effects = st.columns(2, gap="medium")
    with picture:
        st.markdown(f"**{words.MOVED_ROW if is_moved else words.ROW_IN_PLACE}**")
        render_plotly(
            signed_picture(after.row.astype(np.float32), scale=scale),
            key="neuron_moved_row",
            label=label.format(name=name),
            png=f"{file_name(stage, unit)}-looks-for" + ("-pushed" if is_moved else ""),
        )
    with effects:
        _render_arrows()
        _render_pushed(reading.prepared.steps[-1].pixels, image, rows, columns)
        st.markdown(_say_push(placed, reading.trace, image, before, after))
    render_by_depth(code=words.flips_code(stage_names(placed.cpu_model), rows, columns))


def _render_row(found: LinearPicture, placed: PlacedModel) -> None:
    """Place a unit's linear picture and the check."""
    name, scale = unit_name(found.stage, found.unit), row_scale(placed, found.stage)
    st.markdown(f"**{words.LINEAR_ROW}**")
    render_plotly(
        signed_picture(found.row.astype(np.float32), scale=scale),
        key="neuron_row",
        label=words.LINEAR_ROW_LABEL.format(name=name),
        png=f"{file_name(found.stage, found.unit)}-looks-for",
    )
    check = words.LINEAR_CHECK.format(
        value=number(found.value, num_digits=6),
        traced=number(found.traced, num_digits=6),
        difference=number(abs(found.value - found.traced), num_digits=2),
        tolerance=number(found.tolerance, num_digits=2),
    )
    told = words.LINEAR_SCALE.format(scale=number(scale), kept=neurons_words.KEPT)
    render_by_depth(numbers=f"{check} {told}")


def _render_score_rows(placed: PlacedModel, trace: Trace, *, chosen: int) -> None:
    """Place the linear pictures of the ten scores, to click on."""
    last = unit_stages(placed.cpu_model)[-1]
    rows = [
        linear_picture(placed.cpu_model, trace, last, digit).row for digit in range(NUM_CLASSES)
    ]
    scale = row_scale(placed, last)
    st.markdown(f"**{words.SCORES_ROWS}**")
    render_plotly(
        digit_mosaic(np.array(rows, np.float32), scale=scale, chosen=chosen),
        key="neuron_mosaic",
        label=words.SCORES_ROWS_LABEL,
        png="scores-look-for",
        on_clicked=partial(_take_digit, last),
    )
    more = words.TRACE_MORE if len(unit_stages(placed.cpu_model)) > 1 else words.MORE
    told = words.SCORES_ROWS_NUMBERS.format(scale=number(scale)) if reaches("numbers") else ""
    st.caption(words.SCORES_ROWS_CAPTION.format(more=more) + told)


def _explain(found: LinearPicture, placed: PlacedModel) -> None:
    """Say what the linear picture means."""
    stages = unit_stages(placed.cpu_model)
    before = stages[: stages.index(found.stage)]
    told, numbers = _say_first(placed), words.LINEAR_FIRST_NUMBERS
    if before:
        numbers = words.LINEAR_NUMBERS
        told = words.LINEAR_WORDS.format(before=neurons_words.listed(list(map(units_name, before))))
    render_by_depth(
        told,
        numbers.format(
            unit=found.unit,
            bias=number(found.bias),
            product=number(found.value - found.bias),
        ),
        words.row_code(found.stage, found.unit, stage_names(placed.cpu_model)),
    )


def _say_first(placed: PlacedModel) -> str:
    """Say what a unit of the first layer looks for."""
    has_hidden = len(unit_stages(placed.cpu_model)) > 1
    return words.LINEAR_FIRST if has_hidden else words.LINEAR_ONLY


def _render_nearest(placed: PlacedModel, trace: Trace) -> None:
    """Say which unit is the next to be switched, if there is any."""
    nearest = current().of(LinearPictureState).nearest
    flip = nearest.of(trace, make=lambda: nearest_flip(placed.cpu_model, trace))
    if flip is None or not math.isfinite(flip.distance):
        return
    is_on = trace[activation_stage(placed.cpu_model, flip.stage)].values()[flip.unit] > 0
    name = unit_name(flip.stage, flip.unit)
    st.markdown(words.NEAREST.format(on_or_off=words.OFF if is_on else words.ON, name=name))
    st.button(
        words.OPEN_NEAREST.format(name=name),
        icon=":material/hub:",
        key="neuron_nearest",
        on_click=current().of(ChosenUnit).choose,
        args=(flip.stage, flip.unit),
    )
    distance = number(flip.distance, num_digits=2)
    render_by_depth(numbers=words.NEAREST_NUMBERS.format(distance=distance))


def _render_arrows() -> None:
    """Place the four arrows and the way back."""
    rows, columns = _nudge()
    with st.container(horizontal=True, gap="small", key="neuron_arrows"):
        for label, icon, down, right in _ARROWS:
            st.button(
                label,
                icon=icon,
                key=f"neuron_push_{label.lower()}",
                disabled=max(abs(rows + down), abs(columns + right)) > _MAX_NUDGE,
                on_click=_push,
                args=(rows + down, columns + right),
            )
        st.button(
            words.BACK,
            icon=":material/restart_alt:",
            key="neuron_push_back",
            disabled=(rows, columns) == (0, 0),
            on_click=_push,
            args=(0, 0),
        )


def _render_pushed(pixels: np.ndarray, image: torch.Tensor, rows: int, columns: int) -> None:
    """Place the picture as it is and as it was pushed."""
    moved = (image * 255).round().to(torch.uint8).cpu().numpy()
    way = words.say_way(rows, columns)
    render_pictures(
        [
            Thumbnail(pixels, words.PRESENT_CAPTION, words.PRESENT_CAPTION),
            Thumbnail(
                moved,
                words.MOVED_CAPTION.format(way=way) if way else words.PRESENT_CAPTION,
                words.MOVED_CAPTION.format(way=way) if way else words.PRESENT_CAPTION,
            ),
        ],
        key="neuron_pushed",
        label=words.PUSHED_LABEL,
        size_px=_PUSHED_PX,
    )


def _say_push(
    placed: PlacedModel,
    trace: Trace,
    image: torch.Tensor,
    before: LinearPicture,
    after: LinearPicture,
) -> str:
    """Say which units the push switches, and what it does to this one."""
    if _nudge() == (0, 0):
        return words.NOT_MOVED
    lines = [
        words.FLIPS.format(
            count=count,
            units=units_name(relu.replace("relu", "linear")),
            are="is" if count == 1 else "are",
        )
        for relu, count in flips(placed.model, trace, image).items()
    ]
    lines.append(
        words.FLIPS_VALUE.format(
            name=unit_name(before.stage, before.unit),
            before=number(before.traced),
            after=number(after.traced),
        )
    )
    difference, length = (
        float(np.linalg.norm(row)) for row in (after.row - before.row, before.row)
    )
    if difference == 0:
        lines.append(words.FLIPS_SAME)
    elif length > 0:
        length_words = words.FLIPS_ROW_NUMBERS if reaches("numbers") else ""
        lines.append(words.FLIPS_ROW.format(share=share(difference, length)) + length_words)
    return "\n".join(lines)


def _nudge() -> tuple[int, int]:
    """How far the active digit is pushed: rows down, columns to the right."""
    session = current()
    state = session.of(LinearPictureState)
    return state.nudge if state.nudged is session.visitor.prepared() else _FIRST_NUDGE


def _push(rows: int, columns: int) -> None:
    """Push the active digit to a place."""
    session = current()
    state = session.of(LinearPictureState)
    state.nudge, state.nudged = (rows, columns), session.visitor.prepared()


def _take_digit(stage: str, point: dict[str, Any]) -> None:
    """Choose the score whose picture was clicked."""
    digit = digit_at(point.get("x"), point.get("y"))
    if digit is not None:
        current().of(ChosenUnit).choose(stage, digit)
