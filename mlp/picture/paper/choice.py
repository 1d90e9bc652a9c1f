"""The best of many tries at the same digits.

It must not know how the tries differ.
"""

from dataclasses import replace
from typing import cast

import numpy as np

from mlp.picture.paper.groups import STEADY_TRIES, Group, surround
from mlp.picture.paper.parts import length_px


def best_groups(groups: list[Group], *, enough_tries: int = STEADY_TRIES) -> list[Group]:
    """Choose the best of all tries for each place; the largest digit first.

    Args:
        groups: Of all tries.
        enough_tries: That agree on a digit, from which on more of them say nothing more.
    """
    if not groups:
        return []
    boxes = np.array([group.box for group in groups], np.float64)
    agreement = _agreement(boxes)
    num_tries = (agreement > 0.8).sum(axis=1).tolist()
    groups = [
        replace(group, num_tries=min(n, enough_tries))
        for group, n in zip(groups, num_tries, strict=True)
    ]
    scores = np.array([group.score for group in groups])
    steady = [group for group in groups if group.num_tries >= min(4, enough_tries)]
    is_frame = np.array([any(_is_around(group, other) for other in steady) for group in groups])
    is_frame = ((agreement > 0.85) & is_frame).any(axis=1)
    is_passed = is_frame.copy()  # or it lies on one that is chosen already
    chosen: list[Group] = []
    limit = 0.0
    for index in np.argsort(-scores, kind="stable").tolist():
        if is_passed[index]:
            continue
        limit = limit or 0.08 * scores[index]
        if scores[index] < limit:
            break
        is_passed |= agreement[index] > 0
        same = np.flatnonzero(agreement[index] > 0.7).tolist()
        chosen.append(_unbroken(groups[index], [groups[other] for other in same]))
    return chosen


def is_good(groups: list[Group]) -> bool:
    """Tell whether the best of the groups looks like a digit at all."""
    return bool(groups) and groups[0].likeness > 0.1


def fullest(group: Group, groups: list[Group]) -> Group:
    """Take the try at the same digit with the most ink: what is drawn may have several colours."""
    boxes = np.array([group.box, *(other.box for other in groups)], np.float64)
    same = [groups[index] for index in np.flatnonzero(_agreement(boxes)[0, 1:] > 0.8).tolist()]
    alike = [other for other in same if other.likeness >= 0.7 * group.likeness]
    most = max([group, *alike], key=_num_ink)
    is_more = _num_ink(most) > 1.25 * _num_ink(group)  # than soft edges
    return replace(most, num_tries=group.num_tries) if is_more else group


def _num_ink(group: Group) -> int:
    return sum(int(part.is_ink.sum()) for part in group.parts)


def _unbroken(group: Group, same: list[Group]) -> Group:
    """Take another try at the same digit if strokes are missing: the darkest has the least ink."""
    sure = [one for one in same if one.likeness > 0.9]
    if not sure:
        return group
    least_px = 0.95 * float(np.median([length_px(one.parts) for one in sure]))
    if length_px(group.parts) >= least_px:
        return group
    whole = [one for one in sure if length_px(one.parts) >= least_px]
    return max(whole, key=lambda one: one.score)


def _agreement(boxes: np.ndarray) -> np.ndarray:
    """Shared over joint area of each two boxes: float64, (n, n), [0, 1]."""
    starts = np.maximum(boxes[:, None, :2], boxes[None, :, :2])
    ends = np.minimum(boxes[:, None, 2:], boxes[None, :, 2:])
    shared = np.clip(ends - starts, 0, None).prod(axis=2)
    areas = (boxes[:, 2:] - boxes[:, :2]).prod(axis=1)
    return cast(np.ndarray, shared / (areas[:, None] + areas[None] - shared))


def _is_around(outer: Group, inner: Group) -> bool:
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
        and (is_frame or surround(outer.parts, inner.box))
        and not _touch(outer, inner)
    )


def _touch(outer: Group, inner: Group) -> bool:
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
