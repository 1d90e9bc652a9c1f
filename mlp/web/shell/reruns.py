"""When pages are run again by themselves: while their network is trained.

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
