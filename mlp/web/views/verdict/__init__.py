"""The answer in large and in words, live; placed by Python, filled by verdict.js.

It must not know the pad.
"""

from dataclasses import asdict

from mlp.net.placed import PlacedModel
from mlp.web.browser.component import load_component
from mlp.web.shell.depth import reaches
from mlp.web.views.verdict import words


def render_verdict(placed: PlacedModel, *, key: str, of_checkpoint: bool = False) -> None:
    """Place the verdict.

    Args:
        placed: The network that answers.
        key: Streamlit's key.
        of_checkpoint: Whether the checkpoint of a training that is looked at answers.
    """
    counted = placed.experience.calibration if reaches("numbers") else None
    load_component("views/verdict", "verdict")(
        key=key,
        data={
            "calibration": counted and asdict(counted),
            "words": words.VERDICT,
            "wordsOfPicture": words.VERDICT_OF_PICTURE,
            "wordsOfBars": words.BARS,
            "ofCheckpoint": of_checkpoint,
        },
    )
