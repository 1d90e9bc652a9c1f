"""Digits on flat grounds: drawings, scanned forms, plots, windows on a screen.

It must not know how ink is found on photographed paper.
"""

from collections.abc import Iterator
from functools import cached_property

import cv2
import numpy as np

from mlp.picture.paper.choice import best_groups, fullest, is_good
from mlp.picture.paper.cut import MAX_DIGITS, Found, Ink, cut_out, put_together
from mlp.picture.paper.darkness import ANALYSIS_PX, LEVELS, shrunken, smooth, to_pixels
from mlp.picture.paper.edges import frame_lines
from mlp.picture.paper.ground import SMALL_PX, Ground, find_grounds, find_layers
from mlp.picture.paper.groups import Group, group_parts, overlap
from mlp.picture.paper.outlines import between_outlines
from mlp.picture.paper.parts import Box, find_parts

_LINE_LEVEL = 0.15
"""From which on a line along the edge is one, and one around a stroke."""

_LEAST_TRIES = 2
"""Levels at which what is drawn is found; a note on a table looks like a digit at one.

More of them say no more: how dark it is says that already.
"""

_EVEN = 0.85
"""Share of pixels that are as the one before, from which on a picture has no grain."""

_CLEAR = 0.2
"""Likeness from which on one colour makes a digit where all colours together make none."""

_RULED = 0.8
"""Share of the picture's width that a ruled line covers at least."""

_RULED_PX = 60
"""Pixels from the first to the last of them at least."""

_EMPTY = 0.005
"""Share of a cell of a form that may be specks, if nothing is written in it."""

_PANEL = 0.4
"""Likeness of a digit on a ground from which on nothing else is looked for there."""

_AROUND = 0.3
"""Share of a thing's box that lies on a ground it frames, from which on it is no digit."""

_BESIDE = 0.3
"""Share of the best digit's score that one on another ground has: less is a label or a button."""


def find_on_grounds(pixels: np.ndarray) -> Ink | None:
    """Find the digits on a picture with flat grounds.

    Args:
        pixels: uint8, (height, width) or (height, width, 3).

    Returns:
        None if it is a photograph, or if nothing on it looks like a digit.
    """
    small = shrunken(pixels, ANALYSIS_PX)
    is_grainy = max(pixels.shape[:2]) > SMALL_PX and _evenness(small) < _EVEN
    grounds = find_grounds(small, is_grainy=is_grainy)
    digits = _digits(pixels, small, grounds)
    has_page = any(ground.is_page(small) for ground in grounds)
    if not digits or _runs_through(digits[0][0], small) or not has_page:
        # Stripes and scribbles that run through the picture are its ground, too, and it may fade.
        digits = _of_one_ink(pixels, small, digits, is_grainy=is_grainy) or digits
    if is_grainy and digits and not _is_bold(digits[0][0], small):
        return None  # light and shadow
    if digits and digits[0][1].is_ruled:
        return None  # written paper, though it was scanned
    cuts = ((search, search.cut(group)) for group, search in digits[:MAX_DIGITS])
    found = [(search, digit) for search, digit in cuts if digit is not None]
    if not found:
        return _nothing(pixels) if _is_empty_cell(pixels, small, grounds) else None
    grey = _grey(pixels, *found[0])
    flat = np.zeros_like(grey)
    for search, _ in found[::-1]:
        flat[search.window] = to_pixels(255 * search.darkness)
    ink = put_together([digit for _, digit in found], grey.shape)
    window = found[0][0].window
    tones, is_ink = grey[window], ink[window] > 127
    return Ink(
        grey,
        flat,
        ink,
        tuple(digit for _, digit in found),
        len(found) + len(digits[MAX_DIGITS:]),
        is_dark=bool(is_ink.any() and np.median(tones[is_ink]) < np.median(tones[~is_ink])),
    )


def _nothing(pixels: np.ndarray) -> Ink:
    """Say that there is nothing on a picture but the lines of a form."""
    grey = pixels if pixels.ndim == 2 else cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    empty = np.zeros_like(grey)
    return Ink(grey, empty, empty, (), 0, is_dark=True)


def _is_empty_cell(pixels: np.ndarray, small: np.ndarray, grounds: list[Ground]) -> bool:
    """Tell whether there is a line along an edge of a small picture, and nothing else."""
    if max(pixels.shape[:2]) > SMALL_PX:
        return False
    page = [_Search(pixels, small, ground, []) for ground in grounds if ground.is_page(small)]
    return any(search.is_empty_cell and not search.groups for search in page)


def _digits(
    pixels: np.ndarray, small: np.ndarray, grounds: list[Ground]
) -> list[tuple[Group, "_Search"]]:
    """Look for digits on all grounds: the best first; none if it does not look like one."""
    searches: list[_Search] = []
    for ground in sorted(grounds, key=lambda ground: ground.area):  # inner ones come first
        inner = [one.ground for one in searches if one.groups[0].likeness > _PANEL]
        search = _Search(pixels, small, ground, inner)
        if search.groups:
            searches.append(search)
    best = max((search.groups[0].score for search in searches), default=0.0)
    digits = [
        (group, search)
        for search in searches
        for group in search.groups
        if group.score >= _BESIDE * best or search.groups[0].score == best
    ]
    digits.sort(key=lambda digit: -digit[0].score)
    first = [group for group, _ in digits[:1]]
    return digits if is_good(first) and first[0].num_tries >= _LEAST_TRIES else []


def _of_one_ink(
    pixels: np.ndarray,
    small: np.ndarray,
    instead: list[tuple[Group, "_Search"]],
    *,
    is_grainy: bool,
) -> list[tuple[Group, "_Search"]]:
    """Look for the digits of one colour alone: of that whose best is the best of all.

    Args:
        pixels: uint8, (height, width) or (height, width, 3).
        small: The same, on the picture of the analysis.
        instead: What all colours together make.
        is_grainy: It may be a photograph.

    Returns:
        Empty if no colour alone makes a whole digit.
    """
    of_each = [_digits(pixels, small, [layer]) for layer in find_layers(small)]
    whole = [digits for digits in of_each if digits and _is_whole(digits[0][0], small, instead)]
    # What reaches the edge is the ground's, if anything else is there; or it is a table.
    within = [digits for digits in whole if not _reaches_edge(digits[0][0], small)]
    chosen = within if within or is_grainy else whole
    return max(chosen, key=lambda digits: digits[0][0].score, default=[])


def _grey(pixels: np.ndarray, search: "_Search", digit: Found) -> np.ndarray:
    """See a picture in the colour in which a digit is farthest from its ground."""
    if pixels.ndim == 2:
        return pixels
    left, top, right, bottom = digit.box
    is_ink = np.zeros(pixels.shape[:2], bool)
    is_ink[top:bottom, left:right] = digit.ink > 127
    inside = pixels[search.window]
    is_inside = is_ink[search.window]
    tones = [np.median(inside[where], axis=0) for where in (is_inside, ~is_inside) if where.any()]
    apart = np.abs(np.subtract(tones[0], tones[-1])).astype(np.float32)
    weights = apart / apart.sum() if apart.any() else np.full(3, 1 / 3, np.float32)
    return to_pixels(pixels.astype(np.float32) @ weights)


def _is_bold(group: Group, small: np.ndarray) -> bool:
    """Tell whether a digit is so large and clear that it is no play of light."""
    is_large = group.size_px > 0.4 * min(small.shape[:2])
    return is_large and group.contrast > 0.3 and group.likeness > 0.7


def _is_whole(group: Group, small: np.ndarray, instead: list[tuple[Group, "_Search"]]) -> bool:
    """Tell whether one colour alone makes a digit that is no piece of what all colours make."""
    longer_px = max(small.shape[:2])
    least_px = max((0.5 * other.size_px for other, _ in instead), default=0.2 * longer_px)
    may_run_through = not instead and longer_px <= SMALL_PX  # cropped tight
    is_large = group.likeness > _CLEAR and group.size_px > least_px
    if all(part.is_angular and not part.is_straight for part in group.parts):
        return False  # the lines of a form
    return is_large and (may_run_through or not _runs_through(group, small))


def _runs_through(group: Group, small: np.ndarray) -> bool:
    """Tell whether it reaches from one edge of the picture to the opposite one."""
    left, top, right, bottom = group.box
    height_px, width_px = small.shape[:2]
    return (left == 0 and right == width_px) or (top == 0 and bottom == height_px)


def _reaches_edge(group: Group, small: np.ndarray) -> bool:
    """Tell whether it touches an edge of the picture."""
    left, top, right, bottom = group.box
    height_px, width_px = small.shape[:2]
    return left == 0 or top == 0 or right == width_px or bottom == height_px


def _evenness(pixels: np.ndarray) -> float:
    """Share of pixels that are as the one before: most of what a program drew."""
    is_same = pixels[:, 1:] == pixels[:, :-1]
    return float(is_same.mean())


class _Search:
    """The digits on one ground.

    Attributes:
        ground: On the picture of the analysis.
        groups: The best digit first, in the ground's window.
        is_ruled: There are ruled lines on it.
    """

    def __init__(
        self, pixels: np.ndarray, small: np.ndarray, ground: Ground, inner: list[Ground]
    ) -> None:
        self.ground = ground
        self._pixels = pixels
        self._scale = max(pixels.shape[:2]) / max(small.shape[:2])
        darkness = smooth(ground.stands_out(small[ground.window]))
        # What lies on another ground, with digits of its own, was looked at there.
        left, top, _, _ = ground.box
        held = [(a - left, b - top, c - left, d - top) for a, b, c, d in (one.box for one in inner)]
        for first, above, last, below in held:
            darkness[max(0, above) : max(0, below), max(0, first) : max(0, last)] = 0
        self._is_frame = frame_lines((darkness > _LINE_LEVEL) & (not ground.is_ink))
        darkness[self._is_frame] = 0
        self._share_left = float((darkness > _LINE_LEVEL).mean())
        if not ground.is_ink:
            self._between = between_outlines(darkness, _LINE_LEVEL)
            darkness = np.maximum(darkness, self._between)
        groups = list(_candidates(darkness, is_layer=ground.is_ink))
        self.is_ruled = _is_ruled(darkness) or _is_ruled(darkness.T)
        groups = [group for group in groups if not any(_is_around(group, box) for box in held)]
        self.groups = [
            fullest(group, groups) for group in best_groups(groups, enough_tries=_LEAST_TRIES)
        ]

    @property
    def is_empty_cell(self) -> bool:
        """Whether there are lines of a form along its edges, and next to nothing else."""
        return bool(self._is_frame.any()) and self._share_left < _EMPTY

    @property
    def window(self) -> tuple[slice, slice]:
        """Where the ground is on the full picture, as rows and columns."""
        limits = self._pixels.shape[:2]
        left, top, right, bottom = (round(side * self._scale) for side in self.ground.box)
        return slice(top, min(bottom, limits[0])), slice(left, min(right, limits[1]))

    @cached_property
    def darkness(self) -> np.ndarray:
        """float32, (height, width) of the window, [0, 1]: how far each pixel is from the ground."""
        darkness = smooth(self.ground.stands_out(self._pixels[self.window]))
        size = darkness.shape[::-1]
        is_frame = cv2.resize(
            self._is_frame.astype(np.uint8), size, interpolation=cv2.INTER_NEAREST
        )
        darkness[is_frame > 0] = 0
        if not self.ground.is_ink:
            between = cv2.resize(self._between, size, interpolation=cv2.INTER_LINEAR)
            darkness = np.maximum(darkness, between)
        return darkness

    def cut(self, group: Group) -> Found | None:
        """Cut a digit out of the full picture; None if nothing of it is left."""
        found = cut_out(self.darkness, group, self._scale, may_be_outlined=True)
        if found is None:
            return None
        rows, columns = self.window
        return Found(found.ink, found.left + columns.start, found.top + rows.start)


def _is_around(group: Group, inner: Box) -> bool:
    """Tell whether it is the frame of a ground, or what is left of one, or its ticks."""
    left, top, right, bottom = group.box
    return overlap(group.box, inner) > _AROUND * (right - left) * (bottom - top)


def _is_ruled(darkness: np.ndarray) -> bool:
    """Tell whether there are three thin lines or more from one side to the other: ruled paper."""
    is_line = (darkness > LEVELS[0]).mean(axis=1) > _RULED
    starts, ends = (np.flatnonzero(np.diff(is_line.astype(np.int8)) == step) for step in (1, -1))
    num = min(len(starts), len(ends))
    if num < 3 or starts[-1] - starts[0] < max(0.3 * len(darkness), _RULED_PX):
        return False
    widths_px = np.abs(ends[:num] - starts[:num])
    return bool(np.median(widths_px) <= max(3, 0.02 * len(darkness)))


def _candidates(darkness: np.ndarray, *, is_layer: bool) -> Iterator[Group]:
    """Look for digits from each level on that is above the ground's own unevenness."""
    is_near = darkness < LEVELS[1]
    # By the palest four fifths (1.28 standard deviations): soft edges of strokes are above.
    least = 2.4 * float(np.percentile(darkness[is_near], 80)) if is_near.any() else 0.0
    levels = [1 - level for level in LEVELS] if is_layer else [n for n in LEVELS if n >= least]
    # As if there were more of the ground around it: a 1 that is cropped tight is no ruled line.
    shape = (2 * darkness.shape[0], 2 * darkness.shape[1])
    for level in levels:
        yield from group_parts(find_parts(darkness, level, None), shape)
