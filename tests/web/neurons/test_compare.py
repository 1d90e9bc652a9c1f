"""A pinned unit beside another one."""

import base64
from decimal import Decimal
from functools import partial
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import example, given
from hypothesis import strategies as st

from mlp.dataset import load_digits
from mlp.explain.contributions import contributions
from mlp.explain.linear_picture import linear_picture
from mlp.net.network import NeuralNetwork, untrained_network
from mlp.web.neurons import compare_words
from mlp.web.server.models import bundled_models
from mlp.web.server.visitors.digit import Digit
from tests.support.app import components
from tests.support.neuron_sections import (
    SEVEN,
    TWO,
    click,
    go_to,
    numbers,
    open_sections,
    run,
    said,
    show_example,
    show_network,
    traced,
)
from tests.support.sessions import session_of

open_unit = partial(open_sections, ["compare"])


def test_a_pinned_unit_stands_beside_another_one_on_one_scale() -> None:
    app = click(open_unit("linear1", 37), "compare_pin")
    assert compare_words.COMPARE_SAME in said(app)
    go_to(app, "linear1", 38)
    placed, model = components(app), bundled_models().default.model
    for side, unit in (("pinned", 37), ("now", 38)):
        products = contributions(model, traced(), "linear1", unit).products
        row = linear_picture(model, traced(), "linear1", unit).row
        np.testing.assert_array_equal(numbers(app, f"compare_{side}_products", axis="z"), products)
        shown = numbers(app, f"compare_{side}_linear", axis="z")
        np.testing.assert_array_equal(shown, row.astype(np.float32))
        assert f"linear1 · unit {unit}" in said(app)
    for picture in ("products", "linear"):
        scales = {
            placed[f"compare_{side}_{picture}"]["figure"]["data"][0]["zmax"]
            for side in ("pinned", "now")
        }
        largest = [
            np.abs(numbers(app, f"compare_{side}_{picture}", axis="z")).max()
            for side in ("pinned", "now")
        ]
        assert len(scales) == 1
        assert scales.pop() == pytest.approx(max(largest))
    names = [series["name"] for series in placed["compare_means"]["figure"]["data"]]
    assert names == ["linear1 · unit 37", "linear1 · unit 38"]
    assert "compare_difference" not in placed


@pytest.mark.parametrize(("first", "second"), [(SEVEN, TWO), (TWO, SEVEN)])
def test_two_digits_of_one_unit_stand_side_by_side_with_what_makes_the_difference(
    first: int, second: int
) -> None:
    app = click(open_unit("linear2", 100, example=first, depth="numbers"), "compare_pin")
    show_example(app, second)
    model = bundled_models().default.model
    pinned = contributions(model, traced(first), "linear2", 100)
    now = contributions(model, traced(second), "linear2", 100)
    difference = now.products - pinned.products
    np.testing.assert_array_equal(numbers(app, "compare_difference", axis="z"), difference)
    table = next(one.value for one in app.markdown if one.value.startswith("| input"))
    biggest = np.argsort(-np.abs(difference), kind="stable")[:5]
    assert [row.split("|")[1].strip() for row in table.splitlines()[2:]] == [
        f"relu1 · unit {index}" for index in biggest
    ]
    assert "compare_means" not in components(app)
    assert compare_words.say_difference(pinned.value, now.value, 512) in said(app)


@given(st.floats(-50, 50), st.floats(-50, 50))
@example(1.004, 2.006)  # 1.00 and 2.01, which differ by 1.01
def test_the_printed_values_and_their_printed_difference_fit_together(
    pinned: float, now: float
) -> None:
    sentence = compare_words.say_difference(pinned, now, 784)
    terms, said_difference = sentence.removesuffix(".").split(" = ")
    printed = [*terms.split(": ")[1].split(" − "), said_difference]
    new, old, difference = (Decimal(one.strip("()").replace("−", "-")) for one in printed)
    assert new - old == difference


def test_the_code_of_a_comparison_gives_the_shown_difference(model: NeuralNetwork) -> None:
    app = click(open_unit("linear2", 100, depth="code"), "compare_pin")
    show_example(app, TWO)
    images = load_digits("test").images(0, 2)
    names: dict[str, Any] = {"model": model, "pinned_image": images[:1], "image": images[1:]}
    exec(next(one.value for one in app.code if "pinned_image" in one.value), names)
    shown = numbers(app, "compare_difference", axis="z")
    np.testing.assert_array_equal(shown, names["difference"])


def test_the_code_of_two_units_gives_the_shown_means(model: NeuralNetwork) -> None:
    app = click(open_unit("linear2", 100, depth="code"), "compare_pin")
    go_to(app, "linear1", 37)
    names: dict[str, Any] = {"model": model, "torch": torch}
    exec(next(one.value for one in app.code if "(pinned, now)" in one.value), names)
    for series in (0, 1):
        shown = numbers(app, "compare_means", series)
        np.testing.assert_allclose(shown, names["means"][series], rtol=1e-4)


def test_the_pin_keeps_the_digit_as_it_was_and_can_be_taken_off() -> None:
    app = click(open_unit("linear1", 37), "compare_pin")
    show_example(app, TWO)
    shown = components(app)["compare_pinned_digit"]["pictures"][0]
    assert shown["label"] == "test digit 0, a 7"
    pixels = np.frombuffer(base64.b64decode(shown["pixels"]), np.uint8)
    np.testing.assert_array_equal(pixels, load_digits("test").pixels[SEVEN].flatten())
    click(app, "compare_unpin")
    assert "compare_pinned_digit" not in components(app)


def test_a_pin_is_computed_anew_with_another_network_or_waits_for_its_own() -> None:
    app = click(open_unit("linear2", 100), "compare_pin")
    other = untrained_network(3)
    show_network(app, other)
    go_to(app, "linear2", 101)
    assert compare_words.OTHER_NETWORK in said(app)
    products = contributions(other, traced(model=other), "linear2", 100).products
    np.testing.assert_array_equal(numbers(app, "compare_pinned_products", axis="z"), products)
    show_network(app, untrained_network(3, (24,)))
    go_to(app, "linear2", 3)
    assert "the one that is active now has no such unit" in said(app)
    show_network(app, None)
    go_to(app, "linear2", 101)
    assert "compare_pinned_products" in components(app)
    assert "the one that is active now" not in said(app)


def test_a_pin_alone_is_shown_when_nothing_is_drawn() -> None:
    app = click(open_unit("linear1", 37), "compare_pin")
    session_of(app).visitor.digit = Digit("pad", "nothing drawn yet")
    run(app)
    assert compare_words.COMPARE_NO_DIGIT in said(app)
    assert "compare_pinned_products" in components(app)
    assert "compare_now_products" not in components(app)


def test_a_table_of_pixels_names_them_by_two_numbers() -> None:
    table = compare_words.difference_table(
        [8 * 28 + 9], ["8, 9"], np.zeros(784), np.ones(784), where=compare_words.PIXEL
    )
    assert table.splitlines()[0].startswith("| row, column | pinned")
    assert table.splitlines()[2].startswith("| 8, 9 | 0.000 | 1.000 |")
