"""The gallery of the first layer: what Python sends, what it keeps, what it says."""

import base64
import io
from typing import Any

import numpy as np
import orjson
import pytest
import torch
from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.testing.v1 import AppTest

from mlp.dataset import Digits, load_digits
from mlp.explain.unit_statistics import UNIT_STATISTICS
from mlp.files.read import Parameters, read_parameters
from mlp.net.device import available_devices
from mlp.net.network import NeuralNetwork, untrained_network
from mlp.net.placed import PlacedModel
from mlp.net.reading import read
from mlp.net.trace import trace
from mlp.picture.prepare import from_pad
from mlp.web.parameters import gallery_words
from mlp.web.parameters.gallery import first_layer
from mlp.web.parameters.unit_gallery import FILTERS, SORTS, Choice, read_choice
from mlp.web.server.models import bundled_models
from mlp.web.shell.chosen_unit import ChosenUnit
from mlp.web.shell.depth import DEPTHS, Depth
from tests.support.app import components, draw_on, texts
from tests.support.networks import linear_layer, unit_statistics
from tests.support.pictures import seven
from tests.support.sessions import explain, session_of

GALLERY = "gallery"

NETWORKS = {
    "the tutorial's": NeuralNetwork(),
    "784-10": NeuralNetwork(()),
    "784-10 without ReLU": NeuralNetwork((), last_relu=False),
    "784-128-64-10": NeuralNetwork((128, 64)),
    "784-1000-7-10 without last ReLU": NeuralNetwork((1000, 7), last_relu=False),
}
each_network = pytest.mark.parametrize("name", NETWORKS)


def page_with_gallery() -> None:
    import streamlit as st

    from mlp.web.parameters.gallery import render_gallery
    from mlp.web.shell.session import current

    brought = st.session_state.pop("brought", None)
    if brought is not None:
        current().show_own(brought, last_relu=st.session_state.pop("last_relu", True))
    render_gallery()


def run_gallery(*, depth: Depth = "words", **state: Any) -> AppTest:
    app = AppTest.from_function(page_with_gallery, default_timeout=30)
    explain(app, depth)
    for key, value in state.items():
        app.session_state[key] = value
    app.run()
    assert not app.exception
    return app


def brought(seed: int, *hidden_sizes: int) -> Parameters:
    """What a visitor brings: a network that no other test counts."""
    buffer = io.BytesIO()
    torch.save(untrained_network(seed, hidden_sizes).state_dict(), buffer)
    return read_parameters(buffer.getvalue(), "small.pth")


def sent(app: AppTest) -> dict[str, Any]:
    gallery = components(app)[GALLERY]
    assert isinstance(gallery, dict)
    return gallery


def unpacked(text: str, dtype: str) -> np.ndarray:
    return np.frombuffer(base64.b64decode(text), dtype)


def report(app: AppTest, *, state: dict[str, Any] | None = None, **trigger: Any) -> AppTest:
    """Report what the browser would: the component's state, or one of its triggers."""
    elements = app.get("bidi_component")
    id = next(e.proto.id for e in elements if e.proto.id.endswith(f"-{GALLERY}"))
    states = app._tree.get_widget_states()  # AppTest has no elements for components
    if state is not None:
        states.widgets.append(WidgetState(id=id, json_value=orjson.dumps(state).decode()))
    events = [{"event": event, "value": value} for event, value in trigger.items()]
    if events:
        states.widgets.append(
            WidgetState(
                id=f"$$STREAMLIT_INTERNAL_KEY_{id}__events",
                json_trigger_value=orjson.dumps(events).decode(),
            )
        )
    app._run(states)
    assert not app.exception
    return app


def placed(name: str) -> PlacedModel:
    model = NETWORKS[name].eval().requires_grad_(False)
    return PlacedModel(model, available_devices()[-1])


@pytest.fixture(scope="module")
def few_digits() -> Digits:
    """The first test digits: enough to have habits, quick to count."""
    all_digits = load_digits("test")
    return Digits(all_digits.pixels[:300], all_digits.labels[:300])


# What Python sends.


def test_with_nothing_drawn_no_activations_are_sent() -> None:
    gallery = sent(run_gallery())
    assert gallery["now"] is None
    assert gallery["numUnits"] == 512
    assert gallery["choice"] == {
        "sort": "number",
        "filter": "all",
        "isOwnScale": False,
        "unit": None,
    }


def test_the_activations_are_the_traces_own_bit_for_bit() -> None:
    now = sent(draw_on(run_gallery(), seven()))["now"]
    traced = read(bundled_models().default, from_pad(seven())).trace
    assert traced is not None
    np.testing.assert_array_equal(unpacked(now["values"], "<f4"), traced["relu1"].values())
    assert now["caption"] == "your drawing"
    assert now["scale"] == bundled_models().default.scales["relu1"]


def test_the_addresses_are_of_the_visitors_network() -> None:
    gallery = sent(run_gallery(brought=brought(5, 24, 16)))
    assert gallery["fingerprint"] != bundled_models().default.fingerprint
    assert gallery["overviewAddress"] == f"glassbox/overview/{gallery['fingerprint']}"
    assert gallery["exactAddress"] == f"glassbox/weights/{gallery['fingerprint']}"


@each_network
def test_any_network_has_a_gallery_of_its_first_layer(name: str, digits: Digits) -> None:
    network = placed(name)
    image = digits.images(3, 4)[0]
    gallery = first_layer(network, network.trace(image), None, caption="a digit")
    weight = next(network.cpu_model.parameters()).numpy().astype(np.float64)
    np.testing.assert_allclose(gallery.norms, np.sqrt((weight**2).sum(axis=1)), rtol=1e-5)
    assert gallery.activations is not None
    linear = (
        weight @ image.numpy().ravel() + linear_layer(network.cpu_model, "linear1").bias.numpy()
    )
    has_relu = name != "784-10 without ReLU"
    expected = np.maximum(linear, 0) if has_relu else linear
    np.testing.assert_allclose(gallery.activations.values, expected, atol=1e-5)
    assert gallery.is_scores == name.startswith("784-10 ") or name == "784-10"
    assert gallery.scale == pytest.approx(min(3 * weight.std(), np.abs(weight).max()))


@each_network
def test_habits_are_those_of_the_unit_statistics(name: str, few_digits: Digits) -> None:
    network = placed(name)
    told = unit_statistics(network.cpu_model, few_digits)
    habits = first_layer(network, None, told).habits
    assert habits is not None
    np.testing.assert_array_equal(habits.best_digits, told["linear1"].best_digit)
    is_signed = name == "784-10 without ReLU"  # a score that is always negative is not dead
    np.testing.assert_array_equal(habits.is_dead, told["linear1"].is_dead & (not is_signed))
    np.testing.assert_array_equal(habits.means, told["linear1"].means)


def test_habits_are_counted_once_the_browser_asks() -> None:
    app = run_gallery(brought=brought(41, 24, 16))
    before = sent(app)
    assert before["habits"] is None
    assert gallery_words.COUNTING in texts(app)
    after = sent(report(app, wanted=before["fingerprint"]))["habits"]
    told = UNIT_STATISTICS.get(before["fingerprint"])
    assert told is not None
    np.testing.assert_array_equal(unpacked(after["bestDigits"], "u1"), told["linear1"].best_digit)
    np.testing.assert_array_equal(unpacked(after["isDead"], "u1"), told["linear1"].is_dead)
    means = unpacked(after["means"], "<f4").reshape(-1, 10)
    np.testing.assert_array_equal(means, told["linear1"].means)
    assert "10,000 test digits" in texts(app)


def test_habits_of_another_network_are_not_counted_unasked() -> None:
    app = run_gallery(brought=brought(42, 24, 16))
    report(app, wanted="0123456789abcdef")
    assert sent(app)["habits"] is None


# What Python keeps.


def test_the_choice_is_kept_for_when_the_visitor_comes_back() -> None:
    app = run_gallery()
    chosen = {"sort": "norm", "filter": "most3", "isOwnScale": True}
    report(app, state={"choice": chosen})
    assert sent(app.run())["choice"] == {**chosen, "unit": None}


def test_a_filter_does_not_outlive_its_network() -> None:
    app = run_gallery()
    chosen = {"sort": "norm", "filter": "most3", "isOwnScale": True}
    report(app, state={"choice": chosen})
    before = sent(app)["network"]
    app.session_state["brought"] = brought(43, 24)
    assert sent(app.run())["choice"]["filter"] == "all"
    assert sent(app)["network"] != before


def test_opening_a_unit_asks_for_its_page_and_comes_back_to_it() -> None:
    app = run_gallery()
    report(app, opened=37)
    assert session_of(app).of(ChosenUnit).requested == ("linear1", 37)
    assert sent(app)["choice"]["unit"] == 37
    assert sent(app)["isReturning"]
    assert not sent(app.run())["isReturning"]  # only once


@pytest.mark.parametrize("unit", [-1, 512, "37", None, 3.5, True, {}])
def test_opening_what_is_no_unit_opens_nothing(unit: object) -> None:
    app = run_gallery()
    report(app, opened=unit)
    assert session_of(app).of(ChosenUnit).requested is None


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("shown", FILTERS)
def test_every_choice_is_read_back(sort: str, shown: str) -> None:
    read_back = read_choice({"sort": sort, "filter": shown, "isOwnScale": True}, unit=3)
    assert read_back == Choice(sort, shown, True, 3)


@pytest.mark.parametrize(
    "report",
    [
        None,
        [],
        "norm",
        {},
        {"sort": "norm", "filter": "all"},
        {"sort": "size", "filter": "all", "isOwnScale": False},
        {"sort": "norm", "filter": "most10", "isOwnScale": False},
        {"sort": ["norm"], "filter": "all", "isOwnScale": False},
        {"sort": "norm", "filter": "all", "isOwnScale": 1},
    ],
)
def test_what_is_no_choice_is_left_alone(report: object) -> None:
    assert read_choice(report, unit=None) is None


# What Python says.


@pytest.mark.parametrize("depth", DEPTHS)
def test_depth_adds_what_stands_beside_and_leaves_the_gallery(depth: Depth) -> None:
    app = run_gallery(depth=depth)
    assert f"Each tile is one {'detector' if depth == 'words' else 'unit'}" in texts(app)
    assert ("512 rows of 784 weights" in texts(app)) == (depth != "words")
    assert bool(app.code) == (depth == "code")
    plain = sent(run_gallery())
    assert {**sent(app), "words": None} == {**plain, "words": None}
    assert ("norm" in sent(app)["words"]["sorts"]["norm"]) == (depth != "words")
    assert "norm" not in orjson.dumps(list(plain["words"].values())).decode().replace('"norm"', "")


def test_a_network_without_hidden_layer_shows_scores() -> None:
    app = run_gallery(brought=brought(0))
    assert gallery_words.SCORES in texts(app)
    assert sent(app)["words"]["name"].format(number=7) == "digit 7"


def test_negative_scores_without_relu_are_neither_silent_nor_dead(few_digits: Digits) -> None:
    model = NeuralNetwork((), last_relu=False)
    with torch.no_grad():
        linear_layer(model, "linear1").bias.sub_(100)  # all scores are always negative
    network = PlacedModel(model.eval().requires_grad_(False), available_devices()[-1])
    told = unit_statistics(network.cpu_model, few_digits)
    assert told["linear1"].is_dead.all()
    gallery = first_layer(network, network.trace(few_digits.images(0, 1)[0]), told)
    assert gallery.is_signed
    assert gallery.habits is not None and not gallery.habits.is_dead.any()
    assert gallery.activations is not None and (gallery.activations.values < 0).all()


def test_without_a_relu_nothing_is_said_of_firing() -> None:
    said = sent(run_gallery(brought=brought(3)))
    assert not said["isSigned"] and tuple(said["filters"]) == FILTERS
    app = run_gallery(brought=brought(3), last_relu=False)
    said = sent(app)
    assert said["isSigned"]
    assert not {"fires", "silent", "dead"} & set(said["filters"])
    assert not [text for text in said["words"]["filters"].values() if "fires" in text]
    assert "fires" not in texts(app)


@each_network
def test_the_code_makes_the_tile_and_the_values(name: str, digits: Digits) -> None:
    model = NETWORKS[name]
    image = digits.images(0, 1)
    has_relu = name != "784-10 without ReLU"
    weight = linear_layer(model, "linear1").weight
    space: dict[str, Any] = {"model": model, "image": image}
    exec(gallery_words.code(len(weight), has_relu=has_relu), space)
    unit = min(37, len(weight) - 1)
    assert torch.equal(space["tile"], weight[unit].view(28, 28))
    stage = "relu1" if has_relu else "linear1"
    assert torch.equal(space["values"], trace(model, image)[stage].tensor)


def test_both_kinds_of_network_have_the_same_words() -> None:
    assert set(gallery_words.UNIT_WORDS) == set(gallery_words.SCORE_WORDS)
    assert set(gallery_words.UNIT_WORDS) == set(gallery_words.SIGNED_WORDS)
    assert set(gallery_words.SIGNED_WORDS["sorts"]) == set(SORTS)
    assert set(gallery_words.UNIT_WORDS["sorts"]) == set(SORTS)
    named = {name if not name.startswith("most") else "most" for name in FILTERS}
    assert set(gallery_words.UNIT_WORDS["filters"]) == named
    assert set(gallery_words.UNIT_WORDS["empty"]) == named - {"all"}
