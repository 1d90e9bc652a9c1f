"""The app's own routes beside Streamlit's: a table of contents.

It must not know Streamlit: what it needs from there (under which path) is handed to `routes`.
"""

import asyncio
from collections.abc import Sequence
from pathlib import Path

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from mlp.net.parameters import parameter_values
from mlp.web.server.assets import BINARY, ONE_YEAR, Assets
from mlp.web.server.channel import DEFAULT_BOUNDS, Bounds, channel_routes
from mlp.web.server.frame_route import frame_route
from mlp.web.server.training_routes import training_routes
from mlp.web.server.trainings.trainings import Trainings
from mlp.web.server.visitors.visitors import Visitors


def routes(
    visitors: Visitors,
    trainings: Trainings,
    *,
    prefix: str,
    plotly_path: Path,
    bounds: Bounds = DEFAULT_BOUNDS,
) -> Sequence[BaseRoute]:
    """Build the routes of the app's own.

    Args:
        visitors: Those who may ask.
        trainings: Those that visitors have begun.
        prefix: Path before all routes, for example "/glassbox".
        plotly_path: The plotly.min.js to serve.
        bounds: What the channel's connections may take.

    Returns:
        `{prefix}/live` (the channel), `{prefix}/frame` (see `frame_route`),
        `{prefix}/weights/{fingerprint}` and
        `{prefix}/overview/{fingerprint}` (see `PlacedModel.parameter_values` and `.overview`),
        `{prefix}/plotly.min.js`, and those of `training_routes` under `{prefix}/training`.
    """
    assets, models = Assets(), visitors.models

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
        *channel_routes(visitors, f"{prefix}/live", bounds=bounds),
        frame_route(visitors, f"{prefix}/frame"),
        Route(f"{prefix}/weights/{{fingerprint}}", weights),
        Route(f"{prefix}/overview/{{fingerprint}}", overview),
        Route(f"{prefix}/plotly.min.js", plotly),
        *training_routes(trainings, f"{prefix}/training"),
    ]


def _no_network() -> Response:
    return PlainTextResponse("No network has this fingerprint.", status_code=404)
