"""Pictures that do not come from the pad: test digits, a random picture, an upload.

It must not know how they are shown once they are the active digit.
"""

import random
from functools import cache

import streamlit as st
import torch

from mlp.dataset import load_digits
from mlp.errors import InputError
from mlp.image import MAX_FILE_BYTES, from_picture, load_picture
from mlp.network import SIDE
from mlp.ui import state, words
from mlp.ui.pictures import Thumbnail, render_pictures

FRAGMENT = "sources"
"""Key of the fragment that shows which example is the active digit, and what was wrong."""

_STRIP = "examples"
_UPLOAD = "upload"
_UPLOAD_TYPES = ("png", "jpg", "jpeg")


@st.fragment(key=FRAGMENT)
def render_sources() -> None:
    """Place the examples, the two buttons and the upload."""
    examples, upload = st.columns([3, 2], gap="large")
    with examples:
        st.markdown("**Or take a real one**", help="Digits of MNIST's test set: never trained on.")
        render_pictures(
            [_example(index) for index in _example_indices()],
            key=_STRIP,
            label="Examples of handwritten digits",
            size_px=40,
            on_chosen=_take_example,
        )
        with st.container(horizontal=True):
            st.button(
                "Surprise me",
                icon=":material/casino:",
                on_click=_take_any_test_digit,
                help="Any of the 10,000 test digits.",
            )
            st.button(
                "Random picture",
                icon=":material/grain:",
                on_click=_take_random_picture,
                help=words.RANDOM_HELP,
            )
    with upload:
        st.file_uploader(
            "Or upload a picture of a digit",
            type=_UPLOAD_TYPES,
            key=_UPLOAD,
            on_change=_take_upload,
            max_upload_size=MAX_FILE_BYTES // 2**20,
        )
        message = state.error()
        if message:
            st.error(message, icon=":material/error:")


@cache
def _example_indices() -> tuple[int, ...]:
    """Choose the first test digit of each class."""
    labels = load_digits("test").labels
    return tuple(int((labels == digit).nonzero()[0]) for digit in range(10))


def _example(index: int) -> Thumbnail:
    """Show a test digit to choose."""
    digits = load_digits("test")
    caption = _test_caption(index)
    is_chosen = state.digit().source == "test" and state.digit().caption == caption
    return Thumbnail(
        digits.pixels[index].numpy(),
        label=f"Example of a {digits.labels[index]}",
        id=str(index),
        is_chosen=is_chosen,
    )


def _test_caption(index: int) -> str:
    """Name a test digit."""
    return f"test digit {index:,}, a {load_digits('test').labels[index]}"


def _take_example() -> None:
    """Make the chosen example the active digit."""
    _take_test_digit(int(st.session_state[_STRIP].chosen))


def _take_any_test_digit() -> None:
    """Make any test digit the active one."""
    _take_test_digit(random.randrange(len(load_digits("test"))))


def _take_test_digit(index: int) -> None:
    """Make a test digit the active one, exactly as it is in the data set."""
    if state.digit().caption == _test_caption(index):
        return
    image = load_digits("test").images(index, index + 1)[0]
    _show(state.Digit("test", _test_caption(index), image=image))


def _take_random_picture() -> None:
    """Make the tutorial's first input the active digit."""
    image = torch.rand(1, SIDE, SIDE)[0]
    _show(state.Digit("random", "random picture", image=image))


def _show(new: state.Digit) -> None:
    """Make a picture the active digit, on the whole page."""
    state.report_error(None)
    state.show_picture(new)
    st.rerun()


def _take_upload() -> None:
    """Make an uploaded picture the active digit; a bad one leaves everything as it is."""
    state.report_error(None)
    uploaded = st.session_state[_UPLOAD]
    if uploaded is None:
        return
    try:
        picture = load_picture(uploaded.getvalue())
    except InputError as error:
        state.report_error(error)
        return
    if from_picture(picture).is_blank:
        state.report_error(
            InputError(
                "No digit can be found on this picture: ink and paper are too alike. "
                "Try one with more contrast."
            )
        )
        return
    _show(state.Digit("upload", "your upload", picture=picture))
