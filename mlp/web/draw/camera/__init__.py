"""A camera whose frames are read as they come, the digits framed, with a still to keep; camera.js.

It must not know what is done with the still.
"""

from mlp.web.browser.address import PREFIX
from mlp.web.browser.component import load_component
from mlp.web.draw.camera import words
from mlp.web.draw.sheet.words import SHEET
from mlp.web.server.frame_route import MAX_FRAME_PX
from mlp.web.shell.session import current


def render_camera(*, key: str, target: str, photo_name: str) -> None:
    """Place the camera; it is on while it is there.

    Args:
        key: Streamlit's key.
        target: Key of the `st.file_uploader` that gets the still.
        photo_name: Of the still's file.
    """
    load_component("draw/camera", "camera")(
        key=key,
        data={
            "path": f"{PREFIX}/frame",
            "token": current().visitor.token.hex(),
            "target": target,
            "photoName": photo_name,
            "maxPx": MAX_FRAME_PX,
            "words": words.CAMERA | {"unsure": SHEET["unsure"]},
        },
    )
