"""The routes of a training: what is new, its pictures, how a digit was read at a checkpoint.

They must not know who asks: whoever knows the ticket may. It comes in a header, since proxies write
addresses down.
"""

import asyncio
from collections.abc import Sequence

import orjson
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from mlp.net.device import available_devices
from mlp.net.placed import PlacedModel
from mlp.net.reading import read
from mlp.web.server.assets import BINARY
from mlp.web.server.messages import encode_answer
from mlp.web.server.recorded_films import recorded_film
from mlp.web.server.trainings.record import TrainingRun
from mlp.web.server.trainings.trainings import Trainings

_NEVER_KEPT = {"Cache-Control": "no-store"}

_TICKET = "Glassbox-Ticket"

_KNOWN = ("steps", "checkpoints")


def training_routes(trainings: Trainings, path: str) -> Sequence[BaseRoute]:
    """Build the routes of a training.

    Args:
        trainings: Those that visitors have begun.
        path: Before all of them.

    Returns:
        `{path}` (what is new, as JSON; see `TrainingRun.report`), and under it
        `pictures/{fingerprint}` (`TrainingRun.pictures`) and `answers/{fingerprint}/{digit}` (the
        watched digit as the network of that checkpoint reads it, as the live channel answers), and
        `films/{preset}` (see `recorded_film`; anybody may ask).
    """

    async def report(request: Request) -> Response:
        training = trainings.get(request.headers.get(_TICKET, ""))
        try:
            known = [max(0, int(request.query_params.get(name, 0))) for name in _KNOWN]
        except ValueError:
            return PlainTextResponse("points and checkpoints are numbers.", status_code=400)
        if training is None:
            return _no_training()
        content = await asyncio.to_thread(_news, trainings, training, *known)
        return Response(content, headers=_NEVER_KEPT, media_type="application/json")

    async def pictures(request: Request) -> Response:
        training = trainings.get(request.headers.get(_TICKET, ""))
        if training is None:
            return _no_training()
        content = await asyncio.to_thread(training.pictures, request.path_params["fingerprint"])
        if content is None:
            return PlainTextResponse("There is no such checkpoint.", status_code=404)
        return Response(content, headers=_NEVER_KEPT, media_type=BINARY)

    async def answers(request: Request) -> Response:
        training = trainings.get(request.headers.get(_TICKET, ""))
        if training is None:
            return _no_training()
        fingerprint, number = (request.path_params[name] for name in ("fingerprint", "digit"))
        return await asyncio.to_thread(_answer_of_checkpoint, training, fingerprint, number)

    async def film(request: Request) -> Response:
        content = await asyncio.to_thread(recorded_film, request.path_params["preset"])
        if content is None:
            return PlainTextResponse("There is no such film.", status_code=404)
        return Response(content, headers={"Cache-Control": "max-age=3600"}, media_type="image/webp")

    return [
        Route(path, report),
        Route(f"{path}/films/{{preset}}", film),
        Route(f"{path}/pictures/{{fingerprint}}", pictures),
        Route(f"{path}/answers/{{fingerprint}}/{{digit:int}}", answers),
    ]


def _news(
    trainings: Trainings, training: TrainingRun, num_points: int, num_checkpoints: int
) -> bytes:
    """Tell what is new of a training; whoever asks is there."""
    trainings.prolong_grace(training)
    return orjson.dumps(trainings.report(training, num_points, num_checkpoints))


def _no_training() -> Response:
    return PlainTextResponse("There is no such training any more.", status_code=404)


def _answer_of_checkpoint(training: TrainingRun, fingerprint: str, number: int) -> Response:
    """Read the watched digit by the network of a checkpoint."""
    network, watched = training.network(fingerprint), training.watched
    if network is None:
        return PlainTextResponse("There is no such checkpoint.", status_code=404)
    if watched is None or watched[0] != number:
        return PlainTextResponse("Another digit is watched.", status_code=409)
    _, prepared, digit = watched
    placed = PlacedModel(network, available_devices()[-1])
    answer = encode_answer(read(placed, prepared), digit, number=number)
    return Response(answer, headers=_NEVER_KEPT, media_type=BINARY)
