"""The Neurons page without a browser: all sections together, for every network."""

from typing import Any

import numpy as np
import pytest
import torch
from torch import nn

from mlp.explain.contributions import contributions, outgoing
from mlp.explain.linear_picture import flips, linear_picture, nudged
from mlp.explain.units import unit_stages
from mlp.net.network import stage_names, untrained_network
from mlp.net.trace import trace
from mlp.web.neurons import words
from mlp.web.server.models import bundled_models
from tests.support.app import components
from tests.support.neurons import SEVEN, chart, number, open_section, open_unit, shown
from tests.support.pictures import digit_image

NETWORKS = [
    pytest.param((128, 64), True, id="784-128-64-10"),
    pytest.param((128, 64), False, id="784-128-64-10 without the last ReLU"),
    pytest.param((), True, id="784-10"),
    pytest.param((7, 33, 5), False, id="784-7-33-5-10"),
]
OWN_CODE = ("activations = ", "inputs = ", "hidden = ", "flat = ", "sides = ")
"""How the lines begin that belong to the sections tested here."""


def test_the_charts_hold_the_exact_numbers() -> None:
    app = open_unit("linear2", 84, digit=3)
    placed = bundled_models().default
    traced = placed.trace(digit_image(3))
    found = contributions(placed.cpu_model, traced, "linear2", 84)
    for key, values in (
        ("neuron_inputs", found.inputs),
        ("neuron_weights", found.weights),
        ("neuron_products", found.products),
        ("neuron_grid", traced["relu2"].values()),
    ):
        np.testing.assert_array_equal(chart(app, key).ravel(), values)
    open_section(app, "linear_picture")
    row = linear_picture(placed.cpu_model, traced, "linear2", 84).row
    np.testing.assert_array_equal(chart(app, "neuron_row").ravel(), row.astype(np.float32))


@pytest.mark.parametrize(("hidden_sizes", "last_relu"), NETWORKS)
def test_every_layer_of_every_network_works(hidden_sizes: tuple[int, ...], last_relu: bool) -> None:
    model = untrained_network(1, hidden_sizes, last_relu=last_relu).eval().requires_grad_(False)
    for stage in unit_stages(model):
        app = open_unit(stage, 4, model=model, depth="numbers")
        assert shown(app) == f"{stage} · {'digit' if stage == unit_stages(model)[-1] else 'unit'} 4"
        parts = [number(each.value) for each in app.metric]
        assert sum(parts[:3]) == parts[3]
        has_relu = stage.replace("linear", "relu") in stage_names(model)
        assert len(parts) == (5 if has_relu else 4)


@pytest.mark.parametrize("hidden_sizes", [(512, 512), (128, 64), ()])
def test_the_code_that_is_shown_gives_the_numbers_that_are_shown(
    hidden_sizes: tuple[int, ...],
) -> None:
    model = untrained_network(2, hidden_sizes).eval().requires_grad_(False)
    image = digit_image(SEVEN)
    traced = trace(model, image)
    for stage in unit_stages(model):
        unit = int(traced[stage].values().argmax())
        app = open_unit(stage, unit, model=model, depth="code")
        names: dict[str, Any] = {"model": model, "nn": nn, "torch": torch, "image": image[None]}
        for section in ("this_digit", "outgoing", "linear_picture"):
            for code in open_section(app, section).code:
                if code.value.startswith(OWN_CODE):
                    exec(code.value, names)
        found = contributions(model, traced, stage, unit)
        assert torch.equal(names["activations"], traced[stage.replace("linear", "relu")].tensor)
        assert float(names["positive"]) == pytest.approx(found.positive, rel=1e-5)
        assert float(names["negative"]) == pytest.approx(found.negative, rel=1e-5)
        assert float(names["activation"]) == pytest.approx(found.activation, abs=1e-5)
        row = linear_picture(model, traced, stage, unit)
        np.testing.assert_allclose(names["row"][0].numpy(), row.row, atol=1e-6)
        assert float(names["bias"].detach()) == pytest.approx(row.bias, abs=1e-5)
        if stage != unit_stages(model)[-1]:
            done = outgoing(model, traced, stage, unit)
            np.testing.assert_allclose(names["added_to_scores"], done.scores, atol=1e-6)
            np.testing.assert_allclose(names["next_products"], done.next_products, atol=1e-6)
        if hidden_sizes:
            counts = flips(model, traced, nudged(image, rows=0, columns=1))
            assert names["switched"] == list(counts.values())


def test_every_chart_can_be_saved_under_a_name_of_its_own() -> None:
    app, placed = open_unit("linear2", 451), dict[str, Any]()
    for section in words.SECTIONS:
        placed |= components(open_section(app, section))
    names = {key: each["png"]["name"] for key, each in placed.items() if "figure" in each}
    assert names["neuron_products"] == "linear2-unit-451-contributions"
    assert len(set(names.values())) == len(names)
