"""The buttons that steer a training, and whether the app looks into its network.

It must not know what a training shows.
"""

import streamlit as st

from mlp.errors import InputError
from mlp.numbers import number
from mlp.web.server.trainings.record import Status, TrainingRun
from mlp.web.server.trainings.trainings import TRAININGS
from mlp.web.shell.markdown import plain_text
from mlp.web.shell.mirrored import mirrored
from mlp.web.shell.own_training import OwnTraining
from mlp.web.shell.session import current
from mlp.web.train import buttons_words as words
from mlp.web.train import settings_words
from mlp.web.train.state import LEARNING_RATES, train_state

RATE_WIDTH_PX = 210


def render_buttons() -> None:
    """Place what starts and steers a training, in one line.

    Tooltips are there only before the first one: later they would open over what was just pressed.
    """
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
            help=words.NOTHING_IS_ON if training is None else None,
            on_click=_stop,
        )
        if training is None:
            render_follow()
        else:
            _render_rate(training, is_on)
            _render_fold()
    if own.error is not None:
        st.error(plain_text(own.error), icon=":material/error:")


def render_follow() -> None:
    """Place whether the whole app looks into the network in training."""
    own = current().of(OwnTraining)
    st.toggle(
        words.FOLLOW, help=words.FOLLOW_HELP, **mirrored("train_follow", own.follows, own.follow)
    )


def _render_start(training: TrainingRun | None, is_on: bool) -> None:
    """Place the button that begins a training."""
    is_invalid = train_state().settings.hidden_error is not None
    said = words.START_INVALID if is_invalid else words.START_HELP
    st.button(
        words.START if training is None or is_on else words.START_AGAIN,
        icon=":material/play_arrow:",
        key="train_start",
        type="secondary" if is_on else "primary",
        disabled=is_on or is_invalid,
        help=said if training is None else None,
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
        help=words.NOTHING_IS_ON if training is None else None,
        on_click=_resume if is_paused else _pause,
    )


def _render_one_batch(training: TrainingRun | None, is_on: bool) -> None:
    """Place the button that takes a single step."""
    settings = train_state().settings
    is_invalid = not is_on and settings.hidden_error is not None
    said = words.ONE_BATCH_HELP.format(batch_size=settings.recipe.batch_size)
    if is_invalid:
        said = words.START_INVALID
    st.button(
        words.ONE_BATCH,
        icon=":material/skip_next:",
        key="train_one_batch",
        disabled=is_invalid,
        help=said if training is None else None,
        on_click=_one_batch,
    )


def _render_rate(training: TrainingRun, is_on: bool) -> None:
    """Place the learning rate of a training, to be changed while it is on."""
    now = training.learning_rate
    st.selectbox(
        words.RATE_LABEL,
        sorted({*LEARNING_RATES, now}),
        format_func=lambda rate: words.RATE.format(rate=number(rate)),
        label_visibility="collapsed",
        disabled=not is_on,
        width=RATE_WIDTH_PX,
        **mirrored("train_rate", now, _change_rate),
    )


def _render_fold() -> None:
    """Place the button that folds presets and settings away, or opens them."""
    state = train_state()
    settings = state.settings
    pattern = words.FOLD_CHANGED if settings.changed else words.FOLD
    st.button(
        pattern.format(preset=settings_words.PRESETS[settings.preset].title),
        icon=":material/expand_less:" if state.is_open else ":material/tune:",
        key="train_fold",
        on_click=state.fold,
    )


def _change_rate(learning_rate: float) -> None:
    """Take steps of another size from now on."""
    own = current().of(OwnTraining)
    if own.training is None:
        return
    try:
        TRAININGS.change_rate(own.training, learning_rate)
    except InputError as error:
        own.error = str(error)


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
