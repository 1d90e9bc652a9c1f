"""From step to step: the list, Back and Next, the arrow keys; and the settings of all steps.

It must not know what a step shows.
"""

from pathlib import Path

import streamlit as st

from mlp.device import available_devices
from mlp.lesson.steps import BATCH_SIZES, HIDDEN_FEATURES, INPUTS, NUM_STEPS, SEEDS, STEPS
from mlp.ui import lesson_state, state
from mlp.ui import lesson_words as words
from mlp.ui.lesson_keys import render_lesson_keys

STYLE = Path(__file__).with_name("lesson.css")
"""The lesson's own style, for `st.html`."""

_KEYS = "lesson_keys"


def render_step_list() -> None:
    """Place the list of steps, and listen to the arrow keys."""
    st.segmented_control(
        words.STEP_LIST,
        lesson_state.PLACES,
        required=True,
        format_func=name_of,
        label_visibility="collapsed",
        wrap=True,
        **lesson_state.mirrored("lesson_steps", lesson_state.place(), lesson_state.go_to),
    )
    render_lesson_keys(
        lesson_state.place(),
        before=lesson_state.neighbour(-1),
        after=lesson_state.neighbour(1),
        key=_KEYS,
        on_turned=_turn,
    )


def render_turning(key: str) -> None:
    """Place Back and Next."""
    before, after = lesson_state.neighbour(-1), lesson_state.neighbour(1)
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
                on_click=lesson_state.go_to,
                args=(wanted,),
            )
        st.caption(words.KEYBOARD, width="content")


def render_settings() -> None:
    """Place the settings that apply to all steps."""
    chosen = lesson_state.choices()
    with st.expander(words.CONTROLS, icon=":material/tune:", key="lesson_settings"):
        st.caption(words.CONTROLS_NOTE)
        st.segmented_control(
            words.INPUT,
            INPUTS,
            required=True,
            format_func=words.INPUTS.__getitem__,
            help=words.INPUT_HELP,
            **lesson_state.mirrored(
                "lesson_source",
                chosen.source,
                lambda wanted: lesson_state.choose(source=wanted),
            ),
        )
        batch, hidden, seed, device = st.columns(4, vertical_alignment="bottom")
        batch.slider(
            words.BATCH_SIZE,
            *BATCH_SIZES,
            help=words.BATCH_HELP,
            **lesson_state.mirrored(
                "lesson_batch_size",
                chosen.batch_size,
                lambda wanted: lesson_state.choose(batch_size=wanted),
            ),
        )
        hidden.slider(
            words.HIDDEN_FEATURES,
            *HIDDEN_FEATURES,
            help=words.HIDDEN_HELP,
            **lesson_state.mirrored(
                "lesson_hidden_features",
                chosen.hidden_features,
                lambda wanted: lesson_state.choose(hidden_features=wanted),
            ),
        )
        seed.number_input(
            words.SEED,
            *SEEDS,
            step=1,
            help=words.SEED_HELP,
            **lesson_state.mirrored(
                "lesson_seed", chosen.seed, lambda wanted: lesson_state.choose(seed=wanted)
            ),
        )
        devices = available_devices()
        device.selectbox(
            words.DEVICE,
            devices,
            format_func=lambda device: device.name,
            disabled=len(devices) == 1,
            help=words.DEVICE_HELP if len(devices) > 1 else words.ONE_DEVICE_HELP,
            **lesson_state.mirrored(
                "lesson_device", state.model().device, lesson_state.choose_device
            ),
        )


def render_notices() -> None:
    """Say kindly what could not be done as it was wanted."""
    asked = lesson_state.invalid_step()
    if asked is not None:
        st.warning(
            words.NO_SUCH_STEP.format(asked=asked, last=NUM_STEPS, shown=lesson_state.place()),
            icon=":material/link_off:",
        )
    if lesson_state.is_digit_missing():
        st.info(words.NOTHING_DRAWN, icon=":material/draw:")
        st.page_link("draw.py", label=words.TO_DRAW, icon=":material/draw:")


def name_of(place: str) -> str:
    """Name a step for the list, for example "5 Flatten"."""
    if place == lesson_state.ALL:
        return words.ALL
    return f"{place} {words.STEPS[STEPS[int(place) - 1].name].short}"


def _turn() -> None:
    """An arrow key was pressed."""
    wanted = st.session_state[_KEYS].turned
    if wanted in lesson_state.PLACES:
        lesson_state.go_to(wanted)
