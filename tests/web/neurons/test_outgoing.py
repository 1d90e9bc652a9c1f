"""What a unit does to the units after it and to the scores."""

from functools import partial
from typing import Any

import numpy as np
import pytest

from mlp.explain.contributions import outgoing
from mlp.net.network import untrained_network
from mlp.net.trace import trace
from mlp.web.neurons import outgoing_words
from mlp.web.server.models import bundled_models
from tests.support.app import components, texts
from tests.support.neurons import SEVEN, chart, open_unit
from tests.support.pictures import digit_image

open_outgoing = partial(open_unit, section="outgoing")


def test_a_firing_unit_shows_what_it_does_and_a_silent_one_says_that_it_does_nothing() -> None:
    placed = bundled_models().default
    traced = placed.trace(digit_image(SEVEN))
    values = traced["relu1"].values()
    app = open_outgoing("linear1", int(values.argmax()))
    done = outgoing(placed.cpu_model, traced, "linear1", int(values.argmax()))
    np.testing.assert_array_equal(chart(app, "neuron_outgoing_next").ravel(), done.next_products)
    np.testing.assert_allclose(chart(app, "neuron_outgoing_scores"), done.scores, rtol=1e-6)
    app = open_outgoing("linear1", int(values.argmin()))
    assert outgoing_words.OUTGOING_SILENT in texts(app)
    assert "neuron_outgoing_next" not in components(app)


def test_an_axis_that_is_wider_than_usual_says_so() -> None:
    app = open_outgoing("linear2", 317)
    figure: Any = components(app)["neuron_outgoing_scores"]
    limit = figure["figure"]["layout"]["yaxis"]["range"][1]
    assert limit > abs(chart(app, "neuron_outgoing_scores")).max()
    assert f"wider than usual: ±{limit:.4g}" in texts(app)
    assert "wider than usual" not in texts(open_outgoing("linear1", 334))


@pytest.mark.parametrize("last_relu", [True, False])
def test_what_is_added_to_a_score_is_said_to_be_before_the_last_relu(last_relu: bool) -> None:
    model = untrained_network(1, (128, 64), last_relu=last_relu).eval().requires_grad_(False)
    traced = trace(model, digit_image(SEVEN))
    for stage in ("linear1", "linear2"):
        unit = int(traced[stage].values().argmax())
        app = open_outgoing(stage, unit, model=model, depth="numbers")
        assert ("before those below zero become 0 (" in texts(app)) == last_relu
        assert ("Added to a unit of `linear2`" in texts(app)) == (stage == "linear1")
        assert ("Added to a score of `linear3`" in texts(app)) == (stage == "linear2")
