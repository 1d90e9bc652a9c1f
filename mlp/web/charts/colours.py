"""The one table of colours, for Plotly and for the network view, light and dark.

It must not know what is drawn. Ink is black to white everywhere. Signed values go from blue
through the theme's neutral to orange, so that zero is always neutral and no pair of colours is
confused by people with red-green colour blindness; values from zero on go from the neutral to one
strong colour.
Source of the hues: "Colorbrewer 2.0", Brewer, PuOr and YlGnBu, adapted to both grounds.
"""

from typing import Any

INK = ["#000000", "#ffffff"]

LIGHT: dict[str, Any] = {
    "diverging": ["#08306b", "#2171b5", "#9ecae1", "#f4f2ec", "#fdbe85", "#e6700a", "#7f2704"],
    "sequential": ["#f4f2ec", "#b7dfc6", "#4fb3a5", "#147a8c", "#0b3d66"],
    "positive": "#d95f02",
    "negative": "#2171b5",
    "winner": "#094f94",
    "bar": "#8d95a3",
    "neutral": "#e9e6de",
    "muted": "#a4a7ad",
    "grid": "#dedbd2",
    "card": "#ffffff",
}

DARK: dict[str, Any] = {
    "diverging": ["#d6ecff", "#6db8ff", "#1f5a94", "#1b2029", "#8f4a10", "#ff9838", "#ffe6c7"],
    "sequential": ["#1b2029", "#155e63", "#1fa187", "#8fd744", "#fdf3a6"],
    "positive": "#ff9838",
    "negative": "#6db8ff",
    "winner": "#63b3ff",
    "bar": "#6c7787",
    "neutral": "#232a35",
    "muted": "#566173",
    "grid": "#2b323d",
    "card": "#1a1f27",
}

TABLE: dict[str, Any] = {"ink": INK, "light": LIGHT, "dark": DARK}
"""What the browser gets."""
