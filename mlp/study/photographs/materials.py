"""What photographs are made of: papers, pens, lights and tables, and how often each occurs.

It must not know how any of them is drawn.
"""

from dataclasses import dataclass

import numpy as np

Colour = tuple[int, int, int]
"""sRGB, 0–255."""


@dataclass(frozen=True)
class Paper:
    """What is written on.

    Attributes:
        share: How often it occurs.
        colours: One is taken, and varied a little.
        grain: Standard deviation of the fibres, as a share of the brightness.
        spacing_mm: Distance of the lines, least and most; None if there are none.
        is_squared: Lines go both ways.
        is_board: It hangs on a wall: written large, photographed from further away.
        is_dark: Written on with something light.
    """

    share: float
    colours: tuple[Colour, ...]
    grain: float = 0.008
    spacing_mm: tuple[float, float] | None = None
    is_squared: bool = False
    is_board: bool = False
    is_dark: bool = False


PAPERS = {
    "white": Paper(0.22, ((246, 246, 244), (240, 242, 246), (250, 248, 244))),
    "cream": Paper(0.08, ((246, 238, 218), (240, 228, 204)), 0.01),
    "recycled": Paper(0.07, ((206, 203, 194), (190, 188, 182), (214, 208, 196)), 0.022),
    "ruled": Paper(0.18, ((247, 247, 245), (244, 242, 234)), spacing_mm=(6.5, 10)),
    "squared": Paper(0.17, ((247, 247, 246), (244, 243, 236)), spacing_mm=(5, 5), is_squared=True),
    "legal pad": Paper(0.06, ((248, 236, 150), (250, 240, 172)), 0.01, (7.1, 8.7)),
    "kraft": Paper(0.05, ((186, 148, 106), (170, 134, 96), (200, 166, 124)), 0.028),
    "sticky note": Paper(
        0.06,
        ((252, 234, 110), (250, 170, 190), (160, 222, 140), (250, 180, 96), (140, 204, 236)),
        0.006,
    ),
    "whiteboard": Paper(0.05, ((240, 243, 245), (232, 236, 238)), 0.002, is_board=True),
    "blackboard": Paper(
        0.04, ((52, 66, 58), (44, 46, 48), (40, 62, 50)), 0.035, is_board=True, is_dark=True
    ),
    "dark paper": Paper(0.02, ((42, 42, 46), (38, 46, 74), (66, 40, 48)), 0.03, is_dark=True),
}


@dataclass(frozen=True)
class Pen:
    """What is written with.

    Attributes:
        share: How often it occurs where it may.
        width_mm: Of its line, least and most.
        opacity: Of its ink, least and most, [0, 1].
        colours: One is taken, and varied a little.
        tooth: How much the paper's roughness shows in the line, [0, 1].
        can_skip: The ball may fail to turn.
    """

    share: float
    width_mm: tuple[float, float]
    opacity: tuple[float, float]
    colours: tuple[Colour, ...]
    tooth: float = 0.06
    can_skip: bool = False


PENS = {
    "blue ballpoint": Pen(
        0.25, (0.4, 0.8), (0.72, 0.95), ((36, 52, 140), (30, 40, 110), (48, 76, 170)), 0.12, True
    ),
    "black ballpoint": Pen(
        0.20, (0.4, 0.8), (0.72, 0.95), ((36, 36, 44), (48, 46, 52), (30, 30, 36)), 0.12, True
    ),
    "pencil": Pen(0.17, (0.5, 1.0), (0.5, 0.85), ((84, 84, 88), (70, 70, 74), (96, 95, 98)), 0.4),
    "felt-tip": Pen(0.14, (0.8, 1.8), (0.88, 1), ((26, 26, 32), (30, 36, 96), (20, 20, 24))),
    "red pen": Pen(0.07, (0.5, 1.4), (0.78, 0.97), ((200, 40, 48), (180, 30, 50), (214, 62, 60))),
    "green pen": Pen(0.05, (0.5, 1.4), (0.78, 0.97), ((34, 124, 72), (50, 146, 90), (24, 98, 80))),
    "marker": Pen(
        0.12, (2, 5), (0.9, 1), ((22, 22, 26), (30, 30, 34), (32, 44, 128), (150, 28, 36)), 0.03
    ),
    "chalk": Pen(1, (0.9, 2.5), (0.66, 0.92), ((240, 240, 234), (238, 226, 170)), 0.5),
}
"""Shares among the pens for light paper; chalk is for dark ones, and only for these."""

BOARD_PENS = ("marker", "red pen", "green pen")


@dataclass(frozen=True)
class Light:
    """What falls on the paper, least and most.

    Attributes:
        share: How often it occurs.
        exposure: How bright white paper gets, where 1 is the brightest that can be told apart.
        slope: How much of the light is lost across the picture.
        falloff: How much of it is lost from the brightest place to the far corner.
        warmth: From -1 (blue) to 1 (yellow).
        noise: Standard deviation, of 255.
    """

    share: float
    exposure: tuple[float, float]
    slope: tuple[float, float]
    falloff: tuple[float, float]
    warmth: tuple[float, float]
    noise: tuple[float, float] = (1, 3.5)


LIGHTS = {
    "even": Light(0.28, (0.78, 0.97), (0.01, 0.1), (0, 0.08), (-0.2, 0.3)),
    "window": Light(0.20, (0.8, 1.02), (0.18, 0.5), (0, 0.1), (-0.3, 0.1)),
    "lamp": Light(0.16, (0.7, 0.95), (0, 0.15), (0.2, 0.55), (0.3, 1), (1.5, 5)),
    "cold": Light(0.11, (0.66, 0.9), (0.03, 0.2), (0.02, 0.15), (-1, -0.4)),
    "dim": Light(0.09, (0.32, 0.55), (0.05, 0.3), (0.05, 0.35), (-0.1, 0.9), (4, 10)),
    "bright": Light(0.08, (1.04, 1.22), (0.02, 0.2), (0, 0.15), (-0.3, 0.2), (0.8, 2)),
    "flash": Light(0.08, (0.9, 1.1), (0, 0.08), (0.3, 0.55), (-0.2, 0.1)),
}

TABLES: dict[str, tuple[Colour, ...]] = {
    "wood": ((150, 104, 66), (110, 72, 46), (190, 150, 104), (84, 58, 42)),
    "dark table": ((42, 42, 46), (58, 50, 48), (34, 40, 48)),
    "bright table": ((216, 214, 210), (228, 226, 220), (200, 204, 206)),
    "grey table": ((132, 134, 138), (108, 110, 116), (158, 156, 150)),
}


def materials(
    random: np.random.Generator,
    *,
    paper: str | None = None,
    pen: str | None = None,
    light: str | None = None,
) -> tuple[str, str, str]:
    """Choose what is not given of paper, pen and light, such that the pen suits the paper."""
    if paper is None:
        papers = [name for name in PAPERS if pen is None or pen in _pens_for(name)]
        paper = _pick(random, {name: PAPERS[name].share for name in papers})
    if pen is None:
        pen = _pick(random, {name: PENS[name].share for name in _pens_for(paper)})
    if light is None:
        light = _pick(random, {name: one.share for name, one in LIGHTS.items()})
    return paper, pen, light


def _pens_for(paper: str) -> tuple[str, ...]:
    """Name the pens that somebody would take for a paper."""
    if PAPERS[paper].is_dark:
        return ("chalk",)
    if PAPERS[paper].is_board:
        return BOARD_PENS
    return tuple(name for name in PENS if name != "chalk")


def _pick(random: np.random.Generator, shares: dict[str, float]) -> str:
    """Choose a name by its share."""
    weights = np.array(list(shares.values()), np.float64)
    return list(shares)[int(random.choice(len(shares), p=weights / weights.sum()))]


def varied(random: np.random.Generator, colours: tuple[Colour, ...], sd: float = 4) -> np.ndarray:
    """Choose a colour and vary it a little: float32, (3,), 0–255."""
    colour = np.array(colours[int(random.integers(len(colours)))], np.float32)
    varied = np.clip(colour + random.normal(0, sd) + random.normal(0, sd / 2, 3), 0, 255)
    return varied.astype(np.float32)
