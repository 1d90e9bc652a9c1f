"""Which parameter the sections of the Parameters page show: one choice for all of them.

It must not know what is shown of it.
"""

from dataclasses import dataclass

import streamlit as st

from mlp.web.parameters import parameter_choice_words as words
from mlp.web.parameters.named import NamedParameter, parameter_title
from mlp.web.shell.mirrored import mirrored_field
from mlp.web.shell.session import current

_MAX_BUTTONS = 12


@dataclass(eq=False)
class ParameterChoice:
    """What a session remembers of it: which parameter, by its number."""

    chosen: int = 0


def render_parameter_choice(parameters: list[NamedParameter]) -> int:
    """Place the choice and give its number; a parameter that another network had is let go."""
    numbers, state = range(len(parameters)), current().of(ParameterChoice)
    if state.chosen not in numbers:
        state.chosen = 0
    shown = mirrored_field("parameter_choice", state, "chosen")
    title = [parameter_title(parameter) for parameter in parameters].__getitem__
    if len(parameters) > _MAX_BUTTONS:
        st.selectbox(words.CHOICE, numbers, format_func=title, **shown)
    else:
        st.segmented_control(
            words.CHOICE,
            numbers,
            format_func=title,
            required=True,
            wrap=True,
            label_visibility="collapsed",
            **shown,
        )
    return state.chosen
