"""What if: units and layers that are switched off or held at a value, and the answer then.

It must not know how the rest of the network is computed anew (`mlp.explain`).
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Literal

import numpy as np
import streamlit as st

from mlp.explain.contributions import added_to_scores
from mlp.explain.unit_statistics import LayerStatistics
from mlp.explain.units import activation_stage, unit_stages
from mlp.explain.what_if import what_if
from mlp.net.network import NeuralNetwork
from mlp.net.placed import PlacedModel
from mlp.net.reading import Reading
from mlp.net.trace import Trace
from mlp.net.verdict import judge
from mlp.numbers import counted, number
from mlp.web.charts.stages import FULL_WITH_ROOM
from mlp.web.charts.unit_statistics import difference_bars, paired_bars
from mlp.web.neurons import bars_words
from mlp.web.neurons import what_if_words as words
from mlp.web.neurons.what_if_words import Place
from mlp.web.shell.depth import reaches, render_by_depth
from mlp.web.shell.mirrored import mirrored, mirrored_field
from mlp.web.shell.session import current
from mlp.web.shell.statistics_bar import unit_statistics
from mlp.web.shell.unit_names import is_score, unit_name, units_name
from mlp.web.views.plotly import render_plotly
from mlp.web.views.verdict.words import say_verdict

NUM_SUPPORTERS = 10
MAX_SHOWN = 24
"""Collected changes that get a button each: the last ones."""

_CHART_PX = 380
_REACH = 1.5
"""How far a unit can be pushed: this many times what it reaches on the test digits."""


@dataclass(eq=False)
class WhatIf:
    """What a session remembers of its what-ifs.

    Attributes:
        target: Whether the next change is of the unit or of its whole layer.
        changes: By the fingerprint of a network, what is changed in it.
    """

    target: Literal["unit", "layer"] = "unit"
    changes: dict[str, dict[Place, float]] = field(default_factory=dict)


def changes() -> dict[Place, float]:
    """What is changed in the visitor's network, in the order in which it was collected."""
    session = current()
    return session.of(WhatIf).changes.get(session.model().fingerprint, {})


def hold(values: Mapping[Place, float]) -> None:
    """Collect changes: units and layers that are held at a value after their ReLU, 0 being off."""
    _keep({**changes(), **values})


def remove(place: Place) -> None:
    """Take one change back."""
    _keep({other: value for other, value in changes().items() if other != place})


def reset() -> None:
    """Take all changes back."""
    _keep({})


def _keep(collected: dict[Place, float]) -> None:
    session = current()
    by_network = session.of(WhatIf).changes
    by_network.pop(session.model().fingerprint, None)
    if collected:
        by_network[session.model().fingerprint] = collected


@st.fragment(key="neuron_what_if_part")
def render_what_if(stage: str, unit: int) -> None:
    """Place the controls, what is collected, and the answer before and after.

    Args:
        stage: A linear stage of the visitor's network.
        unit: 0-based.
    """
    placed, reading = current().model(), current().visitor.reading()
    with st.container(key="neuron_what_if"):
        if reading.trace is None:
            st.info(words.WHAT_IF_NOTHING, icon=":material/draw:")
        _render_controls(placed, reading.trace, stage, unit)
        if reading.trace is not None and changes():
            changed = what_if(placed.model, reading.trace, changes())
            _render_outcome(reading, reading.trace, changed)
        _render_collected()
        scores = activation_stage(placed.cpu_model, unit_stages(placed.cpu_model)[-1])
        collected, code = [(*place, value) for place, value in changes().items()], ""
        if reading.trace is not None:
            code = words.what_if_code(collected, reading.trace.names)
        render_by_depth(words.WHAT_IF_WORDS, words.WHAT_IF_NUMBERS.format(stage=scores), code)
        st.caption(words.WHAT_IF_SAFE)


def _render_controls(placed: PlacedModel, trace: Trace | None, stage: str, unit: int) -> None:
    """Place what switches off and what holds; all of it disabled if nothing is drawn."""
    is_disabled, state = trace is None, current().of(WhatIf)
    place: Place = (stage, None if state.target == "layer" else unit)
    name = _name(place)
    present = None if trace is None else _present(trace, place, placed.cpu_model)
    span = _span(unit_statistics(placed)[stage], place, present, placed)
    value = changes().get(place, present or 0.0)
    value = min(max(value if math.isfinite(value) else 0.0, span.low), span.high)
    number_format = words.number_format(span.high)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.segmented_control(
            words.TARGET,
            list(words.TARGETS),
            format_func=words.TARGETS.__getitem__,
            required=True,
            disabled=is_disabled,
            label_visibility="collapsed",
            **mirrored_field("what_if_target", state, "target"),
        )
        st.button(
            words.OFF[state.target],
            icon=":material/toggle_off:",
            key="what_if_off",
            help=words.OFF_HELP,
            on_click=hold,
            args=({place: 0.0},),
            disabled=is_disabled or changes().get(place) == 0,
        )
        _render_supporters_button(trace, stage)
    slider, field = st.columns([3, 1], vertical_alignment="bottom", gap="medium")
    with slider:
        st.slider(
            words.HOLD.format(name=name),
            span.low,
            span.high,
            step=span.step,
            format=number_format,
            help=words.HOLD_HELP_SIGNED if span.low < 0 else words.HOLD_HELP,
            disabled=is_disabled,
            **mirrored("what_if_slider", value, partial(_hold_at, place)),
        )
    with field:
        st.number_input(
            words.HOLD_NUMBER,
            span.low,
            span.high,
            step=span.step,
            format=number_format,
            disabled=is_disabled,
            **mirrored("what_if_number", value, partial(_hold_at, place)),
        )
    _render_notes(place, name, present, is_collected=place in changes())


def _render_notes(place: Place, name: str, present: float | None, *, is_collected: bool) -> None:
    """Say what holds for the target before anything is changed."""
    if present is None or is_collected:
        return
    if place[1] is None:
        st.caption(words.HOLD_LAYER_NOW.format(mean=number(present)))
    elif present == 0:
        st.caption(words.ALREADY_SILENT.format(name=name))


def _render_supporters_button(trace: Trace | None, stage: str) -> None:
    """Place the experiment with the units that speak most for the winner; not for the scores."""
    if is_score(stage):
        return
    winner = None if trace is None else judge(trace.probabilities).digit
    digit = words.WINNER if winner is None else str(winner)
    st.button(
        words.SUPPORTERS.format(count=NUM_SUPPORTERS, digit=digit),
        icon=":material/group_off:",
        key="what_if_supporters",
        help=words.SUPPORTERS_HELP.format(units=units_name(stage), digit=digit),
        on_click=_switch_supporters_off,
        args=(stage,),
        disabled=winner is None,
        wrap=True,
    )


def _switch_supporters_off(stage: str) -> None:
    """Switch off those that add most to the winner's score and are not changed already."""
    session = current()
    trace = session.visitor.reading().trace
    winner = None if trace is None else judge(trace.probabilities).digit
    if trace is None or winner is None:
        return
    added = added_to_scores(session.model().cpu_model, trace, stage)[:, winner]
    collected = changes()
    strongest = [unit for unit in np.argsort(-added, kind="stable").tolist() if added[unit] > 0]
    free = [(stage, unit) for unit in strongest if (stage, unit) not in collected]
    hold(dict.fromkeys(free[:NUM_SUPPORTERS], 0.0))


def _hold_at(place: Place, value: float | None) -> None:
    """Hold a unit or a layer at the value that a control has now."""
    if value is not None:
        hold({place: float(value)})


@dataclass(frozen=True)
class _Span:
    """The values that a unit can be held at."""

    low: float
    high: float
    step: float


def _span(
    lived: LayerStatistics, place: Place, present: float | None, placed: PlacedModel
) -> _Span:
    """Choose the values that make sense: from what the test digits and this one give."""
    stage, unit = place
    tops = lived.top_values if unit is None else lived.top_values[unit]
    is_signed = activation_stage(placed.cpu_model, stage) == stage
    reached = [float(tops.max())]
    if is_signed:
        reached += [float(np.abs(tops).max()), float(np.abs(lived.means).max())]
    reached = [value for value in reached if math.isfinite(value) and value > 0]
    # A dead unit has reached nothing: then what its layer reaches.
    reach = max(reached, default=0.0) or _finite(float(lived.top_values.max())) or 1.0
    held = [abs(_finite(value)) for value in (present, changes().get(place)) if value is not None]
    wanted = max(_REACH * reach, *held, 1e-6)
    step = 10.0 ** (math.floor(math.log10(wanted)) - 2)
    high = math.ceil(wanted / step) * step
    return _Span(-high if is_signed else 0.0, high, step)


def _finite(value: float) -> float:
    return value if math.isfinite(value) else 0.0


def _present(trace: Trace, place: Place, model: NeuralNetwork) -> float:
    """A unit's activation for this digit, or the mean of its layer's."""
    values = trace[activation_stage(model, place[0])].values()
    return float(values.mean() if place[1] is None else values[place[1]])


def _name(place: Place) -> str:
    """Name a unit or a whole layer."""
    stage, unit = place
    if unit is None:
        return words.LAYER.format(units=units_name(stage))
    return unit_name(stage, unit)


def _short_name(place: Place) -> str:
    """Name a unit or a whole layer on a small button."""
    stage, unit = place
    if reaches("numbers"):
        return words.SHORT.format(stage=stage, unit=words.ALL if unit is None else unit)
    return _name(place)


def _render_collected() -> None:
    """Place a button for each change, to take it back."""
    collected = list(changes().items())
    if not collected:
        st.caption(words.NO_CHANGES)
        return
    st.caption(words.COLLECTED)
    with st.container(horizontal=True, gap="xsmall", key="what_if_collected"):
        for place, value in collected[-MAX_SHOWN:]:
            name = _name(place)
            st.button(
                words.say_change(_short_name(place), value),
                icon=":material/close:",
                icon_position="right",
                key=f"what_if_remove_{place[0]}_{'all' if place[1] is None else place[1]}",
                help=words.REMOVE_HELP.format(name=name),
                on_click=remove,
                args=(place,),
            )
        st.button(words.RESET, icon=":material/restart_alt:", key="what_if_reset", on_click=reset)
    if len(collected) > MAX_SHOWN:
        st.caption(words.MORE_CHANGES.format(count=len(collected) - MAX_SHOWN))


def _render_outcome(reading: Reading, trace: Trace, changed: Trace) -> None:
    """Place verdicts, probabilities and scores, before and after."""
    before, after = trace.probabilities, changed.probabilities
    was, now = judge(before), judge(after)
    st.markdown(words.say_outcome(before, after, was, now))
    scores_before, scores_after = trace.stages[-2].values(), changed.stages[-2].values()
    if np.isfinite([before, after, scores_before, scores_after]).all():
        _render_charts(before, after, scores_before, scores_after, marked=(was.digit, now.digit))
    titles = words.AS_IT_IS, words.CHANGED.format(changes=counted(len(changes()), "change"))
    for column, title, verdict in zip(st.columns(2), titles, (reading.verdict, now), strict=True):
        with column, st.container(border=True):
            st.markdown(f"{title}  \n**{say_verdict(verdict)}**")


def _render_charts(
    before: np.ndarray,
    after: np.ndarray,
    scores_before: np.ndarray,
    scores_after: np.ndarray,
    *,
    marked: tuple[int | None, int | None],
) -> None:
    """Place probabilities and scores, before and after, with the winners marked."""
    with st.container(horizontal=True, gap="small"):  # side by side, as far as there is room
        with st.container(width=_CHART_PX):
            st.markdown(f"**{words.PROBABILITIES}**")
            figure = paired_bars(
                before,
                after,
                names=(words.BEFORE, words.AFTER),
                marked=marked,
                are_shares=True,
                limit=FULL_WITH_ROOM,
            )
            render_plotly(
                figure,
                key="what_if_probabilities",
                label=words.PROBABILITIES_LABEL,
                png="what-if-probabilities",
            )
            st.caption(words.STAR)
        with st.container(width=_CHART_PX):
            st.markdown(f"**{words.SCORES}**")
            change = scores_after - scores_before
            figure = difference_bars(change, texts=bars_words.bar_texts(change, is_signed=True))
            render_plotly(
                figure, key="what_if_scores", label=words.SCORES_LABEL, png="what-if-scores"
            )
        if reaches("numbers"):
            st.markdown(words.score_table(scores_before, scores_after), width="content")
