"""Whose parameters the app looks into: the trained ones, fresh random ones, the visitor's own.

It must not know how a file is read, nor which page it stands on.
"""

from typing import Literal, cast

import streamlit as st

from mlp.dataset import NUM_CLASSES, SIDE
from mlp.errors import InputError
from mlp.files.read import MAX_MEGABYTES, Parameters, read_parameters
from mlp.net.network import num_parameters
from mlp.web.parameters import network_choice_words as words
from mlp.web.shell import session
from mlp.web.shell.markdown import plain_text

Choice = Literal["trained", "untrained", "own", "learned"]

MAX_SEED = 2**31 - 1

_FROM_TRAINING = ("following", "learned")

_CHOICE = "glassbox_network_choice"
_SEED = "glassbox_network_seed"
_BROUGHT = "glassbox_network_brought"
_LAST_RELU = "glassbox_network_last_relu"
_ERROR = "glassbox_network_error"
_CHOICE_WIDGET = "network_choice"
_SEED_WIDGET = "network_seed"
_FILE_WIDGET = "network_file"
_LAST_RELU_WIDGET = "network_last_relu"


def render_network_choice() -> None:
    """Place the choice of the network; the whole app follows it."""
    # Not as the widgets' defaults: callbacks set them too, and so do other pages.
    choice, kind = _choice(), session.network().kind
    st.session_state[_CHOICE_WIDGET] = choice
    choices = [one for one in words.NETWORK_CHOICES if one != "learned" or kind in _FROM_TRAINING]
    with st.container(border=True, key="network_choice_panel"):
        # Four choices need half of the room at 1280 px; on a phone they take two lines.
        left, right = st.columns(
            [1, 1] if "learned" in choices else [2, 3], gap="medium", vertical_alignment="top"
        )
        with left:
            st.segmented_control(
                "Whose parameters?",
                choices,
                format_func=words.NETWORK_CHOICES.__getitem__,
                required=True,
                wrap=True,
                key=_CHOICE_WIDGET,
                on_change=_take_choice,
                help=words.NETWORK_CHOICE_HELP,
            )
        with right:
            if choice == "untrained":
                _render_seed()
            elif choice == "own":
                _render_file()
            elif choice == "learned":
                st.caption(_say_learned())
            else:
                st.caption(_say_trained())
        error = st.session_state.get(_ERROR)
        if error is not None:
            st.error(plain_text(error), icon=":material/error:")
            st.caption(words.NETWORK_REFUSED.format(title=plain_text(session.network().title)))


def _render_seed() -> None:
    """Place the seed of the random numbers."""
    st.session_state.setdefault(_SEED_WIDGET, _seed())
    number, again = st.columns([2, 1], vertical_alignment="bottom")
    with number:
        st.number_input(
            "Seed",
            min_value=0,
            max_value=MAX_SEED,
            step=1,
            key=_SEED_WIDGET,
            on_change=_take_seed,
            help=words.NETWORK_SEED_HELP,
        )
    with again:
        st.button("Next seed", icon=":material/casino:", on_click=_take_next_seed, width="stretch")
    st.caption(words.NETWORK_UNTRAINED)


def _render_file() -> None:
    """Place what brings a file, and what is known about the one that was brought."""
    st.file_uploader(
        words.NETWORK_FILE,
        type=["safetensors", "pt", "pth"],
        key=_FILE_WIDGET,
        on_change=_take_file,
        max_upload_size=MAX_MEGABYTES,
        help=words.NETWORK_FILE_HELP,
    )
    brought = _brought()
    if brought is None:
        title = plain_text(session.network().title)
        st.caption(words.NETWORK_NO_FILE.format(title=title))
        return
    st.markdown(_say_brought(brought))
    st.session_state.setdefault(_LAST_RELU_WIDGET, _has_last_relu())
    st.toggle(
        "A ReLU after the scores",
        key=_LAST_RELU_WIDGET,
        on_change=_take_last_relu,
        help=words.NETWORK_LAST_RELU_HELP,
    )


def _say_brought(brought: Parameters) -> str:
    """Say what a file holds."""
    sizes = (SIDE * SIDE, *brought.hidden_sizes, NUM_CLASSES)
    count = num_parameters(session.model().cpu_model)
    said = words.NETWORK_BROUGHT.format(
        name=plain_text(brought.file_name), sizes=" → ".join(map(str, sizes)), count=count
    )
    if brought.converted is not None:
        said += " " + words.NETWORK_CONVERTED.format(dtype=brought.converted)
    own_names = [plain_text(name) for name in brought.names]
    return said + " " + words.NETWORK_NAMES.format(names=", ".join(own_names))


def _say_trained() -> str:
    """Say what the bundled network has learned, and how well, as it was counted."""
    counted = session.models().default.experience.calibration
    if counted is None:
        return words.NETWORK_TRAINED_UNCOUNTED
    num_all = sum(counted.num_all)
    return words.NETWORK_TRAINED.format(all=num_all, wrong=num_all - sum(counted.num_right))


def _say_learned() -> str:
    """Say which network of the Train page it is."""
    training = session.network().training
    if training is not None:
        is_over = training.status.is_over
        return words.NETWORK_TRAINING_OVER if is_over else words.NETWORK_IN_TRAINING
    return words.NETWORK_LEARNED.format(title=plain_text(session.network().title))


def _choice() -> Choice:
    """What is chosen; it need not be there yet. What another page has chosen since counts."""
    kept = st.session_state.get(_CHOICE)
    if kept is not None and kept[1] is session.network():
        return cast(Choice, kept[0])
    kind = session.network().kind
    return "learned" if kind in _FROM_TRAINING else cast(Choice, kind)


def _choose(choice: Choice) -> None:
    """Choose, and look into what was chosen if it is there."""
    st.session_state[_CHOICE] = (choice, session.network())
    _show()
    st.session_state[_CHOICE] = (choice, session.network())


def _seed() -> int:
    """The seed that is, or was last, looked into."""
    return cast(int, st.session_state.get(_SEED, 0))


def _brought() -> Parameters | None:
    """What the visitor brought last."""
    return cast("Parameters | None", st.session_state.get(_BROUGHT))


def _has_last_relu() -> bool:
    """Whether a ReLU follows the scores of what the visitor brought."""
    return cast(bool, st.session_state.get(_LAST_RELU, True))


def show_trained() -> None:
    """Go back to the trained network, from wherever."""
    _choose("trained")


def _take_choice() -> None:
    """Look into what was chosen, if it is there."""
    _choose(st.session_state[_CHOICE_WIDGET])


def _take_seed() -> None:
    """Look into the random parameters of another seed."""
    if st.session_state[_SEED_WIDGET] is not None:
        st.session_state[_SEED] = int(st.session_state[_SEED_WIDGET])
    _choose("untrained")


def _take_next_seed() -> None:
    """Look into the random parameters of the next seed."""
    st.session_state[_SEED] = (_seed() + 1) % (MAX_SEED + 1)
    st.session_state[_SEED_WIDGET] = st.session_state[_SEED]
    _choose("untrained")


def _take_last_relu() -> None:
    """Put a ReLU after the scores, or take it away."""
    st.session_state[_LAST_RELU] = st.session_state[_LAST_RELU_WIDGET]
    _choose("own")


def _take_file() -> None:
    """Look into the file that was brought; one that cannot be read changes nothing."""
    file = st.session_state[_FILE_WIDGET]
    if file is None:  # taken away from the list: what was read stays
        st.session_state[_ERROR] = None
        return
    try:
        st.session_state[_BROUGHT] = read_parameters(file.getvalue(), file.name)
    except InputError as error:
        st.session_state[_ERROR] = str(error)
        return
    st.session_state[_LAST_RELU] = True
    st.session_state[_LAST_RELU_WIDGET] = True
    _choose("own")


def _show() -> None:
    """Look into what is chosen."""
    st.session_state[_ERROR] = None
    brought = _brought()
    try:
        if _choice() == "trained":
            session.show_trained()
        elif _choice() == "untrained":
            session.show_untrained(_seed())
        elif brought is not None:
            session.show_own(brought, last_relu=_has_last_relu())
    except InputError as error:
        st.session_state[_ERROR] = str(error)
