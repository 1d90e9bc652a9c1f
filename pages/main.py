"""Page configuration, navigation and the sidebar that all pages share."""

import streamlit as st

from mlp.web.settings import exhibit_rules
from mlp.web.shell import linked_words as words
from mlp.web.shell.chosen_unit import ChosenUnit
from mlp.web.shell.connection import render_connection
from mlp.web.shell.exhibit import PageName, enter_exhibit, has_page, render_exhibit
from mlp.web.shell.hub import render_hub
from mlp.web.shell.linked import open_linked
from mlp.web.shell.other_network import render_other_network
from mlp.web.shell.page import ICON, STYLE
from mlp.web.shell.page_bar import render_page_bar
from mlp.web.shell.session import current
from mlp.web.sidebar.sidebar import render_sidebar

st.set_page_config(
    page_title="Glassbox", page_icon=ICON, layout="wide", initial_sidebar_state="collapsed"
)
st.html(STYLE)
render_connection(key="connection")

PAGES: dict[PageName, tuple[str, str]] = {
    "draw": ("Draw", ":material/draw:"),
    "lesson": ("Lesson", ":material/school:"),
    "parameters": ("Parameters", ":material/grid_on:"),
    "neurons": ("Neurons", ":material/hub:"),
    "train": ("Train", ":material/model_training:"),
}
enter_exhibit(exhibit_rules())
page = st.navigation(
    [
        st.Page(f"{name}.py", title=title, icon=icon, default=name == "draw")
        for name, (title, icon) in PAGES.items()
        if has_page(name)
    ],
    position="top",
)
session = current()
session.of(ChosenUnit).follow_request()
session.forget_mistakes()
open_linked()
render_page_bar(page.url_path)
render_sidebar()
render_other_network()
if session.notice:
    with st.container(key="notice"):
        st.warning(words.BROKEN_LINK.format(reason=session.notice), icon=":material/link_off:")
page.run()
render_exhibit(key="exhibit")
render_hub()
