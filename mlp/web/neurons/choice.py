"""Which unit and which digit the Neurons page is about: by layer, number, click, or by chance.

It must not know what is shown of the unit.
"""

import random
from functools import partial
from pathlib import Path
from typing import Any

import streamlit as st

from mlp.dataset import NUM_CLASSES, SIDE
from mlp.explain.units import activation_stage, num_units, unit_stages
from mlp.net.network import stage_names
from mlp.net.trace import Trace
from mlp.numbers import number
from mlp.web.browser.component import load_style
from mlp.web.charts.units import unit_at, unit_bars, unit_grid
from mlp.web.neurons import choice_words as words
from mlp.web.neurons.bars_words import bar_texts
from mlp.web.neurons.words import listed
from mlp.web.shell import reruns
from mlp.web.shell.chosen_unit import ChosenUnit
from mlp.web.shell.depth import reaches, render_by_depth
from mlp.web.shell.mirrored import mirrored
from mlp.web.shell.session import current
from mlp.web.shell.stage_words import plain_unit
from mlp.web.shell.unit_names import (
    is_score,
    layer_name,
    noun,
    stage_name,
    unit_name,
    unit_sizes,
    units_name,
)
from mlp.web.views.examples import render_examples
from mlp.web.views.plotly import render_plotly

STYLE = load_style(Path(__file__).with_name("neurons.css"))
"""The page's own style, for `st.html`."""


def render_notices() -> None:
    """Say kindly which unit could not be shown."""
    chosen = current().of(ChosenUnit)
    shown, wanted = chosen.shown(), chosen.wanted
    layers = _say_layers()
    if chosen.invalid is not None:
        st.warning(
            words.NO_SUCH_UNIT.format(asked=chosen.invalid, layers=layers, shown=unit_name(*shown)),
            icon=":material/link_off:",
        )
    elif shown != wanted:
        st.info(
            words.NOT_IN_THIS_NETWORK.format(
                wanted=wanted_name(*wanted), layers=layers, shown=unit_name(*shown)
            ),
            icon=":material/swap_horiz:",
        )


def wanted_name(stage: str, unit: int) -> str:
    """Name a unit that may be of another network: "unit 500 of layer 2", or "linear2 · 500"."""
    return f"{stage} · {unit}" if reaches("numbers") else plain_unit(stage, unit, {})


def _say_layers() -> str:
    """Say which units there are."""
    sizes = unit_sizes()
    if reaches("numbers"):
        return words.say_layers(sizes)
    return words.PLAIN_LAYERS.format(units=listed([units_name(stage) for stage in sizes]))


def render_choice(stage: str, unit: int) -> None:
    """Place everything by which another unit or another digit is chosen.

    Args:
        stage: Linear stage of the unit that is shown.
        unit: 0-based.
    """
    trace = current().visitor.reading().trace
    with st.container(key="neuron_choice", border=True):
        _render_standstill()
        _render_controls(stage, unit, trace)
        if trace is None:
            st.info(words.NOTHING_DRAWN, icon=":material/draw:")
            _render_examples()
        else:
            layer, digits = st.columns([3, 2], gap="large")
            with layer:
                _render_layer(stage, unit, trace)
            with digits:
                _render_examples()
        _render_explanation(stage)


def _render_standstill() -> None:
    """Say that the network goes on learning while this page stands still, if it does."""
    if reruns.refresh_s() is None:
        return
    with st.container(key="neuron_standstill", horizontal=True, vertical_alignment="center"):
        st.caption(words.STANDS_STILL, width="content")
        # Any run of the page reads the network as it is then.
        st.button(words.READ_ANEW, icon=":material/refresh:", key="neuron_read_anew")


def _render_controls(stage: str, unit: int, trace: Trace | None) -> None:
    """Place the choice of layer and unit, and the buttons."""
    count = num_units(current().model().cpu_model, stage)
    choose = current().of(ChosenUnit).choose
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        st.segmented_control(
            words.LAYER,
            list(unit_sizes()),
            required=True,
            format_func=layer_name,
            **mirrored("neuron_stage", stage, _choose_layer),
        )
        if is_score(stage):
            st.segmented_control(
                words.DIGIT,
                list(range(NUM_CLASSES)),
                required=True,
                **mirrored("neuron_score", unit, lambda digit: choose(stage, digit)),
            )
        else:
            st.number_input(
                words.UNIT,
                0,
                count - 1,
                step=1,
                width=140,
                help=words.UNIT_HELP.format(units=units_name(stage), last=count - 1),
                **mirrored("neuron_unit", unit, lambda number: _choose_number(stage, number)),
            )
            _render_steps(unit, count)
        st.button(
            words.STRONGEST,
            icon=":material/local_fire_department:",
            key="neuron_choose_strongest",
            disabled=trace is None,
            help=words.STRONGEST_HELP_NO_DIGIT if trace is None else words.STRONGEST_HELP,
            on_click=_choose_strongest,
            args=(stage,),
        )
        st.button(
            words.SURPRISE,
            icon=":material/casino:",
            key="neuron_choose_any",
            help=words.SURPRISE_HELP,
            on_click=_choose_any,
            args=(stage,),
        )


def _render_steps(unit: int, count: int) -> None:
    """Place the ways to the neighbours of a unit."""
    for label, icon, offset in (
        (words.PREVIOUS, ":material/arrow_back:", -1),
        (words.NEXT, ":material/arrow_forward:", 1),
    ):
        st.button(
            label,
            icon=icon,
            key=f"neuron_step_{label.lower()}",
            disabled=not 0 <= unit + offset < count,
            on_click=_step,
            args=(offset,),
        )


def _render_layer(stage: str, unit: int, trace: Trace) -> None:
    """Place the activations of the unit's layer, to click on."""
    placed = current().model()
    activation = activation_stage(placed.cpu_model, stage)
    values, scale = trace[activation].values(), placed.scales[activation]
    is_signed = activation == stage
    title = words.SCORES_GRID if is_score(stage) else words.GRID
    st.markdown(f"**{title.format(units=units_name(stage), stage=stage_name(activation))}**")
    label = words.GRID_LABEL.format(units=units_name(stage), name=unit_name(stage, unit))
    if is_score(stage):
        figure = unit_bars(
            values, scale=scale, is_signed=is_signed, chosen=unit, texts=bar_texts(values)
        )
        render_plotly(
            figure,
            key="neuron_bars",
            label=label,
            png=activation,
            on_clicked=partial(_take_bar, stage),
        )
        st.caption(words.BARS_CAPTION)
    else:
        figure = unit_grid(
            values, scale=scale, is_signed=is_signed, chosen=unit, is_square=False, noun=noun(stage)
        )
        render_plotly(
            figure,
            key="neuron_grid",
            label=label,
            png=activation,
            on_clicked=partial(take_cell, stage),
        )
        st.caption(words.GRID_CAPTION.format(scale=number(scale)))


def _render_examples() -> None:
    """Place ten test digits and the way to the pad."""
    is_first = current().visitor.reading().trace is None
    title = words.FIRST_EXAMPLES if is_first else words.EXAMPLES
    st.markdown(f"**{title}**", help=words.EXAMPLES_HELP)
    render_examples(
        key="neuron_examples", label=words.EXAMPLES_LABEL, on_chosen=current().show_example
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        st.page_link("draw.py", label=words.TO_DRAW, icon=":material/draw:")
        if not is_first:
            st.caption(
                words.ACTIVE.format(caption=current().visitor.digit.caption), width="content"
            )


def _render_explanation(stage: str) -> None:
    """Say what a unit is."""
    model = current().model().cpu_model
    num_inputs = _num_inputs(stage)
    is_last = is_score(stage)
    told = words.SCORE_WORDS if is_last else words.UNIT_WORDS
    numbers = words.SCORE_NUMBERS if is_last else words.UNIT_NUMBERS
    render_by_depth(
        told.format(num_inputs=num_inputs, units=units_name(stage)),
        numbers.format(stage=stage, num_inputs=num_inputs, num_units=num_units(model, stage)),
        words.layer_code(stage, stage_names(model)),
    )


def take_cell(stage: str, point: dict[str, Any]) -> None:
    """Choose the unit whose cell was clicked in a `unit_grid`.

    Args:
        stage: The layer that the grid shows.
        point: As `render_plotly` reports it.
    """
    session = current()
    unit = unit_at(point.get("x"), point.get("y"), num_units(session.model().cpu_model, stage))
    if unit is not None:
        session.of(ChosenUnit).choose(stage, unit)


def _take_bar(stage: str, point: dict[str, Any]) -> None:
    """Choose the score whose bar was clicked."""
    if point.get("x") in range(NUM_CLASSES):
        current().of(ChosenUnit).choose(stage, int(point["x"]))


def _choose_layer(stage: str) -> None:
    """Choose another layer; the number stays, if it has so many units."""
    session = current()
    chosen = session.of(ChosenUnit)
    count = num_units(session.model().cpu_model, stage)
    chosen.choose(stage, min(chosen.shown()[1], count - 1))


def _step(offset: int) -> None:
    """Choose a neighbour; of the unit of now, however fast the button is pressed."""
    session = current()
    chosen = session.of(ChosenUnit)
    stage, unit = chosen.shown()
    if 0 <= unit + offset < num_units(session.model().cpu_model, stage):
        chosen.choose(stage, unit + offset)


def _choose_number(stage: str, number: int | None) -> None:
    """Choose a unit by its number; an emptied field changes nothing."""
    if number is not None:
        current().of(ChosenUnit).choose(stage, number)


def _choose_strongest(stage: str) -> None:
    """Choose the unit of a layer with the largest activation."""
    session = current()
    trace = session.visitor.reading().trace
    if trace is not None:
        values = trace[activation_stage(session.model().cpu_model, stage)].values()
        session.of(ChosenUnit).choose(stage, int(values.argmax()))


def _choose_any(stage: str) -> None:
    """Choose any unit of a layer."""
    session = current()
    count = num_units(session.model().cpu_model, stage)
    session.of(ChosenUnit).choose(stage, random.randrange(count))


def _num_inputs(stage: str) -> int:
    """Count what a unit of a stage looks at."""
    model = current().model().cpu_model
    stages = unit_stages(model)
    position = stages.index(stage)
    return num_units(model, stages[position - 1]) if position else SIDE * SIDE
