"""Exhibit mode: the app where nobody looks after it, and visitors come and go.

It must not know any page. Everything that is different in an exhibit asks `exhibit` or `has_page`.
"""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, get_args

import streamlit as st

from mlp.web.browser.component import load_component, load_style
from mlp.web.shell.exhibit.digits import ghost_digits
from mlp.web.shell.session import current

PageName = Literal["draw", "lesson", "parameters", "neurons", "train"]

PAGES: tuple[PageName, ...] = get_args(PageName)
"""All that there are; the first is where everybody begins, in an exhibit too."""

IDLES_S = (1, 3600)
"""Least and most seconds without touch."""

_QUERY = "exhibit"
_STYLE = load_style(Path(__file__).with_name("page.css"))


@dataclass(frozen=True)
class Exhibit:
    """What holds in an exhibit: no way out, nothing to bring or to take along, nothing remembered.

    Attributes:
        idle_s: Seconds without touch after which everything of the visitor is forgotten.
        pages: That may be opened.
        is_for_all: Whether it holds for everybody, not only where the address asks for it.
    """

    idle_s: int = 45
    pages: frozenset[PageName] = frozenset(PAGES) - {"train"}  # it starts processes
    is_for_all: bool = False


@dataclass(eq=False)
class _Entered:
    """What a session remembers: there is no way out of an exhibit."""

    exhibit: Exhibit | None = None


def exhibit() -> Exhibit | None:
    """What holds for this session in an exhibit; None: it is in none."""
    return current().of(_Entered).exhibit


def has_page(name: PageName) -> bool:
    """Whether a page may be opened."""
    rules = exhibit()
    return rules is None or name in rules.pages


def enter_exhibit(rules: Exhibit) -> None:
    """Enter the exhibit if the address or the settings say so; first in each run.

    Args:
        rules: What holds in an exhibit by the settings.
    """
    entered, asked = current().of(_Entered), st.query_params.get(_QUERY)
    if rules.is_for_all:
        entered.exhibit = rules
    elif asked is not None:
        entered.exhibit = replace(rules, idle_s=idle_s(asked) or rules.idle_s)


def idle_s(text: str) -> int | None:
    """Read seconds without touch, for example "60"; None if it is no number that can be meant."""
    is_number = text.isascii() and text.isdigit() and len(text) < 6
    seconds = int(text) if is_number else 0
    return seconds if IDLES_S[0] <= seconds <= IDLES_S[1] else None


def render_exhibit(*, key: str) -> None:
    """Place what watches for visitors and draws while there is none; nothing outside exhibits.

    Args:
        key: Streamlit's key.
    """
    rules = exhibit()
    if rules is None:
        return
    st.html(_STYLE)
    load_component("shell/exhibit", "exhibit")(
        key=key,
        data={
            "idleMs": 1000 * rules.idle_s,
            "address": None if rules.is_for_all else {"name": _QUERY, "value": str(rules.idle_s)},
            "digits": ghost_digits(),
        },
    )
