"""The paper, what is printed on it, and what lies under and over it.

It must not know what is written. Papers and tables have no sharp detail and are computed at a
fraction of the size; lines at the full one.
"""

import math
from collections.abc import Sequence

import cv2
import numpy as np

from mlp.study.photographs.materials import PAPERS, TABLES, Colour, varied
from mlp.study.photographs.noise import clouds, noise
from mlp.study.photographs.scene import Box, Scene, project, view_mm


def sheet_bounds(
    scene: Scene, random: np.random.Generator, traits: set[str]
) -> tuple[float, float, float, float] | None:
    """Choose where the paper ends: left, top, right and bottom in mm; None: nowhere."""
    (left, top, right, bottom), (seen_low, seen_high) = scene.bounds_mm, view_mm(scene)
    gap = max(2.0, 0.12 * max(right - left, bottom - top))
    if scene.paper == "sticky note":
        side = max(76.0, right - left + 2 * gap, bottom - top + 2 * gap)
        x = random.uniform(right + gap - side, left - gap)
        y = random.uniform(bottom + gap - side, top - gap)
        sheet = (x, y, x + side, y + side)
    else:
        chance = random.random()
        if chance >= 0.27:
            return None
        sides = set(range(4))
        if chance >= 0.07:
            count = int(random.choice([1, 2, 3], p=[0.55, 0.33, 0.12]))
            sides = set(random.choice(4, count, replace=False).tolist())
        far = 4 * float((seen_high - seen_low).max())
        ends = []
        for side, (ink, seen) in enumerate(
            zip((left, top, right, bottom), (*seen_low, *seen_high), strict=True)
        ):
            sign = -1 if side < 2 else 1
            free = (seen - ink) * sign - gap
            where = gap + random.uniform(0.05, 0.85) * free if free > 0 and side in sides else far
            ends.append(ink + sign * where)
        sheet = (ends[0], ends[1], ends[2], ends[3])
    inside = [
        sheet[0] > seen_low[0],
        sheet[1] > seen_low[1],
        sheet[2] < seen_high[0],
        sheet[3] < seen_high[1],
    ]
    if not any(inside):
        return None
    traits.add("whole sheet" if all(inside) else "paper edge")
    return sheet


def blank_paper(scene: Scene, random: np.random.Generator, size: tuple[int, int]) -> np.ndarray:
    """Make the paper without anything on it: float32, (height, width, 3), 0–255."""
    width, height = size
    paper = PAPERS[scene.paper]
    grain = cv2.GaussianBlur(noise(random, height, width), (0, 0), random.uniform(0.5, 1.1)) * 2
    shade = 1 + paper.grain * grain + 0.004 * clouds(random, height, width, 4)
    if paper.is_board:
        # What the sponge left, in broad strokes.
        smears = clouds(random, height, width, 6) + cv2.resize(
            clouds(random, 24, 9, 3), size, interpolation=cv2.INTER_CUBIC
        )
        shade += (0.05 if paper.is_dark else 0.004) * smears
    if scene.paper in ("recycled", "kraft"):
        fibres = noise(random, height // 2, width // 2) > 3.2
        spotted = cv2.resize(fibres.astype(np.float32), size, interpolation=cv2.INTER_LINEAR)
        shade -= random.uniform(0.08, 0.25) * spotted
    blank: np.ndarray = shade[..., None] * varied(random, paper.colours)
    return blank


def on_table(
    scene: Scene,
    ground: np.ndarray,
    sheet_mm: tuple[float, float, float, float],
    random: np.random.Generator,
    traits: set[str],
) -> np.ndarray:
    """Cut the paper at its edges and put it on a table, with a little shadow."""
    height, width = ground.shape[:2]
    name = list(TABLES)[int(random.integers(len(TABLES)))]
    traits.add(name)
    shade = 1 + 0.014 * clouds(random, height, width, 3) + 0.012 * noise(random, height, width)
    if name == "wood":
        shade += _wood_grain(random, height, width)
    table = cv2.merge([shade * channel for channel in varied(random, TABLES[name], 8)])
    left, top, right, bottom = sheet_mm
    corners = np.array([[left, top], [right, top], [right, bottom], [left, bottom]])
    quad = np.clip(project(scene.to_px, corners) / 2, -8000, 8000)
    mask = np.zeros((height, width), np.uint8)
    cv2.fillConvexPoly(mask, np.round(quad * 16).astype(np.int32), (255,), cv2.LINE_AA, 4)
    on_paper = mask.astype(np.float32) / 255
    reach = random.uniform(0.004, 0.015) * min(height, width)
    step = random.uniform(-1.5, 1.5, 2) * reach
    moved = cv2.warpAffine(on_paper, np.array([[1, 0, step[0]], [0, 1, step[1]]]), (width, height))
    table *= 1 - random.uniform(0.15, 0.45) * cv2.GaussianBlur(moved, (0, 0), reach)[..., None]
    mixed: np.ndarray = table + (ground - table) * on_paper[..., None]
    return mixed


def _wood_grain(random: np.random.Generator, height: int, width: int) -> np.ndarray:
    """Make long streaks: float32, (height, width), sd about 0.1."""
    along = int(random.integers(2))
    long, across = (width, height) if along else (height, width)
    coarse = random.standard_normal((across // 10 + 2, 5)).astype(np.float32)
    fine = random.standard_normal((across // 2 + 2, 9)).astype(np.float32)
    streaks = 0.07 * cv2.resize(coarse, (long, across), interpolation=cv2.INTER_CUBIC)
    streaks += 0.05 * cv2.resize(fine, (long, across), interpolation=cv2.INTER_LINEAR)
    bend = (clouds(random, across, long, 2) * across * 0.015).astype(np.float32)
    rows, columns = np.indices((across, long), dtype=np.float32)
    bent = cv2.remap(streaks, columns, rows + bend, cv2.INTER_LINEAR, None, cv2.BORDER_REFLECT)
    return bent if along else np.ascontiguousarray(bent.T)


def fold(scene: Scene, ground: np.ndarray, random: np.random.Generator, traits: set[str]) -> None:
    """Sometimes crease the paper: one side of the fold lighter, the other darker."""
    if PAPERS[scene.paper].is_board or random.random() >= 0.1:
        return
    traits.add("crease")
    height, width = ground.shape[:2]
    rows, columns = np.indices((height, width), dtype=np.float32)
    for _ in range(int(random.integers(1, 4))):
        angle = random.normal(0, 0.03) + (math.pi / 2) * int(random.integers(2))
        if random.random() < 0.35:
            angle = random.uniform(0, math.pi)
        x, y = random.uniform(0.05, 0.95, 2) * (width, height)
        away = (columns - x) * math.sin(angle) - (rows - y) * math.cos(angle)
        reach = random.uniform(0.01, 0.05) * min(height, width)
        slope = np.clip(away / 1.5, -1, 1) * np.exp(-np.abs(away) / reach)
        sharp = np.exp(-((away / random.uniform(0.8, 1.6)) ** 2))
        shade = random.uniform(0.02, 0.07) * slope - random.uniform(0, 0.06) * sharp
        ground *= (1 + shade)[..., None]


def rule(
    scene: Scene,
    picture: np.ndarray,
    sheet_mm: tuple[float, float, float, float] | None,
    random: np.random.Generator,
) -> None:
    """Print the paper's lines."""
    surface = PAPERS[scene.paper]
    (left, top), (right, bottom) = view_mm(scene)
    if sheet_mm is not None:
        left, top = max(left, sheet_mm[0]), max(top, sheet_mm[1])
        right, bottom = min(right, sheet_mm[2]), min(bottom, sheet_mm[3])
    spacing = scene.spacing_mm
    ink_left, ink_top, _, ink_bottom = scene.bounds_mm
    baseline = random.uniform(0, spacing)
    if not surface.is_squared and ink_bottom - ink_top < 2.5 * spacing:
        baseline = ink_bottom + random.normal(0, 0.1) * spacing  # it is written on the line
    levels = np.arange(top + (baseline - top) % spacing, bottom, spacing)
    runs = [((left, level), (right, level)) for level in levels]
    if surface.is_squared:
        columns = np.arange(left + random.uniform(0, spacing), right, spacing)
        runs += [((column, top), (column, bottom)) for column in columns]
    colours: tuple[Colour, ...] = (
        ((120, 150, 200), (150, 150, 160), (110, 170, 200))
        if not surface.is_squared
        else ((140, 165, 205), (150, 150, 156), (165, 145, 195), (140, 185, 150), (215, 150, 130))
    )
    strength = random.uniform(0.25, 1)
    _print(scene, picture, runs, varied(random, colours, 8), strength, random.uniform(0.12, 0.3))
    is_legal = scene.paper == "legal pad"
    if is_legal or (not surface.is_squared and random.random() < 0.45):
        margin = ink_left - random.uniform(0.3, 6) * spacing
        margins = [margin, margin - 1.5] if is_legal else [margin]
        rules = [((x, top), (x, bottom)) for x in margins if left < x < right]
        red = varied(random, ((215, 90, 95), (225, 120, 130)), 8)
        _print(scene, picture, rules, red, random.uniform(0.5, 1), random.uniform(0.15, 0.35))


def _print(
    scene: Scene,
    picture: np.ndarray,
    runs: Sequence[tuple[tuple[float, float], tuple[float, float]]],
    colour: np.ndarray,
    strength: float,
    line_mm: float,
) -> None:
    """Draw thin straight lines in mm that let the paper shine through."""
    if not runs:
        return
    line_px = line_mm * scene.px_per_mm
    thickness = max(1, round(line_px))
    ends = project(scene.to_px, np.array(runs, np.float64).reshape(-1, 2))
    fixed = np.round(ends * 16).astype(np.int32).reshape(-1, 2, 2)
    mask = np.zeros(picture.shape[:2], np.uint8)
    cv2.polylines(mask, list(fixed), False, (255,), thickness, cv2.LINE_AA, 4)
    cover = mask.astype(np.float32) * (strength * min(1, max(0.35, line_px / thickness)) / 255)
    picture *= cv2.merge([1 - cover * (1 - channel / 255) for channel in colour])


def frame(scene: Scene, picture: np.ndarray, random: np.random.Generator, traits: set[str]) -> None:
    """Print a box around the digit, as forms have."""
    left, top, right, bottom = scene.bounds_mm
    side = max(right - left, bottom - top)
    left, top = left - random.uniform(0.15, 0.5) * side, top - random.uniform(0.15, 0.5) * side
    right, bottom = (
        right + random.uniform(0.15, 0.5) * side,
        bottom + random.uniform(0.15, 0.5) * side,
    )
    corners = [(left, top), (right, top), (right, bottom), (left, bottom)]
    runs = list(zip(corners, corners[1:] + corners[:1], strict=True))
    colour = varied(random, ((30, 30, 32), (90, 90, 94), (40, 60, 130)))
    _print(scene, picture, runs, colour, random.uniform(0.7, 1), random.uniform(0.25, 0.9))
    traits.add("frame")


def dirty(scene: Scene, picture: np.ndarray, random: np.random.Generator, traits: set[str]) -> None:
    """Strew specks, light ones on dark, of at most 0.8 mm."""
    count = int(random.integers(4, 50))
    places = random.uniform(0, 1, (count, 2)) * scene.size_px
    radii = np.exp(random.uniform(np.log(0.06), np.log(0.4), count)) * scene.px_per_mm
    mask = np.zeros(picture.shape[:2], np.uint8)
    for place, radius, shade in zip(places, radii, random.uniform(60, 230, count), strict=True):
        centre = np.round(place * 16).astype(int).tolist()
        axes = (np.maximum(radius, 0.6) * 16 * random.uniform(0.6, 1.4, 2)).astype(int).tolist()
        cv2.ellipse(
            mask, centre, axes, random.uniform(0, 180), 0, 360, (shade,), -1, cv2.LINE_AA, 4
        )
    cover = mask[..., None].astype(np.float32) / 255
    if PAPERS[scene.paper].is_dark:
        picture += cover * (190 - picture)
    else:
        picture *= 1 - 0.75 * cover
    traits.add("specks")


def hold(
    scene: Scene,
    picture: np.ndarray,
    boxes: Sequence[Box],
    random: np.random.Generator,
    traits: set[str],
) -> None:
    """Let a finger hold the paper at an edge of the picture, clear of the digits."""
    width, height = scene.size_px
    thick = random.uniform(0.13, 0.22) * min(width, height)
    inward = random.uniform(0.2, 1) * thick
    start = np.array([random.uniform(0, width), height + 3 * thick])
    tip = np.array([start[0] + random.uniform(-1, 1) * thick, height - inward])
    if random.random() < 0.4:
        start = np.array([-3 * thick, random.uniform(0.4, 1.2) * height])
        tip = np.array([inward, start[1] - random.uniform(0, 1) * thick])
    mask = np.zeros((height, width), np.uint8)
    ends = np.round([tip, start]).astype(int).tolist()
    cv2.line(mask, ends[0], ends[1], (255,), int(thick), cv2.LINE_AA)
    wide = cv2.dilate(mask[::4, ::4], np.ones((9, 9), np.uint8))
    for left, top, box_width, box_height in boxes:
        if wide[
            top // 4 : (top + box_height) // 4 + 1, left // 4 : (left + box_width) // 4 + 1
        ].any():
            return
    cover = cv2.GaussianBlur(mask.astype(np.float32) / 255, (0, 0), thick * 0.02 + 0.5)
    shade = cv2.GaussianBlur(cover, (0, 0), thick * 0.2)
    skin = varied(random, ((208, 160, 134), (150, 104, 80), (228, 186, 164)), 6)
    skinned = cv2.merge([(0.55 + 0.45 * shade) * channel * 0.9 for channel in skin])
    picture *= (1 - 0.3 * shade * (1 - cover))[..., None]
    picture += cover[..., None] * (skinned - picture)
    traits.add("finger")
