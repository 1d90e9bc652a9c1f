"""The Neurons page: one unit, completely."""

import streamlit as st

from mlp.web.neurons import words
from mlp.web.neurons.choice import STYLE, render_choice, render_notices
from mlp.web.neurons.compare import render_compare
from mlp.web.neurons.life import render_life
from mlp.web.neurons.linear_picture import render_linear_picture
from mlp.web.neurons.this_digit import render_this_digit
from mlp.web.neurons.what_if import render_what_if
from mlp.web.neurons.why import render_why
from mlp.web.shell.address import complete_address
from mlp.web.shell.chosen_unit import ChosenUnit
from mlp.web.shell.session import current
from mlp.web.shell.unit_names import unit_title

chosen = current().of(ChosenUnit)
chosen.open_address()
complete_address("neurons", chosen.address())
stage, unit = chosen.shown()
st.html(STYLE)
with st.container(horizontal=True, vertical_alignment="center", key="neuron_top_line"):
    st.title(words.TITLE, anchor=False, width="content")
    st.page_link("draw.py", label=words.BACK, icon=":material/arrow_back:", width="content")
st.caption(words.TAGLINE)
render_notices()
render_why(stage, unit)
render_choice(stage, unit)
st.header(unit_title(stage, unit), anchor=False)
render_this_digit(stage, unit)
render_linear_picture(stage, unit)
render_life(stage, unit)
render_what_if(stage, unit)
render_compare(stage, unit)
