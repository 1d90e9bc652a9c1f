"""What a link says: digit, depth and the last ReLU, taken over once; and how to say it again.

It must not know how a digit is packed.
"""

from dataclasses import dataclass, field

import streamlit as st

from mlp.web.shell.address import clear_address
from mlp.web.shell.depth import Explanation, chosen_depth
from mlp.web.shell.session import current

_DIGIT = "digit"
_DEPTH = "explain"
_LAST_RELU = "relu"
_OFF = "off"
_PINNED = "pin"  # the network view takes it over by itself


@dataclass(eq=False)
class Linked:
    """What a session remembers of the link that it was opened with."""

    _taken: dict[str, str] = field(default_factory=dict)

    def take(self, said: dict[str, str]) -> None:
        """Take over what a link says, once: an address says it until the browser has cleared it."""
        if not said or said == self._taken:
            return
        self._taken = said
        session = current()
        if _DIGIT in said:
            session.open_link(said[_DIGIT])
        if _DEPTH in said:
            session.of(Explanation).choose(said[_DEPTH])
        if _LAST_RELU in said:
            session.without_last_relu = said[_LAST_RELU] == _OFF


def open_linked() -> None:
    """Take over what the address says, and leave the page's plain address.

    A reload then brings back what the visitor did with the digit, not the link's digit again.
    """
    names = (_DIGIT, _DEPTH, _LAST_RELU)
    query = st.query_params
    current().of(Linked).take({name: query[name] for name in names if name in query})
    clear_address((*names, _PINNED))


def linked_settings() -> dict[str, str]:
    """Say in a link what Python alone knows: the depth, and whether the last ReLU is off."""
    settings: dict[str, str] = {_DEPTH: chosen_depth()}
    if current().without_last_relu:
        settings[_LAST_RELU] = _OFF
    return settings
