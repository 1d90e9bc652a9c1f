"""A parameter as a map of coloured cells, exact values on zoom; placed by Python, drawn by map.js.

It must not know which network the parameter is from. No value goes through Streamlit: the browser
fetches the overview and, once somebody reads a cell, the parameters over routes of our own.
"""

from dataclasses import dataclass

from mlp.net.placed import PlacedModel
from mlp.web.browser import address
from mlp.web.browser.component import load_component
from mlp.web.charts.colours import TABLE
from mlp.web.parameters.weight_map import words


@dataclass(frozen=True)
class WeightMap:
    """What one map shows, and how it says so.

    Attributes:
        rows: Cells from top to bottom: units; 1 for a bias.
        columns: Cells from left to right.
        offset: Values before its first, in the order of `named_parameters()`.
        scale: Absolute value at which the colours saturate, as text.
        label: What the map is, for those who do not see it.
        row_name: Names a row on its axis, with {row}; "" if there is only one.
        column_name: Names a column on its axis, with {column}, {pixelRow} and {pixelColumn}.
        cell: Names a cell, with {row}, {column}, {pixelRow} and {pixelColumn}.
        shown: Says what is in view, with {firstColumn}, {lastColumn}, {firstRow} and {lastRow}.
        beyond: Says what becomes of values beyond the scale.
    """

    rows: int
    columns: int
    offset: int
    scale: str
    label: str
    cell: str
    row_name: str
    column_name: str
    shown: str
    beyond: str


def render_weight_map(weight_map: WeightMap, placed: PlacedModel, *, key: str) -> None:
    """Place a map.

    Args:
        weight_map: What it shows.
        placed: The network whose parameter it is.
        key: Streamlit's key.
    """
    load_component("parameters/weight_map", "map")(
        key=key,
        data={
            "rows": weight_map.rows,
            "columns": weight_map.columns,
            "offset": weight_map.offset,
            "scale": weight_map.scale,
            "label": weight_map.label,
            "cell": weight_map.cell,
            "rowName": weight_map.row_name,
            "columnName": weight_map.column_name,
            "shown": weight_map.shown,
            "beyond": weight_map.beyond,
            "fingerprint": placed.fingerprint,
            "overviewPath": f"{address.PREFIX}/overview/{placed.fingerprint}",
            "weightsPath": f"{address.PREFIX}/weights/{placed.fingerprint}",
            "colours": TABLE,
            "words": words.MAP,
        },
    )
