"""Everything that is known of a unit, section by section.

It must not know how the unit was chosen.
"""

from functools import partial

from mlp.web.neurons import words
from mlp.web.neurons.compare import render_compare
from mlp.web.neurons.life import render_life
from mlp.web.neurons.linear_picture import render_linear_picture
from mlp.web.neurons.outgoing import render_outgoing
from mlp.web.neurons.this_digit import render_this_digit
from mlp.web.neurons.what_if import render_what_if
from mlp.web.shell.sections import Section, render_sections

_RENDERS = {
    "this_digit": render_this_digit,
    "what_if": render_what_if,
    "outgoing": render_outgoing,
    "linear_picture": render_linear_picture,
    "life": render_life,
    "compare": render_compare,
}


def render_unit_sections(stage: str, unit: int) -> None:
    """Place the sections.

    Args:
        stage: A linear stage of the visitor's network.
        unit: 0-based.
    """
    render_sections(
        "neurons",
        {
            name: Section(words.SECTIONS[name], partial(render, stage, unit))
            for name, render in _RENDERS.items()
        },
    )
