"""What really comes of the presets: `python -m mlp.study.preset_runs` trains them, and notes it.

It must not know the page that states these figures (mlp/training/preset_records.json), and no
others.
"""

import tempfile
import time
from dataclasses import replace
from pathlib import Path

import click
import torch

from mlp.dataset import load_digits
from mlp.net.network import NeuralNetwork
from mlp.training.checkpoints import Checkpoint, take_checkpoint
from mlp.training.loop import TrainingDivergedError, model_for, train
from mlp.training.presets import (
    PRESETS,
    RECORDS_PATH,
    PresetRecord,
    RecordedRun,
    Runs,
    cured,
    save_record,
)
from mlp.training.recipe import Recipe

NUM_SEEDS = 10
NUM_SEEDS_OF = {"too_fast": 25, "digit_dies": 15}
"""Where several things may come of a preset, or one of them always: more runs."""

NUM_CURED = 5
CURED = "digit_dies"
"""Runs of this preset are repeated with the cure."""


def run(recipe: Recipe) -> RecordedRun:
    """Train once on the CPU, and ask the network before and after."""
    digits = load_digits("train").part(0, recipe.num_images)
    model = model_for(recipe, torch.device("cpu"))
    at_first = _look(model, recipe)
    num_steps, is_diverged = 0, False
    started_s = time.process_time()
    try:
        for _ in train(model, digits, recipe):
            num_steps += 1
    except TrainingDivergedError:
        is_diverged = True
    cpu_s = time.process_time() - started_s
    at_last = _look(model, recipe)
    return RecordedRun(
        seed=recipe.seed,
        is_diverged=is_diverged,
        num_steps=num_steps,
        cpu_s=round(cpu_s, 2),
        held_out_accuracy=at_last.held_out_accuracy,
        seen_accuracy=at_last.seen_accuracy,
        lost_at_first=at_first.lost_digits,
        lost_digits=at_last.lost_digits,
    )


def _look(model: NeuralNetwork, recipe: Recipe) -> Checkpoint:
    """Ask a network about all it learns from and all test images."""
    seen = load_digits("train").part(0, recipe.num_images)
    model.eval()
    with tempfile.TemporaryDirectory() as folder:
        return take_checkpoint(
            model, seen, load_digits("test"), Path(folder), step=0, num_images=0, elapsed_s=0.0
        )


def _runs(name: str, recipe: Recipe, num_seeds: int) -> tuple[RecordedRun, ...]:
    """Train with the seeds 0, 1, and so on."""
    runs: list[RecordedRun] = []
    for seed in range(num_seeds):
        runs.append(run(replace(recipe, seed=seed)))
        click.echo(f"{name}: run {seed + 1} of {num_seeds}, {_as_line(runs[-1])}", err=True)
    return tuple(runs)


def _as_line(one: RecordedRun) -> str:
    """Say in one line what came of a run."""
    lost = ", ".join(map(str, one.lost_digits)) or "none"
    return (
        f"{one.num_steps} steps in {one.cpu_s:.1f} s"
        f"{', diverged' if one.is_diverged else ''}: {one.held_out_accuracy:.1%} of the test "
        f"images, {one.seen_accuracy:.1%} of those learned from; digits lost: {lost}"
    )


def _summary(name: str, runs: Runs) -> str:
    """Say in one line what came of all runs."""
    accuracy = runs.held_out_accuracy
    return (
        f"{name}: {runs.num_runs} runs read {accuracy.mean:.1%} of the test images "
        f"({accuracy.least:.1%} – {accuracy.most:.1%}); {runs.num_diverged} diverged, "
        f"{runs.num_stuck} read no better than by guessing, {runs.num_with_lost_digit} lost a digit"
    )


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--seeds",
    "num_seeds",
    type=click.IntRange(min=1),
    help=f"Runs of each preset.  [default: {NUM_SEEDS} to {max(NUM_SEEDS_OF.values())}]",
)
@click.option(
    "--only",
    "names",
    type=click.Choice(list(PRESETS)),
    multiple=True,
    help="Train this preset alone; may be given several times. What is known of others stays.",
)
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    default=RECORDS_PATH,
    help="Where to write what came of it.  [default: mlp/training/preset_records.json]",
)
def main(num_seeds: int | None, names: tuple[str, ...], out: Path) -> None:
    """Train every preset with several seeds and note what came of it; takes about five minutes."""
    torch.set_num_threads(1)  # as the app does it
    for name in names or PRESETS:
        recipe = PRESETS[name].recipe
        record = PresetRecord(_runs(name, recipe, num_seeds or NUM_SEEDS_OF.get(name, NUM_SEEDS)))
        click.echo(_summary(name, record))
        if name == CURED:
            num_cured = min(NUM_CURED, record.num_runs)
            others = Runs(_runs(f"{name}, cured", cured(recipe), num_cured))
            record = replace(record, cured=others)
            click.echo(_summary(f"{name}, cured", others))
        save_record(name, record, out)
    click.echo(f"Wrote {out}.")


if __name__ == "__main__":
    main(prog_name="python -m mlp.study.preset_runs")
