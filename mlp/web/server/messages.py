"""The messages of the live channel: the pad's updates decoded, answers encoded, by one table.

It must not know what becomes of an update, nor of an answer. All numbers are little-endian;
`mlp/web/browser/messages.js` is the browser's side of this table.

Update (browser → server), 24 bytes and the raster:

| offset | type | what |
|---|---|---|
| 0 | uint8 | version, 1 |
| 1 | uint8 | switches: bit 0 centre, bit 1 invert, bit 2 the pen is down |
| 2 | uint16 | side of the raster in pixels, 28 to 280 |
| 4 | uint32 | sequence number, counted up by the pad |
| 8 | 16 bytes | token of the network; zeros for the shared one |
| 24 | uint8 × side² | raster, row by row, 0–255, ink white on black |

Answer (server → browser), 24 bytes, the sizes, the values:

| offset | type | what |
|---|---|---|
| 0 | uint8 | version, 1 |
| 1 | uint8 | kind of verdict (`mlp.net.verdict.Kind`) |
| 2 | uint8 | digit, 255 for none |
| 3 | uint8 | runner-up, 255 for none |
| 4 | uint32 | sequence number of the update; 0xffffffff for a digit that is not from the pad |
| 8 | float32 | probability of the digit |
| 12 | float32 | probability of the runner-up |
| 16 | float32 | time of the forward pass in milliseconds |
| 20 | uint32 | number of stages n that follow; 0 if nothing was drawn |
| 24 | uint32 × n | values in each stage, in order, without "flatten" (same as "image") |
| … | float32 | the values |
| … | 8 bytes | fingerprint of the network that answered; missing if nothing was drawn |

Answers come in the order of the updates, one for each. The server closes with 4001 (a message
that is not an update), 4002 (no such token: the server was restarted; reload the page's data),
4003 (too many visitors at once: try again later), 4004 (no update for ten minutes: connect again
with the next one), or 1011 (our fault).
"""

import struct
from dataclasses import dataclass

import numpy as np

from mlp.net.reading import Reading
from mlp.web.server.models import TOKEN_BYTES

VERSION = 1

CENTRE_BIT = 1
INVERT_BIT = 2
PEN_DOWN_BIT = 4

MIN_SIDE_PX = 28
MAX_SIDE_PX = 280

NO_DIGIT = 255
NOT_FROM_PAD = 0xFFFFFFFF

CLOSE_MALFORMED = 4001
CLOSE_UNKNOWN_TOKEN = 4002
CLOSE_BUSY = 4003
CLOSE_IDLE = 4004
CLOSE_INTERNAL = 1011

_UPDATE_HEADER = struct.Struct(f"<BBHI{TOKEN_BYTES}s")
_ANSWER_HEADER = struct.Struct("<BBBBIfffI")


class MalformedUpdateError(ValueError):
    """A message is not an update."""


@dataclass(frozen=True)
class Update:
    """One message of the pad, decoded.

    Attributes:
        raster: uint8, (side, side), 0–255, ink white on black.
        is_unfinished: The pen is down.
    """

    sequence: int
    token: bytes
    centre: bool
    invert: bool
    is_unfinished: bool
    raster: np.ndarray


def decode_update(message: bytes) -> Update:
    """Decode one message of the pad.

    Raises:
        MalformedUpdateError: It is not an update of this version.
    """
    if len(message) < _UPDATE_HEADER.size:
        raise MalformedUpdateError(f"{len(message)} bytes are less than a header")
    version, switches, side, sequence, token = _UPDATE_HEADER.unpack_from(message)
    if version != VERSION:
        raise MalformedUpdateError(f"version {version} instead of {VERSION}")
    if not MIN_SIDE_PX <= side <= MAX_SIDE_PX:
        raise MalformedUpdateError(f"a raster of {side}×{side} pixels")
    if len(message) != _UPDATE_HEADER.size + side * side:
        raise MalformedUpdateError(f"{len(message)} bytes for a raster of {side}×{side}")
    raster = np.frombuffer(message, np.uint8, offset=_UPDATE_HEADER.size).reshape(side, side)
    return Update(
        sequence,
        token,
        bool(switches & CENTRE_BIT),
        bool(switches & INVERT_BIT),
        bool(switches & PEN_DOWN_BIT),
        raster,
    )


def encode_answer(reading: Reading, sequence: int) -> bytes:
    """Encode a reading for the browser.

    Args:
        reading: What to send.
        sequence: Number of the update that it answers, or `NOT_FROM_PAD`.
    """
    verdict, trace = reading.verdict, reading.trace
    stages = [] if trace is None else [stage for stage in trace.stages if stage.name != "flatten"]
    header = _ANSWER_HEADER.pack(
        VERSION,
        verdict.kind,
        NO_DIGIT if verdict.digit is None else verdict.digit,
        NO_DIGIT if verdict.runner_up is None else verdict.runner_up,
        sequence,
        verdict.probability,
        verdict.runner_up_probability,
        reading.forward_ms,
        len(stages),
    )
    if trace is None:
        return header
    sizes = struct.pack(f"<{len(stages)}I", *(stage.tensor[0].numel() for stage in stages))
    values = trace.packed().astype("<f4", copy=False).tobytes()
    return header + sizes + values + bytes.fromhex(reading.fingerprint)
