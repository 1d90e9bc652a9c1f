"""The sidebar of every page: how deep to explain, the active digit, the device.

It must not know which page is shown.
"""

import streamlit as st

from mlp.net.device import available_devices
from mlp.net.network import num_parameters
from mlp.numbers import duration, memory
from mlp.web.parameters.network_choice import show_trained
from mlp.web.shell import depths, markdown, session, training_state
from mlp.web.sidebar import sidebar_words as words
from mlp.web.sidebar.copy_link import render_copy_link
from mlp.web.sidebar.downloads import offer_active_digit, render_downloads
from mlp.web.sidebar.training_ticket import render_ticket
from mlp.web.views.thumbnails import Thumbnail, render_pictures
from mlp.web.views.verdict import words as verdict_words

FRAGMENT = "sidebar"
"""Key of the fragment with the active digit."""

DEVICE_FRAGMENT = "device"
"""Key of the fragment with the device and the time it took."""


def render_sidebar() -> None:
    """Place the sidebar."""
    # Not as the widget's default: a link may have chosen before it was drawn.
    st.session_state.setdefault(session.DEPTH_KEY, depths.DEPTHS[0])
    with st.sidebar:
        st.segmented_control(
            "Explain",
            depths.DEPTHS,
            required=True,
            key=session.DEPTH_KEY,
            persist_state="session",
            help="What stands beside the pictures: plain words, numbers too, or code too.",
            width="stretch",
        )
        devices = available_devices()
        if len(devices) > 1:
            st.selectbox(
                "Compute on",
                devices,
                format_func=lambda device: f"{device.name} · {device.title}",
                key=session.DEVICE_KEY,
                persist_state="session",
            )
        render_ticket()
        _render_network()
        # While the network that is looked into learns, it may read the digit otherwise.
        refresh_s = training_state.refresh_s()
        st.fragment(_render_digit, key=FRAGMENT, run_every=refresh_s)(refresh_s)
        render_downloads()
        _render_device()


def _render_network() -> None:
    """Say so, and offer the way back, if it is not the trained network that is looked into."""
    if session.network().kind == "trained":
        return
    with st.container(border=True, key="other_network"):
        st.caption(_say_network())
        st.button(
            words.NETWORK_BACK, icon=":material/undo:", on_click=show_trained, width="stretch"
        )


def _say_network() -> str:
    """Say which network it is, if not the trained one."""
    training = session.network().training
    if training is None:
        return words.NETWORK_SIDEBAR.format(title=markdown.plain_text(session.network().title))
    if training.status.is_over:
        has_begun = bool(training.checkpoints)
        return words.NETWORK_FOLLOWING_OVER if has_begun else words.NETWORK_FOLLOWING_UNBEGUN
    return words.NETWORK_FOLLOWING if training.checkpoints else words.NETWORK_FOLLOWING_WAITS


def _render_digit(refresh_s: float | None) -> None:
    """Place the active digit: thumbnail, verdict, link; the downloads are of it from now on."""
    training_state.end_refresh(refresh_s)
    active, reading = session.digit(), session.reading()
    st.markdown("**Active digit**")
    render_pictures(
        [Thumbnail(reading.prepared.steps[-1].pixels, label=active.caption)],
        key="thumbnail",
        label="The active digit as the network sees it",
    )
    said = f": {verdict_words.say_verdict(reading.verdict)}" if reading.trace else ""
    st.caption(active.caption + said)
    packed = session.link()
    query = None if packed is None else {"digit": packed, "explain": session.depth()}
    render_copy_link(query, key="copy_link")
    offer_active_digit()


@st.fragment(key=DEVICE_FRAGMENT)
def _render_device() -> None:
    """Place the device, and how long it took."""
    reading, placed = session.reading(), session.model()
    st.markdown("**Device**")
    forward = duration(reading.forward_ms / 1000) if reading.trace else "none yet"
    st.caption(
        f"`{placed.device.name}` · {placed.device.title}  \n"
        f"{num_parameters(placed.cpu_model):,} parameters, "
        f"{memory(placed.parameter_bytes)}  \n"
        f"Last forward pass: {forward}"
    )
    if placed.notice:
        st.warning(placed.notice)
