"""Connected pieces of ink, and how much each is like a stroke of a pen.

It must not know which of them make a digit.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from mlp.picture.paper.darkness import MIN_CONTRAST
from mlp.picture.paper.edges import along_edge

_ANGULAR = 0.7
"""How well all directions of a frame agree, 1 if they are exactly at right angles."""

_MAX_PARTS = 64
"""Connected pieces that are looked at on each try, the largest first."""


_THICK = (0.23, 0.36)
"""Widths of strokes, as shares of the size, from which on they are less and less like ink."""

_THICK_ON_FLAT = (0.32, 0.42)
"""The same where no shadow can be meant; what is round all over has one half."""

_THICKEST = (0.38, 0.5)
"""The same of where it is widest: a sheet or a note has more, and where strokes meet is less."""

Box = tuple[int, int, int, int]
"""Left, top, right, bottom, in pixels."""


@dataclass(frozen=True, eq=False)
class Part:
    """A connected piece of ink.

    Attributes:
        box: Where it lies.
        outline: float32, (points, 2): x and y of some points around it.
        is_ink: bool, (height, width): its pixels in the box.
        stroke_px: Its strokes' width.
        likeness: How much it is like a stroke of a pen, 0–1.
        contrast: How dark it is, as a share of the paper's brightness.
        is_straight: It is one straight line.
        is_angular: It is made of straight lines at right angles, as frames and squares are.
        contact_px: Pixels on the picture's edge; on flat paper, where a digit may touch it, only
            of what is a sliver along it.
    """

    box: Box
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
        """Longer side of its box."""
        return longer_side(self.box)


def find_parts(
    darkness: np.ndarray, level: np.ndarray | float, bright: np.ndarray | None
) -> list[Part]:
    """Find the connected pieces of ink, the largest first.

    Args:
        darkness: float32, (height, width): how much each pixel is like ink.
        level: From which on it is ink.
        bright: uint8, (height, width): the paper, which may have edges and shadows. None: it is
            flat: there are none, strokes may be thick, and the picture may be cropped tight.
    """
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
        thick = _THICK if bright is not None else _THICK_ON_FLAT
        likeness = _likeness(window, stroke_px, num_outlines, thick)
        contrast = max(float(np.median(values)), MIN_CONTRAST)
        if likeness > 0.05 and bright is not None:
            likeness *= fall(one_sidedness(contours, area, bright) / contrast, 0.3, 0.7)
        contact_px = 0
        for is_there, line in (
            (top == 0, window[0]),
            (left == 0, window[:, 0]),
            (top + height == height_px, window[-1]),
            (left + width == width_px, window[:, -1]),
        ):
            contact_px += int(line.sum()) if is_there else 0
        box = (left, top, left + width, top + height)
        is_straight = _is_straight(outline, stroke_px, is_angular=is_angular)
        if bright is None:
            is_sliver = is_straight and along_edge(box, is_ink.shape, has_contact=contact_px > 0)
            contact_px = max(width, height) if is_sliver else 0
        parts.append(
            Part(
                box,
                outline[:: max(1, len(outline) // 80)],
                window > 0,
                stroke_px,
                likeness,
                contrast,
                is_straight,
                is_angular,
                contact_px,
            )
        )
    return parts


def share_on(part: Part, is_sheet: np.ndarray) -> float:
    """Measure how much of a piece lies on the sheet: 0–1."""
    left, top, right, bottom = part.box
    return float(is_sheet[top:bottom, left:right][part.is_ink].mean())


def box_around(parts: Sequence[Part]) -> Box:
    """Left, top, right and bottom of some pieces."""
    lefts, tops, rights, bottoms = zip(*(part.box for part in parts), strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def longer_side(box: Box) -> int:
    """Longer side of a box."""
    return max(box[2] - box[0], box[3] - box[1])


def length_px(parts: Sequence[Part]) -> float:
    """Measure how long all strokes together are."""
    return sum(float(part.is_ink.sum()) / max(part.stroke_px, 1) for part in parts)


def one_sidedness(contours: Sequence[np.ndarray], area: int, bright: np.ndarray) -> float:
    """Compare what lies on both sides of a piece: paper, if it is a stroke and not an edge.

    Args:
        contours: int32, (points, 1, 2) each: around the piece and its holes.
        area: Its pixels.
        bright: uint8, (height, width): the picture.

    Returns:
        How much darker one side is than the other, as a share of the brighter one.
    """
    # A short stroke's ends are much of its outline: twice area over length is too little.
    half_px = sum(len(contour) for contour in contours) / 4
    stroke_px = half_px - max(0.0, half_px**2 - area) ** 0.5
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


def _likeness(
    is_ink: np.ndarray, stroke_px: float, num_outlines: int, thick: tuple[float, float]
) -> float:
    """Tell how much a connected piece is like a stroke of a pen, 0–1."""
    height_px, width_px = is_ink.shape
    size_px = max(height_px, width_px)
    likeness = 1.0
    thickest_px = 2 * float(cv2.distanceTransform(np.pad(is_ink, 1), cv2.DIST_L2, 3).max())
    # Strokes are about as wide everywhere; where two meet, up to twice that.
    likeness *= fall(thickest_px / max(stroke_px, 1), 2.0, 3.5)
    likeness *= fall(stroke_px / size_px, *thick)
    likeness *= fall(thickest_px / size_px, *_THICKEST)
    likeness *= fall(num_outlines, 4, 8)  # itself and the two rings of an 8; a grid has many
    likeness *= fall(width_px / height_px, 1.6, 4)  # no digit is much wider than high
    return likeness


def fall(value: float, full: float, none: float) -> float:
    """1 up to `full`, 0.02 from `none` on, and even in between."""
    return float(np.clip((none - value) / (none - full), 0.02, 1))
