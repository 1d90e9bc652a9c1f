"""What Streamlit gets of a component, and what the component reports."""

import re

import orjson
from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.testing.v1 import AppTest

from mlp.web.browser import component
from mlp.web.browser.address import PREFIX
from mlp.web.server.modules import app_modules, module_address


def page() -> None:
    import streamlit as st

    from mlp.web.browser.component import load_component, on_reports

    def take(report: object) -> None:
        st.session_state["taken"] = report

    if "is_left" not in st.session_state:
        load_component("lesson/step_list", "steps")(
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


def test_streamlit_gets_one_call_on_more_than_a_line_which_would_be_a_files_name() -> None:
    script: str = component._script("train/curves/curves.js")
    found = re.fullmatch(
        r'export default \(c\w+\) =>\nglassboxMount\("(.*)", "(.*)", c\w+\);', script
    )
    assert found is not None
    assert found[1] == module_address(app_modules(), prefix=PREFIX)
    assert found[2] in app_modules().sources


def test_a_sheet_is_sent_without_comments_and_indents_but_with_every_rule() -> None:
    sheet = """/* What
     * it is. */
.a {
  background: url(data:image/png,x//y); /* two */
}

.b { color: red; }
"""
    tight = ".a {\nbackground: url(data:image/png,x//y);\n}\n.b { color: red; }"
    assert component.tight(sheet) == tight
