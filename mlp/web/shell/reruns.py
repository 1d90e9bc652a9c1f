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


def await_end() -> None:
    """Run the whole page once more when the network has ceased to change: only then is it known.

    To be called in every run.
    """
    if refresh_s() is not None:
        st.fragment(_run_at_end, key="await_end", run_every=_REFRESH_S)()


def _run_at_end() -> None:
    """Run the page if the network has ceased to change."""
    if refresh_s() is None:
        st.rerun()
