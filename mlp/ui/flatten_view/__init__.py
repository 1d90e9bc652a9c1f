"""Pictures beside their flattened rows: point at a pixel, and see where it lands; flatten.js draws.

It must not know where the pictures come from.
"""

import base64

import numpy as np

from mlp.ui import lesson_words
from mlp.ui.component import load_component


def render_flatten_view(images: np.ndarray, *, key: str) -> None:
    """Place it.

    Args:
        images: float32, (N, 28, 28), [0, 1].
        key: Streamlit's key.
    """
    values = np.ascontiguousarray(images, "<f4").tobytes()
    load_component("flatten_view", "flatten")(
        key=key,
        data={
            "words": lesson_words.FLATTEN_VIEW,
            "numImages": len(images),
            "values": base64.b64encode(values).decode(),
        },
    )
