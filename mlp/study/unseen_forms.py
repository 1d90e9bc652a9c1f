"""Forms of the ten digits that no network learns from: what it makes of them is counted.

It must not know those that are learned (`mlp/training/forms.py`): these are drawn in other ways,
with other proportions, by hands that differ more.
"""

import math

import numpy as np

from mlp.training.hand import Form, Hand, Lines, arc, bent, joined, straight, turned

_Random = np.random.Generator

HAND = Hand(pen=(0.03, 0.18), turn_deg=12.0, slant=0.25, stretch=0.3, wobble=0.045)
"""Of all forms but those of wide pens."""

WIDE_HAND = Hand(pen=(0.18, 0.25), turn_deg=9.0, slant=0.2)
"""Strokes up to a quarter of the digit's longer side."""

PENCIL = Hand(turn_deg=5.0, slant=0.15, wobble=0.02, pencil=1.0)
"""Lines of one pixel on 28×28."""


def _apex(
    random: _Random, length: tuple[float, float], from_stem_deg: tuple[float, float]
) -> Lines:
    """Draw a 1 by the angle between its upstroke and its stem.

    Args:
        random: Chooses.
        length: Least and greatest, of the upstroke, in heights.
        from_stem_deg: Least and greatest angle.
    """
    lean_deg = random.uniform(-6, 15)
    long = random.uniform(*length)
    flattest_deg = 58 - 14 * min(1, long / 0.7)  # what lies flatter may be the roof of a 7
    angle = math.radians(min(flattest_deg, random.uniform(*from_stem_deg) + lean_deg))
    stem = math.radians(lean_deg)
    left = (-long * math.sin(angle), long * math.cos(angle))
    return [straight(left, (0, 0), (-math.sin(stem), math.cos(stem)))]


def _one_short(random: _Random) -> Lines:
    return _apex(random, (0.12, 0.35), (22, 55))


def _one_long(random: _Random) -> Lines:
    return _apex(random, (0.35, 0.6), (18, 44))


def _one_very_long(random: _Random) -> Lines:
    return _apex(random, (0.6, 0.85), (18, 40))


def _one_long_foot(random: _Random) -> Lines:
    lines = _apex(random, (0.25, 0.55), (20, 45))
    x, y = lines[0][-1]
    u = random.uniform
    return [*lines, straight((x - u(0.15, 0.45), y + u(-0.02, 0.05)), (x + u(0.15, 0.45), y))]


def _one_flag(random: _Random) -> Lines:
    u = random.uniform
    flag = bent((-u(0.08, 0.18), u(0.08, 0.2)), (-0.06, 0.04), (0, 0))
    foot = [straight((-u(0.15, 0.3), 1), (u(0.15, 0.3), 1))] if random.random() < 0.5 else []
    return [joined(flag, straight((0, 0), (u(-0.06, 0.03), 1))), *foot]


def _seven_plain(random: _Random) -> Lines:
    u = random.uniform
    roof = u(0.5, 0.8)
    return [straight((0, roof * u(-0.06, 0.12)), (roof, 0), (roof * u(-0.1, 0.6), 1))]


def _seven_bar(random: _Random) -> Lines:
    u = random.uniform
    roof, foot, at = u(0.5, 0.8), u(0.0, 0.35), u(0.42, 0.6)
    middle = roof + (foot - roof) * at
    bar = straight((middle - u(0.15, 0.35), at + 0.03), (middle + u(0.15, 0.35), at - 0.03))
    return [straight((0, u(-0.02, 0.06)), (roof, 0), (foot, 1)), bar]


def _seven_serif(random: _Random) -> Lines:
    u = random.uniform
    roof = u(0.5, 0.8)
    stem = bent((roof, 0), (roof * u(0.5, 0.65), 0.5), (roof * u(0.2, 0.5), 1))
    return [joined(straight((0, u(0.1, 0.24)), (0, 0.02), (roof, 0)), stem)]


def _seven_wave(random: _Random) -> Lines:
    u = random.uniform
    roof = u(0.55, 0.8)
    high = u(0.04, 0.08)
    x = np.linspace(0, 1, 16)
    wave = np.stack([x * roof, -high * np.sin(2 * np.pi * x)], axis=1)
    return [joined(wave, straight((roof, 0), (roof * u(0.1, 0.5), 1)))]


def _four_closed(random: _Random) -> Lines:
    u = random.uniform
    bar, over, slant = u(0.52, 0.7), u(0.08, 0.32), u(0.0, 0.1)
    stem = straight((0.55 + slant, 0), (0.55 - slant, 1))
    return [stem, straight((0.55 + slant, 0.01), (u(-0.05, 0.1), bar), (0.55 + over, bar))]


def _four_flag(random: _Random) -> Lines:
    u = random.uniform
    low = u(0.4, 0.55)
    flag = straight((0.5, 0.03), (0, low * u(0.6, 0.95)), (u(0.48, 0.56), low))
    return [flag, straight((0.5, 0), (u(0.4, 0.52), 1))]


def _four_open(random: _Random) -> Lines:
    u = random.uniform
    bar, at = u(0.5, 0.64), u(0.5, 0.65)
    hook = straight((u(0.05, 0.2), u(-0.05, 0.1)), (u(-0.04, 0.06), bar), (at + u(0.1, 0.3), bar))
    return [hook, straight((at, u(0.1, 0.3)), (at + u(-0.06, 0.02), 1))]


def _four_round(random: _Random) -> Lines:
    u = random.uniform
    wide, deep = u(0.45, 0.65), u(0.45, 0.58)
    cup = joined(
        straight((0, 0), (0, deep * 0.5)),
        arc((wide / 2, deep * 0.5), (wide / 2, deep / 2), 180, -180),
    )
    return [cup, straight((wide, 0), (wide - u(0, 0.1), 1))]


def _four_zigzag(random: _Random) -> Lines:
    u = random.uniform
    low, right = u(0.5, 0.62), u(0.65, 0.9)
    stem = straight((right - 0.18, low - u(0.12, 0.25)), (right - u(0.2, 0.28), 1))
    return [straight((u(0.32, 0.5), 0), (0, low), (right, low - u(0, 0.05))), stem]


def _nine(random: _Random, hook: float, gap_deg: float = 0.0) -> Lines:
    """Draw a 9 whose tail ends in an arc of `hook` degrees."""
    u = random.uniform
    radius, stretch = u(0.19, 0.27), u(0.85, 1.15)
    loop = arc((0, 0), (radius * stretch, radius), -gap_deg, -(360 - gap_deg))
    bow = u(0.2, 0.3)
    right = radius * stretch
    low = 1 - radius - bow * (hook > 0)
    stem = straight((right, 0 if gap_deg else -radius * u(0, 0.5)), (right, low))
    return [loop, joined(stem, arc((right - bow, low), (bow, bow), 0, hook)) if hook else stem]


def _nine_straight(random: _Random) -> Lines:
    return _nine(random, 0)


def _nine_curled(random: _Random) -> Lines:
    return _nine(random, random.uniform(110, 185))


def _nine_open(random: _Random) -> Lines:
    return _nine(random, random.choice([0.0, 120.0]), random.uniform(30, 65))


def _nine_bow(random: _Random) -> Lines:
    """Draw a 9 as a g: a small loop, and a tail that swings out and far back."""
    u = random.uniform
    radius, bow = u(0.15, 0.2), u(0.22, 0.28)
    right = u(0.3, 0.38)
    loop = arc((right - radius, radius), (radius, radius), -40, -u(310, 350))
    neck = bent((right, radius * 0.6), (right - 0.03, 0.42), (right, 1 - bow - 0.06))
    return [loop, joined(neck, arc((right - bow, 1 - bow), (bow, bow), -10, u(150, 195)))]


def _nine_square(random: _Random) -> Lines:
    u = random.uniform
    wide, high, low = u(0.4, 0.55), u(0.35, 0.45), u(0.8, 0.9)
    tail = [(0, 1.0), (0, low)] if random.random() < 0.6 else []
    return [straight((wide, high), (0, high), (0, 0), (wide, 0), (wide, 1), *tail)]


def _six_round(random: _Random) -> Lines:
    u = random.uniform
    radius = u(0.2, 0.27)
    back = arc((u(0.5, 0.7), 1 - radius), (u(0.5, 0.7) + radius, 1 - radius), -100, -80)
    back += np.array([-radius, 1 - radius]) - back[-1]
    return [joined(back, arc((0, 1 - radius), (radius, radius), 180, -u(340, 380)))]


def _six_open(random: _Random) -> Lines:
    u = random.uniform
    radius = u(0.22, 0.28)
    spiral = arc((0, 1 - radius), (radius, radius), 180, -u(270, 305))
    return [joined(bent((u(0.05, 0.25), 0), (-radius * 0.8, 0.35), tuple(spiral[0])), spiral)]


def _six_angular(random: _Random) -> Lines:
    u = random.uniform
    wide, middle = u(0.5, 0.75), u(0.45, 0.6)
    lid = [(wide * u(0.7, 1.0), u(0.0, 0.08))]
    return [straight(*lid, (0, 0), (0, 1), (wide, 1), (wide, middle), (0, middle))]


def _eight(random: _Random, wide: tuple[float, float]) -> Lines:
    """Draw an 8 of two arcs that cross, by the curve of Gerono."""
    u = random.uniform
    t = np.linspace(0, 2 * np.pi, 48) + u(-1, 1)
    lower = 1 + u(0, 0.25) * (np.cos(t) < 0)
    return [np.stack([u(*wide) * np.sin(2 * t) / 2 * lower, 0.5 - np.cos(t) / 2], axis=1)]


def _eight_narrow(random: _Random) -> Lines:
    return _eight(random, (0.24, 0.42))


def _eight_leaning(random: _Random) -> Lines:
    return turned(_eight(random, (0.42, 0.6)), random.uniform(12, 38) * random.choice([1, 1, -1]))


def _eight_rings(random: _Random) -> Lines:
    u = random.uniform
    top = u(0.19, 0.25)
    low = 0.5 - top
    return [
        arc((0, top), (top * u(0.8, 1.1), top)),
        arc((u(-0.03, 0.03), 1 - low), (low * u(0.8, 1.1), low)),
    ]


def _zero_slashed(random: _Random) -> Lines:
    u = random.uniform
    wide, long = u(0.3, 0.45), u(0.75, 1.35)
    angle = math.radians(u(-70, -35))
    slash = np.array([math.cos(angle) * wide * 1.3, math.sin(angle) * 0.5]) * long
    return [arc((0, 0), (wide, 0.5)), straight(tuple(-slash), tuple(slash))]


def _zero_dotted(random: _Random) -> Lines:
    u = random.uniform
    return [arc((0, 0), (u(0.28, 0.48), 0.5)), np.array([[u(-0.05, 0.05), u(-0.1, 0.1)]])]


def _zero_open(random: _Random) -> Lines:
    u = random.uniform
    return [arc((0, 0), (u(0.3, 0.48), 0.5), u(-115, -55), -u(330, 348))]


def _five_angular(random: _Random) -> Lines:
    u = random.uniform
    wide, middle = u(0.5, 0.72), u(0.42, 0.5)
    return [
        straight((wide, 0), (0, 0), (0, middle), (wide, middle), (wide, 1), (u(-0.05, 0.08), 1))
    ]


def _five_loose(random: _Random) -> Lines:
    u = random.uniform
    radius = u(0.26, 0.32)
    belly = arc((0.2, 1 - radius), (radius * u(0.9, 1.2), radius), -110, u(190, 235))
    back = straight((u(0, 0.08), u(0.06, 0.12)), tuple(belly[0]))
    return [joined(back, belly), straight((0.04, 0), (u(0.45, 0.65), u(-0.04, 0.03)))]


def _two_loop(random: _Random) -> Lines:
    u = random.uniform
    head = arc((0.3, 0.26), (0.28, 0.26), -u(160, 185), u(190, 210))
    loop = arc((0.1, u(0.86, 0.9)), (0.12, 0.1), 90, u(220, 300))
    tail = bent(tuple(loop[-1]), (0.3, 0.9), (u(0.6, 0.8), 1))
    return [joined(head, loop, tail)]


def _two_angular(random: _Random) -> Lines:
    u = random.uniform
    return [straight((0, u(0.02, 0.15)), (0.3, 0), (u(0.5, 0.6), 0.2), (0, 1), (u(0.55, 0.75), 1))]


def _three_flat(random: _Random) -> Lines:
    u = random.uniform
    radius = u(0.27, 0.32)
    belly = arc((0.2, 1 - radius), (radius, radius), -95, u(200, 250))
    return [joined(straight((0, 0), (u(0.4, 0.55), 0), tuple(belly[0])), belly)]


FORMS = {
    "1 with short upstroke": Form(1, _one_short),
    "1 with long upstroke": Form(1, _one_long),
    "1 with very long upstroke": Form(1, _one_very_long),
    "1 with long upstroke and foot": Form(1, _one_long_foot),
    "1 with flag": Form(1, _one_flag),
    "7 plain": Form(7, _seven_plain),
    "7 with bar": Form(7, _seven_bar),
    "7 with serif": Form(7, _seven_serif),
    "7 with wave": Form(7, _seven_wave),
    "4 closed": Form(4, _four_closed),
    "4 like a flag": Form(4, _four_flag),
    "4 open": Form(4, _four_open),
    "4 round": Form(4, _four_round),
    "4 zigzag": Form(4, _four_zigzag),
    "9 straight": Form(9, _nine_straight),
    "9 curled": Form(9, _nine_curled),
    "9 open": Form(9, _nine_open),
    "9 like a g": Form(9, _nine_bow),
    "9 square": Form(9, _nine_square),
    "6 round": Form(6, _six_round),
    "6 open": Form(6, _six_open),
    "6 angular": Form(6, _six_angular),
    "8 narrow": Form(8, _eight_narrow),
    "8 leaning": Form(8, _eight_leaning),
    "8 of rings": Form(8, _eight_rings),
    "0 slashed": Form(0, _zero_slashed),
    "0 dotted": Form(0, _zero_dotted),
    "0 open": Form(0, _zero_open),
    "5 angular": Form(5, _five_angular),
    "5 with loose bar": Form(5, _five_loose),
    "2 with loop": Form(2, _two_loop),
    "2 angular": Form(2, _two_angular),
    "3 with flat top": Form(3, _three_flat),
}
"""By name."""
