import pytest

from mlp.errors import InputError
from mlp.web.settings import exhibit_rules
from mlp.web.shell.exhibit import Exhibit

ON, PAGES = "GLASSBOX_EXHIBIT", "GLASSBOX_EXHIBIT_PAGES"


@pytest.fixture(autouse=True)
def unset(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(ON, raising=False)
    monkeypatch.delenv(PAGES, raising=False)


def test_without_settings_an_exhibit_is_only_where_it_is_asked_for() -> None:
    assert exhibit_rules() == Exhibit(is_for_all=False)
    assert "train" not in exhibit_rules().pages


@pytest.mark.parametrize(("said", "seconds"), [("on", 45), ("1", 1), ("90", 90)])
def test_an_exhibit_for_everybody(said: str, seconds: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(ON, said)
    assert exhibit_rules() == Exhibit(seconds, is_for_all=True)


def test_the_first_page_may_always_be_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(PAGES, " lesson, train ")
    assert exhibit_rules().pages == {"draw", "lesson", "train"}


@pytest.mark.parametrize(("name", "said"), [(ON, "yes"), (ON, "0"), (PAGES, "draw,paint")])
def test_what_cannot_be_meant_is_told(
    name: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, said)
    with pytest.raises(InputError, match=name):
        exhibit_rules()
