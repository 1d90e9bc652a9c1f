"""How deep to explain, and placing what belongs to a depth.

It must not know what is explained.
"""

from dataclasses import dataclass
from typing import Literal

import streamlit as st

from mlp.web.shell.session import current

Depth = Literal["words", "numbers", "code"]

DEPTHS: tuple[Depth, ...] = ("words", "numbers", "code")
"""Each with all of those before it."""


@dataclass(eq=False)
class Explanation:
    """How the visitor wants everything to be explained."""

    depth: Depth = "words"

    def choose(self, wanted: str) -> None:
        """Explain as deep as is wanted; what is no depth changes nothing."""
        self.depth = next((depth for depth in DEPTHS if depth == wanted), self.depth)


def chosen_depth() -> Depth:
    """How deep to explain."""
    return current().of(Explanation).depth


def reaches(depth: Depth) -> bool:
    """Whether what belongs to a depth is wanted."""
    return DEPTHS.index(chosen_depth()) >= DEPTHS.index(depth)


def render_by_depth(told: str = "", numbers: str = "", code: str = "") -> None:
    """Place an explanation; each part may be empty.

    Long lines of code are wrapped: no key would reach what scrolls in Streamlit's box.

    Args:
        told: Markdown for somebody who never programmed; always shown.
        numbers: Markdown, shown at the depths "numbers" and "code".
        code: Lines of PyTorch, shown at the depth "code".
    """
    if told:
        st.markdown(told)
    if numbers and reaches("numbers"):
        st.markdown(numbers)
    if code and reaches("code"):
        st.code(code, language="python", wrap_lines=True)
