"""The answer in large and in words, live; placed by Python, filled by verdict.js.

It must not know the pad.
"""

from mlp.live import Reading
from mlp.ui import words
from mlp.ui.component import load_component
from mlp.ui.network_view import settled_answer


def render_verdict(reading: Reading, *, key: str) -> None:
    """Place the verdict.

    Args:
        reading: What to say until the pad sends newer.
        key: Streamlit's key.
    """
    load_component("verdict_view", "verdict")(
        key=key, data={**settled_answer(reading), "words": words.VERDICT}
    )
