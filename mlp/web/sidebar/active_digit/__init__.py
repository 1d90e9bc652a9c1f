"""The active digit in small, what it is and what it is read as; filled by digit.js.

It must not know the pad.
"""

from mlp.web.browser.component import load_component
from mlp.web.server.visitors import digit_words
from mlp.web.shell.session import current
from mlp.web.sidebar.active_digit import words
from mlp.web.views.verdict.words import IN_SHORT


def render_active_digit(*, key: str) -> None:
    """Place the thumbnail and its caption.

    Args:
        key: Streamlit's key.
    """
    load_component("sidebar/active_digit", "digit", styles="views/thumbnails/pictures.css")(
        key=key,
        data={
            "caption": current().visitor.digit.caption,
            "words": {
                **words.ACTIVE_DIGIT,
                "nothing": digit_words.NOTHING_DRAWN,
                "drawing": digit_words.YOUR_DRAWING,
            },
            "verdicts": IN_SHORT,
        },
    )
