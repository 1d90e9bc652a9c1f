"""Files dropped anywhere on the page, or pasted, handed to Streamlit's uploader; bridge.js does it.

It must not know what is done with the files.
"""

from mlp.web.browser.component import load_component
from mlp.web.draw.file_bridge import words


def render_file_bridge(*, key: str, target: str) -> None:
    """Place the bridge; it shows nothing until files are dragged over the page.

    Args:
        key: Streamlit's key.
        target: Key of the `st.file_uploader` that gets the files.
    """
    load_component("draw/file_bridge", "bridge")(
        key=key, data={"target": target, "invitation": words.INVITATION}
    )
