"""Lets the browser tell a training every 20 s that its visitor is there, on whichever page.

It must not know what a training is.
"""

from typing import Any

import streamlit as st

from mlp.web.browser import address
from mlp.web.browser.component import load_component
from mlp.web.shell.own_training import OwnTraining
from mlp.web.shell.session import current

_KEY = "training_ticket"


def render_ticket() -> None:
    """Place it, on every page: it takes no room. The training learns that its visitor is there."""
    own = current().of(OwnTraining)
    own.note_digit()
    ticket = None if own.training is None else own.ticket
    load_component("sidebar/training_ticket", "ticket")(
        key=_KEY,
        data={
            "ticket": ticket,
            "path": f"{address.PREFIX}/training",
        },
        on_gone_change=_note_gone,
    )


def _note_gone() -> None:
    """There is no such training any more; the run that follows says so."""
    gone: Any = st.session_state[_KEY].gone
    if isinstance(gone, str):
        current().of(OwnTraining).note_gone(gone)
