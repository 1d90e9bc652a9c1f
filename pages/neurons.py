"""The Neurons page: one unit, completely."""

import streamlit as st

from mlp.ui import neuron_state
from mlp.ui import neuron_words as words
from mlp.ui.neuron_choice import STYLE, render_choice, render_notices
from mlp.ui.neuron_compare import render_compare
from mlp.ui.neuron_digit import render_this_digit
from mlp.ui.neuron_life import render_life
from mlp.ui.neuron_picture import render_linear_picture
from mlp.ui.neuron_what_if import render_what_if
from mlp.ui.neuron_why import render_why

neuron_state.open_address()
stage, unit = neuron_state.chosen()
st.html(STYLE)
st.title(words.TITLE, anchor=False)
st.caption(words.TAGLINE)
render_notices()
render_why()
render_choice(stage, unit)
st.header(neuron_state.unit_name(stage, unit), anchor=False)
render_this_digit(stage, unit)
render_linear_picture(stage, unit)
render_life(stage, unit)
render_what_if(stage, unit)
render_compare(stage, unit)
