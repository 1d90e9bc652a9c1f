"""The Parameters page: every weight and bias as a map, in a table, counted, and to take along."""

import streamlit as st

from mlp.net.network import num_parameters
from mlp.web.parameters import words
from mlp.web.parameters.cards import render_parameter_cards
from mlp.web.parameters.gallery import render_gallery
from mlp.web.parameters.histograms import render_histograms
from mlp.web.parameters.network_choice import render_network_choice
from mlp.web.parameters.table import render_parameter_files, render_parameter_table
from mlp.web.shell.session import current

st.title(words.TITLE, anchor=False)
about = st.empty()
render_network_choice()
placed = current().model()
about.caption(words.TAGLINE.format(count=f"{num_parameters(placed.cpu_model):,}"))
render_gallery()
render_parameter_cards(placed)
render_parameter_table(placed)
render_histograms()
render_parameter_files(placed)
