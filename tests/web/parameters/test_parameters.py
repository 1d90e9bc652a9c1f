"""The Parameters page without a browser: one section at a time."""

from mlp.web.parameters import words
from tests.support.app import components
from tests.support.parameters import open_page


def test_the_gallery_comes_first_and_of_the_other_sections_nothing_is_made() -> None:
    app = open_page()
    assert [tab.label for tab in app.tabs] == list(words.SECTIONS.values())
    placed = components(app)
    assert "gallery" in placed
    assert not [key for key in placed if key.startswith(("map_", "parameter_bars"))]
    assert not app.dataframe


def test_the_section_that_was_open_is_open_when_one_comes_back() -> None:
    app = open_page(section="table")
    app.switch_page("lesson.py").run()
    app.switch_page("parameters.py").run()
    assert app.dataframe and "gallery" not in components(app)
