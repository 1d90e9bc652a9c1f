"""The live picture of the whole network, placed by Python; network.js draws it.

It must not know the pad.
"""

import base64
from collections.abc import Callable
from typing import Any

import streamlit as st

from mlp.dataset import SIDE
from mlp.net.network import stage_names
from mlp.net.placed import PlacedModel
from mlp.net.reading import Reading
from mlp.web.browser import address
from mlp.web.browser.component import load_component
from mlp.web.charts.colours import TABLE
from mlp.web.server.messages import encode_answer
from mlp.web.shell.session import current
from mlp.web.views.network import words


def settled_answer(reading: Reading) -> dict[str, Any]:
    """Pack a reading as the views take it: the live channel's bytes and what orders them."""
    session = current()
    return {
        "session": session.name,
        "revision": session.digit.revision,
        "answer": base64.b64encode(encode_answer(reading, session.digit.sequence)).decode(),
    }


def render_network_view(
    reading: Reading, placed: PlacedModel, *, key: str, on_opened: Callable[[str, int], None]
) -> None:
    """Place the picture of the network.

    Args:
        reading: What to show until the pad sends newer.
        placed: The network that read it.
        key: Streamlit's key.
        on_opened: Called with stage and number of a unit that is to be explained.
    """

    def report() -> None:
        opened = st.session_state[key].opened
        on_opened(opened["stage"], int(opened["unit"]))

    load_component("views/network", "network")(
        key=key,
        data={
            **settled_answer(reading),
            "stages": _stages(placed),
            "layers": [
                list(parameter.shape)
                for parameter in placed.cpu_model.parameters()
                if parameter.ndim == 2
            ],
            "fingerprint": placed.fingerprint,
            "weightsPath": f"{address.route_prefix()}/weights",
            "colours": TABLE,
            "words": words.NETWORK,
        },
        on_opened_change=report,
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
