"""A unit's life: what it did with each of the 10,000 real test digits.

It must not know how that was counted (`mlp.explain.unit_statistics`).
"""

import numpy as np
import streamlit as st

from mlp.dataset import load_digits
from mlp.explain.unit_statistics import LayerStatistics
from mlp.explain.units import activation_stage
from mlp.net.network import stage_names
from mlp.net.trace import Trace
from mlp.numbers import a_digit, number
from mlp.web.charts.unit_statistics import mean_bars
from mlp.web.neurons import bars_words
from mlp.web.neurons import life_words as words
from mlp.web.neurons.this_digit import file_name
from mlp.web.shell.depth import render_by_depth
from mlp.web.shell.session import current
from mlp.web.shell.statistics_bar import unit_statistics
from mlp.web.shell.unit_names import is_score
from mlp.web.views.plotly import render_plotly
from mlp.web.views.thumbnails import Thumbnail, render_pictures

_TOP_SIZE_PX = 84


@st.fragment(key="neuron_life_part")
def render_life(stage: str, unit: int) -> None:
    """Place a unit's statistics.

    Args:
        stage: A linear stage of the visitor's network.
        unit: 0-based.
    """
    placed = current().model()
    with st.container(key="neuron_life"):
        st.subheader(words.LIFE, anchor=False)
        told = unit_statistics(placed)
        lived, num_images = told[stage], told.num_images
        is_signed = not activation_stage(placed.cpu_model, stage).startswith("relu")
        st.markdown(words.LIFE_WORDS.format(count=f"{num_images:,}"))
        _render_silence(lived, unit, num_images, is_signed=is_signed)
        if is_signed or not lived.is_dead[unit]:
            pictures, means = st.columns(2, gap="large")
            with pictures:
                st.markdown(f"**{words.TOP_SIGNED if is_signed else words.TOP}**")
                _render_top(lived, unit, is_signed=is_signed)
            with means:
                _render_means(lived, unit)
        numbers = words.LIFE_NUMBERS_SIGNED if is_signed else words.LIFE_NUMBERS
        render_by_depth(
            numbers=numbers.format(stage=activation_stage(placed.cpu_model, stage)),
            code=words.life_code(stage, unit, stage_names(placed.cpu_model)),
        )


def _render_silence(lived: LayerStatistics, unit: int, num_images: int, *, is_signed: bool) -> None:
    """Say how often the unit is silent; name a dead one as dead."""
    is_dead = bool(lived.is_dead[unit]) and not is_signed
    said = words.say_silence(
        float(lived.silent[unit]),
        num_images,
        is_signed=is_signed,
        is_score=is_score(lived.stage),
    )
    if not np.isfinite(lived.means[unit]).all():
        st.warning(words.NOT_FINITE, icon=":material/error:")
    elif is_dead:
        trace = current().visitor.reading().trace
        present = 0.0 if trace is None else _activation(trace, lived.stage, unit)
        if present > 0:
            said += " " + words.DEAD_BUT.format(value=number(present))
        st.warning(said, icon=":material/do_not_disturb_on:")
    else:
        st.markdown(f"{said} {words.say_means(lived.means[unit], is_signed=is_signed)}")


def _activation(trace: Trace, stage: str, unit: int) -> float:
    """A unit's value after its ReLU, for the active digit."""
    return float(trace[activation_stage(current().model().cpu_model, stage)].values()[unit])


def _render_top(lived: LayerStatistics, unit: int, *, is_signed: bool) -> None:
    """Place the test digits that fire the unit most, to choose from."""
    indices, values = lived.top_indices[unit], lived.top_values[unit]
    fires = np.isfinite(values) & (is_signed | (values > 0))
    if not fires.any():
        st.caption(words.TOP_NONE)
        return
    digits = load_digits("test")
    num_decimals = bars_words.num_decimals(*map(float, values[fires]))
    thumbnails = []
    for index, value in zip(indices[fires].tolist(), values[fires].tolist(), strict=True):
        label, said = int(digits.labels[index]), bars_words.aligned(value, num_decimals)
        thumbnails.append(
            Thumbnail(
                digits.pixels[index].numpy(),
                caption=f"{label} · {said}",
                label=words.TOP_PICTURE.format(index=index, digit=a_digit(label), value=said),
                id=str(index),
                is_chosen=current().visitor.digit.example == index,
            )
        )
    render_pictures(
        thumbnails,
        key="neuron_top",
        label=words.TOP_LABEL,
        size_px=_TOP_SIZE_PX,
        on_chosen=_take_top,
    )
    few = "" if fires.all() else " " + words.TOP_FEW
    st.caption(words.TOP_CAPTION + few)


def _take_top(chosen: str) -> None:
    """Make the chosen test digit the active one, on the whole page."""
    if current().show_example(int(chosen)):
        st.rerun()


def _render_means(lived: LayerStatistics, unit: int) -> None:
    """Place the mean for each digit; nothing if they overflowed."""
    means = lived.means[unit]
    if not np.isfinite(means).all():
        return
    st.markdown(f"**{words.MEANS}**")
    render_plotly(
        mean_bars(means, texts=bars_words.bar_texts(means)),
        key="neuron_means",
        label=words.MEANS_LABEL,
        png=f"{file_name(lived.stage, unit)}-means",
    )
    st.caption(words.MEANS_CAPTION)
