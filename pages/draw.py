"""The Draw page: draw or choose a digit and see every tensor, live."""

import streamlit as st

from mlp.web.draw import words
from mlp.web.draw.digit_pad import render_digit_pad
from mlp.web.draw.preparation import render_preparation
from mlp.web.draw.sources import render_sources
from mlp.web.draw.stage import STYLE
from mlp.web.draw.stage_cards import render_receipt, render_softmax, render_stage_cards
from mlp.web.draw.tour import render_tour
from mlp.web.neurons.why import open_why
from mlp.web.shell.chosen_unit import ChosenUnit
from mlp.web.shell.exhibit import has_page
from mlp.web.shell.session import current
from mlp.web.views.network import render_network_view
from mlp.web.views.verdict import render_verdict
from mlp.web.views.why import render_why_view

session = current()
placed = session.model()

st.html(STYLE)
stage_room = st.container(key="stage_room")
with stage_room, st.container(key="stage"):
    st.title(words.TITLE, anchor=False)
    with st.container(key="digit_pad"):
        render_digit_pad(key="pad")
    with st.container(key="verdict"):
        render_verdict(placed, key="verdict_view")
    with st.container(key="why"):
        open_inside = open_why if has_page("neurons") else None
        render_why_view(placed, key="why_view", on_inside=open_inside)
    with st.container(key="network_view"):
        render_network_view(placed, key="network", on_opened=session.of(ChosenUnit).request)
    with st.container(key="sources"):
        render_sources()
render_tour(key="tour")
with stage_room, st.container(key="below_stage"):
    seen, softmax = st.columns(2, gap="large")
    with seen:
        st.header(words.SEEN_TITLE, anchor=False)
        render_preparation()
    with softmax:
        st.header(words.SOFTMAX_TITLE, anchor=False)
        render_softmax(placed)
    st.header(words.STAGES_TITLE, anchor=False)
    with st.container(key="stage_charts"):
        render_stage_cards(placed)
    render_receipt()
