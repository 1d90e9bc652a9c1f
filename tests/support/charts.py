"""What a chart holds, read back from the form in which Plotly is given it."""

import base64

import numpy as np


def values_of(array: dict[str, str]) -> np.ndarray:
    flat = np.frombuffer(base64.b64decode(array["bdata"]), np.float32)
    return flat.reshape([int(size) for size in array["shape"].split(", ")])
