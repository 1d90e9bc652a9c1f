"""From step to step: title and list, Back and Next; and the settings of all steps.

It must not know what a step shows.
"""

from pathlib import Path

import streamlit as st

from mlp.lesson.step import BATCH_SIZES, HIDDEN_FEATURES, INPUTS, SEEDS, WEIGHTS
from mlp.lesson.steps import NUM_ANSWERING, NUM_STEPS, STEPS
from mlp.net.device import available_devices
from mlp.web.browser.component import load_style
from mlp.web.lesson import navigation_words as words
from mlp.web.lesson import steps_words
from mlp.web.lesson import words as lesson_words
from mlp.web.lesson.state import ALL, PLACES, lesson_state
from mlp.web.lesson.step_list import Entry, Group, render_step_list
from mlp.web.shell.mirrored import mirrored
from mlp.web.shell.session import current

STYLE = load_style(Path(__file__).with_name("lesson.css"))
"""The lesson's own style, for `st.html`."""


def render_top() -> None:
    """Place the page's title, the list of steps and the settings in one row."""
    with st.container(horizontal=True, key="lesson_top", vertical_alignment="center"):
        st.title(lesson_words.TITLE, anchor=False, width="content")
        with st.container(key="lesson_steps_row"):  # to be found by lesson.css
            _render_steps()
        _render_settings()


def _render_steps() -> None:
    """Place the list of steps, which listens to the arrow keys too."""
    state = lesson_state()
    entries = [
        Entry(str(number), str(number), steps_words.STEPS[step.name].short)
        for number, step in enumerate(STEPS, 1)
    ]
    render_step_list(
        [
            Group(words.ANSWERING, entries[:NUM_ANSWERING]),
            Group(
                words.LEARNING, [*entries[NUM_ANSWERING:], Entry(ALL, words.ALL, words.ALL_NAME)]
            ),
        ],
        state.place,
        before=state.neighbour(-1),
        after=state.neighbour(1),
        label=words.STEP_LIST,
        key="lesson_steps",
        on_turned=_turn,
    )


def render_turning(key: str) -> None:
    """Place Back and Next."""
    state = lesson_state()
    before, after = state.neighbour(-1), state.neighbour(1)
    if before is None and after is None:
        return
    with st.container(horizontal=True, key=f"lesson_turning_{key}", vertical_alignment="center"):
        for wanted, label, icon in (
            (before, words.BACK, ":material/arrow_back:"),
            (after, words.NEXT, ":material/arrow_forward:"),
        ):
            is_next = wanted == after and wanted is not None
            st.button(
                f"{label}: {name_of(wanted)}" if wanted else label,
                icon=icon,
                icon_position="right" if label == words.NEXT else "left",
                type="primary" if is_next else "secondary",
                key=f"lesson_{label.lower()}_{key}",
                disabled=wanted is None,
                on_click=state.go_to,
                args=(wanted,),
            )
        st.caption(words.KEYBOARD, width="content")


def _render_settings() -> None:
    """Place the settings that apply to all steps."""
    state = lesson_state()
    chosen = state.choices
    with st.popover(words.CONTROLS, icon=":material/tune:", key="lesson_settings"):
        st.caption(words.CONTROLS_NOTE)
        st.segmented_control(
            words.INPUT,
            INPUTS,
            required=True,
            format_func=words.INPUTS.__getitem__,
            help=words.INPUT_HELP,
            **mirrored(
                "lesson_source",
                chosen.source,
                lambda wanted: state.choose(source=wanted),
            ),
        )
        st.segmented_control(
            words.WEIGHTS_CHOICE,
            WEIGHTS,
            required=True,
            format_func=words.WEIGHTS.__getitem__,
            help=words.WEIGHTS_HELP,
            **mirrored(
                "lesson_weights",
                chosen.weights,
                lambda wanted: state.choose(weights=wanted),
            ),
        )
        st.slider(
            words.BATCH_SIZE,
            *BATCH_SIZES,
            help=words.BATCH_HELP,
            **mirrored(
                "lesson_batch_size",
                chosen.batch_size,
                lambda wanted: state.choose(batch_size=wanted),
            ),
        )
        st.slider(
            lesson_words.HIDDEN_FEATURES,
            *HIDDEN_FEATURES,
            help=lesson_words.HIDDEN_HELP,
            **mirrored(
                "lesson_hidden_features",
                chosen.hidden_features,
                lambda wanted: state.choose(hidden_features=wanted),
            ),
        )
        st.number_input(
            words.SEED,
            *SEEDS,
            step=1,
            help=words.SEED_HELP,
            **mirrored("lesson_seed", chosen.seed, lambda wanted: state.choose(seed=wanted)),
        )
        devices, session = available_devices(), current()
        st.selectbox(
            words.DEVICE,
            devices,
            format_func=lambda device: device.name,
            disabled=len(devices) == 1,
            help=words.DEVICE_HELP if len(devices) > 1 else words.ONE_DEVICE_HELP,
            **mirrored("lesson_device", session.model().device, session.choose_device),
        )


def render_notices() -> None:
    """Say kindly what could not be done as it was wanted."""
    state = lesson_state()
    if state.invalid is not None:
        st.warning(
            words.NO_SUCH_STEP.format(asked=state.invalid, last=NUM_STEPS, shown=state.place),
            icon=":material/link_off:",
        )
    if state.is_digit_missing():
        st.info(words.NOTHING_DRAWN, icon=":material/draw:")
        st.page_link("draw.py", label=words.TO_DRAW, icon=":material/draw:")


def name_of(place: str) -> str:
    """Name a step, for example "5 Flatten"."""
    return f"{place} {steps_words.STEPS[STEPS[int(place) - 1].name].short}"


def _turn(wanted: str) -> None:
    """An arrow key was pressed."""
    if wanted in PLACES:
        lesson_state().go_to(wanted)
