"""Training as one generator that yields its progress.

It must not know who watches: the command line and, later, the Train page consume the same records.
"""

import math
import time
from collections.abc import Iterator
from dataclasses import dataclass

import torch
from torch import nn

from mlp.dataset import Digits
from mlp.network import SIDE, NeuralNetwork


@dataclass(frozen=True)
class Settings:
    """How to train.

    Attributes:
        epochs: Passes over all images.
        batch_size: Images for each step.
        learning_rate: AdamW's step size at the start; it falls to 0 along a half cosine.
        weight_decay: AdamW's, for each step relative to the learning rate.
        seed: Of the initial parameters, the order of the images, and how they are varied.
        is_varied: Turn, shear, shift, stretch, thicken or thin each image a little, anew each time
            it is seen, so that other people's digits and pens are read too.
    """

    epochs: int = 50
    batch_size: int = 256
    learning_rate: float = 2e-3
    weight_decay: float = 0.1
    seed: int = 0
    is_varied: bool = True


@dataclass(frozen=True)
class Progress:
    """Where training stands after a batch.

    Attributes:
        epoch: 1-based.
        num_images: Images seen so far, all epochs together.
        total_images: Images to see until the end.
        loss: Mean cross-entropy of this batch, in nats.
        elapsed_s: Since the start.
    """

    epoch: int
    num_images: int
    total_images: int
    loss: float
    elapsed_s: float


def new_model(seed: int, device: torch.device) -> NeuralNetwork:
    """Make an untrained network, the same for the same seed.

    The last bias starts 1 higher than PyTorch's default: trained through the last ReLU from the
    default, at least one digit's score was negative for all images and, its gradient being 0, the
    digit was lost for good in 15 of 15 runs (docs/decisions.md).
    """
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        model = NeuralNetwork()
    last = [layer for layer in model.linear_relu_stack if isinstance(layer, nn.Linear)][-1]
    with torch.no_grad():
        last.bias.add_(1)
    return model.to(device)


def train(model: NeuralNetwork, digits: Digits, settings: Settings) -> Iterator[Progress]:
    """Train a network in place, batch by batch; stop whenever the consumer stops.

    Args:
        model: From `new_model`, on the device to train on.
        digits: What to learn from.
        settings: How.

    Yields:
        One record for each batch.
    """
    device = next(model.parameters()).device
    images, labels = digits.images().to(device), digits.labels.to(device)
    order = torch.Generator().manual_seed(settings.seed)
    optimizer = torch.optim.AdamW(
        model.parameters(), lr=settings.learning_rate, weight_decay=settings.weight_decay
    )
    batches_per_epoch = -(-len(digits) // settings.batch_size)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(
        optimizer, settings.epochs * batches_per_epoch
    )
    started_s = time.perf_counter()
    num_images = 0
    model.train()
    for epoch in range(1, settings.epochs + 1):
        for batch in torch.split(torch.randperm(len(digits), generator=order), settings.batch_size):
            chosen = batch.to(device)
            shown = images[chosen]
            if settings.is_varied:
                shown = varied(shown, order)
            loss = nn.functional.cross_entropy(model(shown), labels[chosen])
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]  # torch leaves this one untyped
            optimizer.step()
            schedule.step()
            num_images += len(batch)
            yield Progress(
                epoch,
                num_images,
                settings.epochs * len(digits),
                loss.item(),
                time.perf_counter() - started_s,
            )
    model.eval()


def varied(images: torch.Tensor, random: torch.Generator) -> torch.Tensor:
    """Vary each image a little, as hands and pens do.

    Turned by up to 12°, sheared by up to 0.2, stretched by up to 14 % in each direction, shifted by
    up to 1.5 pixels; the strokes of a third each made thicker or thinner by up to a pixel.

    Args:
        images: float32, (N, 28, 28), [0, 1].
        random: On the cpu, so that every device gets the same variations.

    Returns:
        float32, (N, 28, 28), [0, 1], on the same device.
    """
    num_images, device = len(images), images.device

    def uniform(limit: float) -> torch.Tensor:
        return (2 * torch.rand(num_images, generator=random) - 1) * limit

    angle, shear = uniform(math.radians(12)), uniform(0.2)
    stretch_x, stretch_y = 1 + uniform(0.14), 1 + uniform(0.14)
    cos, sin = angle.cos(), angle.sin()
    half_px = SIDE / 2
    rows = [
        torch.stack([cos * stretch_x, shear - sin, uniform(1.5) / half_px], dim=1),
        torch.stack([sin, cos * stretch_y, uniform(1.5) / half_px], dim=1),
    ]
    turns = torch.stack(rows, dim=1).to(device)  # (N, 2, 3)
    pictures = images[:, None]
    grid = nn.functional.affine_grid(turns, list(pictures.shape), align_corners=False)
    moved = nn.functional.grid_sample(pictures, grid, align_corners=False)
    thicker = nn.functional.max_pool2d(moved, 3, 1, 1)
    thinner = -nn.functional.max_pool2d(-moved, 3, 1, 1)
    kind = torch.randint(3, (num_images,), generator=random)
    share = torch.rand(num_images, generator=random)
    towards_thick = torch.where(kind == 1, share, 0).to(device)[:, None, None, None]
    towards_thin = torch.where(kind == 2, 0.6 * share, 0).to(device)[:, None, None, None]
    mixed = moved + towards_thick * (thicker - moved) + towards_thin * (thinner - moved)
    return mixed[:, 0]


@torch.inference_mode()
def correct_per_digit(model: NeuralNetwork, digits: Digits) -> tuple[torch.Tensor, torch.Tensor]:
    """Count how many pictures of each digit are read correctly (argmax of the scores).

    Returns:
        Two int64 (10,) on the cpu: correct, and all there are.
    """
    device = next(model.parameters()).device
    predicted = torch.cat(
        [
            model(digits.images(start, start + 1000).to(device)).argmax(dim=1).cpu()
            for start in range(0, len(digits), 1000)
        ]
    )
    is_correct = predicted == digits.labels
    correct = torch.bincount(digits.labels[is_correct], minlength=10)
    return correct, torch.bincount(digits.labels, minlength=10)
