"""How the loss of one picture would change with each parameter and each value: the gradients.

It must not know how anything is drawn or said, and it never changes a network. PyTorch's autograd
computes all of them; nothing is differentiated by hand.
"""

import copy
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
import torch
from torch import nn
from torch.func import functional_call

from mlp.dataset import NUM_CLASSES
from mlp.explain.units import (
    activation_stage,
    are_on,
    check_unit,
    input_stage,
    parameters_of,
    stages_after,
    unit_stages,
)
from mlp.net.network import NeuralNetwork, named_layers
from mlp.net.trace import Trace

Rule = Literal["sgd", "momentum", "adam"]
"""How an optimizer makes a step of the slopes."""

RULES: tuple[Rule, ...] = get_args(Rule)

MOMENTUM = 0.9
"""What "momentum" keeps of the direction before; that of the Train page."""


@dataclass(frozen=True)
class Gradients:
    """The slopes of one picture's loss.

    Attributes:
        label: The right answer, 0–9.
        loss: Cross-entropy of the logits, ≥ 0, in nats; infinite or NaN if the network's numbers
            have grown beyond float32.
        parameters: float32, cpu, by name as in `named_parameters()` and in its shapes, any sign:
            by how much the loss grows when this parameter grows by 1, at this slope.
        stages: float32, cpu, by stage from "image" to the logits, each in the stage's shape without
            the batch: the same for the values on the way. Those of a linear stage are the units'
            errors (delta in textbooks).
    """

    label: int
    loss: float
    parameters: dict[str, np.ndarray]
    stages: dict[str, np.ndarray]


@dataclass(frozen=True)
class UnitErrors:
    """What one picture's loss says of each unit: its error, delta in textbooks.

    The slope of any weight is the error of its unit times the value that it weighs, in float32.

    Attributes:
        label: The right answer, 0–9.
        loss: Cross-entropy of the logits, ≥ 0, in nats.
        stages: float32, (units,), cpu, by linear stage, any sign: by how much the loss grows when
            the unit's own value, before its ReLU, grows by 1, at this slope.
    """

    label: int
    loss: float
    stages: dict[str, np.ndarray]


@dataclass(frozen=True)
class WeightSlope:
    """The chain rule of one weight: error at its unit, times the value that comes in.

    The error is worked out likewise: each unit after it passes its own error back, times the weight
    between the two; a unit that its ReLU holds at 0 gets none.

    Attributes:
        stage: The linear stage of the weight's unit.
        unit: That unit, 0-based.
        source: Which of the values before is weighed, 0-based.
        weight: The weight itself.
        value: What comes in from there.
        error: Slope of the loss by the unit's own value, before its ReLU.
        product: error · value, in float32.
        slope: Slope of the loss by the weight, as autograd has it.
        is_on: Whether the unit's ReLU lets anything through; True if it has none.
        next_stage: The linear stage after it; None for a score.
        next_weights: float32, (units of that stage,): from this unit to each of those after it;
            empty for a score.
        next_errors: float32, the same shape: their errors.
        probability: For a score: what softmax made of it, [0, 1]. The error is this minus
            `target`, if `is_on`. None elsewhere.
        target: For a score: 1 for the right answer's, 0 for the others. None elsewhere.
    """

    stage: str
    unit: int
    source: int
    weight: float
    value: float
    error: float
    product: float
    slope: float
    is_on: bool
    next_stage: str | None
    next_weights: np.ndarray
    next_errors: np.ndarray
    probability: float | None
    target: float | None

    @property
    def passed_back(self) -> np.ndarray:
        """What each unit after it passes back: float32, (units after it,), any sign.

        Their sum is the error, if `is_on`, to float32 rounding; else the error is 0.
        """
        passed: np.ndarray = self.next_weights * self.next_errors
        return passed


@dataclass(frozen=True)
class Course:
    """What some steps of one optimizer on the same picture did.

    Attributes:
        rule: The optimizer.
        learning_rate: Its step size.
        losses: float64, (num_steps + 1,), in nats: before the first step, and after each.
        probabilities: float32, (num_steps + 1, 10), [0, 1], rows sum to 1: the answers likewise.
        parameters: float32, cpu, by name: all parameters after the first step.
    """

    rule: Rule
    learning_rate: float
    losses: np.ndarray
    probabilities: np.ndarray
    parameters: dict[str, np.ndarray]


def gradients(model: NeuralNetwork, traced: Trace, label: int) -> Gradients:
    """Work out the slope of one picture's loss by every parameter and by every value on the way.

    They are those that `nn.CrossEntropyLoss()(model(image), label).backward()` leaves behind, bit
    for bit, on the model's device.

    Args:
        model: The network, on any device, frozen or not.
        traced: Its pass; of several pictures the first is taken.
        label: The right answer.

    Raises:
        ValueError: The label is no digit.
    """
    _check_label(label)
    parameters = {
        name: parameter.detach().requires_grad_() for name, parameter in model.named_parameters()
    }
    with torch.inference_mode(False), torch.enable_grad():
        tensor = traced["image"].tensor[:1].clone().requires_grad_()  # (1, 28, 28)
        stages = {"image": tensor}
        for place, (name, layer) in enumerate(named_layers(model), -1):
            prefix = f"linear_relu_stack.{place}."
            own = {part: parameters[prefix + part] for part, _ in layer.named_parameters()}
            tensor = stages[name] = functional_call(layer, own, (tensor,))
        loss = nn.functional.cross_entropy(tensor, torch.tensor([label], device=tensor.device))
        slopes = torch.autograd.grad(loss, [*parameters.values(), *stages.values()])
    arrays = [slope.cpu().numpy() for slope in slopes]
    num_parameters = len(parameters)
    return Gradients(
        label,
        float(loss.detach()),
        dict(zip(parameters, arrays[:num_parameters], strict=True)),
        {name: array[0] for name, array in zip(stages, arrays[num_parameters:], strict=True)},
    )


def unit_errors(model: NeuralNetwork, traced: Trace, label: int) -> UnitErrors | None:
    """Work out the error of every unit alone: a third of the time that all slopes take.

    Args:
        model: The network, on the CPU, frozen.
        traced: Its pass, on whatever device; of several pictures the first is taken.
        label: The right answer.

    Returns:
        None if the network's numbers have grown beyond float32.

    Raises:
        ValueError: The label is no digit.
    """
    _check_label(label)
    with torch.inference_mode(False), torch.enable_grad():
        tensor = traced["image"].tensor[:1].cpu().clone().requires_grad_()  # (1, 28, 28)
        stages = {}
        for name, layer in named_layers(model):
            tensor = layer(tensor)
            if isinstance(layer, nn.Linear):
                stages[name] = tensor
        loss = nn.functional.cross_entropy(tensor, torch.tensor([label]))
        slopes = torch.autograd.grad(loss, list(stages.values()))
    errors = {name: slope[0].numpy() for name, slope in zip(stages, slopes, strict=True)}
    total = float(loss.detach()) + sum(float(np.abs(each).sum()) for each in errors.values())
    return UnitErrors(label, float(loss.detach()), errors) if math.isfinite(total) else None


def weight_slope(
    model: NeuralNetwork, traced: Trace, found: Gradients, *, stage: str, unit: int, source: int
) -> WeightSlope:
    """Take the slope of one weight apart, as the chain rule does.

    Args:
        model: The network.
        traced: Its pass.
        found: The gradients of that pass.
        stage: A linear stage, for example "linear2".
        unit: One of its units.
        source: Which of the values that the unit weighs.

    Raises:
        ValueError: There is no such stage, unit or value.
    """
    check_unit(model, stage, unit)
    weights, _ = parameters_of(model, stage)
    if not 0 <= source < weights.shape[1]:
        raise ValueError(f"A unit of “{stage}” reads values 0 to {weights.shape[1] - 1}.")
    after = stages_after(model, stage)
    has_relu = activation_stage(model, stage) != stage
    value = traced[input_stage(model, stage)].values().ravel()[source]
    error = found.stages[stage][unit]
    next_weights = next_errors = np.zeros(0, np.float32)
    if after:
        next_weights = parameters_of(model, after[0])[0][:, unit].copy()
        next_errors = found.stages[after[0]].copy()
    return WeightSlope(
        stage,
        unit,
        source,
        weight=float(weights[unit, source]),
        value=float(value),
        error=float(error),
        product=float(error * value),
        slope=float(found.parameters[weight_name(model, stage)][unit, source]),
        is_on=not has_relu or bool(are_on(model, traced, stage)[unit]),
        next_stage=after[0] if after else None,
        next_weights=next_weights,
        next_errors=next_errors,
        probability=None if after else float(traced.probabilities[unit]),
        target=None if after else float(unit == found.label),
    )


def weight_name(model: NeuralNetwork, stage: str) -> str:
    """Name the weights of a linear stage as `named_parameters()` does.

    Raises:
        ValueError: There is no such linear stage.
    """
    input_stage(model, stage)
    place = [name for name, _ in named_layers(model)].index(stage) - 1
    return f"linear_relu_stack.{place}.weight"


def course(
    model: NeuralNetwork,
    traced: Trace,
    label: int,
    *,
    rule: Rule,
    learning_rate: float,
    num_steps: int = 1,
) -> Course:
    """Let one of PyTorch's optimizers learn one picture for some steps, in a copy of the network.

    Args:
        model: The network; left as it is.
        traced: Its pass; of several pictures the first is learned.
        label: The right answer.
        rule: The optimizer; new, so that "momentum" has no direction to keep at the first step.
        learning_rate: Its step size, > 0.
        num_steps: At least 1.

    Raises:
        ValueError: The label is no digit.
    """
    _check_label(label)
    with torch.inference_mode(False), torch.enable_grad():
        learner = copy.deepcopy(model).requires_grad_()
        image = traced["image"].tensor[:1].clone()
        target = torch.tensor([label], device=image.device)
        optimizer = new_optimizer(list(learner.parameters()), rule, learning_rate)
        losses, answers, after = [], [], {}
        for step in range(num_steps + 1):
            optimizer.zero_grad()
            logits = learner(image)
            loss = nn.functional.cross_entropy(logits, target)
            losses.append(float(loss.detach()))
            answers.append(torch.softmax(logits.detach(), dim=1)[0].cpu().numpy())
            if step == 1:
                after = {
                    name: parameter.detach().cpu().numpy().copy()
                    for name, parameter in learner.named_parameters()
                }
            if step < num_steps:
                loss.backward()  # type: ignore[no-untyped-call]  # torch leaves this one untyped
                optimizer.step()
    return Course(rule, learning_rate, np.array(losses), np.stack(answers), after)


def new_optimizer(
    parameters: Sequence[nn.Parameter], rule: Rule, learning_rate: float
) -> torch.optim.Optimizer:
    """Make one of the three optimizers, with PyTorch's defaults.

    Args:
        parameters: What it changes.
        rule: Which.
        learning_rate: Its step size, > 0.
    """
    if rule == "adam":
        return torch.optim.Adam(parameters, lr=learning_rate)
    return torch.optim.SGD(
        parameters, lr=learning_rate, momentum=MOMENTUM if rule == "momentum" else 0.0
    )


def strongest_units(found: Gradients, model: NeuralNetwork, stage: str, count: int) -> list[int]:
    """Name the units whose weights have the largest slopes (root of the sum of squares).

    Args:
        found: The gradients.
        model: The network.
        stage: A linear stage.
        count: How many, the strongest first.

    Raises:
        ValueError: There is no such linear stage.
    """
    lengths = np.linalg.norm(found.parameters[weight_name(model, stage)], axis=1)
    return [int(unit) for unit in np.argsort(-lengths, kind="stable")[:count]]


def strongest_weight(found: Gradients, model: NeuralNetwork, stage: str) -> tuple[int, int]:
    """Find the weight of a linear stage with the largest slope: its unit and what it weighs.

    Raises:
        ValueError: There is no such linear stage.
    """
    slopes = np.abs(found.parameters[weight_name(model, stage)])
    unit, source = np.unravel_index(int(slopes.argmax()), slopes.shape)
    return int(unit), int(source)


def logits_stage(model: NeuralNetwork) -> str:
    """Name the stage that the loss reads: the scores, after the last ReLU if there is one."""
    return activation_stage(model, unit_stages(model)[-1])


def _check_label(label: int) -> None:
    if not 0 <= label < NUM_CLASSES:
        raise ValueError(f"{label} is no digit; digits are 0 to {NUM_CLASSES - 1}.")
