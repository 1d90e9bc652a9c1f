"""Remembers in the browser which training is the visitor's, so that a reload finds it again.

The browser also tells the server every 20 s that the visitor is there, on whichever page.

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
    session = current()
    own = session.of(OwnTraining)
    own.note_digit()
    ticket = None if own.training is None else own.ticket
    load_component("sidebar/training_ticket", "ticket")(
        key=_KEY,
        data={
            "session": session.name,
            "ticket": ticket,
            "path": f"{address.route_prefix()}/training",
            "follows": own.follows,
            "isGone": own.is_gone,
        },
        on_found_change=_claim,
        on_gone_change=_note_gone,
    )


def _claim() -> None:
    """Take over the training that the browser remembered."""
    found: Any = st.session_state[_KEY].found
    if isinstance(found, dict) and isinstance(found.get("ticket"), str):
        follows = found.get("follows") is not False
        current().of(OwnTraining).claim(found["ticket"], follows=follows)


def _note_gone() -> None:
    """There is no such training any more; the run that follows says so."""
    gone: Any = st.session_state[_KEY].gone
    if isinstance(gone, str):
        current().of(OwnTraining).note_gone(gone)
