"""Ink on paper: from a photo or scan to ink white on black, and the digits written there.

It must not know files, the network, or the size of picture that the network reads.

Everything is measured against the picture itself: brightness as a share of the paper around it,
lengths as shares of the picture's or the ink's size. Numbers that do not follow from that, here and
in the modules beside this one, were chosen on the tuning half of `mlp/study/photographs/`.
"""

from collections.abc import Iterator
from itertools import compress

import cv2
import numpy as np

from mlp.picture.paper.alone import is_alone
from mlp.picture.paper.choice import best_groups, is_good
from mlp.picture.paper.cut import MAX_DIGITS, Found, Ink, cut_out, pen_colour, put_together
from mlp.picture.paper.darkness import (
    ANALYSIS_PX,
    LEVELS,
    MIN_CONTRAST,
    calm,
    is_dark_on_light,
    lean_to_dark,
    measure_darkness,
    paper_offset,
    shrunken,
    smooth,
    to_pixels,
)
from mlp.picture.paper.flat import find_on_grounds
from mlp.picture.paper.groups import Group, group_parts
from mlp.picture.paper.lines import Lines, ruled_lines, without_lines
from mlp.picture.paper.parts import find_parts, share_on
from mlp.picture.paper.sheet import SHEET_PX, find_sheet, spread

__all__ = ["MAX_DIGITS", "MIN_CONTRAST", "Found", "Ink", "find_ink", "is_dark_on_light"]

_MIN_RANGE = 20
"""Grey values between the darkest and the brightest pixel of a picture with ink on it."""

_UNSURE = -0.3
"""Between this and 0, light ink on dark paper is no more than a guess."""

_SPANS = (0.04, 0.1, 0.25)
"""How wide a thing may be to be ink rather than paper, as shares of the picture's shorter side.

Small spans leave out shadows and the edges of sheets, large ones take in thick markers.
"""

_CLEAR = 100
"""Score from which on what was found on a sheet is a digit rather than light or grain."""


def find_ink(pixels: np.ndarray, *, is_dark: bool | None = None) -> Ink:
    """Find the ink on a picture and the digits that it makes.

    Args:
        pixels: uint8, (height, width) grey or (height, width, 3) sRGB, 0–255.
        is_dark: Whether the ink is darker than the paper. None: find out.
    """
    drawn = find_on_grounds(pixels)
    if drawn is not None and is_dark in (None, drawn.is_dark):
        return drawn
    sheet = find_sheet(shrunken(pixels, SHEET_PX))
    on_sheet = None if sheet is None else _find_on_sheet(pixels, sheet, is_dark)
    return _find(pixels, is_dark) if on_sheet is None else on_sheet


def _find(pixels: np.ndarray, is_dark: bool | None, inside: np.ndarray | None = None) -> Ink:
    """Find the ink on a picture that has paper around the digits.

    Args:
        pixels: uint8, (height, width) or (height, width, 3).
        is_dark: Whether the ink is darker than the paper. None: find out.
        inside: uint8, (height, width): 255 where digits may be, 0 elsewhere. None: anywhere.
    """
    if is_dark is None:
        lean = lean_to_dark(pixels)
        is_dark = lean >= 0
        groups = _digits(pixels, is_dark, inside)
        # The cells of squared paper and bright spots are light things, too: there both are tried.
        if _UNSURE < lean < 0 or not is_good(groups):
            others = _digits(pixels, not is_dark, inside)
            if others and (not groups or others[0].score > groups[0].score):
                groups, is_dark = others, not is_dark
    else:
        groups = _digits(pixels, is_dark, inside)
    bright = pixels if is_dark else 255 - pixels
    span_px = 0.25 * min(pixels.shape[:2])
    weights = np.full(3, 1 / 3, np.float32)
    scale = max(bright.shape[:2]) / min(max(bright.shape[:2]), ANALYSIS_PX)
    if groups:
        span_px = 4 * scale * float(np.median([part.stroke_px for part in groups[0].parts]))
    darkness = measure_darkness(bright, span_px)
    grey = pixels
    if darkness.ndim == 3:
        if groups:
            weights = pen_colour(darkness, groups[0], scale)
        darkness = darkness @ weights
        grey = to_pixels(pixels.astype(np.float32) @ weights)
    darkness = smooth(darkness)
    darkness -= paper_offset(darkness)
    darkness, _ = calm(darkness)
    cuts = (cut_out(darkness, group, scale) for group in groups[:MAX_DIGITS])
    pieces = tuple(filter(None, cuts))
    ink = put_together(pieces, darkness.shape)
    is_digit = [is_alone(grey, piece, ink, is_dark=is_dark) for piece in pieces]
    # What lies beside the stroke of a thing is more of the thing.
    found = tuple(compress(pieces, is_digit)) if any(is_digit[:1]) else ()
    num_found = len(found) + len(groups[MAX_DIGITS:])
    strongest = max(float(darkness.max()), MIN_CONTRAST)
    ink = put_together(found, darkness.shape)
    return Ink(grey, to_pixels(darkness / strongest * 255), ink, found, num_found, is_dark)


def _find_on_sheet(pixels: np.ndarray, sheet: np.ndarray, is_dark: bool | None) -> Ink | None:
    """Find the ink on a sheet that lies on a table; None if there is no digit all on it.

    Args:
        pixels: uint8, (height, width) or (height, width, 3).
        sheet: uint8, smaller: 255 on the sheet, 0 beyond.
        is_dark: Whether the ink is darker than the paper. None: find out.
    """
    height_px, width_px = pixels.shape[:2]
    inside = cv2.resize(sheet, (width_px, height_px), interpolation=cv2.INTER_LINEAR)
    left, top, wide, high = cv2.boundingRect(inside)
    window = slice(top, top + high), slice(left, left + wide)
    inside = np.where(inside[window] > 127, 255, 0).astype(np.uint8)
    ink = _find(spread(pixels[window], inside), is_dark, inside)
    if not ink.found:
        return None
    grey = pixels.copy() if pixels.ndim == 2 else cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    grey[window] = ink.grey
    flat, written = np.zeros((2, height_px, width_px), np.uint8)
    flat[window], written[window] = ink.flat, ink.ink
    found = tuple(Found(one.ink, one.left + left, one.top + top) for one in ink.found)
    return Ink(grey, flat, written, found, ink.num_found, ink.is_dark)


def _digits(pixels: np.ndarray, is_dark: bool, inside: np.ndarray | None) -> list[Group]:
    """Look for the digits on the picture of the analysis."""
    ranges = [cv2.minMaxLoc(channel)[:2] for channel in cv2.split(pixels)]
    if max(brightest - darkest for darkest, brightest in ranges) < _MIN_RANGE:
        return []
    small = shrunken(pixels, ANALYSIS_PX)
    is_sheet = None
    if inside is not None:
        is_sheet = cv2.erode(shrunken(inside, ANALYSIS_PX), np.ones((7, 7), np.uint8)) > 254
    groups = list(_candidates(small if is_dark else 255 - small, is_sheet))
    if is_sheet is None:
        return best_groups(groups)
    # What reaches the sheet's edge goes on beyond it.
    on_sheet = [one for one in groups if all(share_on(part, is_sheet) == 1 for part in one.parts)]
    groups = best_groups(on_sheet)
    # Without a digit, it is a shadow or a bright patch rather than the sheet that is written on.
    return groups if groups and groups[0].score > _CLEAR else []


def _candidates(bright: np.ndarray, is_sheet: np.ndarray | None) -> Iterator[Group]:
    """Look for digits with each span and from each level on, off the edges of a sheet."""
    lines: list[Lines] | None = None
    darkest = bright if bright.ndim == 2 else np.minimum.reduce(cv2.split(bright))
    for span in _SPANS:
        darkness = measure_darkness(bright, span * min(bright.shape[:2]))
        if darkness.ndim == 3:
            darkness = np.maximum.reduce(cv2.split(darkness))
        darkness = smooth(darkness)
        darkness -= paper_offset(darkness)
        if lines is None:
            lines = ruled_lines(darkness)
        darkness, noise = calm(without_lines(darkness, lines))
        least = np.percentile(noise[::9, ::9], 2)
        for level in LEVELS:
            if level >= least:
                parts = find_parts(darkness, np.maximum(noise, level), darkest)
                if is_sheet is not None:
                    parts = [part for part in parts if share_on(part, is_sheet) > 0.5]
                yield from group_parts(parts, bright.shape)
