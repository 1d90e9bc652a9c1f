"""Everything that is known of the parameters, section by section.

It must not know whose they are.
"""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from mlp.net.placed import PlacedModel
from mlp.web.browser.component import load_style
from mlp.web.parameters import words
from mlp.web.parameters.gallery import render_gallery
from mlp.web.parameters.histograms import render_histograms
from mlp.web.parameters.maps import render_maps
from mlp.web.parameters.table import render_parameter_table
from mlp.web.shell.sections import Section, render_sections

STYLE = load_style(Path(__file__).with_name("parameters.css"))
"""The page's own style, for `st.html`."""


def render_parameter_sections(placed: PlacedModel) -> None:
    """Place the sections.

    Args:
        placed: The visitor's network.
    """
    renders: dict[str, Callable[[], object]] = {
        "pictures": render_gallery,
        "maps": partial(render_maps, placed),
        "spread": partial(render_histograms, placed),
        "table": partial(render_parameter_table, placed),
    }
    render_sections(
        "parameters",
        {name: Section(words.SECTIONS[name], render) for name, render in renders.items()},
    )
