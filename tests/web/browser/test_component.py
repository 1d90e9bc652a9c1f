"""What Streamlit gets of a component, and what the component reports."""

import re

import orjson
from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.testing.v1 import AppTest

from mlp.web.browser import component


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


def script_of(path: str) -> str:
    script: str = component._script(path)
    return script


def test_streamlit_gets_a_components_module_and_what_only_its_page_needs() -> None:
    found = re.search(r"glassboxMount\((.*), component\);", script_of("train/curves/curves.js"))
    assert found is not None
    own, *imported = [path.split("/", 3)[3] for path in orjson.loads(found[1])]
    assert own == "train/curves/curves.js"
    assert "train/curves/chart.js" in imported
    assert all(path.startswith("train/") for path in imported)


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
