"""Pictures that do not come from the pad: test digits, a random picture, uploads, the camera.

It must not know how they are shown once they are the active digit.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

import numpy as np
import streamlit as st
from PIL import Image

from mlp.dataset import load_digits
from mlp.errors import InputError
from mlp.files.link import MAX_SEED
from mlp.picture.file import MAX_FILE_BYTES, load_picture, say_file_name
from mlp.picture.prepare import WrittenPicture
from mlp.web.draw import sources_words as words
from mlp.web.draw.file_bridge import render_file_bridge
from mlp.web.server.visitors.digit import Digit, random_digit
from mlp.web.shell import markdown
from mlp.web.shell.exhibit import exhibit
from mlp.web.shell.session import current
from mlp.web.views.examples import render_examples
from mlp.web.views.thumbnails import Thumbnail, render_pictures

MAX_UPLOADS = 12
"""Pictures that a session keeps to choose from; the oldest go first."""

_UPLOAD = "upload"
_CAMERA = "camera"
_CAMERA_IS_ON = "camera_is_on"

_THUMBNAIL_PX = 112

_PHOTO = "photo/"
"""What a photo is called here: no file's name has a slash."""


@dataclass(frozen=True)
class Upload:
    """A picture that the visitor brought.

    Attributes:
        id: The widget's name for it.
        name: The file's, fit for a sentence.
        picture: What it shows, and what is written on it.
        thumbnail: The same, small: uint8, (height, width) or (height, width, 3).
    """

    id: str
    name: str
    picture: WrittenPicture
    thumbnail: np.ndarray


@dataclass(eq=False)
class Sources:
    """What a session remembers of the pictures that do not come from the pad.

    Attributes:
        uploads: The pictures that the visitor brought, the oldest first.
        seen: What the widgets held last: Streamlit's ids of files.
    """

    uploads: tuple[Upload, ...] = ()
    seen: frozenset[str] = frozenset()


def render_sources() -> None:
    """Place the examples, the two buttons and, but for exhibits, the upload and the camera."""
    is_open = exhibit() is None
    examples, own = st.columns([3, 2], gap="large") if is_open else (st.container(), None)
    with examples:
        st.markdown(f"**{words.EXAMPLES}**", help=words.EXAMPLES_HELP)
        render_examples(key="examples", label=words.EXAMPLES_LABEL, on_chosen=_take_test_digit)
        with st.container(horizontal=True):
            st.button(
                words.ANY,
                icon=":material/casino:",
                on_click=_take_any_test_digit,
                help=words.ANY_HELP,
            )
            st.button(
                words.RANDOM,
                icon=":material/grain:",
                on_click=_take_random_picture,
                help=words.RANDOM_HELP,
            )
    if own is not None:
        with own:
            _render_own()


def _render_own() -> None:
    """Place what the visitor brings: files, photos, and the choice between them."""
    session = current()
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
    uploads = session.of(Sources).uploads
    if len(uploads) > 1:
        st.caption(words.UPLOADS_CAPTION)
        render_pictures(
            [_thumbnail(upload) for upload in reversed(uploads)],
            key="uploads",
            label=words.UPLOADS_LABEL,
            size_px=56,
            on_chosen=_take_upload,
            marks_digit=True,
        )
    with st.container(key="file_errors"):  # page.css hides them as soon as somebody draws
        for message in session.errors:
            st.error(message, icon=":material/error:")
    render_file_bridge(key="file_bridge", target=_UPLOAD)


def _take_any_test_digit() -> None:
    """Make any test digit the active one."""
    _take_test_digit(random.randrange(len(load_digits("test"))))


def _take_test_digit(index: int) -> None:
    """Make a test digit the active one."""
    current().show_example(index)


def _take_random_picture() -> None:
    """Make the tutorial's first input the active digit."""
    _show(random_digit(random.randrange(MAX_SEED)))


def _show(new: Digit) -> None:
    """Make a picture the active digit."""
    session = current()
    session.errors = []
    session.show_picture(new)


def _take_new(brought: Sequence[tuple[str, str, BytesIO]]) -> None:
    """Read what is new; the first digit found becomes the active one.

    Args:
        brought: Streamlit's id, name and content of each file that the widgets hold now.
    """
    session = current()
    sources = session.of(Sources)
    new = [entry for entry in brought if entry[0] not in sources.seen]
    sources.seen = frozenset(id for id, _, _ in brought)
    if not new:
        return
    progress = st.progress(0.0, words.READING) if len(new) > 1 else None
    good, messages = [], []
    for number, (id, name, file) in enumerate(new, start=1):
        if progress is not None:
            said = words.READING_ONE.format(number=number, count=len(new))
            progress.progress(number / len(new), said)
        try:
            good.append(_read(id, name, file.getvalue()))
        except InputError as error:
            messages.append(
                str(error) if name == _PHOTO else f"**{markdown.plain_text(name)}**: {error}"
            )
    sources.uploads = (*sources.uploads, *good)[-MAX_UPLOADS:]
    session.errors = messages
    if good:
        session.show_picture(_digit(good[0]))
    st.rerun()


def _read(id: str, name: str, content: bytes) -> Upload:
    """Read one file.

    Raises:
        InputError: It is no picture, or there is no digit on it.
    """
    picture = load_picture(content)
    small = Image.fromarray(picture.pixels)
    small.thumbnail((_THUMBNAIL_PX, _THUMBNAIL_PX))
    written = WrittenPicture(picture)
    if written.is_blank:
        raise InputError(words.NO_DIGIT_FOUND)
    return Upload(id, name, written, np.asarray(small))


def _digit(upload: Upload) -> Digit:
    """Make a picture of the visitor's a digit."""
    caption = words.PHOTO if upload.name == _PHOTO else words.UPLOAD
    return Digit("upload", caption, picture=upload.picture)


def _forget_removed() -> None:
    """Drop what the visitor removed from the list of files; the digit on the page stays."""
    session = current()
    sources = session.of(Sources)
    removed = sources.seen - {file.file_id for file in st.session_state[_UPLOAD]}
    sources.uploads = tuple(
        upload for upload in sources.uploads if upload.id not in removed or upload.name == _PHOTO
    )
    session.errors = []


def _take_upload(chosen: str) -> None:
    """Make another picture of the visitor's the active digit."""
    for upload in current().of(Sources).uploads:
        if upload.id == chosen:
            _show(_digit(upload))


def _thumbnail(upload: Upload) -> Thumbnail:
    """Show one of the visitor's pictures to choose."""
    is_photo = upload.name == _PHOTO
    return Thumbnail(
        upload.thumbnail,
        label=words.PHOTO_LABEL if is_photo else words.UPLOADED_LABEL.format(name=upload.name),
        id=upload.id,
        is_chosen=current().visitor.digit.picture is upload.picture,
    )
