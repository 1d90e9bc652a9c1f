"""The session's keys, typed: the active digit, how it is prepared, the network, the depth.

Everything that must survive a change of page lies here, under keys of our own: a widget's or a
component's own state is gone when it is not drawn.
"""

import base64
import binascii
import secrets
from dataclasses import dataclass, field, replace
from typing import Any, Literal, cast

import numpy as np
import streamlit as st
import torch

from mlp.dataset import SIDE, load_digits
from mlp.errors import InputError
from mlp.files.link import RASTER_PX, Drawing, Example, Linked, Pixels, RandomPicture, pack, unpack
from mlp.files.read import Parameters
from mlp.net.device import Device
from mlp.net.network import NeuralNetwork, untrained_network
from mlp.net.placed import PlacedModel
from mlp.net.reading import Reading, read
from mlp.numbers import a_digit
from mlp.picture.file import Picture
from mlp.picture.paper.ink import Ink, find_ink
from mlp.picture.prepare import Prepared, from_pad, from_picture, from_tensor
from mlp.training.recipe import Recipe
from mlp.web.server.messages import NOT_FROM_PAD
from mlp.web.server.models import SHARED_TOKEN, Models, bundled_models
from mlp.web.server.trainings.record import TrainingRun
from mlp.web.shell.depths import DEPTHS, Depth

MAX_UPLOADS = 12
"""Pictures that a session keeps to choose from; the oldest go first."""

Source = Literal["pad", "upload", "test", "random", "link"]
NetworkKind = Literal["trained", "untrained", "own", "following", "learned"]

_DIGIT = "glassbox_digit"
_SESSION = "glassbox_session"
_PREPARED = "glassbox_prepared"
_READING = "glassbox_reading"
_CENTRE = "glassbox_centre"
_INVERT = "glassbox_invert"
_INK = "glassbox_ink"
_ERRORS = "glassbox_errors"
_NOTICE = "glassbox_notice"
_UPLOADS = "glassbox_uploads"
_LINK = "glassbox_link"
_PAGE = "glassbox_page"
_NETWORK = "glassbox_network"
DEPTH_KEY = "explain"
DEVICE_KEY = "glassbox_device"


@dataclass(frozen=True)
class Digit:
    """The picture that the whole app is about.

    Attributes:
        source: Where it came from.
        raster: Of the pad: uint8, (112, 112), 0–255, ink white on black.
        picture: Of an upload or a photo.
        chosen: Which of the digits found on it, the largest being 0.
        image: Of what is a tensor already: float32, (28, 28), [0, 1], cpu.
        example: Of a test digit: its index in MNIST's test set.
        seed: Of a random picture.
        caption: What it is, for the thumbnail.
        revision: Counted up whenever Python, not the pad, made the picture.
        sequence: Number of the pad's update; `NOT_FROM_PAD` for the others.
        is_unfinished: The pen is still down.
    """

    source: Source
    caption: str
    revision: int = 0
    sequence: int = NOT_FROM_PAD
    is_unfinished: bool = False
    raster: np.ndarray | None = None
    picture: Picture | None = None
    chosen: int = 0
    image: torch.Tensor | None = None
    example: int | None = None
    seed: int | None = None

    def prepare(
        self, *, centre: bool | None, invert: bool | None, ink: Ink | None = None
    ) -> Prepared:
        """Prepare it for the network; None leaves a switch at what suits the source."""
        if self.image is not None:
            return from_tensor(self.image)
        if self.picture is not None:
            return from_picture(
                self.picture, centre=centre, invert=invert, chosen=self.chosen, ink=ink
            )
        raster = np.zeros((RASTER_PX, RASTER_PX), np.uint8) if self.raster is None else self.raster
        return from_pad(raster, centre=centre is not False, invert=bool(invert))


@dataclass(frozen=True)
class Upload:
    """A picture that the visitor brought.

    Attributes:
        id: The widget's name for it.
        name: The file's, fit for a sentence.
        picture: What it shows.
        thumbnail: The same, small: uint8, (height, width) or (height, width, 3).
    """

    id: str
    name: str
    picture: Picture
    thumbnail: np.ndarray


@dataclass(frozen=True)
class Network:
    """The network that a session looks into.

    Attributes:
        title: What it is, for captions, for example "trained" or "untrained, seed 3".
        network: On the CPU, frozen; None: the bundled one, which all visitors share, or one that
            is being trained.
        seed: Of an untrained one.
        weights: Of one that the visitor brought.
        training: Of one that is being trained: it is another at each moment.
        recipe: Of one that was trained here, or elsewhere and says how.
    """

    kind: NetworkKind
    title: str
    network: NeuralNetwork | None = None
    seed: int | None = None
    weights: Parameters | None = None
    training: TrainingRun | None = None
    recipe: Recipe | None = None


_TRAINED = Network("trained", "trained")


@dataclass
class _OwnTokens:
    """The tokens of a session's own network, by device; they end with the session."""

    network: NeuralNetwork | None = None
    by_device: dict[str, bytes] = field(default_factory=dict)

    def hold(self, network: NeuralNetwork | None) -> None:
        """Hold tokens of this network from now on; those of another are let go."""
        if network is not self.network:
            self.release()
            self.network = network

    def release(self) -> None:
        """Let the session's network go."""
        for token in self.by_device.values():
            bundled_models().release(token)
        self.by_device.clear()


_EMPTY_PAD = Digit("pad", "nothing drawn yet")


def session_name() -> str:
    """Name this session, so that the browser notices a new one; not a secret."""
    return cast(str, st.session_state.setdefault(_SESSION, secrets.token_hex(8)))


def digit() -> Digit:
    """The active digit; an empty pad at first."""
    return cast(Digit, st.session_state.get(_DIGIT, _EMPTY_PAD))


def is_fresh() -> bool:
    """Whether this session has seen no digit yet: the pad may then bring its own back."""
    return _DIGIT not in st.session_state


def show_picture(new: Digit) -> None:
    """Make a picture that Python has the active digit; switches fall back to what suits it."""
    st.session_state[_DIGIT] = replace(new, revision=digit().revision + 1)
    st.session_state[_NOTICE] = None
    st.session_state[_CENTRE] = None
    st.session_state[_INVERT] = None


def show_drawing(report: Any, *, is_unfinished: bool = False) -> bool:
    """Make what the pad reports the active digit.

    Args:
        report: {"ink": base64 of uint8 (112, 112), "sequence": int, "revision": int}. A report of
            an older revision or sequence, or one that is no such thing, is left alone.
        is_unfinished: The pen is still down.

    Returns:
        Whether it was taken.
    """
    try:
        raster = np.frombuffer(base64.b64decode(report["ink"], validate=True), np.uint8)
        sequence, revision = int(report["sequence"]), int(report["revision"])
        raster = raster.reshape(RASTER_PX, RASTER_PX)
    except (TypeError, KeyError, ValueError, binascii.Error):
        return False
    before = digit()
    newest = before.sequence if before.sequence != NOT_FROM_PAD else 0
    if revision != before.revision or not newest <= sequence < NOT_FROM_PAD:
        return False
    caption = "your drawing" if raster.any() else _EMPTY_PAD.caption
    st.session_state[_DIGIT] = Digit(
        "pad",
        caption,
        revision=revision,
        sequence=sequence,
        is_unfinished=is_unfinished,
        raster=raster,
    )
    if before.raster is None or not np.array_equal(raster, before.raster):
        if not report.get("isRestored"):
            st.session_state[_NOTICE] = None
        report_errors([])  # not if the pad only repeats a report that it got no answer to
    if before.source != "pad":
        st.session_state[_CENTRE] = None
        st.session_state[_INVERT] = None
    return True


def pad_ink() -> str | None:
    """What the pad is to show, as base64 of uint8 (112, 112); None for an empty pad."""
    active = digit()
    if active.source == "pad":
        raster = active.raster
    else:
        pixels = prepared().steps[-1].pixels  # (28, 28)
        raster = np.kron(pixels, np.ones((RASTER_PX // SIDE, RASTER_PX // SIDE), np.uint8))
    return None if raster is None else base64.b64encode(raster.tobytes()).decode()


def centre_choice() -> bool | None:
    """Whether to crop, scale and centre; None: what suits the source."""
    return cast("bool | None", st.session_state.get(_CENTRE))


def invert_choice() -> bool | None:
    """Whether to swap black and white; None: what suits the source."""
    return cast("bool | None", st.session_state.get(_INVERT))


def choose_centre(wanted: bool) -> None:
    """Switch centring on or off for the active digit."""
    st.session_state[_CENTRE] = wanted


def choose_invert(wanted: bool) -> None:
    """Switch the swap of black and white on or off for the active digit."""
    st.session_state[_INVERT] = wanted


def choose_found(number: int) -> None:
    """Take another of the digits found on the active picture; the switches stay."""
    active = digit()
    st.session_state[_DIGIT] = replace(active, chosen=number, revision=active.revision + 1)


def prepared() -> Prepared:
    """The active digit as the network reads it."""
    return prepared_with(centre=centre_choice())


def prepared_with(*, centre: bool | None) -> Prepared:
    """The active digit, with or without centring; each is prepared once."""
    active, invert = digit(), invert_choice()
    kept: tuple[Any, ...] | None = st.session_state.get(_PREPARED)
    if kept is None or kept[0] is not active or kept[1] != invert:
        kept = (active, invert, {})
        st.session_state[_PREPARED] = kept
    by_centre = cast("dict[bool | None, Prepared]", kept[2])
    if centre not in by_centre:
        by_centre[centre] = active.prepare(centre=centre, invert=invert, ink=_ink(active, invert))
    return by_centre[centre]


def _ink(active: Digit, invert: bool | None) -> Ink | None:
    """What is written on the active picture; None where it is not looked for."""
    if active.picture is None or (active.picture.is_exact_size and not centre_choice()):
        return None
    return written(active.picture, invert)


def written(picture: Picture, invert: bool | None = None) -> Ink:
    """What is written on a picture: finding it takes a while, so the last one is kept."""
    kept: tuple[Any, ...] | None = st.session_state.get(_INK)
    if kept is None or kept[0] is not picture or kept[1] != invert:
        kept = (picture, invert, find_ink(picture.pixels, is_dark=invert))
        st.session_state[_INK] = kept
    return cast(Ink, kept[2])


def uploads() -> tuple[Upload, ...]:
    """The pictures that the visitor brought, the oldest first."""
    return cast("tuple[Upload, ...]", st.session_state.get(_UPLOADS, ()))


def keep_uploads(kept: tuple[Upload, ...]) -> None:
    """Remember the visitor's pictures, the newest ones if there are too many."""
    st.session_state[_UPLOADS] = kept[-MAX_UPLOADS:]


def link() -> str | None:
    """The active digit as text for a link; None if nothing is drawn."""
    active, now = digit(), prepared()
    if now.is_blank:
        return None
    if active.example is not None:
        return pack(Example(active.example))
    if active.seed is not None:
        return pack(RandomPicture(active.seed))
    pixels = Pixels(now.steps[-1].pixels)
    if active.raster is None:
        return pack(pixels)
    drawing = Drawing(active.raster, centre_choice() is not False, bool(invert_choice()))
    return pack(drawing, otherwise=pixels)


def open_link(text: str) -> None:
    """Make the digit of a link the active one, once; a broken link leaves everything as it is."""
    if st.session_state.get(_LINK) == text:
        return
    st.session_state[_LINK] = text
    try:
        linked = unpack(text)
    except InputError as error:
        st.session_state[_NOTICE] = str(error)
        return
    st.session_state[_NOTICE] = None
    show_picture(_linked_digit(linked))
    if isinstance(linked, Drawing):
        choose_centre(linked.centre)
        choose_invert(linked.invert)


def _linked_digit(linked: Linked) -> Digit:
    """Make the digit that a link carries."""
    match linked:
        case Drawing(raster):
            return Digit("pad", "a drawing from a link", raster=raster)
        case Pixels(pixels):
            image = torch.from_numpy(pixels.astype(np.float32)) / 255
            return Digit("link", "a digit from a link", image=image)
        case Example(index):
            return example_digit(index)
        case RandomPicture(seed):
            return random_digit(seed)


def example_digit(index: int) -> Digit:
    """Make a digit of MNIST's test set, exactly as it is there."""
    digits = load_digits("test")
    caption = f"test digit {index:,}, {a_digit(int(digits.labels[index]))}"
    return Digit("test", caption, image=digits.images(index, index + 1)[0], example=index)


def random_digit(seed: int) -> Digit:
    """Make the tutorial's first input: 784 random numbers, the same for the same seed."""
    image = torch.rand(1, SIDE, SIDE, generator=torch.Generator().manual_seed(seed))[0]
    return Digit("random", f"random picture, seed {seed}", image=image, seed=seed)


def models() -> Models:
    """The networks of this process."""
    return bundled_models()


def network() -> Network:
    """The network that this session looks into; the bundled one at first."""
    return cast(Network, st.session_state.get(_NETWORK, _TRAINED))


def show_trained() -> None:
    """Look into the bundled network."""
    _show_network(_TRAINED)


def show_untrained(seed: int) -> None:
    """Look into the tutorial's network with the random parameters that it starts from.

    Raises:
        InputError: Visitors' own networks take all the room that there is.
    """
    model = untrained_network(seed).eval().requires_grad_(False)
    _show_network(Network("untrained", f"untrained, seed {seed}", model, seed=seed))


def show_own(weights: Parameters, *, last_relu: bool = True) -> None:
    """Look into a network that the visitor brought.

    Args:
        weights: Its parameters.
        last_relu: Whether a ReLU follows its scores.

    Raises:
        InputError: Visitors' own networks take all the room that there is.
    """
    model = weights.network(last_relu=last_relu)
    _show_network(Network("own", weights.file_name, model, weights=weights))


def follow_training(training: TrainingRun) -> None:
    """Look into the network that is being trained, as it is at each moment."""
    _show_network(Network("following", "in training", training=training))


def show_learned(network: NeuralNetwork, title: str, recipe: Recipe | None = None) -> None:
    """Look into a network that was trained on the Train page, or is a file from there.

    Args:
        network: On the CPU, in evaluation mode, frozen.
        title: What it is, for captions.
        recipe: How it was trained, if that is known.

    Raises:
        InputError: Visitors' own networks take all the room that there is.
    """
    _show_network(Network("learned", title, network, recipe=recipe))


def _show_network(chosen: Network) -> None:
    """Make a network this session's; the one before stays if there is no room."""
    before = network()
    _own_tokens().hold(chosen.network)
    st.session_state[_NETWORK] = chosen
    try:
        _place()
    except InputError:
        st.session_state[_NETWORK] = before
        raise


def token() -> bytes:
    """What this session's pad says to the live channel to be answered by its network."""
    try:
        return _place()
    except InputError:  # it was let go meanwhile, and others have taken its room
        st.session_state[_NETWORK] = _TRAINED
        return _place()


def _place() -> bytes:
    """Place this session's network on its device, once, and give its token.

    Raises:
        InputError: Visitors' own networks take all the room that there is.
    """
    wanted = cast("Device | None", st.session_state.get(DEVICE_KEY))
    own, training = network().network, network().training
    if training is not None:
        if models().get(training.token) is not None:
            return training.token
        st.session_state[_NETWORK] = _TRAINED  # it was closed meanwhile
    if own is None:
        return SHARED_TOKEN if wanted is None else models().token(wanted)
    device = wanted or models().default.device
    tokens = _own_tokens()
    tokens.hold(own)
    by_device = tokens.by_device
    if device.name not in by_device:
        by_device[device.name] = models().place_own(own, device)
    return by_device[device.name]


@st.cache_resource(scope="session", show_spinner=False, on_release=_OwnTokens.release)
def _own_tokens() -> _OwnTokens:
    """Keep what must be let go when the session ends."""
    return _OwnTokens()


def model() -> PlacedModel:
    """This session's network, placed on its device."""
    placed = models().get(token())
    return placed if placed is not None else models().default


def reading() -> Reading:
    """The active digit, read by this session's network: once for all that show it."""
    asked = (model(), prepared(), digit().is_unfinished)
    kept: tuple[Any, ...] | None = st.session_state.get(_READING)
    if kept is None or any(one is not other for one, other in zip(kept[0], asked, strict=True)):
        kept = (asked, read(asked[0], asked[1], is_unfinished=asked[2]))
        st.session_state[_READING] = kept
    return cast(Reading, kept[1])


def depth() -> Depth:
    """How deep to explain."""
    chosen = st.session_state.get(DEPTH_KEY)
    return chosen if chosen in DEPTHS else "words"


def note_finished_page(title: str | None) -> None:
    """Remember which page was last run to its end; None while one is running.

    Streamlit interrupts a run when a report comes in. What the run had not placed by then is known
    only to a run of the whole page: to rerun its fragments alone would raise, or leave a gap.
    """
    st.session_state[_PAGE] = title


def finished_page() -> str | None:
    """Which page was last run to its end."""
    return cast("str | None", st.session_state.get(_PAGE))


def notice() -> str | None:
    """What is wrong with the link that was opened."""
    return cast("str | None", st.session_state.get(_NOTICE))


def report_errors(messages: list[str]) -> None:
    """Keep what is wrong with the visitor's last input, to be shown."""
    st.session_state[_ERRORS] = messages


def errors() -> list[str]:
    """What is wrong with the visitor's last input."""
    return cast("list[str]", st.session_state.get(_ERRORS, []))
