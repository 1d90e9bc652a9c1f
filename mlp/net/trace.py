"""One forward pass, kept: every stage from the picture to the ten probabilities.

It must not know how stages are coloured or explained, and it never changes the model.
"""

import time
from dataclasses import dataclass

import numpy as np
import torch
from torch import nn

from mlp.net.device import synchronize
from mlp.net.network import NeuralNetwork, named_layers
from mlp.net.notebook import stages_html

_SOFTMAX = nn.Softmax(dim=1)


@dataclass(frozen=True)
class Stage:
    """What one step of the forward pass gave.

    Attributes:
        name: "image", "flatten", "linear1", "relu1", …, "softmax".
        module: What made it; None for the picture itself. Only to be read.
        tensor: float32, (N, …), on the model's device: exactly what PyTorch computed.
        seconds: Time the step took, device synchronised; None unless it was asked for.
    """

    name: str
    module: nn.Module | None
    tensor: torch.Tensor
    seconds: float | None = None

    @property
    def layer(self) -> str:
        """The module that made it, as PyTorch prints it; "" for the picture itself."""
        return "" if self.module is None else repr(self.module)

    @property
    def shape(self) -> tuple[int, ...]:
        """The tensor's shape, the batch first."""
        return tuple(self.tensor.shape)

    @property
    def dtype(self) -> str:
        """The numbers' type, for example "float32"."""
        return str(self.tensor.dtype).removeprefix("torch.")

    @property
    def device(self) -> str:
        """Where the tensor lies, for example "cuda:0"."""
        return str(self.tensor.device)

    def values(self, index: int = 0) -> np.ndarray:
        """Copy one picture's values to the CPU: float32, the shape without the batch."""
        values: np.ndarray = self.tensor[index].cpu().numpy()
        return values


@dataclass(frozen=True)
class Trace:
    """All stages of one forward pass, in order."""

    stages: tuple[Stage, ...]

    def __getitem__(self, name: str) -> Stage:
        for stage in self.stages:
            if stage.name == name:
                return stage
        raise KeyError(name)

    def _repr_html_(self) -> str:
        """Show the first picture's stages in a notebook."""
        return stages_html((stage.name, stage.shape, stage.values()) for stage in self.stages)

    @property
    def is_finite(self) -> bool:
        """Whether no value overflowed: a visitor's network may have enormous weights."""
        return all(bool(np.isfinite(stage.values()).all()) for stage in self.stages)

    @property
    def names(self) -> tuple[str, ...]:
        """The stages' names, in order."""
        return tuple(stage.name for stage in self.stages)

    @property
    def probabilities(self) -> np.ndarray:
        """The first picture's answer: float32, (10,), [0, 1], sums to 1, cpu."""
        return self["softmax"].values()

    @property
    def scores(self) -> Stage:
        """The last linear stage: the scores before any last ReLU."""
        return [stage for stage in self.stages if stage.name.startswith("linear")][-1]

    def packed(self) -> np.ndarray:
        """Join the first picture's stages into one row, in order, without "flatten".

        "flatten" holds the same numbers as "image". One transfer from the device, whatever the
        number of stages.

        Returns:
            float32, (total,), cpu.
        """
        parts = [stage.tensor[0].flatten() for stage in self.stages if stage.name != "flatten"]
        packed: np.ndarray = torch.cat(parts).cpu().numpy()
        return packed


@torch.inference_mode()
def trace(model: NeuralNetwork, image: torch.Tensor, *, timed: bool = False) -> Trace:
    """Run the network once and keep every stage.

    The last stage equals `torch.softmax(model(image), dim=1)` bit for bit.

    Args:
        model: The network, in whatever mode; it is only read.
        image: float32, (28, 28) or (N, 28, 28), [0, 1], on any device; moved to the model's.
        timed: Whether to measure each stage. On a GPU this waits after every stage.

    Returns:
        The stages, on the model's device.
    """
    device = next(model.parameters()).device
    batch = image[None] if image.ndim == 2 else image  # (N, 28, 28)
    tensor = batch.to(device)
    stages = [Stage("image", None, tensor)]
    for name, layer in [*named_layers(model), ("softmax", _SOFTMAX)]:
        started_s = _now_s(device) if timed else 0.0
        tensor = layer(tensor)
        seconds = _now_s(device) - started_s if timed else None
        stages.append(Stage(name, layer, tensor, seconds))
    return Trace(tuple(stages))


@torch.inference_mode()
def probabilities_without_last_relu(trace: Trace) -> np.ndarray:
    """Answer as if the network had no ReLU on its scores.

    Returns:
        float32, (10,), [0, 1], sums to 1, cpu: the softmax of the last linear stage.
    """
    answer: np.ndarray = torch.softmax(trace.scores.tensor, dim=1)[0].cpu().numpy()
    return answer


def _now_s(device: torch.device) -> float:
    """Read the clock after the device has finished."""
    synchronize(device)
    return time.perf_counter()
