import pytest
from streamlit.testing.v1 import AppTest

from mlp.web.shell.depth import DEPTHS, Depth, Explanation
from tests.support.sessions import explain, session_of


def explained() -> None:
    from mlp.web.shell.depth import render_by_depth

    render_by_depth("told", "numbers", "code = 1")
    render_by_depth(numbers="", code="")


@pytest.mark.parametrize("depth", DEPTHS)
def test_each_depth_has_all_of_those_before_it(depth: Depth) -> None:
    app = AppTest.from_function(explained)
    explain(app, depth)
    app.run()
    shown = [one.value for one in [*app.markdown, *app.code]]
    assert shown == ["told", "numbers", "code = 1"][: DEPTHS.index(depth) + 1]


def test_what_is_no_depth_changes_nothing() -> None:
    explanation = Explanation("numbers")
    explanation.choose("everything")
    assert explanation.depth == "numbers"


def test_the_depth_is_words_at_first() -> None:
    assert session_of(AppTest.from_function(explained)).of(Explanation).depth == "words"
