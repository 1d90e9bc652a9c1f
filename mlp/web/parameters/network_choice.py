"""Whose parameters the app looks into: the trained ones, fresh random ones, the visitor's own.

It must not know how a file is read, nor which page it stands on.
"""

from dataclasses import dataclass
from typing import Literal

import streamlit as st

from mlp.dataset import NUM_CLASSES, SIDE
from mlp.errors import InputError
from mlp.files.read import MAX_MEGABYTES, Parameters, read_parameters
from mlp.net.network import MAX_SEED, num_parameters
from mlp.web.parameters import network_choice_words as words
from mlp.web.server.models import bundled_models
from mlp.web.shell.exhibit import exhibit
from mlp.web.shell.markdown import plain_text
from mlp.web.shell.mirrored import mirrored
from mlp.web.shell.network import Network
from mlp.web.shell.session import current

Choice = Literal["trained", "untrained", "own", "learned"]

_FROM_TRAINING = ("following", "learned")

_FILE = "network_file"


@dataclass(eq=False)
class NetworkChoice:
    """What a session remembers of the choice of the network.

    Attributes:
        seed: Of the untrained network that is, or was last, looked into.
        brought: What the visitor brought last.
        last_relu: Whether a ReLU follows the scores of what the visitor brought.
    """

    seed: int = 0
    brought: Parameters | None = None
    last_relu: bool = True
    _chosen: Choice = "trained"
    _error: str | None = None
    _network: Network | None = None  # the session's after that choice

    @property
    def chosen(self) -> Choice:
        """What is chosen; it need not be there yet. What another page has chosen since counts."""
        network = current().network
        if self._network is network:
            return self._chosen
        return "learned" if network.kind == "following" else network.kind

    @property
    def error(self) -> str | None:
        """What is wrong with what was chosen, as long as no other page has chosen since."""
        return self._error if self._network is current().network else None

    def choose(self, choice: Choice) -> None:
        """Choose, and look into what was chosen if it is there."""
        session, refusal = current(), None
        try:
            if choice == "trained":
                session.show_trained()
            elif choice == "untrained":
                session.show_untrained(self.seed)
            elif choice == "own" and self.brought is not None:
                session.show_own(self.brought, last_relu=self.last_relu)
        except InputError as error:
            refusal = str(error)
        self._note(choice, refusal)

    def choose_seed(self, seed: int | None) -> None:
        """Look into the random parameters of another seed; an emptied field changes nothing."""
        if seed is not None:
            self.seed = seed
        self.choose("untrained")

    def choose_next_seed(self) -> None:
        """Look into the random parameters of the next seed, however fast the button is pressed."""
        self.choose_seed((self.seed + 1) % (MAX_SEED + 1))

    def choose_last_relu(self, is_on: bool) -> None:
        """Put a ReLU after the scores of what the visitor brought, or take it away."""
        self.last_relu = is_on
        self.choose("own")

    def bring(self, content: bytes, name: str) -> None:
        """Look into a file that was brought; one that cannot be read changes nothing."""
        try:
            self.brought = read_parameters(content, name)
        except InputError as error:
            self._note(self.chosen, str(error))
        else:
            self.choose_last_relu(True)

    def forgive(self) -> None:
        """Forget what was wrong."""
        self._error = None

    def _note(self, choice: Choice, error: str | None) -> None:
        """Remember a choice, and which network the session looks into with it."""
        self._chosen, self._error, self._network = choice, error, current().network


def render_network_choice() -> None:
    """Place the choice of the network; the whole app follows it."""
    session = current()
    state = session.of(NetworkChoice)
    choice, kind = state.chosen, session.network.kind
    missing = {
        *(() if kind in _FROM_TRAINING else ("learned",)),
        *(() if exhibit() is None else ("own",)),
    }
    choices = [one for one in words.NETWORK_CHOICES if one not in missing]
    with st.container(key="network_choice_panel"):
        with st.container(horizontal=True, vertical_alignment="center", key="network_choice_line"):
            st.segmented_control(
                words.NETWORK_CHOICE,
                choices,
                format_func=words.NETWORK_CHOICES.__getitem__,
                required=True,
                wrap=True,
                width="content",
                label_visibility="collapsed",
                **mirrored("network_choice", choice, state.choose),
            )
            if choice == "untrained":
                _render_seed(state)
            elif choice != "own":
                told = _say_learned() if choice == "learned" else _say_trained()
                st.caption(told, help=words.NETWORK_CHOICE_HELP)
        if choice == "own":
            _render_file(state)
        if state.error is not None:
            st.error(plain_text(state.error), icon=":material/error:")
            st.caption(words.NETWORK_REFUSED.format(title=plain_text(session.network.title)))


def _render_seed(state: NetworkChoice) -> None:
    """Place the seed of the random numbers."""
    st.number_input(
        words.NETWORK_SEED,
        min_value=0,
        max_value=MAX_SEED,
        step=1,
        width=140,
        label_visibility="collapsed",
        **mirrored("network_seed", state.seed, state.choose_seed),
    )
    st.button(
        words.NETWORK_NEXT_SEED,
        icon=":material/casino:",
        help=words.NETWORK_SEED_HELP,
        on_click=state.choose_next_seed,
    )
    st.caption(words.NETWORK_UNTRAINED)


def _render_file(state: NetworkChoice) -> None:
    """Place what brings a file, and what is known about the one that was brought."""
    st.file_uploader(
        words.NETWORK_FILE,
        type=["safetensors", "pt", "pth"],
        key=_FILE,
        on_change=_take_file,
        max_upload_size=MAX_MEGABYTES,
        help=words.NETWORK_FILE_HELP,
    )
    if state.brought is None:
        title = plain_text(current().network.title)
        st.caption(words.NETWORK_NO_FILE.format(title=title))
        return
    st.markdown(_say_brought(state.brought))
    st.toggle(
        words.NETWORK_LAST_RELU,
        help=words.NETWORK_LAST_RELU_HELP,
        **mirrored("network_last_relu", state.last_relu, state.choose_last_relu),
    )


def _take_file() -> None:
    """Look into the file that was brought; what was read stays if it is taken from the list."""
    file, state = st.session_state[_FILE], current().of(NetworkChoice)
    if file is None:
        state.forgive()
    else:
        state.bring(file.getvalue(), file.name)


def _say_brought(brought: Parameters) -> str:
    """Say what a file holds."""
    sizes = (SIDE * SIDE, *brought.hidden_sizes, NUM_CLASSES)
    count = num_parameters(current().model().cpu_model)
    said = words.NETWORK_BROUGHT.format(
        name=plain_text(brought.file_name), sizes=" → ".join(map(str, sizes)), count=count
    )
    if brought.converted is not None:
        said += " " + words.NETWORK_CONVERTED.format(dtype=brought.converted)
    own_names = [plain_text(name) for name in brought.names]
    return said + " " + words.NETWORK_NAMES.format(names=", ".join(own_names))


def _say_trained() -> str:
    """Say what the bundled network has learned, and how well, as it was counted."""
    counted = bundled_models().default.experience.calibration
    if counted is None:
        return words.NETWORK_TRAINED_UNCOUNTED
    num_all = sum(counted.num_all)
    return words.NETWORK_TRAINED.format(all=num_all, wrong=num_all - sum(counted.num_right))


def _say_learned() -> str:
    """Say which network of the Train page it is."""
    training = current().network.training
    if training is not None:
        is_over = training.status.is_over
        return words.NETWORK_TRAINING_OVER if is_over else words.NETWORK_IN_TRAINING
    return words.NETWORK_LEARNED.format(title=plain_text(current().network.title))
