"""What Python and JavaScript both know, they know alike."""

import base64
from typing import Any

import numpy as np
import pytest

from mlp.dataset import Digits
from mlp.files.link import RASTER_PX
from mlp.net.device import available_devices
from mlp.net.network import NeuralNetwork
from mlp.net.placed import PlacedModel
from mlp.net.reading import read
from mlp.picture.prepare import from_pad, from_tensor
from mlp.web.charts.colours import DARK, LIGHT
from mlp.web.charts.parameters import level_colours
from mlp.web.server.messages import (
    CLOSE_BUSY,
    CLOSE_IDLE,
    NOT_FROM_PAD,
    decode_update,
    encode_answer,
)
from mlp.web.server.models import SHARED_TOKEN, Models
from tests.support.node import run_node


@pytest.fixture(scope="module")
def placed(model: NeuralNetwork) -> PlacedModel:
    return Models(model, available_devices()[-1]).default


DECODE = """
    ((answer) => ({...answer, stages: answer.stages.map((stage) => [...stage])}))(
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
    answer = decoded(encode_answer(reading, 7))
    verdict = reading.verdict
    assert answer["kind"] == verdict.kind
    assert (answer["digit"], answer["runnerUp"]) == (verdict.digit, verdict.runner_up)
    assert (answer["sequence"], answer["fingerprint"]) == (7, placed.fingerprint)
    assert np.float32(answer["probability"]) == np.float32(verdict.probability)
    stages = [stage for stage in reading.trace.stages if stage.name != "flatten"]
    for values, stage in zip(answer["stages"], stages, strict=True):
        expected = stage.tensor[0].flatten().cpu().numpy()
        np.testing.assert_array_equal(np.array(values, np.float32), expected)


def test_javascript_reads_that_nothing_was_drawn(placed: PlacedModel) -> None:
    answer = decoded(encode_answer(read(placed, from_pad(np.zeros((28, 28), np.uint8))), 0))
    assert (answer["kind"], answer["digit"], answer["stages"]) == (0, None, [])


def test_javascript_knows_a_digit_that_is_not_from_the_pad(
    placed: PlacedModel, digits: Digits
) -> None:
    reading = read(placed, from_tensor(digits.images(0, 1)[0]))
    assert decoded(encode_answer(reading, NOT_FROM_PAD))["sequence"] == -1


@pytest.mark.parametrize("switch", ["centre", "invert", "isDown"])
def test_python_reads_the_update_that_javascript_wrote(switch: str) -> None:
    raster = np.arange(30 * 30, dtype=np.uint8).reshape(30, 30)
    script = """module.toBase64(new Uint8Array(module.encodeUpdate({
        ...given, raster: Uint8Array.from(given.raster), token: Uint8Array.from(given.token)})))"""
    given = {"raster": raster.flatten().tolist(), "side": 30, "sequence": 70_000}
    given |= {"token": list(SHARED_TOKEN), switch: True}
    update = decode_update(base64.b64decode(run_node("messages.js", script, given)))
    np.testing.assert_array_equal(update.raster, raster)
    assert (update.sequence, update.token) == (70_000, SHARED_TOKEN)
    switches = {"centre": update.centre, "invert": update.invert, "isDown": update.is_unfinished}
    assert [name for name, is_on in switches.items() if is_on] == [switch]


def test_javascript_knows_why_the_channel_is_closed() -> None:
    codes = run_node("messages.js", "[module.CLOSE_BUSY, module.CLOSE_IDLE]", None)
    assert codes == [CLOSE_BUSY, CLOSE_IDLE]


def test_the_pad_has_the_raster_that_links_hold() -> None:
    assert run_node("../draw/digit_pad/history.js", "module.RASTER_PX", None) == RASTER_PX


@pytest.mark.parametrize("table", [LIGHT, DARK])
def test_levels_have_the_same_colours(table: dict[str, Any]) -> None:
    stops = table["diverging"]
    colours = run_node("palette.js", "module.spreadColours(given, 255)", stops)
    np.testing.assert_array_equal(colours, level_colours(stops))
