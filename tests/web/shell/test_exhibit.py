import pytest
from streamlit.testing.v1 import AppTest

from mlp.web.shell.exhibit import PAGES, idle_s
from mlp.web.shell.exhibit.digits import NUM_EACH, ghost_digits
from tests.support import ROOT
from tests.support.app import MAIN, components


def open_exhibit(query: str = "", page: str = "draw") -> AppTest:
    app = AppTest.from_file(MAIN, default_timeout=60)
    app.query_params["exhibit"] = query
    app.run()
    if page != "draw":
        app.switch_page(f"{page}.py").run()
    assert not app.exception
    return app


def test_the_pages_are_those_that_there_are() -> None:
    assert set(PAGES) == {path.stem for path in (ROOT / "pages").glob("*.py")} - {"main"}


@pytest.mark.parametrize("text", ["", "0", "3601", "-5", "4.5", "1e3", "on", "٣", "9" * 50])
def test_what_cannot_be_meant_as_seconds_is_none(text: str) -> None:
    assert idle_s(text) is None


def test_without_being_asked_for_there_is_no_exhibit() -> None:
    app = AppTest.from_file(MAIN, default_timeout=60).run()
    assert "exhibit" not in components(app)
    assert components(app)["page_bar_buttons"]["canShow"]


def test_an_exhibit_brings_nothing_and_takes_nothing_along() -> None:
    for page in PAGES[:-1]:
        app = open_exhibit(page=page)
        assert not app.sidebar.children, page
        for kind in ("download_button", "file_uploader", "camera_input"):
            assert not app.get(kind), (page, kind)
        placed = components(app)
        assert not {"copy_link", "file_bridge"} & placed.keys()
        assert not placed["page_bar_buttons"]["canShow"]
        assert not [key for key, data in placed.items() if data.get("png") or data.get("canSave")]


def test_the_address_says_after_how_many_seconds() -> None:
    assert components(open_exhibit("60"))["exhibit"]["idleMs"] == 60_000
    assert components(open_exhibit("0"))["exhibit"]["idleMs"] == 45_000


def test_there_is_no_way_out_of_an_exhibit() -> None:
    app = open_exhibit("60")
    del app.query_params["exhibit"]
    app.switch_page("lesson.py").run()
    assert components(app)["exhibit"]["idleMs"] == 60_000


def test_the_setting_holds_for_everybody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GLASSBOX_EXHIBIT", "20")
    app = AppTest.from_file(MAIN, default_timeout=60).run()
    assert components(app)["exhibit"]["idleMs"] == 20_000
    assert components(app)["exhibit"]["address"] is None


def test_nothing_leads_to_a_page_that_is_not_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GLASSBOX_EXHIBIT_PAGES", "draw")
    placed = components(open_exhibit())
    assert not placed["why_view"]["hasInside"]
    assert placed["tour"]["doors"] == []


def test_the_ghost_draws_each_digit_as_somebody_wrote_it() -> None:
    digits = ghost_digits()
    assert len(digits) == 10 * NUM_EACH
    for digit in digits:
        assert 0.02 < digit["width"] < 0.2
        assert 1 <= len(digit["strokes"]) <= 3
        for points in digit["strokes"]:
            assert len(points) >= 4
            assert len(points) % 2 == 0
            assert all(0 < share < 1 for share in points)
