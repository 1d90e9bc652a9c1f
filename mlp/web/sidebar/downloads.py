"""What a visitor can take along: tensors, picture, program, all of it.

It must not know how the files are made.
"""

from dataclasses import dataclass
from typing import cast

import streamlit as st

from mlp.files.export import bundle_zip, image_png, script, tensors_npz
from mlp.net.placed import PlacedModel
from mlp.net.reading import Reading
from mlp.net.trace import Trace
from mlp.web.shell import session
from mlp.web.sidebar import downloads_words as words

FRAGMENT = "downloads"
"""Key of the fragment; it changes only when there comes to be a digit, or none any more."""

_OFFERED = "glassbox_offered"
_SHOWN = "glassbox_downloads_shown"


@dataclass
class _Offered:
    """What the files are made of once one is asked for; that may be long after a script run."""

    digit: session.Digit
    reading: Reading
    placed: PlacedModel

    @property
    def trace(self) -> Trace:
        """The stages; there are some wherever downloads are offered."""
        assert self.reading.trace is not None
        return self.reading.trace


def offer_active_digit() -> None:
    """Make the active digit what is downloaded from now on, without placing anything anew."""
    now = _Offered(session.digit(), session.reading(), session.model())
    kept = cast("_Offered | None", st.session_state.get(_OFFERED))
    if kept is None:
        st.session_state[_OFFERED] = now
    elif now.reading.trace is not None:
        kept.digit, kept.reading, kept.placed = now.digit, now.reading, now.placed


def is_outdated() -> bool:
    """Tell whether downloads are shown though there is no digit, or none though there is one."""
    return st.session_state.get(_SHOWN) != (session.reading().trace is not None)


@st.fragment(key=FRAGMENT)
def render_downloads() -> None:
    """Place the downloads; each file is made only when it is asked for."""
    offer_active_digit()
    st.session_state[_SHOWN] = has_digit = session.reading().trace is not None
    if not has_digit:
        return
    offered = cast(_Offered, st.session_state[_OFFERED])
    num_stages, hidden = len(offered.trace.stages), offered.trace.stages[2].name
    with st.popover(
        "Download", icon=":material/download:", help=words.DOWNLOADS_HELP, width="stretch"
    ):
        st.download_button(
            "Everything (.zip)",
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
            "Tensors (.npz)",
            lambda: tensors_npz(offered.trace),
            "tensors.npz",
            "application/octet-stream",
            icon=":material/dataset:",
            on_click="ignore",
            help=words.TENSORS_HELP.format(count=num_stages, stage=hidden),
            width="stretch",
        )
        st.download_button(
            "Picture (.png)",
            lambda: image_png(offered.reading.prepared),
            "image.png",
            "image/png",
            icon=":material/image:",
            on_click="ignore",
            help=words.PICTURE_HELP,
            width="stretch",
        )
        st.download_button(
            "Program (.py)",
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
