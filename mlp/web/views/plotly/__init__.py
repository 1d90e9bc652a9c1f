"""A Plotly figure that follows the digit without remounting; placed by Python, drawn by plotly.js.

It must not know which figure it shows.
"""

from collections.abc import Callable
from typing import Any

import orjson
import streamlit as st

from mlp.web.browser import address
from mlp.web.browser.component import load_component
from mlp.web.charts.colours import TABLE
from mlp.web.charts.stages import Figure
from mlp.web.views.plotly import words


def render_plotly(
    figure: Figure,
    *,
    key: str,
    label: str,
    png: str | None = None,
    can_wait: bool = False,
    on_clicked: Callable[[dict[str, Any]], None] | None = None,
) -> None:
    """Place a figure.

    Args:
        figure: From `mlp.web.charts`, with names for colours.
        key: Streamlit's key.
        label: What the figure shows, for those who do not see it.
        png: The name, without ending, of the picture that a small button saves; None: no button.
        can_wait: It shows nothing yet: Plotly need not be loaded before the page is still.
        on_clicked: Called with a point that is clicked: {"x": …, "y": …, "z": …} as in the figure.
    """

    def report() -> None:
        point = st.session_state[key].clicked
        if on_clicked is not None and isinstance(point, dict):
            on_clicked(point)

    callbacks: dict[str, Any] = {} if on_clicked is None else {"on_clicked_change": report}
    load_component("views/plotly", "plotly", isolate_styles=False)(
        key=key,
        data=orjson.dumps(
            {
                "figure": figure,
                "label": label,
                "png": None
                if png is None
                else {"name": png, "text": words.PNG, "label": words.PNG_LABEL.format(label=label)},
                "canWait": can_wait,
                "failure": words.PLOTLY_FAILURE,
                "colours": TABLE,
                "plotlyPath": address.plotly_address(),
            }
        ),
        **callbacks,
    )
