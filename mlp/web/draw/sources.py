"""Pictures that do not come from the pad: test digits, a random picture, uploads, the camera.

It must not know how they are shown once they are the active digit.
"""

import random
from collections.abc import Sequence
from io import BytesIO
from typing import cast

import numpy as np
import streamlit as st
from PIL import Image

from mlp.dataset import load_digits
from mlp.errors import InputError
from mlp.files.link import MAX_SEED
from mlp.picture.file import MAX_FILE_BYTES, load_picture, say_file_name
from mlp.web.draw import sources_words as words
from mlp.web.draw.file_bridge import render_file_bridge
from mlp.web.shell import markdown, session
from mlp.web.views.examples import render_examples
from mlp.web.views.thumbnails import Thumbnail, render_pictures

FRAGMENT = "sources"
"""Key of the fragment that shows which picture is the active digit, and what was wrong."""

_STRIP = "examples"
_UPLOAD = "upload"
_UPLOADS = "uploads"
_CAMERA = "camera"
_CAMERA_IS_ON = "camera_is_on"
_SEEN = "glassbox_seen_files"
_SHOWN = "glassbox_sources_shown"

_THUMBNAIL_PX = 112

_PHOTO = "photo/"
"""What a photo is called here: no file's name has a slash."""


@st.fragment(key=FRAGMENT)
def render_sources() -> None:
    """Place the examples, the two buttons, the upload and the camera."""
    examples, own = st.columns([3, 2], gap="large")
    with examples:
        st.markdown("**Or take a real one**", help="Digits of MNIST's test set: never trained on.")
        render_examples(key=_STRIP, label="Examples of handwritten digits", on_chosen=_take_example)
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
    with own:
        _render_own()
    st.session_state[_SHOWN] = _seen_of_digit()


def is_outdated() -> bool:
    """Tell whether another example is marked than the active digit, or an error is new or gone."""
    return st.session_state.get(_SHOWN) != _seen_of_digit()


def _seen_of_digit() -> tuple[object, ...]:
    """What is shown here of the active digit."""
    active = session.digit()
    return active.example, id(active.picture), tuple(session.errors())


def _render_own() -> None:
    """Place what the visitor brings: files, photos, and the choice between them."""
    files = st.file_uploader(
        words.UPLOAD_LABEL,
        accept_multiple_files=True,
        key=_UPLOAD,
        on_change=_forget_removed,
        max_upload_size=MAX_FILE_BYTES // 2**20,
        help=words.UPLOAD_HELP,
    )
    photo = None
    if st.toggle(words.CAMERA_TOGGLE, key=_CAMERA_IS_ON):
        st.caption(words.CAMERA_HINT)
        photo = st.camera_input(words.CAMERA_LABEL, key=_CAMERA, resolution="720p")
    brought = [(file.file_id, say_file_name(file.name), file) for file in files]
    if photo is not None:
        brought.append((photo.file_id, _PHOTO, photo))
    _take_new(brought)
    if len(session.uploads()) > 1:
        st.caption(words.UPLOADS_CAPTION)
        render_pictures(
            [_thumbnail(upload) for upload in reversed(session.uploads())],
            key=_UPLOADS,
            label="Your pictures",
            size_px=56,
            on_chosen=_take_upload,
        )
    for message in session.errors():
        st.error(message, icon=":material/error:")
    render_file_bridge(key="file_bridge", target=_UPLOAD)


def _take_example() -> None:
    """Make the chosen example the active digit."""
    _take_test_digit(int(st.session_state[_STRIP].chosen))


def _take_any_test_digit() -> None:
    """Make any test digit the active one."""
    _take_test_digit(random.randrange(len(load_digits("test"))))


def _take_test_digit(index: int) -> None:
    """Make a test digit the active one, exactly as it is in the data set."""
    if session.digit().example != index:
        _show(session.example_digit(index))


def _take_random_picture() -> None:
    """Make the tutorial's first input the active digit."""
    _show(session.random_digit(random.randrange(MAX_SEED)))


def _show(new: session.Digit) -> None:
    """Make a picture the active digit, on the whole page."""
    session.report_errors([])
    session.show_picture(new)
    st.rerun()


def _take_new(brought: Sequence[tuple[str, str, BytesIO]]) -> None:
    """Read what is new; the first digit found becomes the active one.

    Args:
        brought: Streamlit's id, name and content of each file that the widgets hold now.
    """
    seen = cast("frozenset[str]", st.session_state.get(_SEEN, frozenset()))
    new = [entry for entry in brought if entry[0] not in seen]
    st.session_state[_SEEN] = frozenset(id for id, _, _ in brought)
    if not new:
        return
    progress = st.progress(0.0, "Reading your pictures …") if len(new) > 1 else None
    good, messages = [], []
    for number, (id, name, file) in enumerate(new, start=1):
        if progress is not None:
            progress.progress(number / len(new), f"Reading {number} of {len(new)} …")
        try:
            good.append(_read(id, name, file.getvalue()))
        except InputError as error:
            messages.append(
                str(error) if name == _PHOTO else f"**{markdown.plain_text(name)}**: {error}"
            )
    session.keep_uploads((*session.uploads(), *good))
    session.report_errors(messages)
    if good:
        session.show_picture(_digit(good[0]))
    st.rerun()


def _read(id: str, name: str, content: bytes) -> session.Upload:
    """Read one file.

    Raises:
        InputError: It is no picture, or there is no digit on it.
    """
    picture = load_picture(content)
    small = Image.fromarray(picture.pixels)
    small.thumbnail((_THUMBNAIL_PX, _THUMBNAIL_PX))
    upload = session.Upload(id, name, picture, np.asarray(small))
    ink = session.written(picture)
    if _digit(upload).prepare(centre=None, invert=None, ink=ink).is_blank:
        raise InputError(words.NO_DIGIT_FOUND)
    return upload


def _digit(upload: session.Upload) -> session.Digit:
    """Make a picture of the visitor's a digit."""
    caption = "your photo" if upload.name == _PHOTO else "your upload"
    return session.Digit("upload", caption, picture=upload.picture)


def _forget_removed() -> None:
    """Drop what the visitor removed from the list of files; the digit on the page stays."""
    seen = cast("frozenset[str]", st.session_state.get(_SEEN, frozenset()))
    removed = seen - {file.file_id for file in st.session_state[_UPLOAD]}
    session.keep_uploads(
        tuple(kept for kept in session.uploads() if kept.id not in removed or kept.name == _PHOTO)
    )
    session.report_errors([])


def _take_upload() -> None:
    """Make another picture of the visitor's the active digit."""
    wanted = st.session_state[_UPLOADS].chosen
    for upload in session.uploads():
        if upload.id == wanted:
            _show(_digit(upload))


def _thumbnail(upload: session.Upload) -> Thumbnail:
    """Show one of the visitor's pictures to choose."""
    return Thumbnail(
        upload.thumbnail,
        label="Your photo" if upload.name == _PHOTO else f"Your picture {upload.name}",
        id=upload.id,
        is_chosen=session.digit().picture is upload.picture,
    )
