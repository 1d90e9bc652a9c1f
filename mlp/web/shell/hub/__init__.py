"""The hub between the page and the visitor's record, placed by Python; hub.js places the browser's.

It must not know any page.
"""

from typing import Any

from mlp.web.browser import address
from mlp.web.browser.component import load_component, on_reports
from mlp.web.shell.kept import kept, restore
from mlp.web.shell.reruns import refresh_s
from mlp.web.shell.session import current


def render_hub() -> None:
    """Place the hub.

    NOTE: Last on every page. What it reports runs the script again, and Streamlit would forget what
    it has not delivered by then: a white page.
    """
    session, seconds = current(), refresh_s()
    session.model()  # that of a training which was closed meanwhile gives way to the trained one
    visitor = session.visitor
    load_component("shell/hub", "hub")(
        key="hub",
        data={
            "path": f"{address.PREFIX}/live",
            "token": visitor.token.hex(),
            "changes": visitor.changes,
            "isFresh": visitor.is_fresh,
            "link": None if visitor.digit.source == "pad" else visitor.link(),
            "kept": kept(),
            "refreshMs": None if seconds is None else round(1000 * seconds),
        },
        **on_reports("hub", restored=_restore),
    )


def _restore(report: Any) -> None:
    """Take back what a reload, or a restarted server, has forgotten."""
    if isinstance(report, dict):
        restore(report)
