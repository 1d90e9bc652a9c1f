"""A picture on its way to the network, in one line: as it came, cut out, as it is read; steps.js.

It must not know where the picture came from.
"""

from mlp.web.browser.component import load_component
from mlp.web.draw.picture_steps import words


def render_picture_steps(*, key: str) -> None:
    """Place the line; page.css shows it while the active digit is from a picture.

    Args:
        key: Streamlit's key: "picture_steps", by which page.css knows it.
    """
    load_component("draw/picture_steps", "steps", styles="views/thumbnails/pictures.css")(
        key=key, data={"words": words.STEPS}
    )
