"""What came out of a training: use it everywhere, save it, load it again, compare it.

It must not know how a training runs, nor how a file or a comparison is made.
"""

from dataclasses import dataclass
from functools import partial
from typing import Literal

import streamlit as st

from mlp.errors import InputError
from mlp.files.notes import Notes
from mlp.files.read import MAX_MEGABYTES, read_parameters
from mlp.files.save import trained_safetensors
from mlp.net.network import NeuralNetwork
from mlp.net.parameters import fingerprint
from mlp.training.checkpoints import Checkpoint
from mlp.training.recipe import until
from mlp.web.server.trainings.record import Status, TrainingRun
from mlp.web.shell.depth import render_by_depth
from mlp.web.shell.exhibit import exhibit
from mlp.web.shell.markdown import plain_text
from mlp.web.shell.session import current
from mlp.web.shell.take_along import render_download
from mlp.web.train import compare_words, film_words
from mlp.web.train import result_words as words
from mlp.web.train.compare import Candidate, render_comparison
from mlp.web.train.film import film_file
from mlp.web.train.state import train_state

FRAGMENT = "training_result_part"
"""Key of the fragment; it is to be rerun when another checkpoint is looked at."""

_FILE = "training_file"
_FROM_FILE = "file"


@dataclass(frozen=True, eq=False)
class Loaded:
    """A network that the visitor brought.

    Attributes:
        name: The file's, fit for a sentence.
        network: On the CPU, frozen.
        hidden_sizes: Units of each of its hidden layers.
        fingerprint: Of its parameters.
        notes: What the file says of it.
    """

    name: str
    network: NeuralNetwork
    hidden_sizes: tuple[int, ...]
    fingerprint: str
    notes: Notes


@dataclass(frozen=True)
class Refusal:
    """What could not be done: to use a checkpoint's network, or to load a file."""

    where: Literal["using", "loading"]
    reason: str


@dataclass(eq=False)
class ResultState:
    """What a session remembers of what came out of a training.

    Attributes:
        loaded: What the visitor brought last.
        refusal: Of the last wish, if it was not granted.
    """

    loaded: Loaded | None = None
    refusal: Refusal | None = None


def _state() -> ResultState:
    return current().of(ResultState)


@st.fragment(key=FRAGMENT)
def render_result(training: TrainingRun) -> None:
    """Place what can be done with the network of the checkpoint looked at; `render_load` too.

    Args:
        training: This session's, in any state.
    """
    checkpoint = _checkpoint(training)
    is_ready = checkpoint is not None and not _is_passing(training, checkpoint)
    with st.container(key="training_result"):
        st.header(words.TITLE, anchor=False)
        if checkpoint is None:
            st.caption(words.NOTHING_LEFT if training.status.is_over else words.NOTHING_YET)
        else:
            _render_checkpoint(training, checkpoint, is_ready=is_ready)
        _render_loading()
    candidates = [] if checkpoint is None else [_candidate(training, checkpoint, is_ready=is_ready)]
    render_comparison(_with_loaded(candidates))


@st.fragment(key=FRAGMENT)
def render_load() -> None:
    """Place what loads a network that was saved; for a page without a training."""
    _render_loading()
    _render_active(is_used=_is_used_loaded())
    render_comparison(_with_loaded([]))


def _checkpoint(training: TrainingRun) -> Checkpoint | None:
    """The checkpoint that is looked at, else the newest; None before the first."""
    checkpoints, chosen = training.checkpoints, train_state().looked_at()
    return chosen if chosen in checkpoints else checkpoints[-1] if checkpoints else None


def _is_passing(training: TrainingRun, checkpoint: Checkpoint) -> bool:
    """Whether it is the present of a training that goes on: a click would come too late for it."""
    is_resting = training.status.is_over or training.status is Status.PAUSED
    return not is_resting and checkpoint is training.checkpoints[-1]


def _candidate(training: TrainingRun, checkpoint: Checkpoint, *, is_ready: bool) -> Candidate:
    """Offer the network of a checkpoint to be compared."""
    return Candidate(
        _title(checkpoint),
        checkpoint.fingerprint,
        training.ticket,
        partial(training.network, checkpoint.fingerprint),
        is_ready,
    )


def _with_loaded(candidates: list[Candidate]) -> list[Candidate]:
    """Offer the network that was loaded as well, unless it is the same."""
    loaded = _state().loaded
    if loaded is None or any(one.fingerprint == loaded.fingerprint for one in candidates):
        return candidates
    network = loaded.network
    return [*candidates, Candidate(loaded.name, loaded.fingerprint, _FROM_FILE, lambda: network)]


def _render_checkpoint(training: TrainingRun, checkpoint: Checkpoint, *, is_ready: bool) -> None:
    """Place the network of a checkpoint: what it is, what uses it, what saves it."""
    is_used = _is_used(checkpoint.fingerprint)
    if is_ready:
        _render_buttons(training, checkpoint, is_used=is_used)
    else:
        st.info(words.STILL_LEARNING, icon=":material/hourglass_top:")
    _render_active(is_used=is_used)
    _render_refusal("using")
    if is_ready:
        sizes = words.say_layers(training.recipe.hidden_sizes)
        code = words.SAVE_CODE.format(file_name=_file_name(training, checkpoint), sizes=sizes)
        render_by_depth(code=code)


def _render_buttons(training: TrainingRun, checkpoint: Checkpoint, *, is_used: bool) -> None:
    """Say which network it is; place what uses it and what saves it."""
    recipe, num_held_out = training.recipe, sum(checkpoint.held_out_all)
    render_by_depth(
        words.say_checkpoint(checkpoint.held_out_accuracy, num_held_out, checkpoint.step, recipe),
        words.CHECKPOINT_NUMBERS,
    )
    with st.container(horizontal=True, gap="small"):
        st.button(
            words.USE,
            icon=":material/rocket_launch:",
            key="training_use",
            on_click=_use_checkpoint,
            args=(training, checkpoint),
            disabled=is_used,
            help=words.USE_HELP,
        )
        render_download(
            words.SAVE,
            partial(saved_file, training, checkpoint),
            _file_name(training, checkpoint),
            "application/octet-stream",
            key="training_save",
            icon=":material/download:",
            help=words.SAVE_HELP,
        )
        if len(training.checkpoints) > 1:
            render_download(
                film_words.SAVE,
                partial(film_file, training),
                film_words.FILE_NAME,
                "image/gif",
                key="training_film",
                icon=":material/movie:",
                help=film_words.SAVE_HELP,
            )


def _render_active(*, is_used: bool) -> None:
    """Say which network the app looks into, if it is one that was trained; offer the way back."""
    active = current().network
    if active.kind != "learned":
        return
    title = plain_text(active.title)
    with st.container(border=True, key="training_used"):
        st.markdown((words.USED if is_used else words.USED_OTHER).format(title=title))
        st.button(
            words.BACK, icon=":material/undo:", key="training_back", on_click=_go_back, wrap=True
        )


def _render_refusal(where: Literal["using", "loading"]) -> None:
    """Say what could not be done."""
    refusal = _state().refusal
    if refusal is not None and refusal.where == where:
        st.error(plain_text(refusal.reason), icon=":material/error:")
        st.caption(words.REFUSED.format(title=plain_text(current().network.title)))


def _render_loading() -> None:
    """Place what brings a file, but for exhibits, and what is known about the one brought."""
    if exhibit() is not None:
        return
    loaded = _state().loaded
    is_open = loaded is not None or _state().refusal is not None
    with st.expander(words.LOAD, icon=":material/upload_file:", expanded=is_open):
        st.file_uploader(
            words.LOAD,
            type=["safetensors"],
            key=_FILE,
            on_change=_take_file,
            max_upload_size=MAX_MEGABYTES,
            label_visibility="collapsed",
        )
        st.caption(words.LOAD_HELP)
        _render_refusal("loading")
        if loaded is not None:
            _render_loaded(loaded)


def _render_loaded(loaded: Loaded) -> None:
    """Place what a file holds and says."""
    recipe = loaded.notes.recipe
    said = words.LOADED_IS.format(
        name=plain_text(loaded.name),
        sizes=words.say_layers(loaded.hidden_sizes),
        relu=words.say_last_relu(recipe is None or recipe.last_relu),
    )
    st.markdown(f"{said} {words.say_notes(loaded.notes)}")
    if recipe is None:
        st.caption(words.LOADED_UNKNOWN)
    else:
        st.markdown(words.LOADED_SETTINGS)
        st.markdown(words.say_settings(recipe))
    if not _is_used(loaded.fingerprint):
        st.button(
            words.USE_LOADED,
            icon=":material/rocket_launch:",
            key="training_use_loaded",
            on_click=_use_loaded,
            args=(loaded,),
            help=words.USE_HELP,
        )


def saved_file(training: TrainingRun, checkpoint: Checkpoint) -> bytes:
    """Make the file of a checkpoint's network; not necessarily within a script run.

    Raises:
        InputError: The training was forgotten meanwhile.
    """
    network = training.network(checkpoint.fingerprint)
    if network is None:
        raise InputError(compare_words.GONE)
    return trained_safetensors(
        network,
        until(training.recipe, checkpoint.step),
        step=checkpoint.step,
        held_out_accuracy=checkpoint.held_out_accuracy,
        num_held_out=sum(checkpoint.held_out_all),
    )


def _file_name(training: TrainingRun, checkpoint: Checkpoint) -> str:
    """Name the file of a checkpoint's network."""
    sizes, count = training.recipe.hidden_sizes, sum(checkpoint.held_out_all)
    return words.file_name(sizes, checkpoint.held_out_accuracy, count, checkpoint.step)


def _title(checkpoint: Checkpoint) -> str:
    """Name the network of a checkpoint."""
    count = sum(checkpoint.held_out_all)
    return words.network_title(checkpoint.held_out_accuracy, count, checkpoint.step)


def _is_used(wanted: str) -> bool:
    """Whether the app looks into these very parameters because the visitor said so here."""
    return current().network.kind == "learned" and current().model().fingerprint == wanted


def _is_used_loaded() -> bool:
    """Whether the app looks into what the visitor brought."""
    loaded = _state().loaded
    return loaded is not None and _is_used(loaded.fingerprint)


def _use_checkpoint(training: TrainingRun, checkpoint: Checkpoint) -> None:
    """Look into the network of a checkpoint, in the whole app."""
    state = _state()
    state.refusal = None
    network = training.network(checkpoint.fingerprint)
    if network is None:
        state.refusal = Refusal("using", compare_words.GONE)
    else:
        title = _title(checkpoint)
        try:
            recipe = until(training.recipe, checkpoint.step)
            current().show_learned(network, title, recipe)
        except InputError as error:
            state.refusal = Refusal("using", str(error))
    st.rerun()  # the whole app: the sidebar says which network it is


def _use_loaded(loaded: Loaded) -> None:
    """Look into the network that was loaded, in the whole app."""
    _show(loaded)
    st.rerun()


def _go_back() -> None:
    """Look into the bundled network again, in the whole app."""
    _state().refusal = None
    current().show_trained()
    st.rerun()


def _take_file() -> None:
    """Look into the file that was brought; one that cannot be read changes nothing."""
    file, state = st.session_state[_FILE], _state()
    state.refusal = None
    if file is None:  # taken away from the list: what was read stays
        return
    try:
        weights = read_parameters(file.getvalue(), file.name)
    except InputError as error:
        state.refusal = Refusal("loading", str(error))
        return
    network = weights.network()
    of_parameters = fingerprint(network)
    _show(Loaded(weights.file_name, network, weights.hidden_sizes, of_parameters, weights.notes))
    st.rerun()


def _show(loaded: Loaded) -> None:
    """Look into a network that was loaded, if there is room for it."""
    state = _state()
    state.refusal = None
    try:
        current().show_learned(loaded.network, loaded.name, loaded.notes.recipe)
    except InputError as error:
        state.refusal = Refusal("loading", str(error))
    else:
        state.loaded = loaded
