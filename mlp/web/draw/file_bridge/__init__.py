"""Pictures chosen, dropped anywhere on the page, or pasted, handed to Streamlit's uploader.

It must not know what is done with the files; bridge.js hands them over.
"""

from collections.abc import Callable
from typing import Any

from mlp.web.browser.component import load_component, on_reports
from mlp.web.draw.file_bridge import words

_MAX_REFUSED = 100
"""Files of which a browser may say that they were refused."""


def render_file_bridge(
    *,
    key: str,
    target: str,
    max_bytes: int,
    num_brought: int,
    on_refused: Callable[[list[tuple[str, int]], bool], object],
) -> None:
    """Place the button; files may be dropped or pasted anywhere while it is there.

    Args:
        key: Streamlit's key.
        target: Key of the `st.file_uploader` that gets the files; it need not be seen.
        max_bytes: Larger files are refused before they are sent.
        num_brought: How often files were brought: with another number those sent have arrived.
        on_refused: Called with name and bytes of each file that is too large, and whether others
            are on their way.
    """

    def refuse(report: Any) -> None:
        files = [(str(file["name"]), int(file["size"])) for file in report["files"]]
        on_refused(files[:_MAX_REFUSED], bool(report["isMoreToCome"]))

    load_component("draw/file_bridge", "bridge")(
        key=key,
        data={
            "target": target,
            "maxBytes": max_bytes,
            "numBrought": num_brought,
            "words": words.BRIDGE | {"help": words.BRIDGE["help"].format(limit=max_bytes // 2**20)},
        },
        **on_reports(key, refused=refuse),
    )
