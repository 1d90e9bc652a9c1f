"""The histogram of a parameter beside that of a fresh network."""

from functools import partial

import orjson
import pytest
import torch

from mlp.net.network import NeuralNetwork
from mlp.web.parameters import histograms_words
from mlp.web.parameters.histograms import fresh_network
from mlp.web.server.models import bundled_models
from tests.support.app import choose_network, texts
from tests.support.networks import frozen, linear_layer
from tests.support.parameters import open_page

open_spread = partial(open_page, section="spread")


def test_the_fresh_network_is_the_one_that_its_seed_gives() -> None:
    before = torch.random.get_rng_state()
    fresh = fresh_network(frozen(128, 64, last_relu=False))
    assert torch.equal(torch.random.get_rng_state(), before)
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(0)
        expected = NeuralNetwork((128, 64), last_relu=False)
    assert repr(fresh) == repr(expected)
    for one, other in zip(fresh.parameters(), expected.parameters(), strict=True):
        assert torch.equal(one, other)


def test_the_sentence_and_the_table_have_one_standard_deviation() -> None:
    app = open_spread(depth="numbers", chosen=5)  # ten numbers: n or n − 1 makes a difference
    std = linear_layer(bundled_models().default.cpu_model, "linear3").bias.std().item()
    fresh_model = fresh_network(bundled_models().default.cpu_model)
    fresh = linear_layer(fresh_model, "linear3").bias.std().item()
    assert f"deviation: {std:.4f} now, {fresh:.4f} fresh" in texts(app)


def test_what_is_drawn_can_be_kept() -> None:
    names = [
        orjson.loads(element.proto.bytes)["png"]["name"]
        for element in open_spread().get("bidi_component")
        if "_bars" in element.proto.id
    ]
    stem = "histogram-linear_relu_stack.0.weight"
    assert names == [stem, f"{stem}-and-fresh"]


@pytest.mark.parametrize("choice", ["trained", "untrained"])
def test_an_untrained_network_is_named_as_such(choice: str) -> None:
    app = choose_network(open_spread(), choice)
    is_said = histograms_words.IS_UNTRAINED in [info.value for info in app.info]
    assert is_said == (choice == "untrained")


def test_the_choice_survives_a_change_of_page() -> None:
    app = open_spread(chosen=3)
    app.switch_page("draw.py").run()
    app.switch_page("parameters.py").run()
    assert "**combinations: biases**, 512 numbers" in texts(app)
