"""The routes of the app's own.

They must not know Streamlit.
"""

import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from mlp.net.parameters import parameter_values
from mlp.web.server.assets import BINARY, ONE_YEAR, Assets
from mlp.web.server.channel import answer_updates
from mlp.web.server.messages import CLOSE_BUSY
from mlp.web.server.models import Models
from mlp.web.server.training_routes import training_routes
from mlp.web.server.trainings.record import Trainings

MAX_CONNECTIONS = 200
"""Visitors that may be connected at once; each is idle unless its pen moves."""

IDLE_TIMEOUT_S = 600.0
"""Seconds without an update after which a connection gives its place to others."""

IsAllowed = Callable[[str | None, str | None], bool]
"""Tells whether a page from this origin may connect to this host."""


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
        (the watched digit as the network of that checkpoint reads it, as the live channel answers).
    """
    connections: set[WebSocket] = set()
    assets = Assets()

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
            await answer_updates(websocket, models, idle_timeout_s)
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
        return Response(parameter_values(network), headers=ONE_YEAR, media_type=BINARY)

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
        *training_routes(trainings, f"{prefix}/training/{{ticket}}"),
    ]
