"""What a reload brings back: the browser keeps it, and hands it to the new session.

It must not know how it comes and goes.
"""

import base64
import binascii
from typing import Any

import numpy as np

from mlp.files.link import RASTER_PX
from mlp.web.server.visitors.digit import drawn_digit
from mlp.web.shell.depth import Explanation
from mlp.web.shell.own_training import OwnTraining
from mlp.web.shell.session import current


def kept() -> dict[str, Any]:
    """Say what is to be kept besides the digit."""
    session = current()
    own = session.of(OwnTraining)
    training = {"ticket": own.ticket, "follows": own.follows}
    return {
        "explain": session.of(Explanation).depth,
        "withoutLastRelu": session.without_last_relu,
        "training": None if own.training is None else training,
    }


def restore(report: dict[str, Any]) -> None:
    """Take back what was kept; what is not as it was kept changes nothing.

    Args:
        report: {"kept": from `kept`, "link": a digit packed} or, of a drawing, {"kept": …, "ink":
            base64 of uint8 (112, 112), "centre": bool, "invert": bool}.
    """
    session, values = current(), report.get("kept")
    if isinstance(values, dict):
        session.of(Explanation).choose(str(values.get("explain")))
        session.without_last_relu = values.get("withoutLastRelu") is True
        training = values.get("training")
        if isinstance(training, dict) and isinstance(training.get("ticket"), str):
            follows = training.get("follows") is not False
            session.of(OwnTraining).claim(training["ticket"], follows=follows)
    visitor = session.visitor
    if not visitor.is_fresh:  # drawn on meanwhile
        return
    raster, link = _raster(report.get("ink")), report.get("link")
    if isinstance(link, str):
        session.open_link(link)
    elif raster is not None:
        drawing = drawn_digit(raster, sequence=0, revision=0, is_unfinished=False)
        visitor.show(
            drawing, centre=report.get("centre") is not False, invert=report.get("invert") is True
        )


def _raster(ink: Any) -> np.ndarray | None:
    """Decode a drawing: uint8, (112, 112), 0–255; None if it is none."""
    try:
        raster = np.frombuffer(base64.b64decode(ink, validate=True), np.uint8)
        return raster.reshape(RASTER_PX, RASTER_PX)
    except (TypeError, ValueError, binascii.Error):
        return None
