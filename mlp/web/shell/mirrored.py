"""Widgets that show a value which is kept elsewhere: it is there again when the page is left.

Use it wherever something else than the widget sets or reads the value too; where nothing does,
`persist_state="session"` is enough. It must not know any value.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

import streamlit as st


def mirrored(key: str, value: Any, take: Callable[[Any], None]) -> dict[str, Any]:
    """Make a widget show a value that is kept elsewhere, and take over what it is changed to.

    Returns:
        The widget's arguments `key` and `on_change`.
    """
    st.session_state[key] = value
    return {"key": key, "on_change": lambda: take(st.session_state[key])}


def mirrored_field(key: str, record: object, name: str) -> dict[str, Any]:
    """Make a widget show a field of a record, and change the field.

    Returns:
        The widget's arguments `key` and `on_change`.
    """
    return mirrored(key, getattr(record, name), partial(setattr, record, name))
