"""The session's keys, typed: the active digit, how it is prepared, the network, the depth.

Everything that must survive a change of page lies here, under keys of our own: a widget's or a
component's own state is gone when it is not drawn.
"""

import base64
import binascii
import secrets
from dataclasses import dataclass, replace
from typing import Any, Literal, cast

import numpy as np
import streamlit as st
import torch

from mlp.device import Device
from mlp.errors import InputError
from mlp.image import Picture, Prepared, from_pad, from_picture, from_tensor
from mlp.live import NOT_FROM_PAD, Reading, read
from mlp.models import SHARED_TOKEN, Models, PlacedModel, bundled_models
from mlp.network import SIDE
from mlp.ui.words import DEPTHS, Depth

RASTER_PX = 112
"""Side of the raster that the pad reports, in pixels (pad.js draws the same)."""

Source = Literal["pad", "upload", "test", "random"]

_DIGIT = "glassbox_digit"
_SESSION = "glassbox_session"
_PREPARED = "glassbox_prepared"
_CENTRE = "glassbox_centre"
_INVERT = "glassbox_invert"
_ERROR = "glassbox_error"
_PAGE = "glassbox_page"
DEPTH_KEY = "explain"
DEVICE_KEY = "glassbox_device"


@dataclass(frozen=True)
class Digit:
    """The picture that the whole app is about.

    Attributes:
        source: Where it came from.
        raster: Of the pad: uint8, (112, 112), 0–255, ink white on black.
        picture: Of an upload.
        image: Of a test digit or a random picture: float32, (28, 28), [0, 1], cpu.
        caption: What it is, for the thumbnail.
        revision: Counted up whenever Python, not the pad, made the picture.
        sequence: Number of the pad's update; `NOT_FROM_PAD` for the others.
    """

    source: Source
    caption: str
    revision: int = 0
    sequence: int = NOT_FROM_PAD
    raster: np.ndarray | None = None
    picture: Picture | None = None
    image: torch.Tensor | None = None

    def prepare(self, *, centre: bool | None, invert: bool | None) -> Prepared:
        """Prepare it for the network; None leaves a switch at what suits the source."""
        if self.image is not None:
            return from_tensor(self.image)
        if self.picture is not None:
            return from_picture(self.picture, centre=centre, invert=invert)
        raster = np.zeros((RASTER_PX, RASTER_PX), np.uint8) if self.raster is None else self.raster
        return from_pad(raster, centre=centre is not False, invert=bool(invert))


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
    st.session_state[_CENTRE] = None
    st.session_state[_INVERT] = None


def show_drawing(report: Any) -> bool:
    """Make what the pad reports the active digit.

    Args:
        report: {"ink": base64 of uint8 (112, 112), "sequence": int, "revision": int}. A report of
            an older revision or sequence, or one that is no such thing, is left alone.

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
        "pad", caption, revision=revision, sequence=sequence, raster=raster
    )
    if before.raster is None or not np.array_equal(raster, before.raster):
        report_error(None)  # not if the pad only repeats a report that it got no answer to
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


def prepared() -> Prepared:
    """The active digit as the network reads it; prepared once, a large upload takes a while."""
    wanted = (digit(), centre_choice(), invert_choice())
    kept = st.session_state.get(_PREPARED)
    if kept is None or kept[0] is not wanted[0] or kept[1:3] != wanted[1:]:
        kept = (*wanted, wanted[0].prepare(centre=wanted[1], invert=wanted[2]))
        st.session_state[_PREPARED] = kept
    return cast(Prepared, kept[3])


def models() -> Models:
    """The networks of this process."""
    return bundled_models()


def token() -> bytes:
    """What this session's pad says to the live channel to be answered by its network."""
    wanted = cast("Device | None", st.session_state.get(DEVICE_KEY))
    return SHARED_TOKEN if wanted is None else models().token(wanted)


def model() -> PlacedModel:
    """This session's network, placed on its device."""
    placed = models().get(token())
    return placed if placed is not None else models().default


def reading() -> Reading:
    """The active digit, read by this session's network."""
    return read(model(), prepared())


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


def report_error(error: InputError | None) -> None:
    """Keep what is wrong with the visitor's last input, to be shown; None: nothing."""
    st.session_state[_ERROR] = None if error is None else str(error)


def error() -> str | None:
    """What is wrong with the visitor's last input."""
    return cast("str | None", st.session_state.get(_ERROR))
