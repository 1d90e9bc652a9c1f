"""What a reload brings back."""

import base64
from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from mlp.web.shell.depth import Explanation
from mlp.web.shell.session import Session
from tests.support.sessions import session_of

INK = np.full((112, 112), 255, np.uint8)
PACKED = base64.b64encode(INK.tobytes()).decode()


def reloaded(report: dict[str, Any], *, before: Session | None = None) -> Session:
    """A new session that the browser told what it had kept."""

    def script(report: object) -> None:
        import streamlit as st

        from mlp.web.shell.kept import kept, restore

        assert isinstance(report, dict)
        restore(report)
        st.json(kept())

    app = AppTest.from_function(script, args=(report,), default_timeout=30)
    if before is not None:
        app.session_state["glassbox"] = before
    app.run()
    assert not app.exception
    return session_of(app)


def test_a_drawing_comes_back_with_its_switches() -> None:
    report = {"kept": {}, "ink": PACKED, "centre": False, "invert": True}
    visitor = reloaded(report).visitor
    raster = visitor.digit.raster
    assert raster is not None and raster.all() and visitor.digit.source == "pad"
    assert (visitor.centre, visitor.invert) == (False, True)


def test_any_other_digit_comes_back_by_its_link() -> None:
    link = Session()
    link.show_example(3)
    assert reloaded({"kept": {}, "link": link.visitor.link()}).visitor.digit.example == 3


def test_what_was_drawn_meanwhile_stays() -> None:
    before = Session()
    before.show_example(4)
    assert reloaded({"kept": {}, "ink": PACKED}, before=before).visitor.digit.example == 4


def test_depth_and_last_relu_come_back() -> None:
    session = reloaded({"kept": {"explain": "code", "withoutLastRelu": True}})
    assert session.of(Explanation).depth == "code"
    assert session.without_last_relu


@pytest.mark.parametrize(
    "report",
    [
        {},
        {"kept": 7, "ink": 7},
        {"kept": {"explain": "deep", "training": 7}, "ink": "?"},
        {"kept": {}, "ink": "AAAA", "link": 7},
        {"kept": {"training": {"ticket": 7}}},
    ],
)
def test_what_is_not_as_it_was_kept_changes_nothing(report: dict[str, Any]) -> None:
    session = reloaded(report)
    assert session.visitor.is_fresh and session.notice is None
