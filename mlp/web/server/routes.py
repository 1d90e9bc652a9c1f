"""The live channel: ink in, trace out, over a WebSocket of our own; routes for weights and assets.

It must not know Streamlit: what it needs from there (who may connect, under which path) is handed
to `routes`.

The messages, all little-endian. `mlp/web/browser/message.js` is the browser's side of this table.

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

import asyncio
import gzip
import logging
import struct
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from weakref import WeakKeyDictionary

import numpy as np
import orjson
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from mlp.files.weights import parameter_values
from mlp.net.device import available_devices
from mlp.net.out_of_distribution import strangeness
from mlp.net.placed import TOKEN_BYTES, Models, PlacedModel
from mlp.net.trace import Trace
from mlp.net.verdict import NOTHING_DRAWN, Verdict, judge
from mlp.picture.prepare import Prepared, from_pad
from mlp.web.server.trainings.record import Training, Trainings

_LOGGER = logging.getLogger(__name__)

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

MAX_CONNECTIONS = 200
"""Visitors that may be connected at once; each is idle unless its pen moves."""

IDLE_TIMEOUT_S = 600.0
"""Seconds without an update after which a connection gives its place to others."""

_UPDATE_HEADER = struct.Struct(f"<BBHI{TOKEN_BYTES}s")
_ANSWER_HEADER = struct.Struct("<BBBBIfffI")

_BINARY = "application/octet-stream"
_ONE_YEAR = {"Cache-Control": "public, max-age=31536000, immutable"}

_NEVER_KEPT = {"Cache-Control": "no-store"}
_KNOWN = ("steps", "moments")

IsAllowed = Callable[[str | None, str | None], bool]
"""Tells whether a page from this origin may connect to this host."""


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


@dataclass(frozen=True)
class Reading:
    """A picture, read: what both the live and the settled answer are made of.

    Attributes:
        trace: None if nothing was drawn.
        forward_ms: Time of the forward pass.
        strangeness: Above 0 it does not look like a digit; None if that was not asked.
        fingerprint: Of the network: while it is trained each answer may come from another.
    """

    prepared: Prepared
    trace: Trace | None
    verdict: Verdict
    forward_ms: float
    strangeness: float | None = None
    fingerprint: str = ""


def read(model: PlacedModel, prepared: Prepared, *, is_unfinished: bool = False) -> Reading:
    """Run the network on a prepared picture and judge the answer; a blank one is not run.

    A picture that was not centred is not asked whether it looks like a digit either: off its
    place every digit looks strange (6.7 % of redrawn ones, instead of 1.3 %).

    Args:
        model: The network.
        prepared: The picture.
        is_unfinished: Do not ask whether it looks like a digit: half a digit often does not.
    """
    if prepared.is_blank:
        return Reading(prepared, None, NOTHING_DRAWN, 0.0)
    started_s = time.perf_counter()
    trace = model.trace(prepared.image)
    probabilities = trace.probabilities  # a copy to the CPU: waits for the device
    forward_ms = (time.perf_counter() - started_s) * 1000
    familiarity = model.experience.familiarity
    strange = None
    if familiarity is not None and prepared.is_placed and not is_unfinished:
        strange = float(strangeness(familiarity, trace)[0])
    verdict = judge(probabilities, strange)
    return Reading(prepared, trace, verdict, forward_ms, strange, model.fingerprint)


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


class _Assets:
    """Large files that never change, compressed once.

    Left to the middleware, each new visitor would keep the event loop, and so everybody's live
    channel, busy compressing for some 90 ms (plotly.min.js) and 70 ms (the parameters).
    """

    def __init__(self) -> None:
        # What a visitor's own network needs goes with it.
        self._compressed: WeakKeyDictionary[object, dict[str, bytes]] = WeakKeyDictionary()

    async def respond(
        self,
        request: Request,
        owner: object,
        name: str,
        *,
        load: Callable[[], bytes],
        media_type: str = _BINARY,
    ) -> Response:
        """Answer with a file, compressed if the browser takes that.

        Args:
            request: What is answered.
            owner: What the file belongs to; it is kept as long as that.
            name: The file's, among its owner's.
            load: Reads it.
            media_type: What it is.
        """
        if "gzip" not in request.headers.get("accept-encoding", ""):
            content = await asyncio.to_thread(load)
            return Response(content, media_type=media_type, headers=_ONE_YEAR)
        kept = self._compressed.setdefault(owner, {})
        if name not in kept:
            kept[name] = await asyncio.to_thread(lambda: gzip.compress(load(), 6))
        headers = {**_ONE_YEAR, "Content-Encoding": "gzip", "Vary": "Accept-Encoding"}
        return Response(kept[name], media_type=media_type, headers=headers)


def routes(
    models: Models,
    trainings: Trainings,
    *,
    prefix: str,
    is_allowed: IsAllowed,
    plotly_path: Path,
    max_connections: int = MAX_CONNECTIONS,
    idle_timeout_s: float = IDLE_TIMEOUT_S,
) -> Sequence[BaseRoute]:
    """Build the routes of the app's own.

    Args:
        models: The networks that may be asked.
        trainings: Those that visitors have begun.
        prefix: Path before all routes, for example "/glassbox".
        is_allowed: Who may connect.
        plotly_path: The plotly.min.js to serve.
        max_connections: Visitors that may be connected at once.
        idle_timeout_s: Seconds without an update after which a connection is closed.

    Returns:
        `{prefix}/live`, `{prefix}/weights/{fingerprint}` and `{prefix}/overview/{fingerprint}` (see
        `PlacedModel.parameter_values` and `.overview`), `{prefix}/plotly.min.js`; and those of a
        training, `{prefix}/training/{ticket}` (what is new, as JSON; see `Training.report`), and
        under it `pictures/{fingerprint}` (`Training.pictures`) and `answers/{fingerprint}/{digit}`
        (the watched digit as the network of that moment reads it, as the live channel answers).
    """
    connections: set[WebSocket] = set()
    assets = _Assets()

    async def live(websocket: WebSocket) -> None:
        headers = websocket.headers
        if not is_allowed(headers.get("origin"), headers.get("host")):
            await websocket.close()  # before accepting: the browser gets HTTP 403
            return
        await websocket.accept()
        if len(connections) >= max_connections:
            await websocket.close(CLOSE_BUSY, "too many visitors")
            return
        connections.add(websocket)
        try:
            await _answer_updates(websocket, models, idle_timeout_s)
        except WebSocketDisconnect:
            pass
        finally:
            connections.discard(websocket)

    async def weights(request: Request) -> Response:
        wanted = request.path_params["fingerprint"]
        placed = models.with_fingerprint(wanted)
        if placed is not None:
            return await assets.respond(
                request, placed, "weights", load=lambda: placed.parameter_values
            )
        network = await asyncio.to_thread(trainings.network_with, wanted)
        if network is None:
            return PlainTextResponse("No network has this fingerprint.", status_code=404)
        return Response(parameter_values(network), headers=_ONE_YEAR, media_type=_BINARY)

    async def overview(request: Request) -> Response:
        placed = models.with_fingerprint(request.path_params["fingerprint"])
        if placed is None:
            return PlainTextResponse("No network has this fingerprint.", status_code=404)
        return await assets.respond(request, placed, "overview", load=lambda: placed.overview)

    async def plotly(request: Request) -> Response:
        return await assets.respond(
            request, assets, "plotly", load=plotly_path.read_bytes, media_type="text/javascript"
        )

    return [
        WebSocketRoute(f"{prefix}/live", live),
        Route(f"{prefix}/weights/{{fingerprint}}", weights),
        Route(f"{prefix}/overview/{{fingerprint}}", overview),
        Route(f"{prefix}/plotly.min.js", plotly),
        *_training_routes(trainings, f"{prefix}/training/{{ticket}}"),
    ]


def _training_routes(trainings: Trainings, path: str) -> Sequence[BaseRoute]:
    """Build the routes of a training; whoever knows its ticket may ask."""

    async def report(request: Request) -> Response:
        training = trainings.get(request.path_params["ticket"])
        try:
            known = [max(0, int(request.query_params.get(name, 0))) for name in _KNOWN]
        except ValueError:
            return PlainTextResponse("points and moments are numbers.", status_code=400)
        if training is None:
            return _no_training()
        content = await asyncio.to_thread(_news, training, *known)
        return Response(content, headers=_NEVER_KEPT, media_type="application/json")

    async def pictures(request: Request) -> Response:
        training = trainings.get(request.path_params["ticket"])
        if training is None:
            return _no_training()
        content = await asyncio.to_thread(training.pictures, request.path_params["fingerprint"])
        if content is None:
            return PlainTextResponse("There is no such moment.", status_code=404)
        return Response(content, headers=_ONE_YEAR, media_type=_BINARY)

    async def answers(request: Request) -> Response:
        training = trainings.get(request.path_params["ticket"])
        if training is None:
            return _no_training()
        fingerprint, number = (request.path_params[name] for name in ("fingerprint", "digit"))
        return await asyncio.to_thread(_answer_of_moment, training, fingerprint, number)

    return [
        Route(path, report),
        Route(f"{path}/pictures/{{fingerprint}}", pictures),
        Route(f"{path}/answers/{{fingerprint}}/{{digit:int}}", answers),
    ]


def _news(training: Training, num_points: int, num_moments: int) -> bytes:
    """Tell what is new of a training; whoever asks is there."""
    training.asked()
    return orjson.dumps(training.report(num_points, num_moments))


def _no_training() -> Response:
    return PlainTextResponse("There is no such training any more.", status_code=404)


def _answer_of_moment(training: Training, fingerprint: str, number: int) -> Response:
    """Read the watched digit by the network of a moment."""
    network, watched = training.network(fingerprint), training.watched
    if network is None:
        return PlainTextResponse("There is no such moment.", status_code=404)
    if watched is None or watched[0] != number:
        return PlainTextResponse("Another digit is watched.", status_code=409)
    _, prepared, sequence = watched
    placed = PlacedModel(network, available_devices()[-1])
    answer = encode_answer(read(placed, prepared), sequence)
    return Response(answer, headers=_ONE_YEAR, media_type=_BINARY)


async def _answer_updates(websocket: WebSocket, models: Models, idle_timeout_s: float) -> None:
    """Answer updates one after the other until the browser goes or sends something else."""
    while True:
        try:
            message = await asyncio.wait_for(websocket.receive(), idle_timeout_s)
        except TimeoutError:
            await websocket.close(CLOSE_IDLE, "idle")
            return
        if message["type"] == "websocket.disconnect":
            return
        try:
            update = decode_update(message.get("bytes") or b"")
        except MalformedUpdateError as error:
            await websocket.close(CLOSE_MALFORMED, str(error))
            return
        model = models.get(update.token)
        if model is None:
            await websocket.close(CLOSE_UNKNOWN_TOKEN, "no such network")
            return
        try:
            prepared = from_pad(update.raster, centre=update.centre, invert=update.invert)
            answer = encode_answer(
                read(model, prepared, is_unfinished=update.is_unfinished), update.sequence
            )
        except Exception:
            _LOGGER.exception("An update could not be answered")
            await websocket.close(CLOSE_INTERNAL, "internal error")
            return
        await websocket.send_bytes(answer)
        # A browser that does not wait for answers must not keep the others waiting.
        await asyncio.sleep(0)
