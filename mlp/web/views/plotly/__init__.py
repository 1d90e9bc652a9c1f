"""A Plotly figure that is redrawn without remounting; placed by Python, drawn by plotly.js.

It must not know which figure it shows.
"""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any, Literal

import orjson

from mlp.web.browser import address
from mlp.web.browser.component import load_component, on_reports
from mlp.web.charts.colours import TABLE
from mlp.web.charts.stages import Figure
from mlp.web.shell.exhibit import exhibit
from mlp.web.views.plotly import words

Kind = Literal["cells", "scores", "shares"]


@dataclass(frozen=True)
class Filling:
    """Which values of the page's answers the browser puts into a figure, and how.

    Attributes:
        kind: Cells of a heatmap, ten scores, or ten probabilities.
        stage: Its place among the stages that an answer holds; None: the probabilities without
            the last ReLU.
        size: How many values it has in the network in use: answers of others are not shown.
        columns: Of cells, in a row.
    """

    kind: Kind
    stage: int | None
    size: int
    columns: int = 0


def render_plotly(
    figure: Figure,
    *,
    key: str,
    label: str,
    filling: Filling | None = None,
    png: str | None = None,
    on_clicked: Callable[[dict[str, Any]], None] | None = None,
) -> None:
    """Place a figure.

    Args:
        figure: From `mlp.web.charts`, with names for colours.
        key: Streamlit's key.
        label: What the figure shows, for those who do not see it.
        filling: What the browser fills it with whenever there is another answer; the figure is then
            `without_values`. None: it stays what it is.
        png: The name, without ending, of the picture that a small button saves; None: no button.
            In an exhibit there is none either.
        on_clicked: Called with a point that is clicked: {"x": …, "y": …, "z": …} as in the figure.
    """

    def take(point: Any) -> None:
        if on_clicked is not None and isinstance(point, dict):
            on_clicked(point)

    load_component("views/plotly", "plotly", isolate_styles=False)(
        key=key,
        data=orjson.dumps(
            {
                "figure": figure,
                "filling": filling and asdict(filling),
                "label": label,
                "png": None
                if png is None or exhibit() is not None
                else {"name": png, "text": words.PNG, "label": words.PNG_LABEL.format(label=label)},
                "failure": words.PLOTLY_FAILURE,
                "colours": TABLE,
                "plotlyPath": address.plotly_address(),
            }
        ),
        **({} if on_clicked is None else on_reports(key, clicked=take)),
    )
