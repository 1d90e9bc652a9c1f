"""The sidebar of every page: the active digit, what can be taken along, the device.

It must not know which page is shown.
"""

import streamlit as st

from mlp.net.device import available_devices
from mlp.net.network import num_parameters
from mlp.numbers import memory
from mlp.web.server.models import bundled_models
from mlp.web.shell import reruns
from mlp.web.shell.exhibit import exhibit
from mlp.web.shell.linked import linked_settings
from mlp.web.shell.mirrored import mirrored
from mlp.web.shell.session import current
from mlp.web.sidebar import sidebar_words as words
from mlp.web.sidebar.active_digit import render_active_digit
from mlp.web.sidebar.copy_link import render_copy_link
from mlp.web.sidebar.downloads import render_downloads
from mlp.web.sidebar.training_ticket import render_ticket
from mlp.web.views.sentence import render_sentence


def render_sidebar() -> None:
    """Place the sidebar; in an exhibit nothing of it is seen, and what works without is there."""
    session = current()
    if exhibit() is not None:
        with st.container(key="exhibit_unseen"):
            render_ticket()
            reruns.await_end()
        return
    with st.sidebar:
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
        reruns.await_end()
        _render_digit()
        render_downloads()
        _render_device()


def _render_digit() -> None:
    """Place the active digit: thumbnail, verdict, link."""
    st.markdown(f"**{words.DIGIT}**")
    render_active_digit(key="active_digit")
    render_copy_link(linked_settings(), key="copy_link")


def _render_device() -> None:
    """Place the device, and how long it took."""
    placed = current().model()
    st.markdown(f"**{words.DEVICE}**")
    facts = words.DEVICE_FACTS.format(
        name=placed.device.name,
        title=placed.device.title,
        count=num_parameters(placed.cpu_model),
        memory=memory(placed.parameter_bytes),
    )
    render_sentence(
        f"{facts}{words.FORWARD}", key="device_facts", without=f"{facts}{words.NO_FORWARD}"
    )
    if placed.notice:
        st.warning(placed.notice)
