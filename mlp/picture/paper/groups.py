"""Pieces of ink that together make one digit.

It must not know that the same digit is looked for several times.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from mlp.picture.paper.parts import Box, Part, box_around, fall, length_px, longer_side

Parts = tuple[Part, ...]

STEADY_TRIES = 12
"""Tries that agree on a digit on paper, from which on more of them say nothing more."""


_CLOSE = 0.03
"""How far such a piece may be away to be one that broke off, as a share of the digit's size."""

_LEAST_SHARE = 0.06
"""Size of a piece, as a share of the digit's, from which on it is more than a speck or a letter."""


@dataclass(frozen=True)
class Group:
    """The pieces that make one digit, and how good a digit they make."""

    parts: Parts
    box: Box
    likeness: float
    contrast: float
    num_tries: int = 1

    @property
    def size_px(self) -> int:
        """Longer side of its box."""
        return longer_side(self.box)

    @property
    def score(self) -> float:
        """How good a digit it is, for comparison: larger, more like strokes, darker, steadier."""
        # What many tries agree on is ink; what differs from level to level is light and grain.
        steadiness = self.num_tries**1.5
        return float(self.size_px * self.likeness * self.contrast**0.8 * steadiness)


def group_parts(parts: list[Part], shape: tuple[int, ...]) -> list[Group]:
    """Put the pieces together that make one digit."""
    groups: list[Parts] = [(part,) for part in parts]
    # Gone with this search: they hold pieces of somebody's picture.
    gap_px = cache(_gap_px)
    belong_together = cache(lambda first, second: _belong_together(first, second, gap_px))
    first = 0
    while first < len(groups):
        for second in range(first + 1, len(groups)):
            if belong_together(groups[first], groups[second]):
                groups[first] += groups.pop(second)
                first = -1
                break
        first += 1
    return [_scored(group, shape) for group in groups]


def _scored(parts: Parts, shape: tuple[int, ...]) -> Group:
    """Judge how good a digit some pieces make: large, dark, and like strokes of a pen."""
    box = box_around(parts)
    width_px, height_px = box[2] - box[0], box[3] - box[1]
    size_px = max(width_px, height_px)
    sizes = np.array([part.size_px for part in parts], np.float64)
    likeness = float(np.array([part.likeness for part in parts]) @ sizes / sizes.sum())
    likeness *= fall(sum(part.contact_px for part in parts) / size_px, 0.0, 0.4)
    likeness *= fall(width_px / height_px, 1.6, 4)
    if all(part.is_straight for part in parts):
        # A 1, or a ruled line, a margin, the edge of a sheet: those are long.
        share = max(width_px / shape[1], height_px / shape[0])
        has_contact = any(part.contact_px for part in parts)
        likeness *= 0.03 if has_contact else 0.5 * fall(share, 0.5, 0.95)
    else:
        likeness *= fall(height_px / width_px, 6, 10)
        has_contact = any(part.contact_px for part in parts)
        if all(part.is_angular for part in parts):
            # A 4 or a 7, or a frame; what goes on beyond the picture is a sheet's corner or lines.
            likeness *= 0.05 if has_contact else 0.5
        elif has_contact:
            likeness *= 0.3
    likeness *= fall(len(parts), 4, 8)
    # All strokes together are one to four times as long as a digit is large; a grid's far longer.
    likeness *= fall(length_px(parts) / size_px, 4.5, 8)
    contrast = float(np.array([part.contrast for part in parts]) @ sizes / sizes.sum())
    return Group(parts, box, likeness, contrast)


def _belong_together(first: Parts, second: Parts, gap_px: Callable[[Part, Part], float]) -> bool:
    """Tell whether two groups are strokes of one digit."""
    boxes = sorted((box_around(first), box_around(second)), key=longer_side)
    other, box = boxes
    small_px, large_px = longer_side(other), longer_side(box)
    if small_px < _LEAST_SHARE * large_px and _gap(first, second, gap_px) > _CLOSE * large_px:
        return False
    larger, smaller = (first, second) if box_around(first) == box else (second, first)
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
    both_px = longer_side(box_around(first + second))
    near_px = max(0.35 * large_px, 0.2 * both_px)
    if (
        max(box[0], other[0]) - min(box[2], other[2]) > near_px
        or max(box[1], other[1]) - min(box[3], other[3]) > near_px
    ):
        return False
    if _is_within(other, box, 0.05 * large_px) and all(part.is_angular for part in larger):
        return False
    gap = _gap(first, second, gap_px)
    if gap <= 0.08 * large_px:
        return True
    if is_open_4:
        return gap <= 0.25 * large_px
    is_line = any(all(part.is_straight for part in parts) for parts in (first, second))
    if all(part.is_angular for part in larger) and not is_line and overlap(box, other):
        return False  # the corner of a frame
    if _is_within(other, box, -1) and surround(larger, other):
        return False  # a frame's digit
    if _is_bar(smaller, larger) or _is_bar(larger, smaller):
        return gap <= near_px
    shared_px = min(box[2], other[2]) - max(box[0], other[0])
    is_above_or_within = shared_px >= 0.5 * (other[2] - other[0])
    if small_px <= 0.7 * large_px:
        return gap <= (0.22 if is_above_or_within else 0.12) * large_px
    is_above = shared_px >= 0.25 * (other[2] - other[0])
    return is_above and gap <= max(0.12 * large_px, 0.1 * both_px)


def _gap(first: Parts, second: Parts, gap_px: Callable[[Part, Part], float]) -> float:
    """Find how far two groups are apart."""
    return min(gap_px(one, other) for one in first for other in second)


def _is_bar(upper: Parts, lower: Parts) -> bool:
    """Tell whether one piece is the bar on top of a 5, written with the same pen."""
    if len(upper) > 1:
        return False
    left, top, right, bottom = upper[0].box
    rest = box_around(lower)
    return (
        (top + bottom) / 2 < rest[1] + 0.25 * (rest[3] - rest[1])
        and right - left > 1.7 * (bottom - top)
        and _is_same_pen(upper[0], lower[0])
    )


def _is_open_4(first: Parts, second: Parts) -> bool:
    """Tell whether the second piece is the long stroke of a 4, and the first all the rest.

    The rest ends well above the long stroke; another digit beside it would stand on its line.
    """
    if len(first) > 1:
        return False
    rest, stem = first[0].box, box_around(second)
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


def _is_same_pen(first: Part, second: Part) -> bool:
    """Tell whether two pieces are about as thick and as dark."""
    return (
        0.5 < first.stroke_px / second.stroke_px < 2
        and 0.6 < first.contrast / second.contrast < 1.7
    )


def _is_within(inner: Box, outer: Box, tolerance_px: float) -> bool:
    """Tell whether a box lies in another one."""
    return (
        inner[0] >= outer[0] - tolerance_px
        and inner[1] >= outer[1] - tolerance_px
        and inner[2] <= outer[2] + tolerance_px
        and inner[3] <= outer[3] + tolerance_px
    )


def _gap_px(first: Part, second: Part) -> float:
    """Find how far two pieces are apart."""
    apart = first.outline[:, None] - second.outline
    return float(np.sqrt(np.einsum("ijk,ijk->ij", apart, apart).min()))


def overlap(first: Box, second: Box) -> int:
    """Pixels that two boxes share."""
    width = min(first[2], second[2]) - max(first[0], second[0])
    height = min(first[3], second[3]) - max(first[1], second[1])
    return max(0, width) * max(0, height)


def surround(parts: Sequence[Part], box: Box) -> bool:
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
