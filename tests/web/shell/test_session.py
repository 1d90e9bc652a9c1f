"""What a session remembers, and how its parts find it."""

from dataclasses import dataclass, field

import numpy as np
from streamlit.testing.v1 import AppTest

from mlp.web.server.visitors.digit import example_digit
from mlp.web.shell.session import KEY, BadFile, Session
from tests.support.sessions import session_of


@dataclass(eq=False)
class Notes:
    lines: list[str] = field(default_factory=list)


def say_token() -> None:
    import streamlit as st

    from mlp.web.shell.session import current

    st.write(current().visitor.token.hex())


def test_a_session_is_the_same_in_every_run() -> None:
    app = AppTest.from_function(say_token).run()
    first = session_of(app)
    app.run()
    assert session_of(app) is first and app.markdown[0].value == first.visitor.token.hex()


def test_two_visitors_have_two_sessions() -> None:
    one, other = AppTest.from_function(say_token).run(), AppTest.from_function(say_token).run()
    assert one.markdown[0].value != other.markdown[0].value


def test_a_session_of_modules_that_were_loaded_anew_begins_anew() -> None:
    app = AppTest.from_function(say_token)
    app.session_state[KEY] = type("Session", (), {})()
    app.run()
    assert isinstance(session_of(app), Session)
    assert app.markdown[0].value == session_of(app).visitor.token.hex()


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


def test_a_new_picture_takes_back_what_was_said_of_a_broken_link() -> None:
    session = Session(notice="broken")
    session.show_picture(example_digit(3))
    assert session.notice is None


def test_the_active_example_is_not_shown_anew() -> None:
    session = Session()
    assert session.show_example(3)
    active = session.visitor.digit
    assert not session.show_example(3) and session.visitor.digit is active


def says_what_was_wrong(session: Session) -> bool:
    return bool(session.errors and session.notice)


def test_what_was_wrong_is_forgotten_once_somebody_has_drawn() -> None:
    session = Session()
    session.errors, session.notice = [BadFile("a.txt", "no picture")], "broken"
    session.forget_mistakes()
    assert says_what_was_wrong(session)
    raster = np.full((112, 112), 9, np.uint8)
    session.visitor.draw(raster, sequence=1, revision=0, is_unfinished=False)  # after a reload
    session.forget_mistakes()
    assert says_what_was_wrong(session)
    session.visitor.draw(raster, sequence=2, revision=0, is_unfinished=False)
    session.forget_mistakes()
    assert not says_what_was_wrong(session)
    session.errors = [BadFile("b.txt", "no picture either")]
    session.forget_mistakes()
    assert [file.name for file in session.errors] == ["b.txt"]
