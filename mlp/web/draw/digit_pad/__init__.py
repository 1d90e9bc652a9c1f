"""The drawing pad, placed by Python; pad.js draws and sends.

It must not know what is done with the ink.
"""

from collections.abc import Callable

from mlp.web.browser.component import load_component
from mlp.web.draw.digit_pad import words
from mlp.web.server.messages import NOT_FROM_PAD
from mlp.web.shell import address, session

DEFAULT_WIDTH = 0.09
"""Pen width as a share of the pad's side.

MNIST's strokes are 2.5 of 20 pixels wide (median over the test images, twice area over perimeter);
a digit drawn over 70 % of the pad gets the same after preparation with 9 %.
"""


def render_digit_pad(*, key: str, on_ink: Callable[[], None], on_draft: Callable[[], None]) -> None:
    """Place the pad with the active digit on it.

    Args:
        key: Streamlit's key; `st.session_state[key]` then has `ink` and `draft`, each
            {"ink": base64 of uint8 (112, 112), "sequence": int, "revision": int}.
        on_ink: Called when the pen was lifted.
        on_draft: Called while the pen moves and there is no live channel.
    """
    active = session.digit()
    load_component("draw/digit_pad", "pad")(
        key=key,
        data={
            "session": session.session_name(),
            "isFresh": session.is_fresh(),
            "ink": session.pad_ink(),
            "revision": active.revision,
            "sequence": 0 if active.sequence == NOT_FROM_PAD else active.sequence,
            "path": f"{address.route_prefix()}/live",
            "token": session.token().hex(),
            # Switches of another picture end with it: as soon as one draws on it, it is a drawing.
            "centre": active.source != "pad" or session.centre_choice() is not False,
            "invert": active.source == "pad" and bool(session.invert_choice()),
            "width": DEFAULT_WIDTH,
            "words": words.PAD,
        },
        on_ink_change=on_ink,
        on_draft_change=on_draft,
    )
