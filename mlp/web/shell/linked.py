"""What a link's address says, taken over once: the digit and how deep to explain.

It must not know how a digit is packed.
"""

import streamlit as st

from mlp.web.shell.depth import Explanation
from mlp.web.shell.session import current

_DIGIT = "digit"
_DEPTH = "explain"


def open_linked() -> None:
    """Take digit and depth over, and leave the page's plain address.

    A reload then brings back what the visitor did with the digit, not the link's digit again.
    """
    asked, session = st.query_params, current()
    if _DEPTH in asked:
        session.of(Explanation).choose(asked[_DEPTH])
    if _DIGIT in asked:
        session.open_link(asked[_DIGIT])
    for name in (_DIGIT, _DEPTH):
        if name in asked:
            del asked[name]
