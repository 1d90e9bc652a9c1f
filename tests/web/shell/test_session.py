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


def test_a_report_of_an_older_picture_is_left_alone() -> None:
    def script() -> None:
        import base64

        from mlp.web.shell.digit import Digit
        from mlp.web.shell.session import current

        session = current()
        session.digit = Digit("test", "an example", revision=2)
        ink = base64.b64encode(bytes(112 * 112)).decode()
        session.show_drawing({"ink": ink, "sequence": 9, "revision": 1})

    app = AppTest.from_function(script).run()
    assert session_of(app).digit.caption == "an example"


@pytest.mark.parametrize(
    "report",
    [
        None,
        {},
        {"ink": "?", "sequence": 1, "revision": 0},
        {"ink": "", "sequence": 1, "revision": 0},
    ],
)
def test_a_report_that_is_none_is_left_alone(report: object) -> None:
    def script(report: object) -> None:
        import streamlit as st

        from mlp.web.shell.session import current

        current().show_drawing(report)
        st.write(current().digit.caption)

    app = AppTest.from_function(script, args=(report,)).run()
    assert not app.exception
    assert app.markdown[0].value == "nothing drawn yet"


def test_an_overtaken_report_is_left_alone() -> None:
    def script() -> None:
        import base64

        import streamlit as st

        from mlp.web.shell.session import current

        session = current()
        for sequence, ink in ((5, bytes([255]) * 112 * 112), (4, bytes(112 * 112))):
            taken = session.show_drawing(
                {"ink": base64.b64encode(ink).decode(), "sequence": sequence, "revision": 0}
            )
            st.write(taken)

    app = AppTest.from_function(script).run()
    assert session_of(app).digit.sequence == 5


@pytest.mark.parametrize("is_unfinished", [True, False])
def test_only_a_finished_drawing_is_asked_whether_it_looks_like_a_digit(
    is_unfinished: bool,
) -> None:
    def script(is_unfinished: bool) -> None:
        import base64

        import numpy as np
        import streamlit as st

        from mlp.web.shell.session import current

        session = current()
        nonsense = np.zeros((112, 112), np.uint8)
        nonsense[10:100:6, 10:100] = nonsense[10:100, 10:100:6] = 255
        ink = base64.b64encode(nonsense.tobytes()).decode()
        report = {"ink": ink, "sequence": 1, "revision": 0}
        session.show_drawing(report, is_unfinished=is_unfinished)
        st.write(session.reading().verdict.kind.name)

    app = AppTest.from_function(script, args=(is_unfinished,), default_timeout=30).run()
    assert not app.exception
    assert (app.markdown[0].value == "NO_DIGIT") == (not is_unfinished)


def test_a_digit_is_read_once_for_all_that_show_it() -> None:
    def script() -> None:
        import streamlit as st

        from mlp.web.shell.session import current

        session = current()
        first = session.reading()
        assert session.reading() is first
        session.show_example(3)
        other = session.reading()
        assert other is not first
        assert session.reading() is other
        session.invert = True
        st.write(str(session.reading() is other))

    app = AppTest.from_function(script, default_timeout=30).run()
    assert not app.exception
    assert app.markdown[0].value == "False"
