import socket
import struct
from pathlib import Path

import numpy as np
import pytest
from websockets.exceptions import ConnectionClosedError, InvalidStatus

from mlp.net.device import Device, available_devices
from mlp.net.network import NeuralNetwork
from mlp.net.out_of_distribution import Detector
from mlp.net.placed import Experience
from mlp.net.reading import read
from mlp.net.verdict import Kind
from mlp.picture.prepare import from_pad
from mlp.web.server.messages import (
    CENTRE_BIT,
    INVERT_BIT,
    NO_DIGIT,
    NOT_FROM_PAD,
    PEN_DOWN_BIT,
    VERSION,
    encode_answer,
)
from mlp.web.server.models import Models
from tests.support.routes import (
    ANSWER_HEADER,
    MAX_MESSAGE_BYTES,
    ServedRoutes,
    ask,
    close_code,
    serving,
    update,
    without_time,
)

CPU = available_devices()[-1]

# Answers


def test_an_answer_equals_a_direct_reading(server: ServedRoutes, pad: np.ndarray) -> None:
    with server.connect() as connection:
        answer = ask(connection, update(pad, sequence=9))
    expected = encode_answer(read(server.models.default, from_pad(pad)), 9)
    assert without_time(answer) == without_time(expected)


def test_an_answer_holds_the_verdict_and_every_stage(server: ServedRoutes, pad: np.ndarray) -> None:
    with server.connect() as connection:
        answer = ask(connection, update(pad))
    trace = read(server.models.default, from_pad(pad)).trace
    assert trace is not None
    version, kind, digit, _, _, probability, *_, num_stages = ANSWER_HEADER.unpack_from(answer)
    assert (version, kind, digit, num_stages) == (1, Kind.SURE, 7, 8)
    assert probability == trace.probabilities[7]
    assert struct.unpack_from("<8I", answer, 24) == (784, 512, 512, 512, 512, 10, 10, 10)
    packed = trace.packed()
    values = np.frombuffer(answer, "<f4", len(packed), offset=24 + 4 * 8)
    assert np.array_equal(values, packed)


def test_an_answer_ends_with_the_network_that_gave_it(
    server: ServedRoutes, pad: np.ndarray
) -> None:
    with server.connect() as connection:
        answer = ask(connection, update(pad))
    assert answer[-8:].hex() == server.models.default.fingerprint


def test_answers_come_in_the_order_of_the_updates(server: ServedRoutes, pad: np.ndarray) -> None:
    sequences = [0, 5, 6, NOT_FROM_PAD - 1]
    with server.connect() as connection:
        for sequence in sequences:
            connection.send(update(pad, sequence=sequence))
        answers = [connection.recv(timeout=10, decode=False) for _ in sequences]
    assert [ANSWER_HEADER.unpack_from(answer)[4] for answer in answers] == sequences


def test_an_empty_pad_is_answered_with_nothing_and_no_stages(server: ServedRoutes) -> None:
    with server.connect() as connection:
        answer = ask(connection, update(np.zeros((112, 112), np.uint8), sequence=3))
    nothing = (VERSION, Kind.NOTHING, NO_DIGIT, NO_DIGIT, 3, 0, 0, 0, 0)
    assert ANSWER_HEADER.unpack(answer) == nothing


@pytest.mark.parametrize("switches", range(4))
def test_the_switches_are_respected(server: ServedRoutes, pad: np.ndarray, switches: int) -> None:
    centre, invert = bool(switches & CENTRE_BIT), bool(switches & INVERT_BIT)
    pad = np.roll(pad, 12, axis=1)
    with server.connect() as connection:
        answer = ask(connection, update(pad, switches=switches))
    image = from_pad(pad, centre=centre, invert=invert).image
    assert np.array_equal(np.frombuffer(answer, "<f4", 784, 24 + 4 * 8), image.numpy().ravel())


@pytest.mark.parametrize("side_px", [28, 280])
def test_the_smallest_and_the_largest_pad_are_answered(server: ServedRoutes, side_px: int) -> None:
    pad = np.eye(side_px, dtype=np.uint8) * 255
    with server.connect() as connection:
        answer = ask(connection, update(pad))
    expected = encode_answer(read(server.models.default, from_pad(pad)), 1)
    assert without_time(answer) == without_time(expected)


def test_a_token_reaches_its_own_network(
    model: NeuralNetwork, plotly_path: Path, device: Device, pad: np.ndarray
) -> None:
    models = Models(model, CPU)
    with serving(models, plotly_path) as server, server.connect() as connection:
        answer = ask(connection, update(pad, token=models.token(device)))
    assert ANSWER_HEADER.unpack_from(answer)[2] == 7


@pytest.mark.parametrize(
    ("switches", "kind"),
    [(CENTRE_BIT, Kind.NO_DIGIT), (CENTRE_BIT | PEN_DOWN_BIT, Kind.SURE)],
)
def test_whether_it_is_a_digit_is_asked_only_when_the_pen_is_up(
    model: NeuralNetwork,
    plotly_path: Path,
    pad: np.ndarray,
    suspicious: Detector,
    switches: int,
    kind: Kind,
) -> None:
    models = Models(model, CPU, Experience(suspicious))
    with serving(models, plotly_path) as server, server.connect() as connection:
        assert ask(connection, update(pad, switches=switches))[1] == kind


# Who may connect


def test_a_foreign_page_is_refused(server: ServedRoutes) -> None:
    with pytest.raises(InvalidStatus) as refused, server.connect("https://elsewhere.example"):
        pass
    assert refused.value.response.status_code == 403


def test_visitors_over_the_bound_are_told_so(
    models: Models, plotly_path: Path, pad: np.ndarray
) -> None:
    with serving(models, plotly_path, max_connections=2) as server:
        with server.connect() as first, server.connect():
            assert close_code(server, update(pad)) == 4003
            assert ask(first, update(pad))


def test_a_freed_place_can_be_taken_again(
    models: Models, plotly_path: Path, pad: np.ndarray
) -> None:
    with serving(models, plotly_path, max_connections=1) as server:
        for _ in range(5):
            with server.connect() as connection:
                assert ask(connection, update(pad))


def test_a_place_is_freed_after_a_malformed_update(
    models: Models, plotly_path: Path, pad: np.ndarray
) -> None:
    with serving(models, plotly_path, max_connections=1) as server:
        assert close_code(server, b"") == 4001
        with server.connect() as connection:
            assert ask(connection, update(pad))


def test_an_idle_connection_gives_its_place_away(models: Models, plotly_path: Path) -> None:
    with serving(models, plotly_path, idle_timeout_s=0.1) as server:
        with server.connect() as connection, pytest.raises(ConnectionClosedError) as closed:
            connection.recv(timeout=10)
    assert closed.value.rcvd is not None and closed.value.rcvd.code == 4004


# What is no update

SMALL = np.zeros((28, 28), np.uint8)
MALFORMED = {
    "empty": b"",
    "text": "seven",
    "half a header": update(SMALL)[:12],
    "header only": update(SMALL)[:24],
    "another version": update(SMALL, version=2),
    "one byte short": update(SMALL)[:-1],
    "one byte long": update(SMALL) + b"\0",
    "side too small": update(np.zeros((27, 27), np.uint8)),
    "side too large": update(np.zeros((281, 281), np.uint8)),
    "no side": update(np.zeros((0, 0), np.uint8)),
}


@pytest.mark.parametrize("message", MALFORMED.values(), ids=MALFORMED.keys())
def test_what_is_no_update_closes_the_connection(
    server: ServedRoutes, message: bytes | str
) -> None:
    assert close_code(server, message) == 4001


def test_an_unknown_token_closes_the_connection(server: ServedRoutes, pad: np.ndarray) -> None:
    assert close_code(server, update(pad, token=b"\1" * 16)) == 4002


def test_a_frame_over_the_servers_bound_closes_the_connection(server: ServedRoutes) -> None:
    assert close_code(server, bytes(MAX_MESSAGE_BYTES + 1)) == 1009


def test_a_failure_of_ours_closes_the_connection_and_is_logged(
    plotly_path: Path, pad: np.ndarray, caplog: pytest.LogCaptureFixture
) -> None:
    broken = Models(NeuralNetwork((3,)), CPU)
    broken.default.model.linear_relu_stack.pop(1)
    broken.default.model.linear_relu_stack.pop(0)
    with serving(broken, plotly_path) as server:
        assert close_code(server, update(pad)) == 1011
    assert "An update could not be answered" in caplog.text


def test_others_are_answered_when_one_misbehaves(server: ServedRoutes, pad: np.ndarray) -> None:
    with server.connect() as well_behaved:
        assert close_code(server, b"\xff" * 1000) == 4001
        assert ask(well_behaved, update(pad))


def test_others_are_answered_when_one_vanishes(server: ServedRoutes, pad: np.ndarray) -> None:
    with server.connect() as well_behaved, server.connect() as vanishing:
        vanishing.send(update(pad))
        vanishing.socket.shutdown(socket.SHUT_RDWR)
        assert ask(well_behaved, update(pad))
