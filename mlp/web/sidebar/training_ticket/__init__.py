"""Remembers in the browser which training is the visitor's, so that a reload finds it again.

The browser also tells the server every 20 s that the visitor is there, on whichever page.

It must not know what a training is.
"""

from typing import Any

import streamlit as st

from mlp.web.browser.component import load_component
from mlp.web.shell import address, session, training_state

_KEY = "training_ticket"


def render_ticket() -> None:
    """Place it, on every page: it takes no room. The training learns that its visitor is there."""
    training_state.note_digit()
    current = training_state.training()
    ticket = None if current is None else current.ticket
    load_component("sidebar/training_ticket", "ticket")(
        key=_KEY,
        data={
            "session": session.session_name(),
            "ticket": ticket,
            "path": f"{address.route_prefix()}/training/{ticket}",
            "follows": training_state.follows_training(),
            "isGone": training_state.is_gone(),
        },
        on_found_change=_claim,
        on_gone_change=_note_gone,
    )


def _claim() -> None:
    """Take over the training that the browser remembered."""
    found: Any = st.session_state[_KEY].found
    if isinstance(found, dict) and isinstance(found.get("ticket"), str):
        training_state.claim(found["ticket"], follows=found.get("follows") is not False)


def _note_gone() -> None:
    """There is no such training any more; the run that follows says so."""
    gone: Any = st.session_state[_KEY].gone
    if isinstance(gone, str):
        training_state.note_gone(gone)
