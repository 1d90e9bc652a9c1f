"""Lines of a form along the edges of a picture that was cut out of it, and the picture without.

It must not know what stands between them.
"""

from typing import cast

import cv2
import numpy as np

_BAND = 0.12
"""Share of the picture's side, from each edge, in which the lines of a form lie."""

_STEEP = 0.05
"""By how much a line may lean, as a share of its length: three degrees."""

_THICKEST = 0.08
"""Of a line, as a share of the side that it takes from."""

_COVERED = 0.7
"""Share of a line that is drawn at least: it may be broken."""

_END = 0.06
"""Share of the side within which a line's ends reach the next edges."""

_LONG = 0.25
"""Share of the picture's side from which on a line beside the edge is one of a form."""

_NUM_PLACES = 120
"""Along a line, at which it is looked at."""


def frame_lines(is_ink: np.ndarray) -> np.ndarray:
    """Find the lines that run along the edges, with what is beyond them.

    A digit that is cropped tight has lines along the edges, too: a 7 its bar. Such a digit
    reaches the opposite edge, and what stands between the lines of a form does not.

    Args:
        is_ink: bool, (height, width).

    Returns:
        bool, (height, width).
    """
    lines = []
    for turns in range(4):  # the line along the left edge; then the picture is turned
        line = _line_at_left(np.ascontiguousarray(np.rot90(is_ink, turns)))
        if line is not None:
            lines.append((turns, np.rot90(line, -turns)))
    is_frame = np.zeros_like(is_ink)
    rest = is_ink & ~np.logical_or.reduce([line for _, line in lines]) if lines else is_ink
    for turns, line in lines:
        touching = _touching(rest, line & is_ink)
        end_px = max(1, round(_END * np.rot90(rest, turns).shape[1]))
        if not np.rot90(touching, turns)[:, -end_px:].any():
            is_frame |= line
    return is_frame


def _touching(rest: np.ndarray, line: np.ndarray) -> np.ndarray:
    """Keep of the rest of the ink what touches a line: bool, (height, width)."""
    _, labels = cv2.connectedComponents((rest | line).astype(np.uint8))
    is_joined = np.isin(labels, np.unique(labels[line]))
    return cast(np.ndarray, is_joined & rest)


def along_edge(
    box: tuple[int, int, int, int], shape: tuple[int, ...], *, has_contact: bool
) -> bool:
    """Tell whether a straight piece lies along an edge of the picture, as a sliver of a line does.

    Args:
        box: Left, top, right and bottom of the piece.
        shape: Height and width of the picture.
        has_contact: It touches an edge.
    """
    left, top, right, bottom = box
    height_px, width_px = shape[:2]
    is_upright = bottom - top > 3 * (right - left)
    is_lying = right - left > 3 * (bottom - top)
    in_columns = right <= _BAND * width_px or left >= (1 - _BAND) * width_px
    in_rows = bottom <= _BAND * height_px or top >= (1 - _BAND) * height_px
    is_long = (
        (bottom - top) > _LONG * height_px if is_upright else (right - left) > _LONG * width_px
    )
    is_along = (is_upright and in_columns) or (is_lying and in_rows)
    return is_along and (is_long or has_contact)


def _line_at_left(is_ink: np.ndarray) -> np.ndarray | None:
    """Find a line from the upper to the lower edge, close to the left one.

    Args:
        is_ink: bool, (height, width).

    Returns:
        bool, (height, width): the line and what is beyond it; None if there is none.
    """
    height_px, width_px = is_ink.shape
    band_px, steep_px = int(_BAND * width_px), int(_STEEP * height_px)
    if band_px < 1:
        return None
    rows = np.linspace(0, height_px - 1, min(height_px, _NUM_PLACES)).round().astype(int)
    # One pixel to either side, so that every line is met; beyond the picture there is none.
    band = np.zeros((len(rows), band_px + 2 * steep_px + 2), bool)
    seen = is_ink[rows, : band_px + 1]
    band[:, steep_px : steep_px + seen.shape[1]] = seen
    band[:, 1:] |= band[:, :-1].copy()
    firsts = np.arange(band_px)[:, None, None]
    leans = np.arange(-steep_px, steep_px + 1)[:, None]
    columns = firsts + np.rint(leans * (rows / max(1, height_px - 1))).astype(int)
    is_met = band[np.arange(len(rows)), (columns + steep_px).clip(0, band.shape[1] - 1)]
    covered = is_met.mean(axis=2)
    end = max(1, round(_END * len(rows)))
    covered = covered * is_met[..., :end].any(axis=2) * is_met[..., -end:].any(axis=2)
    best = np.unravel_index(int(covered.argmax()), covered.shape)
    if covered[best] < _COVERED:
        return None
    first, lean = int(firsts[best[0], 0, 0]), int(leans[best[1], 0])
    middles = first + np.rint(lean * np.arange(height_px) / max(1, height_px - 1)).astype(int)
    inner_px = _inner_px(is_ink, middles)
    if inner_px > max(3, _THICKEST * width_px):
        return None
    is_line: np.ndarray = np.arange(width_px) <= (middles + inner_px + 1)[:, None]
    return is_line


def _inner_px(is_ink: np.ndarray, middles: np.ndarray) -> int:
    """Measure how far a line reaches to the right of its middle, where nothing touches it."""
    height_px, width_px = is_ink.shape
    reach = np.arange(width_px // 3 + 1)
    columns = (middles[:, None] + reach).clip(0, width_px - 1)
    is_on = is_ink[np.arange(height_px)[:, None], columns]
    # The line's own pixel may be the one before.
    is_on[:, 0] = True
    widths = np.where(is_on.all(axis=1), len(reach), is_on.argmin(axis=1)) - 1
    return int(np.median(widths))
