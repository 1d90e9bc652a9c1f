"""The channel over a real socket: what is answered, to whom, and what is refused."""

import base64
import io
import json
import socket
import struct
import threading
import time
import urllib.error
import zlib
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from websockets.exceptions import ConnectionClosedError, InvalidStatus

from mlp.dataset import load_digits
from mlp.explain.score_difference import first_two
from mlp.net.device import available_devices
from mlp.net.network import NeuralNetwork
from mlp.net.out_of_distribution import Detector
from mlp.net.placed import Experience
from mlp.net.reading import read
from mlp.net.verdict import Kind
from mlp.picture.file import load_picture
from mlp.picture.prepare import WrittenPicture, from_pad
from mlp.web.server.channel import Bounds
from mlp.web.server.messages import (
    CENTRE_BIT,
    INVERT_BIT,
    MAX_REQUEST_BYTES,
    NO_DIGIT,
    PEN_DOWN_BIT,
    SLOW_BIT,
    Asked,
    encode_answer,
)
from mlp.web.server.models import Models
from mlp.web.server.visitors.digit import Digit, example_digit
from mlp.web.server.visitors.visitor import Visitor
from tests.support.routes import (
    ANSWER_HEADER,
    MAX_MESSAGE_BYTES,
    PAGE,
    ServedRoutes,
    ask,
    asking,
    close_code,
    ink,
    serving,
    without_time,
)

CPU = available_devices()[-1]
BLANK = np.zeros((112, 112), np.uint8)


@pytest.fixture
def visitor(server: ServedRoutes) -> Visitor:
    return server.visitors.welcome()


def shown(visitor: Visitor) -> bytes:
    assert visitor.digit.raster is not None
    return visitor.digit.raster.tobytes()


# Answers


def test_an_answer_equals_a_direct_reading(
    server: ServedRoutes, visitor: Visitor, pad: np.ndarray
) -> None:
    with server.connect() as connection:
        answer = ask(connection, ink(visitor, pad, sequence=9))
    reading = read(server.models.default, from_pad(pad))
    why = visitor.why(reading)
    expected = encode_answer(reading, visitor.digit, number=1, why=why)
    assert why is not None and answer[:8] == struct.pack("<BBBxI", 4, Asked.INK, 0, 9)
    assert without_time(answer)[8:] == without_time(answer[:8] + expected)[8:]


def test_the_answer_over_http_is_the_same(
    server: ServedRoutes, visitor: Visitor, pad: np.ndarray
) -> None:
    with server.post(ink(visitor, pad, sequence=9)) as response:
        over_http = response.read()
        assert response.headers["Cache-Control"] == "no-store"
    other = server.visitors.welcome()
    with server.connect() as connection:
        over_socket = ask(connection, ink(other, pad, sequence=9))
    assert without_time(over_http) == without_time(over_socket)


def test_an_answer_holds_the_verdict_and_every_stage(
    server: ServedRoutes, visitor: Visitor, pad: np.ndarray
) -> None:
    with server.connect() as connection:
        answer = ask(connection, ink(visitor, pad))
    trace = visitor.reading().trace
    assert trace is not None
    _, _, sequence, _, num_stages, kind, digit, *_ = ANSWER_HEADER.unpack_from(answer, 8)
    assert (sequence, kind, digit, num_stages) == (1, Kind.SURE, 7, 8)
    assert struct.unpack_from("<8I", answer, 88) == (784, 512, 512, 512, 512, 10, 10, 10)
    packed = trace.packed()
    values = np.frombuffer(answer, "<f4", len(packed), offset=88 + 4 * 8)
    assert np.array_equal(values, packed)
    assert answer[-8:].hex() == server.models.default.fingerprint


def test_ink_becomes_the_visitors_digit(
    server: ServedRoutes, visitor: Visitor, pad: np.ndarray
) -> None:
    with server.connect() as connection:
        ask(connection, ink(visitor, pad, bits=PEN_DOWN_BIT))
        assert visitor.digit.is_unfinished
        ask(connection, ink(visitor, pad, sequence=2))
    assert shown(visitor) == pad.tobytes()
    assert not visitor.digit.is_unfinished and visitor.digit.sequence == 2


def test_ink_that_arrives_late_changes_nothing_and_is_answered(
    server: ServedRoutes, visitor: Visitor, pad: np.ndarray
) -> None:
    with server.connect() as connection:
        ask(connection, ink(visitor, pad, sequence=5))
        answer = ask(connection, ink(visitor, BLANK, sequence=4))
    assert shown(visitor) == pad.tobytes()
    assert ANSWER_HEADER.unpack_from(answer, 8)[2] == 5


def test_ink_on_a_picture_that_was_replaced_changes_nothing(
    server: ServedRoutes, visitor: Visitor, pad: np.ndarray
) -> None:
    visitor.show(example_digit(3))
    with server.connect() as connection:
        ask(connection, ink(visitor, pad, revision=0))
        assert visitor.digit.example == 3
        ask(connection, ink(visitor, pad, sequence=2, revision=1))
    assert visitor.digit.source == "pad"


def test_answers_are_numbered_in_their_order(
    server: ServedRoutes, visitor: Visitor, pad: np.ndarray
) -> None:
    with server.connect() as connection:
        for sequence in (1, 2, 3):
            connection.send(ink(visitor, pad, sequence=sequence))
        answers = [connection.recv(timeout=10, decode=False) for _ in range(3)]
    assert [struct.unpack_from("<I", answer, 4)[0] for answer in answers] == [1, 2, 3]
    assert [ANSWER_HEADER.unpack_from(answer, 8)[0] for answer in answers] == [1, 2, 3]


def test_an_empty_pad_is_answered_with_nothing_and_no_stages(
    server: ServedRoutes, visitor: Visitor
) -> None:
    with server.connect() as connection:
        answer = ask(connection, ink(visitor, BLANK))
    _, _, _, _, num_stages, kind, digit, runner_up, *_ = ANSWER_HEADER.unpack_from(answer, 8)
    assert (num_stages, kind, digit, runner_up) == (0, Kind.NOTHING, NO_DIGIT, NO_DIGIT)
    assert len(answer) == 88


@pytest.mark.parametrize("bits", [0, CENTRE_BIT, INVERT_BIT, CENTRE_BIT | INVERT_BIT])
def test_the_switches_are_respected(
    server: ServedRoutes, visitor: Visitor, pad: np.ndarray, bits: int
) -> None:
    pad = np.roll(pad, 12, axis=1)
    both = CENTRE_BIT | INVERT_BIT
    with server.connect() as connection:
        ask(connection, ink(visitor, pad))
        answer = ask(connection, asking(visitor, Asked.SWITCH, sequence=2, bits=bits, which=both))
    centre, invert = bool(bits & CENTRE_BIT), bool(bits & INVERT_BIT)
    image = from_pad(pad, centre=centre, invert=invert).image
    assert np.array_equal(np.frombuffer(answer, "<f4", 784, 88 + 4 * 8), image.numpy().ravel())


def test_a_switch_that_is_not_named_stays(
    server: ServedRoutes, visitor: Visitor, pad: np.ndarray
) -> None:
    with server.connect() as connection:
        ask(connection, ink(visitor, pad))
        ask(connection, asking(visitor, Asked.SWITCH, bits=INVERT_BIT, which=INVERT_BIT))
        ask(connection, asking(visitor, Asked.SWITCH, bits=0, which=CENTRE_BIT))
    assert (visitor.centre, visitor.invert) == (False, True)


def test_whatever_python_shows_is_answered(server: ServedRoutes, visitor: Visitor) -> None:
    visitor.show(example_digit(3))
    with server.connect() as connection:
        answer = ask(connection, asking(visitor, Asked.CURRENT))
    _, revision, sequence, *_ = ANSWER_HEADER.unpack_from(answer, 8)
    assert (revision, sequence) == (1, 0xFFFFFFFF)


def test_a_visitors_network_answers(
    server: ServedRoutes, visitor: Visitor, pad: np.ndarray, model: NeuralNetwork
) -> None:
    own = NeuralNetwork((5,)).eval().requires_grad_(False)
    visitor.use(server.models.place_own(own, CPU))
    with server.connect() as connection:
        answer = ask(connection, ink(visitor, pad))
    assert answer[-8:].hex() == visitor.model.fingerprint != server.models.default.fingerprint


def test_the_details_say_how_the_digit_was_prepared_and_the_largest_difference(
    server: ServedRoutes, visitor: Visitor, pad: np.ndarray
) -> None:
    with server.connect() as connection:
        ask(connection, ink(visitor, pad))
        details = json.loads(ask(connection, asking(visitor, Asked.DETAILS))[8:])
    assert [step["name"] for step in details["steps"]] == [
        step.name for step in visitor.prepared().steps
    ]
    assert (details["number"], details["isFixed"], details["difference"]) == (1, False, 0.0)
    assert details["centred"]["digit"] == 7 and details["uncentred"] is not None


def test_the_details_bring_real_digits_that_are_like_it_but_not_itself(
    server: ServedRoutes, visitor: Visitor
) -> None:
    visitor.show(example_digit(0))
    with server.connect() as connection:
        details = json.loads(ask(connection, asking(visitor, Asked.DETAILS))[8:])
    reminders = details["reminders"]
    assert len(reminders) == 6 and 0 not in [each["index"] for each in reminders]
    digits = load_digits("test")
    for each in reminders:
        pixels = np.frombuffer(base64.b64decode(each["pixels"]), np.uint8).reshape(28, 28)
        np.testing.assert_array_equal(pixels, digits.pixels[each["index"]].numpy())
        assert each["label"] == digits.labels[each["index"]]


def test_the_details_say_what_would_speak_for_the_digit_that_was_asked_about(
    server: ServedRoutes, visitor: Visitor, pad: np.ndarray
) -> None:
    with server.connect() as connection:
        ask(connection, ink(visitor, pad))
        ask(connection, asking(visitor, Asked.WHY_NOT, which=1))
        missing = json.loads(ask(connection, asking(visitor, Asked.DETAILS))[8:])["missing"]
    why = visitor.why(visitor.reading())
    assert why is not None and why.against == 1
    assert missing["difference"] < why.difference


def test_of_nothing_drawn_the_details_explain_nothing(
    server: ServedRoutes, visitor: Visitor
) -> None:
    with server.connect() as connection:
        details = json.loads(ask(connection, asking(visitor, Asked.DETAILS))[8:])
    assert (details["missing"], details["reminders"], details["oodScore"]) == (None, [], None)


def test_answers_compare_with_the_digit_that_is_asked_about_until_it_is_let_go(
    server: ServedRoutes, visitor: Visitor, pad: np.ndarray
) -> None:
    compared = []
    with server.connect() as connection:
        ask(connection, ink(visitor, pad))
        for which in (1, 255):
            ask(connection, asking(visitor, Asked.WHY_NOT, which=which))
            answer = ask(connection, ink(visitor, pad, sequence=which + 2))
            digit, against = answer[-8 - 3156 : -8 - 3154]
            compared.append((digit, against))
    traced = visitor.reading().trace
    assert traced is not None and compared == [(7, 1), first_two(traced)]


def test_answers_say_what_would_be_learned_as_long_as_that_is_wanted(
    server: ServedRoutes, visitor: Visitor, pad: np.ndarray
) -> None:
    units = 4 * (512 + 512 + 10)
    with server.connect() as connection:
        before = ask(connection, ink(visitor, pad))
        ask(connection, asking(visitor, Asked.SLOPES, which=3))
        wanted = ask(connection, ink(visitor, pad, sequence=3))
        after = ask(connection, asking(visitor, Asked.SLOPES, which=NO_DIGIT))
    assert len(before) == len(after) == len(wanted) - 8 - units
    assert wanted[-8 - units - 8] == 3
    visitor.target = 3
    errors = visitor.errors(visitor.reading())
    assert errors is not None
    found = np.frombuffer(wanted[-8 - units : -8], "<f4")
    np.testing.assert_array_equal(found, np.concatenate(list(errors.stages.values())))


def test_the_link_opens_the_same_digit(
    server: ServedRoutes, visitor: Visitor, pad: np.ndarray
) -> None:
    with server.connect() as connection:
        assert json.loads(ask(connection, asking(visitor, Asked.LINK))[8:]) is None
        ask(connection, ink(visitor, pad))
        assert json.loads(ask(connection, asking(visitor, Asked.LINK))[8:]) == visitor.link()


def test_on_a_slow_line_both_ways_are_deflated(
    server: ServedRoutes, visitor: Visitor, pad: np.ndarray
) -> None:
    packer = zlib.compressobj(wbits=-15)
    plain = ink(visitor, pad, bits=SLOW_BIT)
    packed = plain[:28] + packer.compress(plain[28:]) + packer.flush()
    with server.connect() as connection:
        answer = ask(connection, packed)
    reading = visitor.reading()
    expected = encode_answer(reading, visitor.digit, number=1, why=visitor.why(reading))
    assert zlib.decompress(answer[8:], wbits=-15) == expected
    assert len(packed) < 1000 and len(answer) < len(expected) // 2


@pytest.mark.parametrize(("bits", "kind"), [(0, Kind.NO_DIGIT), (PEN_DOWN_BIT, Kind.DRAWING)])
def test_whether_it_is_a_digit_is_asked_only_when_the_pen_is_up(
    model: NeuralNetwork,
    plotly_path: Path,
    pad: np.ndarray,
    suspicious: Detector,
    bits: int,
    kind: Kind,
) -> None:
    models = Models(model, CPU, Experience(suspicious))
    with serving(models, plotly_path) as server, server.connect() as connection:
        visitor = server.visitors.welcome()
        assert ask(connection, ink(visitor, pad, bits=bits))[22] == kind


# Who may connect


def test_a_foreign_page_is_refused(server: ServedRoutes, visitor: Visitor) -> None:
    with pytest.raises(InvalidStatus) as refused, server.connect("https://elsewhere.example"):
        pass
    assert refused.value.response.status_code == 403
    with pytest.raises(urllib.error.HTTPError, match="403"):
        server.post(ink(visitor, BLANK), "https://elsewhere.example")


def test_visitors_over_the_bound_are_told_so(
    models: Models, plotly_path: Path, pad: np.ndarray
) -> None:
    with serving(models, plotly_path, bounds=Bounds(num_connections=2)) as server:
        visitor = server.visitors.welcome()
        with server.connect() as first, server.connect():
            assert close_code(server, ink(visitor, pad)) == 4003
            assert ask(first, ink(visitor, pad))


def test_one_address_takes_only_its_part(
    models: Models, plotly_path: Path, pad: np.ndarray
) -> None:
    bounds = Bounds(num_of_address=1)
    with serving(models, plotly_path, bounds=bounds) as server, server.connect():
        visitor = server.visitors.welcome()
        assert close_code(server, ink(visitor, pad)) == 4003


def test_a_freed_place_can_be_taken_again(
    models: Models, plotly_path: Path, pad: np.ndarray
) -> None:
    with serving(models, plotly_path, bounds=Bounds(num_connections=1)) as server:
        visitor = server.visitors.welcome()
        assert close_code(server, b"") == 4001
        for _ in range(5):
            with server.connect() as connection:
                assert ask(connection, ink(visitor, pad))


def test_an_idle_connection_gives_its_place_away(models: Models, plotly_path: Path) -> None:
    with serving(models, plotly_path, bounds=Bounds(idle_s=0.1)) as server:
        with server.connect() as connection, pytest.raises(ConnectionClosedError) as closed:
            connection.recv(timeout=10)
    assert closed.value.rcvd is not None and closed.value.rcvd.code == 4004


# What is refused

STRANGER = Visitor(Models(NeuralNetwork((3,)), CPU))
WHOLE = ink(STRANGER, BLANK)
REFUSED = {
    "empty": (b"", 4001),
    "text": ("seven", 4001),
    "half a header": (WHOLE[:12], 4001),
    "header only": (WHOLE[:28], 4001),
    "one byte short": (WHOLE[:-1], 4001),
    "one byte long": (WHOLE + b"\0", 4001),
    "nothing that can be asked": (WHOLE[:1] + b"\x09" + WHOLE[2:], 4001),
    "not deflated": (WHOLE[:2] + bytes([SLOW_BIT]) + WHOLE[3:27] + b"\xff" * 99, 4001),
    "a switch with ink": (asking(STRANGER, Asked.SWITCH) + b"\0", 4001),
    "an unknown visitor": (WHOLE, 4002),
    "the version before": (b"\x01" + WHOLE[1:], 4005),
}


@pytest.mark.parametrize(("message", "code"), REFUSED.values(), ids=REFUSED.keys())
def test_what_is_no_request_closes_the_connection(
    server: ServedRoutes, message: bytes | str, code: int
) -> None:
    assert close_code(server, message) == code


@pytest.mark.parametrize(
    ("message", "status"),
    [
        (WHOLE[:-1], 400),
        (bytes(MAX_REQUEST_BYTES + 1), 400),
        (WHOLE, 410),
        (b"\x01" + WHOLE[1:], 426),
    ],
)
def test_over_http_it_is_said_by_the_status(
    server: ServedRoutes, message: bytes, status: int
) -> None:
    with pytest.raises(urllib.error.HTTPError, match=str(status)):
        server.post(message)


def test_a_deflated_bomb_is_not_unpacked(server: ServedRoutes, visitor: Visitor) -> None:
    packer = zlib.compressobj(9, wbits=-15)
    bomb = packer.compress(bytes(50_000_000)) + packer.flush()
    header = ink(visitor, BLANK, bits=SLOW_BIT)[:28]
    assert close_code(server, header + bomb) == 4001


def test_a_frame_over_the_servers_bound_closes_the_connection(server: ServedRoutes) -> None:
    assert close_code(server, bytes(MAX_MESSAGE_BYTES + 1)) == 1009


def test_a_visitor_ends_with_the_session_that_holds_it(
    server: ServedRoutes, pad: np.ndarray
) -> None:
    message = ink(server.visitors.welcome(), pad)
    assert close_code(server, message) == 4002


def test_a_failure_of_ours_closes_the_connection_and_is_logged(
    plotly_path: Path, pad: np.ndarray, caplog: pytest.LogCaptureFixture
) -> None:
    broken = Models(NeuralNetwork((3,)), CPU)
    broken.default.model.linear_relu_stack.pop(1)
    broken.default.model.linear_relu_stack.pop(0)
    with serving(broken, plotly_path) as server:
        visitor = server.visitors.welcome()
        assert close_code(server, ink(visitor, pad)) == 1011
    assert "A request could not be answered" in caplog.text


# Others notice nothing


def test_others_are_answered_when_one_misbehaves(
    server: ServedRoutes, visitor: Visitor, pad: np.ndarray
) -> None:
    with server.connect() as well_behaved:
        assert close_code(server, b"\xff" * 1000) == 4005
        assert ask(well_behaved, ink(visitor, pad))


def test_others_are_answered_when_one_vanishes(
    server: ServedRoutes, visitor: Visitor, pad: np.ndarray
) -> None:
    with server.connect() as well_behaved, server.connect() as vanishing:
        vanishing.send(ink(visitor, pad))
        vanishing.socket.shutdown(socket.SHUT_RDWR)
        assert ask(well_behaved, ink(visitor, pad, sequence=2))


def test_others_are_answered_while_a_photograph_is_searched_for_ink(
    server: ServedRoutes, visitor: Visitor, pad: np.ndarray
) -> None:
    sheet = np.full((2000, 3000, 3), 235, np.uint8)
    sheet[400:1600, 1400:1600] = 30
    content = io.BytesIO()
    Image.fromarray(sheet).save(content, "png")
    searched = server.visitors.welcome()
    written = WrittenPicture(load_picture(content.getvalue()))
    searched.show(Digit("upload", "a photograph", picture=written))
    with server.connect() as slow, server.connect() as quick:
        ask(quick, ink(visitor, pad))
        slow.send(asking(searched, Asked.CURRENT))
        ask(quick, ink(visitor, pad, sequence=2))
        with pytest.raises(TimeoutError):
            slow.recv(timeout=0)
        assert slow.recv(timeout=10)


def test_a_flood_is_slowed_to_the_bound(
    server: ServedRoutes, visitor: Visitor, pad: np.ndarray
) -> None:
    num_asked = 60
    with server.connect() as connection:
        started_s = time.monotonic()
        for sequence in range(1, num_asked + 1):
            connection.send(ink(visitor, pad, sequence=sequence))
        for _ in range(num_asked):
            connection.recv(timeout=10)
    # Thirty at once, the others at a hundred a second.
    assert time.monotonic() - started_s > 0.25


def test_a_reader_that_never_reads_is_dropped(
    models: Models, plotly_path: Path, pad: np.ndarray
) -> None:
    bounds = Bounds(unread_s=0.3, num_connections=1)
    with serving(models, plotly_path, bounds=bounds) as server:
        visitor = server.visitors.welcome()
        message = ink(visitor, pad)
        frame = b"\x82\xfe" + struct.pack(">H", len(message)) + bytes(4) + message
        host, port = server.address.split(":")
        with socket.socket() as raw:
            raw.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            raw.connect((host, int(port)))
            raw.sendall(
                b"GET /glassbox/live HTTP/1.1\r\nHost: localhost\r\nOrigin: "
                + PAGE.encode()
                + b"\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13"
                b"\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"
            )
            assert raw.recv(100).startswith(b"HTTP/1.1 101")
            flooding = threading.Thread(target=_send_for_ever, args=(raw, frame), daemon=True)
            flooding.start()
            for _ in range(100):
                with suppress(ConnectionClosedError), server.connect() as other:
                    assert ask(other, message)
                    break
                time.sleep(0.1)
            else:
                pytest.fail("its place was never free again")
            raw.shutdown(socket.SHUT_RDWR)
            flooding.join(10)


def _send_for_ever(raw: socket.socket, frame: bytes) -> None:
    with suppress(OSError):  # the server has had enough
        while True:
            raw.sendall(frame)
