"""What a forward pass costs, against what the machine could do: `python -m benchmarks.forward`.

It must not know the app: only the network, the trace, and the devices.
"""

import os
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from functools import partial
from multiprocessing import get_context
from typing import Any

import click
import numpy as np
import torch

from benchmarks.report import Row, Section, Target, say
from mlp.dataset import SIDE
from mlp.files.read import load_model
from mlp.net.device import available_devices, synchronize
from mlp.net.network import NeuralNetwork, num_parameters
from mlp.net.trace import trace

BATCH_SIZES = (1, 64, 1024)
THREAD_COUNTS = (1, 2)
CALLS = {1: 300, 64: 100, 1024: 20}
"""Calls of each kind in a round, by batch size, …"""

MAX_ROUND_S = 1.5
MIN_CALLS = 3
"""… or fewer, where the machine is so busy that a round would take longer."""

SQUARE = 1024
"""Side of the matrices that are multiplied to learn the machine's rate."""

MAX_CROSSOVER = 2**14

Timings = dict[str, list[float]]
"""Milliseconds of each call, by what was called."""

NOTES = [
    "The calls that are compared take turns in one loop, so that whatever else the machine does "
    "meets them alike; a ratio is that of the two medians of a round. The app computes single "
    "digits with one thread: the targets stand there. Each number of threads has "
    "a process of its own, for NumPy's sake. The limit for one picture is the time in which the "
    "machine reads as many bytes as the network has parameters, 2.68 MB: the fastest of a sum, a "
    "dot product and a matrix-vector product over one array of that size, which the last-level "
    "cache holds. The limit for 1,024 pictures is the time that their multiplications and "
    f"additions take at the rate of one product of two {SQUARE}×{SQUARE} matrices. On a GPU each "
    "call ends when the device has finished; “from the CPU and back” is what an answer takes if "
    "the pictures come from the CPU and the probabilities go there.",
]


def measure(rounds: int = 7) -> Section:
    """Measure every device and number of threads there is."""
    rows: list[Row] = []
    for num_threads in THREAD_COUNTS:
        say(f"forward pass: cpu, {num_threads} thread(s)")
        rows += in_process(cpu_rows, num_threads, rounds)
    devices = [device for device in available_devices() if device.name != "cpu"]
    for device in devices:
        say(f"forward pass: {device.name}, {device.title}")
        rows += gpu_rows(device.name, rounds)
    facts = [("device", f"{device.name}, {device.title}") for device in available_devices()]
    return Section("Forward pass", rows, NOTES, facts)


def in_process(task: Callable[..., list[Row]], num_threads: int, *arguments: Any) -> list[Row]:
    """Run a task in a fresh process in which PyTorch and NumPy use so many threads."""
    count = str(num_threads)
    with _environment({"OMP_NUM_THREADS": count, "OPENBLAS_NUM_THREADS": count}):
        with ProcessPoolExecutor(1, get_context("spawn")) as executor:
            return executor.submit(task, num_threads, *arguments).result()


def cpu_rows(num_threads: int, rounds: int) -> list[Row]:
    """Compare everything on the CPU; in a process of its own."""
    torch.set_num_threads(num_threads)
    model = load_model()
    title = f"cpu, {num_threads} thread" + ("s" if num_threads > 1 else "")
    rows: list[Row] = []
    for batch_size in BATCH_SIZES:
        calls = {
            **_passes(model, batch_size, torch.device("cpu")),
            **_numpy_pass(model, batch_size),
        }
        limits = _streams(num_parameters(model)) if batch_size == 1 else _product()
        by_round = _take_turns({**calls, **limits}, rounds, CALLS[batch_size])
        place = f"{title}, batch {batch_size}"
        has_targets = batch_size == 1 and num_threads == 1
        rows += [_row(place, name, by_round) for name in calls]
        rows.append(_ratio_row(place, "trace", "softmax(model)", by_round, has_targets))
        if batch_size == 1:
            limit_ms = [
                float(min(np.median(timings[name]) for name in limits)) for timings in by_round
            ]
            rows += _bandwidth_rows(place, limit_ms, by_round, num_parameters(model), has_targets)
        elif batch_size == 1024:
            rows += _rate_rows(place, by_round, batch_size * flops_per_image(model))
    return rows


def gpu_rows(device_name: str, rounds: int) -> list[Row]:
    """Compare everything on another device, and find from which batch size on it is faster."""
    device = torch.device(device_name)
    on_cpu = load_model()
    model = load_model().to(device)
    rows: list[Row] = []
    for batch_size in BATCH_SIZES:
        calls = _passes(model, batch_size, device)
        calls["from the CPU and back"] = partial(_round_trip, model, _images(batch_size))
        limits = _streams(num_parameters(model), device) if batch_size == 1 else _product(device)
        timed = {name: partial(_finish, call, device) for name, call in {**calls, **limits}.items()}
        by_round = _take_turns(timed, rounds, CALLS[batch_size])
        place = f"{device_name}, batch {batch_size}"
        rows += [_row(place, name, by_round) for name in calls]
        rows.append(_ratio_row(place, "trace", "softmax(model)", by_round, False))
        if batch_size == 1024:
            rows += _rate_rows(place, by_round, batch_size * flops_per_image(model))
    crossover = _crossover(on_cpu, model, rounds)
    label = f"{device_name}: smallest batch answered sooner than by the CPU"
    rows.append(Row(label, [crossover], "images"))
    return rows


def flops_per_image(model: NeuralNetwork) -> int:
    """Count the multiplications and additions of one picture's forward pass."""
    return 2 * sum(parameter.numel() for parameter in model.parameters() if parameter.ndim == 2)


def _images(batch_size: int) -> torch.Tensor:
    """Make pictures of random numbers: float32, (batch_size, 28, 28), [0, 1], cpu."""
    return torch.rand(batch_size, SIDE, SIDE, generator=torch.Generator().manual_seed(0))


def _passes(
    model: NeuralNetwork, batch_size: int, device: torch.device
) -> dict[str, Callable[[], object]]:
    """Name the three ways to ask the network."""
    images = _images(batch_size).to(device)

    @torch.inference_mode()
    def plain() -> torch.Tensor:
        scores: torch.Tensor = model(images)
        return scores

    @torch.inference_mode()
    def answer() -> torch.Tensor:
        return torch.softmax(model(images), dim=1)

    return {"model": plain, "softmax(model)": answer, "trace": partial(trace, model, images)}


def _numpy_pass(model: NeuralNetwork, batch_size: int) -> dict[str, Callable[[], object]]:
    """Write the same in NumPy, on the same memory."""
    images = _images(batch_size).numpy().reshape(batch_size, -1)
    parameters = [parameter.detach().numpy() for parameter in model.parameters()]
    layers = list(zip(parameters[::2], parameters[1::2], strict=True))

    def scores() -> np.ndarray:
        values = images
        for weight, bias in layers:
            values = np.maximum(values @ weight.T + bias, 0)
        return values

    return {"NumPy": scores}


def _streams(
    num_values: int, device: torch.device | None = None
) -> dict[str, Callable[[], object]]:
    """Name ways to read as many float32 as the network has parameters, and do little else."""
    matrix = torch.rand(num_values // SIDE**2, SIDE**2, device=device)
    values, vector = matrix.flatten(), torch.rand(SIDE**2, device=device)
    half = len(values) // 2
    return {
        "sum": values.sum,
        "dot": partial(torch.dot, values[:half], values[half : 2 * half]),
        "mv": partial(torch.mv, matrix, vector),
    }


def _product(device: torch.device | None = None) -> dict[str, Callable[[], object]]:
    """Name the product of two large matrices."""
    matrix = torch.rand(SQUARE, SQUARE, device=device)
    return {"mm": partial(torch.mm, matrix, matrix)}


def _take_turns(
    calls: Mapping[str, Callable[[], object]], rounds: int, num_calls: int
) -> list[Timings]:
    """Call each in turn, again and again; one round before the others is thrown away."""
    by_round = []
    for _ in range(rounds + 1):
        timings: Timings = {name: [] for name in calls}
        deadline_s = time.perf_counter() + MAX_ROUND_S
        for number in range(num_calls):
            if number >= MIN_CALLS and time.perf_counter() > deadline_s:
                break
            for name, call in calls.items():
                started_s = time.perf_counter()
                call()
                timings[name].append((time.perf_counter() - started_s) * 1000)
        by_round.append(timings)
    return by_round[1:]


def _row(place: str, name: str, by_round: list[Timings]) -> Row:
    return Row(f"{place}: {name}", [sample for timings in by_round for sample in timings[name]])


def _ratio_row(
    place: str, above: str, below: str, by_round: list[Timings], has_target: bool
) -> Row:
    ratios = [float(np.median(timings[above]) / np.median(timings[below])) for timings in by_round]
    target = Target("p50", 1.4) if has_target else None
    return Row(f"{place}: {above} ÷ {below}", ratios, "×", target)


def _bandwidth_rows(
    place: str,
    limit_ms: list[float],
    by_round: list[Timings],
    num_values: int,
    has_target: bool,
) -> list[Row]:
    """Say how fast the parameters can be read at all, and how near the forward pass comes."""
    rates = [4 * num_values / 1e6 / milliseconds for milliseconds in limit_ms]  # GB/s
    ratios = [
        float(np.median(timings["model"])) / limit
        for timings, limit in zip(by_round, limit_ms, strict=True)
    ]
    target = Target("p50", 4) if has_target else None
    return [
        Row(f"{place}: limit, parameters read once", limit_ms),
        Row(f"{place}: read rate of the cache", rates, "GB/s"),
        Row(f"{place}: model ÷ limit", ratios, "×", target),
    ]


def _rate_rows(place: str, by_round: list[Timings], flops: int) -> list[Row]:
    """Say how fast the machine multiplies, and how near the forward pass comes."""
    rates = [2e-6 * SQUARE**3 / float(np.median(timings["mm"])) for timings in by_round]
    limits_ms = [flops / 1e6 / rate for rate in rates]
    ratios = [
        float(np.median(timings["model"])) / limit
        for timings, limit in zip(by_round, limits_ms, strict=True)
    ]
    return [
        Row(f"{place}: limit, at the rate of a large product", limits_ms),
        Row(f"{place}: rate of a large product", rates, "GFLOP/s"),
        Row(f"{place}: model ÷ limit", ratios, "×"),
    ]


@torch.inference_mode()
def _round_trip(model: NeuralNetwork, images: torch.Tensor) -> torch.Tensor:
    """Answer pictures that are on the CPU: float32, (N, 10), cpu."""
    device = next(model.parameters()).device
    return torch.softmax(model(images.to(device)), dim=1).cpu()


def _finish(call: Callable[[], object], device: torch.device) -> None:
    call()
    synchronize(device)


def _crossover(on_cpu: NeuralNetwork, on_gpu: NeuralNetwork, rounds: int) -> float:
    """Find the smallest power of two of pictures that the GPU answers sooner; inf if none."""
    batch_size = 1
    while batch_size <= MAX_CROSSOVER:
        images = _images(batch_size)
        calls = {
            name: partial(_round_trip, model, images)
            for name, model in (("cpu", on_cpu), ("gpu", on_gpu))
        }
        timings = _take_turns(calls, 1, 5 * rounds)[0]
        if np.median(timings["gpu"]) < np.median(timings["cpu"]):
            return batch_size
        batch_size *= 2
    return float("inf")


@contextmanager
def _environment(changes: Mapping[str, str]) -> Iterator[None]:
    """Change variables that libraries read when they are imported, for new processes."""
    before = {name: os.environ.get(name) for name in changes}
    os.environ.update(changes)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--rounds", type=click.IntRange(min=1), default=7, show_default=True)
def main(rounds: int) -> None:
    """Measure the forward pass."""
    click.echo(measure(rounds).as_text())


if __name__ == "__main__":
    main(prog_name="python -m benchmarks.forward")
