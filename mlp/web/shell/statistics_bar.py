"""The biography of the visitor's network: at once if it was written before, else with a bar.

It must not know what is shown of it.
"""

import streamlit as st

from mlp.dataset import load_digits
from mlp.explain.unit_statistics import BIOGRAPHIES, Biography, write_biography
from mlp.net.placed import PlacedModel

WAITING = "The network is reading all 10,000 test images, and every unit keeps a diary …"


def biography(placed: PlacedModel) -> Biography:
    """Find or write what every unit of a network did with the test images.

    It is written on the CPU, whatever the device: it is the same for all who have these weights.
    """
    place = st.empty()  # always, so that what stands below keeps its place when the bar goes
    kept = BIOGRAPHIES.get(placed.fingerprint)
    if kept is not None:
        return kept
    for step in write_biography(placed.cpu_model, load_digits("test")):
        if isinstance(step, Biography):
            kept = BIOGRAPHIES.keep(placed.fingerprint, step)
        else:
            place.progress(step, WAITING)
    place.empty()
    assert kept is not None, "the biography comes last"
    return kept
