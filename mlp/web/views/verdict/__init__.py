"""The answer in large and in words, live; placed by Python, filled by verdict.js.

It must not know the pad.
"""

from dataclasses import asdict, replace

from mlp.net.placed import PlacedModel
from mlp.net.reading import Reading
from mlp.web.browser.component import load_component
from mlp.web.shell.session import current
from mlp.web.views.network import settled_answer
from mlp.web.views.verdict import words


def render_verdict(reading: Reading, placed: PlacedModel, *, key: str) -> None:
    """Place the verdict.

    Args:
        reading: What to say until the pad sends newer.
        placed: The network that read it.
        key: Streamlit's key.
    """
    counted = placed.experience.calibration
    is_drawing = current().digit.source == "pad"
    load_component("views/verdict", "verdict")(
        key=key,
        # Without the stages: a verdict needs none of their 11 kB.
        data={
            **settled_answer(replace(reading, trace=None)),
            "calibration": counted and asdict(counted),
            "words": words.VERDICT if is_drawing else words.VERDICT_OF_PICTURE,
        },
    )
