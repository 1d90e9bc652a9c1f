import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlp.dataset import Digits
from mlp.net.device import available_devices
from mlp.net.network import NeuralNetwork
from mlp.net.placed import PlacedModel
from mlp.net.reading import read
from mlp.net.verdict import Kind
from mlp.picture.prepare import from_tensor
from mlp.web.server.messages import (
    NO_DIGIT,
    READ_DIGIT,
    VERSION,
    Asked,
    RefusedError,
    decode_request,
    encode_answer,
)
from mlp.web.server.visitors.digit import example_digit
from mlp.web.server.visitors.visitor import Target
from tests.support.routes import ANSWER_HEADER, REQUEST_HEADER

RASTER_BYTES = 112 * 112


def test_a_tie_has_neither_digit_nor_runner_up(digits: Digits) -> None:
    undecided = NeuralNetwork().requires_grad_(False)
    list(undecided.parameters())[-1].sub_(100)
    reading = read(PlacedModel(undecided, available_devices()[-1]), from_tensor(digits.images()[0]))
    fields = ANSWER_HEADER.unpack_from(encode_answer(reading, example_digit(0), number=1))
    assert fields[5:8] == (Kind.UNDECIDED, NO_DIGIT, NO_DIGIT)


def test_without_the_last_relu_the_same_scores_have_a_winner(digits: Digits) -> None:
    undecided = NeuralNetwork().requires_grad_(False)
    list(undecided.parameters())[-1].sub_(100)
    placed = PlacedModel(undecided, available_devices()[-1])
    reading = read(placed, from_tensor(digits.images()[0]))
    assert reading.trace is not None
    scores = reading.trace.scores.values()
    answer = encode_answer(reading, example_digit(0), number=1)
    assert ANSWER_HEADER.unpack_from(answer)[9] == scores.argmax()
    assert np.frombuffer(answer, "<f4", 10, 40).argmax() == scores.argmax()


@given(st.binary(max_size=2000))
def test_random_bytes_are_refused_and_nothing_else(content: bytes) -> None:
    with pytest.raises(RefusedError):
        decode_request(content)


@given(st.sampled_from(sorted(Asked)), st.binary(min_size=1, max_size=3000))
def test_a_request_with_other_bytes_than_it_needs_is_refused(asked: Asked, body: bytes) -> None:
    with pytest.raises(RefusedError):
        decode_request(REQUEST_HEADER.pack(VERSION, asked, 0, 0, 0, 0, bytes(16)) + body)


@given(st.sampled_from([Asked.WHY_NOT, Asked.SLOPES]), st.integers(0, 255))
def test_a_question_is_about_a_digit_or_none_and_slopes_also_about_the_one_that_is_read(
    asked: Asked, which: int
) -> None:
    message = REQUEST_HEADER.pack(VERSION, asked, 0, which, 0, 0, bytes(16))
    known: dict[int, Target | None] = {digit: digit for digit in range(10)} | {NO_DIGIT: None}
    if asked == Asked.SLOPES:
        known[READ_DIGIT] = "read"
    if which not in known:
        with pytest.raises(RefusedError):
            decode_request(message)
        return
    request = decode_request(message)
    assert known[which] == (request.target if asked == Asked.SLOPES else request.against)


@given(
    st.integers(0, 255),
    st.integers(0, 2**32 - 1),
    st.integers(0, 2**32 - 1),
    st.binary(min_size=16, max_size=16),
)
def test_ink_decodes_to_what_was_sent(
    seed: int, sequence: int, revision: int, token: bytes
) -> None:
    raster = np.random.default_rng(seed).integers(0, 256, (112, 112), np.uint8)
    header = REQUEST_HEADER.pack(VERSION, Asked.INK, seed & 1, 0, sequence, revision, token)
    request = decode_request(header + raster.tobytes())
    assert (request.sequence, request.revision, request.token) == (sequence, revision, token)
    assert request.is_unfinished == bool(seed & 1)
    assert request.raster is not None and np.array_equal(request.raster, raster)
