"""The Train page: watch a network learn, step by step, and go back to any checkpoint of it."""

import streamlit as st

from mlp.web.server.trainings.trainings import TRAININGS
from mlp.web.shell.own_training import OwnTraining
from mlp.web.shell.session import current
from mlp.web.train import words
from mlp.web.train.buttons import render_buttons
from mlp.web.train.controls import render_controls, render_loop
from mlp.web.train.curves import render_training_charts
from mlp.web.train.first_layer import render_training_pictures
from mlp.web.train.result import render_load, render_result
from mlp.web.train.state import train_state
from mlp.web.train.view import render_training_view
from mlp.web.train.your_digit import render_your_digit


def take_place(fingerprint: str | None) -> None:
    """Another checkpoint is looked at: the browser shows it already, the result follows."""
    train_state().place = fingerprint


st.title(words.TITLE, anchor=False)
st.caption(words.TAGLINE)
own = current().of(OwnTraining)
if own.is_gone:
    st.info(words.GONE, icon=":material/history_toggle_off:")
render_controls()
render_buttons()
training = own.training
if training is None or training.status.is_over:
    TRAININGS.prepare()  # the next one begins at once
if training is None:
    st.markdown(words.EMPTY)
    render_loop()
    render_load()
else:
    render_loop()
    render_training_view(training, key="training_view", on_place=take_place)
    render_training_charts(training, key="training_charts")
    render_your_digit(training)
    st.subheader(words.PICTURES_TITLE, anchor=False)
    render_training_pictures(training, key="training_pictures")
    render_result(training)
