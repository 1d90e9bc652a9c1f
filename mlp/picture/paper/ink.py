"""Ink on paper: from a photo or scan to ink white on black, and the digits written there.

It must not know files, the network, or the size of picture that the network reads.

Everything is measured against the picture itself: brightness as a share of the paper around it,
lengths as shares of the picture's or the ink's size. Numbers that do not follow from that were
chosen on the tuning half of `mlp/study/photographs/`.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import cast

import cv2
import numpy as np

from mlp.picture.paper.sheet import SHEET_PX, find_sheet, spread

MIN_CONTRAST = 0.07
"""Share of the paper's brightness by which ink must differ at least; less is paper noise."""

_MIN_RANGE = 20
"""Grey values between the darkest and the brightest pixel of a picture with ink on it."""

_ANALYSIS_PX = 800
"""Longer side of the picture on which digits are looked for; they are cut from the full one."""

_DRAWING_PX = 400
"""Longer side up to which a picture of two tones is a drawing; photos are larger."""

_PAPER_PX = 400
"""Longer side of the picture on which the paper's brightness is estimated."""

_UNSURE = -0.3
"""Between this and 0, light ink on dark paper is no more than a guess."""

_SPANS = (0.04, 0.1, 0.25)
"""How wide a thing may be to be ink rather than paper, as shares of the picture's shorter side.

Small spans leave out shadows and the edges of sheets, large ones take in thick markers.
"""

_LEVELS = (0.07, 0.1, 0.145, 0.21, 0.3, 0.43)
"""Shares of the paper's brightness from which on a thing is tried as ink."""

_NOISE_FACTOR = 3.5
"""Ink stands out of the paper's noise by this many standard deviations."""

_SOFT = (0.3, 0.7)
"""Shares of the ink's contrast between which it turns from paper to full ink.

Around one half, where a blurred edge lies; soft, so that strokes keep their anti-aliased edges.
"""

_NARROW_PX = 128
"""Width of the picture on which ruled lines are looked for, at its full height; a power of 2."""

_REACH_PX = 8
"""Pixels above and below a ruled line in which its thickness is measured, and the most it is."""

_LINE_SHARE = 0.5
"""Share of the picture's width that a ruled line covers at least; few digits' strokes do."""

_TILE_PX = 50
"""Sides of the squares in which noise is measured, about, on the picture of the analysis."""

_STEADY_TRIES = 12
"""Tries that agree on a digit from which on more of them say nothing more."""

_CLEAR = 100
"""Score from which on what was found on a sheet is a digit rather than light or grain."""

_ANGULAR = 0.7
"""How well all directions of a frame agree, 1 if they are exactly at right angles."""

_MAX_PARTS = 24
"""Connected pieces that are looked at on each try, the largest first."""

_MAX_DIGITS = 12
"""Digits of one picture that are offered."""


@dataclass(frozen=True)
class Found:
    """One digit that was found on a picture.

    Attributes:
        ink: uint8, (height, width), 0–255, ink white on black: cut out, nothing else on it.
        left: Where its left edge lies, in pixels of the picture.
        top: Where its upper edge lies, in pixels of the picture.
    """

    ink: np.ndarray
    left: int
    top: int


@dataclass(frozen=True)
class Ink:
    """What was found on a picture, step by step; uint8, (height, width), 0–255.

    Attributes:
        grey: The picture in grey, seen in the colour in which the pen is darkest.
        flat: Without light and paper: ink white on black, as strong as it differs from the paper.
        ink: What is taken for writing: without noise, ruled lines, edges and specks.
        found: The digits, the largest first; empty where ink and paper are too alike.
        is_dark: The ink is darker than the paper.
    """

    grey: np.ndarray
    flat: np.ndarray
    ink: np.ndarray
    found: tuple[Found, ...]
    is_dark: bool


@dataclass(frozen=True)
class _Lines:
    """Ruled lines of one direction.

    Attributes:
        darkness: float32, (height, width): how dark each is; 0 beside them.
        width_px: How thick they are; 0 if there are fewer than three, which may be strokes.
    """

    darkness: np.ndarray
    width_px: int


@dataclass(frozen=True, eq=False)
class _Part:
    """A connected piece of ink.

    Attributes:
        box: Left, top, right, bottom, in pixels.
        outline: float32, (points, 2): x and y of some points around it.
        is_ink: bool, (height, width): its pixels in the box.
        stroke_px: Its strokes' width.
        likeness: How much it is like a stroke of a pen, 0–1.
        contrast: How dark it is, as a share of the paper's brightness.
        is_straight: It is one straight line.
        is_angular: It is made of straight lines at right angles, as frames and squares are.
        contact_px: Pixels on the picture's edge.
    """

    box: tuple[int, int, int, int]
    outline: np.ndarray
    is_ink: np.ndarray
    stroke_px: float
    likeness: float
    contrast: float
    is_straight: bool
    is_angular: bool
    contact_px: int

    @property
    def size_px(self) -> int:
        left, top, right, bottom = self.box
        return max(right - left, bottom - top)


@dataclass(frozen=True)
class _Group:
    """The pieces that make one digit, and how good a digit they make."""

    parts: tuple[_Part, ...]
    box: tuple[int, int, int, int]
    likeness: float
    contrast: float
    num_tries: int = 1

    @property
    def size_px(self) -> int:
        left, top, right, bottom = self.box
        return max(right - left, bottom - top)

    @property
    def score(self) -> float:
        # What many tries agree on is ink; what differs from level to level is light and grain.
        steadiness = min(self.num_tries, _STEADY_TRIES) ** 1.5
        return float(self.size_px * self.likeness * self.contrast**0.8 * steadiness)


def find_ink(pixels: np.ndarray, *, is_dark: bool | None = None) -> Ink:
    """Find the ink on a picture and the digits that it makes.

    Args:
        pixels: uint8, (height, width) grey or (height, width, 3) sRGB, 0–255.
        is_dark: Whether the ink is darker than the paper. None: find out.
    """
    is_bright_paper = _paper_of_drawing(pixels)
    if is_bright_paper is not None:
        return _find_on_drawing(pixels, is_bright_paper if is_dark is None else is_dark)
    sheet = find_sheet(_small(pixels, SHEET_PX))
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
        lean = _lean(pixels)
        is_dark = lean >= 0
        groups = _digits(pixels, is_dark, inside)
        # The cells of squared paper and bright spots are light things, too: there both are tried.
        if _UNSURE < lean < 0 or not _is_good(groups):
            others = _digits(pixels, not is_dark, inside)
            if others and (not groups or others[0].score > groups[0].score):
                groups, is_dark = others, not is_dark
    else:
        groups = _digits(pixels, is_dark, inside)
    bright = pixels if is_dark else 255 - pixels
    span_px = 0.25 * min(pixels.shape[:2])
    weights = np.full(3, 1 / 3, np.float32)
    scale = max(bright.shape[:2]) / min(max(bright.shape[:2]), _ANALYSIS_PX)
    if groups:
        span_px = 4 * scale * float(np.median([part.stroke_px for part in groups[0].parts]))
    darkness = _darkness(bright, span_px)
    grey = pixels
    if darkness.ndim == 3:
        if groups:
            weights = _pen_colour(darkness, groups[0], scale)
        darkness = darkness @ weights
        grey = _to_pixels(pixels.astype(np.float32) @ weights)
    darkness = _smooth(darkness)
    darkness -= _offset(darkness)
    darkness, _ = _calm(darkness)
    found = tuple(filter(None, (_cut(darkness, group, scale) for group in groups)))
    strongest = max(float(darkness.max()), MIN_CONTRAST)
    ink = np.zeros(darkness.shape, np.uint8)
    for digit in found:
        height_px, width_px = digit.ink.shape
        window = ink[digit.top : digit.top + height_px, digit.left : digit.left + width_px]
        np.maximum(window, digit.ink, out=window)
    return Ink(grey, _to_pixels(darkness / strongest * 255), ink, found, is_dark)


def _paper_of_drawing(pixels: np.ndarray) -> bool | None:
    """Look at the edge of a small drawing: a picture of but two tones.

    Returns:
        Whether the edge is mostly bright, as the paper then is; None if it is no small drawing.
    """
    if max(pixels.shape) > _DRAWING_PX:
        return None
    grey = pixels if pixels.ndim == 2 else cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    level, _ = cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    is_bright = grey > level
    if is_bright.all() or not is_bright.any():
        return None
    tones = [grey[is_bright], grey[~is_bright]]
    within = sum(float(tone.var()) * tone.size for tone in tones) / grey.size
    edge = np.concatenate([is_bright[0], is_bright[-1], is_bright[:, 0], is_bright[:, -1]])
    return bool(edge.mean() >= 0.5) if within < 0.15 * float(grey.var()) else None


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
    return Ink(grey, flat, written, found, ink.is_dark)


def _find_on_drawing(pixels: np.ndarray, is_dark: bool) -> Ink:
    """Find the ink on a small drawing, with paper laid around it: it may be cropped tight."""
    height_px, width_px = pixels.shape[:2]
    margin = max(3, max(height_px, width_px) // 2)
    paper = np.percentile(pixels, 90 if is_dark else 10, axis=(0, 1))
    sides = (height_px + 2 * margin, width_px + 2 * margin, *pixels.shape[2:])
    sheet = np.full(sides, paper, np.uint8)
    inside = slice(margin, margin + height_px), slice(margin, margin + width_px)
    sheet[inside] = pixels
    ink = _find(sheet, is_dark)
    found = tuple(Found(one.ink, one.left - margin, one.top - margin) for one in ink.found)
    return Ink(ink.grey[inside], ink.flat[inside], ink.ink[inside], found, is_dark)


def _digits(pixels: np.ndarray, is_dark: bool, inside: np.ndarray | None) -> list[_Group]:
    """Look for the digits on the picture of the analysis."""
    ranges = [cv2.minMaxLoc(channel)[:2] for channel in cv2.split(pixels)]
    if max(brightest - darkest for darkest, brightest in ranges) < _MIN_RANGE:
        return []
    small = _small(pixels, _ANALYSIS_PX)
    is_sheet = None
    if inside is not None:
        is_sheet = cv2.erode(_small(inside, _ANALYSIS_PX), np.ones((7, 7), np.uint8)) > 254
    groups = list(_candidates(small if is_dark else 255 - small, is_sheet))
    if is_sheet is None:
        return _best(groups)
    # What reaches the sheet's edge goes on beyond it.
    on_sheet = [one for one in groups if all(_share_on(part, is_sheet) == 1 for part in one.parts)]
    groups = _best(on_sheet)
    # Without a digit, it is a shadow or a bright patch rather than the sheet that is written on.
    return groups if groups and groups[0].score > _CLEAR else []


def _share_on(part: _Part, is_sheet: np.ndarray) -> float:
    """Measure how much of a piece lies on the sheet: 0–1."""
    left, top, right, bottom = part.box
    return float(is_sheet[top:bottom, left:right][part.is_ink].mean())


def _is_good(groups: list[_Group]) -> bool:
    """Tell whether the best of the groups looks like a digit at all."""
    return bool(groups) and groups[0].likeness > 0.1


def is_dark_on_light(pixels: np.ndarray) -> bool:
    """Tell whether the ink is darker than the paper, at a guess.

    Args:
        pixels: uint8, (height, width) or (height, width, 3), 0–255.
    """
    return _lean(pixels) >= 0


def _lean(pixels: np.ndarray) -> float:
    """Guess whether the ink is darker than the paper: 1 certainly, -1 certainly not.

    Thin dark things vanish when bright ones grow, thin bright ones when dark ones grow. Whichever
    loses more was ink; what is thin counts more, because strokes are thinner than what they
    enclose (a granulometry).

    Args:
        pixels: uint8, (height, width) or (height, width, 3), 0–255.
    """
    small = _small(pixels, 320)
    if small.ndim == 3:
        small = cv2.cvtColor(small, cv2.COLOR_RGB2GRAY)
    small = cv2.GaussianBlur(small, (0, 0), 0.8)
    balance = total = dark_before = light_before = 0.0
    value = small.astype(np.float32)
    for share in (0.015, 0.03, 0.06, 0.12, 0.25):
        side_px = max(3, round(share * min(small.shape)) | 1)
        kernel = np.ones((side_px, side_px), np.uint8)
        closed = cv2.morphologyEx(small, cv2.MORPH_CLOSE, kernel).astype(np.float32)
        opened = cv2.morphologyEx(small, cv2.MORPH_OPEN, kernel).astype(np.float32)
        dark = float(((1 - (value + 16) / (closed + 16)) ** 2).sum())
        light = float(((1 - (opened + 16) / (value + 16)) ** 2).sum())
        balance += ((dark - dark_before) - (light - light_before)) / share**2.5
        total += (abs(dark - dark_before) + abs(light - light_before)) / share**2.5
        dark_before, light_before = dark, light
    return balance / total if total else 0.0


def _darkness(bright: np.ndarray, span_px: float) -> np.ndarray:
    """Divide the light and the paper out: 0 as bright as the paper around, 1 black.

    Args:
        bright: uint8, (height, width) or (height, width, 3): dark ink on light paper.
        span_px: How wide a thing may be to be ink rather than paper.
    """
    small = _small(bright, _PAPER_PX)
    if min(small.shape[:2]) >= 28:
        small = cv2.medianBlur(small, 3)
    factor = max(small.shape[:2]) / max(bright.shape[:2])
    side_px = min(max(3, round(span_px * factor) | 1), max(small.shape[:2]) | 1)
    kernel = np.ones((side_px, side_px), np.uint8)
    paper = cv2.morphologyEx(small, cv2.MORPH_CLOSE, kernel)
    height_px, width_px = bright.shape[:2]
    paper = cv2.resize(paper, (width_px, height_px), interpolation=cv2.INTER_LINEAR)
    # In the deepest shadow a camera's noise is not to become ink.
    above = paper.astype(np.float32) + 16
    return cast(np.ndarray, (paper.astype(np.float32) - bright) / above)


def _pen_colour(darkness: np.ndarray, group: _Group, scale: float) -> np.ndarray:
    """Weigh the three colours so that the pen becomes as dark as it can: float32, (3,), sum 1.

    Args:
        darkness: float32, (height, width, 3).
        group: Where the pen wrote, on the picture of the analysis.
        scale: Pixels for each of that picture's.
    """
    window, mask = _enlarged(group, scale, darkness.shape)
    pen = np.maximum(darkness[window][mask].mean(axis=0), 0) if mask.any() else np.zeros(3)
    total = float(pen.sum())
    return (pen / total if total > 0 else np.full(3, 1 / 3)).astype(np.float32)


def _smooth(darkness: np.ndarray, width: float = 1) -> np.ndarray:
    """Take the grain of camera and JPEG away, where the picture is large enough for it."""
    sigma = max(darkness.shape[:2]) / 1000
    return darkness if sigma < 0.2 else cv2.GaussianBlur(darkness, (0, 0), width * sigma)


def _calm(darkness: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Smooth once more where the grain is as strong as ink.

    Returns:
        float32, (height, width) each: the darkness, and how much of it may be noise at each place.
    """
    noise = _NOISE_FACTOR * _noise(darkness)
    if np.percentile(noise[::9, ::9], 2) > _LEVELS[2]:
        darkness = _smooth(darkness, 2)
        noise = _NOISE_FACTOR * _noise(darkness)
    return darkness, noise


def _candidates(bright: np.ndarray, is_sheet: np.ndarray | None) -> Iterator[_Group]:
    """Look for digits with each span and from each level on, off the edges of a sheet."""
    lines: list[_Lines] | None = None
    darkest = bright if bright.ndim == 2 else np.minimum.reduce(cv2.split(bright))
    for span in _SPANS:
        darkness = _darkness(bright, span * min(bright.shape[:2]))
        if darkness.ndim == 3:
            darkness = np.maximum.reduce(cv2.split(darkness))
        darkness = _smooth(darkness)
        darkness -= _offset(darkness)
        if lines is None:
            lines = _ruled(darkness)
        darkness, noise = _calm(_without(darkness, lines))
        least = np.percentile(noise[::9, ::9], 2)
        for level in _LEVELS:
            if level >= least:
                parts = _parts(darkness, np.maximum(noise, level), darkest)
                if is_sheet is not None:
                    parts = [part for part in parts if _share_on(part, is_sheet) > 0.5]
                yield from _groups(parts, bright.shape)


def _ruled(darkness: np.ndarray) -> list[_Lines]:
    """Find the ruled lines: those across, then those up and down."""
    if min(darkness.shape) < 100:
        return []
    return [_lines(darkness), _lines(np.ascontiguousarray(darkness.T))]


def _without(darkness: np.ndarray, lines: list[_Lines]) -> np.ndarray:
    """Take ruled lines away, but not what is thicker than they are or much darker."""
    for ruled in lines:
        if ruled.width_px:
            # What is longer across the line than the line is thick was written over it.
            written = cv2.morphologyEx(
                darkness, cv2.MORPH_OPEN, np.ones((ruled.width_px + 1, 1), np.uint8)
            )
            rest = np.maximum(written, darkness - 1.5 * ruled.darkness)
            darkness = np.where(ruled.darkness > 0, np.minimum(rest, darkness), darkness)
        darkness = np.ascontiguousarray(darkness.T)
    return darkness


def _lines(darkness: np.ndarray) -> _Lines:
    """Find the lines that run across most of the picture, each with a slope of its own."""
    height_px, width_px = darkness.shape
    # Averaged along, a line's darkness stands out of the noise.
    # Only what runs along: what is narrower than that runs up and down.
    along = cv2.morphologyEx(darkness, cv2.MORPH_OPEN, np.ones((1, 7), np.uint8))
    narrow = cv2.resize(along, (_NARROW_PX, height_px), interpolation=cv2.INTER_AREA)
    # By the palest tenth (1.28 standard deviations): fine lines may cover much of the paper.
    tenth, half = np.percentile(narrow[::3, ::3], (10, 50))
    least = max(0.02, 4 / 1.28 * float(half - tenth))
    band = np.zeros_like(darkness)
    widths = []
    middle_px = _NARROW_PX // 2
    for first, last in _straight(narrow > least):
        # Moved to where it is darkest a quarter and three quarters of the way along.
        left = _across(narrow, first, last, slice(middle_px))
        right = _across(narrow, first, last, slice(middle_px, None))
        if left is not None and right is not None:
            here, there = _darkest(left) - _REACH_PX, _darkest(right) - _REACH_PX
            first, last = first + 1.5 * here - 0.5 * there, last + 1.5 * there - 0.5 * here
        across = _across(narrow, first, last, slice(None))
        if across is None:
            continue
        middle = _darkest(across)
        peak = float(across[middle])
        pale = np.flatnonzero(across < 0.5 * peak)
        width = int(
            pale[pale > middle].min(initial=len(across)) - pale[pale < middle].max(initial=-1) - 1
        )
        if peak < least or width > _REACH_PX:
            continue
        widths.append(width)
        start, end = (0, round(first * 16)), ((width_px - 1) * 16, round(last * 16))
        cv2.line(band, start, end, (peak,), width + 4, cv2.LINE_8, 4)
    return _Lines(band, int(np.percentile(widths, 80)) if len(widths) >= 3 else 0)


def _across(narrow: np.ndarray, first: float, last: float, columns: slice) -> np.ndarray | None:
    """Look how dark it usually is on a line and up to `_REACH_PX` above and below.

    Args:
        narrow: float32, (height, `_NARROW_PX`).
        first: Row in which the line meets the left edge.
        last: Row in which it meets the right edge.
        columns: The part of the line to look at.

    Returns:
        float64, (2 * `_REACH_PX` + 1,), from above; None if too little of it is in the picture.
    """
    rows = np.linspace(first, last, _NARROW_PX).round().astype(int)[columns]
    is_seen = (rows >= 0) & (rows < len(narrow))
    if is_seen.sum() < 0.15 * _NARROW_PX:
        return None
    places = rows[is_seen, None] + np.arange(-_REACH_PX, _REACH_PX + 1)
    seen = np.arange(_NARROW_PX)[columns][is_seen, None]
    values = narrow[places.clip(0, len(narrow) - 1), seen]
    return cast(np.ndarray, np.percentile(values, 60, axis=0))


def _darkest(across: np.ndarray) -> int:
    """Find the darkest row among the few in the middle."""
    near = slice(_REACH_PX - 3, _REACH_PX + 4)
    return _REACH_PX - 3 + int(np.argmax(across[near]))


def _straight(is_dark: np.ndarray) -> list[tuple[float, float]]:
    """Find dark straight lines from the left edge to the right one.

    Args:
        is_dark: bool, (height, `_NARROW_PX`).

    Returns:
        The rows at which each meets the left and the right edge, perhaps outside the picture.
    """
    # Half as high: a line may be a little off, and twice as steep.
    height_px = len(is_dark) // 2
    near = cv2.dilate(is_dark.astype(np.uint8), np.ones((4, 1), np.uint8))[: 2 * height_px : 2]
    falls = np.arange(_NARROW_PX)[:, None]
    middles = np.arange(height_px)
    firsts = middles - (falls + 1) // 2
    seen = np.minimum(firsts + falls, height_px - 1) - np.maximum(firsts, 0) + 1
    seen = seen / (falls + 1) * _NARROW_PX
    shares = np.stack(
        [_sums_along(near[:, ::sign])[falls, firsts + _NARROW_PX] / seen for sign in (1, -1)]
    )
    shares[:, seen < 0.3 * _NARROW_PX] = 0
    best = np.asarray(shares.max(axis=(0, 1)))
    peaks = cv2.dilate(best[:, None], np.ones((5, 1), np.uint8))[:, 0]
    lines: list[tuple[float, float]] = []
    for middle in np.flatnonzero((best == peaks) & (best > _LINE_SHARE)).tolist():
        side, fall = divmod(int(shares[:, :, middle].argmax()), _NARROW_PX)
        ends = middle - (fall + 1) // 2, middle + fall // 2
        first, last = ends if side == 0 else ends[::-1]
        lines.append((2.0 * first, 2.0 * last))
    return lines


def _sums_along(values: np.ndarray) -> np.ndarray:
    """Add up along falling lines of all slopes at once, by joining halves.

    Source: "A fast discrete approximation algorithm for the Radon transform", Brady, 1998.

    Args:
        values: (height, width), the width a power of two.

    Returns:
        int16, (width, width + height): by how many rows the line falls, and the row of the left
        edge at which it begins, from `width` rows above the picture on.
    """
    sums = np.pad(values.T.astype(np.int16), ((0, 0), (values.shape[1], 0)))[:, None]
    while len(sums) > 1:
        left, right = sums[::2], sums[1::2]
        sums = np.repeat(left, 2, axis=1)
        for fall in range(sums.shape[1]):
            down = (fall + 1) // 2
            sums[:, fall, : sums.shape[2] - down] += right[:, fall // 2, down:]
    return cast(np.ndarray, sums[0])


def _offset(darkness: np.ndarray) -> float:
    """Find how far the paper itself is from 0: its grain lies below the brightest nearby."""
    fifth, half = np.percentile(darkness[::3, ::3], (20, 50))
    return float(min(half, 2 * fifth))  # ink may cover half of a tight crop


def _noise(darkness: np.ndarray) -> np.ndarray:
    """Estimate the noise's standard deviation around each place: float32, (height, width)."""
    # Pixels a little apart: within a thick stroke they are alike, in noise they are not.
    step = min(4, *(side - 1 for side in darkness.shape))
    apart = np.abs(darkness[step:, step:] - darkness[: -step or None, : -step or None])
    height_px, width_px = apart.shape
    rows, columns = max(1, height_px // _TILE_PX), max(1, width_px // _TILE_PX)
    tiles = apart[: rows * (height_px // rows), : columns * (width_px // columns)]
    tiles = tiles.reshape(rows, height_px // rows, columns, width_px // columns)[:, ::3, :, ::3]
    # By the least quarter (0.32 standard deviations): lines may cover more than that.
    tiles = tiles.transpose(0, 2, 1, 3).reshape(rows, columns, -1)
    quarter = tiles.shape[2] // 4
    noise = np.partition(tiles, quarter, axis=2)[:, :, quarter] / np.float32(0.3186 * 2**0.5)
    # A median again: strokes that cover one tile are no noise.
    even = cv2.medianBlur(noise, 3)
    return cast(np.ndarray, cv2.resize(even, darkness.shape[::-1], interpolation=cv2.INTER_LINEAR))


def _parts(darkness: np.ndarray, level: np.ndarray, bright: np.ndarray) -> list[_Part]:
    """Find the connected pieces of ink, the largest first."""
    is_dark = (darkness > level).astype(np.uint8)
    is_ink = cv2.morphologyEx(is_dark, cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8))
    height_px, width_px = is_ink.shape
    _, labels, boxes, _ = cv2.connectedComponentsWithStatsWithAlgorithm(
        is_ink, 8, cv2.CV_32S, cv2.CCL_GRANA
    )
    sizes = np.maximum(boxes[1:, cv2.CC_STAT_WIDTH], boxes[1:, cv2.CC_STAT_HEIGHT])
    parts = []
    num_parts = min(_MAX_PARTS, int((sizes >= max(3, 0.02 * min(is_ink.shape))).sum()))
    for label in (np.argsort(-sizes, kind="stable")[:num_parts] + 1).tolist():
        left, top, width, height, area = boxes[label].tolist()
        window = (labels[top : top + height, left : left + width] == label).astype(np.uint8)
        contours, _ = cv2.findContours(
            np.pad(window, 1), cv2.RETR_CCOMP, cv2.CHAIN_APPROX_NONE, offset=(left - 1, top - 1)
        )
        length_px = sum(len(contour) for contour in contours)
        stroke_px = 2 * area / max(1, length_px - 2 * len(contours))
        values = darkness[top : top + height, left : left + width][window > 0]
        outline = np.concatenate(contours)[:, 0, :].astype(np.float32)
        is_angular = _is_angular(max(contours, key=len)[:, 0, :], stroke_px)
        # Gaps in pencil and chalk, and tiny loops where lines meet, are no holes.
        num_outlines = sum(len(contour) > 6 * stroke_px for contour in contours)
        likeness = _likeness(window, stroke_px, num_outlines)
        contrast = max(float(np.median(values)), MIN_CONTRAST)
        if likeness > 0.05:
            # A short stroke's ends are much of its outline: twice area over length is too little.
            half_px = length_px / 4
            wide_px = half_px - max(0.0, half_px**2 - area) ** 0.5
            likeness *= _fall(_one_sidedness(contours, wide_px, bright) / contrast, 0.3, 0.7)
        contact_px = 0
        for is_there, line in (
            (top == 0, window[0]),
            (left == 0, window[:, 0]),
            (top + height == height_px, window[-1]),
            (left + width == width_px, window[:, -1]),
        ):
            contact_px += int(line.sum()) if is_there else 0
        parts.append(
            _Part(
                (left, top, left + width, top + height),
                outline[:: max(1, len(outline) // 80)],
                window > 0,
                stroke_px,
                likeness,
                contrast,
                _is_straight(outline, stroke_px, is_angular=is_angular),
                is_angular,
                contact_px,
            )
        )
    return parts


def _one_sidedness(contours: Sequence[np.ndarray], stroke_px: float, bright: np.ndarray) -> float:
    """Compare what lies on both sides of a piece: paper, if it is a stroke and not an edge.

    Returns:
        How much darker one side is than the other, as a share of the brighter one.
    """
    step, points, normals = 3, [], []
    for contour in contours:
        around = contour[:, 0, :].astype(np.float32)
        along = np.roll(around, -step, axis=0) - np.roll(around, step, axis=0)
        points.append(around)
        normals.append(along[:, ::-1] * (1, -1) / np.maximum(1, np.hypot(*along.T))[:, None])
    point, normal = (np.concatenate(each) for each in (points, normals))
    thin = max(1, len(point) // 100)
    point, normal = point[::thin], normal[::thin]
    places = np.stack([point - step * normal, point + (stroke_px + step) * normal])
    columns, rows = np.moveaxis(places.round().astype(int), 2, 0)
    height_px, width_px = bright.shape
    is_seen = ((columns >= 0) & (columns < width_px) & (rows >= 0) & (rows < height_px)).all(axis=0)
    if is_seen.mean() < 0.3:
        return 0.0
    sides = bright[rows[:, is_seen], columns[:, is_seen]].astype(np.float32)
    return float(np.median(np.abs(sides[0] - sides[1]) / (sides.max(axis=0) + 16)))


def _is_straight(outline: np.ndarray, stroke_px: float, *, is_angular: bool) -> bool:
    """Tell whether a piece is one straight line, or a few close together like a margin's."""
    shorter_px, longer_px = sorted(cv2.minAreaRect(outline)[1])
    return shorter_px <= max(2 * stroke_px + 1, (0.12 if is_angular else 0.06) * longer_px)


def _is_angular(contour: np.ndarray, stroke_px: float) -> bool:
    """Tell whether a piece runs in two directions only, at right angles.

    Four times the angle is the same for all sides of a rectangle, however it is turned.

    Args:
        contour: int32, (points, 2), each next to the one before.
        stroke_px: The strokes' width.
    """
    step = max(2, round(stroke_px / 2))
    if len(contour) < 16 * step:
        return False
    along = np.roll(contour, -step, axis=0) - np.roll(contour, step, axis=0)
    angles = np.arctan2(along[:, 1], along[:, 0])
    return float(np.hypot(np.cos(4 * angles).mean(), np.sin(4 * angles).mean())) > _ANGULAR


def _likeness(is_ink: np.ndarray, stroke_px: float, num_outlines: int) -> float:
    """Tell how much a connected piece is like a stroke of a pen, 0–1."""
    height_px, width_px = is_ink.shape
    size_px = max(height_px, width_px)
    likeness = 1.0
    thickest_px = 2 * float(cv2.distanceTransform(np.pad(is_ink, 1), cv2.DIST_L2, 3).max())
    # Strokes are about as wide everywhere; where two meet, up to twice that.
    likeness *= _fall(thickest_px / max(stroke_px, 1), 2.0, 3.5)
    likeness *= _fall(stroke_px / size_px, 0.23, 0.36)
    likeness *= _fall(num_outlines, 4, 8)  # itself and the two rings of an 8; a grid has many
    likeness *= _fall(width_px / height_px, 1.6, 4)  # no digit is much wider than high
    return likeness


def _fall(value: float, full: float, none: float) -> float:
    """1 up to `full`, 0.02 from `none` on, and even in between."""
    return float(np.clip((none - value) / (none - full), 0.02, 1))


def _groups(parts: list[_Part], shape: tuple[int, ...]) -> list[_Group]:
    """Put the pieces together that make one digit."""
    groups = [[part] for part in parts]
    gap_px = cache(_gap_px)  # gone with this search: it holds pieces of somebody's picture
    first = 0
    while first < len(groups):
        for second in range(first + 1, len(groups)):
            if _belong_together(groups[first], groups[second], gap_px):
                groups[first] += groups.pop(second)
                first = -1
                break
        first += 1
    return [_scored(group, shape) for group in groups]


def _scored(parts: list[_Part], shape: tuple[int, ...]) -> _Group:
    """Judge how good a digit some pieces make: large, dark, and like strokes of a pen."""
    box = _box(parts)
    width_px, height_px = box[2] - box[0], box[3] - box[1]
    size_px = max(width_px, height_px)
    sizes = np.array([part.size_px for part in parts], np.float64)
    likeness = float(np.array([part.likeness for part in parts]) @ sizes / sizes.sum())
    likeness *= _fall(sum(part.contact_px for part in parts) / size_px, 0.0, 0.4)
    likeness *= _fall(width_px / height_px, 1.6, 4)
    if all(part.is_straight for part in parts):
        # A 1, or a ruled line, a margin, the edge of a sheet: those are long.
        share = max(width_px / shape[1], height_px / shape[0])
        has_contact = any(part.contact_px for part in parts)
        likeness *= 0.03 if has_contact else 0.5 * _fall(share, 0.5, 0.95)
    else:
        likeness *= _fall(height_px / width_px, 6, 10)
        has_contact = any(part.contact_px for part in parts)
        if all(part.is_angular for part in parts):
            # A 4 or a 7, or a frame; what goes on beyond the picture is a sheet's corner or lines.
            likeness *= 0.05 if has_contact else 0.6
        elif has_contact:
            likeness *= 0.3
    likeness *= _fall(len(parts), 4, 8)
    # All strokes together are one to four times as long as a digit is large; a grid's far longer.
    likeness *= _fall(_length_px(parts) / size_px, 4.5, 8)
    contrast = float(np.array([part.contrast for part in parts]) @ sizes / sizes.sum())
    return _Group(tuple(parts), box, likeness, contrast)


def _length_px(parts: Sequence[_Part]) -> float:
    """Measure how long all strokes together are."""
    return sum(float(part.is_ink.sum()) / max(part.stroke_px, 1) for part in parts)


def _best(groups: list[_Group]) -> list[_Group]:
    """Choose the best of all tries for each place; the largest digit first."""
    if not groups:
        return []
    boxes = np.array([group.box for group in groups], np.float64)
    agreement = _agreement(boxes)
    num_tries = (agreement > 0.8).sum(axis=1).tolist()
    groups = [replace(group, num_tries=n) for group, n in zip(groups, num_tries, strict=True)]
    scores = np.array([group.score for group in groups])
    steady = [group for group in groups if group.num_tries >= 4]
    is_frame = np.array([any(_is_around(group, other) for other in steady) for group in groups])
    is_frame = ((agreement > 0.85) & is_frame).any(axis=1)
    chosen: list[_Group] = []
    limit = 0.0
    for index in np.argsort(-scores, kind="stable").tolist():
        group = groups[index]
        if is_frame[index] or any(_overlap(group.box, other.box) > 0 for other in chosen):
            continue
        limit = limit or 0.08 * scores[index]
        if len(chosen) == _MAX_DIGITS or scores[index] < limit:
            break
        same = np.flatnonzero(agreement[index] > 0.7).tolist()
        chosen.append(_unbroken(group, [groups[other] for other in same]))
    return chosen


def _unbroken(group: _Group, same: list[_Group]) -> _Group:
    """Take another try at the same digit if strokes are missing: the darkest has the least ink."""
    sure = [one for one in same if one.likeness > 0.9]
    if not sure:
        return group
    least_px = 0.95 * float(np.median([_length_px(one.parts) for one in sure]))
    if _length_px(group.parts) >= least_px:
        return group
    whole = [one for one in sure if _length_px(one.parts) >= least_px]
    return max(whole, key=lambda one: one.score)


def _agreement(boxes: np.ndarray) -> np.ndarray:
    """Shared over joint area of each two boxes: float64, (n, n), [0, 1]."""
    starts = np.maximum(boxes[:, None, :2], boxes[None, :, :2])
    ends = np.minimum(boxes[:, None, 2:], boxes[None, :, 2:])
    shared = np.clip(ends - starts, 0, None).prod(axis=2)
    areas = (boxes[:, 2:] - boxes[:, :2]).prod(axis=1)
    return cast(np.ndarray, shared / (areas[:, None] + areas[None] - shared))


def _is_around(outer: _Group, inner: _Group) -> bool:
    """Tell whether one is a frame, or a sheet's edges, around what is a good digit itself."""
    margin = 0.02 * outer.size_px
    is_frame = all(part.is_angular for part in outer.parts)
    return (
        inner.size_px >= max(12, 0.2 * outer.size_px)
        and inner.likeness >= (0.1 if is_frame else 0.3)
        and inner.contrast >= (0.1 if is_frame else 0.25) * outer.contrast
        and inner.box[0] > outer.box[0] + margin
        and inner.box[1] > outer.box[1] + margin
        and inner.box[2] < outer.box[2] - margin
        and inner.box[3] < outer.box[3] - margin
        and (is_frame or _surround(outer.parts, inner.box))
        and not _touch(outer, inner)
    )


def _surround(parts: Sequence[_Part], box: tuple[int, int, int, int]) -> bool:
    """Tell whether there is ink on all four sides of a place, as a ring or a frame has it."""
    left, top, right, bottom = box
    is_beside = [False] * 4
    for part in parts:
        column, row = part.box[:2]
        rows = part.is_ink[max(0, top - row) : max(0, bottom - row)]
        columns = part.is_ink[:, max(0, left - column) : max(0, right - column)]
        for side, ink in enumerate(
            (
                rows[:, : max(0, left - column)],
                rows[:, max(0, right - column) :],
                columns[: max(0, top - row)],
                columns[max(0, bottom - row) :],
            )
        ):
            is_beside[side] |= bool(ink.any())
    return all(is_beside)


def _touch(outer: _Group, inner: _Group) -> bool:
    """Tell whether two groups share ink; the inner one's box lies in the outer one's."""
    left, top, right, bottom = outer.box
    mask = np.zeros((bottom - top, right - left), bool)
    for part in outer.parts:
        row, column = part.box[1] - top, part.box[0] - left
        height, width = part.is_ink.shape
        mask[row : row + height, column : column + width] |= part.is_ink
    for part in inner.parts:
        row, column = part.box[1] - top, part.box[0] - left
        height, width = part.is_ink.shape
        if (mask[row : row + height, column : column + width] & part.is_ink).any():
            return True
    return False


def _overlap(first: tuple[int, int, int, int], second: tuple[int, int, int, int]) -> int:
    """Pixels that two boxes share."""
    width = min(first[2], second[2]) - max(first[0], second[0])
    height = min(first[3], second[3]) - max(first[1], second[1])
    return max(0, width) * max(0, height)


def _box(parts: list[_Part]) -> tuple[int, int, int, int]:
    """Left, top, right and bottom of some pieces."""
    lefts, tops, rights, bottoms = zip(*(part.box for part in parts), strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def _belong_together(
    first: list[_Part], second: list[_Part], gap_px: Callable[[_Part, _Part], float]
) -> bool:
    """Tell whether two groups are strokes of one digit."""
    boxes = sorted((_box(first), _box(second)), key=_longer_side)
    other, box = boxes
    small_px, large_px = _longer_side(other), _longer_side(box)
    larger, smaller = (first, second) if _box(first) == box else (second, first)
    is_open_4 = _is_open_4(smaller, larger)
    if all(part.is_straight for part in larger) and not is_open_4:
        # A margin, a frame or the edge of a sheet is no stroke of this digit.
        is_across = box[2] - box[0] > box[3] - box[1] and not _is_bar(larger, smaller)
        if small_px < (0.8 if is_across else 0.55) * large_px:
            return False
    if any((part.is_straight or part.is_angular) and part.contact_px for part in first + second):
        return False
    if small_px < 0.3 * large_px and any(part.contact_px for part in larger):
        return False
    both_px = _longer_side(_box(first + second))
    near_px = max(0.35 * large_px, 0.2 * both_px)
    if (
        max(box[0], other[0]) - min(box[2], other[2]) > near_px
        or max(box[1], other[1]) - min(box[3], other[3]) > near_px
    ):
        return False
    if _is_within(other, box, 0.05 * large_px) and all(part.is_angular for part in larger):
        return False
    gap = min(gap_px(a, b) for a in first for b in second)
    if gap <= 0.08 * large_px:
        return True
    if is_open_4:
        return gap <= 0.25 * large_px
    is_line = any(all(part.is_straight for part in parts) for parts in (first, second))
    if all(part.is_angular for part in larger) and not is_line and _overlap(box, other):
        return False  # the corner of a frame
    if _is_within(other, box, -1) and _surround(larger, other):
        return False  # a frame's digit
    if _is_bar(smaller, larger) or _is_bar(larger, smaller):
        return gap <= near_px
    shared_px = min(box[2], other[2]) - max(box[0], other[0])
    is_above_or_within = shared_px >= 0.5 * (other[2] - other[0])
    if small_px <= 0.7 * large_px:
        return gap <= (0.22 if is_above_or_within else 0.12) * large_px
    is_above = shared_px >= 0.25 * (other[2] - other[0])
    return is_above and gap <= max(0.12 * large_px, 0.1 * both_px)


def _is_bar(upper: list[_Part], lower: list[_Part]) -> bool:
    """Tell whether one piece is the bar on top of a 5, written with the same pen."""
    if len(upper) > 1:
        return False
    left, top, right, bottom = upper[0].box
    rest = _box(lower)
    return (
        (top + bottom) / 2 < rest[1] + 0.25 * (rest[3] - rest[1])
        and right - left > 1.7 * (bottom - top)
        and _is_same_pen(upper[0], lower[0])
    )


def _is_open_4(first: list[_Part], second: list[_Part]) -> bool:
    """Tell whether the second piece is the long stroke of a 4, and the first all the rest.

    The rest ends well above the long stroke; another digit beside it would stand on its line.
    """
    if len(first) > 1:
        return False
    rest, stem = first[0].box, _box(second)
    height_px = stem[3] - stem[1]
    return (
        rest[0] < stem[0]
        and rest[2] < (stem[0] + stem[2]) / 2
        and rest[1] > stem[1] - 0.1 * height_px
        and stem[1] + 0.4 * height_px < rest[3] < stem[3] - 0.2 * height_px
        and rest[3] - rest[1] > 0.25 * height_px
        and stem[2] - stem[0] < 0.7 * height_px
        and _is_same_pen(first[0], second[0])
    )


def _is_same_pen(first: _Part, second: _Part) -> bool:
    """Tell whether two pieces are about as thick and as dark."""
    return (
        0.5 < first.stroke_px / second.stroke_px < 2
        and 0.6 < first.contrast / second.contrast < 1.7
    )


def _is_within(
    inner: tuple[int, int, int, int], outer: tuple[int, int, int, int], tolerance_px: float
) -> bool:
    """Tell whether a box lies in another one."""
    return (
        inner[0] >= outer[0] - tolerance_px
        and inner[1] >= outer[1] - tolerance_px
        and inner[2] <= outer[2] + tolerance_px
        and inner[3] <= outer[3] + tolerance_px
    )


def _gap_px(first: _Part, second: _Part) -> float:
    """Find how far two pieces are apart."""
    apart = first.outline[:, None] - second.outline
    return float(np.sqrt(np.einsum("ijk,ijk->ij", apart, apart).min()))


def _longer_side(box: tuple[int, int, int, int]) -> int:
    """Longer side of a box."""
    return max(box[2] - box[0], box[3] - box[1])


def _enlarged(
    group: _Group, scale: float, shape: tuple[int, ...]
) -> tuple[tuple[slice, slice], np.ndarray]:
    """Bring a group's pixels to the full picture: the window around them, and a mask in it."""
    margin = 3
    left, top, right, bottom = group.box
    mask = np.zeros((bottom - top + 2 * margin, right - left + 2 * margin), np.uint8)
    for part in group.parts:
        row, column = part.box[1] - top + margin, part.box[0] - left + margin
        height, width = part.is_ink.shape
        mask[row : row + height, column : column + width] |= part.is_ink
    place = [round((value) * scale) for value in (top - margin, left - margin)]
    size = [max(1, round(side * scale)) for side in mask.shape]
    large = cv2.resize(mask, (size[1], size[0]), interpolation=cv2.INTER_NEAREST)
    # What lies beyond the picture's edge is cut off.
    start = [max(0, -value) for value in place]
    window = tuple(
        slice(max(0, value), min(limit, value + side))
        for value, side, limit in zip(place, size, shape[:2], strict=True)
    )
    rows, columns = window[0].stop - window[0].start, window[1].stop - window[1].start
    seen = large[start[0] : start[0] + rows, start[1] : start[1] + columns]
    return (window[0], window[1]), seen > 0


def _cut(darkness: np.ndarray, group: _Group, scale: float) -> Found | None:
    """Cut a digit out of the full picture; None if nothing of it is left."""
    window, mask = _enlarged(group, scale, darkness.shape)
    values = darkness[window]
    if not mask.any():
        return None
    contrast = float(np.percentile(values[mask], 70))
    if contrast < MIN_CONTRAST:
        return None
    low, high = (share * contrast for share in _SOFT)
    near_px = max(3, round(scale * float(np.median([p.stroke_px for p in group.parts]))) | 1)
    near = cv2.dilate(mask.astype(np.uint8), np.ones((near_px, near_px), np.uint8)) > 0
    ink = np.where(near, _to_pixels((values - low) / (high - low) * 255), 0).astype(np.uint8)
    ink = _connected(ink)
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    if not rows.size:
        return None
    cut = ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    return Found(cut, window[1].start + int(columns[0]), window[0].start + int(rows[0]))


def _connected(ink: np.ndarray) -> np.ndarray:
    """Keep the pieces of ink that are more than a speck or a shade beside the largest one."""
    _, labels, boxes, _ = cv2.connectedComponentsWithStats((ink > 0).astype(np.uint8))
    sizes = np.maximum(boxes[:, cv2.CC_STAT_WIDTH], boxes[:, cv2.CC_STAT_HEIGHT])
    sizes[0] = 0
    is_kept = np.zeros(len(sizes), bool)
    is_kept[labels[ink > 127]] = True
    is_kept &= sizes >= 0.06 * sizes.max()
    return np.where(is_kept[labels], ink, 0).astype(np.uint8)


def _small(pixels: np.ndarray, side_px: int) -> np.ndarray:
    """Shrink a picture so that its longer side is at most so many pixels."""
    height_px, width_px = pixels.shape[:2]
    factor = side_px / max(height_px, width_px)
    if factor >= 1:
        return pixels
    size = (max(1, round(width_px * factor)), max(1, round(height_px * factor)))
    return cast(np.ndarray, cv2.resize(pixels, size, interpolation=cv2.INTER_AREA))


def _to_pixels(values: np.ndarray) -> np.ndarray:
    """Round and clip to uint8."""
    return np.clip(values + 0.5, 0, 255).astype(np.uint8)
