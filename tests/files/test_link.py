import base64
import lzma
import re
import string
import tracemalloc
import zlib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from PIL import Image, ImageDraw

from mlp.errors import InputError
from mlp.files.link import (
    MAX_LINK_CHARS,
    MAX_SEED,
    RASTER_PX,
    Drawing,
    Example,
    Linked,
    Pixels,
    RandomPicture,
    pack,
    unpack,
)
from tests.support.strokes import DIGIT_STROKES, Point

PEN = 0.09  # the pad's usual pen, as a share of its side
FINE = 8  # drawn this much larger, then reduced: soft edges, as the browser's

# Few grey values, and up to nothing but: the easiest and the hardest to compress.
any_pixels = arrays(np.uint8, (28, 28), fill=st.just(0)) | st.builds(
    lambda seed, share: speckled((28, 28), seed, share), st.integers(0, 999), st.floats(0, 1)
)
any_raster = arrays(np.uint8, (RASTER_PX, RASTER_PX), fill=st.just(0))
not_blank = np.ndarray.any


def drawn(strokes: list[list[Point]], pen: float = PEN) -> np.ndarray:
    """Draw round strokes with soft edges: uint8 (112, 112)."""
    side_px = RASTER_PX * FINE
    canvas = Image.new("L", (side_px, side_px))
    draw = ImageDraw.Draw(canvas)
    radius = pen * side_px / 2
    for stroke in strokes:
        points = [(x * side_px, y * side_px) for x, y in stroke]
        draw.line(points, 255, round(2 * radius))
        for x, y in points:
            draw.ellipse((x - radius, y - radius, x + radius, y + radius), 255)
    return np.asarray(canvas.reduce(FINE))


def speckled(shape: tuple[int, int], seed: int, share: float) -> np.ndarray:
    """Make a picture of black and white dots, a share of them of any grey value."""
    noise = np.random.default_rng(seed)
    dots = noise.choice(np.array([0, 255], np.uint8), shape)
    return np.where(noise.random(shape) < share, noise.integers(0, 256, shape), dots).astype("u1")


def digit(number: int = 3) -> np.ndarray:
    return drawn(DIGIT_STROKES[number])


def link(start: str) -> str:
    """Write a link by hand, with the right checksum."""
    return f"{start}.{zlib.crc32(start.encode()):08x}"


def link_of_bytes(content: bytes, *, kind: str = "d") -> str:
    """Write a link whose picture is made of these bytes, compressed as `pack` does."""
    coder = {"id": lzma.FILTER_LZMA1, "dict_size": 2**15, "lc": 0, "lp": 0, "pb": 0}
    squeezed = lzma.compress(content, lzma.FORMAT_RAW, filters=[coder])
    return link(f"1.{kind}.{base64.urlsafe_b64encode(squeezed).decode().rstrip('=')}")


REFUSALS = ("This link is broken", "Nothing is drawn")
WHOLE = pack(Drawing(digit()))


@given(any_raster.filter(not_blank), st.booleans(), st.booleans())
def test_a_drawing_comes_back_with_its_switches(
    raster: np.ndarray, centre: bool, invert: bool
) -> None:
    try:
        text = pack(Drawing(raster, centre, invert))
    except ValueError:
        return  # too intricate: the claim of another test
    linked = unpack(text)
    assert isinstance(linked, Drawing)
    assert np.array_equal(linked.raster, raster)
    assert (linked.centre, linked.invert) == (centre, invert)


@pytest.mark.parametrize("number", DIGIT_STROKES)
@pytest.mark.parametrize("pen", [0.04, PEN, 0.14])
def test_a_drawn_digit_fits_and_comes_back_exactly(number: int, pen: float) -> None:
    raster = drawn(DIGIT_STROKES[number], pen)
    linked = unpack(pack(Drawing(raster)))
    assert isinstance(linked, Drawing)
    assert np.array_equal(linked.raster, raster)


@given(any_pixels.filter(not_blank))
def test_any_28_by_28_pixels_fit_and_come_back_exactly(pixels: np.ndarray) -> None:
    linked = unpack(pack(Pixels(pixels)))
    assert isinstance(linked, Pixels)
    assert np.array_equal(linked.pixels, pixels)


@pytest.mark.parametrize(
    "linked", [Example(0), Example(9_999), RandomPicture(0), RandomPicture(MAX_SEED)]
)
def test_an_example_or_a_random_picture_comes_back(linked: Linked) -> None:
    assert unpack(pack(linked)) == linked


@pytest.mark.parametrize(
    "linked", [Drawing(digit(), False, True), Pixels(speckled((28, 28), 0, 1)), Example(7)]
)
def test_a_link_has_only_characters_that_an_address_takes_as_they_are(linked: Linked) -> None:
    assert re.fullmatch(r"[A-Za-z0-9._-]*[A-Za-z0-9]", pack(linked))


def test_too_intricate_a_drawing_is_replaced_by_its_pixels() -> None:
    intricate = Drawing(speckled((RASTER_PX, RASTER_PX), 0, 1))
    pixels = speckled((28, 28), 0, 1)
    with pytest.raises(ValueError, match="a link holds 1400"):
        pack(intricate)
    assert pack(intricate, otherwise=Pixels(pixels)) == pack(Pixels(pixels))


def test_a_drawing_that_fits_is_not_replaced() -> None:
    assert pack(Drawing(digit()), otherwise=Pixels(speckled((28, 28), 0, 1))) == WHOLE


def test_links_of_this_version_stay_readable() -> None:
    rectangle = np.zeros((28, 28), np.uint8)
    rectangle[4:24, 12:16] = 255
    rectangle[3, 11:17] = 20, 90, 160, 230, 120, 50
    linked = unpack("1.p.AABvIYNk8UCgcH5sZp8xbpcCGVe6zwW_wRg2J__-asgA.14429666")
    assert isinstance(linked, Pixels)
    assert np.array_equal(linked.pixels, rectangle)
    assert unpack("1.t.4711.946b8b92") == Example(4711)


def test_spaces_and_line_ends_around_a_link_do_no_harm() -> None:
    assert unpack(f" {pack(Example(5))}\r\n") == Example(5)


@given(st.text())
def test_any_text_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(InputError, match=r"^This link .*\.$"):
        unpack(text)


@given(st.integers(0, len(WHOLE) - 1))
def test_a_link_that_was_cut_off_is_refused(length: int) -> None:
    with pytest.raises(InputError, match="cut off or changed"):
        unpack(WHOLE[:length])


@given(st.integers(2, len(WHOLE) - 1), st.sampled_from(string.ascii_letters + string.digits))
def test_a_mistyped_link_is_refused(place: int, character: str) -> None:
    mistyped = WHOLE[:place] + character + WHOLE[place + 1 :]
    if mistyped != WHOLE:
        with pytest.raises(InputError, match="cut off or changed"):
            unpack(mistyped)


@given(
    st.sampled_from(["d", "dn", "di", "dni", "p", "t", "r"]),
    st.text("-_" + string.ascii_letters + string.digits, min_size=1, max_size=1300),
)
def test_any_body_with_the_right_checksum_is_read_or_refused(kind: str, body: str) -> None:
    try:
        unpack(link(f"1.{kind}.{body}"))
    except InputError as error:
        assert str(error).startswith(REFUSALS)


@given(st.sampled_from("dp"), st.lists(st.integers(0, 3), max_size=30), st.integers(0, 900))
def test_any_unpacked_bytes_are_read_or_refused(kind: str, start: list[int], length: int) -> None:
    content = bytes([*start, *[1] * length]).ljust(784, b"\0")
    try:
        unpack(link_of_bytes(content, kind=kind))
    except InputError as error:
        assert str(error).startswith(REFUSALS)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        bytes(783),
        b"\3" * 784,  # neither paper, edge nor ink
        b"\1" * 784 + b"\7" * 783,  # a grey value is missing
        b"\2" * 784 + b"\7",  # one too many
        b"\2" * 5_000_000,  # a bomb
    ],
)
def test_what_does_not_unpack_to_one_picture_is_refused(content: bytes) -> None:
    with pytest.raises(InputError, match="not whole"):
        unpack(link_of_bytes(content, kind="p"))


def test_a_bomb_is_not_unpacked() -> None:
    text = link_of_bytes(b"\2" * 6_000_000)
    assert len(text) <= MAX_LINK_CHARS
    tracemalloc.start()
    with pytest.raises(InputError):
        unpack(text)
    _, peak_bytes = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak_bytes < 1_000_000


@pytest.mark.parametrize(
    ("start", "message"),
    [
        ("1.t.10000", "from 0 to 9,999"),
        ("1.t.-1", "from 0 to 9,999"),
        ("1.r.2147483648", "from 0 to 2,147,483,647"),
        ("1.r." + "9" * 1000, "from 0 to 2,147,483,647"),
        ("1.p.A", "cannot be read"),
        ("1.q.7", "cut off or changed"),
        ("1.pn.7", "cut off or changed"),
        ("2.z.whatever", "another version"),
    ],
)
def test_what_no_version_1_link_says_is_refused(start: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        unpack(link(start))


def test_a_text_longer_than_a_link_is_refused_saying_how_long() -> None:
    with pytest.raises(InputError, match="holds 100,000,000 characters"):
        unpack("1" * 100_000_000)


@pytest.mark.parametrize(
    "blank",
    [
        Drawing(np.zeros((RASTER_PX, RASTER_PX), np.uint8)),
        Drawing(np.full((RASTER_PX, RASTER_PX), 255, np.uint8), invert=True),
        Pixels(np.zeros((28, 28), np.uint8)),
    ],
)
def test_a_blank_picture_is_refused(blank: Linked) -> None:
    with pytest.raises(InputError, match="Nothing is drawn"):
        unpack(pack(blank))
