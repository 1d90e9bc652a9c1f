"""Whether a picture looks like a digit, learned from what a network computes for it.

It must not know the words in which the result is said, nor where on the page.

The ten probabilities cannot say "this is no digit": they sum to 1 whatever is shown. The tensors
on the way can. A small reader looks at the picture, at every hidden layer and at the scores, and
has learned which of them come from digits and which from drawings that are none. Source: "Deep
Anomaly Detection with Outlier Exposure", Hendrycks, Mazeika and Dietterich, 2019.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path

import numpy as np
import torch
from safetensors import SafetensorError, safe_open
from safetensors.numpy import save_file
from torch import nn

from mlp.errors import InputError
from mlp.files.weights import fingerprint
from mlp.net.network import SEEDED, SIDE, NeuralNetwork
from mlp.net.trace import Trace, trace
from mlp.picture.prepare import from_pad
from mlp.study.nondigits import Vocabulary, drawing
from mlp.training.augmentation import Variation, elastic_fields, varied

_UNITS = 64
"""Units of the reader's hidden layer."""

_FARTHEST = 4.0
"""Standard deviations at which inputs are cut off.

Beyond what it was shown the reader would only go on in a straight line.
"""

_FRAMES = 8
"""One stranger of so many is no drawing, but noise on the whole picture, such as `torch.rand`."""

_EPOCHS = 8
_BATCH_SIZE = 128
_LEARNING_RATE = 2e-3
_WEIGHT_DECAY = 0.1


@dataclass(frozen=True)
class Familiarity:
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


def strangeness(familiarity: Familiarity, trace: Trace) -> np.ndarray:
    """Measure how far each picture of a trace is from a digit, at least as the network sees it.

    Returns:
        float32, (N,), any sign: above 0 it does not look like a digit. In nats: each 1 more makes
        the odds of a digit 2.7 times worse.
    """
    inputs: np.ndarray = _inputs(trace).cpu().numpy()
    scaled = ((inputs - familiarity.mean) / familiarity.scale).clip(-_FARTHEST, _FARTHEST)
    hidden = np.maximum(scaled @ familiarity.hidden_weights + familiarity.hidden_bias, 0)
    strange: np.ndarray = hidden @ familiarity.weights + familiarity.bias
    return strange


def drawn_strangers(count: int, *, seed: int, vocabulary: Vocabulary = "tuning") -> torch.Tensor:
    """Draw what is no digit, and prepare it as the app does; one in eight is noise all over.

    Returns:
        uint8, (count, 28, 28), 0–255, cpu.
    """
    images = []
    for number in range(count):
        random = np.random.default_rng([seed, number])
        if number % _FRAMES == 0:
            images.append(torch.from_numpy(_frame(random)))
        else:
            images.append(from_pad(drawing(random, vocabulary=vocabulary)[0]).image)
    return (torch.stack(images) * 255).round().to(torch.uint8)


def _frame(random: np.random.Generator) -> np.ndarray:
    """Fill a picture to its edges with noise, fine or coarse, dark or bright."""
    places = np.arange(SIDE) * int(random.integers(1, SIDE + 1)) // SIDE
    noise = random.random((SIDE, SIDE))[places][:, places] ** np.exp(random.uniform(-4, 2))
    frame: np.ndarray = (noise * random.uniform(0.3, 1)).astype(np.float32)
    return frame


def half_varied(pixels: torch.Tensor, *, seed: int) -> torch.Tensor:
    """Vary every second digit as in training, so that an unusual hand is not called strange.

    Args:
        pixels: uint8, (N, 28, 28), 0–255, cpu.
        seed: Of the variations.
    """
    random, variation = torch.Generator().manual_seed(seed), Variation()
    fields = elastic_fields(variation, random)
    mixed = pixels.clone()
    for some in torch.split(torch.arange(1, len(pixels), 2), 1000):
        images = varied(pixels[some].float() / 255, variation, fields, random)
        mixed[some] = (images * 255).round().to(torch.uint8)
    return mixed


def fit(
    model: NeuralNetwork,
    digits: torch.Tensor,
    strangers: torch.Tensor,
    *,
    held_out: Sequence[tuple[torch.Tensor, float]],
    seed: int = 0,
) -> Familiarity:
    """Learn to tell digits from strangers, and set the bound.

    Args:
        model: The network; only read.
        digits: uint8, (N, 28, 28), 0–255, prepared as for the network: training digits.
        strangers: uint8, (N, 28, 28), 0–255, likewise: what is no digit.
        held_out: Sets of other digits, uint8, (N, 28, 28), each with the share of it that may be
            called strange by mistake, (0, 1). The strictest sets the bound.
        seed: Of the first parameters and the order.
    """
    pixels = torch.cat([digits, strangers])
    is_strange = torch.cat([torch.zeros(len(digits)), torch.ones(len(strangers))])
    random = torch.Generator().manual_seed(seed)
    some = torch.randperm(len(pixels), generator=random)[:10_000]
    inputs = _inputs(trace(model, pixels[some].float() / 255)).cpu()
    # Inputs that hardly ever change must not be blown up.
    mean, scale = inputs.mean(dim=0), inputs.std(dim=0) + 0.1 * inputs.std()
    with SEEDED, torch.random.fork_rng(devices=[]):
        torch.default_generator.manual_seed(seed)  # an accelerator's is left alone
        reader = nn.Sequential(nn.Linear(len(mean), _UNITS), nn.ReLU(), nn.Linear(_UNITS, 1))
    optimizer = torch.optim.AdamW(reader.parameters(), weight_decay=_WEIGHT_DECAY)
    num_steps = _EPOCHS * -(-len(pixels) // _BATCH_SIZE)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, _LEARNING_RATE, num_steps)
    for _ in range(_EPOCHS):
        for batch in torch.split(torch.randperm(len(pixels), generator=random), _BATCH_SIZE):
            inputs = _inputs(trace(model, pixels[batch].float() / 255)).cpu()
            scaled = ((inputs - mean) / scale).clamp(-_FARTHEST, _FARTHEST)
            answer = reader(scaled)[:, 0]
            loss = nn.functional.binary_cross_entropy_with_logits(answer, is_strange[batch])
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]  # torch leaves this one untyped
            optimizer.step()
            schedule.step()
    hidden_weights, hidden_bias, weights, bias = (each.detach() for each in reader.parameters())
    arrays = (mean, scale, hidden_weights.T.contiguous(), hidden_bias, weights[0], bias)
    return _bounded(Familiarity(*(array.numpy() for array in arrays)), model, held_out)


def _inputs(trace: Trace) -> torch.Tensor:
    """Join what the reader looks at: float32, (N, inputs), on the trace's device."""
    before = trace.stages[: trace.names.index(trace.scores.name)]
    hidden = [stage for stage in before if stage.name.startswith("relu")]
    seen = [trace["image"], *hidden, trace.scores]
    return torch.cat([stage.tensor.flatten(start_dim=1) for stage in seen], dim=1)


def _bounded(
    familiarity: Familiarity,
    model: NeuralNetwork,
    held_out: Sequence[tuple[torch.Tensor, float]],
) -> Familiarity:
    """Move the bound to where only the allowed share of other digits is called strange."""
    bounds = [
        float(np.quantile(strangeness(familiarity, trace(model, pixels.float() / 255)), 1 - share))
        for pixels, share in held_out
    ]
    return replace(familiarity, bias=familiarity.bias - np.float32(max(bounds)))


def familiarity_path(weights: Path) -> Path:
    """Name the file beside a weights file."""
    return weights.with_suffix(".out-of-distribution.safetensors")


def save_familiarity(familiarity: Familiarity, model: NeuralNetwork, path: Path) -> None:
    """Write what was learned about a network, with the name of its weights.

    Raises:
        InputError: The file cannot be written.
    """
    arrays = {field.name: getattr(familiarity, field.name) for field in fields(familiarity)}
    try:
        save_file(arrays, path, metadata={"fingerprint": fingerprint(model)})
    except (OSError, SafetensorError) as error:
        raise InputError(f"The familiarity cannot be written to {path} ({error}).") from None


def load_familiarity(model: NeuralNetwork, path: Path) -> Familiarity | None:
    """Read what was learned about a network; None if there is no file or it is of other weights.

    Raises:
        InputError: The file is damaged.
    """
    if not path.exists():
        return None
    remedy = (
        "Make it again with “python -m mlp study”, or remove it: then nothing is called strange."
    )
    names = [field.name for field in fields(Familiarity)]
    try:
        with safe_open(path, "numpy") as file:
            metadata: dict[str, str] = file.metadata() or {}
            if metadata.get("fingerprint") != fingerprint(model):
                return None
            familiarity = Familiarity(*(file.get_tensor(name) for name in names))
        _check(familiarity, model)
        return familiarity
    except (OSError, SafetensorError, TypeError, ValueError) as error:
        raise InputError(f"The file {path.name} is damaged ({error}). {remedy}") from None


def _check(familiarity: Familiarity, model: NeuralNetwork) -> None:
    """Raise ValueError unless the numbers are of a reader for this network."""
    blank = trace(model, torch.zeros(1, SIDE, SIDE, device=next(model.parameters()).device))
    num_inputs = _inputs(blank).shape[1]
    shapes = {
        "mean": (num_inputs,),
        "scale": (num_inputs,),
        "hidden_weights": (num_inputs, _UNITS),
        "hidden_bias": (_UNITS,),
        "weights": (_UNITS,),
        "bias": (1,),
    }
    for name, shape in shapes.items():
        array = getattr(familiarity, name)
        if array.shape != shape or array.dtype != np.float32:
            raise ValueError(f"{name} is {array.dtype} {array.shape}, not float32 {shape}")
        if not np.isfinite(array).all():
            raise ValueError(f"{name} holds values that are no finite numbers")
    if not (familiarity.scale > 0).all():
        raise ValueError("scale holds values that are not above 0")
