"""Which unit the Neurons page shows, and how another is chosen."""

from collections.abc import Mapping

import pytest

from mlp.explain.voices import strongest_unit
from mlp.net.device import available_devices
from mlp.net.network import untrained_network
from mlp.training.recipe import Recipe
from mlp.web.neurons import choice_words
from mlp.web.server.models import bundled_models
from mlp.web.server.trainings.trainings import TRAININGS
from mlp.web.server.visitors.digit import example_digit
from mlp.web.shell.chosen_unit import ChosenUnit
from mlp.web.shell.network import Network
from tests.support.app import components, texts
from tests.support.neurons import (
    SEVEN,
    open_neurons,
    open_section,
    open_unit,
    press,
    said,
    show_network,
    shown,
)
from tests.support.pictures import digit_image
from tests.support.sessions import session_of


def test_the_address_says_which_unit_is_shown() -> None:
    app = open_unit("linear2", 37)
    assert shown(app) == "linear2 · unit 37"
    assert not app.warning


def test_without_an_address_it_is_the_one_that_speaks_most_for_the_answer() -> None:
    placed = bundled_models().default
    for index in (SEVEN, 1):
        spoken = strongest_unit(placed.cpu_model, placed.trace(digit_image(index)))
        app = open_neurons(digit=index)
        assert shown(app) == "{} · unit {}".format(*spoken)
    assert shown(open_neurons(digit=None)) == "linear1 · unit 0"


def test_the_strongest_unit_follows_the_next_drawing_and_a_chosen_one_does_not() -> None:
    placed, app = bundled_models().default, open_neurons(digit=SEVEN)
    first = shown(app)
    session_of(app).visitor.digit = example_digit(1)
    assert shown(app.run()) == first  # while one looks at it
    app.switch_page("draw.py").run()
    app.switch_page("neurons.py").run()
    spoken = strongest_unit(placed.cpu_model, placed.trace(digit_image(1)))
    assert shown(app) == "{} · unit {}".format(*spoken) != first
    app.number_input(key="neuron_unit").set_value(3).run()
    app.switch_page("draw.py").run()
    session_of(app).visitor.digit = example_digit(SEVEN)
    app.switch_page("neurons.py").run()
    assert shown(app) == f"{spoken[0]} · unit 3"


@pytest.mark.parametrize(
    "address",
    [
        {"stage": "linear9", "unit": "3"},
        {"stage": "linear2", "unit": "512"},
        {"stage": "linear2", "unit": "-1"},
        {"stage": "linear2", "unit": "9" * 5000},
        {"stage": "linear2", "unit": "٣"},
        {"stage": "linear2"},
        {"unit": "3"},
        {"stage": "relu1", "unit": "3"},
        {"stage": "`$<b>*", "unit": "](x)"},
    ],
)
def test_an_address_of_no_unit_gets_a_sentence_and_nothing_is_lost(
    address: Mapping[str, str],
) -> None:
    app = open_neurons(address=address)
    stage, _, unit = shown(app).partition(" · unit ")
    assert "has no such unit: linear1 has 512, linear2 has 512" in app.warning[0].value
    app.number_input(key="neuron_unit").increment().run()
    assert shown(app) == f"{stage} · unit {int(unit) + 1}"
    assert not any("no such unit" in warning.value for warning in app.warning)


def test_the_unit_survives_a_change_of_page() -> None:
    app = open_unit("linear2", 37)
    app.switch_page("lesson.py").run()
    app.switch_page("neurons.py").run()
    assert shown(app) == "linear2 · unit 37"


def test_a_request_from_another_page_opens_the_unit() -> None:
    app = open_neurons()
    app.switch_page("lesson.py").run()
    session_of(app).of(ChosenUnit).requested = ("linear2", 37)
    app.run()
    assert not app.exception
    assert shown(app) == "linear2 · unit 37"
    assert components(app)["page_address"]["own"] == {"stage": "linear2", "unit": "37"}


def test_every_way_to_choose_says_so_in_the_address() -> None:
    app = open_unit("linear2", 37)
    app.number_input(key="neuron_unit").increment().run()
    assert app.query_params["unit"] == "38"
    app.number_input(key="neuron_unit").set_value(100).run()
    assert (app.query_params["stage"], app.query_params["unit"]) == ("linear2", "100")
    app.button_group(key="neuron_stage").set_value("linear3").run()
    assert shown(app) == "linear3 · digit 9"
    assert (app.query_params["stage"], app.query_params["unit"]) == ("linear3", "9")


def test_the_strongest_unit_is_the_one_with_the_largest_activation() -> None:
    app = press(open_unit("linear2", 37), choice_words.STRONGEST)
    placed = bundled_models().default
    values = placed.trace(digit_image(SEVEN))["relu2"].values()
    assert shown(app) == f"linear2 · unit {values.argmax()}"


def test_surprise_me_stays_in_the_layer() -> None:
    app = press(open_unit("linear3", 3), choice_words.SURPRISE)
    assert shown(app).startswith("linear3 · digit ")


def test_a_network_without_such_a_unit_shows_the_nearest_and_the_choice_comes_back() -> None:
    app = open_unit("linear2", 500)
    show_network(app, untrained_network(0, (128, 64)).eval())
    app.run()
    assert shown(app) == "linear2 · unit 63"
    assert "linear2 has 64" in said(app)
    show_network(app, None)
    app.run()
    assert shown(app) == "linear2 · unit 500"
    assert "has 64" not in said(app)


def test_with_nothing_drawn_the_page_invites_and_shows_what_needs_no_digit() -> None:
    app = open_unit("linear1", 100, digit=None)
    assert choice_words.NOTHING_DRAWN in said(app)
    assert not app.metric
    placed = components(app)
    assert len(placed["neuron_examples"]["pictures"]) == 10
    assert "neuron_weights" in placed
    assert "neuron_products" not in placed
    assert app.button(key="neuron_choose_strongest").disabled
    assert "neuron_top" in components(open_section(app, "life"))


def test_the_page_says_that_it_stands_still_while_its_network_learns() -> None:
    recipe = Recipe(num_images=20_000, epochs=30, batch_size=100, hidden_sizes=(16,))
    learning = TRAININGS.start(recipe, available_devices()[-1])
    app = open_neurons()
    try:
        session_of(app).network = Network("following", "in training", training=learning)
        app.run()
        assert choice_words.STANDS_STILL in texts(app)
        press(app, choice_words.READ_ANEW)
        TRAININGS.pause(learning)
        app.run()
        assert choice_words.STANDS_STILL not in texts(app)
    finally:
        TRAININGS.close(learning.ticket)
