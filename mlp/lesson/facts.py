"""The figures that the lesson's sentences quote, each from the real run.

It must not know the sentences.
"""

from typing import Any

import numpy as np
import torch

from mlp.lesson.run import Lesson, Run
from mlp.lesson.steps import step_number
from mlp.net.network import num_parameters, parameter_bytes


def run_of(lesson: Lesson, name: str) -> Run:
    """Find a step's run."""
    return lesson.runs[step_number(name) - 1]


def products(lesson: Lesson, image: int, unit: int) -> np.ndarray:
    """Multiply one picture with one output's weights: float32, (784,)."""
    pixels: np.ndarray = run_of(lesson, "flatten").values("flat_image")[image]
    terms: np.ndarray = pixels * layer_weights(lesson, unit)
    return terms


def layer_weights(lesson: Lesson, unit: int) -> np.ndarray:
    """Copy one output's weights: float32, (784,)."""
    weights = run_of(lesson, "linear").names["layer1"].weight[unit]
    values: np.ndarray = weights.detach().cpu().numpy()
    return values


def layer_bias(lesson: Lesson, unit: int) -> float:
    """Read one output's bias."""
    return float(run_of(lesson, "linear").names["layer1"].bias[unit].detach())


def facts(lesson: Lesson, *, image: int, unit: int) -> dict[str, Any]:
    """Gather the figures of the tutorial's steps, which ran to their end.

    Args:
        lesson: The steps, run.
        image: The picture that is looked at.
        unit: The output of the first layer that is looked at.
    """
    settings = lesson.settings
    model = run_of(lesson, "class").names["model"]
    device = str(run_of(lesson, "class").names["device"])
    first_logits = run_of(lesson, "forward").values("logits")
    hidden = run_of(lesson, "linear").values("hidden1")
    relu = run_of(lesson, "relu").values("relu1")
    logits = run_of(lesson, "sequential").values("logits")
    shares = run_of(lesson, "softmax").values("pred_probab")
    wrong = run_of(lesson, "softmax").values("wrong_way")
    after_relu = run_of(lesson, "softmax").values("after_relu")
    winner = int(logits[image].argmax())
    return {
        "batch_size": settings.batch_size,
        "hidden_features": settings.hidden_features,
        "device": device,
        "elsewhere": "meta" if device.startswith("cpu") else "cpu",
        "image": image,
        "unit": unit,
        "num_parameters": f"{num_parameters(model):,}",
        "memory_bytes": parameter_bytes(model),
        "num_values": f"{settings.batch_size * 784:,}",
        "num_logits": first_logits.size,
        "num_zero_logits": int((first_logits == 0).sum()),
        "max_logit": float(first_logits.max()),
        "layer_parameters": f"{settings.hidden_features * 785:,}",
        "products_sum": float(products(lesson, image, unit).sum()),
        "bias": layer_bias(lesson, unit),
        "output": float(hidden[image, unit]),
        "zeros": int((relu == 0).sum()),
        "num_hidden": relu.size,
        "winner": winner,
        "best_score": float(logits[image, winner]),
        "best_share": float(shares[image, winner]),
        "relu_share": float(after_relu[image, winner]),
        "wrong_sum": float(wrong[0].sum()),
    }


def learning_facts(lesson: Lesson) -> dict[str, Any]:
    """Gather the figures of those of part two's steps that were run."""
    found: dict[str, Any] = {}
    for step, names in _LEARNING_NAMES.items():
        if step_number(step) <= len(lesson.runs):
            made = run_of(lesson, step).names
            found |= {f"{step}_{name}": _plain(made[name]) for name in names}
    return found


_LEARNING_NAMES = {
    "loss": ("target", "loss", "share"),
    "chain_rule": ("layer", "unit", "source", "error", "value", "slope", "tried"),
    "step": ("learning_rate", "before", "slope", "after", "loss", "new_loss", "share", "new_share"),
    "epoch": ("losses",),
    "test": ("right",),
}


def _plain(value: Any) -> Any:
    """Take a number, or a list of them, out of its tensor."""
    return value.detach().cpu().squeeze().tolist() if isinstance(value, torch.Tensor) else value
