"""Which parameter the sections of the Parameters page show: one choice for all of them.

It must not know what is shown of it.
"""

from dataclasses import dataclass

import streamlit as st

from mlp.net.parameters import NamedParameter
from mlp.web.parameters import parameter_choice_words as words
from mlp.web.shell.depth import reaches
from mlp.web.shell.mirrored import mirrored_field
from mlp.web.shell.session import current
from mlp.web.shell.unit_names import layer_name

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


def parameter_title(parameter: NamedParameter) -> str:
    """Name a parameter of the visitor's network: "detectors: weights", or "linear1's weights"."""
    kind = words.KIND_NAMES[parameter.kind]
    if reaches("numbers"):
        return words.EXACT.format(layer=parameter.layer, kind=kind)
    return words.PLAIN.format(layer=layer_name(parameter.layer), kind=kind)
