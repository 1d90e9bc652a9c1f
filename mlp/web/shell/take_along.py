"""A button that saves a file; in an exhibit there is none.

It must not know what the file holds.
"""

from collections.abc import Callable
from typing import Any

import streamlit as st

from mlp.web.shell.exhibit import exhibit


def render_download(
    label: str,
    content: str | Callable[[], bytes | str],
    file_name: str,
    mime: str,
    **options: Any,
) -> None:
    """Place the button; a file that takes a while is made only when it is asked for.

    Args:
        label: On the button.
        content: The file, or what makes it.
        file_name: As which it is saved.
        mime: What it is, for example "image/png".
        options: Those of `st.download_button`.
    """
    if exhibit() is None:
        st.download_button(label, content, file_name, mime, on_click="ignore", **options)
