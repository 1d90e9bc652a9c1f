"""Whether a picture looks like a digit, learned from what a network computes for it.

It must not know the words in which the result is said, nor where on the page.

The ten probabilities cannot say "this is no digit": they sum to 1 whatever is shown. The tensors
on the way can. A small reader looks at the picture, at every hidden layer and at the scores, and
has learned which of them come from digits and which from drawings that are none. Source: "Deep
Anomaly Detection with Outlier Exposure", Hendrycks, Mazeika and Dietterich, 2019.
"""

from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np
import torch
from safetensors import SafetensorError, safe_open
from safetensors.numpy import save_file

from mlp.dataset import SIDE
from mlp.errors import InputError
from mlp.net.network import NeuralNetwork
from mlp.net.parameters import fingerprint
from mlp.net.trace import Trace, trace

NUM_UNITS = 64
"""Units of the reader's hidden layer."""

FARTHEST = 4.0
"""Standard deviations at which inputs are cut off.

Beyond what it was shown the reader would only go on in a straight line.
"""


@dataclass(frozen=True)
class Detector:
    """What was learned about one set of weights: a linear layer, a ReLU and a weighted sum.

    Attributes:
        mean: float32, (inputs,): the picture, the hidden layers after their ReLU, and the scores
            before theirs.
        scale: float32, (inputs,), > 0: how far each is usually from its mean.
        hidden_weights: float32, (inputs, 64).
        hidden_bias: float32, (64,).
        weights: float32, (64,).
        bias: float32, (1,): such that the sum is 0 at the bound.
    """

    mean: np.ndarray
    scale: np.ndarray
    hidden_weights: np.ndarray
    hidden_bias: np.ndarray
    weights: np.ndarray
    bias: np.ndarray


def ood_score(detector: Detector, trace: Trace) -> np.ndarray:
    """Measure how far each picture of a trace is from a digit, at least as the network sees it.

    Returns:
        float32, (N,), any sign: above 0 it does not look like a digit. In nats: each 1 more makes
        the odds of a digit 2.7 times worse.
    """
    inputs: np.ndarray = detector_inputs(trace).cpu().numpy()
    scaled = ((inputs - detector.mean) / detector.scale).clip(-FARTHEST, FARTHEST)
    hidden = np.maximum(scaled @ detector.hidden_weights + detector.hidden_bias, 0)
    score: np.ndarray = hidden @ detector.weights + detector.bias
    return score


def detector_inputs(trace: Trace) -> torch.Tensor:
    """Join what the reader looks at: float32, (N, inputs), on the trace's device."""
    before = trace.stages[: trace.names.index(trace.scores.name)]
    hidden = [stage for stage in before if stage.name.startswith("relu")]
    seen = [trace["image"], *hidden, trace.scores]
    return torch.cat([stage.tensor.flatten(start_dim=1) for stage in seen], dim=1)


def detector_path(weights: Path) -> Path:
    """Name the file beside a weights file."""
    return weights.with_suffix(".out-of-distribution.safetensors")


def save_detector(detector: Detector, model: NeuralNetwork, path: Path) -> None:
    """Write what was learned about a network, with the name of its weights.

    Raises:
        InputError: The file cannot be written.
    """
    arrays = {field.name: getattr(detector, field.name) for field in fields(detector)}
    try:
        save_file(arrays, path, metadata={"fingerprint": fingerprint(model)})
    except (OSError, SafetensorError) as error:
        raise InputError(f"The detector cannot be written to {path} ({error}).") from None


def load_detector(model: NeuralNetwork, path: Path) -> Detector | None:
    """Read what was learned about a network; None if there is no file or it is of other weights.

    Raises:
        InputError: The file is damaged.
    """
    if not path.exists():
        return None
    remedy = (
        "Make it again with “python -m mlp study”, or remove it: then nothing is called strange."
    )
    names = [field.name for field in fields(Detector)]
    try:
        with safe_open(path, "numpy") as file:
            metadata: dict[str, str] = file.metadata() or {}
            if metadata.get("fingerprint") != fingerprint(model):
                return None
            detector = Detector(*(file.get_tensor(name) for name in names))
        _check(detector, model)
        return detector
    except (OSError, SafetensorError, TypeError, ValueError) as error:
        raise InputError(f"The file {path.name} is damaged ({error}). {remedy}") from None


def _check(detector: Detector, model: NeuralNetwork) -> None:
    """Raise ValueError unless the numbers are of a reader for this network."""
    blank = trace(model, torch.zeros(1, SIDE, SIDE, device=next(model.parameters()).device))
    num_inputs = detector_inputs(blank).shape[1]
    shapes = {
        "mean": (num_inputs,),
        "scale": (num_inputs,),
        "hidden_weights": (num_inputs, NUM_UNITS),
        "hidden_bias": (NUM_UNITS,),
        "weights": (NUM_UNITS,),
        "bias": (1,),
    }
    for name, shape in shapes.items():
        array = getattr(detector, name)
        if array.shape != shape or array.dtype != np.float32:
            raise ValueError(f"{name} is {array.dtype} {array.shape}, not float32 {shape}")
        if not np.isfinite(array).all():
            raise ValueError(f"{name} holds values that are no finite numbers")
    if not (detector.scale > 0).all():
        raise ValueError("scale holds values that are not above 0")
