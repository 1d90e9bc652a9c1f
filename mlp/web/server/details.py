"""The details of a visitor's digit: how it was prepared, and how it would be read otherwise.

It must not know how they are shown.
"""

import base64
from dataclasses import asdict
from typing import Any

import numpy as np
from PIL import Image

from mlp.explain.score_difference import missing_ink
from mlp.net.placed import PlacedModel
from mlp.net.reading import Reading, read
from mlp.web.server.messages import verdict_fields
from mlp.web.server.reminders import reminders_of
from mlp.web.server.visitors.visitor import Visitor

_MAX_SENT_PX = 280


def details_of(visitor: Visitor) -> dict[str, Any]:
    """Collect what is shown of a digit once the pen is up.

    Returns:
        {"number": of the last answer, "steps": the preparation's pictures, "isFixed": whether the
        two switches can do nothing, "centred" and "uncentred": both verdicts, None if the switches
        can do nothing, "difference": between what was shown and the network run again, None if
        nothing was drawn, "oodScore": above 0 it does not look like a digit, None if that was not
        asked, "missing": where ink would speak most for the other digit of the answer's why, None
        if nowhere, "reminders": the real digits most like it}.
    """
    digit, prepared, model = visitor.digit, visitor.prepared(), visitor.model
    reading = visitor.reading()
    is_fixed = digit.image is not None or (digit.source == "pad" and prepared.is_blank)
    verdicts = {
        name: None
        if is_fixed
        else verdict_fields(read(model, visitor.prepared_with(centre=centre)).verdict)
        for name, centre in (("centred", True), ("uncentred", False))
    }
    return {
        "number": visitor.number,
        "steps": [{"name": step.name, **picture_fields(step.pixels)} for step in prepared.steps],
        "isFixed": is_fixed,
        **verdicts,
        "difference": None if reading.trace is None else model.recheck(reading.trace),
        "oodScore": reading.ood_score,
        "missing": _missing(visitor, model, reading),
        "reminders": reminders_of(model, digit, reading),
    }


def _missing(visitor: Visitor, model: PlacedModel, reading: Reading) -> dict[str, Any] | None:
    """Say where ink would speak most for the other digit."""
    why = visitor.why(reading)
    if why is None or reading.trace is None or reading.fingerprint != model.fingerprint:
        return None
    missing = missing_ink(model.cpu_model, reading.trace["image"].values(), why)
    return None if missing is None else asdict(missing)


def picture_fields(pixels: np.ndarray) -> dict[str, Any]:
    """Describe a picture for the browser, no larger than it is shown.

    Args:
        pixels: uint8, (height, width) grey or (height, width, 3) sRGB, 0–255.
    """
    if max(pixels.shape[:2]) > _MAX_SENT_PX:
        small = Image.fromarray(pixels)
        small.thumbnail((_MAX_SENT_PX, _MAX_SENT_PX))
        pixels = np.asarray(small)
    height, width = pixels.shape[:2]
    return {
        "width": width,
        "height": height,
        "channels": pixels.size // (width * height),
        "pixels": base64.b64encode(pixels.tobytes()).decode(),
    }
