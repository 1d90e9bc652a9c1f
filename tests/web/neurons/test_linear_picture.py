"""A unit's exact linear picture on the page, and what switches when the picture is pushed."""

from functools import partial

import numpy as np
import pytest

from mlp.explain.linear_picture import flips, nudged
from mlp.net.network import untrained_network
from mlp.web.neurons import linear_picture_words
from mlp.web.server.models import bundled_models
from tests.support.app import components, texts
from tests.support.neurons import SEVEN, chart, number, open_section, press
from tests.support.neurons import open_unit as open_any
from tests.support.pictures import digit_image

open_unit = partial(open_any, section="linear_picture")


def test_the_trace_and_the_linear_picture_agree_on_the_page() -> None:
    app = open_unit("linear3", 7)
    line = next(each.value for each in app.markdown if each.value.startswith("Check:"))
    computed, traced = line.split("**")[1], line.split("**")[3]
    assert float(number(computed)) == pytest.approx(float(number(traced)), rel=1e-5)


def test_pushing_the_picture_counts_the_units_that_switch() -> None:
    app = press(open_unit("linear2", 84), "Down")
    placed = bundled_models().default
    image = digit_image(SEVEN)
    counts = flips(placed.cpu_model, placed.trace(image), nudged(image, rows=1, columns=1))
    assert f"**{counts['relu1']}** of the 512 units of linear1" in texts(app)
    assert f"**{counts['relu2']}** of the 512 units of linear2" in texts(app)
    press(app, linear_picture_words.BACK)
    assert linear_picture_words.NOT_MOVED in texts(app)
    np.testing.assert_array_equal(chart(app, "neuron_row"), chart(app, "neuron_moved_row"))


def test_the_row_of_a_first_layers_unit_is_its_weights_whatever_the_picture() -> None:
    app = open_unit("linear1", 100)
    assert linear_picture_words.FLIPS_SAME in texts(app)
    row = chart(app, "neuron_row")
    np.testing.assert_array_equal(row, chart(open_section(app, "this_digit"), "neuron_weights"))


def test_a_network_without_hidden_layers_never_changes_its_mind() -> None:
    model = untrained_network(1, ()).eval()
    app = open_unit("linear1", 4, model=model)
    assert linear_picture_words.CHANGES_LINEAR in texts(app)
    assert linear_picture_words.LINEAR_ONLY in texts(app)
    assert "neuron_moved_row" not in components(app)


def test_the_pushed_picture_is_called_so_only_while_it_is_pushed() -> None:
    app = open_unit("linear2", 84)
    assert linear_picture_words.MOVED_ROW in texts(app)
    press(app, linear_picture_words.BACK)
    assert linear_picture_words.MOVED_ROW not in texts(app)
    assert linear_picture_words.ROW_IN_PLACE in texts(app)
