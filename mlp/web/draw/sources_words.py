"""What is said about pictures that do not come from the pad.

It must not know how that is laid out.
"""

from collections.abc import Sequence
from html import escape

from mlp.web.shell.session import BadFile

EXAMPLES_LABEL = "Examples of handwritten digits"

ANY = "Surprise me"

ANY_HELP = "Any of the 10,000 test digits."

UPLOAD_LABEL = "A picture of a digit"

UPLOADS_LABEL = "Your pictures"

UPLOADED_LABEL = "Your picture {name}"

UPLOAD = "your upload"

PHOTO_LABEL = "Your photo"

PHOTO = "your photo"

READING = "Reading your pictures …"

READING_ONE = "Reading {number} of {count} …"

CAMERA_TOGGLE = "Camera"

CAMERA_HINT = (
    "Write one digit with a dark pen, as large as a matchbox or larger. Hold the paper flat in "
    "even light, so that the digit fills about half of the picture and no shadow falls on it."
)

NO_DIGIT_FOUND = (
    "No digit can be found on this picture: ink and paper are too alike. Try one with more "
    "contrast: a thicker pen, more light, or closer."
)

RANDOM = "Random picture"

RANDOM_HELP = (
    "`torch.rand(1, 28, 28)`: the tutorial's first input, 784 random numbers. It is no digit, and "
    "the network answers all the same: it knows nothing else than ten digits."
)

BAD_FILES = "{count} files could not be read: {names}"


def bad_files(files: Sequence[BadFile]) -> str:
    """Say in one line that files could not be read, which opens to why: HTML."""
    said = BAD_FILES.format(count=len(files), names=", ".join(file.name for file in files))
    reasons = "".join(
        f"<li><b>{escape(file.name)}</b>: {escape(file.message)}</li>" for file in files
    )
    return (
        '<div role="alert"><details class="bad-files">'
        f"<summary>{escape(said)}</summary><ul>{reasons}</ul></details></div>"
    )
