"""The buttons that steer a training, and whether the app looks into its network.

It must not know what a training shows.
"""

import streamlit as st

from mlp.web.server.trainings.record import Status, TrainingRun
from mlp.web.server.trainings.trainings import TRAININGS
from mlp.web.shell.markdown import plain_text
from mlp.web.shell.mirrored import mirrored
from mlp.web.shell.own_training import OwnTraining
from mlp.web.shell.session import current
from mlp.web.train import buttons_words as words
from mlp.web.train.state import train_state


def render_buttons() -> None:
    """Place the buttons; those that make no sense now say why."""
    own = current().of(OwnTraining)
    training = own.training
    is_on = training is not None and not training.status.is_over
    with st.container(key="train_buttons", horizontal=True, vertical_alignment="center"):
        _render_start(training, is_on)
        _render_pause(training, is_on)
        _render_one_batch(training, is_on)
        st.button(
            words.STOP,
            icon=":material/stop:",
            key="train_stop",
            disabled=not is_on,
            help=words.STOP_HELP if is_on else words.NOTHING_IS_ON,
            on_click=_stop,
        )
        st.toggle(
            words.FOLLOW,
            help=words.FOLLOW_HELP,
            **mirrored("train_follow", own.follows, own.follow),
        )
    if own.error is not None:
        st.error(plain_text(own.error), icon=":material/error:")


def _render_start(training: TrainingRun | None, is_on: bool) -> None:
    """Place the button that begins a training."""
    is_invalid = train_state().settings.hidden_error is not None
    if is_on:
        said = words.START_DISABLED
    elif is_invalid:
        said = words.START_INVALID
    else:
        said = words.START_HELP if training is None else words.START_AGAIN_HELP
    st.button(
        words.START if training is None or is_on else words.START_AGAIN,
        icon=":material/play_arrow:",
        key="train_start",
        type="secondary" if is_on else "primary",
        disabled=is_on or is_invalid,
        help=said,
        on_click=_start,
    )


def _render_pause(training: TrainingRun | None, is_on: bool) -> None:
    """Place the button that pauses, or lets a paused training go on."""
    is_paused = training is not None and training.status is Status.PAUSED
    st.button(
        words.RESUME if is_paused else words.PAUSE,
        icon=":material/resume:" if is_paused else ":material/pause:",
        key="train_pause",
        disabled=not is_on,
        help=(words.RESUME_HELP if is_paused else words.PAUSE_HELP)
        if is_on
        else words.NOTHING_IS_ON,
        on_click=_resume if is_paused else _pause,
    )


def _render_one_batch(training: TrainingRun | None, is_on: bool) -> None:
    """Place the button that takes a single step."""
    settings = train_state().settings
    is_invalid = not is_on and settings.hidden_error is not None
    recipe = training.recipe if training and is_on else settings.recipe
    said = words.ONE_BATCH_HELP if is_on else words.ONE_BATCH_FRESH_HELP
    st.button(
        words.ONE_BATCH,
        icon=":material/skip_next:",
        key="train_one_batch",
        disabled=is_invalid,
        help=words.START_INVALID if is_invalid else said.format(batch_size=recipe.batch_size),
        on_click=_one_batch,
    )


def _start() -> None:
    """Start, unless what was typed meanwhile is no setting."""
    state = train_state()
    if state.settings.hidden_error is None:
        state.start()


def _pause() -> None:
    training = current().of(OwnTraining).training
    if training is not None:
        TRAININGS.pause(training)


def _resume() -> None:
    training = current().of(OwnTraining).training
    if training is not None:
        TRAININGS.resume(training)


def _one_batch() -> None:
    """Take a single step; of a new training if none is on."""
    training = current().of(OwnTraining).training
    if training is None or training.status.is_over:
        _start()
        training = current().of(OwnTraining).training
    if training is not None:
        TRAININGS.pause(training)
        TRAININGS.one_batch(training)


def _stop() -> None:
    training = current().of(OwnTraining).training
    if training is not None:
        TRAININGS.stop(training)
