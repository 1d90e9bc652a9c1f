"""What it costs to count the statistics of the bundled network's units.

Run it with `python -m benchmarks.unit_statistics`. It must not know the app: only the network and
the test images.
"""

import time

import click
import torch

from benchmarks.forward import in_process
from benchmarks.report import Row, Section, Target, say
from mlp.dataset import load_digits
from mlp.explain.unit_statistics import count_unit_statistics
from mlp.files.read import load_model

NOTES = [
    "All 10,000 test images pass the network, as when the first visitor opens a unit's life after "
    "the start: the time from asking to the finished statistics of all 1,034 units, with one "
    "thread as in the app, in a process of its own. The test images are read from the disk "
    "before; one repetition is thrown away.",
]


def measure(rounds: int = 10) -> Section:
    """Measure the bundled network."""
    say("unit statistics: bundled network")
    return Section("Biographies of all units", in_process(cpu_rows, 1, rounds), NOTES)


def cpu_rows(num_threads: int, rounds: int) -> list[Row]:
    """Write them again and again; in a process of its own."""
    torch.set_num_threads(num_threads)
    model, digits = load_model(), load_digits("test")
    samples = []
    for _ in range(rounds + 1):
        started_s = time.perf_counter()
        *_, _unit_statistics = count_unit_statistics(model, digits)
        samples.append(time.perf_counter() - started_s)
    return [Row(f"cpu, {num_threads} thread: all units", samples[1:], "s", Target("p50", 3))]


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--rounds", type=click.IntRange(min=1), default=10, show_default=True)
def main(rounds: int) -> None:
    """Measure how long they take."""
    click.echo(measure(rounds).as_text())


if __name__ == "__main__":
    main(prog_name="python -m benchmarks.unit_statistics")
