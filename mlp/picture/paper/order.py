"""The order in which a page of digits is read: lines top to bottom, each from left to right.

It must not know what the digits are, nor how they were found.
"""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from mlp.picture.paper.parts import Box

_SAME_LINE = 0.35
"""Share of the smaller of two heights that two neighbours of one line have in common at least.

Half would split a line that climbs by a digit's width, as lines written by hand do.
"""

_FAR = 0.1
"""What each height of a box between two neighbours takes from the share that they have in common.

A line that climbs soon lies beside the end of a shorter one; its own last digit is nearer.
"""


def reading_order(boxes: Sequence[Box]) -> list[int]:
    """Put boxes in the order in which one reads them.

    Each box from left to right joins the line whose last box lies best beside it, so that a line
    may climb or fall on its way; lines follow one another by their middles, straightened by how
    much all lines climb.

    Returns:
        Indices of the boxes.
    """
    lines: list[list[int]] = []
    for index in sorted(range(len(boxes)), key=lambda index: boxes[index][0]):
        box = boxes[index]
        beside = [line for line in lines if _shared_height(boxes[line[-1]], box) >= _SAME_LINE]
        if beside:
            max(beside, key=lambda line: _belonging(boxes[line[-1]], box)).append(index)
        else:
            lines.append([index])
    climb = _climb(boxes, lines)

    def height_of(line: list[int]) -> float:
        middles = np.array([_middle(boxes[index]) for index in line])  # (n, 2): column, row
        return float((middles[:, 1] - climb * middles[:, 0]).mean())

    return [index for line in sorted(lines, key=height_of) for index in line]


def _climb(boxes: Sequence[Box], lines: list[list[int]]) -> float:
    """Measure how many rows lines go down for each column: the median between neighbours."""
    steps = [
        np.subtract(_middle(boxes[after]), _middle(boxes[before]))
        for line in lines
        for before, after in pairwise(line)
    ]
    return float(np.median([down / max(1.0, right) for right, down in steps])) if steps else 0.0


def _belonging(before: Box, after: Box) -> float:
    """Tell how much two boxes look like neighbours of one line."""
    gap_px = max(0, after[0] - before[2])
    return _shared_height(before, after) - _FAR * gap_px / (after[3] - after[1])


def _shared_height(first: Box, second: Box) -> float:
    """Rows that two boxes share, of those of the lower one."""
    shared_px = min(first[3], second[3]) - max(first[1], second[1])
    return shared_px / min(first[3] - first[1], second[3] - second[1])


def _middle(box: Box) -> tuple[float, float]:
    """Give a box's middle: column, row."""
    return (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
