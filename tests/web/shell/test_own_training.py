"""A session and the training that is its own."""

from weakref import WeakValueDictionary

from streamlit.testing.v1 import AppTest

from mlp.web.server.trainings.trainings import TRAININGS
from mlp.web.shell.own_training import Presence
from tests.support.train import TINY
from tests.support.trainings import CPU


def test_only_a_training_that_is_gone_and_ones_own_can_be_noted_as_gone() -> None:
    def script(own: str, told: str) -> None:
        import streamlit as st

        from mlp.web.shell.own_training import OwnTraining
        from mlp.web.shell.session import current

        noted = current().of(OwnTraining)
        noted.ticket = own
        noted.note_gone(told)
        st.write(noted.is_gone, noted.ticket is not None)
        st.write(current().network.kind)

    def said(own: str, told: str) -> str:
        noted = AppTest.from_function(script, args=(own, told)).run()
        assert not noted.exception
        return " ".join(one.value for one in noted.markdown).replace("`", "")

    current = TRAININGS.start(TINY, CPU)
    TRAININGS.pause(current)
    assert said(current.ticket, current.ticket) == "False True trained"
    TRAININGS.close(current.ticket)
    assert said(current.ticket, "another's") == "False True trained"
    assert said(current.ticket, current.ticket) == "True False trained"


def test_only_the_session_that_was_there_last_can_leave() -> None:
    current = TRAININGS.start(TINY, CPU)
    TRAININGS.pause(current)
    holders: WeakValueDictionary[str, Presence] = WeakValueDictionary()
    before, after = Presence(holders), Presence(holders)
    before.hold(current)
    after.hold(current)
    before.leave()
    assert not TRAININGS.is_left(current)
    after.leave()
    assert TRAININGS.is_left(current)
    before.hold(current)
    assert not TRAININGS.is_left(current)
    TRAININGS.close(current.ticket)
