"""National and personal forms of the ten digits, which MNIST's writers hardly used.

It must not know how a hand varies them, nor that other forms are kept for judging the network.

What lies between two digits is left out: an upstroke of a 1 falls steeply, the more so the longer
it is, and the roof of a 7 lies flat.
"""

import math

import numpy as np

from mlp.training.hand import Form, Hand, Lines, arc, bent, joined, straight, turned

_Random = np.random.Generator

HAND = Hand(pencil=0.15)
"""That writes what is learned from."""


def _one(random: _Random, length: float, *, is_flag: bool = False, foot: bool) -> Lines:
    """Draw a 1: an upstroke or a flag, the stem, a foot.

    Args:
        random: Chooses the rest.
        length: Of the upstroke, in heights.
        is_flag: It may lie as flat as it likes.
        foot: Whether there is one.
    """
    u = random.uniform
    lean = u(-0.12, 0.3)
    longer = min(1.0, max(0.0, (length - 0.3) / 0.4))
    flattest_deg = 5.0 if is_flag else 30 + 12 * longer + 40 * max(0.0, lean - 0.05)
    steepest_deg = min(74.0, math.degrees(math.atan2(1, lean)) - 15)
    slope = math.radians(u(flattest_deg, steepest_deg))
    begin = np.array([lean - length * math.cos(slope), length * math.sin(slope)])
    sag = u(-0.07, 0.07) * length * np.array([math.sin(slope), math.cos(slope)])
    top = np.array([lean, 0.0])
    up = bent(tuple(begin), tuple((begin + top) / 2 + sag), tuple(top))
    down = bent(tuple(top), (lean / 2 + u(-0.03, 0.03), 0.5), (0, 1))
    lines = [joined(up, down)]
    if foot:
        left, right = u(0.12, 0.4), u(0.12, 0.4)
        lines.append(straight((-left, 1 + u(-0.03, 0.05)), (right, 1 + u(-0.05, 0.03))))
    return lines


def _one_bare(random: _Random) -> Lines:
    u = random.uniform
    top = u(-0.15, 0.45)
    return [bent((top, 0), (top / 2 + u(-0.04, 0.04), 0.5), (0, 1))]


def _one_upstroke(random: _Random) -> Lines:
    return _one(random, random.uniform(0.15, 0.8), foot=False)


def _one_upstroke_foot(random: _Random) -> Lines:
    return _one(random, random.uniform(0.15, 0.6), foot=True)


def _one_flag(random: _Random) -> Lines:
    return _one(random, random.uniform(0.08, 0.22), is_flag=True, foot=random.random() < 0.5)


def _one_foot(random: _Random) -> Lines:
    u = random.uniform
    foot = straight((-u(0.15, 0.35), 1), (u(0.15, 0.35), 1 + u(-0.04, 0.04)))
    return [bent((u(-0.1, 0.25), 0), (u(-0.02, 0.08), 0.5), (0, 1)), foot]


def _seven(random: _Random, *, bar: bool, serif: bool, wave: bool) -> Lines:
    """Draw a 7: a flat roof, a stem that comes back below it."""
    u = random.uniform
    roof, rise = u(0.45, 0.85), u(-0.08, 0.12)
    foot = roof * u(0.0, 0.5 + 0.35 * (roof > 0.6))
    if wave:
        top = bent(
            (0, rise + u(0.05, 0.14)), (0.2 * roof, rise), (0.6 * roof, u(0.03, 0.1)), (roof, 0)
        )
    else:
        top = straight((0, rise * roof), (roof, 0))
    if serif:
        top = joined(straight((u(-0.05, 0.06), top[0, 1] + u(0.08, 0.26)), tuple(top[0])), top)
    middle = ((roof + foot) / 2 - u(-0.03, 0.14), 0.48)
    stem = bent((roof, 0), middle, (foot, 1))
    lines = [joined(top, stem)]
    if bar:
        height = u(0.4, 0.62)
        at = middle[0] + (0.5 - height) * (roof - foot) * 0.9
        tilt = u(-0.06, 0.1)
        lines.append(
            straight((at - u(0.14, 0.34), height + tilt), (at + u(0.14, 0.34), height - tilt))
        )
    return lines


def _seven_plain(random: _Random) -> Lines:
    return _seven(random, bar=False, serif=False, wave=False)


def _seven_bar(random: _Random) -> Lines:
    return _seven(random, bar=True, serif=False, wave=random.random() < 0.3)


def _seven_serif(random: _Random) -> Lines:
    return _seven(random, bar=False, serif=True, wave=False)


def _seven_serif_bar(random: _Random) -> Lines:
    return _seven(random, bar=True, serif=True, wave=random.random() < 0.3)


def _seven_hook(random: _Random) -> Lines:
    lines = _seven(random, bar=random.random() < 0.3, serif=random.random() < 0.4, wave=True)
    x, y = lines[0][-1]
    tail = bent((x, y), (x + 0.04, y + 0.05), (x + random.uniform(0.08, 0.2), y + 0.04))
    return [joined(lines[0], tail) if random.random() < 0.4 else lines[0], *lines[1:]]


def _four_closed(random: _Random) -> Lines:
    u = random.uniform
    apex, bar = u(0.45, 0.75), u(0.5, 0.74)
    at = apex + u(-0.04, 0.08)
    right = at + u(0.12, 0.4)
    loop = straight((apex, 0), (0, bar), (right, bar + u(-0.06, 0.06)))
    return [loop, straight((apex, u(-0.03, 0.05)), (at + u(-0.08, 0.06), 1))]


def _four_no_overhang(random: _Random) -> Lines:
    """Draw a 4 whose bar ends at the stem: a flag, like a 9 with corners."""
    u = random.uniform
    bar, lean = u(0.38, 0.62), u(-0.05, 0.15)
    width = u(0.42, 0.68)
    right = width - lean * bar + u(-0.01, 0.05)
    loop = straight((width, 0), (0, bar * u(0.75, 1.0)), (right, bar))
    return [loop, straight((width, u(-0.02, 0.02)), (width - lean, 1))]


def _four_open(random: _Random) -> Lines:
    u = random.uniform
    bar, at = u(0.5, 0.7), u(0.48, 0.75)
    left = straight(
        (u(0.02, 0.35), u(0, 0.12)), (u(0, 0.06), bar), (at + u(0.08, 0.38), bar + u(-0.08, 0.06))
    )
    return [left, straight((at + u(-0.02, 0.12), u(0.0, 0.4)), (at + u(-0.1, 0.05), 1))]


def _four_cup(random: _Random) -> Lines:
    u = random.uniform
    deep, at = u(0.45, 0.62), u(0.5, 0.75)
    cup = bent(
        (u(0, 0.1), u(0, 0.1)),
        (u(0, 0.04), deep * 0.7),
        (0.2, deep),
        (at * 0.75, deep * 0.95),
        (at, deep * u(0.7, 0.9)),
    )
    return [cup, straight((at + u(0, 0.06), u(-0.02, 0.12)), (at - u(-0.03, 0.12), 1))]


def _four_zigzag(random: _Random) -> Lines:
    """Draw a 4 without lifting the pen: down, across, and down again."""
    u = random.uniform
    bar = u(0.48, 0.66)
    right = u(0.6, 0.95)
    end = right - u(-0.02, 0.16)
    zig = straight((u(0.3, 0.6), 0), (0, bar), (right, bar + u(-0.12, 0.02)))
    down = straight(tuple(zig[-1]), (end, 1))
    if random.random() < 0.6:
        at = right - u(0.1, 0.25)
        return [zig, straight((at + 0.03, bar - u(0.08, 0.3)), (at - u(-0.03, 0.12), 1))]
    return [joined(zig, down)]


def _nine(random: _Random, *, gap: float, square: bool, curl: float) -> Lines:
    """Draw a 9.

    Args:
        random: Chooses the rest.
        gap: Degrees of the loop that are missing at its upper right.
        square: Whether the loop has corners.
        curl: How far the tail comes back: 0 straight, 1 as far as the loop's left side.
    """
    u = random.uniform
    wide, high = u(0.42, 0.75), u(0.34, 0.58)
    if square:
        loop = straight(
            (wide, u(0, 0.05)), (0, u(0, 0.06)), (u(0, 0.04), high), (wide, high - u(0, 0.06))
        )
    else:
        loop = arc((wide / 2, high / 2), (wide / 2, high / 2), -gap, -(360 - gap))
    begin = (wide, u(0.0, 0.3) * high if square or gap == 0 else 0.5 * high)
    if curl == 0:
        return [loop, bent(begin, (wide + u(-0.04, 0.04), 0.55), (wide + u(-0.3, 0.05), 1))]
    left = wide * (1 - curl) - u(0, 0.12)
    end = max(high + 0.22, u(0.72, 0.97))
    tail = bent(
        begin,
        (wide + u(-0.01, 0.04), 0.6),
        (wide + u(-0.06, 0.03), 0.86),
        ((wide + left) / 2 + 0.08, 1),
        (left + 0.06 * curl, (1 + end) / 2 + 0.03),
        (left, end),
    )
    return [loop, tail]


def _nine_straight(random: _Random) -> Lines:
    return _nine(random, gap=0, square=False, curl=0)


def _nine_curled(random: _Random) -> Lines:
    return _nine(random, gap=0, square=False, curl=random.uniform(0.4, 1.15))


def _nine_square(random: _Random) -> Lines:
    return _nine(random, gap=0, square=True, curl=random.choice([0, random.uniform(0.4, 1.1)]))


def _nine_open(random: _Random) -> Lines:
    curl = random.choice([0, random.uniform(0.3, 1.0)])
    return _nine(random, gap=random.uniform(30, 75), square=False, curl=curl)


def _nine_bow(random: _Random) -> Lines:
    """Draw a 9 with a small loop and a wide bow below it, as some write a g."""
    u = random.uniform
    wide, high = u(0.32, 0.55), u(0.26, 0.42)
    out = wide + u(0.0, 0.16)
    left, low = u(-0.2, 0.1), u(0.72, 0.9)
    loop = arc((wide / 2, high / 2), (wide / 2, high / 2), -u(0, 55), -u(300, 360))
    bow = [(wide, high * u(0.3, 0.6)), (wide - u(-0.03, 0.05), high + 0.1), (out, u(0.68, 0.78))]
    if random.random() < 0.3:
        loop = straight((wide, u(0, 0.04)), (0, u(0, 0.05)), (0, high), (wide, high))
        bow = [(wide, 0), (wide, 0.45), (wide, 0.72)]
    end = [((out + left) / 2 + 0.05, 1), (left + 0.03, (1 + low) / 2 + 0.02), (left, low)]
    return [loop, bent(*bow, *end)]


def _nine_one_stroke(random: _Random) -> Lines:
    """Draw a 9 as a g is begun: round the loop, up again, and down into the tail."""
    u = random.uniform
    wide, high = u(0.5, 0.75), u(0.36, 0.56)
    loop = arc((wide / 2, high / 2), (wide / 2, high / 2), u(-50, -25), -u(270, 320))
    tail = bent(
        (wide * 0.98, high * 0.2),
        (wide, 0.5),
        (wide * u(0.75, 1), 0.85),
        (u(-0.05, 0.5), u(0.94, 1.03)),
    )
    return [joined(loop, tail)]


def _six(random: _Random, *, reach: float) -> Lines:
    """Draw a 6 in one round stroke; `reach` is how far the loop comes back, 1 closes it."""
    u = random.uniform
    wide, loop = u(0.5, 0.85), u(0.34, 0.58)
    top = 1 - loop
    begin = (wide * u(0.45, 1.0), u(0, 0.08))
    down = bent(
        begin, (wide * u(0.2, 0.38), top * 0.45), (u(0, 0.05), top + 0.1), (0.02, top + loop / 2)
    )
    belly = arc((wide / 2, 1 - loop / 2), (wide / 2, loop / 2), 180, -(360 * reach))
    return [joined(down, belly)]


def _six_round(random: _Random) -> Lines:
    return _six(random, reach=random.uniform(0.93, 1.08))


def _six_open(random: _Random) -> Lines:
    return _six(random, reach=random.uniform(0.74, 0.86))


def _six_straight(random: _Random) -> Lines:
    u = random.uniform
    wide, loop = u(0.5, 0.8), u(0.35, 0.55)
    ring = arc((wide / 2, 1 - loop / 2), (wide / 2, loop / 2))
    return [straight((wide * u(0.3, 0.95), 0), (0.01, 1 - loop * u(0.4, 0.65))), ring]


def _six_angular(random: _Random) -> Lines:
    u = random.uniform
    wide, loop = u(0.5, 0.85), u(0.35, 0.58)
    corner = u(0, 0.3)
    top = [(wide * u(0.6, 1.0), u(0, 0.1)), (wide * corner, u(0, 0.04)), (0.0, u(0.05, 0.3))]
    bottom = [
        (0, 1 - u(0, 0.03)),
        (wide, 1 - u(0, 0.06)),
        (wide * u(0.9, 1), 1 - loop),
        (0, 1 - loop + u(-0.04, 0.06)),
    ]
    return [straight(*top, *bottom)]


def _zero_ring(random: _Random) -> tuple[float, np.ndarray]:
    wide = random.uniform(0.55, 0.95)
    return wide, arc(
        (wide / 2, 0.5), (wide / 2, 0.5), random.uniform(-120, -60), -random.uniform(350, 375)
    )


def _zero_plain(random: _Random) -> Lines:
    u = random.uniform
    wide = u(0.35, 1.0)
    begin = u(-130, -40)
    return [arc((wide / 2, 0.5), (wide / 2, 0.5), begin, -u(335, 385))]


def _zero_slashed(random: _Random) -> Lines:
    wide, ring = _zero_ring(random)
    u = random.uniform
    over = u(-0.2, 0.16)
    slash = np.array([(-over * wide, 0.85 + over * 0.6), (wide * (1 + over), 0.15 - over * 0.6)])
    slash += random.normal(0, 0.03, slash.shape)
    if random.random() < 0.2:
        slash[:, 0] = wide - slash[:, 0]
    return [ring, straight(tuple(slash[0]), tuple(slash[1]))]


def _zero_dotted(random: _Random) -> Lines:
    wide, ring = _zero_ring(random)
    u = random.uniform
    x, y = wide / 2 + u(-0.06, 0.06), 0.5 + u(-0.08, 0.08)
    return [ring, straight((x, y), (x + u(-0.02, 0.02), y + u(0, 0.06)))]


def _zero_open(random: _Random) -> Lines:
    u = random.uniform
    wide, gap = u(0.55, 0.9), u(10, 35)
    ring = arc((wide / 2, 0.5), (wide / 2, 0.5), u(-110, -60), -(360 - gap))
    return [ring]


def _eight(random: _Random, wide: float) -> Lines:
    """Draw an 8 in one stroke from its upper right."""
    u = random.uniform
    upper, waist = wide * u(0.7, 1.05), u(0.42, 0.55)
    end = u(-0.1, 0.1)
    return [
        bent(
            (wide / 2 + upper * 0.42, 0.12),
            (wide / 2, 0),
            (wide / 2 - upper / 2, waist / 2),
            (wide / 2, waist),
            (wide, (1 + waist) / 2),
            (wide / 2, 1),
            (0, (1 + waist) / 2),
            (wide / 2, waist),
            (wide / 2 + upper / 2, waist / 2),
            (wide / 2 + upper * (0.42 + end), 0.12 + end / 2),
        )
    ]


def _eight_round(random: _Random) -> Lines:
    return _eight(random, random.uniform(0.5, 0.75))


def _eight_narrow(random: _Random) -> Lines:
    return _eight(random, random.uniform(0.26, 0.45))


def _eight_leaning(random: _Random) -> Lines:
    angle = random.uniform(15, 40)
    return turned(
        _eight(random, random.uniform(0.35, 0.6)), angle if random.random() < 0.75 else -angle
    )


def _eight_rings(random: _Random) -> Lines:
    u = random.uniform
    upper, lower, high = u(0.35, 0.6), u(0.45, 0.75), u(0.38, 0.54)
    at = lower / 2 + u(-0.05, 0.05)
    top = arc((at, high / 2), (upper / 2, high / 2))
    return [top, arc((lower / 2, (1 + high) / 2), (lower / 2, (1 - high) / 2 + u(0, 0.02)))]


def _eight_open(random: _Random) -> Lines:
    u = random.uniform
    wide, waist = u(0.45, 0.7), u(0.42, 0.52)
    begin, end = u(0.15, 0.3), u(0.08, 0.3)
    return [
        bent(
            (wide * 0.85, begin * 0.5),
            (wide * 0.5, 0),
            (wide * 0.1, waist / 2),
            (wide / 2, waist),
            (wide, (1 + waist) / 2),
            (wide / 2, 1),
            (0, (1 + waist) / 2),
            (wide / 2, waist),
            (wide * (0.9 + u(0, 0.15)), end),
        )
    ]


def _eight_angular(random: _Random) -> Lines:
    u = random.uniform
    wide, waist = u(0.45, 0.75), u(0.42, 0.54)
    if random.random() < 0.35:
        return [straight((wide, 0), (0, 0), (wide, 1), (0, 1), (wide, 0))]
    return [
        straight(
            (wide, waist),
            (wide, u(0, 0.03)),
            (0, 0),
            (0, 1),
            (wide, 1 - u(0, 0.04)),
            (wide, waist),
            (0, waist),
        )
    ]


def _two(random: _Random, *, loop: bool) -> Lines:
    u = random.uniform
    wide = u(0.55, 0.85)
    top = [
        (u(0, 0.08), u(0.12, 0.3)),
        (wide * 0.45, 0),
        (wide * u(0.85, 0.98), u(0.18, 0.3)),
        (wide * u(0.5, 0.65), 0.58),
    ]
    if loop:
        return [
            bent(
                *top,
                (wide * 0.2, 0.92),
                (0, u(0.9, 0.97)),
                (wide * 0.08, 0.8),
                (wide * 0.4, 0.86),
                (wide * u(1, 1.25), u(0.95, 1.05)),
            )
        ]
    return [
        joined(
            bent(*top, (u(0, 0.05), 1)),
            straight((0.02, 1), (wide * u(0.85, 1.25), 1 + u(-0.06, 0.05))),
        )
    ]


def _two_round(random: _Random) -> Lines:
    return _two(random, loop=False)


def _two_loop(random: _Random) -> Lines:
    return _two(random, loop=True)


def _two_angular(random: _Random) -> Lines:
    u = random.uniform
    wide = u(0.5, 0.8)
    if random.random() < 0.5:
        return [
            straight(
                (0, u(0, 0.08)),
                (wide, 0),
                (u(0, 0.05), 1),
                (wide * u(0.95, 1.15), 1 + u(-0.05, 0.04)),
            )
        ]
    middle = u(0.42, 0.58)
    return [
        straight(
            (0, u(0, 0.06)),
            (wide, 0),
            (wide, middle),
            (0, middle + u(-0.03, 0.06)),
            (0, 1),
            (wide, 1 + u(-0.04, 0.03)),
        )
    ]


def _three(random: _Random, *, flat: bool) -> Lines:
    u = random.uniform
    wide, waist = u(0.5, 0.8), u(0.38, 0.52)
    inner = wide * u(0.3, 0.55)
    belly = [
        (wide * 0.9, waist + 0.14),
        (wide * u(0.88, 1.0), 0.8),
        (wide * 0.45, 1),
        (u(-0.05, 0.08), u(0.82, 0.95)),
    ]
    if flat:
        roof = straight((u(0, 0.1), u(0, 0.04)), (wide * u(0.8, 1), 0), (inner, waist))
        return [joined(roof, bent((inner, waist), *belly))]
    top = [
        (u(0, 0.1), u(0.06, 0.16)),
        (wide * 0.45, 0),
        (wide * u(0.78, 0.92), waist / 2),
        (inner, waist),
    ]
    return [joined(bent(*top), bent((inner, waist), *belly))]


def _three_round(random: _Random) -> Lines:
    return _three(random, flat=False)


def _three_flat(random: _Random) -> Lines:
    return _three(random, flat=True)


def _three_angular(random: _Random) -> Lines:
    u = random.uniform
    wide, waist = u(0.5, 0.78), u(0.42, 0.55)
    if random.random() < 0.5:
        return [
            straight(
                (0, u(0, 0.1)),
                (wide, u(0.1, 0.25)),
                (wide * u(0.2, 0.5), waist),
                (wide, u(0.7, 0.8)),
                (0, 1),
            )
        ]
    right = straight((0, u(0, 0.05)), (wide, 0), (wide, 1), (0, 1 - u(0, 0.05)))
    return [right, straight((wide * u(0.1, 0.4), waist), (wide, waist))]


def _five(random: _Random, *, lift: float) -> Lines:
    """Draw a 5; its bar is `lift` above where its back begins."""
    u = random.uniform
    wide, waist = u(0.5, 0.8), u(0.36, 0.48)
    left = u(0.02, 0.16)
    belly = bent(
        (left, waist),
        (wide * 0.5, waist - 0.06),
        (wide * u(0.9, 1), u(0.58, 0.7)),
        (wide * 0.7, 0.94),
        (wide * 0.3, 1),
        (u(-0.08, 0.06), u(0.86, 0.97)),
    )
    back = straight((left + u(0, 0.08), lift), (left, waist))
    bar = straight(
        (left + u(0, 0.14) * (lift > 0), u(-0.02, 0.02)), (wide * u(0.85, 1.2), u(-0.06, 0.05))
    )
    return [joined(back, belly), bar]


def _five_usual(random: _Random) -> Lines:
    return _five(random, lift=0)


def _five_loose_bar(random: _Random) -> Lines:
    return _five(random, lift=random.uniform(0.06, 0.14))


def _five_snake(random: _Random) -> Lines:
    u = random.uniform
    wide = u(0.5, 0.75)
    return [
        bent(
            (wide * u(0.9, 1.1), u(0, 0.05)),
            (wide * 0.4, u(0, 0.03)),
            (wide * 0.1, 0.25),
            (wide * 0.35, 0.43),
            (wide * 0.85, 0.56),
            (wide * 0.9, 0.82),
            (wide * 0.45, 1),
            (0, u(0.88, 0.97)),
        )
    ]


def _five_angular(random: _Random) -> Lines:
    u = random.uniform
    wide, waist = u(0.5, 0.78), u(0.4, 0.52)
    return [
        straight(
            (wide * u(0.9, 1.1), u(0, 0.05)),
            (u(0, 0.04), 0),
            (0, waist),
            (wide, waist + u(-0.05, 0.05)),
            (wide * u(0.9, 1), 1),
            (0, 1 - u(-0.02, 0.08)),
        )
    ]


FORMS = {
    "0 plain": Form(0, _zero_plain),
    "0 slashed": Form(0, _zero_slashed),
    "0 dotted": Form(0, _zero_dotted),
    "0 open": Form(0, _zero_open),
    "1 bare": Form(1, _one_bare),
    "1 with upstroke": Form(1, _one_upstroke),
    "1 with upstroke again": Form(1, _one_upstroke),
    "1 with upstroke and foot": Form(1, _one_upstroke_foot),
    "1 with flag": Form(1, _one_flag),
    "1 with foot": Form(1, _one_foot),
    "2 round": Form(2, _two_round),
    "2 with loop": Form(2, _two_loop),
    "2 angular": Form(2, _two_angular),
    "3 round": Form(3, _three_round),
    "3 with flat top": Form(3, _three_flat),
    "3 angular": Form(3, _three_angular),
    "4 closed": Form(4, _four_closed),
    "4 without overhang": Form(4, _four_no_overhang),
    "4 open": Form(4, _four_open),
    "4 with cup": Form(4, _four_cup),
    "4 zigzag": Form(4, _four_zigzag),
    "5 usual": Form(5, _five_usual),
    "5 with loose bar": Form(5, _five_loose_bar),
    "5 snake": Form(5, _five_snake),
    "5 angular": Form(5, _five_angular),
    "6 round": Form(6, _six_round),
    "6 open": Form(6, _six_open),
    "6 straight": Form(6, _six_straight),
    "6 angular": Form(6, _six_angular),
    "7 plain": Form(7, _seven_plain),
    "7 with bar": Form(7, _seven_bar),
    "7 with serif": Form(7, _seven_serif),
    "7 with serif and bar": Form(7, _seven_serif_bar),
    "7 with hook": Form(7, _seven_hook),
    "8 round": Form(8, _eight_round),
    "8 narrow": Form(8, _eight_narrow),
    "8 leaning": Form(8, _eight_leaning),
    "8 of rings": Form(8, _eight_rings),
    "8 open": Form(8, _eight_open),
    "8 angular": Form(8, _eight_angular),
    "9 straight": Form(9, _nine_straight),
    "9 curled": Form(9, _nine_curled),
    "9 square": Form(9, _nine_square),
    "9 open": Form(9, _nine_open),
    "9 with bow": Form(9, _nine_bow),
    "9 in one stroke": Form(9, _nine_one_stroke),
}
"""By name."""
