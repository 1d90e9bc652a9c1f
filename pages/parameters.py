"""The Parameters page: every weight and bias as a map, in a table, counted, and to take along."""

import streamlit as st

from mlp.net.network import num_parameters
from mlp.web.parameters import words
from mlp.web.parameters.network_choice import render_network_choice
from mlp.web.parameters.sections import STYLE, render_parameter_sections
from mlp.web.shell.session import current

st.html(STYLE)
placed = current().model()
with st.container(horizontal=True, vertical_alignment="center", key="parameters_top_line"):
    st.title(words.TITLE, anchor=False, width="content")
    count = f"{num_parameters(placed.cpu_model):,}"
    st.caption(words.TAGLINE.format(count=count), width="content")
render_network_choice()
render_parameter_sections(placed)
