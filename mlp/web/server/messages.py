"""The messages between a visitor's page and the server: requests decoded, answers encoded.

It must not know how they travel, nor what becomes of them. All numbers are little-endian;
`mlp/web/browser/messages.js` is the browser's side of these tables.

Request (browser → server), 28 bytes and what belongs to it:

| offset | type | what |
|---|---|---|
| 0 | uint8 | version, 4 |
| 1 | uint8 | what is asked (`Asked`) |
| 2 | uint8 | bits: 0 the pen is down, 1 the line is slow, 2 centre and 3 invert (of a switch) |
| 3 | uint8 | which switches are set: bit 2 centre, bit 3 invert; of why not and slopes: a digit |
| 4 | uint32 | sequence number, counted up by the page |
| 8 | uint32 | revision of the picture that the ink is drawn on |
| 12 | 16 bytes | token of the visitor |
| 28 | uint8 × 112² | of ink: the raster, row by row, 0–255, ink white on black |

A digit is 0–9, or 255 for none; slopes may be asked for the digit that is read, 254.

Reply (server → browser), 8 bytes and what was asked for:

| offset | type | what |
|---|---|---|
| 0 | uint8 | version, 4 |
| 1 | uint8 | what was asked |
| 2 | uint8 | bits: 1 what follows these 8 bytes is deflated, 4 many are waiting for replies |
| 4 | uint32 | sequence number of the request |

Details and link are JSON. The answer to ink, to a switch, to why not, to slopes, or as it is:

| offset | type | what |
|---|---|---|
| 8 | uint32 | number of the answer: the later of two has the larger |
| 12 | uint32 | revision of the digit's picture |
| 16 | uint32 | number of the pad's update that it shows; 0xffffffff for a digit not from the pad |
| 20 | uint8 | bits: 0 pen down, 1 from pad, 2 centred, 3 inverted, 4 last ReLU, 5 why, 6 errors |
| 21 | uint8 | number of stages n; 0 if nothing was drawn |
| 22 | uint8 × 3 | verdict: kind (`mlp.net.verdict.Kind`), digit, runner-up (255: none) |
| 25 | uint8 × 3 | the same as if there were no last ReLU |
| 28 | float32 × 2 | probability of the digit and of the runner-up |
| 36 | float32 × 2 | the same as if there were no last ReLU |
| 44 | float32 | time of the forward pass in milliseconds |
| 48 | float32 × 10 | probabilities as if there were no last ReLU |
| 88 | uint32 × n | values in each stage, in order, without "flatten" (same as "image") |
| … | float32 | the values |
| … | 3156 bytes | why this digit and not another, if it says why |
| … | 8 bytes and more | what would be learned: the units' errors, if they were asked for |
| … | 8 bytes | fingerprint of the network that answered; missing if nothing was drawn |

Why this digit and not another (`mlp.explain.score_difference`):

| offset | type | what |
|---|---|---|
| 0 | uint8 × 2 | the digit with the largest score, and the other one |
| 4 | float64 | what is added to their difference whatever the pixels |
| 12 | float64 | the difference of the two scores, before any last ReLU |
| 20 | float32 × 784 | what each pixel adds to it; 0 where there is no ink |

What would be learned (`mlp.explain.gradients.UnitErrors`):

| offset | type | what |
|---|---|---|
| 0 | uint8 | the digit that it is to be |
| 4 | float32 | the loss |
| 8 | float32 | the error of every unit of each linear stage, in order |

Where the line is slow what follows a request's 28 bytes is deflated, and so is the reply. The
server closes with 4001 (not a request), 4002 (no such visitor: wait for the page's new token), 4003
(too many connections: try again later), 4004 (nothing for ten minutes: connect again with the next
request), 4005 (another version: load the page again), or 1011 (our fault); over HTTP it answers
with status 400, 410, 503, –, 426 and 500.
"""

import struct
import zlib
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

import numpy as np
import orjson

from mlp.dataset import NUM_CLASSES
from mlp.explain.gradients import UnitErrors
from mlp.explain.score_difference import ScoreDifference
from mlp.files.link import RASTER_PX
from mlp.net.reading import Reading
from mlp.net.trace import probabilities_without_last_relu
from mlp.net.verdict import NOTHING_DRAWN, Kind, Verdict, judge
from mlp.web.server.models import TOKEN_BYTES
from mlp.web.server.visitors.digit import Digit
from mlp.web.server.visitors.visitor import Target

VERSION = 4

PEN_DOWN_BIT = 1
SLOW_BIT = 2
CENTRE_BIT = 4
INVERT_BIT = 8
BUSY_BIT = 16

NO_DIGIT = 255
READ_DIGIT = 254

CLOSE_MALFORMED = 4001
CLOSE_UNKNOWN_VISITOR = 4002
CLOSE_BUSY = 4003
CLOSE_IDLE = 4004
CLOSE_VERSION = 4005
CLOSE_INTERNAL = 1011

_REQUEST_HEADER = struct.Struct(f"<BBBBII{TOKEN_BYTES}s")
_REPLY_HEADER = struct.Struct("<BBBxI")
_ANSWER_HEADER = struct.Struct("<IIIBBBBBBBBfffff")
_WHY_HEADER = struct.Struct("<BBxxdd")
_ERRORS_HEADER = struct.Struct("<Bxxxf")
_FROM_PAD_BIT, _CENTRED_BIT, _INVERTED_BIT, _LAST_RELU_BIT = 2, 4, 8, 16
_WHY_BIT, _ERRORS_BIT = 32, 64

RASTER_BYTES = RASTER_PX**2
MAX_REQUEST_BYTES = _REQUEST_HEADER.size + RASTER_BYTES + 1024
"""A deflated raster may be a little longer than a plain one."""

_QUICKLY = 1  # zlib's level; 6 takes 2.5 times as long for 2 % less


class Asked(IntEnum):
    """What a request wants."""

    INK = 0
    CURRENT = 1
    SWITCH = 2
    DETAILS = 3
    LINK = 4
    WHY_NOT = 5
    SLOPES = 6


_ASKED = {int(each): each for each in Asked}


class RefusedError(Exception):
    """A request that is not answered.

    Attributes:
        code: Why, as the server closes a connection with it.
    """

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(reason)
        self.code = code


@dataclass(frozen=True)
class Request:
    """One message of a visitor's page, decoded.

    Attributes:
        is_unfinished: The pen is down.
        is_slow: The line is slow: the reply is to be short rather than quick to make.
        centre: Of a switch: what it is to be; None: as it is.
        invert: The same.
        against: Of why not: the digit that the answer is to be compared with, 0–9; None: the
            runner-up.
        target: Of slopes: what the digit is to be; None: they are not wanted.
        raster: Of ink: uint8, (112, 112), 0–255, ink white on black.
    """

    asked: Asked
    sequence: int
    revision: int
    token: bytes
    is_unfinished: bool = False
    is_slow: bool = False
    centre: bool | None = None
    invert: bool | None = None
    against: int | None = None
    target: Target | None = None
    raster: np.ndarray | None = None


def decode_request(message: bytes) -> Request:
    """Decode one message of a page.

    Raises:
        RefusedError: It is not a request, or one of another version.
    """
    if len(message) < _REQUEST_HEADER.size:
        raise RefusedError(CLOSE_MALFORMED, f"{len(message)} bytes are less than a header")
    version, asked, bits, which, sequence, revision, token = _REQUEST_HEADER.unpack_from(message)
    if version != VERSION:
        raise RefusedError(CLOSE_VERSION, f"version {version} instead of {VERSION}")
    if asked not in _ASKED:
        raise RefusedError(CLOSE_MALFORMED, f"nothing that can be asked: {asked}")
    body = message[_REQUEST_HEADER.size :]
    is_slow = bool(bits & SLOW_BIT)
    if asked == Asked.INK:
        raster = _raster(body, is_deflated=is_slow)
    elif body:
        raise RefusedError(CLOSE_MALFORMED, f"{len(body)} bytes too many")
    else:
        raster = None
    against = _digit(which) if asked == Asked.WHY_NOT else None
    target: Target | None = None
    if asked == Asked.SLOPES:
        target = "read" if which == READ_DIGIT else _digit(which)
    return Request(
        _ASKED[asked],
        sequence,
        revision,
        token,
        is_unfinished=bool(bits & PEN_DOWN_BIT),
        is_slow=is_slow,
        centre=bool(bits & CENTRE_BIT) if which & CENTRE_BIT else None,
        invert=bool(bits & INVERT_BIT) if which & INVERT_BIT else None,
        against=against,
        target=target,
        raster=raster,
    )


def _digit(which: int) -> int | None:
    """Read a byte that names a digit or none."""
    if which == NO_DIGIT:
        return None
    if which >= NUM_CLASSES:
        raise RefusedError(CLOSE_MALFORMED, f"{which} is no digit")
    return which


def _raster(body: bytes, *, is_deflated: bool) -> np.ndarray:
    """Decode the ink; nothing larger is ever unpacked."""
    if is_deflated:
        unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
        try:
            body = unpacker.decompress(body, RASTER_BYTES + 1)
        except zlib.error as error:
            raise RefusedError(CLOSE_MALFORMED, "not deflated") from error
    if len(body) != RASTER_BYTES:
        raise RefusedError(CLOSE_MALFORMED, f"{len(body)} bytes of ink, not {RASTER_BYTES}")
    return np.frombuffer(body, np.uint8).reshape(RASTER_PX, RASTER_PX)


def encode_answer(
    reading: Reading,
    digit: Digit,
    *,
    number: int,
    why: ScoreDifference | None = None,
    errors: UnitErrors | None = None,
) -> bytes:
    """Encode a reading.

    Args:
        reading: What to send.
        digit: What was read.
        number: The answer's, for this visitor.
        why: Why it is this digit and not another.
        errors: What the network would learn from it.
    """
    verdict, trace, prepared = reading.verdict, reading.trace, reading.prepared
    stages = [] if trace is None else [stage for stage in trace.stages if stage.name != "flatten"]
    has_last_relu = bool(stages) and stages[-2].name.startswith("relu")
    without, probabilities = NOTHING_DRAWN, np.zeros(10, np.float32)
    if trace is not None:
        probabilities = probabilities_without_last_relu(trace)
        without = judge(
            probabilities, reading.ood_score, is_unfinished=verdict.kind is Kind.DRAWING
        )
    bits = (
        PEN_DOWN_BIT * digit.is_unfinished
        | _FROM_PAD_BIT * (digit.source == "pad")
        | _CENTRED_BIT * prepared.is_centred
        | _INVERTED_BIT * prepared.is_inverted
        | _LAST_RELU_BIT * has_last_relu
        | _WHY_BIT * (why is not None)
        | _ERRORS_BIT * (errors is not None)
    )
    header = _ANSWER_HEADER.pack(
        number,
        digit.revision,
        digit.sequence,
        bits,
        len(stages),
        *_names(verdict),
        *_names(without),
        verdict.probability,
        verdict.runner_up_probability,
        without.probability,
        without.runner_up_probability,
        reading.forward_ms,
    )
    parts = [header, probabilities.astype("<f4", copy=False).tobytes()]
    if trace is not None:
        parts += [
            struct.pack(f"<{len(stages)}I", *(stage.tensor[0].numel() for stage in stages)),
            trace.packed().astype("<f4", copy=False).tobytes(),
            b"" if why is None else _encode_why(why),
            b"" if errors is None else _encode_errors(errors),
            bytes.fromhex(reading.fingerprint),
        ]
    return b"".join(parts)


def _encode_why(why: ScoreDifference) -> bytes:
    """Encode why it is this digit and not another."""
    header = _WHY_HEADER.pack(why.digit, why.against, why.constant, why.difference)
    return header + why.pixels.astype("<f4", copy=False).tobytes()


def _encode_errors(errors: UnitErrors) -> bytes:
    """Encode what would be learned."""
    units = [stage.astype("<f4", copy=False).tobytes() for stage in errors.stages.values()]
    return b"".join([_ERRORS_HEADER.pack(errors.label, errors.loss), *units])


def encode_json(content: Any) -> bytes:
    """Encode what is not an answer."""
    return orjson.dumps(content)


def encode_reply(request: Request, content: bytes, *, is_busy: bool = False) -> bytes:
    """Put the header before what was asked for.

    Args:
        request: What is replied to.
        content: What was asked for.
        is_busy: Many are waiting: a page does better not to ask before it has its reply.
    """
    if request.is_slow:
        packer = zlib.compressobj(_QUICKLY, wbits=-zlib.MAX_WBITS)
        content = packer.compress(content) + packer.flush()
    header = _REPLY_HEADER.pack(
        VERSION,
        request.asked,
        SLOW_BIT * request.is_slow | BUSY_BIT * is_busy,
        request.sequence,
    )
    return header + content


def verdict_fields(verdict: Verdict) -> dict[str, Any]:
    """Describe a verdict in JSON, by the names that the browser has."""
    return {
        "kind": int(verdict.kind),
        "digit": verdict.digit,
        "probability": verdict.probability,
        "runnerUp": verdict.runner_up,
        "runnerUpProbability": verdict.runner_up_probability,
    }


def _names(verdict: Verdict) -> tuple[int, int, int]:
    """Number a verdict's kind, digit and runner-up."""
    digit, runner_up = (
        NO_DIGIT if each is None else each for each in (verdict.digit, verdict.runner_up)
    )
    return int(verdict.kind), digit, runner_up
