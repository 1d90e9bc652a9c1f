"""`python -m mlp study`: learn what looks like no digit, and count how reliable answers are.

It must not know how that is done: it reads arguments, calls the library, prints.
"""

import os
from pathlib import Path

import click
import torch

from mlp.commands.network import weights_option
from mlp.commands.progress import watch
from mlp.dataset import NUM_VALIDATION, load_digits
from mlp.errors import InputError
from mlp.files.read import load_model
from mlp.net.calibration import calibration_path, count, save_calibration
from mlp.net.out_of_distribution import detector_path, save_detector
from mlp.study.detector import drawn_outliers, fit, half_augmented
from mlp.study.evaluation import answers
from mlp.training.augmentation import redrawn

NUM_STUDIED = 20_000
"""Training digits that “study” draws anew."""

NUM_OUTLIERS = 25_000
"""Drawings of what is no digit that it learns from."""

MAX_FALSE_ALARMS = 0.005
"""Share of unseen digits that may be said to be none; 1 % is the target."""

MAX_FALSE_ALARMS_REDRAWN = 0.014
"""Share of unseen digits, drawn anew, that may be said to be none; 2 % is the target."""


@click.command("study")
@weights_option
@click.option("--seed", default=0, show_default=True, type=click.IntRange(0, 2**31))
def study_command(weights: Path, seed: int) -> None:
    """Learn what looks like no digit, and count how reliable the answers are.

    Writes two files beside the weights: what the app needs to say "this does not look like a
    digit", and how often the network was right when it was as sure.
    """
    model = load_model(weights)
    if not os.access(weights.parent, os.W_OK):
        raise InputError(f"Nothing can be written to the folder {weights.parent}.")
    digits = load_digits("train")
    learned, unseen = digits.part(0, -NUM_VALIDATION), digits.part(-NUM_VALIDATION)
    some = learned.part(-NUM_STUDIED)
    anew = torch.stack(list(watch(redrawn(some, seed + 1), len(some), "Redrawing")))
    anew_unseen = redrawn(unseen, seed + 2)
    held_out = torch.stack(list(watch(anew_unseen, len(unseen), "Redrawing others")))
    click.echo("Drawing what is no digit, and learning to tell it: about a minute.")
    detector = fit(
        model,
        half_augmented(torch.cat([learned.pixels, anew]), seed=seed),
        drawn_outliers(NUM_OUTLIERS, seed=seed),
        held_out=[(unseen.pixels, MAX_FALSE_ALARMS), (held_out, MAX_FALSE_ALARMS_REDRAWN)],
        seed=seed,
    )
    save_detector(detector, model, detector_path(weights))
    test = load_digits("test")
    asked = answers(model, test.images(), test.labels)
    save_calibration(count(asked.probabilities, asked.labels), model, calibration_path(weights))
    click.echo(f"Wrote {detector_path(weights)} and {calibration_path(weights)}.")
