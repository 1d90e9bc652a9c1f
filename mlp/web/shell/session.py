"""What a visitor's session remembers: the visitor's record, and what each page adds of its own.

It must not know how anything is shown, nor any page. All of it lies under one key of Streamlit's
session state: what a widget or a component has there is gone when it is not drawn.
"""

from dataclasses import dataclass, field
from typing import Any, TypeVar

import streamlit as st

from mlp.errors import InputError
from mlp.files.link import Drawing, unpack
from mlp.files.read import Parameters
from mlp.net.device import Device
from mlp.net.network import NeuralNetwork, untrained_network
from mlp.net.placed import PlacedModel
from mlp.training.recipe import Recipe
from mlp.web.server.models import SHARED_TOKEN
from mlp.web.server.trainings.record import TrainingRun
from mlp.web.server.visitors.digit import Digit, example_digit, linked_digit
from mlp.web.server.visitors.visitor import Visitor
from mlp.web.server.visitors.visitors import visitors
from mlp.web.shell import network_words as words
from mlp.web.shell.network import Network, own_tokens, trained_network

KEY = "glassbox"

State = TypeVar("State")


def current() -> "Session":
    """The session of the visitor whose script runs; a new one in its first run."""
    session = st.session_state.get(KEY)
    if not isinstance(session, Session):  # also if this module was changed and loaded anew
        session = st.session_state[KEY] = Session()
    return session


@dataclass(frozen=True)
class BadFile:
    """A file that could not be read.

    Attributes:
        name: Fit for a sentence; empty if it has none.
        message: What is wrong with it.
    """

    name: str
    message: str


@dataclass(eq=False)
class Session:
    """What the whole app remembers of a visitor.

    Attributes:
        visitor: The digit, its switches and the network that reads it, which the pad shares.
        errors: The visitor's last files that could not be read, to be shown.
        notice: What is wrong with the link that was opened.
        network: The network that is looked into.
        device: Where to compute; None: on the preferred device.
        without_last_relu: Whether the answer is shown without the network's last ReLU.
    """

    visitor: Visitor = field(default_factory=lambda: visitors().welcome())
    errors: list[BadFile] = field(default_factory=list)
    notice: str | None = None
    network: Network = field(default_factory=trained_network)
    device: Device | None = None
    without_last_relu: bool = False
    _digit_before: Digit | None = None
    _states: dict[type[Any], Any] = field(default_factory=dict)

    def of(self, kind: type[State]) -> State:
        """What a page or another part of the app remembers, made when it is first asked for.

        Args:
            kind: Its class; every field has a default.
        """
        if kind not in self._states:
            self._states[kind] = kind()
        state: State = self._states[kind]
        return state

    # ---- the digit -------------------------------------------------------------------------------

    def show_picture(self, new: Digit) -> None:
        """Make a picture that Python has the active digit; switches fall back to what suits it."""
        self.visitor.show(new)
        self.notice = None

    def show_example(self, index: int) -> bool:
        """Make a digit of MNIST's test set the active one; tell whether it was another one."""
        if self.visitor.digit.example == index:
            return False
        self.errors = []
        self.show_picture(example_digit(index))
        return True

    def open_link(self, text: str) -> None:
        """Make the digit of a link the active one; a broken link changes nothing else."""
        try:
            linked = unpack(text)
        except InputError as error:
            self.notice = str(error)
            return
        if isinstance(linked, Drawing):
            self.visitor.show(linked_digit(linked), centre=linked.centre, invert=linked.invert)
        else:
            self.visitor.show(linked_digit(linked))
        self.notice = None

    def forget_mistakes(self) -> None:
        """Forget what was wrong if the visitor has drawn since; once in each run, at its start."""
        digit = self.visitor.digit
        if digit is not self._digit_before and digit.is_drawn_here:
            self.errors, self.notice = [], None
        self._digit_before = digit

    # ---- the network -----------------------------------------------------------------------------

    def show_trained(self) -> None:
        """Look into the bundled network."""
        self._show_network(trained_network())

    def show_untrained(self, seed: int) -> None:
        """Look into the tutorial's network with the random parameters that it starts from.

        Raises:
            InputError: Visitors' own networks take all the room that there is.
        """
        model = untrained_network(seed).eval().requires_grad_(False)
        title = words.UNTRAINED.format(seed=seed)
        self._show_network(Network("untrained", title, model, seed=seed))

    def show_own(self, weights: Parameters, *, last_relu: bool = True) -> None:
        """Look into a network that the visitor brought.

        Args:
            weights: Its parameters.
            last_relu: Whether a ReLU follows its scores.

        Raises:
            InputError: Visitors' own networks take all the room that there is.
        """
        model = weights.network(last_relu=last_relu)
        self._show_network(Network("own", weights.file_name, model, weights=weights))

    def show_learned(
        self, network: NeuralNetwork, title: str, recipe: Recipe | None = None
    ) -> None:
        """Look into a network that was trained on the Train page, or is a file from there.

        Args:
            network: On the CPU, in evaluation mode, frozen.
            title: What it is, for captions.
            recipe: How it was trained, if that is known.

        Raises:
            InputError: Visitors' own networks take all the room that there is.
        """
        self._show_network(Network("learned", title, network, recipe=recipe))

    def follow_training(self, training: TrainingRun) -> None:
        """Look into the network that is being trained, as it is at each moment."""
        self._show_network(Network("following", words.IN_TRAINING, training=training))

    def choose_device(self, device: Device) -> None:
        """Compute on another device, in the whole app."""
        self.device = device
        self.model()

    def model(self) -> PlacedModel:
        """The network, placed on its device."""
        try:
            self._place()
        except InputError:  # it was let go meanwhile, and others have taken its room
            self.network = trained_network()
            self._place()
        return self.visitor.model

    def _show_network(self, chosen: Network) -> None:
        """Look into a network; the one before stays if there is no room."""
        before = self.network
        own_tokens().hold(chosen.network)
        self.network = chosen
        try:
            self._place()
        except InputError:
            self.network = before
            raise

    def _place(self) -> None:
        """Place the network on its device, once, and let it read the visitor's digit.

        Raises:
            InputError: Visitors' own networks take all the room that there is.
        """
        self.visitor.use(self._token())

    def _token(self) -> bytes:
        """Place the network on its device, once, and give its token.

        Raises:
            InputError: Visitors' own networks take all the room that there is.
        """
        models = self.visitor.models
        own, training = self.network.network, self.network.training
        if training is not None:
            if models.get(training.token) is not None:
                return training.token
            self.network = trained_network()  # it was closed meanwhile
        if own is None:
            return SHARED_TOKEN if self.device is None else models.token(self.device)
        tokens = own_tokens()
        tokens.hold(own)
        return tokens.token(self.device or models.default.device)
