"""The drawing pad, placed by Python; pad.js draws and sends.

It must not know what is done with the ink.
"""

from mlp.web.browser.component import load_component
from mlp.web.draw.digit_pad import words
from mlp.web.shell.session import current

DEFAULT_WIDTH = 0.09
"""Pen width as a share of the pad's side.

MNIST's strokes are 2.5 of 20 pixels wide (median over the test images, twice area over perimeter);
a digit drawn over 70 % of the pad gets the same after preparation with 9 %.
"""


def render_digit_pad(*, key: str) -> None:
    """Place the pad with the active digit on it.

    Args:
        key: Streamlit's key.
    """
    visitor = current().visitor
    load_component("draw/digit_pad", "pad")(
        key=key,
        data={
            "isFresh": visitor.is_fresh,
            "ink": visitor.pad_ink(),
            "revision": visitor.digit.revision,
            "token": visitor.token.hex(),
            "width": DEFAULT_WIDTH,
            "words": words.PAD,
        },
    )
