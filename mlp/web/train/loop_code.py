"""The training as a program that does the same without this app.

It must not know how that is laid out.
"""

from itertools import pairwise
from typing import Any

from mlp.dataset import NUM_CLASSES, SIDE
from mlp.training.augmentation import Augmentation
from mlp.training.recipe import Recipe
from mlp.web.train.settings_words import steps_per_epoch

LOOP_TITLE = "The loop that is run, in PyTorch"


def loop_code(recipe: Recipe, device: str = "cpu") -> str:
    """Write the training that is really run as a program; it gives the very same network.

    Args:
        recipe: Without a teacher or an average, as the Train page has none.
        device: PyTorch's name of it.
    """
    return "\n\n".join(
        "\n".join(part)
        for part in (
            _imports(recipe),
            _data_code(recipe, device),
            _model_code(recipe, device),
            _optimizer_code(recipe),
            _steps_code(recipe, device),
        )
    )


def _imports(recipe: Recipe) -> list[str]:
    lines = ["import math", ""] if recipe.is_step_size_falling else []
    lines += ["import torch", "from torch import nn", "", "from mlp.dataset import load_digits"]
    if recipe.augmentation:
        names = "Augmentation, augmented, elastic_fields"
        lines.append(f"from mlp.training.augmentation import {names}")
    return lines


def _data_code(recipe: Recipe, device: str) -> list[str]:
    count, end = recipe.num_images, _to(device)
    return [
        'digits = load_digits("train")  # MNIST',
        f"images = digits.images(0, {count}){end}  # ({count}, {SIDE}, {SIDE}), 0 to 1",
        f"labels = digits.labels[:{count}]{end}  # 0 to 9",
    ]


def _model_code(recipe: Recipe, device: str) -> list[str]:
    sizes = [SIDE * SIDE, *recipe.hidden_sizes, NUM_CLASSES]
    layers = [f"    nn.Linear({before}, {after})," for before, after in pairwise(sizes)]
    if recipe.last_relu:
        layers = [f"{layer} nn.ReLU()," for layer in layers]
    else:
        layers = [*(f"{layer} nn.ReLU()," for layer in layers[:-1]), layers[-1]]
    lines = [f"torch.manual_seed({recipe.seed})", "model = nn.Sequential(", "    nn.Flatten(),"]
    lines += [*layers, ")"]
    if recipe.is_last_bias_raised:
        last = -2 if recipe.last_relu else -1
        lines += [
            "with torch.no_grad():",
            f"    model[{last}].bias += 1  # all scores start higher",
        ]
    return lines if device == "cpu" else [*lines, f'model.to("{device}")']


def _optimizer_code(recipe: Recipe) -> list[str]:
    rate = f"lr={recipe.learning_rate!r}"
    decay, betas = f'"weight_decay": {recipe.weight_decay!r}', f"betas={recipe.betas!r}, fused=True"
    lines = [
        "weights = [one for one in model.parameters() if one.ndim > 1]",
        "biases = [one for one in model.parameters() if one.ndim == 1]",
    ]
    if recipe.optimizer in ("sgd", "momentum"):
        momentum = "momentum=0.9, " if recipe.optimizer == "momentum" else ""
        lines = [
            f"optimizers = [torch.optim.SGD(model.parameters(), {rate}, {momentum}fused=True)]"
        ]
    elif recipe.optimizer == "muon":
        form = f'weight_decay={recipe.weight_decay!r}, adjust_lr_fn="match_rms_adamw"'
        lines += [
            "optimizers = [",
            f"    torch.optim.Muon(weights, {rate}, {form}),",
            f"    torch.optim.AdamW(biases, {rate}, {betas}, weight_decay=0.0),",
            "]",
        ]
    else:
        kind = "AdamW" if recipe.optimizer == "adamw" else "Adam"
        lines += [
            f"optimizers = [torch.optim.{kind}(",
            f'    [{{"params": weights, {decay}}}, {{"params": biases, "weight_decay": 0.0}}],',
            f"    {rate}, {betas},",
            ")]",
        ]
    if recipe.is_step_size_falling:
        total = steps_per_epoch(recipe) * recipe.epochs
        lines += [
            "schedules = [",
            "    torch.optim.lr_scheduler.LambdaLR(",
            f"        optimizer, lambda step: 0.5 * (1 + math.cos(math.pi * (step / {total})))",
            "    )",
            "    for optimizer in optimizers",
            "]",
        ]
    return lines


def _steps_code(recipe: Recipe, device: str) -> list[str]:
    lines = [f"random = torch.Generator().manual_seed({recipe.seed})"]
    pictures = "images[batch]"
    if recipe.augmentation:
        lines += [
            f"augmentation = {_augmentation_code(recipe.augmentation)}",
            f"fields = elastic_fields(augmentation, random){_to(device)}",
        ]
        pictures = "augmented(images[batch], augmentation, fields, random)"
    if recipe.dropout:
        lines.append(f"chance = torch.Generator().manual_seed({recipe.seed})")
    lines += [
        f"for epoch in range({recipe.epochs}):",
        f"    order = torch.randperm({recipe.num_images}, generator=random)",
        f"    for batch in order.split({recipe.batch_size}):",
        *_scores_code(recipe, pictures, device),
        "        loss = nn.functional.cross_entropy(scores, labels[batch])",
        "        model.zero_grad()",
        "        loss.backward()  # the slope of the loss for each weight",
        "        if not loss.isfinite():",
        '            raise SystemExit("The steps were too large.")',
        "        for optimizer in optimizers:",
        "            optimizer.step()  # a step downhill",
    ]
    if recipe.is_step_size_falling:
        lines += ["        for schedule in schedules:", "            schedule.step()"]
    return lines


def _scores_code(recipe: Recipe, pictures: str, device: str) -> list[str]:
    """Write how the scores of a batch are computed, with dropout if there is any."""
    if not recipe.dropout:
        return [f"        scores = model({pictures})"]
    last = -2 if recipe.last_relu else -1
    return [
        f"        values = {pictures}",
        f"        for layer in model[:{last}]:",
        "            values = layer(values)",
        "            if isinstance(layer, nn.ReLU):  # dropout",
        "                is_kept = torch.rand(values.shape, generator=chance) >= "
        f"{recipe.dropout!r}",
        f"                values = values * is_kept{_to(device)} / {1 - recipe.dropout!r}",
        f"        scores = model[{last}:](values)",
    ]


def _augmentation_code(augmentation: Augmentation) -> str:
    """Write an augmentation with what is not as by default."""
    plain = vars(Augmentation())
    changed: dict[str, Any] = {
        name: value for name, value in vars(augmentation).items() if value != plain[name]
    }
    return f"Augmentation({', '.join(f'{name}={value!r}' for name, value in changed.items())})"


def _to(device: str) -> str:
    return "" if device == "cpu" else f'.to("{device}")'
