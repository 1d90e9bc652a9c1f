"""Unit statistics of the visitor's network: at once if counted before, else with a bar.

It must not know what is shown of it.
"""

import streamlit as st

from mlp.dataset import load_digits
from mlp.explain.unit_statistics import UNIT_STATISTICS, UnitStatistics, count_unit_statistics
from mlp.net.placed import PlacedModel
from mlp.web.shell import statistics_bar_words as words


def unit_statistics(placed: PlacedModel) -> UnitStatistics:
    """Find or write what every unit of a network did with the test images.

    It is written on the CPU, whatever the device: it is the same for all who have these weights.
    """
    place = st.empty()  # always, so that what stands below keeps its place when the bar goes
    kept = UNIT_STATISTICS.get(placed.fingerprint)
    if kept is not None:
        return kept
    for step in count_unit_statistics(placed.cpu_model, load_digits("test")):
        if isinstance(step, UnitStatistics):
            kept = UNIT_STATISTICS.keep(placed.fingerprint, step)
        else:
            place.progress(step, words.WAITING)
    place.empty()
    assert kept is not None, "the statistics come last"
    return kept
