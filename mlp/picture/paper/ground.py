"""The flat grounds of a picture: screens, canvases, axes, the plain paper of drawings and scans.

It must not know what ink or a digit looks like.

What is drawn by a program, or scanned on white, has no light and no grain to be divided out: its
ground has one colour, and whatever has another one stands on it, however thick it is, whatever its
colours, dark or light. A picture of a window or a plot has several such grounds, one in another.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

import cv2
import numpy as np

from mlp.picture.paper.parts import Box

SMALL_PX = 400
"""Longer side up to which a picture is no photograph of a whole scene."""

_NEAR = (8, 24)
"""Grey values by which a ground's colour may differ from itself.

Screens hardly do, and dim ink or a panel may not differ by more; JPEG, paper and patterns do.
"""

_BETWEEN = (0.7, 0.35)
"""Share of what lies on a ground that may be hardly darker or lighter: the edges of strokes.

Shadows and the paper of photographs have no edges; there, much is. The second is for what may be
one.
"""

_EDGES_PX = 12
"""By how many pixels' share of the picture's longer side that may be more: soft edges."""

_BLURRED = 0.5
"""Share of a ground's sides at which it may fade away, rather than end."""

_LAYER = 0.4
"""Share of a picture that its ink covers at most."""

_THICKEST = (0.6, 0.36)
"""Of what stands on a ground, as a share of its side: where the widest strokes meet.

The second is for what may be a photograph, with a table or a hand.
"""

_MOST_COLOURS = 6
_LEAST_SHARE = 0.015
"""Of the picture: a colour with less is none of its main ones."""

_LEAST_SIDE = 0.12
"""Shorter side of a ground within the picture, as a share of the picture's shorter one."""

_LEAST_PX = 20
"""The same in pixels."""

_PAGE = 0.5
"""Share of the picture's edge from which on a ground is that of the whole picture."""

_LEAST_FILLED = 0.3
"""Share of its box that a ground covers at least; digits may cover the rest."""

_TURNED = (4.0, 0.7)
"""Degrees by which it may be turned: cells of a form that was scanned.

The second is for larger pictures: windows and plots are upright, and notes on a table are not.
"""

_FILLED = 0.9
"""Share of the rectangle around it that such a ground fills, but for what stands on it."""

_RECTANGLE = 0.96
"""Share of its area within its four corners; round corners of a tenth of its sides take little."""


@dataclass(frozen=True, eq=False)
class Ground:
    """A part of a picture with one colour, and what stands on it.

    Attributes:
        box: Where it is.
        colour: float32, (channels,), 0–255.
        is_ink: It is the ink that has the colour, and the ground has any other.
    """

    box: Box
    colour: np.ndarray
    is_ink: bool = False

    @property
    def window(self) -> tuple[slice, slice]:
        """Where it is, as rows and columns."""
        left, top, right, bottom = self.box
        return slice(top, bottom), slice(left, right)

    @property
    def area(self) -> int:
        """Pixels of its box."""
        left, top, right, bottom = self.box
        return (right - left) * (bottom - top)

    def is_page(self, pixels: np.ndarray) -> bool:
        """Tell whether it is the whole picture's ground."""
        height_px, width_px = pixels.shape[:2]
        return self.box == (0, 0, width_px, height_px)

    def stands_out(self, pixels: np.ndarray) -> np.ndarray:
        """Measure how far each pixel is from the ground's colour, or how close to the ink's.

        Args:
            pixels: uint8, (height, width) or (height, width, 3).

        Returns:
            float32, (height, width), [0, 1].
        """
        apart = _apart(pixels, self.colour)
        share = apart / np.maximum(self.colour, 255 - self.colour).max()
        return cast(np.ndarray, 1 - share if self.is_ink else share)


def find_grounds(pixels: np.ndarray, *, is_grainy: bool) -> list[Ground]:
    """Find the flat grounds of a picture.

    Args:
        pixels: uint8, (height, width) or (height, width, 3).
        is_grainy: It may be a photograph.

    Returns:
        Empty for a photograph.
    """
    best: list[Ground] = []
    for near in _NEAR[is_grainy:]:
        colours = list(main_colours(pixels, near))
        grounds: list[Ground] = []
        for ground in sorted(
            (ground for colour in colours for ground in _of(pixels, colour, near)),
            key=lambda ground: ground.area,
        ):
            if _is_clear(pixels, ground, near, grounds, is_grainy=is_grainy):
                grounds.append(ground)
        if _largest(grounds) > _largest(best):
            best = grounds
        if any(ground.is_page(pixels) for ground in best):
            break
    return best


def find_layers(pixels: np.ndarray) -> list[Ground]:
    """Find the inks of a picture whose ground has several colours: those with clear edges.

    Args:
        pixels: uint8, (height, width) or (height, width, 3).

    Returns:
        The whole picture for each, with the ink's colour instead of a ground's.
    """
    height_px, width_px = pixels.shape[:2]
    layers = []
    for colour in main_colours(pixels, _NEAR[-1]):
        apart = _apart(pixels, colour)
        near = int((apart <= _NEAR[-1]).sum())
        between = int((apart <= 2 * _NEAR[-1]).sum()) - near
        if between <= _between(pixels.shape, is_grainy=True) * near and near < _LAYER * apart.size:
            layers.append(Ground((0, 0, width_px, height_px), colour, is_ink=True))
    return layers


def _between(shape: tuple[int, ...], *, is_grainy: bool) -> float:
    """How much may be between a ground and what stands on it: edges are much of small pictures."""
    return _BETWEEN[is_grainy] + _EDGES_PX / max(shape[:2])


def _largest(grounds: list[Ground]) -> int:
    return max((ground.area for ground in grounds), default=0)


def _is_clear(
    pixels: np.ndarray, ground: Ground, near: float, inner: list[Ground], *, is_grainy: bool
) -> bool:
    """Tell whether a ground ends where something else begins, and that is strokes, or a ground.

    Tables, shadows and hands on photographs are not, and paper in the light has no clear ends.
    """
    apart = _apart(pixels, ground.colour)
    left, top, right, bottom = ground.box
    around = cv2.dilate(apart, np.ones((5, 5), np.uint8))
    lines = [
        around[max(0, place), left:right]
        for place in (top - 2, bottom + 1)
        if 0 < place < len(apart) - 1
    ] + [
        around[top:bottom, place]
        for place in (left - 2, right + 1)
        if 0 < place < apart.shape[1] - 1
    ]
    if lines and np.mean(np.concatenate(lines) <= 1.5 * near) > _BLURRED:
        return False
    for one in inner:
        apart[one.window] = 0
    apart = apart[ground.window]
    far = int((apart > 2 * near).sum())
    if int((apart > near).sum()) - far > _between(pixels.shape, is_grainy=is_grainy) * far:
        return False
    inside_px = float(cv2.distanceTransform((apart > near).astype(np.uint8), cv2.DIST_L2, 3).max())
    return inside_px <= _THICKEST[is_grainy] / 2 * float(np.sqrt(apart.size))


def main_colours(pixels: np.ndarray, near: float) -> Iterator[np.ndarray]:
    """Find the colours that most of a picture has, the commonest first.

    Args:
        pixels: uint8, (height, width) or (height, width, 3).
        near: Grey values by which pixels may differ from their colour.

    Yields:
        float32, (channels,), 0–255.
    """
    left = pixels.reshape(-1, *pixels.shape[2:])
    left = left[:: max(1, len(left) // 40_000)]
    least = max(1, _LEAST_SHARE * len(left))
    for _ in range(_MOST_COLOURS):
        if len(left) < least:
            return
        coarse = (left >> 4).reshape(len(left), -1).astype(np.int32)
        keys = coarse @ (16 ** np.arange(coarse.shape[1]))
        colour = np.atleast_1d(np.median(left[keys == np.bincount(keys).argmax()], axis=0))
        is_near = _apart(left, colour) <= near
        if is_near.any():  # its middle, which may lie in the next bin
            colour = np.atleast_1d(np.median(left[is_near], axis=0))
            is_near = _apart(left, colour) <= near
        if is_near.sum() < least:
            return
        yield colour.astype(np.float32)
        left = left[~is_near]


def _of(pixels: np.ndarray, colour: np.ndarray, near: float) -> Iterator[Ground]:
    """Find what may be flat grounds of one colour."""
    height_px, width_px = pixels.shape[:2]
    apart = _apart(pixels, colour)
    is_near = (apart <= near).astype(np.uint8)
    border = np.concatenate([is_near[0], is_near[-1], is_near[:, 0], is_near[:, -1]])
    is_page = border.mean() > _PAGE and is_near.mean() > _LEAST_FILLED
    boxes = [(0, 0, width_px, height_px)] if is_page else []
    _, labels, regions, _ = cv2.connectedComponentsWithStats(is_near, connectivity=4)
    turned = _TURNED[max(height_px, width_px) > SMALL_PX]
    least_px = max(_LEAST_SIDE * min(height_px, width_px), _LEAST_PX)
    sides, areas = regions[:, 2:4], regions[:, cv2.CC_STAT_AREA]
    is_large = (sides.min(axis=1) >= least_px) & (areas >= _LEAST_FILLED * sides.prod(axis=1))
    is_large[0] = False  # what has another colour
    for label in np.flatnonzero(is_large).tolist():
        left, top, width, height, _ = regions[label].tolist()
        is_ground = labels[top : top + height, left : left + width] == label
        # What strokes cut off from the page is the page still.
        is_cut_off = is_page and (
            min(left, top) == 0 or left + width == width_px or top + height == height_px
        )
        if not is_cut_off and _is_rectangle(is_ground, turned):
            boxes.append((left, top, left + width, top + height))
    for box in dict.fromkeys(boxes):
        yield Ground(box, colour)


def _apart(pixels: np.ndarray, colour: np.ndarray) -> np.ndarray:
    """Measure how far pixels are from a colour, in the channel in which they are farthest.

    Args:
        pixels: uint8, (..., channels), or without channels if there is one.
        colour: float32, (channels,).
    """
    channels = [pixels] if len(colour) == 1 else np.moveaxis(pixels, -1, 0)
    apart = [np.abs(each - one) for each, one in zip(channels, colour, strict=True)]
    return cast(np.ndarray, np.maximum.reduce(apart))


def _is_rectangle(is_ground: np.ndarray, turned: float) -> bool:
    """Tell whether a region is a rectangle, but for what stands on it and its round corners."""
    outline, _ = cv2.findContours(
        is_ground.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE
    )
    hull = cv2.convexHull(np.concatenate(outline))
    _, sides, angle = cv2.minAreaRect(hull)
    is_upright = abs((angle + 45) % 90 - 45) <= turned
    corners = cv2.approxPolyDP(hull, 0.03 * cv2.arcLength(hull, True), True)
    area = cv2.contourArea(hull)
    has_edges = len(corners) == 4 and cv2.contourArea(corners) >= _RECTANGLE * area
    return is_upright and has_edges and area >= _FILLED * sides[0] * sides[1]
