"""What a visitor's session remembers: the digit, the network, and what each page adds of its own.

It must not know how anything is shown, nor any page. All of it lies under one key of Streamlit's
session state: what a widget or a component has there is gone when it is not drawn.
"""

import base64
import secrets
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

import numpy as np
import streamlit as st

from mlp.dataset import SIDE
from mlp.errors import InputError
from mlp.files.link import RASTER_PX, Drawing, Example, Pixels, RandomPicture, pack, unpack
from mlp.files.read import Parameters
from mlp.net.device import Device
from mlp.net.network import NeuralNetwork, untrained_network
from mlp.net.placed import PlacedModel
from mlp.net.reading import Reading, read
from mlp.picture.prepare import Prepared
from mlp.training.recipe import Recipe
from mlp.web.server.messages import NOT_FROM_PAD
from mlp.web.server.models import SHARED_TOKEN, bundled_models
from mlp.web.server.trainings.record import TrainingRun
from mlp.web.shell import network_words as words
from mlp.web.shell.digit import EMPTY_PAD, Digit, drawn_digit, example_digit, linked_digit
from mlp.web.shell.last_result import LastResult
from mlp.web.shell.network import Network, own_tokens, trained_network

KEY = "glassbox"

State = TypeVar("State")


def current() -> "Session":
    """The session of the visitor whose script runs; a new one in its first run."""
    session = st.session_state.get(KEY)
    if not isinstance(session, Session):  # also if this module was changed and loaded anew
        session = st.session_state[KEY] = Session()
    return session


@dataclass(eq=False)
class Session:
    """What the whole app remembers of a visitor.

    Attributes:
        name: Of this session, so that the browser notices a new one; not a secret.
        digit: The active digit.
        centre: Whether to crop, scale and centre it; None: what suits its source.
        invert: Whether to swap its black and white; None: what suits its source.
        errors: What is wrong with the visitor's last input, to be shown.
        notice: What is wrong with the link that was opened.
        network: The network that is looked into.
        device: Where to compute; None: on the preferred device.
        without_last_relu: Whether the answer is shown without the network's last ReLU.
        finished_page: Title of the page that was last run to its end; None while one is running.
            Streamlit interrupts a run when a report comes in. What the run had not placed by then
            is known only to a run of the whole page: to rerun its fragments alone would raise, or
            leave a gap.
    """

    name: str = field(default_factory=lambda: secrets.token_hex(8))
    digit: Digit = EMPTY_PAD
    centre: bool | None = None
    invert: bool | None = None
    errors: list[str] = field(default_factory=list)
    notice: str | None = None
    network: Network = field(default_factory=trained_network)
    device: Device | None = None
    without_last_relu: bool = False
    finished_page: str | None = None
    _prepared: LastResult[dict[bool, Prepared]] = field(default_factory=LastResult)
    _reading: LastResult[Reading] = field(default_factory=LastResult)
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

    @property
    def is_fresh(self) -> bool:
        """Whether it has seen no digit yet: the pad may then bring its own back."""
        return self.digit is EMPTY_PAD

    def show_picture(self, new: Digit) -> None:
        """Make a picture that Python has the active digit; switches fall back to what suits it."""
        self.digit = replace(new, revision=self.digit.revision + 1)
        self.notice = self.centre = self.invert = None

    def show_example(self, index: int) -> bool:
        """Make a digit of MNIST's test set the active one; tell whether it was another one."""
        if self.digit.example == index:
            return False
        self.errors = []
        self.show_picture(example_digit(index))
        return True

    def show_drawing(self, report: Any, *, is_unfinished: bool = False) -> bool:
        """Make what the pad reports the active digit.

        Args:
            report: As `drawn_digit` takes it. One of an older revision or sequence is left alone.
            is_unfinished: The pen is still down.

        Returns:
            Whether it was taken.
        """
        before, drawn = self.digit, drawn_digit(report, is_unfinished=is_unfinished)
        if drawn is None or drawn.raster is None or drawn.revision != before.revision:
            return False
        newest = before.sequence if before.sequence != NOT_FROM_PAD else 0
        if not newest <= drawn.sequence < NOT_FROM_PAD:
            return False
        self.digit = drawn
        if before.raster is None or not np.array_equal(drawn.raster, before.raster):
            if not report.get("isRestored"):
                self.notice = None
            self.errors = []  # not if the pad only repeats a report that it got no answer to
        if before.source != "pad":
            self.centre = self.invert = None
        return True

    def choose_found(self, number: int) -> None:
        """Take another of the digits found on the active picture; the switches stay."""
        self.digit = replace(self.digit, chosen=number, revision=self.digit.revision + 1)

    def pad_ink(self) -> str | None:
        """What the pad is to show, as base64 of uint8 (112, 112); None for an empty pad."""
        if self.digit.source == "pad":
            raster = self.digit.raster
        else:
            pixels = self.prepared().steps[-1].pixels  # (28, 28)
            raster = np.kron(pixels, np.ones((RASTER_PX // SIDE, RASTER_PX // SIDE), np.uint8))
        return None if raster is None else base64.b64encode(raster.tobytes()).decode()

    def prepared(self) -> Prepared:
        """The active digit as the network reads it."""
        suits = self.digit.suits_centring
        return self.prepared_with(centre=suits if self.centre is None else self.centre)

    def prepared_with(self, *, centre: bool) -> Prepared:
        """The active digit, with or without centring; each is prepared once."""
        digit, invert = self.digit, self.invert
        by_centre = self._prepared.of(digit, invert, make=dict)
        if centre not in by_centre:
            by_centre[centre] = digit.prepare(centre=centre, invert=invert)
        return by_centre[centre]

    def link(self) -> str | None:
        """The active digit as text for a link; None if nothing is drawn."""
        digit, prepared = self.digit, self.prepared()
        if prepared.is_blank:
            return None
        if digit.example is not None:
            return pack(Example(digit.example))
        if digit.seed is not None:
            return pack(RandomPicture(digit.seed))
        pixels = Pixels(prepared.steps[-1].pixels)
        if digit.raster is None:
            return pack(pixels)
        drawing = Drawing(digit.raster, self.centre is not False, bool(self.invert))
        return pack(drawing, otherwise=pixels)

    def open_link(self, text: str) -> None:
        """Make the digit of a link the active one; a broken link changes nothing else."""
        try:
            linked = unpack(text)
        except InputError as error:
            self.notice = str(error)
            return
        self.show_picture(linked_digit(linked))
        if isinstance(linked, Drawing):
            self.centre, self.invert = linked.centre, linked.invert

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

    def token(self) -> bytes:
        """What the pad says to the live channel to be answered by this session's network."""
        try:
            return self._place()
        except InputError:  # it was let go meanwhile, and others have taken its room
            self.network = trained_network()
            return self._place()

    def model(self) -> PlacedModel:
        """The network, placed on its device."""
        placed = bundled_models().get(self.token())
        return placed if placed is not None else bundled_models().default

    def reading(self) -> Reading:
        """The active digit, read by the network: once for all that show it."""
        model, prepared, is_unfinished = self.model(), self.prepared(), self.digit.is_unfinished
        return self._reading.of(
            model,
            prepared,
            is_unfinished,
            make=lambda: read(model, prepared, is_unfinished=is_unfinished),
        )

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

    def _place(self) -> bytes:
        """Place the network on its device, once, and give its token.

        Raises:
            InputError: Visitors' own networks take all the room that there is.
        """
        own, training = self.network.network, self.network.training
        if training is not None:
            if bundled_models().get(training.token) is not None:
                return training.token
            self.network = trained_network()  # it was closed meanwhile
        if own is None:
            device = self.device
            return SHARED_TOKEN if device is None else bundled_models().token(device)
        tokens = own_tokens()
        tokens.hold(own)
        return tokens.token(self.device or bundled_models().default.device)
