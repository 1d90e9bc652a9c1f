"""Each stage of the network on the Draw page: its chart, its sentences, its code."""

from typing import Any

import numpy as np
import orjson
import pytest
import torch

from mlp.net.device import available_devices
from mlp.net.network import NeuralNetwork, stage_names, untrained_network
from mlp.net.placed import PlacedModel
from mlp.net.reading import read
from mlp.net.trace import trace
from mlp.picture.prepare import from_pad
from mlp.web.draw import stage_cards_words
from mlp.web.draw.stage_cards import cards_of
from mlp.web.server.models import bundled_models
from mlp.web.shell.depth import Depth
from tests.support.app import components, run_app, texts, toggle
from tests.support.pictures import seven
from tests.support.sessions import explain

NAMES = stage_names(NeuralNetwork())


@pytest.mark.parametrize("name", NAMES)
def test_every_stage_has_its_explanations(name: str) -> None:
    shape = (1, 10) if name.endswith("3") or name == "softmax" else (1, 512)
    assert stage_cards_words.stage_sentence(name, shape, NAMES).endswith(".")
    assert stage_cards_words.stage_arithmetic(name, shape, 512).endswith(".")
    assert stage_cards_words.stage_code(name, NAMES).startswith(f"{name} = ")


@pytest.mark.parametrize("hidden_sizes", [(512, 512), (33, 20, 7), ()])
@pytest.mark.parametrize("last_relu", [True, False])
def test_each_card_is_of_a_stage_that_answers_hold(
    hidden_sizes: tuple[int, ...], last_relu: bool
) -> None:
    model = untrained_network(1, hidden_sizes, last_relu=last_relu).eval()
    traced = trace(model, torch.rand(1, 28, 28, generator=torch.Generator().manual_seed(2)))
    held = [stage for stage in traced.stages if stage.name != "flatten"]
    cards = cards_of(PlacedModel(model, available_devices()[-1]))
    for card, stage in zip(cards, traced.stages, strict=True):
        assert (card.name, card.layer, card.shape) == (stage.name, stage.layer, stage.shape)
        values = held[card.place].values().ravel()
        np.testing.assert_array_equal(values, stage.values().ravel())


def test_every_stage_has_a_chart_and_facts_though_nothing_is_drawn() -> None:
    placed = components(run_app())
    names = stage_names(bundled_models().default.model)
    assert [key for key in placed if key.startswith("stage_")] == [f"stage_{n}" for n in names]
    assert [key for key in placed if key.startswith("facts_")] == [f"facts_{n}" for n in names]
    for name in names:
        (drawn,) = placed[f"stage_{name}"]["figure"]["data"]
        assert not drawn.get("z") and not drawn.get("y")


@pytest.mark.parametrize(
    ("depth", "expected"),
    [("words", "one long row"), ("numbers", "401,920 parameters"), ("code", "one long row")],
)
def test_the_depth_changes_what_stands_beside_the_charts(depth: Depth, expected: str) -> None:
    app = run_app()
    explain(app, depth)
    app.run()
    assert expected in texts(app)
    assert bool(app.code) == (depth == "code")


def test_the_code_that_is_shown_gives_the_values_that_are_shown() -> None:
    from torch import nn

    app = run_app()
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
    traced = read(bundled_models().default, from_pad(seven())).trace
    assert traced is not None
    assert torch.equal(names["softmax"], traced["softmax"].tensor)


def test_the_answer_without_the_last_relu_fills_the_same_chart() -> None:
    app = run_app()
    before = components(app)["softmax_bars"]
    toggle(app, "last ReLU").set_value(True).run()
    after = components(app)["softmax_bars"]
    assert (before["filling"]["stage"], after["filling"]["stage"]) == (7, None)
    assert orjson.dumps(before["figure"]) == orjson.dumps(after["figure"])
