"""Drawings that are no digit: letters, shapes, scribbles, textures, noise, several digits at once.

It must not know the network, nor how a drawing is prepared for it.

There are two vocabularies without a word in common, so that what was tuned on one can be judged
by the other. Letters and shapes that somebody might take for a digit are left out: the letters
B C D G I J L O Q S T U Y Z, a b c e g i j l o q r s u y z; Λ, a 1 with a long upstroke; circles,
hourglasses.
"""

import string
from collections.abc import Callable, Sequence
from typing import Literal

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from mlp.training.redrawn import PAD_SIDE, PEN_SHARES

Vocabulary = Literal["tuning", "figure"]

_Pattern = Callable[[np.ndarray, np.ndarray, np.random.Generator], np.ndarray]

KINDS = {
    "letter": 0.3,
    "shape": 0.25,
    "scribble": 0.15,
    "digits": 0.15,
    "texture": 0.1,
    "noise": 0.05,
}
"""What is drawn, and how often."""

LETTERS: dict[Vocabulary, dict[str, str]] = {
    "tuning": {
        "A": "08 40 88, 25 65",
        "E": "80 00 08 88, 04 64",
        "K": "00 08, 70 04 88",
        "M": "08 00 46 80 88",
        "P": "08 00, ~00 60 80 82 84 64 04",
        "V": "00 48 80",
        "d": "70 78, ~75 63 33 14 06 17 38 67 76",
        "k": "00 08, 63 05 68",
        "m": "03 08, ~05 14 33 44 44 48, ~45 54 73 84 84 88",
        "t": "~30 36 38 58 67, 03 63",
        "v": "03 48 83",
        "Π": "08 00 80 88",
        "π": "02 82, 22 28, 62 68",
        "Ψ": "40 48, ~00 03 24 64 83 80",
        "Σ": "80 00 44 08 88",
        "Ξ": "00 80, 24 64, 08 88",
        "Ж": "40 48, 00 88, 80 08",
        "Ш": "00 08 88 80, 40 48",
        "Ю": "00 08, 04 34, ~50 32 36 58 78 86 82 70 50",
        "Д": "08 07 87 88, 17 30 60 77",
        "木": "40 48, 02 82, 42 08, 42 88",
        "大": "02 82, 40 08, 41 88",
        "天": "10 70, 03 83, 40 08, 43 88",
        "中": "01 81 85 05 01, 40 48",
        "#": "20 28, 60 68, 02 82, 06 86",
        "%": "80 08, ~10 21 12 01 10, ~76 87 78 67 76",
        "*": "40 48, 02 86, 06 82",
        "=": "02 82, 06 86",
        "√": "04 14 38 50 80",
        "∞": "~44 20 10 03 04 05 18 28 44 60 70 83 84 85 78 68 44",
    },
    "figure": {
        "F": "80 00 08, 04 64",
        "H": "00 08, 80 88, 04 84",
        "N": "08 00 88 80",
        "R": "08 00, ~00 60 80 82 84 64 04, 34 88",
        "W": "00 28 41 68 80",
        "X": "00 88, 80 08",
        "f": "~70 50 41 42, 42 48, 14 74",
        "h": "00 08, ~06 14 44 74 75 78",
        "n": "13 18, ~16 23 53 74 75 78",
        "w": "03 28 44 68 83",
        "x": "03 88, 83 08",
        "И": "00 08 80 88",
        "Я": "80 88, ~80 20 00 02 04 24 84, 34 08",
        "Ф": "40 48, ~42 12 03 05 16 46 76 85 83 72 42",
        "Ω": "08 28, ~28 16 03 11 30 50 71 83 76 68, 68 88",
        "八": "~31 34 18, ~50 55 88",
        "田": "00 80 88 08 00, 40 48, 04 84",
        "山": "40 48, 02 08 88 82",
    },
}
"""Letters as strokes on a grid of 0 to 8: pairs of x and y; a stroke with "~" is round."""

SHAPES: dict[Vocabulary, dict[str, str]] = {
    "tuning": {
        "triangle": "40 88 08 40",
        "heart": "~48 16 03 02 00 20 31 43, ~43 51 60 80 82 83 76 48",
        "arrow": "04 84, 51 84 57",
        "house": "08 04 84 88 08, 04 40 84",
        "envelope": "02 82 87 07 02 45 82",
        "stick figure": "~40 51 52 43 32 31 40, 43 46, 14 74, 28 46 68",
        "cube": "03 53 58 08 03 30 80 85 58, 53 80",
        "bow": "00 08 80 88 00",
        "crown": "08 01 25 40 65 81 88 08",
        "boat": "05 85 68 28 05, 45 40 74 44",
        "sun": "~42 64 46 24 42, 40 41, 47 48, 04 14, 74 84, 11 22, 77 66, 17 26, 71 62",
        "eye": "~04 21 61 84 67 27 04, ~43 53 55 45 35 33 43",
        "cup": "02 08 58 52 02, ~53 83 86 56",
        "fish": "~82 61 31 13 24 37 57 86, ~82 73 75 86, 62 62",
        "glasses": "~34 22 04 26 34, ~54 66 84 62 54, 34 54",
        "key": "~30 52 34 12 30, 34 38 58, 36 56",
        "mountains": "08 24 36 60 88",
        "bag": "12 72 88 08 12, ~32 30 50 52",
        "handle": "~08 02 10 70 82 88",
        "fist": "~12 30 60 73 86 78 28 05 12, ~30 23 35, ~41 43 45, ~61 63 54, ~24 45 55 46 26",
        "room": "00 80 88 08 00, 22 62 66 26 22, 00 22, 80 62, 88 66, 08 26",
        "cat": "~12 01 31, ~71 81 62, ~21 61 83 86 58 28 06 03 21, 34 34, 54 54, "
        "46 47, 26 07, 66 87",
        "flower": "44 48, ~44 04 12 33 44, ~44 20 40 60 44, ~44 53 72 84 44",
    },
    "figure": {
        "square": "00 80 88 08 00",
        "star": "40 67 03 83 27 40",
        "cross": "40 48, 04 84",
        "smiley": "~40 70 82 84 86 78 48 18 06 04 02 10 40, 32 33, 52 53, ~25 27 47 67 65",
        "tree": "40 13 33 06 86 53 73 40, 46 48",
        "umbrella": "~05 01 40 81 85, 05 85, 44 47, ~47 48 28 27",
        "ladder": "20 28, 60 68, 21 61, 23 63, 25 65, 27 67",
        "lightning": "50 15 45 28 83 53 70 50",
        "flag": "08 00 82 04",
        "anchor": "40 48, 23 63, ~05 18 48 78 85, ~40 30 31 41 50 40",
        "bell": "~07 16 22 40 62 76 87, 07 87, 38 48 58",
        "car": "06 04 24 31 61 64 84 86 06, ~16 27 18 08 16, ~66 77 68 58 66",
        "bicycle": "~04 24 26 16 08 04, ~64 84 87 67 64, 15 33 53 75, 33 45 53",
        "gate": "08 02 82 88, 05 85, 42 48",
    },
}
"""Shapes as strokes; as figure also spirals."""

_DIGITS = (
    "~40 20 13 16 28 58 76 73 60 40",
    "21 40 48",
    "~12 10 60 62 63 55 08, 08 78",
    "~01 20 60 72 34, ~34 74 77 48 07",
    "50 06 76, 53 58",
    "70 10 13, ~13 53 75 78 38 07",
    "~60 30 15 17 28 58 76 64 44 16",
    "00 70 28",
    "~44 12 10 40 70 72 44 16 18 48 78 76 44",
    "~74 45 14 10 40 70 73 75 68 38",
)


def drawing(
    random: np.random.Generator, kind: str | None = None, *, vocabulary: Vocabulary = "figure"
) -> tuple[np.ndarray, str]:
    """Draw what is no digit, with any pen, at any place and size, turned a little.

    Args:
        random: Chooses everything.
        kind: One of `KINDS`; None: any, as often as those shares say.
        vocabulary: Which letters, shapes, ways to scribble and textures.

    Returns:
        uint8, (`PAD_SIDE`, `PAD_SIDE`), white ink on black; and its kind.
    """
    chosen = kind or str(random.choice(list(KINDS), p=list(KINDS.values())))
    draw = {
        "letter": _letter,
        "shape": _shape,
        "scribble": _scribble,
        "digits": _digits,
        "texture": _texture,
        "noise": _noise,
    }
    if chosen not in draw:
        raise ValueError(f"{chosen!r} is no kind of drawing; there are {', '.join(draw)}.")
    return draw[chosen](random, vocabulary), chosen


def _letter(random: np.random.Generator, vocabulary: Vocabulary) -> np.ndarray:
    """Write or print a letter; for tuning, often an invented one."""
    if vocabulary == "tuning" and random.random() < 0.4:
        return _drawn(_sign(random), random)
    words = LETTERS[vocabulary]
    letter = str(random.choice(list(words)))
    if letter in string.ascii_letters and random.random() < 0.5:
        return _printed(letter, random)
    return _drawn(_strokes(words[letter], random), random)


def _shape(random: np.random.Generator, vocabulary: Vocabulary) -> np.ndarray:
    """Draw the outline of a thing."""
    shapes = SHAPES[vocabulary]
    if vocabulary == "figure" and random.random() < 1 / (1 + len(shapes)):
        return _drawn([_spiral(random)], random, max_width=0.05)
    return _drawn(_strokes(shapes[str(random.choice(list(shapes)))], random), random)


def _scribble(random: np.random.Generator, vocabulary: Vocabulary) -> np.ndarray:
    """Move the pen without an aim."""
    if vocabulary == "tuning":
        strokes = [_tangle(random)] if random.random() < 0.4 else _sign(random)
    else:
        strokes = [_zigzag(random) if random.random() < 0.5 else _coil(random)]
    return _drawn(strokes, random, max_width=0.07)


def _digits(random: np.random.Generator, vocabulary: Vocabulary) -> np.ndarray:
    """Print or write two to four digits side by side."""
    labels = random.integers(10, size=random.integers(2, 5))
    if vocabulary == "tuning":
        return _printed("".join(map(str, labels)), random)
    return _drawn(_row(labels, random), random, max_width=0.08)


def _texture(random: np.random.Generator, vocabulary: Vocabulary) -> np.ndarray:
    """Fill a patch with what repeats itself."""
    return _patch((_hatching, _checks) if vocabulary == "tuning" else (_waves, _grid), random)


def _noise(random: np.random.Generator, vocabulary: Vocabulary) -> np.ndarray:
    """Fill a patch with what does not."""
    return _patch((_blocks,) if vocabulary == "tuning" else (_dots, _grain), random)


def _strokes(text: str, random: np.random.Generator) -> list[np.ndarray]:
    """Read strokes from a grid; the hand misses each point a little."""
    strokes = []
    for stroke in text.split(", "):
        points = np.array([list(map(int, pair)) for pair in stroke.lstrip("~").split()], np.float64)
        is_closed = bool((points[0] == points[-1]).all())
        points += random.normal(0, 0.25, points.shape)
        if is_closed:
            points[-1] = points[0] + random.normal(0, 0.2, 2)
        strokes.append(rounded(points, 3) if stroke[0] == "~" else points)
    return strokes


def rounded(points: np.ndarray, times: int) -> np.ndarray:
    """Cut all corners, again and again (Chaikin's curve)."""
    for _ in range(times):
        near = points[:-1] * 0.75 + points[1:] * 0.25, points[:-1] * 0.25 + points[1:] * 0.75
        points = np.vstack([points[:1], np.stack(near, 1).reshape(-1, 2), points[-1:]])
    return points


def _row(labels: np.ndarray, random: np.random.Generator) -> list[np.ndarray]:
    """Write digits side by side."""
    strokes = []
    for place, label in enumerate(labels):
        scale, lift = random.uniform(0.8, 1.1), random.uniform(-1, 1)
        for stroke in _strokes(_DIGITS[label], random):
            strokes.append(stroke * scale + [place * 10, lift])
    return strokes


def _spiral(random: np.random.Generator) -> np.ndarray:
    turns = random.uniform(2.3, 4)
    angle = random.uniform(0, 2 * np.pi) + np.linspace(0, 2 * np.pi * turns, 120)
    angle *= random.choice([-1, 1])
    spiral: np.ndarray = (
        np.stack([np.cos(angle), np.sin(angle)], 1) * np.linspace(0, 1, 120)[:, None]
    )
    return spiral


def _tangle(random: np.random.Generator) -> np.ndarray:
    """Wander to and fro between many points."""
    return rounded(random.uniform(0, 1, (int(random.integers(9, 25)), 2)), int(random.integers(4)))


def _sign(random: np.random.Generator) -> list[np.ndarray]:
    """Invent a sign of some straight and round strokes."""
    strokes = []
    for _ in range(int(random.integers(3, 7))):
        points = random.integers(0, 9, (int(random.integers(2, 5)), 2)).astype(np.float64)
        strokes.append(rounded(points, 3 * int(random.integers(2))))
    return strokes


def _zigzag(random: np.random.Generator) -> np.ndarray:
    """Go up and down while moving on."""
    num_turns = int(random.integers(7, 16))
    x = np.linspace(0, random.uniform(0.6, 1.6), num_turns)
    y = np.arange(num_turns) % 2 + random.normal(0, 0.1, num_turns)
    return rounded(np.stack([x, y], 1), int(random.integers(3)))


def _coil(random: np.random.Generator) -> np.ndarray:
    """Go round and round while moving on."""
    angle = np.linspace(0, 2 * np.pi * random.uniform(4, 8), 200)
    along = np.linspace(0, random.uniform(2, 5), 200)
    return np.stack([along + np.cos(angle), random.uniform(0.7, 1.5) * np.sin(angle)], 1)


def _drawn(
    strokes: Sequence[np.ndarray],
    random: np.random.Generator,
    *,
    max_width: float = PEN_SHARES[1],
) -> np.ndarray:
    """Draw strokes with a round pen, turned, at any place and size."""
    width = random.uniform(PEN_SHARES[0], max_width)
    cos, sin = _turn(random)
    turned = [stroke @ np.array([[cos, sin], [-sin, cos]]) for stroke in strokes]
    everything = np.concatenate(turned)
    low, high = everything.min(axis=0), everything.max(axis=0)
    most = 0.95 - width
    size = random.uniform(min(max(0.35, 8 * width), most), most)
    scale = size / float((high - low).max())
    middle = 0.5 + random.uniform(-0.5, 0.5, 2) * (most - (high - low) * scale)
    side_px = 2 * PAD_SIDE
    canvas = np.zeros((side_px, side_px), np.uint8)
    placed = [((stroke - (low + high) / 2) * scale + middle) * side_px * 16 for stroke in turned]
    lines = [np.round(points).astype(np.int32) for points in placed]
    cv2.polylines(canvas, lines, False, (255,), round(width * side_px), cv2.LINE_AA, 4)
    return cv2.resize(canvas, (PAD_SIDE, PAD_SIDE), interpolation=cv2.INTER_AREA)


def _turn(random: np.random.Generator) -> tuple[float, float]:
    """Choose an angle of up to 15° either way: its cosine and sine."""
    angle = np.deg2rad(random.uniform(-15, 15))
    return float(np.cos(angle)), float(np.sin(angle))


def _printed(text: str, random: np.random.Generator) -> np.ndarray:
    """Set a text in Pillow's built-in font, thin or fat."""
    font = ImageFont.load_default(size=120)
    fat_px = int(random.integers(0, 8))
    left, top, right, bottom = font.getbbox(text, stroke_width=fat_px)
    picture = Image.new("L", (round(right - left) + 4, round(bottom - top) + 4))
    ImageDraw.Draw(picture).text((2 - left, 2 - top), text, 255, font, stroke_width=fat_px)
    return _placed(np.asarray(picture), random)


def _placed(stamp: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """Put a picture on the pad, turned, at any place and size."""
    cos, sin = _turn(random)
    height_px, width_px = stamp.shape
    box_px = np.array([[cos, abs(sin)], [abs(sin), cos]]) @ [width_px, height_px]
    scale = random.uniform(0.4, 0.95) * PAD_SIDE / float(box_px.max())
    rows = scale * np.array([[cos, -sin], [sin, cos]])
    room_px = 0.97 * PAD_SIDE - scale * box_px
    middle = PAD_SIDE / 2 + random.uniform(-0.5, 0.5, 2) * np.maximum(0, room_px)
    shift = middle - rows @ [width_px / 2, height_px / 2]
    soft = cv2.GaussianBlur(stamp, (0, 0), max(0.1, 0.4 / scale))
    return cv2.warpAffine(soft, np.column_stack([rows, shift]), (PAD_SIDE, PAD_SIDE))


def _patch(patterns: Sequence[_Pattern], random: np.random.Generator) -> np.ndarray:
    """Fill a rectangle of the pad with a pattern."""
    pattern = patterns[int(random.integers(len(patterns)))]
    side_px = 2 * PAD_SIDE
    width_px, height_px = random.integers(round(0.4 * side_px), round(0.95 * side_px), 2)
    rows, columns = np.mgrid[:height_px, :width_px] / side_px
    ink = pattern(columns, rows, random)
    left, top = (int(random.integers(0, side_px - length)) for length in (width_px, height_px))
    canvas = np.zeros((side_px, side_px), np.uint8)
    canvas[top : top + height_px, left : left + width_px] = np.round(255 * ink)
    return cv2.resize(canvas, (PAD_SIDE, PAD_SIDE), interpolation=cv2.INTER_AREA)


def _stripes(across: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """Alternate ink and ground along a coordinate."""
    inked: np.ndarray = across * random.uniform(7, 20) % 1 < random.uniform(0.25, 0.6)
    return inked


def _hatching(x: np.ndarray, y: np.ndarray, random: np.random.Generator) -> np.ndarray:
    angle = random.uniform(0, np.pi)
    return _stripes(x * np.cos(angle) + y * np.sin(angle), random)


def _checks(x: np.ndarray, y: np.ndarray, random: np.random.Generator) -> np.ndarray:
    squares = random.uniform(6, 20)
    inked: np.ndarray = ((x * squares).astype(int) + (y * squares).astype(int)) % 2 == 0
    return inked


def _waves(x: np.ndarray, y: np.ndarray, random: np.random.Generator) -> np.ndarray:
    return _stripes(y + random.uniform(0.02, 0.08) * np.sin(x * random.uniform(10, 40)), random)


def _grid(x: np.ndarray, y: np.ndarray, random: np.random.Generator) -> np.ndarray:
    squares, width = random.uniform(6, 16), random.uniform(0.2, 0.4)
    inked: np.ndarray = (x * squares % 1 < width) | (y * squares % 1 < width)
    return inked


def _blocks(x: np.ndarray, y: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """Ink or none at random, in squares of any size."""
    coarse = random.random((40, 40)) < random.uniform(0.15, 0.7)
    squares = random.uniform(6, 40)
    inked: np.ndarray = coarse[(y * squares).astype(int), (x * squares).astype(int)]
    return inked


def _grain(x: np.ndarray, y: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """Any grey at random, coarse or fine."""
    fine_px = cv2.GaussianBlur(random.normal(size=x.shape), (0, 0), random.uniform(0.5, 8))
    grain: np.ndarray = np.clip(0.5 + fine_px / (2 * fine_px.std()), 0, 1)
    return grain


def _dots(x: np.ndarray, y: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """Set dots anywhere."""
    canvas = np.zeros(x.shape, np.uint8)
    for _ in range(int(random.integers(10, 60))):
        centre = (int(random.integers(x.shape[1])), int(random.integers(x.shape[0])))
        cv2.circle(canvas, centre, int(random.integers(3, 12)), (1,), -1, cv2.LINE_AA)
    return canvas
