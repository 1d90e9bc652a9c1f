"""How the out-of-distribution detector is trained: on digits, and on drawings that are none.

It must not know where its result is kept.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import torch
from torch import nn

from mlp.dataset import SIDE
from mlp.net.network import SEEDED, NeuralNetwork
from mlp.net.out_of_distribution import (
    FARTHEST,
    NUM_UNITS,
    Detector,
    detector_inputs,
    ood_score,
)
from mlp.net.trace import trace
from mlp.picture.prepare import from_pad
from mlp.study.nondigits import Vocabulary, drawing
from mlp.study.things import thing_images
from mlp.training.augmentation import Augmentation, augmented, disturbed, elastic_fields

_FRAMES = 8
"""One stranger of so many is no drawing, but noise on the whole picture, such as `torch.rand`."""

_AUGMENTATION = Augmentation(blurred=0.15, blur_passes=2, noisy=0.3, noise=0.15)
"""Of digits: hands, pens and cameras differ."""

_EPOCHS = 8

_BATCH_SIZE = 128

_LEARNING_RATE = 2e-3

_WEIGHT_DECAY = 0.1


def drawn_outliers(count: int, *, seed: int, vocabulary: Vocabulary = "tuning") -> torch.Tensor:
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


def photographed_things(count: int, *, seed: int, vocabulary: Vocabulary) -> torch.Tensor:
    """Photograph things, and prepare them as the app does; those on which nothing is found go.

    Returns:
        uint8, (up to count, 28, 28), 0–255, cpu.
    """
    images = torch.stack(list(thing_images(count, seed=seed, vocabulary=vocabulary)))
    pixels = (images * 255).round().to(torch.uint8)
    return pixels[(pixels > 0).flatten(1).any(dim=1)]


def half_augmented(pixels: torch.Tensor, *, seed: int) -> torch.Tensor:
    """Vary every second digit as in training, so that an unusual hand is not called strange.

    Args:
        pixels: uint8, (N, 28, 28), 0–255, cpu.
        seed: Of the augmentation.
    """
    random = torch.Generator().manual_seed(seed)
    fields = elastic_fields(_AUGMENTATION, random)
    mixed = pixels.clone()
    for some in torch.split(torch.arange(1, len(pixels), 2), 1000):
        images = augmented(pixels[some].float() / 255, _AUGMENTATION, fields, random)
        images = disturbed(images, _AUGMENTATION, random)
        mixed[some] = (images * 255).round().to(torch.uint8)
    return mixed


def fit(
    model: NeuralNetwork,
    digits: torch.Tensor,
    outliers: torch.Tensor,
    *,
    held_out: Sequence[tuple[torch.Tensor, float]],
    seed: int = 0,
) -> Detector:
    """Learn to tell digits from strangers, and set the bound.

    Args:
        model: The network; only read.
        digits: uint8, (N, 28, 28), 0–255, prepared as for the network: training digits.
        outliers: uint8, (N, 28, 28), 0–255, likewise: what is no digit.
        held_out: Sets of other digits, uint8, (N, 28, 28), each with the share of it that may be
            called strange by mistake, (0, 1). The strictest sets the bound.
        seed: Of the first parameters and the order.
    """
    pixels = torch.cat([digits, outliers])
    is_outlier = torch.cat([torch.zeros(len(digits)), torch.ones(len(outliers))])
    random = torch.Generator().manual_seed(seed)
    some = torch.randperm(len(pixels), generator=random)[:10_000]
    inputs = detector_inputs(trace(model, pixels[some].float() / 255)).cpu()
    # Inputs that hardly ever change must not be blown up.
    mean, scale = inputs.mean(dim=0), inputs.std(dim=0) + 0.1 * inputs.std()
    with SEEDED, torch.random.fork_rng(devices=[]):
        torch.default_generator.manual_seed(seed)  # an accelerator's is left alone
        reader = nn.Sequential(nn.Linear(len(mean), NUM_UNITS), nn.ReLU(), nn.Linear(NUM_UNITS, 1))
    optimizer = torch.optim.AdamW(reader.parameters(), weight_decay=_WEIGHT_DECAY)
    num_steps = _EPOCHS * -(-len(pixels) // _BATCH_SIZE)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, _LEARNING_RATE, num_steps)
    for _ in range(_EPOCHS):
        for batch in torch.split(torch.randperm(len(pixels), generator=random), _BATCH_SIZE):
            inputs = detector_inputs(trace(model, pixels[batch].float() / 255)).cpu()
            scaled = ((inputs - mean) / scale).clamp(-FARTHEST, FARTHEST)
            answer = reader(scaled)[:, 0]
            loss = nn.functional.binary_cross_entropy_with_logits(answer, is_outlier[batch])
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]  # torch leaves this one untyped
            optimizer.step()
            schedule.step()
    hidden_weights, hidden_bias, weights, bias = (each.detach() for each in reader.parameters())
    arrays = (mean, scale, hidden_weights.T.contiguous(), hidden_bias, weights[0], bias)
    return _bounded(Detector(*(array.numpy() for array in arrays)), model, held_out)


def _bounded(
    detector: Detector,
    model: NeuralNetwork,
    held_out: Sequence[tuple[torch.Tensor, float]],
) -> Detector:
    """Move the bound to where only the allowed share of other digits is called strange."""
    bounds = [
        float(np.quantile(ood_score(detector, trace(model, pixels.float() / 255)), 1 - share))
        for pixels, share in held_out
    ]
    return replace(detector, bias=detector.bias - np.float32(max(bounds)))
