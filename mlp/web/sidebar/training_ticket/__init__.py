"""Lets the browser tell a training every 20 s that its visitor is there, on whichever page.

It must not know what a training is.
"""

from typing import Any

from mlp.web.browser import address
from mlp.web.browser.component import load_component, on_reports
from mlp.web.shell.own_training import OwnTraining
from mlp.web.shell.session import current

_KEY = "training_ticket"


def render_ticket() -> None:
    """Place it, on every page: it takes no room. The training learns that its visitor is there."""
    own = current().of(OwnTraining)
    own.note_digit()
    ticket = None if own.training is None else own.ticket
    load_component("sidebar/training_ticket", "ticket")(
        key=_KEY,
        data={
            "ticket": ticket,
            "path": f"{address.PREFIX}/training",
        },
        **on_reports(_KEY, gone=_note_gone),
    )


def _note_gone(gone: Any) -> None:
    """There is no such training any more; the run that follows says so."""
    if isinstance(gone, str):
        current().of(OwnTraining).note_gone(gone)
