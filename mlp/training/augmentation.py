"""Training images as other people would have written them: bent, moved, drawn anew.

It must not know the network or how it learns from them.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Annotated

import numpy as np
import torch
from msgspec import Meta
from torch import nn

from mlp.dataset import SIDE, Digits
from mlp.picture.midline import midline
from mlp.picture.prepare import from_pad
from mlp.training.redrawn import drawn

Amount = Annotated[float, Meta(ge=0, le=10**9)]
"""Anything finite that cannot be negative."""


@dataclass(frozen=True)
class Augmentation:
    """How far images are augmented; small changes are more frequent than large ones.

    Attributes:
        rotation_deg: Turned by at most so many degrees to either side.
        scale: Enlarged or shrunk by at most this share.
        aspect: Made wider and lower, or narrower and higher, by at most this share.
        shear: Slanted by at most this share of the height.
        shift_px: Moved by at most so many pixels in each direction.
        elastic_px: Bent: largest standard deviation of the pixels' ways.
        elastic_sigma_px: Smallest and largest length over which pixels go the same way.
        num_fields: Fields of such ways, made once; each image gets one of them.
        concentration: Exponent of the evenly drawn amounts, each in [0, 1]; 1 leaves them even.
        thicker: Share of the images whose strokes become thicker, by up to a pixel on each side.
        thinner: Share of those whose strokes become thinner.
        thinner_limit: How far towards the darkest of the eight neighbours they do, at most.
        blurred: Share of those that are blurred.
        blur_passes: Times that each pixel then becomes the mean of the 3×3 around it, at most.
        contrast: Share of those whose grey values become darker or brighter.
        contrast_exponent: Natural logarithm of the power they are raised to, at most.
        noisy: Share of those whose pixels are disturbed, each time an image is learned from.
        noise: Largest standard deviation of that.
    """

    rotation_deg: Amount = 12
    scale: Amount = 0.15
    aspect: Amount = 0.08
    shear: Amount = 0.15
    shift_px: Amount = 2.25
    elastic_px: Amount = 1.4
    elastic_sigma_px: tuple[Amount, Amount] = (3.5, 6)
    num_fields: Annotated[int, Meta(ge=1, le=10**9)] = 4096
    concentration: Amount = 1.5
    thicker: Amount = 0.2
    thinner: Amount = 0.2
    thinner_limit: Amount = 0.6
    blurred: Amount = 0.1
    blur_passes: Annotated[int, Meta(ge=1, le=100)] = 1
    contrast: Amount = 0.5
    contrast_exponent: Amount = 0.4
    noisy: Amount = 0.0
    noise: Amount = 0.2


def elastic_fields(augmentation: Augmentation, random: torch.Generator) -> torch.Tensor:
    """Make smooth random ways of the pixels.

    Source: "Best practices for convolutional neural networks applied to visual document analysis",
    Simard, Steinkraus and Platt, 2003.

    Args:
        augmentation: How many, and how smooth.
        random: On the cpu.

    Returns:
        float32, (num_fields, 28, 28, 2), cpu: x and y in pixels, standard deviation 1.
    """
    num_widths = min(8, augmentation.num_fields)
    fields = []
    for index in range(num_widths):
        low, high = augmentation.elastic_sigma_px
        sigma = low + (high - low) * index / max(1, num_widths - 1)
        reach = int(3 * sigma)
        kernel = torch.exp(-(torch.arange(-reach, reach + 1) ** 2) / (2 * sigma**2))
        side = SIDE + 2 * reach
        num_fields = len(range(index, augmentation.num_fields, num_widths))
        noise = torch.randn(2 * num_fields, 1, side, side, generator=random)
        smooth = nn.functional.conv2d(noise, kernel[None, None, :, None])
        smooth = nn.functional.conv2d(smooth, kernel[None, None, None, :])
        ways = smooth.reshape(num_fields, 2, SIDE, SIDE).permute(0, 2, 3, 1)
        fields.append(ways / ways.std(dim=(1, 2, 3), keepdim=True))
    return torch.cat(fields)


def augmented(
    images: torch.Tensor,
    augmentation: Augmentation,
    fields: torch.Tensor,
    random: torch.Generator,
    *,
    which: torch.Tensor | None = None,
    num_all: int | None = None,
) -> torch.Tensor:
    """Vary each image in its own way.

    Args:
        images: float32, (N, 28, 28), [0, 1].
        augmentation: How far.
        fields: From `elastic_fields`, on the images' device.
        random: On the cpu, so that every device gets the same ones.
        which: int64, (N,), cpu: places of these images in a batch, if they are only a part of it;
            each is then augmented as it would be with the whole batch.
        num_all: Images in that batch.

    Returns:
        float32, (N, 28, 28), [0, 1], on the same device.
    """
    num_images, device = len(images), images.device
    num_drawn = num_images if num_all is None else num_all

    def part(drawn: torch.Tensor) -> torch.Tensor:
        return drawn if which is None else drawn[which]

    def uniform() -> torch.Tensor:
        return part(torch.rand(num_drawn, generator=random))

    def amount(limit: float) -> torch.Tensor:
        evenly = 2 * uniform() - 1
        return limit * evenly.sign() * evenly.abs() ** augmentation.concentration

    angle, shear = amount(math.radians(augmentation.rotation_deg)), amount(augmentation.shear)
    scale, aspect = 1 + amount(augmentation.scale), 1 + amount(augmentation.aspect)
    cos, sin = scale * angle.cos(), scale * angle.sin()
    rows = [
        torch.stack([cos * aspect, shear - sin, amount(augmentation.shift_px)], dim=1),
        torch.stack([sin, cos / aspect, amount(augmentation.shift_px)], dim=1),
    ]
    turns = torch.stack(rows, dim=1).to(device)  # (N, 2, 3), in pixels from the middle
    axis = torch.arange(SIDE, dtype=torch.float32, device=device) - (SIDE - 1) / 2
    y, x = torch.meshgrid(axis, axis, indexing="ij")
    places = torch.stack([x, y, torch.ones_like(x)], dim=-1).reshape(-1, 3)
    grid = (places @ turns.transpose(1, 2)).reshape(num_images, SIDE, SIDE, 2)
    chosen = part(torch.randint(len(fields), (num_drawn,), generator=random)).to(device)
    bend = amount(augmentation.elastic_px).abs().to(device)[:, None, None, None]
    grid = torch.addcmul(grid, fields[chosen], bend) / (SIDE / 2)
    pictures = nn.functional.grid_sample(images[:, None], grid, align_corners=False)

    kind, share = uniform(), uniform().to(device)[:, None, None, None]
    first, second = augmentation.thicker, augmentation.thicker + augmentation.thinner
    thicker = (kind < first).to(device)
    thinner = ((kind >= first) & (kind < second)).to(device)
    blurred = ((kind >= second) & (kind < second + augmentation.blurred)).to(device)
    for mask, filtered, limit in (
        (thicker, _thickened, 1.0),
        (thinner, _thinned, augmentation.thinner_limit),
        (blurred, partial(_blurred, passes=augmentation.blur_passes), 1.0),
    ):
        some = pictures[mask]
        pictures[mask] = some + limit * share[mask] * (filtered(some) - some)
    mask = (uniform() < augmentation.contrast).to(device)
    exponent = amount(augmentation.contrast_exponent).exp().to(device)[mask, None, None, None]
    pictures[mask] = pictures[mask].clamp(0, 1) ** exponent
    return pictures[:, 0]


def disturbed(
    images: torch.Tensor,
    augmentation: Augmentation,
    random: torch.Generator,
    *,
    which: torch.Tensor | None = None,
    num_all: int | None = None,
) -> torch.Tensor:
    """Add noise to some of the images, as a poor camera does.

    Args:
        images: float32, (N, 28, 28), [0, 1].
        augmentation: To how many, and how much.
        random: On the cpu; untouched if there is no noise.
        which: See `augmented`, like the last.
        num_all: Images in that batch.

    Returns:
        float32, (N, 28, 28), [0, 1], on the same device.
    """
    if augmentation.noisy == 0:
        return images
    num_drawn = len(images) if num_all is None else num_all
    is_noisy = torch.rand(num_drawn, generator=random) < augmentation.noisy
    deviation = augmentation.noise * torch.rand(num_drawn, generator=random) * is_noisy
    noise = torch.randn(num_drawn, SIDE, SIDE, generator=random) * deviation[:, None, None]
    return (images + (noise if which is None else noise[which]).to(images.device)).clamp(0, 1)


def _thickened(pictures: torch.Tensor) -> torch.Tensor:
    return nn.functional.max_pool2d(pictures, 3, 1, 1)


def _thinned(pictures: torch.Tensor) -> torch.Tensor:
    return -nn.functional.max_pool2d(-pictures, 3, 1, 1)


def _blurred(pictures: torch.Tensor, passes: int) -> torch.Tensor:
    for _ in range(passes):
        pictures = nn.functional.avg_pool2d(pictures, 3, 1, 1)
    return pictures


def redrawn(digits: Digits, seed: int) -> Iterator[torch.Tensor]:
    """Draw each digit anew with another pen on the pad, and prepare it as the app does.

    Yields:
        One uint8, (28, 28), 0–255, cpu, for each digit.
    """
    for number, pixels in enumerate(digits.pixels.numpy()):
        raster = drawn(midline(pixels), np.random.default_rng([seed, number]))
        yield (from_pad(raster).image * 255).round().to(torch.uint8)
