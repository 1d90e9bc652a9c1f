import numpy as np
import pytest
from hypothesis import assume, given
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
    NOT_FROM_PAD,
    VERSION,
    MalformedUpdateError,
    decode_update,
    encode_answer,
)
from mlp.web.server.models import SHARED_TOKEN
from tests.support.routes import UPDATE_HEADER, update


def test_a_tie_has_neither_digit_nor_runner_up(digits: Digits) -> None:
    undecided = NeuralNetwork().requires_grad_(False)
    list(undecided.parameters())[-1].sub_(100)
    reading = read(PlacedModel(undecided, available_devices()[-1]), from_tensor(digits.images()[0]))
    assert encode_answer(reading, 1)[1:4] == bytes([Kind.UNDECIDED, NO_DIGIT, NO_DIGIT])


@given(st.binary(max_size=2000))
def test_random_bytes_are_malformed_and_nothing_else(content: bytes) -> None:
    with pytest.raises(MalformedUpdateError):
        decode_update(content)


@given(st.integers(0, 255), st.integers(0, 65_535), st.binary(max_size=3000))
def test_a_random_header_is_an_update_only_if_all_of_it_fits(
    version: int, side_px: int, content: bytes
) -> None:
    assume((version, side_px**2) != (VERSION, len(content)))
    with pytest.raises(MalformedUpdateError):
        decode_update(UPDATE_HEADER.pack(version, 0, side_px, 0, SHARED_TOKEN) + content)


@given(
    st.integers(28, 280),
    st.integers(0, 255),
    st.integers(0, NOT_FROM_PAD),
    st.binary(min_size=16, max_size=16),
)
def test_an_update_decodes_to_what_was_sent(
    side_px: int, switches: int, sequence: int, token: bytes
) -> None:
    raster = np.random.default_rng(side_px).integers(0, 256, (side_px, side_px), np.uint8)
    decoded = decode_update(update(raster, sequence=sequence, switches=switches, token=token))
    assert (decoded.sequence, decoded.token) == (sequence, token)
    assert (decoded.centre, decoded.invert) == (bool(switches & 1), bool(switches & 2))
    assert decoded.is_unfinished == bool(switches & 4)
    assert np.array_equal(decoded.raster, raster)
