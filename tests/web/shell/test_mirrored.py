from streamlit.testing.v1 import AppTest

from tests.support.sessions import session_of


def switch() -> None:
    import streamlit as st

    from mlp.web.shell.mirrored import mirrored_field
    from mlp.web.shell.session import current

    if st.toggle("shown", value=True, key="is_shown"):
        st.text_input("notice", **mirrored_field("notice", current(), "notice"))


def test_a_widget_shows_what_is_kept_and_changes_it() -> None:
    app = AppTest.from_function(switch)
    session_of(app).notice = "kept"
    assert app.run().text_input(key="notice").value == "kept"
    app.text_input(key="notice").set_value("changed").run()
    assert session_of(app).notice == "changed"


def test_a_widget_shows_what_has_changed_meanwhile() -> None:
    app = AppTest.from_function(switch).run()
    session_of(app).notice = "changed elsewhere"
    assert app.run().text_input(key="notice").value == "changed elsewhere"


def test_what_is_kept_outlives_its_widget() -> None:
    app = AppTest.from_function(switch).run()
    app.text_input(key="notice").set_value("typed").run()
    app.toggle(key="is_shown").set_value(False).run()
    app.toggle(key="is_shown").set_value(True).run()
    assert app.text_input(key="notice").value == "typed"
