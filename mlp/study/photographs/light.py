"""The light that falls on a scene, and what stands in it.

It must not know what it falls on, but for how dark that is. Values are sRGB's, so light multiplies
as a power; it has no sharp detail and is computed at a quarter of the size.
"""

import math

import cv2
import numpy as np

from mlp.study.photographs.materials import LIGHTS, PAPERS
from mlp.study.photographs.noise import clouds
from mlp.study.photographs.scene import Scene

_GAMMA = 1 / 2.2


def light_factors(scene: Scene, random: np.random.Generator, traits: set[str]) -> np.ndarray:
    """Make the light: float32, (height / 4, width / 4, 3), a factor for sRGB values."""
    width, height = (-(-side // 4) for side in scene.size_px)
    light = LIGHTS[scene.light]
    rows, columns = np.indices((height, width), dtype=np.float32)
    x, y = columns / width - 0.5, rows / height - 0.5
    angle = random.uniform(0, 2 * math.pi)
    across = x * math.cos(angle) + y * math.sin(angle)  # -0.7 … 0.7
    amount = 1 - random.uniform(*light.slope) * (across + 0.5)
    near = random.normal(0, 0.12 if scene.light == "flash" else 0.3, 2)
    distance = np.hypot(x - near[0], y - near[1])
    amount *= 1 - random.uniform(*light.falloff) * np.minimum(1.2, (distance / 0.8) ** 2)
    exposure = random.uniform(*light.exposure)
    if PAPERS[scene.paper].is_dark:
        exposure *= random.uniform(1, 1.5)  # the camera brightens what is dark
    amount = exposure * np.maximum(amount, 0.08) ** _GAMMA
    if random.random() < 0.22:
        amount *= _shadow(random, height, width, is_hard=False)
        traits.add("soft shadow")
    if random.random() < 0.08:
        amount *= _shadow(random, height, width, is_hard=True)
        traits.add("hard shadow")
    if random.random() < (0.35 if scene.paper == "whiteboard" else 0.06):
        spot = random.uniform(0.05, 0.95, 2)
        reach = random.uniform(0.04, 0.16)
        away = ((columns / width - spot[0]) ** 2 + (rows / height - spot[1]) ** 2) / reach**2
        amount += random.uniform(0.15, 0.5) * np.exp(-away)
        traits.add("bright spot")
    warmth = random.uniform(*light.warmth)
    tint = np.array([1 + 0.06 * warmth, 1 + 0.005 * warmth, 1 - 0.17 * warmth])
    tint /= tint.max() ** 0.7
    lit: np.ndarray = (amount[..., None] * tint).astype(np.float32)
    return lit


def _shadow(random: np.random.Generator, height: int, width: int, *, is_hard: bool) -> np.ndarray:
    """Let a hand, a head or a phone stand in the light: float32, (height, width), a factor."""
    mask: np.ndarray = np.zeros((height, width), np.uint8)
    side = max(height, width)
    angle = random.uniform(0, 2 * math.pi)
    toward = np.array([math.cos(angle), math.sin(angle)])
    middle = np.array([width, height]) / 2
    tip = middle + toward * side * random.uniform(-0.1, 0.45)
    thick = int(side * random.uniform(0.12, 0.6))
    kind = random.random()
    if kind < 0.4:
        # An arm: from beyond the edge to its tip.
        ends = np.round([tip, middle + toward * side * 1.5]).astype(int).tolist()
        cv2.line(mask, ends[0], ends[1], (255,), thick, cv2.LINE_AA)
    elif kind < 0.75:
        # The straight edge of something large.
        across = np.array([-toward[1], toward[0]]) * side * 2
        far = tip + toward * side * 2
        corners = np.array([tip - across, tip + across, far + across, far - across])
        cv2.fillConvexPoly(mask, np.round(corners).astype(np.int32), (255,), cv2.LINE_AA)
    else:
        # A phone, and the arm that holds it.
        sides = (thick, int(thick * random.uniform(1.2, 2)))
        corners = cv2.boxPoints((tip.tolist(), sides, random.normal(0, 12)))
        cv2.fillConvexPoly(mask, np.round(corners).astype(np.int32), (255,), cv2.LINE_AA)
        ends = np.round([tip, middle + toward * side * 1.5]).astype(int).tolist()
        cv2.line(mask, ends[0], ends[1], (255,), int(0.8 * thick), cv2.LINE_AA)
    if kind < 0.4:
        # Nobody's outline is straight.
        rows, columns = np.indices((height, width), dtype=np.float32)
        bend = 0.03 * side
        across = columns + bend * clouds(random, height, width, 3)
        down = rows + bend * clouds(random, height, width, 3)
        mask = cv2.remap(mask, across, down, cv2.INTER_LINEAR, None, cv2.BORDER_REPLICATE)
    blur = side * (random.uniform(0.002, 0.008) if is_hard else random.uniform(0.02, 0.08))
    soft = cv2.GaussianBlur(mask.astype(np.float32) / 255, (0, 0), max(0.6, blur))
    shadow: np.ndarray = 1 - random.uniform(0.12, 0.42) * soft
    return shadow
