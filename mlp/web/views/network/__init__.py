"""The live picture of the whole network, placed by Python; network.js draws it.

It must not know the pad.
"""

from collections.abc import Callable
from typing import Any

from torch import nn

from mlp.dataset import SIDE
from mlp.net.network import NeuralNetwork, named_layers
from mlp.net.placed import PlacedModel
from mlp.web.browser import address
from mlp.web.browser.component import load_component, on_reports
from mlp.web.charts.colours import TABLE
from mlp.web.shell.depth import Depth, chosen_depth
from mlp.web.shell.stage_words import brief_names, plain_names
from mlp.web.views.network import words

_TITLE_LINES: dict[Depth, dict[str, int]] = {
    "words": {"grids": 2, "outputs": 3},
    "numbers": {"grids": 1, "outputs": 1},
    "code": {"grids": 2, "outputs": 4},
}
"""How many lines there is room for above a grid, and above scores and bars."""

_BRIEF_LINES: dict[Depth, dict[str, int]] = {
    "words": {"grids": 1, "outputs": 3},
    "numbers": {"grids": 1, "outputs": 3},
    "code": {"grids": 2, "outputs": 4},
}
"""The same before an audience, in large letters."""


def render_network_view(
    placed: PlacedModel,
    *,
    key: str,
    on_opened: Callable[[str, int], None],
    of_checkpoint: bool = False,
) -> None:
    """Place the picture of the network; it fills the room it gets.

    Args:
        placed: The network that answers.
        key: Streamlit's key.
        on_opened: Called with stage and number of a unit that is to be explained.
        of_checkpoint: Whether the checkpoint of a training that is looked at answers.
    """

    def take(opened: dict[str, Any]) -> None:
        on_opened(opened["stage"], int(opened["unit"]))

    depth = chosen_depth()
    load_component("views/network", "network")(
        key=key,
        data={
            "stages": _stages(placed),
            "titles": stage_titles(placed.cpu_model, depth),
            "titleLines": _TITLE_LINES[depth],
            "briefLines": _BRIEF_LINES[depth],
            "depth": depth,
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
        width="stretch",
        height="stretch",
    )


def stage_titles(model: NeuralNetwork, depth: Depth) -> list[dict[str, str]]:
    """Name the stages that an answer holds, as deep as is wanted.

    Returns:
        Of each its name, in full and in brief; from "numbers" on its shape; at "code" the line that
        makes it. What is not told is "".
    """
    sizes = _sizes(model)
    plain, brief = plain_names(sizes), brief_names(sizes)
    code = _code(model)
    return [
        {
            "name": plain[name] if depth == "words" else name,
            "brief": brief[name] if depth == "words" else name,
            "shape": "" if depth == "words" else _shape(name, size),
            "code": code[name] if depth == "code" else "",
        }
        for name, size in sizes.items()
        if name != "flatten"
    ]


def _stages(placed: PlacedModel) -> list[dict[str, Any]]:
    """Describe the stages that an answer holds, in its order."""
    return [
        {
            "name": name,
            "kind": name.rstrip("0123456789"),
            "size": size,
            "scale": placed.scales[name],
        }
        for name, size in _sizes(placed.cpu_model).items()
        if name != "flatten"
    ]


def _sizes(model: NeuralNetwork) -> dict[str, int]:
    """Count the values of each stage, in order."""
    size = SIDE * SIDE
    sizes = {"image": size}
    for name, layer in named_layers(model):
        size = layer.out_features if isinstance(layer, nn.Linear) else size
        sizes[name] = size
    return {**sizes, "softmax": size}


def _shape(name: str, size: int) -> str:
    return f"{SIDE} × {SIDE}" if name == "image" else str(size)


def _code(model: NeuralNetwork) -> dict[str, str]:
    """Say the line of PyTorch that makes each stage, in short, and the tutorial's word for it."""
    layers = named_layers(model)
    lines = {
        name: f"nn.Linear({layer.in_features}, {layer.out_features})"
        if isinstance(layer, nn.Linear)
        else "nn.ReLU()"
        for name, layer in layers
    }
    lines[layers[-1][0]] += " → logits"
    return {**lines, "image": "nn.Flatten()", "softmax": "pred_probab"}
