"""A camera's frames: read as they come, one after the other, and only small ones."""

import io
import json
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from PIL import Image

from mlp.web.server.frame_route import MAX_FRAME_BYTES, MAX_FRAME_PX, MAX_WAITING
from mlp.web.server.visitors.visitor import Visitor
from tests.support.pictures import lines_of_digits, png
from tests.support.routes import ServedRoutes


@pytest.fixture
def visitor(server: ServedRoutes) -> Visitor:
    return server.visitors.welcome()


def jpeg(pixels: np.ndarray) -> bytes:
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "JPEG")
    return file.getvalue()


FRAME = jpeg(lines_of_digits([7, 1], [4]))


def send(server: ServedRoutes, token: str, frame: bytes) -> tuple[int, object]:
    """Send a frame; the status and what was read."""
    request = urllib.request.Request(
        f"http://{server.address}/glassbox/frame", frame, headers={"Glassbox-Visitor": token}
    )
    try:
        with urllib.request.urlopen(request, timeout=60) as response:
            return response.status, json.loads(response.read())
    except urllib.error.HTTPError as refused:
        with refused:
            return refused.code, None


def test_every_digit_on_a_frame_is_read(server: ServedRoutes, visitor: Visitor) -> None:
    status, sheet = send(server, visitor.token.hex(), FRAME)
    assert status == 200 and isinstance(sheet, dict)
    assert [digit["verdict"]["digit"] for digit in sheet["digits"]] == [7, 1, 4]


def test_a_frame_leaves_the_visitors_digit(server: ServedRoutes, visitor: Visitor) -> None:
    before = visitor.digit
    send(server, visitor.token.hex(), FRAME)
    assert visitor.digit is before and visitor.number == 0


def test_on_a_grey_wall_nothing_is_read(server: ServedRoutes, visitor: Visitor) -> None:
    wall = jpeg(np.full((48, 64), 128, np.uint8))
    assert send(server, visitor.token.hex(), wall) == (200, None)


@pytest.mark.parametrize("token", ["", "seven", "00" * 16])
def test_a_strangers_frame_is_not_read(server: ServedRoutes, token: str) -> None:
    assert send(server, token, FRAME)[0] == 410


@pytest.mark.parametrize(
    "frame",
    [
        b"",
        b"seven",
        png(np.zeros((8, 8), np.uint8)),
        jpeg(np.zeros((8, MAX_FRAME_PX + 1), np.uint8)),
        FRAME + bytes(MAX_FRAME_BYTES),
    ],
)
def test_what_is_no_small_jpeg_is_refused(
    server: ServedRoutes, visitor: Visitor, frame: bytes
) -> None:
    assert send(server, visitor.token.hex(), frame)[0] == 400


def test_of_frames_sent_at_once_not_all_are_read(server: ServedRoutes, visitor: Visitor) -> None:
    token = visitor.token.hex()
    with ThreadPoolExecutor(6) as senders:
        statuses = list(senders.map(lambda _: send(server, token, FRAME)[0], range(6)))
    assert set(statuses) == {200, 429}
    assert send(server, token, FRAME)[0] == 200


def test_many_cameras_take_turns_and_too_many_are_told_to_wait(server: ServedRoutes) -> None:
    crowd = [server.visitors.welcome() for _ in range(2 * MAX_WAITING)]
    with ThreadPoolExecutor(len(crowd)) as senders:
        statuses = list(senders.map(lambda each: send(server, each.token.hex(), FRAME)[0], crowd))
    assert set(statuses) == {200, 503} and statuses.count(200) >= MAX_WAITING
