"""Two units side by side, or one unit with two digits: one side is pinned, the other one follows.

It must not know how contributions are computed (`mlp.explain`). The pin keeps what is needed to
compute its side anew, with whichever network is active.
"""

from dataclasses import dataclass

import numpy as np
import streamlit as st
import torch

from mlp.explain.contributions import Contributions, contributions
from mlp.explain.linear_picture import LinearPicture, linear_picture
from mlp.explain.units import activation_stage, input_stage, num_units, unit_stages
from mlp.net.network import NeuralNetwork, stage_names
from mlp.net.placed import PlacedModel
from mlp.numbers import number
from mlp.web.charts.stages import Figure
from mlp.web.charts.unit_statistics import paired_bars
from mlp.web.charts.units import signed_picture, unit_grid
from mlp.web.neurons import bars_words
from mlp.web.neurons import compare_words as words
from mlp.web.neurons.choice import wanted_name
from mlp.web.neurons.this_digit import file_name
from mlp.web.shell.chosen_unit import ChosenUnit
from mlp.web.shell.depth import reaches, render_by_depth
from mlp.web.shell.session import current
from mlp.web.shell.statistics_bar import unit_statistics
from mlp.web.shell.unit_names import noun, unit_name, unit_title
from mlp.web.views.plotly import render_plotly
from mlp.web.views.thumbnails import Thumbnail, render_pictures

_NUM_BIGGEST = 5
_THUMBNAIL_PX = 64
_CHART_PX = 340


@dataclass(frozen=True, eq=False)
class Pin:
    """What was pinned.

    Attributes:
        fingerprint: Of the network that was active then.
        stage: The unit's linear stage.
        unit: 0-based.
        image: float32, (28, 28), [0, 1], cpu: the digit as the network reads it.
        caption: What the digit is.
    """

    fingerprint: str
    stage: str
    unit: int
    image: torch.Tensor
    caption: str


@dataclass(frozen=True, eq=False)
class _Side:
    """One side of the comparison."""

    stage: str
    unit: int
    image: torch.Tensor
    caption: str
    added: Contributions
    picture: LinearPicture

    @property
    def name(self) -> str:
        return unit_title(self.stage, self.unit)


@dataclass(eq=False)
class CompareState:
    """What a session remembers of the comparison: what is pinned; None if nothing is."""

    pin: Pin | None = None

    def unpin(self) -> None:
        """Forget what is pinned, from a callback; the whole page is drawn anew."""
        self.pin = None
        st.rerun()

    def open_pinned(self) -> None:
        """Show the unit that is pinned."""
        if self.pin is not None:
            current().of(ChosenUnit).choose(self.pin.stage, self.pin.unit)

    def pin_now(self, stage: str, unit: int) -> None:
        """Pin a unit together with the active digit; nothing if there is none."""
        session = current()
        reading = session.visitor.reading()
        if reading.trace is not None:
            image = reading.prepared.image.clone()
            caption = session.visitor.digit.caption
            self.pin = Pin(session.model().fingerprint, stage, unit, image, caption)


@st.fragment(key="neuron_compare_part")
def render_compare(stage: str, unit: int) -> None:
    """Place the pin's buttons and, if something else is shown than what is pinned, both sides.

    Args:
        stage: A linear stage of the visitor's network.
        unit: 0-based.
    """
    session = current()
    placed, reading = session.model(), session.visitor.reading()
    pinned = session.of(CompareState).pin
    with st.container(key="neuron_compare"):
        if pinned is None:
            st.markdown(words.COMPARE_WORDS)
        _render_buttons(stage, unit, is_blank=reading.trace is None)
        if pinned is None:
            return
        if pinned.fingerprint != placed.fingerprint:
            name = wanted_name(pinned.stage, pinned.unit)
            if not _has_unit(placed.cpu_model, pinned.stage, pinned.unit):
                st.warning(words.OTHER_NETWORK_LACKS.format(name=name), icon=":material/keep_off:")
                return
            st.info(words.OTHER_NETWORK, icon=":material/sync:")
        sides = [_side(placed, pinned.stage, pinned.unit, pinned.image, pinned.caption)]
        if reading.trace is not None:
            image, caption = reading.prepared.image, session.visitor.digit.caption
            if (stage, unit) != (pinned.stage, pinned.unit) or not image.equal(pinned.image):
                sides.append(_side(placed, stage, unit, image, caption))
        _render_sides(placed, sides)
        if reading.trace is None:
            st.info(words.COMPARE_NO_DIGIT, icon=":material/draw:")
        elif len(sides) == 1:
            st.info(words.COMPARE_SAME, icon=":material/keep:")
        elif (stage, unit) == (pinned.stage, pinned.unit):
            _render_difference(placed.cpu_model, *sides)
        else:
            _render_units(placed, *sides)


def _render_buttons(stage: str, unit: int, *, is_blank: bool) -> None:
    """Place what pins and unpins."""
    state, name = current().of(CompareState), unit_name(stage, unit)
    with st.container(horizontal=True, gap="small"):
        st.button(
            words.PIN.format(name=name) if state.pin is None else words.PIN_INSTEAD,
            icon=":material/keep:",
            key="compare_pin",
            help=None if state.pin is None else words.PIN.format(name=name),
            on_click=state.pin_now,
            args=(stage, unit),
            disabled=is_blank,
            wrap=True,
        )
        if state.pin is not None:
            st.button(
                words.UNPIN,
                icon=":material/keep_off:",
                key="compare_unpin",
                on_click=state.unpin,
            )
    if is_blank and state.pin is None:
        st.caption(words.COMPARE_NOTHING)


def _has_unit(model: NeuralNetwork, stage: str, unit: int) -> bool:
    """Whether a network has a unit."""
    return stage in unit_stages(model) and unit < num_units(model, stage)


def _side(placed: PlacedModel, stage: str, unit: int, image: torch.Tensor, caption: str) -> _Side:
    """Compute one side with the network that is active now."""
    trace = placed.trace(image)
    return _Side(
        stage,
        unit,
        image,
        caption,
        contributions(placed.cpu_model, trace, stage, unit),
        linear_picture(placed.cpu_model, trace, stage, unit),
    )


def _render_sides(placed: PlacedModel, sides: list[_Side]) -> None:
    """Place one or two sides: digit, unit, value, contributions, linear picture; one scale."""
    products_scale = _scale(*(side.added.products for side in sides))
    rows_scale = _scale(*(side.picture.row for side in sides))
    titles = (words.PINNED, words.NOW)
    for column, side, title in zip(st.columns(2, gap="large"), sides, titles, strict=False):
        with column, st.container(border=True, key=f"compare_{title.lower()}"):
            _render_side(placed.cpu_model, side, title, products_scale, rows_scale)


def _render_side(
    model: NeuralNetwork, side: _Side, title: str, products_scale: float, rows_scale: float
) -> None:
    """Place one side."""
    key = f"compare_{title.lower()}"
    pixels = np.round(side.image.numpy() * 255).astype(np.uint8)
    with st.container(horizontal=True, wrap=False, vertical_alignment="center", gap="small"):
        with st.container(width=_THUMBNAIL_PX):
            render_pictures(
                [Thumbnail(pixels, label=side.caption)],
                key=f"{key}_digit",
                label=words.DIGIT_LABEL,
                size_px=_THUMBNAIL_PX,
            )
        st.markdown(
            f"{title}: **{side.name}**, {side.caption}  \n{_say_value(model, side)}",
            width="stretch",
        )
    adds, looks_for = st.columns(2, gap="small")
    with adds:
        _render_products(model, side, key, scale=products_scale)
    with looks_for:
        _render_row(model, side, key, scale=rows_scale)


def _render_products(model: NeuralNetwork, side: _Side, key: str, *, scale: float) -> None:
    """Place what each input adds."""
    st.markdown(f"**{words.CONTRIBUTIONS}**")
    render_plotly(
        _products_figure(model, side.stage, side.added.products, scale=scale),
        key=f"{key}_products",
        label=f"{words.CONTRIBUTIONS_LABEL}: {side.name}",
        png=f"{file_name(side.stage, side.unit)}-{key.removeprefix('compare_')}-contributions",
    )
    render_by_depth(numbers=words.SCALE.format(scale=number(scale)))


def _render_row(model: NeuralNetwork, side: _Side, key: str, *, scale: float) -> None:
    """Place what it looks for."""
    st.markdown(f"**{words.LINEAR}**")
    render_plotly(
        signed_picture(side.picture.row, scale=scale),
        key=f"{key}_linear",
        label=f"{words.LINEAR_LABEL}: {side.name}",
        png=f"{file_name(side.stage, side.unit)}-{key.removeprefix('compare_')}-looks-for",
    )
    first = input_stage(model, side.stage) == "image"
    told = words.SCALE_LINEAR.format(scale=number(scale))
    render_by_depth(numbers=told + (f" {words.LINEAR_FIRST}" if first else ""))


def _products_figure(
    model: NeuralNetwork, stage: str, products: np.ndarray, *, scale: float
) -> Figure:
    """Draw one number for each input of a stage: pixels as a picture, units in rows."""
    if input_stage(model, stage) == "image":
        return signed_picture(products, scale=scale)
    before = noun(input_stage(model, stage).replace("relu", "linear"))
    return unit_grid(products, scale=scale, is_signed=True, noun=before)


def _say_value(model: NeuralNetwork, side: _Side) -> str:
    """Say a unit's value, and what its ReLU makes of it."""
    value, activation = side.added.value, side.added.activation
    num_decimals = bars_words.num_decimals(value, activation)
    has_relu = activation_stage(model, side.stage) != side.stage
    return (words.SIDE_VALUES if has_relu else words.SIDE_VALUE).format(
        value=bars_words.aligned(value, num_decimals),
        activation="0" if activation == 0 else bars_words.aligned(activation, num_decimals),
    )


def _render_difference(model: NeuralNetwork, pinned: _Side, now: _Side) -> None:
    """Place what makes the difference between two digits for the same unit."""
    stage, unit = now.stage, now.unit
    inputs = input_stage(model, stage)
    difference = now.added.products - pinned.added.products
    scale = _scale(difference)
    with st.container(horizontal=True, gap="medium"):  # side by side, if there is room
        with st.container(width=_CHART_PX):
            st.markdown(f"**{words.DIFFERENCE}**")
            figure = _products_figure(model, stage, difference, scale=scale)
            render_plotly(
                figure,
                key="compare_difference",
                label=words.DIFFERENCE_LABEL,
                png=f"{file_name(stage, unit)}-difference",
            )
            st.caption(words.SCALE_DIFFERENCE.format(scale=number(scale)))
        with st.container(width="content"):
            st.markdown(f"**{words.BIGGEST}**")
            order = np.argsort(-np.abs(difference), kind="stable")[:_NUM_BIGGEST].tolist()
            changed = [index for index in order if difference[index] != 0]
            table = words.difference_table(
                changed,
                [_input_name(place, inputs) for place in changed],
                pinned.added.products,
                now.added.products,
                where=words.PIXEL if inputs == "image" else words.INPUT,
            )
            st.markdown(table if changed else words.NO_DIFFERENCE)
    render_by_depth(
        numbers=words.say_difference(pinned.added.value, now.added.value, len(difference)),
        code=words.compare_code(stage, unit, stage_names(model)),
    )


def _render_units(placed: PlacedModel, pinned: _Side, now: _Side) -> None:
    """Place the means of two units in one figure."""
    told = unit_statistics(placed)
    means = [told[side.stage].means[side.unit] for side in (pinned, now)]
    if np.isfinite(means).all():
        st.markdown(f"**{words.MEANS_BOTH}**")
        figure = paired_bars(*means, names=(pinned.name, now.name))
        files = [file_name(side.stage, side.unit) for side in (pinned, now)]
        render_plotly(
            figure, key="compare_means", label=words.MEANS_BOTH, png=f"{'-and-'.join(files)}-means"
        )
    else:
        st.markdown(words.MEANS_NOT_FINITE)
    both = (pinned.stage, pinned.unit), (now.stage, now.unit)
    render_by_depth(
        numbers=words.COMPARE_NUMBERS_UNITS,
        code=words.units_code(both, stage_names(placed.cpu_model)),
    )


def _input_name(place: int, inputs: str) -> str:
    """Name an input: a pixel of the picture, or a unit of the layer before.

    Args:
        place: 0-based.
        inputs: The stage that they come from.
    """
    if inputs == "image" or reaches("numbers"):
        return bars_words.input_name(place, inputs)
    return unit_name(inputs.replace("relu", "linear"), place)


def _scale(*values: np.ndarray) -> float:
    """The absolute value at which colours saturate: the largest there is."""
    largest = max(float(np.abs(each).max()) for each in values)
    return largest if 0 < largest < float("inf") else 1.0
