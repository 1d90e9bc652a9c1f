"""Training as one generator that yields its progress.

It must not know who watches: the command line and, later, the Train page consume the same records.
"""

import copy
import math
import time
from collections.abc import Callable, Generator
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import Any

import torch
from torch import nn
from torch.optim.swa_utils import AveragedModel

from mlp.dataset import NUM_CLASSES, Digits, as_images
from mlp.net.network import NeuralNetwork, untrained_network
from mlp.numbers import counted, number
from mlp.training.augmentation import augmented, disturbed, elastic_fields
from mlp.training.forms import FORMS, HAND
from mlp.training.hand import written_digits
from mlp.training.ranks import Rank
from mlp.training.recipe import Recipe
from mlp.training.teacher import Teacher, new_teacher

_MOMENTUM = 0.9

SUM_OF_SCORES = 100
"""Of the ten scores of any picture, once the last layer is centred."""


class TrainingDivergedError(Exception):
    """The loss is no finite number any more; the message says so to people."""


class Phase(StrEnum):
    """What is being done."""

    TEACHING = "training the teacher"
    TRAINING = "training"


@dataclass(frozen=True)
class Progress:
    """Where training stands after a batch.

    Attributes:
        phase: What is being done; the counts are the phase's own.
        epoch: 1-based.
        num_images: Images seen so far, all epochs of the phase together.
        total_images: Images to see until the end of the phase.
        loss: Of this batch, in nats: mean cross-entropy; with a teacher, mean Kullback–Leibler
            divergence from its answers, times the square of the temperature.
        accuracy: Share of this batch, as it was augmented, that was read rightly before the step.
        elapsed_s: Since the start of the phase.
        is_epoch_done: Whether this was the last batch of its epoch.
    """

    phase: Phase
    epoch: int
    num_images: int
    total_images: int
    loss: float
    accuracy: float
    elapsed_s: float
    is_epoch_done: bool = False


def new_model(
    seed: int,
    device: torch.device,
    *,
    hidden_sizes: tuple[int, ...] = (512, 512),
    last_relu: bool = True,
    is_last_bias_raised: bool = True,
) -> NeuralNetwork:
    """Make an untrained network, the same for the same seed.

    Args:
        seed: Of the random parameters.
        device: Where it is to lie.
        hidden_sizes: Units of each hidden layer.
        last_relu: Whether a ReLU follows the scores.
        is_last_bias_raised: Whether the last bias starts 1 higher than PyTorch's default. Trained
            through the last ReLU from the default, at least one digit's score was negative for all
            images and, its gradient being 0, the digit was lost for good in 15 of 15 runs
            (docs/decisions.md).
    """
    model = untrained_network(seed, hidden_sizes, last_relu=last_relu)
    if is_last_bias_raised:
        with torch.no_grad():
            _last_layer(model).bias.add_(1)
    return model.to(device)


def model_for(recipe: Recipe, device: torch.device) -> NeuralNetwork:
    """Make the untrained network that a recipe starts from."""
    return new_model(
        recipe.seed,
        device,
        hidden_sizes=recipe.hidden_sizes,
        last_relu=recipe.last_relu,
        is_last_bias_raised=recipe.is_last_bias_raised,
    )


Steps = Generator[Progress, float | None, None]
"""Gives a record for each batch; a learning rate that is sent counts from the next batch on."""


def train(model: NeuralNetwork, digits: Digits, recipe: Recipe, *, rank: Rank = Rank()) -> Steps:
    """Train a network in place, batch by batch; stop whenever the consumer stops.

    Args:
        model: From `model_for`, on the device to train on.
        digits: What to learn from: the first `num_images` of them, and the forms that are written.
        recipe: How.
        rank: This process's, if `torch.distributed` joins several that train together.

    Yields:
        One record for each batch; all processes yield the same, but for the time.

    Raises:
        TrainingDivergedError: The loss is NaN or infinite; parameters are those from before.
    """
    digits = learned_from(digits, recipe)
    device = next(model.parameters()).device
    random = torch.Generator().manual_seed(recipe.seed)
    teacher = None
    if recipe.teacher is not None:
        teacher = new_teacher(recipe.seed, device)
        # Whole batches in each process: its batch normalisation would not know those of others.
        yield from _learn(
            teacher,
            teacher,
            digits,
            recipe.teacher,
            random=random,
            phase=Phase.TEACHING,
        )
        teacher.eval()
    is_last_relu_left_out = recipe.last_relu and not recipe.is_last_relu_trained
    scores_of: Callable[[torch.Tensor], torch.Tensor] = model
    if recipe.dropout:
        # NOTE: Of its own: processes that train together must go on drawing the same order.
        chance = torch.Generator().manual_seed(recipe.seed)
        scores_of = partial(_scores_with_dropout, model, recipe, chance)
    elif is_last_relu_left_out:
        scores_of = partial(_raw_scores, model)
    yield from _learn(
        model,
        scores_of,
        digits,
        recipe,
        random=random,
        phase=Phase.TRAINING,
        rank=rank,
        teacher=teacher,
    )
    if is_last_relu_left_out:
        centre_scores(model)
    model.eval()


def learned_from(digits: Digits, recipe: Recipe) -> Digits:
    """Take what a recipe learns from: training images, and forms of digits that are written.

    Args:
        digits: All training images.
        recipe: How many of both.
    """
    images = digits.part(0, recipe.num_images)
    if recipe.num_forms == 0:
        return images
    forms = written_digits(FORMS, recipe.num_forms, seed=recipe.seed, hand=HAND)
    return Digits(
        torch.cat([images.pixels, forms.pixels]), torch.cat([images.labels, forms.labels])
    )


def usable_copy(model: NeuralNetwork, recipe: Recipe) -> NeuralNetwork:
    """Copy a network in the midst of its training as it may be asked: with the last ReLU fit."""
    copied = copy.deepcopy(model).eval()
    if recipe.last_relu and not recipe.is_last_relu_trained:
        centre_scores(copied)
    return copied


def _learn(
    model: nn.Module,
    scores_of: Callable[[torch.Tensor], torch.Tensor],
    digits: Digits,
    recipe: Recipe,
    *,
    random: torch.Generator,
    phase: Phase,
    rank: Rank = Rank(),
    teacher: Teacher | None = None,
) -> Steps:
    """Change a model's parameters until its scores are what the labels or the teacher say."""
    device = next(model.parameters()).device
    # As they are stored: all 60,000 as the network reads them would take 0.2 s and 188 MB at once.
    pixels, labels = digits.pixels.to(device), digits.labels.to(device)
    teacher_scores = torch.empty(len(digits), NUM_CLASSES, device=device)
    images = fields = torch.empty(0)
    if recipe.augmentation:
        fields = elastic_fields(recipe.augmentation, random).to(device)
        images = torch.empty_like(pixels, dtype=torch.float32)
    batches_per_epoch = -(-len(digits) // recipe.batch_size)
    optimizers = _optimizers(model, recipe)
    schedules = _schedules(optimizers, recipe, batches_per_epoch)
    rates = {change.step: change.learning_rate for change in recipe.rate_changes}
    learning_rate = recipe.learning_rate
    new_rate: float | None = None  # that was sent
    average = AveragedModel(model, multi_avg_fn=_averaging(recipe.averaging))
    started_s = time.perf_counter()
    num_steps = num_images = 0
    measured: tuple[float, ...] = ()  # the first loss and the last one
    model.train()
    for epoch in range(1, recipe.epochs + 1):
        is_anew = (epoch - 1) % recipe.repeats == 0
        for batch in torch.split(torch.randperm(len(digits), generator=random), recipe.batch_size):
            new_rate = rates.get(num_steps) if new_rate is None else new_rate
            if new_rate is not None:
                learning_rate = new_rate
                _set_rate(optimizers, schedules, learning_rate)
            places = rank.places(batch)
            chosen = batch[places].to(device)
            if recipe.augmentation and is_anew:
                images[chosen] = augmented(
                    as_images(pixels[chosen]),
                    recipe.augmentation,
                    fields,
                    random,
                    which=places,
                    num_all=len(batch),
                )
            shown = images[chosen] if recipe.augmentation else as_images(pixels[chosen])
            if teacher and is_anew:
                with torch.no_grad():
                    teacher_scores[chosen] = teacher(shown)
            if recipe.augmentation:
                shown = disturbed(
                    shown, recipe.augmentation, random, which=places, num_all=len(batch)
                )
            scores = scores_of(shown)
            is_right = scores.detach().argmax(dim=1) == labels[chosen]
            accuracy = is_right.sum() / max(1, len(chosen))
            if len(chosen) == 0:  # all images of this batch are other processes'
                loss = scores.sum()
            elif teacher:
                loss = _distillation_loss(scores, teacher_scores[chosen], recipe.temperature)
            else:
                loss = nn.functional.cross_entropy(scores, labels[chosen])
            model.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]  # torch leaves this one untyped
            figures = torch.stack([loss.detach(), accuracy])
            if rank.num_ranks > 1:
                loss_of_all, accuracy_of_all = rank.share(model, figures, len(chosen) / len(batch))
            else:
                loss_of_all, accuracy_of_all = figures.tolist()
            if not math.isfinite(loss_of_all):
                said = _say_diverged(loss_of_all, measured, num_steps, learning_rate)
                raise TrainingDivergedError(said)
            measured = (*measured[:1], loss_of_all)
            for optimizer, schedule in zip(optimizers, schedules, strict=True):
                optimizer.step()
                schedule.step()
            if recipe.averaging:
                average.update_parameters(model)
            num_steps += 1
            num_images += len(batch)
            new_rate = yield Progress(
                phase,
                epoch,
                num_images,
                recipe.epochs * len(digits),
                loss_of_all,
                accuracy_of_all,
                time.perf_counter() - started_s,
                num_images == epoch * len(digits),
            )
    if recipe.averaging:
        model.load_state_dict(average.module.state_dict())


def _say_diverged(
    loss: float, measured: tuple[float, ...], num_steps: int, learning_rate: float
) -> str:
    """Say that and why training ended.

    Args:
        loss: NaN or infinite.
        measured: The first loss and the last one before; () if there was none.
        num_steps: Taken before.
        learning_rate: The last one.
    """
    what = "no number any more (NaN)" if math.isnan(loss) else "infinite"
    if not measured:
        return f"The loss was {what} before the first step."
    first, last = number(measured[0]), number(measured[-1])
    before = f"was {first} at first" if num_steps == 1 else f"went from {first} to {last}"
    steps = counted(num_steps, "step")
    return (
        f"The loss {before}, and after {steps} it is {what}: the steps were too large; the "
        f"learning rate was {number(learning_rate)}. Try a tenth of it."
    )


def _distillation_loss(
    scores: torch.Tensor, teacher_scores: torch.Tensor, temperature: float
) -> torch.Tensor:
    """Measure how far answers are from the teacher's.

    Source: "Distilling the knowledge in a neural network", Hinton, Vinyals and Dean, 2015.

    Args:
        scores: float32, (N, 10).
        teacher_scores: The teacher's scores, the same.
        temperature: What both are divided by.

    Returns:
        float32, (), ≥ 0, in nats: its gradient hardly depends on the temperature.
    """
    mine = nn.functional.log_softmax(scores / temperature, dim=1)
    wanted = nn.functional.log_softmax(teacher_scores / temperature, dim=1)
    divergence = nn.functional.kl_div(mine, wanted, log_target=True, reduction="batchmean")
    return temperature**2 * divergence


def _optimizers(model: nn.Module, recipe: Recipe) -> list[torch.optim.Optimizer]:
    """Prepare what takes the steps; each parameter is in one of them."""
    weights = [parameter for parameter in model.parameters() if parameter.ndim > 1]
    others = [parameter for parameter in model.parameters() if parameter.ndim <= 1]
    groups: list[dict[str, Any]] = [{"params": weights}, {"params": others, "weight_decay": 0.0}]
    rate, betas, decay = recipe.learning_rate, recipe.betas, recipe.weight_decay
    if recipe.optimizer == "adamw":
        return [torch.optim.AdamW(groups, rate, betas, weight_decay=decay, fused=True)]
    if recipe.optimizer == "adam":
        return [torch.optim.Adam(groups, rate, betas, weight_decay=decay, fused=True)]
    if recipe.optimizer == "muon":
        matrices = [weight for weight in weights if weight.ndim == 2]
        groups[0]["params"] = [weight for weight in weights if weight.ndim > 2]
        return [
            torch.optim.Muon(matrices, rate, decay, adjust_lr_fn="match_rms_adamw"),
            torch.optim.AdamW(groups, rate, betas, weight_decay=decay, fused=True),
        ]
    momentum = _MOMENTUM if recipe.optimizer == "momentum" else 0.0
    return [torch.optim.SGD(groups, rate, momentum, fused=True)]


def _schedules(
    optimizers: list[torch.optim.Optimizer], recipe: Recipe, batches_per_epoch: int
) -> list[torch.optim.lr_scheduler.LambdaLR]:
    """Prepare how their step sizes rise and fall."""
    total, rising = recipe.epochs * batches_per_epoch, recipe.warmup_epochs * batches_per_epoch

    def height(step: int) -> float:
        falling = max(0, step - rising) / max(1, total - rising)
        if not recipe.is_step_size_falling:
            falling = 0.0
        return min(1.0, (step + 1) / max(1, rising)) * 0.5 * (1 + math.cos(math.pi * falling))

    return [torch.optim.lr_scheduler.LambdaLR(optimizer, height) for optimizer in optimizers]


def _set_rate(
    optimizers: list[torch.optim.Optimizer],
    schedules: list[torch.optim.lr_scheduler.LambdaLR],
    learning_rate: float,
) -> None:
    """Let the largest step size be another one from the next step on."""
    for optimizer, schedule in zip(optimizers, schedules, strict=True):
        schedule.base_lrs = [learning_rate for _ in optimizer.param_groups]
        for group, height in zip(optimizer.param_groups, schedule.lr_lambdas, strict=True):
            group["lr"] = learning_rate * height(schedule.last_epoch)


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


def _scores_with_dropout(
    model: NeuralNetwork, recipe: Recipe, chance: torch.Generator, images: torch.Tensor
) -> torch.Tensor:
    """Compute the scores while hidden units are left out at random.

    NOTE: What is left out is drawn on the CPU, so the same seed gives the same on every device.

    Source: "Dropout: a simple way to prevent neural networks from overfitting", Srivastava, Hinton,
    Krizhevsky, Sutskever and Salakhutdinov, 2014.

    Returns:
        float32, (N, 10), before the last ReLU if that is left out of the training.
    """
    layers = list(model.linear_relu_stack)
    last = layers.index(_last_layer(model))
    values = model.flatten(images)  # (N, 784)
    for layer in layers[:last]:
        values = layer(values)
        if isinstance(layer, nn.ReLU):
            is_kept = torch.rand(values.shape, generator=chance) >= recipe.dropout
            values = values * is_kept.to(values.device) / (1 - recipe.dropout)
    end = None if recipe.is_last_relu_trained else last + 1  # with or without the last ReLU
    scores: torch.Tensor = model.linear_relu_stack[last:end](values)
    return scores


def _last_layer(model: NeuralNetwork) -> nn.Linear:
    """The layer that computes the scores."""
    return [layer for layer in model.linear_relu_stack if isinstance(layer, nn.Linear)][-1]


@torch.no_grad()
def centre_scores(model: NeuralNetwork) -> None:
    """Shift the last layer so that the last ReLU cannot change what a picture is read as.

    Softmax does not notice when all ten scores rise by as much. Afterwards they sum to
    `SUM_OF_SCORES`, so the best of them is at least a tenth of that, and never cut off.
    """
    last = _last_layer(model)
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
