"""The Draw page: draw or choose a digit and see every tensor, live."""

from typing import Any

import streamlit as st

from mlp.web.draw import sources, words
from mlp.web.draw.digit_pad import render_digit_pad
from mlp.web.draw.preparation import render_preparation
from mlp.web.draw.sources import render_sources
from mlp.web.draw.stage_cards import render_receipt, render_softmax, render_stage_cards
from mlp.web.neurons.why import render_why_button
from mlp.web.shell import reruns
from mlp.web.shell.chosen_unit import ChosenUnit
from mlp.web.shell.own_training import OwnTraining
from mlp.web.shell.session import current
from mlp.web.sidebar import downloads, sidebar
from mlp.web.views.network import render_network_view
from mlp.web.views.verdict import render_verdict

PAGE = "Draw"
# The fragments that follow the digit: while the pen moves (without the live channel), and after.
# The pad is in none: a server that was restarted has forgotten its fragments, and so a report of
# the pad must be able to run the whole page.
LIVE = ["views"]
# In the order in which they are looked at.
SETTLED = [*LIVE, "answer", "details", "seen", sidebar.FRAGMENT, sidebar.DEVICE_FRAGMENT]

# While the network that is looked into learns, it is another one at each moment.
refresh_s = reruns.refresh_s()


def take_drawing(report: Any) -> None:
    """The pen was lifted: everything follows."""
    session = current()
    had_notice = session.notice is not None
    session.show_drawing(report)
    session.of(OwnTraining).note_digit()
    if not had_notice or session.notice is not None:
        reruns.rerun_parts(PAGE, settled_parts())


def take_draft(report: Any) -> None:
    """The pen moves and there is no live channel: only the live views follow."""
    if current().show_drawing(report, is_unfinished=True):
        reruns.rerun_parts(PAGE, LIVE)
    else:  # overtaken by the finished drawing, whose run this may interrupt
        reruns.rerun_parts(PAGE, settled_parts())


def settled_parts() -> list[str]:
    """Name all that follows a finished drawing; examples and downloads seldom have anything new."""
    parts = list(SETTLED)
    if sources.is_outdated():
        parts.append(sources.FRAGMENT)
    if downloads.is_outdated():
        parts.append(downloads.FRAGMENT)
    return parts


def render_pad() -> None:
    """Place the pad."""
    with st.container(key="digit_pad"):
        render_digit_pad(key="pad", on_ink=take_drawing, on_draft=take_draft)


@st.fragment(key="views", run_every=refresh_s)
def render_views() -> None:
    """Place what answers while the pen moves."""
    reruns.end_refresh(refresh_s)
    session = current()
    reading, placed = session.reading(), session.model()
    with st.container(key="verdict", horizontal=True, vertical_alignment="center"):
        render_verdict(reading, placed, key="verdict_view")
        render_why_button(reading)
    with st.container(key="network_view", border=True):
        request = session.of(ChosenUnit).request
        render_network_view(reading, placed, key="network", on_opened=request)


@st.fragment(key="answer", run_every=refresh_s)
def render_answer() -> None:
    """Place the probabilities."""
    render_softmax(current().reading())


@st.fragment(key="seen")
def render_seen() -> None:
    """Place the preparation."""
    render_preparation(current().reading())


@st.fragment(key="details", run_every=refresh_s)
def render_details() -> None:
    """Place every stage."""
    reading, placed = current().reading(), current().model()
    st.subheader(words.STAGES_TITLE, anchor=False)
    with st.container(key="stage_charts"):
        render_stage_cards(reading, placed)
    render_receipt(reading, placed)


st.title(words.TITLE, anchor=False)
st.caption(words.TAGLINE)
left, right = st.columns([1, 2], gap="medium")
with left:
    render_pad()
with right:
    render_views()
render_sources()
seen, softmax = st.columns(2, gap="large")
with seen:
    st.subheader(words.SEEN_TITLE, anchor=False)
    render_seen()
with softmax:
    st.subheader(words.SOFTMAX_TITLE, anchor=False)
    render_answer()
render_details()
