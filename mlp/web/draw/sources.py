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
from mlp.picture.file import MAX_FILE_BYTES, file_too_large, load_picture, say_file_name
from mlp.picture.prepare import WrittenPicture
from mlp.web.draw import sources_words as words
from mlp.web.draw.camera import render_camera
from mlp.web.draw.file_bridge import render_file_bridge
from mlp.web.draw.picture_steps import render_picture_steps
from mlp.web.draw.sheet import render_sheet
from mlp.web.server.visitors.digit import Digit, random_digit
from mlp.web.shell import markdown
from mlp.web.shell.exhibit import exhibit
from mlp.web.shell.session import BadFile, current
from mlp.web.views.examples import render_examples
from mlp.web.views.thumbnails import Thumbnail, render_pictures

MAX_UPLOADS = 12
"""Pictures that a session keeps to choose from; the oldest go first."""

_UPLOAD = "upload"
_CAMERA_IS_ON = "camera_is_on"

_THUMBNAIL_PX = 112

_EXAMPLE_PX = 32
"""All ten in a row of 390 pixels."""

_PHOTO = "photo-from-the-camera.jpg"
"""What a photo's file is called."""


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
        refused: Files that were too large to be sent with those that are on their way.
        num_brought: How often files arrived.
    """

    uploads: tuple[Upload, ...] = ()
    seen: frozenset[str] = frozenset()
    refused: tuple[BadFile, ...] = ()
    num_brought: int = 0


def render_sources() -> None:
    """Place what is wrong with the last files, what is on the picture, and where to get others.

    In an exhibit nobody brings any.
    """
    is_open = exhibit() is None
    with st.container(key="file_errors"):  # page.css hides them as soon as somebody draws
        _render_errors()
    render_sheet(key="sheet")
    render_picture_steps(key="picture_steps")
    with st.container(key="examples_row"):  # page.css leaves as many as fit
        render_examples(
            key="examples",
            label=words.EXAMPLES_LABEL,
            on_chosen=_take_test_digit,
            size_px=_EXAMPLE_PX,
        )
    with st.container(key="source_buttons", horizontal=True, gap="small"):
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
        if is_open:
            _render_own()
    if is_open and st.session_state[_CAMERA_IS_ON]:
        render_camera(key="camera", target=_UPLOAD, photo_name=_PHOTO)
    _render_uploads()


def _render_own() -> None:
    """Place what brings the visitor's own pictures: files and photos."""
    sources = current().of(Sources)
    render_file_bridge(
        key="file_bridge",
        target=_UPLOAD,
        max_bytes=MAX_FILE_BYTES,
        num_brought=sources.num_brought,
        on_refused=_refuse,
    )
    # Nobody sees it: page.css hides it, and the bridge says what it would.
    files = st.file_uploader(
        words.UPLOAD_LABEL,
        accept_multiple_files=True,
        key=_UPLOAD,
        max_upload_size=MAX_FILE_BYTES // 2**20,
    )
    st.toggle(words.CAMERA_TOGGLE, key=_CAMERA_IS_ON, help=words.CAMERA_HINT)
    _take_new([(file.file_id, say_file_name(file.name), file) for file in files])


def _render_uploads() -> None:
    """Place the visitor's own pictures to choose from, if there are several."""
    uploads = current().of(Sources).uploads
    if len(uploads) > 1:
        render_pictures(
            [_thumbnail(upload) for upload in reversed(uploads)],
            key="uploads",
            label=words.UPLOADS_LABEL,
            size_px=40,
            on_chosen=_take_upload,
            marks_digit=True,
        )


def _render_errors() -> None:
    """Say what is wrong with the visitor's last files: of several in one line that opens."""
    errors = current().errors
    if len(errors) == 1:
        (bad,) = errors
        name = f"**{markdown.plain_text(bad.name)}**: " if bad.name else ""
        st.error(name + bad.message, icon=":material/error:")
    elif errors:
        st.html(words.bad_files(errors))


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
    good, errors = [], list(sources.refused)
    for number, (id, name, file) in enumerate(new, start=1):
        if progress is not None:
            said = words.READING_ONE.format(number=number, count=len(new))
            progress.progress(number / len(new), said)
        try:
            good.append(_read(id, name, file.getvalue()))
        except InputError as error:
            errors.append(BadFile("" if name == _PHOTO else name, str(error)))
    sources.uploads = (*sources.uploads, *good)[-MAX_UPLOADS:]
    sources.refused = ()
    sources.num_brought += 1
    session.errors = errors
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


def _refuse(files: list[tuple[str, int]], is_more_to_come: bool) -> None:
    """Say which files are too large; the page stays as it is."""
    session = current()
    session.forget_mistakes()  # or this run would, if somebody drew before
    session.errors = [
        BadFile(say_file_name(name), str(file_too_large(size_bytes))) for name, size_bytes in files
    ]
    session.of(Sources).refused = tuple(session.errors) if is_more_to_come else ()


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
