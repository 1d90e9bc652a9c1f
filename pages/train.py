"""The Train page: watch a network learn, step by step, and go back to any checkpoint of it."""

import streamlit as st

from mlp.web.server.trainings.record import TrainingRun
from mlp.web.server.trainings.trainings import TRAININGS
from mlp.web.shell.own_training import OwnTraining
from mlp.web.shell.session import current
from mlp.web.train import words
from mlp.web.train.buttons import render_buttons, render_follow
from mlp.web.train.controls import render_controls, render_differences, render_loop
from mlp.web.train.curves import render_accuracy_curve, render_training_charts
from mlp.web.train.first_layer import explain_training_pictures, render_training_pictures
from mlp.web.train.result import render_load, render_result
from mlp.web.train.runs import render_runs
from mlp.web.train.show import STYLE
from mlp.web.train.state import train_state
from mlp.web.train.view import render_training_view
from mlp.web.train.your_digit import render_answer, render_your_digit


def take_place(fingerprint: str | None) -> None:
    """Another checkpoint is looked at: the browser shows it already, the result follows."""
    train_state().place = fingerprint


def render_beginning(*, is_gone: bool) -> None:
    """Place what a page without a training has."""
    st.title(words.TITLE, anchor=False)
    st.caption(words.TAGLINE)
    if is_gone:
        st.info(words.GONE, icon=":material/history_toggle_off:")
    render_controls()
    render_buttons()
    st.markdown(words.EMPTY)
    render_loop()
    render_load()


def render_show(training: TrainingRun) -> None:
    """Place a training, and all that moves with it."""
    with st.container(key="train_room"), st.container(key="train_show"):
        st.title(words.TITLE, anchor=False)
        with st.container(key="train_lines"):
            render_buttons()
            if train_state().is_open:
                render_controls()
        with st.container(key="train_stage"):
            with st.container(key="train_state"):
                render_training_view(training, key="training_view", on_place=take_place)
            with st.container(key="train_answer"):
                render_answer()
            with st.container(key="train_curve"):
                render_accuracy_curve(training, key="training_curve")
            with st.container(key="train_pictures"):
                render_training_pictures(training, key="training_pictures")


def render_more(training: TrainingRun) -> None:
    """Place what explains a training, and what came of it."""
    render_follow()
    render_differences(training)
    render_runs(training)
    render_training_charts(training, key="training_charts")
    st.header(words.PICTURES_TITLE, anchor=False)
    explain_training_pictures(training)
    render_your_digit(training)
    render_loop()
    render_result(training)


st.html(STYLE)
own = current().of(OwnTraining)
if own.training is None or own.training.status.is_over:
    TRAININGS.prepare()  # the next one begins at once
if own.training is None:
    with st.container(key="train_beginning"):
        render_beginning(is_gone=own.is_gone)
else:
    st.empty()  # takes the beginning away at once: Streamlit leaves it until the run has ended
    render_show(own.training)
    render_more(own.training)
