"""Pictures beside their flattened rows: point at a pixel, and see where it lands; flatten.js draws.

It must not know where the pictures come from.
"""

import base64

import numpy as np

from mlp.web.browser.component import load_component
from mlp.web.lesson.flatten_view import words


def render_flatten_view(images: np.ndarray, *, key: str) -> None:
    """Place it.

    Args:
        images: float32, (N, 28, 28), [0, 1].
        key: Streamlit's key.
    """
    values = np.ascontiguousarray(images, "<f4").tobytes()
    load_component("lesson/flatten_view", "flatten")(
        key=key,
        data={
            "words": words.FLATTEN_VIEW,
            "numImages": len(images),
            "values": base64.b64encode(values).decode(),
        },
    )
