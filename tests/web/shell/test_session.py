"""What a session remembers, and how its parts find it."""

from dataclasses import dataclass, field

import pytest
from streamlit.testing.v1 import AppTest

from mlp.web.shell.digit import EMPTY_PAD, example_digit
from mlp.web.shell.session import KEY, Session
from tests.support.sessions import session_of


@dataclass(eq=False)
class Notes:
    lines: list[str] = field(default_factory=list)


def say_name() -> None:
    import streamlit as st

    from mlp.web.shell.session import current

    st.write(current().name)


def test_a_session_is_the_same_in_every_run() -> None:
    app = AppTest.from_function(say_name).run()
    first = session_of(app)
    app.run()
    assert session_of(app) is first and app.markdown[0].value == first.name


def test_two_visitors_have_two_sessions() -> None:
    one, other = AppTest.from_function(say_name).run(), AppTest.from_function(say_name).run()
    assert one.markdown[0].value != other.markdown[0].value


def test_a_session_of_modules_that_were_loaded_anew_begins_anew() -> None:
    app = AppTest.from_function(say_name)
    app.session_state[KEY] = type("Session", (), {"name": "of before"})()
    app.run()
    assert isinstance(session_of(app), Session)
    assert app.markdown[0].value == session_of(app).name


def test_what_a_page_remembers_is_made_once_and_each_kind_by_itself() -> None:
    @dataclass(eq=False)
    class Others(Notes):
        pass

    session = Session()
    session.of(Notes).lines.append("kept")
    assert session.of(Notes).lines == ["kept"] and session.of(Others).lines == []


def test_another_session_remembers_nothing_of_it() -> None:
    Session().of(Notes).lines.append("kept")
    assert Session().of(Notes).lines == []


def test_a_session_is_fresh_until_it_has_seen_a_digit() -> None:
    session = Session()
    assert session.is_fresh
    session.show_picture(EMPTY_PAD)
    assert not session.is_fresh


def test_a_new_picture_takes_back_the_switches_of_the_one_before() -> None:
    session = Session(centre=False, invert=True, notice="broken")
    session.show_picture(example_digit(3))
    assert (session.centre, session.invert, session.notice) == (None, None, None)


def test_the_active_example_is_not_shown_anew() -> None:
    session = Session()
    assert session.show_example(3)
    active = session.digit
    assert not session.show_example(3) and session.digit is active


@pytest.mark.parametrize("centre", [True, False])
def test_a_digit_is_prepared_once_for_each_way(centre: bool) -> None:
    session = Session()
    session.show_example(3)
    first = session.prepared_with(centre=centre)
    session.prepared_with(centre=not centre)
    assert session.prepared_with(centre=centre) is first
    session.invert = True
    assert session.prepared_with(centre=centre) is not first
