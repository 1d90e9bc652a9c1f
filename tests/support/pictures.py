"""Pictures of digits, made for tests, as pads, files and photographs of paper bring them.

It must not know who reads them.
"""

import io

import cv2
import numpy as np
import torch
from PIL import Image

from mlp.dataset import load_digits
from mlp.study.photographs import photograph


def seven() -> np.ndarray:
    """A 7 as the pad reports it: uint8 (112, 112)."""
    raster = np.zeros((112, 112), np.uint8)
    raster[20:30, 30:85] = 255
    for row in range(30, 95):
        column = 80 - (row - 30) // 2
        raster[row, column - 5 : column + 5] = 255
    return raster


def png(pixels: np.ndarray) -> bytes:
    """Write pixels, uint8 (rows, columns), as a PNG file."""
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "PNG")
    return file.getvalue()


def index_of(digit: int) -> int:
    """Find the first test digit of a class."""
    return int((load_digits("test").labels == digit).nonzero()[0])


def digit_pixels(digit: int) -> np.ndarray:
    """Give the first test digit of a class: uint8 (28, 28)."""
    pixels: np.ndarray = load_digits("test").pixels[index_of(digit)].numpy()
    return pixels


def digit_image(index: int) -> torch.Tensor:
    """Give a test digit as the network gets it: float32 (28, 28), [0, 1]."""
    return load_digits("test").images(index, index + 1)[0]


def digit_png(digit: int) -> bytes:
    """Write the first test digit of a class as a PNG file."""
    return png(digit_pixels(digit))


def photo_of(digit: int) -> bytes:
    """Photograph MNIST's first test digit of a class, written with a felt-tip on white paper."""
    random = np.random.default_rng(1)
    return photograph(
        digit_pixels(digit),
        digit,
        random,
        share=0.5,
        paper="white",
        pen="felt-tip",
        light="even",
    ).content


def page_of(*digits_on_it: int) -> bytes:
    """Put MNIST's first test digits of these classes on white paper, the first one larger."""
    paper = np.full((240, 240 * len(digits_on_it)), 245, np.uint8)
    for place, digit in enumerate(digits_on_it):
        side_px = 168 if place else 224
        large = np.asarray(Image.fromarray(255 - digit_pixels(digit)).resize((side_px, side_px)))
        corner = paper[8 : 8 + side_px, 240 * place + 8 : 240 * place + 8 + side_px]
        np.minimum(corner, large, out=corner)
    return png(paper)


def lines_of_digits(*lines: list[int]) -> np.ndarray:
    """Write lines of MNIST's first test digits on white paper: uint8, (height, width), 0–255."""
    side_px, apart_px = 112, 150
    paper = np.full((apart_px * len(lines), apart_px * max(map(len, lines))), 245, np.uint8)
    for line, digits in enumerate(lines):
        for place, digit in enumerate(digits):
            large = Image.fromarray(255 - digit_pixels(digit)).resize((side_px, side_px))
            rows, columns = (slice(apart_px * n, apart_px * n + side_px) for n in (line, place))
            paper[rows, columns] = np.minimum(245, np.asarray(large))
    return paper


def ring() -> np.ndarray:
    """Write a ring as MNIST would: uint8, (28, 28)."""
    pixels: np.ndarray = cv2.circle(np.zeros((28, 28), np.uint8), (14, 14), 8, (255,), 2)
    return pixels
