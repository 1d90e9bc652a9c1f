"""What is on a screen around a digit: axes with ticks, windows with text and buttons.

It must not know which digit it is.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Literal

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from mlp.study.brought.ink import put

Half = Literal["tuning", "figure"]

_Map = list[tuple[int, int, int]]

MAPS: dict[Half, dict[str, _Map]] = {
    "tuning": {
        "grey": [(0, 0, 0), (255, 255, 255)],
        "binary": [(255, 255, 255), (0, 0, 0)],
        "viridis": [(68, 1, 84), (59, 82, 139), (33, 145, 140), (94, 201, 98), (253, 231, 37)],
        "hot": [(11, 0, 0), (255, 0, 0), (255, 255, 0), (255, 255, 255)],
    },
    "figure": {
        "gray": [(0, 0, 0), (255, 255, 255)],
        "gray_r": [(255, 255, 255), (0, 0, 0)],
        "viridis": [(68, 1, 84), (59, 82, 139), (33, 145, 140), (94, 201, 98), (253, 231, 37)],
        "plasma": [(13, 8, 135), (156, 23, 158), (237, 121, 83), (240, 249, 33)],
        "magma": [(0, 0, 4), (114, 31, 129), (241, 96, 93), (252, 253, 191)],
        "Blues": [(247, 251, 255), (158, 202, 225), (33, 113, 181), (8, 48, 107)],
        "cividis": [(0, 34, 78), (87, 92, 109), (149, 140, 113), (254, 232, 56)],
    },
}
"""Colours from the least to the greatest value, at equal distances. Source: matplotlib's maps."""

_HERSHEY: dict[Half, list[int]] = {
    "tuning": [cv2.FONT_HERSHEY_SIMPLEX, cv2.FONT_HERSHEY_COMPLEX],
    "figure": [cv2.FONT_HERSHEY_DUPLEX, cv2.FONT_HERSHEY_TRIPLEX, cv2.FONT_HERSHEY_PLAIN],
}

_TITLES: dict[Half, list[str]] = {
    "tuning": ["Digit", "Label: {}", "my picture", "MNIST sample"],
    "figure": ["Predicted: {}", "True: {}", "Input image", "Prediction: {} (99.3 %)", "{}", "test"],
}

_WINDOWS: dict[Half, list[str]] = {
    "tuning": ["Digit recognizer", "Draw a digit", "Paint"],
    "figure": [
        "Handwritten Digit Recognition",
        "Please draw a number below",
        "MNIST demo - neural network",
        "Canvas",
    ],
}

_BUTTONS: dict[Half, list[str]] = {
    "tuning": ["Clear", "Read", "Save"],
    "figure": ["Predict", "Reset", "Recognize", "Clear canvas", "Submit", "Exit", "Undo"],
}


@dataclass(frozen=True)
class Look:
    """A window's colours, each three values, 0–255."""

    page: tuple[int, int, int]
    panel: tuple[int, int, int]
    text: tuple[int, int, int]
    button: tuple[int, int, int]


LOOKS: dict[Half, list[Look]] = {
    "tuning": [
        Look((240, 240, 240), (255, 255, 255), (0, 0, 0), (225, 225, 225)),
        Look((32, 32, 36), (20, 20, 20), (230, 230, 230), (70, 70, 90)),
    ],
    "figure": [
        Look((255, 255, 255), (255, 255, 255), (38, 39, 48), (173, 216, 230)),
        Look((14, 17, 23), (0, 0, 0), (250, 250, 250), (124, 58, 237)),
        Look((236, 233, 216), (255, 255, 255), (0, 0, 0), (212, 208, 200)),
        Look((240, 248, 255), (250, 250, 250), (20, 40, 90), (30, 144, 255)),
        Look((44, 62, 80), (236, 240, 241), (236, 240, 241), (231, 76, 60)),
    ],
}


def text(picture: np.ndarray, said: str, place: tuple[int, int], height_px: int, font: int) -> None:
    """Write on a picture, black on what is bright and white on what is dark.

    Args:
        picture: float32, (height, width, 3), 0–255; written on.
        said: What.
        place: Its middle and its top: column and row.
        height_px: Of a capital letter, about.
        font: One of OpenCV's, or -1 for Pillow's.
    """
    mask = _text_mask(said, height_px, font)
    column, row = place
    ground = picture[min(max(row, 0), len(picture) - 1), min(max(column, 0), picture.shape[1] - 1)]
    tone = 0.0 if ground.mean() > 110 else 255.0
    put(picture, mask, (column - mask.shape[1] // 2, row), np.full(3, tone, np.float32))


@cache
def _text_mask(said: str, height_px: int, font: int) -> np.ndarray:
    """Draw text: float32, (height, width), [0, 1]."""
    if font < 0:
        face = ImageFont.load_default(size=round(1.35 * height_px))
        _, _, right, bottom = face.getbbox(said)
        canvas = Image.new("L", (int(right) + 2, int(bottom) + 2))
        ImageDraw.Draw(canvas).text((0, 0), said, 255, face)
        return np.asarray(canvas, np.float32) / 255
    thick = max(1, round(height_px / 11))
    scale = cv2.getFontScaleFromHeight(font, height_px, thick)
    (width, height), below = cv2.getTextSize(said, font, scale, thick)
    mask = np.zeros((height + below + 4, width + 4), np.uint8)
    cv2.putText(mask, said, (2, height + 1), font, scale, (255,), thick, cv2.LINE_AA)
    return mask.astype(np.float32) / 255


def font_of(random: np.random.Generator, half: Half) -> int:
    """Choose a font."""
    return int(random.choice([-1, *_HERSHEY[half]]))


def coloured(values: np.ndarray, colours: _Map) -> np.ndarray:
    """Show values as a map of colours: float32, (height, width, 3), 0–255."""
    places = np.linspace(0, 1, len(colours))
    channels = np.array(colours, np.float32).T
    shown = np.stack([np.interp(values, places, channel) for channel in channels], axis=-1)
    return shown.astype(np.float32)


def plot(pixels: np.ndarray, label: int, random: np.random.Generator, half: Half) -> np.ndarray:
    """Show an image in axes, as `plt.imshow` does.

    Args:
        pixels: uint8, (28, 28), white ink on black.
        label: For the title.
        random: Chooses everything.
        half: Which maps, fonts and titles.

    Returns:
        uint8, (height, width, 3).
    """
    side = int(random.integers(150, 640))
    height = max(int(side * random.uniform(1.1, 1.6)), side + 70)
    width = max(int(side * random.uniform(1.1, 1.9)), side + 80)
    page = random.choice([255, 255, 255, 248, 30]) if half == "figure" else 255
    picture = np.full((height, width, 3), page, np.float32)
    colours = MAPS[half][str(random.choice(list(MAPS[half])))]
    shown = coloured(pixels / 255, colours)
    is_smooth = random.random() < 0.2
    filter_ = cv2.INTER_LINEAR if is_smooth else cv2.INTER_NEAREST
    shown = cv2.resize(shown, (side, side), interpolation=filter_)
    left = int(random.integers(45, width - side - 20))
    top = int(random.integers(35, height - side - 30))
    picture[top : top + side, left : left + side] = shown
    has_axes, font = random.random() < 0.85, font_of(random, half)
    letters = int(np.clip(side * random.uniform(0.025, 0.05), 8, 16))
    if has_axes:
        ink = 0 if page > 110 else 220
        line = int(random.integers(1, 3))
        cv2.rectangle(
            picture, (left - line, top - line), (left + side, top + side), [ink] * 3, line
        )
        step = int(random.choice([5, 5, 10]))
        for value in range(0, 28, step):
            at = round((value + 0.5) * side / 28)
            cv2.line(picture, (left - 6, top + at), (left - line, top + at), [ink] * 3, line)
            cv2.line(picture, (left + at, top + side), (left + at, top + side + 5), [ink] * 3, line)
            text(picture, str(value), (left - 22, top + at - letters // 2), letters, font)
            text(picture, str(value), (left + at, top + side + 9), letters, font)
    if random.random() < 0.6:
        said = str(random.choice(_TITLES[half])).format(label)
        above = top - round(1.9 * letters) - 4
        text(picture, said, (left + side // 2, above), round(1.3 * letters), font)
    if random.random() < 0.1 and width - left - side > 60:
        bar = coloured(np.linspace(1, 0, side)[:, None].repeat(12, axis=1), colours)
        picture[top : top + side, left + side + 20 : left + side + 32] = bar
    return np.clip(picture, 0, 255).astype(np.uint8)


def window(
    draw: Callable[[np.ndarray, tuple[int, int, int, int], bool], None],
    label: int,
    random: np.random.Generator,
    half: Half,
) -> np.ndarray:
    """Show a window with a canvas in it.

    Args:
        draw: Draws the digit on the picture: in a box (left, top, right, bottom), white or not.
        label: For the answer.
        random: Chooses everything.
        half: Which words, fonts and colours.

    Returns:
        uint8, (height, width, 3).
    """
    look = LOOKS[half][int(random.integers(len(LOOKS[half])))]
    side = int(random.integers(170, 520))
    canvas = (side, int(side * random.uniform(0.8, 1.5)))  # height, width
    height = canvas[0] + int(random.integers(130, 420))
    width = canvas[1] + int(random.integers(80, 460))
    picture = np.full((height, width, 3), look.page, np.float32)
    font, letters = font_of(random, half), int(random.integers(9, 17))
    head = 0
    if random.random() < 0.5:  # the window's own bar
        head = int(random.integers(22, 36))
        picture[:head] = np.clip(np.array(look.page) * 0.9, 0, 255)
        for number in range(3):
            middle = (14 + 18 * number, head // 2)
            cv2.circle(picture, middle, 6, (150, 150, 150), -1, cv2.LINE_AA)
    text(picture, str(random.choice(_WINDOWS[half])), (width // 2, head + 12), letters + 4, font)
    top = head + 50
    left = int(random.integers(20, width - canvas[1] - 19))
    is_white_ink = random.random() < (0.8 if sum(look.page) < 300 else 0.4)
    tone = (0, 0, 0) if is_white_ink else (look.panel if sum(look.panel) > 600 else (255,) * 3)
    box = (left, top, left + canvas[1], top + canvas[0])
    cv2.rectangle(picture, box[:2], box[2:], tone, -1)
    if random.random() < 0.8 or tone == look.page:
        line = (120, 120, 120) if random.random() < 0.5 else tuple(255 - side for side in tone)
        cv2.rectangle(picture, box[:2], box[2:], line, int(random.integers(1, 4)))
    draw(picture, box, is_white_ink)
    below = box[3] + 14
    column = left
    names = _BUTTONS[half]
    for name in random.permutation(names)[: int(random.integers(1, 4))]:
        wide = 20 + round(0.95 * letters * len(name))
        if column + wide < width and below + 2 * letters + 10 < height:
            corner = (column + wide, below + round(2.2 * letters))
            cv2.rectangle(picture, (column, below), corner, look.button, -1)
            text(
                picture,
                str(name),
                (column + wide // 2, below + round(0.6 * letters)),
                letters,
                font,
            )
        column += wide + 14
    if random.random() < 0.6 and below + 6 * letters < height:
        said = f"Result: {label}" if random.random() < 0.5 else f"{label}"
        text(picture, said, (left + canvas[1] // 2, below + 4 * letters), letters + 3, font)
    beside = width - box[2]
    if beside > 150:
        for number in range(int(random.integers(0, 9))):
            text(
                picture,
                f"{number}: 0.{int(random.integers(99)):02}",
                (box[2] + beside // 2, top + 2 * number * letters),
                letters,
                font,
            )
    return np.clip(picture, 0, 255).astype(np.uint8)
