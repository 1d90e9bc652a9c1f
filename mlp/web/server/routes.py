"""The app's own routes beside Streamlit's: a table of contents.

It must not know Streamlit: what it needs from there (who may connect, under which path) is handed
to `routes`.
"""

import asyncio
from collections.abc import Sequence
from pathlib import Path

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from mlp.net.parameters import parameter_values
from mlp.web.server.assets import BINARY, ONE_YEAR, Assets
from mlp.web.server.channel import IDLE_TIMEOUT_S, MAX_CONNECTIONS, IsAllowed, live_route
from mlp.web.server.models import Models
from mlp.web.server.training_routes import training_routes
from mlp.web.server.trainings.trainings import Trainings


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
        `{prefix}/live` (the channel), `{prefix}/weights/{fingerprint}` and
        `{prefix}/overview/{fingerprint}` (see `PlacedModel.parameter_values` and `.overview`),
        `{prefix}/plotly.min.js`, and those of `training_routes` under `{prefix}/training`.
    """
    assets = Assets()

    async def weights(request: Request) -> Response:
        wanted = request.path_params["fingerprint"]
        placed = models.with_fingerprint(wanted)
        if placed is not None:
            return await assets.respond(
                request, placed, "weights", load=lambda: placed.parameter_values
            )
        network = await asyncio.to_thread(trainings.network_with, wanted)
        if network is None:
            return _no_network()
        return Response(parameter_values(network), headers=ONE_YEAR, media_type=BINARY)

    async def overview(request: Request) -> Response:
        placed = models.with_fingerprint(request.path_params["fingerprint"])
        if placed is None:
            return _no_network()
        return await assets.respond(request, placed, "overview", load=lambda: placed.overview)

    async def plotly(request: Request) -> Response:
        return await assets.respond(
            request, assets, "plotly", load=plotly_path.read_bytes, media_type="text/javascript"
        )

    return [
        live_route(
            models,
            f"{prefix}/live",
            is_allowed=is_allowed,
            max_connections=max_connections,
            idle_timeout_s=idle_timeout_s,
        ),
        Route(f"{prefix}/weights/{{fingerprint}}", weights),
        Route(f"{prefix}/overview/{{fingerprint}}", overview),
        Route(f"{prefix}/plotly.min.js", plotly),
        *training_routes(trainings, f"{prefix}/training"),
    ]


def _no_network() -> Response:
    return PlainTextResponse("No network has this fingerprint.", status_code=404)
