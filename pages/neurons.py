"""The Neurons page: one unit, completely."""

import streamlit as st

from mlp.web.neurons.choice import STYLE, render_choice, render_notices
from mlp.web.neurons.head import render_head, render_top_line
from mlp.web.neurons.sections import render_unit_sections
from mlp.web.neurons.why import render_why
from mlp.web.shell.address import complete_address
from mlp.web.shell.chosen_unit import ChosenUnit
from mlp.web.shell.session import current

chosen = current().of(ChosenUnit)
chosen.open_address()
complete_address("neurons", chosen.address())
stage, unit = chosen.shown()
st.html(STYLE)
render_top_line()
render_notices()
with st.container(key="neuron_page"):
    with st.container(key="neuron_choice"):
        render_why(stage, unit)
        render_choice(stage, unit)
    with st.container(key="neuron_content"):
        render_head(stage, unit)
        render_unit_sections(stage, unit)
