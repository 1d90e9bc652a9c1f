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
from mlp.net.sheet import Sheet
from mlp.picture.file import Picture
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
        if nowhere, "reminders": the real digits most like it, "sheet": see `sheet_fields`, None if
        it is not from a picture}.
    """
    digit, prepared, model = visitor.digit, visitor.prepared(), visitor.model
    reading, sheet, written = visitor.reading(), visitor.sheet(), digit.picture
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
        "sheet": None
        if sheet is None or written is None
        else sheet_fields(sheet, written.picture, chosen=digit.chosen),
    }


def sheet_fields(sheet: Sheet, picture: Picture, *, chosen: int) -> dict[str, Any]:
    """Describe all digits of a picture.

    Returns:
        {"digits": in reading order, each {"number": what chooses it, "box": left, top, right and
        bottom as shares of the picture, "picture": 28×28, "verdict"}, "numFound": read or not,
        "isWhole": the picture was read as one, "chosen": number of the active digit}.
    """
    height, width = picture.pixels.shape[:2]
    return {
        "digits": [
            {
                "number": each.number,
                "box": [
                    side / whole for side, whole in zip(each.box, 2 * (width, height), strict=True)
                ],
                "picture": picture_fields(each.reading.prepared.steps[-1].pixels),
                "verdict": verdict_fields(each.reading.verdict),
            }
            for each in sheet.digits
        ],
        "numFound": sheet.num_found,
        "isWhole": sheet.is_whole,
        "chosen": chosen,
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
