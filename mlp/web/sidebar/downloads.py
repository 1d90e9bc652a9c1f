"""What a visitor can take along: tensors, picture, program, all of it.

It must not know how the files are made.
"""

from dataclasses import dataclass

import streamlit as st

from mlp.files.export import bundle_zip, image_png, script, tensors_npz
from mlp.net.network import stage_names
from mlp.net.placed import PlacedModel
from mlp.net.reading import Reading
from mlp.net.trace import Trace
from mlp.web.server.visitors.digit import Digit
from mlp.web.server.visitors.visitor import Visitor
from mlp.web.shell.session import current
from mlp.web.shell.take_along import render_download
from mlp.web.sidebar import downloads_words as words


@dataclass(frozen=True)
class Taken:
    """What the files are made of: the active digit of the moment in which one is asked for.

    Attributes:
        digit: With its caption and its seed.
        reading: The same, read.
        placed: The network that read it.
    """

    digit: Digit
    reading: Reading
    placed: PlacedModel

    @property
    def trace(self) -> Trace:
        """The stages; there are some wherever downloads can be seen."""
        assert self.reading.trace is not None
        return self.reading.trace


def render_downloads() -> None:
    """Place the downloads, whether or not there is a digit: page.css shows them if there is one.

    Each file is made only when it is asked for, long after the script run.
    """
    session = current()
    visitor, names = session.visitor, stage_names(session.model().cpu_model)
    with (
        st.container(key="downloads"),
        st.popover(
            words.DOWNLOADS, icon=":material/download:", help=words.DOWNLOADS_HELP, width="stretch"
        ),
    ):
        render_download(
            words.BUNDLE,
            lambda: make_bundle(visitor),
            "glassbox-digit.zip",
            "application/zip",
            icon=":material/folder_zip:",
            help=words.BUNDLE_HELP,
            width="stretch",
        )
        render_download(
            words.TENSORS,
            lambda: tensors_npz(take(visitor).trace),
            "tensors.npz",
            "application/octet-stream",
            icon=":material/dataset:",
            help=words.TENSORS_HELP.format(count=len(names), stage=names[2]),
            width="stretch",
        )
        render_download(
            words.PICTURE,
            lambda: image_png(take(visitor).reading.prepared),
            "image.png",
            "image/png",
            icon=":material/image:",
            help=words.PICTURE_HELP,
            width="stretch",
        )
        render_download(
            words.SCRIPT,
            lambda: make_script(visitor),
            "reproduce.py",
            "text/x-python",
            icon=":material/code:",
            help=words.SCRIPT_HELP,
            width="stretch",
        )


def take(visitor: Visitor) -> Taken:
    """Take the active digit of now."""
    return Taken(visitor.digit, visitor.reading(), visitor.model)


def make_bundle(visitor: Visitor) -> bytes:
    """Make the .zip with everything."""
    taken = take(visitor)
    return bundle_zip(
        taken.trace,
        taken.reading.prepared,
        taken.placed.cpu_model,
        caption=taken.digit.caption,
        seed=taken.digit.seed,
    )


def make_script(visitor: Visitor) -> str:
    """Make the program that computes everything again."""
    taken = take(visitor)
    device = str(taken.trace["image"].device)
    return script(taken.placed.cpu_model, seed=taken.digit.seed, device=device)
