"""The lower sections of the Neurons page together, for every network."""

from functools import partial

import pytest
import torch

from mlp.explain.units import num_units, unit_stages
from mlp.net.network import untrained_network
from mlp.web.neurons import compare_words, what_if_words
from tests.support.app import components
from tests.support.neuron_sections import TWO, click, go_to, open_sections, said, show_example

open_unit = partial(open_sections, ["life", "what_if", "compare"])


@pytest.mark.parametrize("hidden_sizes", [(), (33,), (128, 64)])
@pytest.mark.parametrize("last_relu", [True, False])
def test_every_section_works_for_other_networks(
    hidden_sizes: tuple[int, ...], last_relu: bool
) -> None:
    model = untrained_network(3, hidden_sizes, last_relu=last_relu)
    app = open_unit("linear1", 0, model=model, depth="code")
    click(app, "compare_pin")
    for stage in unit_stages(model):
        for unit in (0, num_units(model, stage) - 1):
            go_to(app, stage, unit)
            click(app, "what_if_off")
            assert "what_if_probabilities" in components(app)
    show_example(app, TWO)
    go_to(app, "linear1", 0)
    assert "compare_difference" in components(app)


def test_a_network_whose_values_overflow_is_said_to_do_so() -> None:
    model = untrained_network(3, (24, 24), last_relu=False)
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.mul_(1e30)
    app = open_unit("linear3", 4, model=model)
    assert "too large to compute with" in said(app)
    assert "neuron_means" not in components(app)
    click(click(app, "what_if_off"), "compare_pin")
    show_example(app, TWO)
    go_to(app, "linear3", 5)
    assert compare_words.MEANS_NOT_FINITE in said(app)
    assert "compare_means" not in components(app)


@pytest.mark.parametrize("factor", [1e-3, 1e8])
def test_extreme_weights_give_short_captions_and_labels(factor: float) -> None:
    model = untrained_network(3, (24, 24))
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.mul_(factor)
    app = open_unit("linear2", 4, model=model)
    placed = components(app)
    assert all(len(each["caption"]) <= 13 for each in placed["neuron_top"]["pictures"])
    assert all(len(text) <= 9 for text in placed["neuron_means"]["figure"]["data"][0]["text"])
    assert click(app, "what_if_off").slider(key="what_if_slider").max > 0
    assert all(len(line) < 70 for line in said(app).splitlines() if line.startswith("| "))


def test_with_nothing_drawn_the_controls_are_disabled_and_it_is_said_why() -> None:
    app = open_unit(example=None)
    assert what_if_words.WHAT_IF_NOTHING in said(app)
    assert compare_words.COMPARE_NOTHING in said(app)
    disabled = [button.key for button in app.button if button.disabled]
    assert {"what_if_off", "what_if_supporters", "compare_pin"} <= set(disabled)
    assert app.slider(key="what_if_slider").disabled
    assert app.number_input(key="what_if_number").disabled
