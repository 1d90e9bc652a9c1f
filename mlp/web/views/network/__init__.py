"""The live picture of the whole network, placed by Python; network.js draws it.

It must not know the pad.
"""

from collections.abc import Callable
from typing import Any

from mlp.dataset import SIDE
from mlp.net.network import stage_names
from mlp.net.placed import PlacedModel
from mlp.web.browser import address
from mlp.web.browser.component import load_component, on_reports
from mlp.web.charts.colours import TABLE
from mlp.web.views.network import words


def render_network_view(
    placed: PlacedModel,
    *,
    key: str,
    on_opened: Callable[[str, int], None],
    of_checkpoint: bool = False,
) -> None:
    """Place the picture of the network.

    Args:
        placed: The network that answers.
        key: Streamlit's key.
        on_opened: Called with stage and number of a unit that is to be explained.
        of_checkpoint: Whether the checkpoint of a training that is looked at answers.
    """

    def take(opened: dict[str, Any]) -> None:
        on_opened(opened["stage"], int(opened["unit"]))

    load_component("views/network", "network")(
        key=key,
        data={
            "stages": _stages(placed),
            "layers": [
                list(parameter.shape)
                for parameter in placed.cpu_model.parameters()
                if parameter.ndim == 2
            ],
            "fingerprint": placed.fingerprint,
            "weightsPath": f"{address.PREFIX}/weights",
            "ofCheckpoint": of_checkpoint,
            "colours": TABLE,
            "words": words.NETWORK,
        },
        **on_reports(key, opened=take),
    )


def _stages(placed: PlacedModel) -> list[dict[str, Any]]:
    """Describe the stages that an answer holds, in its order."""
    sizes = {"image": SIDE * SIDE}
    layers = [parameter for parameter in placed.cpu_model.parameters() if parameter.ndim == 2]
    for number, weight in enumerate(layers, start=1):
        sizes[f"linear{number}"] = sizes[f"relu{number}"] = weight.shape[0]
    sizes["softmax"] = layers[-1].shape[0]
    return [
        {
            "name": name,
            "kind": name.rstrip("0123456789"),
            "size": sizes[name],
            "scale": placed.scales[name],
        }
        for name in stage_names(placed.cpu_model)
        if name != "flatten"
    ]
