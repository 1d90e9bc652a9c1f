"""The camera: from a lit picture to the pixels it gives and the file it writes.

It must not know what is in the picture.
"""

import io
import math

import cv2
import numpy as np
from PIL import ExifTags, Image

from mlp.study.photographs.materials import LIGHTS
from mlp.study.photographs.noise import sensor_bank
from mlp.study.photographs.scene import Scene


def exposed(
    scene: Scene, picture: np.ndarray, random: np.random.Generator, traits: set[str]
) -> np.ndarray:
    """Blur, sharpen, enlarge and add noise: uint8, (height, width, 3)."""
    line_px = min(mark.width_mm for mark in scene.marks) * scene.px_per_mm
    typical = max(scene.size_px) / 1600
    blur = math.exp(random.uniform(math.log(0.5), math.log(2.6))) * typical
    blur = min(blur, 0.4 + 0.35 * line_px)  # a picture of which nothing can be read is not kept
    if blur > 1.8 * typical:
        traits.add("out of focus")
    pixels = cv2.GaussianBlur(cv2.convertScaleAbs(picture), (0, 0), max(0.4, blur))
    if random.random() < 0.1:
        length = min(random.uniform(3, 9) * typical, 2 + line_px)
        pixels = cv2.filter2D(pixels, -1, _motion(random, length))
        traits.add("motion")
    if random.random() < 0.25:
        amount = random.uniform(0.3, 1)
        halo = cv2.GaussianBlur(pixels, (0, 0), random.uniform(1, 2.2) * typical)
        pixels = cv2.addWeighted(pixels, 1 + amount, halo, -amount, 0)
    if scene.scale > 1:
        size = [round(side * scene.scale) for side in scene.size_px]
        pixels = cv2.resize(pixels, size, interpolation=cv2.INTER_CUBIC)
    height, width = pixels.shape[:2]
    sd = random.uniform(*LIGHTS[scene.light].noise)
    if sd > 5:
        traits.add("noisy")
    top, left = random.integers(256, size=2)
    block_px = 1024
    noise = sensor_bank()[top : top + block_px, left : left + block_px] * sd
    grains = np.rint(noise).astype(np.int16)
    for top in range(0, height, block_px):
        for left in range(0, width, block_px):
            block = pixels[top : top + block_px, left : left + block_px]
            part = np.ascontiguousarray(grains[: block.shape[0], : block.shape[1]])
            block[:] = cv2.add(block, part, dtype=cv2.CV_8U)
    return pixels


def _motion(random: np.random.Generator, length: float) -> np.ndarray:
    """Make the kernel of a hand that moved: float32, sums to 1."""
    side = 2 * math.ceil(length / 2) + 1
    kernel = np.zeros((side, side), np.uint8)
    angle = random.uniform(0, math.pi)
    reach = np.array([math.cos(angle), math.sin(angle)]) * length / 2
    ends = np.round((side / 2 - 0.5 + np.array([-reach, reach])) * 16).astype(int).tolist()
    cv2.line(kernel, ends[0], ends[1], (255,), 1, cv2.LINE_AA, 4)
    weights: np.ndarray = (kernel / kernel.sum()).astype(np.float32)
    return weights


_STORED = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}
"""How an upright picture is stored for each orientation that EXIF can tell (1 is upright)."""


def filed(pixels: np.ndarray, random: np.random.Generator, traits: set[str]) -> bytes:
    """Write the file: upright pixels, turned as the orientation tag says."""
    picture = Image.fromarray(pixels)
    exif = Image.Exif()
    if random.random() < 0.45:
        orientation = int(
            random.choice(range(1, 9), p=[0.27, 0.01, 0.16, 0.01, 0.01, 0.36, 0.01, 0.17])
        )
        exif[ExifTags.Base.Orientation] = orientation
        if orientation > 1:
            picture = picture.transpose(_STORED[orientation])
            traits.add("EXIF turned")
    chance = random.random()
    quality = int(random.integers(35, 96))
    subsampling = int(random.choice([0, 1, 2], p=[0.2, 0.1, 0.7]))
    file = io.BytesIO()
    if chance < 0.04 and max(pixels.shape) <= 2000:  # a larger one with noise passes 10 MB
        picture.save(file, "PNG", compress_level=1, exif=exif)
        traits.add("PNG")
    elif chance > 0.97:
        picture.save(file, "WEBP", quality=quality, method=0, exif=exif)
        traits.add("WebP")
    else:
        if quality < 50:
            traits.add("JPEG below 50")
        picture.save(file, "JPEG", quality=quality, subsampling=subsampling, exif=exif)
    return file.getvalue()
