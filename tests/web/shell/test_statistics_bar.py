from collections.abc import Iterator

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from mlp.cache import LeastRecentlyUsed
from mlp.dataset import Digits
from mlp.net.network import NeuralNetwork
from mlp.web.shell.statistics_bar_words import WAITING


def page() -> None:
    import streamlit as st

    from mlp.net.device import Device
    from mlp.net.network import untrained_network
    from mlp.net.placed import PlacedModel
    from mlp.web.shell.statistics_bar import unit_statistics

    placed = PlacedModel(untrained_network(987, (5,)), Device("cpu", "any"))
    st.session_state.asked = [unit_statistics(placed), unit_statistics(placed)]
    st.session_state.shown = (*st.session_state.get("shown", ()), unit_statistics(placed))
    st.write("below")


def test_the_bar_goes_and_the_second_time_the_same_unit_statistics_is_there_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    app = AppTest.from_function(page, default_timeout=60).run()
    assert not app.exception
    one, other = app.session_state.asked
    assert one is other
    assert one.num_images == 10_000
    assert not app.get("progress")
    assert [one.value for one in app.main.markdown] == ["below"]
    # Nothing is counted again.
    monkeypatch.delattr("mlp.web.shell.statistics_bar.count_unit_statistics")
    assert not app.run().exception
    first, second = app.session_state.shown
    assert first is second is one


def test_meanwhile_a_bar_says_how_much_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    def half_of_it(model: NeuralNetwork, digits: Digits) -> Iterator[float]:
        yield 0.5
        st.stop()

    monkeypatch.setattr("mlp.web.shell.statistics_bar.count_unit_statistics", half_of_it)
    monkeypatch.setattr("mlp.web.shell.statistics_bar.UNIT_STATISTICS", LeastRecentlyUsed(1))
    [bar] = AppTest.from_function(page, default_timeout=60).run().get("progress")
    assert (bar.proto.value, bar.proto.text) == (50, WAITING)
