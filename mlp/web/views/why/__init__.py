"""Why this digit and not another, painted on the drawing; placed by Python, filled by why.js.

It must not know the pad, nor what opens when somebody wants to look inside.
"""

from collections.abc import Callable

from torch import nn

from mlp.explain.units import unit_stages
from mlp.net.network import NeuralNetwork
from mlp.net.placed import PlacedModel
from mlp.web.browser.component import load_component, on_reports
from mlp.web.charts.colours import TABLE
from mlp.web.shell.depth import chosen_depth
from mlp.web.views.why import words

_FULL_PIXELS = 85
"""So many pixels, fully coloured, make the largest score: a tenth of all ink is coloured fully."""


def render_why_view(placed: PlacedModel, *, key: str, on_inside: Callable[[], None] | None) -> None:
    """Place the picture and the words; they fill the room that they are given.

    Args:
        placed: The network that answers.
        key: Streamlit's key.
        on_inside: Called when somebody wants to see which units spoke; None: that cannot be seen.
    """
    load_component("views/why", "why")(
        key=key,
        height="stretch",
        data={
            "scale": placed.scales[unit_stages(placed.cpu_model)[-1]] / _FULL_PIXELS,
            "colours": TABLE["dark"],
            "depth": chosen_depth(),
            "code": code_template(placed.cpu_model),
            "words": words.WHY,
            "hasInside": on_inside is not None,
        },
        **on_reports(key, inside=lambda _: on_inside and on_inside()),
    )


def code_template(model: NeuralNetwork) -> str:
    """Give the lines of PyTorch that compute the painting from `model` and `image`.

    Returns:
        With {digit} and {against} to be filled in.
    """
    last = max(
        index for index, layer in enumerate(model.linear_relu_stack) if isinstance(layer, nn.Linear)
    )
    return words.CODE.replace("{end}", str(last + 1))
