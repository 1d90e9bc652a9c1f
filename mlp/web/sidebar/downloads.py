"""What a visitor can take along: tensors, picture, program, all of it.

It must not know how the files are made.
"""

from dataclasses import dataclass

import streamlit as st

from mlp.files.export import bundle_zip, image_png, script, tensors_npz
from mlp.net.placed import PlacedModel
from mlp.net.reading import Reading
from mlp.net.trace import Trace
from mlp.web.server.visitors.digit import Digit
from mlp.web.shell.session import current
from mlp.web.sidebar import downloads_words as words

FRAGMENT = "downloads"
"""Key of the fragment; it changes only when there comes to be a digit, or none any more."""


@dataclass
class Offered:
    """What the files are made of once one is asked for; that may be long after a script run."""

    digit: Digit
    reading: Reading
    placed: PlacedModel

    @property
    def trace(self) -> Trace:
        """The stages; there are some wherever downloads are offered."""
        assert self.reading.trace is not None
        return self.reading.trace


@dataclass(eq=False)
class Downloads:
    """What a session remembers of its downloads.

    Attributes:
        offered: What they are made of.
        are_shown: Whether they were placed last; None before the first time.
    """

    offered: Offered | None = None
    are_shown: bool | None = None


def offer_active_digit() -> Offered:
    """Make the active digit what is downloaded from now on, without placing anything anew."""
    session = current()
    downloads = session.of(Downloads)
    digit, reading, placed = session.visitor.digit, session.visitor.reading(), session.model()
    offered = downloads.offered = downloads.offered or Offered(digit, reading, placed)
    if reading.trace is not None:  # the same object: the files of one shown before follow it
        offered.digit, offered.reading, offered.placed = digit, reading, placed
    return offered


def is_outdated() -> bool:
    """Tell whether downloads are shown though there is no digit, or none though there is one."""
    session = current()
    return session.of(Downloads).are_shown != (session.visitor.reading().trace is not None)


@st.fragment(key=FRAGMENT)
def render_downloads() -> None:
    """Place the downloads; each file is made only when it is asked for."""
    session, offered = current(), offer_active_digit()
    has_digit = session.of(Downloads).are_shown = session.visitor.reading().trace is not None
    if not has_digit:
        return
    num_stages, hidden = len(offered.trace.stages), offered.trace.stages[2].name
    with st.popover(
        words.DOWNLOADS, icon=":material/download:", help=words.DOWNLOADS_HELP, width="stretch"
    ):
        st.download_button(
            words.BUNDLE,
            lambda: bundle_zip(
                offered.trace,
                offered.reading.prepared,
                offered.placed.cpu_model,
                caption=offered.digit.caption,
                seed=offered.digit.seed,
            ),
            "glassbox-digit.zip",
            "application/zip",
            icon=":material/folder_zip:",
            on_click="ignore",
            help=words.BUNDLE_HELP,
            width="stretch",
        )
        st.download_button(
            words.TENSORS,
            lambda: tensors_npz(offered.trace),
            "tensors.npz",
            "application/octet-stream",
            icon=":material/dataset:",
            on_click="ignore",
            help=words.TENSORS_HELP.format(count=num_stages, stage=hidden),
            width="stretch",
        )
        st.download_button(
            words.PICTURE,
            lambda: image_png(offered.reading.prepared),
            "image.png",
            "image/png",
            icon=":material/image:",
            on_click="ignore",
            help=words.PICTURE_HELP,
            width="stretch",
        )
        st.download_button(
            words.SCRIPT,
            lambda: script(
                offered.placed.cpu_model,
                seed=offered.digit.seed,
                device=str(offered.trace["image"].device),
            ),
            "reproduce.py",
            "text/x-python",
            icon=":material/code:",
            on_click="ignore",
            help=words.SCRIPT_HELP,
            width="stretch",
        )
