"""When what is shown must be run again: parts of a page, and pages whose network changes.

It must not know any page.
"""

import streamlit as st

from mlp.web.server.trainings.record import Status
from mlp.web.shell.session import current

_CHANGING = (Status.WAITING, Status.STARTING, Status.TRAINING)
_REFRESH_S = 1.0


def refresh_s() -> float | None:
    """How often pages show the network anew while it is trained; None if it does not change."""
    followed = current().network.training
    is_changing = followed is not None and followed.status in _CHANGING
    return _REFRESH_S if is_changing else None


def end_refresh(asked_s: float | None) -> None:
    """Run the whole page once more when the network has ceased to change.

    To be called from a fragment that is run again and again.

    Args:
        asked_s: What `refresh_s` said when the page was run.
    """
    if asked_s is not None and refresh_s() is None:
        st.rerun()


def rerun_parts(page: str, fragments: list[str]) -> None:
    """Rerun fragments alone where that will do; otherwise the whole page is run anyway.

    To be called from a callback of what stands in no fragment itself.

    Args:
        page: The title of the page that they are on: it must have been run to its end.
        fragments: Their keys.
    """
    # NOTE: the browser has ended the fragments' timers, and only a run of the whole page sets new
    # ones.
    if current().finished_page == page and refresh_s() is None:
        st.rerun(fragments)
