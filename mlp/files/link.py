"""A digit as text short enough for a web address, and back.

It must not know the page it is for, nor prepare or read what it carries.

The text is `version.kind.body.checksum`, for example `1.t.4711.0c7f8ba3`:

| kind | what | body |
|---|---|---|
| d | a drawing; then n if it is not to be centred, i if it is to be inverted | base64url |
| p | the 28×28 pixels that the network reads | base64url |
| t | a digit of MNIST's test set | its index |
| r | a random picture | its seed |

The checksum is the CRC-32 of all before its dot, as 8 hexadecimal digits: a text ends in a letter
or a digit, so that no messenger takes its end for punctuation.
"""

import base64
import binascii
import lzma
import re
import zlib
from dataclasses import dataclass

import numpy as np

from mlp.dataset import SIDE
from mlp.errors import InputError

RASTER_PX = 112
"""Side of a drawing's raster, in pixels."""

MAX_LINK_CHARS = 1400
"""Longest text: with the address before it, a link stays below 2,000 characters, which about
everything takes that passes links on."""

NUM_EXAMPLES = 10_000
"""Digits in MNIST's test set."""

MAX_SEED = 2**31 - 1

_VERSION = "1"
_FORM = re.compile(r"([0-9]+)\.(dn?i?|p|t|r)\.([A-Za-z0-9_-]+)\.([0-9a-f]{8})")
_PAPER, _EDGE, _INK = range(3)

# NOTE: links that are out there were written with exactly these; other values, other version.
_DICTIONARY_BYTES = 2**15
_CODER = {"id": lzma.FILTER_LZMA1, "dict_size": _DICTIONARY_BYTES, "lc": 0, "lp": 0, "pb": 0}


@dataclass(frozen=True)
class Drawing:
    """What was drawn on the pad: uint8, (112, 112), 0–255, ink white on black; two switches."""

    raster: np.ndarray
    centre: bool = True
    invert: bool = False


@dataclass(frozen=True)
class Pixels:
    """A prepared picture, exactly: uint8, (28, 28), 0–255; the network reads `pixels / 255`."""

    pixels: np.ndarray


@dataclass(frozen=True)
class Example:
    """A digit of MNIST's test set, by its index: 0 to 9,999."""

    index: int


@dataclass(frozen=True)
class RandomPicture:
    """What `torch.rand(1, 28, 28)` gives for a generator of this seed: 0 to 2³¹ - 1."""

    seed: int


Linked = Drawing | Pixels | Example | RandomPicture


def pack(linked: Linked, *, otherwise: Linked | None = None) -> str:
    """Write a digit as text: letters, digits, ".", "-" and "_", at most `MAX_LINK_CHARS`.

    Args:
        linked: The digit. An intricate drawing may not fit; all others do.
        otherwise: What to write if it does not fit: the drawing's prepared pixels.

    Raises:
        ValueError: It does not fit, and there is nothing else to write.
    """
    text = _with_checksum(f"{_VERSION}.{_kind(linked)}.{_body(linked)}")
    if len(text) <= MAX_LINK_CHARS:
        return text
    if otherwise is None:
        raise ValueError(f"{len(text)} characters; a link holds {MAX_LINK_CHARS}")
    return pack(otherwise)


def unpack(text: str) -> Linked:
    """Read what `pack` wrote; spaces and line ends around it do no harm.

    Raises:
        InputError: The text is no link, too long, cut off, changed, of another version, or blank.
    """
    if len(text) > MAX_LINK_CHARS:
        raise InputError(
            f"This link holds {len(text):,} characters; a digit takes at most "
            f"{MAX_LINK_CHARS:,}. Copy the link again, and only the link."
        )
    text = text.strip()
    version, dot, _ = text.partition(".")
    if dot and version != _VERSION and re.fullmatch("[0-9]+", version):
        raise InputError(
            "This link was made by another version of Glassbox, which wrote digits differently. "
            "Draw the digit again here, or ask for a new link."
        )
    form = _FORM.fullmatch(text)
    if form is None or _with_checksum(text.rpartition(".")[0]) != text:
        raise _broken("It was cut off or changed on the way")
    return _linked(kind=form[2], body=form[3])


def _kind(linked: Linked) -> str:
    """Name what a text carries, with a drawing's switches."""
    match linked:
        case Drawing(_, centre, invert):
            return "d" + "n" * (not centre) + "i" * invert
        case Pixels():
            return "p"
        case Example():
            return "t"
        case RandomPicture():
            return "r"


def _body(linked: Linked) -> str:
    """Write a digit without saying what it is."""
    match linked:
        case Drawing(pixels) | Pixels(pixels):
            return base64.urlsafe_b64encode(_squeezed(pixels)).decode().rstrip("=")
        case Example(number) | RandomPicture(number):
            return str(number)


def _linked(*, kind: str, body: str) -> Linked:
    """Read a body; the checksum fits, but anybody can compute one: nothing is taken on trust."""
    if kind == "t":
        return Example(_number(body, below=NUM_EXAMPLES))
    if kind == "r":
        return RandomPicture(_number(body, below=MAX_SEED + 1))
    pixels = _unsqueezed(_bytes(body), SIDE if kind == "p" else RASTER_PX)
    is_inverted = "i" in kind
    if (pixels == (255 if is_inverted else 0)).all():
        raise InputError("Nothing is drawn on this link's picture. Draw a digit here instead.")
    if kind == "p":
        return Pixels(pixels)
    return Drawing(pixels, centre="n" not in kind, invert=is_inverted)


def _squeezed(pixels: np.ndarray) -> bytes:
    """Compress a square picture without loss, a typical drawing to 660 bytes.

    First for every pixel whether it is paper, edge or ink, then the grey values of the edges: apart
    they take a tenth less than LZMA on the pixels or lossless WebP (docs/decisions.md).
    """
    kinds = np.full(pixels.shape, _EDGE, np.uint8)
    kinds[pixels == 0] = _PAPER
    kinds[pixels == 255] = _INK
    coder = {**_CODER, "preset": 9 | lzma.PRESET_EXTREME}
    content = kinds.tobytes() + pixels[kinds == _EDGE].tobytes()
    return lzma.compress(content, lzma.FORMAT_RAW, filters=[coder])


def _unsqueezed(squeezed: bytes, side_px: int) -> np.ndarray:
    """Undo `_squeezed`: uint8, (side, side). Unpacks no more than a picture can have."""
    num_pixels = side_px**2
    decoder = lzma.LZMADecompressor(lzma.FORMAT_RAW, filters=[_CODER])
    try:
        content = decoder.decompress(squeezed, max_length=2 * num_pixels)
    except lzma.LZMAError:
        raise _broken("Its picture cannot be read") from None
    kinds = np.frombuffer(content[:num_pixels], np.uint8)
    greys = np.frombuffer(content[num_pixels:], np.uint8)
    is_edge = kinds == _EDGE
    if len(kinds) < num_pixels or kinds.max() > _INK or is_edge.sum() != len(greys):
        raise _broken("Its picture is not whole")
    pixels = np.where(kinds == _INK, np.uint8(255), np.uint8(0))
    pixels[is_edge] = greys
    return pixels.reshape(side_px, side_px)


def _bytes(body: str) -> bytes:
    """Decode base64url."""
    try:
        return base64.urlsafe_b64decode(body + "=" * (-len(body) % 4))
    except binascii.Error:
        raise _broken("Its picture cannot be read") from None


def _number(body: str, *, below: int) -> int:
    """Read a whole number from 0 to below a bound."""
    if not re.fullmatch("[0-9]+", body) or int(body) >= below:
        raise _broken(f"Its number is not one from 0 to {below - 1:,}")
    return int(body)


def _with_checksum(text: str) -> str:
    """Append the checksum."""
    return f"{text}.{zlib.crc32(text.encode()):08x}"


def _broken(what: str) -> InputError:
    """Say what is wrong with a link and what to do."""
    return InputError(f"This link is broken. {what}. Copy it again, whole, or draw the digit here.")
