"""What would come out if units had other values, computed on from there.

It must not know how anything is drawn or said, and it never changes a network.
"""

from collections.abc import Mapping
from dataclasses import replace

import torch

from mlp.explain.units import activation_stage, check_unit
from mlp.net.network import NeuralNetwork
from mlp.net.trace import Stage, Trace

Changes = Mapping[tuple[str, int | None], float]
"""Linear stage and unit, or None for its whole layer → the value to have after its ReLU."""


@torch.inference_mode()
def what_if(model: NeuralNetwork, traced: Trace, changes: Changes) -> Trace:
    """Give units other values and compute on from there, on the model's device.

    What the next layer sees is replaced: the value after the ReLU, or that of a score without
    one. The changed units' linear values stay as they come. A unit's own change outdoes that of
    its layer.

    Args:
        model: The network; only read.
        traced: Its pass as it was.
        changes: The values to have; 0 switches a unit off.

    Returns:
        The stages before the first change as they were, the others computed anew.

    Raises:
        ValueError: There is no such linear stage, or it has no such unit.
    """
    by_stage: dict[str, dict[int | None, float]] = {}
    for (stage, unit), value in changes.items():
        if unit is not None:
            check_unit(model, stage, unit)
        by_stage.setdefault(activation_stage(model, stage), {})[unit] = value
    device = next(model.parameters()).device
    stages: list[Stage] = []
    has_changed = False
    for before in traced.stages:
        if not has_changed:
            after = replace(before, tensor=before.tensor.to(device))
        else:
            assert before.module is not None, "the picture itself is never changed"
            after = Stage(before.name, before.module, before.module(stages[-1].tensor))
        if before.name in by_stage:
            has_changed = True
            after = replace(
                after, tensor=_changed(after.tensor, by_stage[before.name]), seconds=None
            )
        stages.append(after)
    return Trace(tuple(stages))


def _changed(activations: torch.Tensor, changes: Mapping[int | None, float]) -> torch.Tensor:
    """Copy a layer's activations with some of them replaced, None standing for all."""
    changed = activations.clone()
    if None in changes:
        changed[:] = changes[None]
    for unit, value in changes.items():
        if unit is not None:
            changed[:, unit] = value
    return changed
