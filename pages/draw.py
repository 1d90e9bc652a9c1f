"""The Draw page: draw or choose a digit and see every tensor, live."""

import streamlit as st

from mlp.web.draw import sources, words
from mlp.web.draw.digit_pad import render_digit_pad
from mlp.web.draw.preparation import render_preparation
from mlp.web.draw.sources import render_sources
from mlp.web.draw.stage_cards import render_receipt, render_softmax, render_stage_cards
from mlp.web.neurons.why import render_why_button
from mlp.web.shell import chosen_unit, session, training_state
from mlp.web.sidebar import downloads, sidebar
from mlp.web.views.network import render_network_view
from mlp.web.views.verdict import render_verdict

PAGE = "Draw"
PAD = "pad"
NETWORK = "network"
# The fragments that follow the digit: while the pen moves (without the live channel), and after.
# The pad is in none: a server that was restarted has forgotten its fragments, and so a report of
# the pad must be able to run the whole page.
LIVE = ["views"]
# In the order in which they are looked at.
SETTLED = [*LIVE, "answer", "details", "seen", sidebar.FRAGMENT, sidebar.DEVICE_FRAGMENT]


# While the network that is looked into learns, it is another one at each moment.
refresh_s = training_state.refresh_s()


def take_drawing() -> None:
    """The pen was lifted: everything follows."""
    had_notice = session.notice() is not None
    session.show_drawing(st.session_state[PAD].ink)
    training_state.note_digit()
    if not had_notice or session.notice() is not None:
        training_state.rerun_parts(PAGE, settled_parts())


def take_draft() -> None:
    """The pen moves and there is no live channel: only the live views follow."""
    if session.show_drawing(st.session_state[PAD].draft, is_unfinished=True):
        training_state.rerun_parts(PAGE, LIVE)
    else:  # overtaken by the finished drawing, whose run this may interrupt
        training_state.rerun_parts(PAGE, settled_parts())


def settled_parts() -> list[str]:
    """Name all that follows a finished drawing; examples and downloads seldom have anything new."""
    parts = list(SETTLED)
    if sources.is_outdated():
        parts.append(sources.FRAGMENT)
    if downloads.is_outdated():
        parts.append(downloads.FRAGMENT)
    return parts


def open_unit() -> None:
    """A unit of the network view is to be explained."""
    opened = st.session_state[NETWORK].opened
    chosen_unit.request(opened["stage"], int(opened["unit"]))


def render_pad() -> None:
    """Place the pad."""
    with st.container(key="digit_pad"):
        render_digit_pad(key=PAD, on_ink=take_drawing, on_draft=take_draft)


@st.fragment(key="views", run_every=refresh_s)
def render_views() -> None:
    """Place what answers while the pen moves."""
    training_state.end_refresh(refresh_s)
    reading = session.reading()
    with st.container(key="verdict", horizontal=True, vertical_alignment="center"):
        render_verdict(reading, session.model(), key="verdict_view")
        render_why_button(reading)
    with st.container(key="network_view", border=True):
        render_network_view(reading, session.model(), key=NETWORK, on_opened=open_unit)


@st.fragment(key="answer", run_every=refresh_s)
def render_answer() -> None:
    """Place the probabilities."""
    render_softmax(session.reading())


@st.fragment(key="seen")
def render_seen() -> None:
    """Place the preparation."""
    render_preparation(session.reading())


@st.fragment(key="details", run_every=refresh_s)
def render_details() -> None:
    """Place every stage."""
    reading, placed = session.reading(), session.model()
    st.subheader("Stage by stage", anchor=False)
    with st.container(key="stage_charts"):
        render_stage_cards(reading, placed)
    render_receipt(reading, placed)


st.title("Glassbox", anchor=False)
st.caption(words.TAGLINE)
left, right = st.columns([1, 2], gap="medium")
with left:
    render_pad()
with right:
    render_views()
render_sources()
seen, softmax = st.columns(2, gap="large")
with seen:
    st.subheader("What the network sees", anchor=False)
    render_seen()
with softmax:
    st.subheader("How it divides its confidence", anchor=False)
    render_answer()
render_details()
