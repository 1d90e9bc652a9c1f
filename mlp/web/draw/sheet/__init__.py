"""All digits of a picture, each with its answer, to look into; sheet.js fills it.

It must not know where the picture came from, nor how digits are found on it.
"""

from typing import Any

from mlp.web.browser.component import load_component, on_reports
from mlp.web.draw.sheet import words
from mlp.web.shell.session import current
from mlp.web.views.verdict.words import IN_SHORT


def render_sheet(*, key: str) -> None:
    """Place the digits of the active picture; page.css shows them while there are several.

    Args:
        key: Streamlit's key: "sheet", by which page.css knows it.
    """

    def take(chosen: Any) -> None:
        if isinstance(chosen, int):
            current().visitor.choose_found(chosen)

    load_component("draw/sheet", "sheet")(
        key=key,
        data={"words": words.SHEET, "verdicts": IN_SHORT},
        **on_reports(key, chosen=take),
    )
