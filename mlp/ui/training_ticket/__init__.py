"""Remembers in the browser which training is the visitor's, so that a reload finds it again.

It must not know what a training is.
"""

from typing import Any

import streamlit as st

from mlp.ui import state, training_state
from mlp.ui.component import load_component

_KEY = "training_ticket"


def render_ticket() -> None:
    """Place it, on every page: it takes no room. The training learns that its visitor is there."""
    training_state.note_digit()
    current = training_state.training()
    load_component("training_ticket", "ticket")(
        key=_KEY,
        data={
            "session": state.session_name(),
            "ticket": None if current is None else current.ticket,
            "follows": training_state.follows_training(),
            "isGone": training_state.is_gone(),
        },
        on_found_change=_claim,
    )


def _claim() -> None:
    """Take over the training that the browser remembered."""
    found: Any = st.session_state[_KEY].found
    if isinstance(found, dict) and isinstance(found.get("ticket"), str):
        training_state.claim(found["ticket"], follows=found.get("follows") is not False)
