"""What Python and JavaScript both know, they know alike."""

import base64
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from mlp.dataset import Digits
from mlp.explain.gradients import gradients, unit_errors, weight_name
from mlp.explain.score_difference import score_difference
from mlp.explain.units import unit_stages
from mlp.files.link import RASTER_PX
from mlp.net.device import available_devices
from mlp.net.network import NeuralNetwork
from mlp.net.placed import PlacedModel
from mlp.net.reading import read
from mlp.net.trace import probabilities_without_last_relu
from mlp.net.verdict import Kind
from mlp.picture.prepare import from_pad, from_tensor
from mlp.web.charts.colours import DARK, LIGHT
from mlp.web.charts.parameters import level_colours
from mlp.web.server.messages import (
    CLOSE_BUSY,
    CLOSE_IDLE,
    CLOSE_UNKNOWN_VISITOR,
    CLOSE_VERSION,
    Asked,
    Request,
    decode_request,
    encode_answer,
    encode_reply,
)
from mlp.web.server.models import Models
from mlp.web.server.visitors.digit import EMPTY_PAD, example_digit
from mlp.web.server.visitors.visitor import Target
from tests.support.node import run_node


@pytest.fixture(scope="module")
def placed(model: NeuralNetwork) -> PlacedModel:
    return Models(model, available_devices()[-1]).default


DECODE = """
    ((answer) => ({...answer, stages: answer.stages.map((stage) => [...stage]),
      errors: answer.errors && {...answer.errors,
        units: answer.errors.units.map((each) => [...each])},
      why: answer.why && {...answer.why, pixels: [...answer.why.pixels]},
      withoutRelu: answer.withoutRelu && {...answer.withoutRelu,
        probabilities: [...answer.withoutRelu.probabilities]}}))(
      module.decodeAnswer(module.fromBase64(given).buffer))
"""


def decoded(answer: bytes) -> dict[str, Any]:
    found: dict[str, Any] = run_node("messages.js", DECODE, base64.b64encode(answer).decode())
    return found


def test_javascript_reads_every_value_that_python_wrote(
    placed: PlacedModel, digits: Digits
) -> None:
    reading = read(placed, from_tensor(digits.images(0, 1)[0]))
    assert reading.trace is not None
    digit = replace(EMPTY_PAD, sequence=7, revision=3, is_unfinished=True)
    answer = decoded(encode_answer(reading, digit, number=11))
    verdict = reading.verdict
    assert answer["kind"] == verdict.kind
    assert (answer["digit"], answer["runnerUp"]) == (verdict.digit, verdict.runner_up)
    assert (answer["number"], answer["revision"], answer["sequence"]) == (11, 3, 7)
    assert (answer["source"], answer["isSettled"]) == ("pad", False)
    assert (answer["isCentred"], answer["isInverted"]) == (False, False)
    assert answer["fingerprint"] == placed.fingerprint
    for name, probability in (
        ("probability", verdict.probability),
        ("runnerUpProbability", verdict.runner_up_probability),
        ("forwardMs", reading.forward_ms),
    ):
        assert np.float32(answer[name]) == np.float32(probability)
    stages = [stage for stage in reading.trace.stages if stage.name != "flatten"]
    for values, stage in zip(answer["stages"], stages, strict=True):
        expected = stage.tensor[0].flatten().cpu().numpy()
        np.testing.assert_array_equal(np.array(values, np.float32), expected)
    without = answer["withoutRelu"]
    probabilities = probabilities_without_last_relu(reading.trace)
    np.testing.assert_array_equal(np.array(without["probabilities"], np.float32), probabilities)
    assert (without["kind"], without["digit"]) == (Kind.SURE, 7)
    assert np.float32(without["probability"]) == probabilities.max()


def test_javascript_reads_that_nothing_was_drawn(placed: PlacedModel) -> None:
    reading = read(placed, from_pad(np.zeros((112, 112), np.uint8)))
    answer = decoded(encode_answer(reading, EMPTY_PAD, number=1))
    assert (answer["kind"], answer["digit"], answer["stages"]) == (0, None, [])


def test_javascript_reads_why_it_is_this_digit_and_not_another(
    placed: PlacedModel, digits: Digits
) -> None:
    reading = read(placed, from_tensor(digits.images(0, 1)[0]))
    assert reading.trace is not None
    why = score_difference(placed.cpu_model, reading.trace, 7, 1)
    assert why is not None
    answer = decoded(encode_answer(reading, example_digit(0), number=1, why=why))
    found = answer["why"]
    assert (found["digit"], found["against"]) == (7, 1)
    assert (found["constant"], found["difference"]) == (why.constant, why.difference)
    np.testing.assert_array_equal(np.array(found["pixels"], np.float32), why.pixels.ravel())
    assert answer["fingerprint"] == placed.fingerprint
    assert decoded(encode_answer(reading, example_digit(0), number=1))["why"] is None


@pytest.mark.parametrize("hidden_sizes", [(), (5,), (8, 4, 6)])
@pytest.mark.parametrize("last_relu", [True, False])
@pytest.mark.parametrize("says_why", [True, False])
def test_javascript_reads_what_would_be_learned_by_a_network_of_any_depth(
    digits: Digits, hidden_sizes: tuple[int, ...], last_relu: bool, says_why: bool
) -> None:
    model = NeuralNetwork(hidden_sizes, last_relu=last_relu).eval().requires_grad_(False)
    placed = PlacedModel(model, available_devices()[-1])
    reading = read(placed, from_tensor(digits.images(0, 1)[0]))
    assert reading.trace is not None
    errors = unit_errors(model, reading.trace, 3)
    why = score_difference(model, reading.trace, 7, 1) if says_why else None
    assert errors is not None
    answer = decoded(encode_answer(reading, example_digit(0), number=1, why=why, errors=errors))
    found = answer["errors"]
    assert (found["target"], np.float32(found["loss"])) == (3, np.float32(errors.loss))
    for units, stage in zip(found["units"], errors.stages.values(), strict=True):
        np.testing.assert_array_equal(np.array(units, np.float32), stage)
    assert answer["fingerprint"] == placed.fingerprint
    assert decoded(encode_answer(reading, example_digit(0), number=1))["errors"] is None


@pytest.mark.parametrize("target", [0, 9, "read", None])
def test_python_reads_the_target_that_javascript_asks_about(target: Target | None) -> None:
    given = {"asked": Asked.SLOPES, "raster": [], "sequence": 1, "revision": 0}
    given |= {"token": [0] * 16, "target": target}
    request = decode_request(base64.b64decode(run_node("messages.js", ENCODE, given)))
    assert (request.asked, request.target) == (Asked.SLOPES, target)


STEEPEST = """((measured) => measured.layers.map((_, layer) =>
    measured.strongest(layer).map((place) => [...place, measured.valueOf(layer, ...place)])))(
    module.slopes([], {units: given.units.map((each) => Float32Array.from(each))},
      given.values.map((each) => Float32Array.from(each))))"""


def test_the_lines_that_javascript_draws_are_the_steepest_of_all_slopes_bit_for_bit(
    placed: PlacedModel, digits: Digits
) -> None:
    model = placed.cpu_model
    traced = placed.trace(digits.images(0, 1)[0])
    errors, slopes = unit_errors(model, traced, 3), gradients(model, traced, 3)
    assert errors is not None
    values = [stage.values().ravel() for stage in traced.stages if stage.name != "flatten"]
    given = {"units": [stage.tolist() for stage in errors.stages.values()]}
    given["values"] = [stage.tolist() for stage in values]
    layers = run_node("../views/network/slopes.js", STEEPEST, given)
    for stage, lines in zip(unit_stages(model), layers, strict=True):
        units, inputs, found = (np.array(column) for column in zip(*lines, strict=True))
        weights = slopes.parameters[weight_name(model, stage)]
        np.testing.assert_array_equal(found.astype(np.float32), weights[units, inputs])
        steepest = np.sort(np.abs(weights), axis=None)[: -len(lines) - 1 : -1]
        assert len(lines) == 24 and np.abs(found).tolist() == steepest.tolist()


@pytest.mark.parametrize("against", [0, 9, None])
def test_python_reads_the_digit_that_javascript_asks_about(against: int | None) -> None:
    given = {"asked": Asked.WHY_NOT, "raster": [], "sequence": 1, "revision": 0}
    given |= {"token": [0] * 16, "against": against}
    request = decode_request(base64.b64decode(run_node("messages.js", ENCODE, given)))
    assert (request.asked, request.against) == (Asked.WHY_NOT, against)


def test_javascript_knows_a_digit_that_is_not_from_the_pad(
    placed: PlacedModel, digits: Digits
) -> None:
    reading = read(placed, from_tensor(digits.images(0, 1)[0]))
    answer = decoded(encode_answer(reading, example_digit(0), number=1))
    assert (answer["sequence"], answer["source"], answer["isSettled"]) == (-1, "other", True)


ENCODE = """module.encodeRequest({...given, raster: Uint8Array.from(given.raster),
    token: Uint8Array.from(given.token)}).then((bytes) => module.toBase64(new Uint8Array(bytes)))"""


@pytest.mark.parametrize("flag", ["isDown", "isSlow"])
def test_python_reads_the_ink_that_javascript_wrote(flag: str) -> None:
    raster = np.arange(112 * 112, dtype=np.uint8).reshape(112, 112)
    given = {"asked": Asked.INK, "raster": raster.flatten().tolist(), "sequence": 70_000}
    given |= {"revision": 4, "token": list(range(16)), flag: True}
    request = decode_request(base64.b64decode(run_node("messages.js", ENCODE, given)))
    assert request.raster is not None
    np.testing.assert_array_equal(request.raster, raster)
    assert (request.sequence, request.revision) == (70_000, 4)
    assert request.token == bytes(range(16))
    assert (request.is_unfinished, request.is_slow) == (flag == "isDown", flag == "isSlow")


@pytest.mark.parametrize("switch", ["centre", "invert"])
@pytest.mark.parametrize("is_on", [True, False])
def test_python_reads_the_switch_that_javascript_set(switch: str, is_on: bool) -> None:
    given = {"asked": Asked.SWITCH, "raster": [], "sequence": 1, "revision": 0}
    given |= {"token": [0] * 16, switch: is_on}
    request = decode_request(base64.b64decode(run_node("messages.js", ENCODE, given)))
    assert (request.centre, request.invert) == (
        (is_on, None) if switch == "centre" else (None, is_on)
    )


def test_javascript_reads_the_reply_that_python_wrote() -> None:
    request = Request(Asked.DETAILS, 70_000, 0, bytes(16), is_slow=True)
    reply = encode_reply(request, b'{"a": 1}', is_busy=True)
    script = """module.decodeReply(module.fromBase64(given).buffer).then(
        ({content, ...rest}) => ({...rest, content: module.decodeJson(content)}))"""
    decoded = run_node("messages.js", script, base64.b64encode(reply).decode())
    assert decoded == {
        "asked": Asked.DETAILS,
        "sequence": 70_000,
        "isBusy": True,
        "content": {"a": 1},
    }


def test_javascript_knows_what_can_be_asked_and_why_the_channel_is_closed() -> None:
    names = "[module.CLOSE_UNKNOWN_VISITOR, module.CLOSE_BUSY, module.CLOSE_IDLE]"
    codes = run_node("messages.js", f"{names}.concat(module.CLOSE_VERSION)", None)
    assert codes == [CLOSE_UNKNOWN_VISITOR, CLOSE_BUSY, CLOSE_IDLE, CLOSE_VERSION]
    asked = run_node("messages.js", "module.Asked", None)
    assert asked == {each.name: each.value for each in Asked}


def test_the_pad_has_the_raster_that_links_hold() -> None:
    assert run_node("../draw/digit_pad/history.js", "module.RASTER_PX", None) == RASTER_PX


@pytest.mark.parametrize("table", [LIGHT, DARK])
def test_levels_have_the_same_colours(table: dict[str, Any]) -> None:
    stops = table["diverging"]
    colours = run_node("palette.js", "module.spreadColours(given, 255)", stops)
    np.testing.assert_array_equal(colours, level_colours(stops))
