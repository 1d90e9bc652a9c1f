"""The Parameters page without a browser: its order."""

from mlp.web.parameters import histograms_words, table_words
from tests.support.app import components
from tests.support.parameters import open_page


def test_the_gallery_comes_first_and_the_files_last() -> None:
    app = open_page()
    placed = list(components(app))
    assert placed.index("gallery") < placed.index("map_linear_relu_stack.0.weight")
    assert [one.value for one in app.header][-2:] == [
        histograms_words.HISTOGRAMS_TITLE,
        table_words.DOWNLOADS_TITLE,
    ]
