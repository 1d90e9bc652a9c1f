"""What the network sees: the original beside the prepared picture, each step, the two switches.

It must not know where the picture came from. Placed by Python, filled by preparation.js.
"""

from mlp.web.browser.component import load_component
from mlp.web.draw.preparation import words
from mlp.web.views.verdict.words import IN_SHORT


def render_preparation() -> None:
    """Place the pictures, the switches and the comparison."""
    load_component("draw/preparation", "preparation", styles="views/thumbnails/pictures.css")(
        key="preparation", data={"words": words.PREPARATION, "verdicts": IN_SHORT}
    )
