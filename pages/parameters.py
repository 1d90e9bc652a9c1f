"""The Parameters page: every weight and bias as a map, in a table, counted, and to take along."""

import streamlit as st

from mlp.network import num_parameters
from mlp.ui import parameter_words as words
from mlp.ui import state
from mlp.ui.gallery import render_gallery
from mlp.ui.own_network import render_network_choice
from mlp.ui.parameter_cards import render_parameter_cards
from mlp.ui.parameter_histograms import render_histograms
from mlp.ui.parameter_table import render_parameter_files, render_parameter_table

st.title(words.TITLE, anchor=False)
about = st.empty()
render_network_choice()
placed = state.model()
about.caption(words.TAGLINE.format(count=f"{num_parameters(placed.cpu_model):,}"))
render_gallery()
render_parameter_cards(placed)
render_parameter_table(placed)
render_histograms()
render_parameter_files(placed)
