"""A visitor's trainings side by side: how they were set, what came of them, and their networks.

It must not know how their curves are drawn, nor where they are kept.
"""

from functools import partial

import streamlit as st

from mlp.errors import InputError
from mlp.files.save import trained_safetensors
from mlp.web.server.trainings.record import EarlierRun, TrainingRun
from mlp.web.server.trainings.trainings import TRAININGS
from mlp.web.shell.mirrored import mirrored
from mlp.web.shell.own_training import OwnTraining
from mlp.web.shell.session import current
from mlp.web.shell.take_along import render_download
from mlp.web.train import result_words
from mlp.web.train import runs_words as words
from mlp.web.train.curves.words import run_name
from mlp.web.train.state import settings_of

_WIDTHS = (2, 5, 2, 3, 3)


def render_runs(training: TrainingRun) -> None:
    """Place the table; nothing before there is a second one.

    Args:
        training: This session's, with those before it.
    """
    if not training.earlier:
        return
    st.header(words.TITLE, anchor=False)
    st.markdown(words.TOLD)
    with st.container(key="train_runs", gap="small"):
        for column, heading in zip(st.columns(_WIDTHS), words.HEADINGS, strict=True):
            column.caption(heading)
        for run in training.earlier:
            _render_run(training, run, is_earlier=True)
        if training.checkpoints:
            _render_run(training, _as_it_is(training), is_earlier=False)


def _as_it_is(training: TrainingRun) -> EarlierRun:
    """Describe the present training as those before it are."""
    return EarlierRun(
        training.number, training.name, training.recipe, training.status, training.checkpoints
    )


def _render_run(training: TrainingRun, run: EarlierRun, *, is_earlier: bool) -> None:
    """Place one run as a row."""
    last, number = run.checkpoints[-1], run.number
    settings = settings_of(run.recipe)
    name, set_so, accuracy, learned, actions = st.columns(_WIDTHS, vertical_alignment="center")
    with name:
        st.text_input(
            words.NAME_LABEL.format(number=number),
            placeholder=run_name("", number),
            max_chars=words.NAME_MOST,
            label_visibility="collapsed",
            **mirrored(f"train_run_name_{number}", run.name, partial(_rename, training, number)),
        )
    set_so.markdown(words.say_settings(settings.preset, settings.changed, run.recipe))
    accuracy.markdown(words.say_accuracy(last))
    learned.markdown(words.say_learned(last, run.status))
    if is_earlier:
        with actions, st.container(horizontal=True, gap="small"):
            _render_actions(training, run)


def _render_actions(training: TrainingRun, run: EarlierRun) -> None:
    """Place what can be done with the network of an earlier run."""
    st.button(
        words.USE,
        key=f"train_run_use_{run.number}",
        icon=":material/search:",
        on_click=_use,
        args=(training, run),
    )
    last = run.checkpoints[-1]
    render_download(
        words.SAVE,
        partial(run_file, training, run),
        result_words.file_name(
            run.recipe.hidden_sizes, last.held_out_accuracy, sum(last.held_out_all), last.step
        ),
        "application/octet-stream",
        key=f"train_run_save_{run.number}",
        icon=":material/download:",
    )


def run_file(training: TrainingRun, run: EarlierRun) -> bytes:
    """Make the file of an earlier run's network; not necessarily within a script run.

    Raises:
        InputError: The training was forgotten meanwhile.
    """
    last = run.checkpoints[-1]
    network = training.network(last.fingerprint)
    if network is None:
        raise InputError(words.GONE)
    return trained_safetensors(
        network,
        run.recipe,
        step=last.step,
        held_out_accuracy=last.held_out_accuracy,
        num_held_out=sum(last.held_out_all),
    )


def _rename(training: TrainingRun, number: int, name: str) -> None:
    TRAININGS.rename(training, number, name.strip())


def _use(training: TrainingRun, run: EarlierRun) -> None:
    """Look into the network of an earlier run, in the whole app."""
    network = training.network(run.checkpoints[-1].fingerprint)
    own = current().of(OwnTraining)
    if network is None:
        own.error = words.GONE
        return
    try:
        current().show_learned(network, run_name(run.name, run.number), run.recipe)
    except InputError as error:
        own.error = str(error)
