"""Each stage of the network on the Draw page: its chart, its sentences, its code."""

import base64
from typing import Any

import numpy as np
import pytest
import torch

from mlp.net.network import NeuralNetwork, stage_names
from mlp.net.reading import read
from mlp.picture.prepare import from_pad
from mlp.web.draw import stage_cards_words
from mlp.web.server.models import bundled_models
from mlp.web.shell.depth import Depth
from tests.support.app import components, draw_on, run_app, texts, toggle
from tests.support.pictures import seven
from tests.support.sessions import explain

NAMES = stage_names(NeuralNetwork())


@pytest.mark.parametrize("name", NAMES)
def test_every_stage_has_its_explanations(name: str) -> None:
    shape = (1, 10) if name.endswith("3") or name == "softmax" else (1, 512)
    assert stage_cards_words.stage_sentence(name, shape, NAMES).endswith(".")
    assert stage_cards_words.stage_arithmetic(name, shape, 512).endswith(".")
    assert stage_cards_words.stage_code(name, NAMES).startswith(f"{name} = ")


def test_a_drawing_gets_a_chart_for_each_stage() -> None:
    app = draw_on(run_app(), seven())
    charts = [key for key in components(app) if key.startswith("stage_")]
    assert charts == [f"stage_{name}" for name in stage_names(bundled_models().default.model)]


def test_the_charts_hold_exactly_the_traced_values() -> None:
    app = draw_on(run_app(), seven())
    trace = read(bundled_models().default, from_pad(seven())).trace
    assert trace is not None
    values = components(app)["stage_linear2"]["figure"]["data"][0]["z"]["bdata"]
    shown = np.frombuffer(base64.b64decode(values), np.float32)
    np.testing.assert_array_equal(shown, trace["linear2"].values())


def test_the_receipt_says_that_nothing_differs() -> None:
    app = draw_on(run_app(), seven())
    assert "`softmax(model(x))`: **0**" in texts(app)


@pytest.mark.parametrize(
    ("depth", "expected"),
    [("words", "one long row"), ("numbers", "401,920 parameters"), ("code", "one long row")],
)
def test_the_depth_changes_what_stands_beside_the_charts(depth: Depth, expected: str) -> None:
    app = draw_on(run_app(), seven())
    explain(app, depth)
    app.run()
    assert expected in texts(app)
    assert bool(app.code) == (depth == "code")


def test_the_code_that_is_shown_gives_the_values_that_are_shown() -> None:
    from torch import nn

    app = draw_on(run_app(), seven())
    explain(app, "code")
    app.run()
    model = bundled_models().default.model
    names: dict[str, Any] = {
        "model": model,
        "nn": nn,
        "pixels": torch.from_numpy(from_pad(seven()).steps[-1].pixels[None]),
    }
    for code in app.code:
        exec(code.value, names)
    trace = read(bundled_models().default, from_pad(seven())).trace
    assert trace is not None
    assert torch.equal(names["softmax"], trace["softmax"].tensor)


def test_the_answer_without_the_last_relu_is_another_softmax() -> None:
    app = draw_on(run_app(), seven())
    with_relu = components(app)["softmax_bars"]["figure"]["data"][0]["y"]["bdata"]
    toggle(app, "last ReLU").set_value(True).run()
    assert components(app)["softmax_bars"]["figure"]["data"][0]["y"]["bdata"] != with_relu
