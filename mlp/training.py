"""Training as one generator that yields its progress.

It must not know who watches: the command line and, later, the Train page consume the same records.
"""

import math
import time
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import torch
from torch import nn
from torch.optim.swa_utils import AveragedModel

from mlp.dataset import Digits
from mlp.network import NeuralNetwork
from mlp.variation import Variation, elastic_fields, redrawn, varied

SUM_OF_SCORES = 100
"""Of the ten scores of any picture, once the last layer is centred."""


@dataclass(frozen=True)
class Recipe:
    """How to train. The default is plain training: quick, and on the images as they are.

    Attributes:
        num_images: Training images to learn from; the others are held out.
        epochs: Passes over all of them.
        batch_size: Images for each step.
        learning_rate: AdamW's largest step size; it falls to 0 along a half cosine.
        warmup_epochs: Epochs in which the step size rises from 0.
        betas: AdamW's memory of the gradients and of their squares.
        weight_decay: AdamW's, of the weight matrices, for each step relative to the step size.
        averaging: Share of the average of all parameters so far that remains at each step; the
            average is the result. 0 leaves it out.
        is_last_relu_trained: Learn through the last ReLU, as the tutorial does. Otherwise learn
            from the scores before it, and centre the last layer afterwards.
        redrawn_share: Share of the images that are drawn anew with another pen.
        variation: How each image is varied anew each time it is seen; None: not at all.
        seed: Of the initial parameters, the order of the images, and how they are varied.
    """

    num_images: int = 60_000
    epochs: int = 10
    batch_size: int = 256
    learning_rate: float = 2e-3
    warmup_epochs: int = 0
    betas: tuple[float, float] = (0.9, 0.999)
    weight_decay: float = 0.1
    averaging: float = 0.0
    is_last_relu_trained: bool = True
    redrawn_share: float = 0.0
    variation: Variation | None = None
    seed: int = 0


RECIPES = {
    "plain": Recipe(),
    "digits": Recipe(
        epochs=300,
        learning_rate=4e-3,
        warmup_epochs=2,
        betas=(0.9, 0.99),
        weight_decay=0.01,
        averaging=0.9995,
        is_last_relu_trained=False,
        variation=Variation(),
    ),
}
"""By name; “digits” made the weights that come with the app."""


class Stage(StrEnum):
    """What is being done."""

    REDRAWING = "redrawing"
    TRAINING = "training"


@dataclass(frozen=True)
class Progress:
    """Where training stands after a batch.

    Attributes:
        stage: What is being done; the counts are the stage's own.
        epoch: 1-based; 0 before training.
        num_images: Images seen so far, all epochs together.
        total_images: Images to see until the end.
        loss: Mean cross-entropy of this batch, in nats; nan before training.
        elapsed_s: Since the start of the stage.
    """

    stage: Stage
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


def train(model: NeuralNetwork, digits: Digits, recipe: Recipe) -> Iterator[Progress]:
    """Train a network in place, batch by batch; stop whenever the consumer stops.

    Args:
        model: From `new_model`, on the device to train on.
        digits: What to learn from: the first `num_images` of them.
        recipe: How.

    Yields:
        One record for each batch.
    """
    digits = digits.part(0, recipe.num_images)
    device = next(model.parameters()).device
    random = torch.Generator().manual_seed(recipe.seed)
    pixels, labels = digits.pixels.to(device), digits.labels.to(device)
    others = pixels
    if recipe.redrawn_share:
        others = (yield from _redraw(digits, recipe.seed)).to(device)
    fields = torch.empty(0)
    if recipe.variation:
        fields = elastic_fields(recipe.variation, random).to(device)
    batches_per_epoch = -(-len(digits) // recipe.batch_size)
    optimizer, schedule = _optimizer(model, recipe, batches_per_epoch)
    average = AveragedModel(model, multi_avg_fn=_averaging(recipe.averaging))
    started_s = time.perf_counter()
    num_images = 0
    model.train()
    for epoch in range(1, recipe.epochs + 1):
        for batch in torch.split(torch.randperm(len(digits), generator=random), recipe.batch_size):
            chosen = batch.to(device)
            shown = pixels[chosen]
            if recipe.redrawn_share:
                is_redrawn = torch.rand(len(batch), generator=random) < recipe.redrawn_share
                shown = torch.where(is_redrawn.to(device)[:, None, None], others[chosen], shown)
            images = shown.float() / 255
            if recipe.variation:
                images = varied(images, recipe.variation, fields, random)
            scores = model(images) if recipe.is_last_relu_trained else _raw_scores(model, images)
            loss = nn.functional.cross_entropy(scores, labels[chosen])
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]  # torch leaves this one untyped
            optimizer.step()
            schedule.step()
            if recipe.averaging:
                average.update_parameters(model)
            num_images += len(batch)
            yield Progress(
                Stage.TRAINING,
                epoch,
                num_images,
                recipe.epochs * len(digits),
                loss.item(),
                time.perf_counter() - started_s,
            )
    if recipe.averaging:
        model.load_state_dict(average.module.state_dict())
    if not recipe.is_last_relu_trained:
        centre_scores(model)
    model.eval()


def _redraw(digits: Digits, seed: int) -> Generator[Progress, None, torch.Tensor]:
    """Draw all digits anew: uint8, (N, 28, 28), cpu."""
    started_s = time.perf_counter()
    images = []
    for image in redrawn(digits, seed):
        images.append(image)
        if len(images) % 100 == 0 or len(images) == len(digits):
            elapsed_s = time.perf_counter() - started_s
            yield Progress(Stage.REDRAWING, 0, len(images), len(digits), math.nan, elapsed_s)
    return torch.stack(images)


def _optimizer(
    model: NeuralNetwork, recipe: Recipe, batches_per_epoch: int
) -> tuple[torch.optim.Optimizer, torch.optim.lr_scheduler.LRScheduler]:
    """Prepare AdamW, and how its step size rises and falls."""
    matrices = [parameter for parameter in model.parameters() if parameter.ndim == 2]
    biases = [parameter for parameter in model.parameters() if parameter.ndim == 1]
    groups: list[dict[str, Any]] = [{"params": matrices}, {"params": biases, "weight_decay": 0.0}]
    optimizer = torch.optim.AdamW(
        groups,
        lr=recipe.learning_rate,
        betas=recipe.betas,
        weight_decay=recipe.weight_decay,
        fused=True,
    )
    total, rising = recipe.epochs * batches_per_epoch, recipe.warmup_epochs * batches_per_epoch

    def height(step: int) -> float:
        falling = max(0, step - rising) / max(1, total - rising)
        return min(1.0, (step + 1) / max(1, rising)) * 0.5 * (1 + math.cos(math.pi * falling))

    return optimizer, torch.optim.lr_scheduler.LambdaLR(optimizer, height)


def _averaging(remaining: float) -> Callable[..., None]:
    """Average exponentially; over few steps at first, so that the random start is forgotten."""

    @torch.no_grad()
    def average(
        averaged: list[torch.Tensor], current: list[torch.Tensor], num_averaged: torch.Tensor
    ) -> None:
        num_steps = int(num_averaged)
        share = min(remaining, num_steps / (num_steps + 9))
        torch._foreach_lerp_(averaged, current, 1 - share)

    return average


def _raw_scores(model: NeuralNetwork, images: torch.Tensor) -> torch.Tensor:
    """Compute the scores before the last ReLU: float32, (N, 10), any sign."""
    scores: torch.Tensor = model.linear_relu_stack[:-1](model.flatten(images))
    return scores


@torch.no_grad()
def centre_scores(model: NeuralNetwork) -> None:
    """Shift the last layer so that the last ReLU cannot change what a picture is read as.

    Softmax does not notice when all ten scores rise by as much. Afterwards they sum to
    `SUM_OF_SCORES`, so the best of them is at least a tenth of that, and never cut off.
    """
    last = [layer for layer in model.linear_relu_stack if isinstance(layer, nn.Linear)][-1]
    last.weight.sub_(last.weight.mean(dim=0))
    last.bias.sub_(last.bias.mean()).add_(SUM_OF_SCORES / len(last.bias))


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
