"""How fast training is, against the machine's peak: `python -m benchmarks.training`.

It must not know what is learned.
"""

import itertools
import time
from collections.abc import Iterator

import click
import torch

from benchmarks.forward import SQUARE, flops_per_image
from benchmarks.report import Row, Section, say_round
from mlp.dataset import SIDE, Digits, load_digits
from mlp.net.device import available_devices, synchronize
from mlp.net.network import NeuralNetwork
from mlp.training.loop import Progress, new_model, train
from mlp.training.recipe import RECIPES

RECIPE_NAMES = ("plain", "digits")
NUM_STEPS = 40
MAX_ROUND_S = 4.0
"""Steps in a round, or fewer where they would take longer."""

NUM_PRODUCTS = 10

NOTES = [
    f"`mlp.training` runs up to {NUM_STEPS} steps of each recipe in turn, with as many threads as "
    f"PyTorch chooses, and in between the machine multiplies two {SQUARE}×{SQUARE} matrices "
    f"{NUM_PRODUCTS} times. “Share of the peak” is the arithmetic of the network's forward and "
    "backward pass (no gradient is taken of the pictures) over what the rate of that product "
    "would do in the same time: the optimizer, the variation of the pictures and everything else "
    "count as time without arithmetic. One round before the others is thrown away.",
]


def measure(rounds: int = 6) -> Section:
    """Measure the recipes on every device."""
    digits, devices = load_digits("train"), available_devices()
    rows = [row for device in devices for row in _rows(digits, device.torch_device, rounds)]
    facts = [("device", f"{device.name}, {device.title}") for device in devices]
    facts.append(("threads", str(torch.get_num_threads())))
    return Section("Training", rows, NOTES, facts)


def _rows(digits: Digits, device: torch.device, rounds: int) -> list[Row]:
    """Let the recipes and the large product take turns on one device."""
    runs = {name: train(new_model(0, device), digits, RECIPES[name]) for name in RECIPE_NAMES}
    for run in runs.values():
        next(run)  # prepares: whatever the recipe needs before its first step
    flops = _training_flops_per_image(NeuralNetwork())
    matrix = torch.rand(SQUARE, SQUARE, device=device)
    peaks: list[float] = []
    images_per_s: dict[str, list[float]] = {name: [] for name in runs}
    shares: dict[str, list[float]] = {name: [] for name in runs}
    for number in range(rounds + 1):
        say_round(f"training, {device}", number, rounds)
        peak = _products_per_s(matrix) * 2 * SQUARE**3
        rates = {name: _images_per_s(run, device) for name, run in runs.items()}
        if number == 0:
            continue
        peaks.append(peak / 1e9)
        for name, rate in rates.items():
            images_per_s[name].append(rate)
            shares[name].append(100 * rate * flops / peak)
    rows = [Row(f"{device}: peak, the rate of a large product", peaks, "GFLOP/s")]
    for name in runs:
        rows += [
            Row(f"{device}: recipe {name}", images_per_s[name], "images/s"),
            Row(f"{device}: recipe {name}, share of the peak", shares[name], "%"),
        ]
    return rows


def _training_flops_per_image(model: NeuralNetwork) -> int:
    """Count forward pass, gradients of the weights, and gradients of all but the first input."""
    first = next(model.parameters())
    assert first.shape[1] == SIDE * SIDE
    return 3 * flops_per_image(model) - 2 * first.numel()


def _images_per_s(run: Iterator[Progress], device: torch.device) -> float:
    """Go on with a training for some steps; the first of them only says where it stands."""
    num_before = next(run).num_images
    synchronize(device)
    started_s = time.perf_counter()
    num_now = num_before
    for step in itertools.islice(run, NUM_STEPS):
        num_now = step.num_images
        if time.perf_counter() - started_s > MAX_ROUND_S:
            break
    synchronize(device)
    return (num_now - num_before) / (time.perf_counter() - started_s)


def _products_per_s(matrix: torch.Tensor) -> float:
    synchronize(matrix.device)
    started_s = time.perf_counter()
    for _ in range(NUM_PRODUCTS):
        torch.mm(matrix, matrix)
    synchronize(matrix.device)
    return NUM_PRODUCTS / (time.perf_counter() - started_s)


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--rounds", type=click.IntRange(min=1), default=6, show_default=True)
def main(rounds: int) -> None:
    """Measure training."""
    click.echo(measure(rounds).as_text())


if __name__ == "__main__":
    main(prog_name="python -m benchmarks.training")
