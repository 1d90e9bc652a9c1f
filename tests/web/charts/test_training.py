"""The templates of a training's figures, and the words beside them."""

import math
from collections.abc import Callable, Iterator
from typing import Any

import orjson
import pytest

from mlp.web.charts.colours import DARK, LIGHT
from mlp.web.charts.training import (
    CURVES,
    EarlierCurve,
    accuracy_curves,
    digit_bars,
    loss_curves,
)
from mlp.web.train.curves import words as curves_words
from mlp.web.train.first_layer import words as first_layer_words

Figure = dict[str, Any]

TEMPLATES: dict[str, Callable[[], Figure]] = {
    "loss": lambda: loss_curves(curves_words.CURVE_NAMES),
    "accuracy": lambda: accuracy_curves(curves_words.CURVE_NAMES),
    "digits": digit_bars,
}

each_template = pytest.mark.parametrize("template", TEMPLATES.values(), ids=TEMPLATES)
each_chart_of_curves = pytest.mark.parametrize("name", ["loss", "accuracy"])


def colours_of(value: Any) -> Iterator[str]:
    """Find all colours of a figure, however deep."""
    if isinstance(value, dict):
        for key, part in value.items():
            if key == "color":
                yield part
            else:
                yield from colours_of(part)
    elif isinstance(value, list):
        for part in value:
            yield from colours_of(part)


@each_template
def test_all_colours_are_in_the_table_of_both_themes(template: Callable[[], Figure]) -> None:
    colours = set(colours_of(template()))
    assert colours and colours <= LIGHT.keys() & DARK.keys()


@each_template
def test_a_template_has_no_numbers_yet(template: Callable[[], Figure]) -> None:
    assert all(trace["y"] == [] for trace in template()["data"])


@each_template
def test_filling_a_template_leaves_the_next_one_empty(template: Callable[[], Figure]) -> None:
    before = orjson.dumps(template())
    filled = template()
    for trace in filled["data"]:
        trace["y"].append(1.0)
        trace["marker" if trace["type"] == "bar" else "line"]["color"] = "grid"
    filled["layout"]["yaxis"]["range"][1] = 99
    filled["layout"]["margin"]["l"] = 0
    assert orjson.dumps(template()) == before


@each_chart_of_curves
def test_curves_are_told_apart_without_their_colours(name: str) -> None:
    traces = TEMPLATES[name]()["data"]
    looks = {
        (
            trace["line"]["width"],
            trace["line"].get("dash"),
            trace.get("marker", {}).get("symbol"),
        )
        for trace in traces
    }
    assert [trace["meta"] for trace in traces] == list(CURVES)
    assert len(looks) == len(CURVES)


@each_chart_of_curves
def test_the_line_at_the_place_can_be_laid_over_by_pixels(name: str) -> None:
    layout = TEMPLATES[name]()["layout"]
    assert layout["margin"]["autoexpand"] is False
    assert layout["xaxis"]["fixedrange"] and layout["yaxis"]["fixedrange"]


def test_axes_of_shares_show_all_of_them() -> None:
    assert TEMPLATES["accuracy"]()["layout"]["yaxis"]["range"] == [0, 1]
    low, high = digit_bars()["layout"]["yaxis"]["range"]
    assert low == 0 and 1 < high < 1.25  # room for the text over a full bar


def test_a_lost_digits_column_is_hatched_behind_its_bar() -> None:
    figure = digit_bars()
    lost, accuracy = figure["data"]
    assert (lost["meta"], lost["marker"]["pattern"]["shape"]) == ("lost", "/")
    assert figure["layout"]["barmode"] == "overlay"
    assert accuracy["x"] == list(range(10))


@pytest.mark.parametrize(
    ("hidden_sizes", "some", "all_of_them"),
    [
        ((), "The 10 scores", "The 10 scores"),
        ((32, 512), "The first {shown} of 32 units of linear1", "All 32 units of linear1"),
    ],
)
def test_it_is_said_which_units_are_shown(
    hidden_sizes: tuple[int, ...], some: str, all_of_them: str
) -> None:
    said = first_layer_words.shown_units(hidden_sizes, is_plain=False)
    assert said == {"some": some, "all": all_of_them}


def test_earlier_trainings_curves_lie_below_and_are_told_apart_by_dashes() -> None:
    earlier = [EarlierCurve(name, [0, 64], [2.3, math.nan], [0.1, 0.5]) for name in ("new", "old")]
    for figure, values in (
        (loss_curves(curves_words.CURVE_NAMES, earlier), [2.3, None]),
        (accuracy_curves(curves_words.CURVE_NAMES, earlier), [0.1, 0.5]),
    ):
        first, second, *own = figure["data"]
        assert [first["name"], second["name"]] == ["old", "new"]
        assert [trace["meta"] for trace in own] == list(CURVES)
        assert first["line"]["dash"] != second["line"]["dash"]
        assert (first["x"], first["y"]) == ([0, 64], values)


def test_layers_have_plain_names_or_the_tutorials() -> None:
    sizes = (512, 2048)
    said = first_layer_words.shown_units(sizes, is_plain=True)
    assert said["some"] == "The first {shown} of 512 detectors"
    plain = first_layer_words.hidden_layers(sizes, is_plain=True)
    assert plain == ["512 detectors", "2,048 combinations"]
    exact = first_layer_words.hidden_layers(sizes, is_plain=False)
    assert exact == ["512 in relu1", "2,048 in relu2"]
