"""What a visitor reads on a page without a browser, and the jargon in it.

It must not know which page that is.
"""

import re
from typing import Any

from streamlit.testing.v1 import AppTest

from tests.support.app import components

_JARGON = re.compile(
    r"\b(?:linear\d+|relu\d*|float32|softmax|logits?|tensors?|norm|matri(?:x|ces))\b", re.IGNORECASE
)


def read_on(app: AppTest) -> list[str]:
    """Every text of the page itself: sentences, headings, labels, helps, choices, pictures."""
    seen = []
    for element in app.main:
        proto: Any = getattr(element, "proto", None)
        if proto is None or element.type in ("code", "bidi_component"):
            continue
        seen += [str(getattr(proto, name, "")) for name in ("body", "label", "help", "placeholder")]
        seen += [str(option) for option in getattr(element, "options", [])]
    for placed in components(app).values():
        if "label" in placed:
            seen.append(placed["label"])
        seen += [each[part] for each in placed.get("pictures", []) for part in ("caption", "label")]
        for drawn in placed.get("figure", {}).get("data", []):
            seen.append(str(drawn.get("hovertemplate", "")))
    return seen


def jargon_on(app: AppTest) -> set[str]:
    """The words on the page that only programmers know."""
    return jargon_in("\n".join(read_on(app)))


def jargon_in(text: str) -> set[str]:
    """The words of a text that only programmers know."""
    return set(_JARGON.findall(text))
