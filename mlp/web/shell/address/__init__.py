"""Keeps the page's address in the browser: plain, and saying what its page shows.

It leaves no entry in the browser's history, as Streamlit does wherever Python changes the address.
It must not know what anything in an address means.
"""

from collections.abc import Mapping, Sequence

import streamlit as st

from mlp.web.browser.component import load_component


def clear_address(taken: Sequence[str]) -> None:
    """Let the address of any page say no more what the app has taken over; it takes no room.

    Args:
        taken: By name.
    """
    _render("address", taken=taken, page="", own={})


def complete_address(page: str, own: Mapping[str, str]) -> None:
    """Let the address say what its page shows, if it says none of it; it takes no room.

    One that says some of it is left alone in the browser, too: when this arrives the visitor may
    have gone back from it, to one that says nothing.

    Args:
        page: As it is called in the address.
        own: What it shows.
    """
    is_said = any(name in st.query_params for name in own)
    _render("page_address", taken=(), page=page, own={} if is_said else own)


def _render(key: str, *, taken: Sequence[str], page: str, own: Mapping[str, str]) -> None:
    """Place the component."""
    load_component("shell/address", "address")(
        key=key, data={"taken": list(taken), "page": page, "own": dict(own)}
    )
