"""What a component reports reaches whoever waits for it, and nobody else."""

import orjson
from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.testing.v1 import AppTest


def page() -> None:
    import streamlit as st

    from mlp.web.browser.component import load_component, on_reports

    def take(report: object) -> None:
        st.session_state["taken"] = report

    if "is_left" not in st.session_state:
        load_component("lesson/keys", "keys")(
            key="keys", data={}, **on_reports("keys", turned=take)
        )
        callback = on_reports("keys", turned=take)["on_turned_change"]
        st.session_state["callback"] = callback
    elif st.session_state["is_left"] == "long ago":
        st.session_state["callback"]()


def test_a_report_is_taken() -> None:
    app = AppTest.from_function(page).run()
    element = app.get("bidi_component")[0].proto.id
    states = app._tree.get_widget_states()  # AppTest has no elements for components
    states.widgets.append(
        WidgetState(
            id=f"$$STREAMLIT_INTERNAL_KEY_{element}__events",
            json_trigger_value=orjson.dumps([{"event": "turned", "value": 7}]).decode(),
        )
    )
    app._run(states)
    assert not app.exception
    assert app.session_state["taken"] == 7


def test_a_report_of_what_has_been_left_is_taken_by_nobody() -> None:
    app = AppTest.from_function(page).run()
    for when in ("just now", "long ago"):
        app.session_state["is_left"] = when
        app.run()
    assert not app.exception
    assert "taken" not in app.session_state
