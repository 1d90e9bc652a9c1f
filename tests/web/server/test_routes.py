import gzip
import socket
import struct
import threading
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPResponse

import numpy as np
import pytest
import uvicorn
from hypothesis import assume, given
from hypothesis import strategies as st
from starlette.applications import Starlette
from websockets.exceptions import ConnectionClosedError, InvalidStatus
from websockets.sync.client import ClientConnection, connect

from mlp.net.device import available_devices
from mlp.net.network import NeuralNetwork
from mlp.net.placed import Experience, PlacedModel
from mlp.net.reading import read
from mlp.net.verdict import Kind
from mlp.picture.prepare import from_pad, from_tensor
from mlp.web.server.messages import (
    CENTRE_BIT,
    INVERT_BIT,
    NO_DIGIT,
    NOT_FROM_PAD,
    PEN_DOWN_BIT,
    VERSION,
    MalformedUpdateError,
    decode_update,
    encode_answer,
)
from mlp.web.server.models import SHARED_TOKEN, Models
from mlp.web.server.routes import routes
from mlp.web.server.trainings.record import Trainings

CPU = available_devices()[-1]
PAGE = "http://localhost:8501"
MAX_MESSAGE_BYTES = 100_000

# Both are written out here a second time: the browser reads them byte by byte.
UPDATE_HEADER = struct.Struct("<BBHI16s")
ANSWER_HEADER = struct.Struct("<BBBBIfffI")


@dataclass(frozen=True)
class Server:
    models: Models
    address: str

    def connect(self, origin: str = PAGE) -> ClientConnection:
        return connect(f"ws://{self.address}/glassbox/live", origin=origin)

    def get(self, path: str) -> HTTPResponse:
        return urllib.request.urlopen(f"http://{self.address}/glassbox/{path}", timeout=10)


@contextmanager
def serving(
    models: Models, plotly_path, *, trainings: Trainings | None = None, **options
) -> Iterator[Server]:
    """Serve the routes on a free port for as long as the context lasts."""
    app = Starlette(
        routes=routes(
            models,
            trainings or Trainings(lambda: models),
            prefix="/glassbox",
            is_allowed=lambda origin, host: origin == PAGE and host is not None,
            plotly_path=plotly_path,
            **options,
        )
    )
    config = uvicorn.Config(app, log_config=None, lifespan="off", ws_max_size=MAX_MESSAGE_BYTES)
    server = uvicorn.Server(config)
    with socket.create_server(("127.0.0.1", 0)) as listener:  # connections wait until it runs
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        host, port = listener.getsockname()
        try:
            yield Server(models, f"{host}:{port}")
        finally:
            server.should_exit = True
            thread.join()


@pytest.fixture(scope="module")
def plotly_path(tmp_path_factory):
    path = tmp_path_factory.mktemp("assets") / "plotly.min.js"
    path.write_text("var Plotly = {};")
    return path


@pytest.fixture(scope="module")
def server(model, plotly_path) -> Iterator[Server]:
    with serving(Models(model, CPU), plotly_path) as server:
        yield server


@pytest.fixture(scope="module")
def pad(digits) -> np.ndarray:
    """A seven, drawn on a pad of 112 pixels."""
    return np.kron(digits.pixels[0].numpy(), np.ones((4, 4), np.uint8))


def message(raster, *, sequence=1, switches=CENTRE_BIT, token=SHARED_TOKEN, version=VERSION):
    header = UPDATE_HEADER.pack(version, switches, len(raster), sequence, token)
    return header + raster.tobytes()


def ask(connection: ClientConnection, update: bytes | str) -> bytes:
    connection.send(update)
    return connection.recv(timeout=10)


def without_time(answer: bytes) -> bytes:
    """Leave out the one field that differs from run to run: the milliseconds at offset 16."""
    return answer[:16] + answer[20:]


def close_code(server: Server, update: bytes | str) -> int:
    """Send something on a new connection and give the code it is closed with."""
    with server.connect() as connection, pytest.raises(ConnectionClosedError) as closed:
        ask(connection, update)
    return closed.value.rcvd.code


# Answers


def test_an_answer_equals_a_direct_reading(server, pad):
    with server.connect() as connection:
        answer = ask(connection, message(pad, sequence=9))
    expected = encode_answer(read(server.models.default, from_pad(pad)), 9)
    assert without_time(answer) == without_time(expected)


def test_an_answer_holds_the_verdict_and_every_stage(server, pad):
    with server.connect() as connection:
        answer = ask(connection, message(pad))
    reading = read(server.models.default, from_pad(pad))
    version, kind, digit, _, _, probability, *_, num_stages = ANSWER_HEADER.unpack_from(answer)
    assert (version, kind, digit, num_stages) == (1, Kind.SURE, 7, 8)
    assert probability == reading.trace.probabilities[7]
    assert struct.unpack_from("<8I", answer, 24) == (784, 512, 512, 512, 512, 10, 10, 10)
    packed = reading.trace.packed()
    values = np.frombuffer(answer, "<f4", len(packed), offset=24 + 4 * 8)
    assert np.array_equal(values, packed)


def test_an_answer_ends_with_the_network_that_gave_it(server, pad):
    with server.connect() as connection:
        answer = ask(connection, message(pad))
    assert answer[-8:].hex() == server.models.default.fingerprint


def test_answers_come_in_the_order_of_the_updates(server, pad):
    sequences = [0, 5, 6, NOT_FROM_PAD - 1]
    with server.connect() as connection:
        for sequence in sequences:
            connection.send(message(pad, sequence=sequence))
        answers = [connection.recv(timeout=10) for _ in sequences]
    assert [ANSWER_HEADER.unpack_from(answer)[4] for answer in answers] == sequences


def test_an_empty_pad_is_answered_with_nothing_and_no_stages(server):
    with server.connect() as connection:
        answer = ask(connection, message(np.zeros((112, 112), np.uint8), sequence=3))
    nothing = (VERSION, Kind.NOTHING, NO_DIGIT, NO_DIGIT, 3, 0, 0, 0, 0)
    assert ANSWER_HEADER.unpack(answer) == nothing


@pytest.mark.parametrize("switches", range(4))
def test_the_switches_are_respected(server, pad, switches):
    centre, invert = bool(switches & CENTRE_BIT), bool(switches & INVERT_BIT)
    pad = np.roll(pad, 12, axis=1)
    with server.connect() as connection:
        answer = ask(connection, message(pad, switches=switches))
    image = from_pad(pad, centre=centre, invert=invert).image
    assert np.array_equal(np.frombuffer(answer, "<f4", 784, 24 + 4 * 8), image.numpy().ravel())


@pytest.mark.parametrize("side_px", [28, 280])
def test_the_smallest_and_the_largest_pad_are_answered(server, side_px):
    pad = np.eye(side_px, dtype=np.uint8) * 255
    with server.connect() as connection:
        answer = ask(connection, message(pad))
    expected = encode_answer(read(server.models.default, from_pad(pad)), 1)
    assert without_time(answer) == without_time(expected)


def test_a_token_reaches_its_own_network(model, plotly_path, device, pad):
    models = Models(model, CPU)
    with serving(models, plotly_path) as server, server.connect() as connection:
        answer = ask(connection, message(pad, token=models.token(device)))
    assert ANSWER_HEADER.unpack_from(answer)[2] == 7


def test_a_tie_has_neither_digit_nor_runner_up(digits):
    undecided = NeuralNetwork().requires_grad_(False)
    undecided.linear_relu_stack[4].bias -= 100
    reading = read(PlacedModel(undecided, CPU), from_tensor(digits.images()[0]))
    assert encode_answer(reading, 1)[1:4] == bytes([Kind.UNDECIDED, NO_DIGIT, NO_DIGIT])


# Who may connect


def test_a_foreign_page_is_refused(server):
    with pytest.raises(InvalidStatus) as refused, server.connect("https://elsewhere.example"):
        pass
    assert refused.value.response.status_code == 403


def test_visitors_over_the_bound_are_told_so(model, plotly_path, pad):
    with serving(Models(model, CPU), plotly_path, max_connections=2) as server:
        with server.connect() as first, server.connect():
            assert close_code(server, message(pad)) == 4003
            assert ask(first, message(pad))


def test_a_freed_place_can_be_taken_again(model, plotly_path, pad):
    with serving(Models(model, CPU), plotly_path, max_connections=1) as server:
        for _ in range(5):
            with server.connect() as connection:
                assert ask(connection, message(pad))


def test_a_place_is_freed_after_a_malformed_update(model, plotly_path, pad):
    with serving(Models(model, CPU), plotly_path, max_connections=1) as server:
        assert close_code(server, b"") == 4001
        with server.connect() as connection:
            assert ask(connection, message(pad))


# What is no update

SMALL = np.zeros((28, 28), np.uint8)
MALFORMED = {
    "empty": b"",
    "text": "seven",
    "half a header": message(SMALL)[:12],
    "header only": message(SMALL)[:24],
    "another version": message(SMALL, version=2),
    "one byte short": message(SMALL)[:-1],
    "one byte long": message(SMALL) + b"\0",
    "side too small": message(np.zeros((27, 27), np.uint8)),
    "side too large": message(np.zeros((281, 281), np.uint8)),
    "no side": message(np.zeros((0, 0), np.uint8)),
}


@pytest.mark.parametrize("update", MALFORMED.values(), ids=MALFORMED.keys())
def test_what_is_no_update_closes_the_connection(server, update):
    assert close_code(server, update) == 4001


def test_an_unknown_token_closes_the_connection(server, pad):
    assert close_code(server, message(pad, token=b"\1" * 16)) == 4002


def test_a_frame_over_the_servers_bound_closes_the_connection(server):
    assert close_code(server, bytes(MAX_MESSAGE_BYTES + 1)) == 1009


def test_a_failure_of_ours_closes_the_connection_and_is_logged(plotly_path, pad, caplog):
    broken = Models(NeuralNetwork((3,)), CPU)
    broken.default.model.linear_relu_stack.pop(1)
    broken.default.model.linear_relu_stack.pop(0)
    with serving(broken, plotly_path) as server:
        assert close_code(server, message(pad)) == 1011
    assert "An update could not be answered" in caplog.text


def test_others_are_answered_when_one_misbehaves(server, pad):
    with server.connect() as well_behaved:
        assert close_code(server, b"\xff" * 1000) == 4001
        assert ask(well_behaved, message(pad))


def test_others_are_answered_when_one_vanishes(server, pad):
    with server.connect() as well_behaved, server.connect() as vanishing:
        vanishing.send(message(pad))
        vanishing.socket.shutdown(socket.SHUT_RDWR)
        assert ask(well_behaved, message(pad))


def test_what_looks_like_no_digit_is_said_to_be_none(model, pad, suspicious):
    placed = PlacedModel(model, CPU, Experience(suspicious))
    verdict = read(placed, from_pad(pad)).verdict
    assert (verdict.kind, verdict.digit) == (Kind.NO_DIGIT, 7)


def test_half_a_digit_is_not_asked_whether_it_looks_like_one(model, pad, suspicious):
    placed = PlacedModel(model, CPU, Experience(suspicious))
    assert read(placed, from_pad(pad), is_unfinished=True).verdict.kind is Kind.SURE


@pytest.mark.parametrize(("centre", "kind"), [(True, Kind.NO_DIGIT), (False, Kind.SURE)])
def test_a_digit_that_was_left_off_its_place_is_not_asked_either(
    model, pad, suspicious, centre, kind
):
    placed = PlacedModel(model, CPU, Experience(suspicious))
    reading = read(placed, from_pad(pad, centre=centre))
    assert (reading.verdict.kind is Kind.NO_DIGIT) == (kind is Kind.NO_DIGIT)
    assert (reading.ood_score is None) == (kind is Kind.SURE)


def test_a_tensor_is_asked_as_it_is(model, digits, suspicious):
    placed = PlacedModel(model, CPU, Experience(suspicious))
    assert read(placed, from_tensor(digits.images(0, 1)[0])).verdict.kind is Kind.NO_DIGIT


def test_without_experience_everything_is_a_digit(model, pad):
    assert read(PlacedModel(model, CPU), from_pad(pad)).verdict.kind is Kind.SURE


@pytest.mark.parametrize(("switches", "kind"), [(CENTRE_BIT, 4), (CENTRE_BIT | PEN_DOWN_BIT, 3)])
def test_the_channel_asks_only_when_the_pen_is_up(server, pad, suspicious, switches, kind):
    placed = server.models.default
    before, placed.experience = placed.experience, Experience(suspicious)
    try:
        with server.connect() as connection:
            assert ask(connection, message(pad, switches=switches))[1] == kind
    finally:
        placed.experience = before


@given(st.binary(max_size=2000))
def test_random_bytes_are_malformed_and_nothing_else(content):
    with pytest.raises(MalformedUpdateError):
        decode_update(content)


@given(st.integers(0, 255), st.integers(0, 65_535), st.binary(max_size=3000))
def test_a_random_header_is_an_update_only_if_all_of_it_fits(version, side_px, content):
    assume((version, side_px**2) != (VERSION, len(content)))
    with pytest.raises(MalformedUpdateError):
        decode_update(UPDATE_HEADER.pack(version, 0, side_px, 0, SHARED_TOKEN) + content)


@given(
    st.integers(28, 280),
    st.integers(0, 255),
    st.integers(0, NOT_FROM_PAD),
    st.binary(min_size=16, max_size=16),
)
def test_an_update_decodes_to_what_was_sent(side_px, switches, sequence, token):
    raster = np.random.default_rng(side_px).integers(0, 256, (side_px, side_px), np.uint8)
    sent = message(raster, sequence=sequence, switches=switches, token=token)
    update = decode_update(sent)
    assert (update.sequence, update.token) == (sequence, token)
    assert (update.centre, update.invert) == (bool(switches & 1), bool(switches & 2))
    assert update.is_unfinished == bool(switches & 4)
    assert np.array_equal(update.raster, raster)


# Weights and assets


def test_weights_are_the_parameters_of_the_fingerprint(server):
    placed = server.models.default
    with server.get(f"weights/{placed.fingerprint}") as response:
        assert response.read() == placed.parameter_values
        assert response.headers["Content-Type"] == "application/octet-stream"


def test_weights_may_be_kept_for_good(server):
    with server.get(f"weights/{server.models.default.fingerprint}") as response:
        assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"


@pytest.mark.parametrize("fingerprint", ["0" * 16, "é", "..%2Fweights", "x" * 1000])
def test_weights_of_an_unknown_fingerprint_are_not_found(server, fingerprint):
    with pytest.raises(urllib.error.HTTPError) as refused:
        server.get(f"weights/{urllib.parse.quote(fingerprint)}")
    with refused.value as response:
        assert response.status == 404


def test_plotlys_javascript_is_served_to_be_kept(server, plotly_path):
    with server.get("plotly.min.js") as response:
        assert response.read() == plotly_path.read_bytes()
        assert response.headers["Content-Type"].startswith("text/javascript")
        assert "immutable" in response.headers["Cache-Control"]


def test_an_idle_connection_gives_its_place_away(model, plotly_path):
    with serving(Models(model, CPU), plotly_path, idle_timeout_s=0.1) as server:
        with server.connect() as connection, pytest.raises(ConnectionClosedError) as closed:
            connection.recv(timeout=10)
    assert closed.value.rcvd.code == 4004


def test_a_browser_gets_the_large_files_compressed(server):
    placed = server.models.default
    address = f"http://{server.address}/glassbox/weights/{placed.fingerprint}"
    request = urllib.request.Request(address, headers={"Accept-Encoding": "gzip"})
    with urllib.request.urlopen(request, timeout=10) as response:
        assert response.headers["Content-Encoding"] == "gzip"
        assert gzip.decompress(response.read()) == placed.parameter_values
