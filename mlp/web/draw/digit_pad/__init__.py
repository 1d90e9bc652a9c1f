"""The drawing pad, placed by Python; pad.js draws and sends.

It must not know what is done with the ink.
"""

from collections.abc import Callable
from typing import Any

import streamlit as st

from mlp.web.browser import address
from mlp.web.browser.component import load_component
from mlp.web.draw.digit_pad import words
from mlp.web.server.messages import NOT_FROM_PAD
from mlp.web.shell.session import current

DEFAULT_WIDTH = 0.09
"""Pen width as a share of the pad's side.

MNIST's strokes are 2.5 of 20 pixels wide (median over the test images, twice area over perimeter);
a digit drawn over 70 % of the pad gets the same after preparation with 9 %.
"""


def render_digit_pad(
    *, key: str, on_ink: Callable[[Any], None], on_draft: Callable[[Any], None]
) -> None:
    """Place the pad with the active digit on it.

    Args:
        key: Streamlit's key.
        on_ink: Called when the pen was lifted, with what `Session.show_drawing` takes.
        on_draft: Called with the same while the pen moves and there is no live channel.
    """
    session = current()
    active = session.digit
    load_component("draw/digit_pad", "pad")(
        key=key,
        data={
            "session": session.name,
            "isFresh": session.is_fresh,
            "ink": session.pad_ink(),
            "revision": active.revision,
            "sequence": 0 if active.sequence == NOT_FROM_PAD else active.sequence,
            "path": f"{address.route_prefix()}/live",
            "token": session.token().hex(),
            # Switches of another picture end with it: as soon as one draws on it, it is a drawing.
            "centre": active.source != "pad" or session.centre is not False,
            "invert": active.source == "pad" and bool(session.invert),
            "width": DEFAULT_WIDTH,
            "words": words.PAD,
        },
        on_ink_change=lambda: on_ink(st.session_state[key].ink),
        on_draft_change=lambda: on_draft(st.session_state[key].draft),
    )
