"""Page configuration, navigation and the sidebar that all pages share."""

import streamlit as st

from mlp.ui import neuron_state, state, words
from mlp.ui.component import PAGE_ICON, PAGE_STYLE
from mlp.ui.linked import open_linked
from mlp.ui.sidebar import render_sidebar

st.set_page_config(page_title="Glassbox", page_icon=PAGE_ICON, layout="wide")
st.html(PAGE_STYLE)

page = st.navigation(
    [
        st.Page("draw.py", title="Draw", icon=":material/draw:", default=True),
        st.Page("lesson.py", title="Lesson", icon=":material/school:"),
        st.Page("parameters.py", title="Parameters", icon=":material/grid_on:"),
        st.Page("neurons.py", title="Neurons", icon=":material/hub:"),
        st.Page("train.py", title="Train", icon=":material/model_training:"),
    ]
)
state.note_finished_page(None)
neuron_state.follow_request()
open_linked()
render_sidebar()
if state.notice():
    with st.container(key="notice"):
        st.warning(words.BROKEN_LINK.format(reason=state.notice()), icon=":material/link_off:")
page.run()
state.note_finished_page(page.title)
