"""The sidebar of every page: how deep to explain, the active digit, the device.

It must not know which page is shown.
"""

import streamlit as st

from mlp.net.device import available_devices
from mlp.net.network import num_parameters
from mlp.numbers import duration, memory
from mlp.web.server.models import bundled_models
from mlp.web.shell import markdown, reruns
from mlp.web.shell.depth import DEPTHS, Explanation, chosen_depth
from mlp.web.shell.linked import linked_settings
from mlp.web.shell.mirrored import mirrored
from mlp.web.shell.session import current
from mlp.web.sidebar import sidebar_words as words
from mlp.web.sidebar.copy_link import render_copy_link
from mlp.web.sidebar.downloads import offer_active_digit, render_downloads
from mlp.web.sidebar.training_ticket import render_ticket
from mlp.web.views.thumbnails import Thumbnail, render_pictures
from mlp.web.views.verdict.words import say_verdict

FRAGMENT = "sidebar"
"""Key of the fragment with the active digit."""

DEVICE_FRAGMENT = "device"
"""Key of the fragment with the device and the time it took."""


def render_sidebar() -> None:
    """Place the sidebar."""
    session = current()
    with st.sidebar:
        st.segmented_control(
            words.EXPLAIN,
            DEPTHS,
            required=True,
            help=words.EXPLAIN_HELP,
            width="stretch",
            **mirrored("explain", chosen_depth(), session.of(Explanation).choose),
        )
        devices = available_devices()
        if len(devices) > 1:
            chosen = session.device or bundled_models().default.device
            st.selectbox(
                words.COMPUTE_ON,
                devices,
                format_func=lambda device: f"{device.name} · {device.title}",
                **mirrored("glassbox_device", chosen, session.choose_device),
            )
        render_ticket()
        _render_network()
        # While the network that is looked into learns, it may read the digit otherwise.
        refresh_s = reruns.refresh_s()
        st.fragment(_render_digit, key=FRAGMENT, run_every=refresh_s)(refresh_s)
        render_downloads()
        _render_device()


def _render_network() -> None:
    """Say so, and offer the way back, if it is not the trained network that is looked into."""
    session = current()
    if session.network.kind == "trained":
        return
    with st.container(border=True, key="other_network"):
        st.caption(_say_network())
        st.button(
            words.NETWORK_BACK,
            icon=":material/undo:",
            on_click=session.show_trained,
            width="stretch",
        )


def _say_network() -> str:
    """Say which network it is, if not the trained one."""
    network = current().network
    training = network.training
    if training is None:
        return words.NETWORK_SIDEBAR.format(title=markdown.plain_text(network.title))
    if training.status.is_over:
        has_begun = bool(training.checkpoints)
        return words.NETWORK_FOLLOWING_OVER if has_begun else words.NETWORK_FOLLOWING_UNBEGUN
    return words.NETWORK_FOLLOWING if training.checkpoints else words.NETWORK_FOLLOWING_WAITS


def _render_digit(refresh_s: float | None) -> None:
    """Place the active digit: thumbnail, verdict, link; the downloads are of it from now on."""
    reruns.end_refresh(refresh_s)
    session = current()
    active, reading = session.digit, session.reading()
    st.markdown(f"**{words.DIGIT}**")
    render_pictures(
        [Thumbnail(reading.prepared.steps[-1].pixels, label=active.caption)],
        key="thumbnail",
        label=words.DIGIT_LABEL,
    )
    said = f": {say_verdict(reading.verdict)}" if reading.trace else ""
    st.caption(active.caption + said)
    render_copy_link(linked_settings(), key="copy_link")
    offer_active_digit()


@st.fragment(key=DEVICE_FRAGMENT)
def _render_device() -> None:
    """Place the device, and how long it took."""
    session = current()
    reading, placed = session.reading(), session.model()
    st.markdown(f"**{words.DEVICE}**")
    forward = duration(reading.forward_ms / 1000) if reading.trace else words.NO_FORWARD
    st.caption(
        words.DEVICE_FACTS.format(
            name=placed.device.name,
            title=placed.device.title,
            count=num_parameters(placed.cpu_model),
            memory=memory(placed.parameter_bytes),
            forward=forward,
        )
    )
    if placed.notice:
        st.warning(placed.notice)
