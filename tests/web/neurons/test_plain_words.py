"""The Neurons page for somebody who never programmed."""

import pytest
import torch

from mlp.explain.units import unit_stages
from mlp.net.network import untrained_network
from mlp.web.neurons import head_words, words
from mlp.web.shell.depth import Depth
from tests.support.app import texts
from tests.support.jargon import jargon_on, read_on
from tests.support.neurons import open_section, open_unit, said, show_network, shown


@pytest.mark.parametrize(
    ("hidden_sizes", "last_relu"),
    [((512, 512), True), ((7, 33, 5), False), ((24,), True), ((), True), ((), False)],
)
def test_at_words_no_unit_of_any_network_is_told_in_jargon(
    hidden_sizes: tuple[int, ...], last_relu: bool
) -> None:
    model = untrained_network(1, hidden_sizes, last_relu=last_relu).eval().requires_grad_(False)
    for stage in unit_stages(model):
        app = open_unit(stage, 4, model=model, depth="words")
        presses = {"compare": "compare_pin", "what_if": "what_if_off"}
        for section in [*words.SECTIONS, "compare"]:
            open_section(app, section)
            app.button(key=presses.get(section, "neuron_choose_any")).click().run()
            assert not app.exception
            assert not jargon_on(app)
            assert "length" not in said(app)
            assert len(read_on(app)) > 40


def test_jargon_is_found_where_it_belongs() -> None:
    assert {"linear2", "relu1", "ReLU", "float32"} <= jargon_on(open_unit("linear2", 37))


@pytest.mark.parametrize(
    ("depth", "names"),
    [
        ("words", ["Detector 37", "Combination 37", "Score of 7"]),
        ("numbers", ["linear1 · unit 37", "linear2 · unit 37", "linear3 · digit 7"]),
        ("code", ["linear1 · unit 37", "linear2 · unit 37", "linear3 · digit 7"]),
    ],
)
def test_a_unit_has_a_plain_name_or_the_tutorials(depth: Depth, names: list[str]) -> None:
    units = (("linear1", 37), ("linear2", 37), ("linear3", 7))
    assert [shown(open_unit(*unit, depth=depth)) for unit in units] == names


def test_layers_are_chosen_by_plain_names_and_keep_their_address() -> None:
    app = open_unit("linear1", 37, depth="words")
    group = app.button_group(key="neuron_stage")
    assert list(group.options) == ["detectors", "combinations", "scores"]
    group.set_value("linear2").run()
    assert app.query_params["stage"] == "linear2"
    assert shown(app) == "Combination 37"


def test_a_unit_that_is_not_there_is_named_plainly() -> None:
    app = open_unit("linear2", 500, depth="words")
    show_network(app, untrained_network(0, (128, 64)).eval())
    app.run()
    assert "chosen unit 500 of layer 2 in another network" in said(app)
    assert "128 detectors, 64 combinations and 10 scores" in said(app)


def test_numbers_that_overflow_are_told_without_jargon() -> None:
    model = untrained_network(3, (24, 24)).eval().requires_grad_(False)
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.mul_(1e30)
    app = open_unit("linear2", 4, model=model, depth="words")
    assert words.NOT_FINITE in said(app) + texts(app)
    assert not jargon_on(app)


def test_one_click_leads_back_to_the_drawing() -> None:
    [back, *_] = open_unit("linear1", 37).get("page_link")
    assert back.proto.label == head_words.BACK
    assert back.proto.page == ""
