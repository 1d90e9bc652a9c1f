"""`python -m mlp study`: learn what looks like no digit, and count how reliable answers are.

It must not know how that is done: it reads arguments, calls the library, prints.
"""

import os
from pathlib import Path

import click
import torch

from mlp.commands.network import weights_option
from mlp.commands.progress import watch
from mlp.dataset import NUM_VALIDATION, Digits, load_digits
from mlp.errors import InputError
from mlp.files.read import load_model
from mlp.net.calibration import Calibration, calibration_path, count, save_calibration
from mlp.net.network import NeuralNetwork
from mlp.net.out_of_distribution import Detector, detector_path, ood_score, save_detector
from mlp.net.trace import trace
from mlp.study.claims import Claimed, brought, photographed
from mlp.study.detector import drawn_outliers, fit, half_augmented, photographed_things
from mlp.study.evaluation import answers
from mlp.study.photographs import TUNING_SEED
from mlp.training.augmentation import redrawn
from mlp.training.forms import FORMS, HAND
from mlp.training.hand import written_digits

NUM_STUDIED = 4_000
"""Training digits that “study” draws anew."""

NUM_FORMS = 40_000
"""Forms of digits that it learns from."""

NUM_UNSEEN = 2_000
"""Other digits that are drawn anew, and other forms, to set the bound by."""

NUM_PHOTOGRAPHS = 400
"""Photographs of other digits, for the same."""

NUM_OUTLIERS = 25_000
"""Drawings of what is no digit that it learns from."""

NUM_THINGS = 5_000
"""Photographs of things that it learns from."""

MAX_FALSE_ALARMS = 0.002
"""Share of unseen digits that may be said to be none; 1 % is the target."""

MAX_FALSE_ALARMS_REDRAWN = 0.005
"""Share of unseen digits, drawn anew, that may be said to be none; 1 % is the target."""

MAX_FALSE_ALARMS_FORMS = 0.003
"""Share of unseen forms that may be said to be none; 1 % is the target."""

MAX_FALSE_ALARMS_PHOTOGRAPHS = 0.006
"""Share of unseen digits, photographed, that may be said to be none; 1 % is the target."""

CLAIMED = Claimed()
"""Pictures on which is counted how often it is right."""


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
    held_out = _held_out(unseen, seed)
    click.echo("Writing forms, drawing what is no digit, and learning to tell it: some minutes.")
    forms = written_digits(FORMS, NUM_FORMS, seed=seed + 3, hand=HAND)
    things = photographed_things(NUM_THINGS, seed=seed, vocabulary="tuning")
    detector = fit(
        model,
        half_augmented(torch.cat([learned.pixels, anew, forms.pixels]), seed=seed),
        torch.cat([drawn_outliers(NUM_OUTLIERS, seed=seed), things]),
        held_out=held_out,
        seed=seed,
    )
    save_detector(detector, model, detector_path(weights))
    save_calibration(_counted(model, detector, seed), model, calibration_path(weights))
    click.echo(f"Wrote {detector_path(weights)} and {calibration_path(weights)}.")


def _held_out(unseen: Digits, seed: int) -> list[tuple[torch.Tensor, float]]:
    """Make the sets of digits of which only so small a share may be called strange."""
    few = unseen.part(0, NUM_UNSEEN)
    anew = torch.stack(list(watch(redrawn(few, seed + 2), len(few), "Redrawing others")))
    forms = written_digits(FORMS, NUM_UNSEEN, seed=seed + 4, hand=HAND)
    taken = photographed(unseen, NUM_PHOTOGRAPHS, seed=TUNING_SEED + seed)
    images = [image for image, _ in watch(taken, NUM_PHOTOGRAPHS, "Photographing")]
    return [
        (unseen.pixels, MAX_FALSE_ALARMS),
        (anew, MAX_FALSE_ALARMS_REDRAWN),
        (forms.pixels, MAX_FALSE_ALARMS_FORMS),
        (torch.stack(images), MAX_FALSE_ALARMS_PHOTOGRAPHS),
    ]


def _counted(model: NeuralNetwork, detector: Detector, seed: int) -> Calibration:
    """Count how often what is said of pictures as people bring them is right."""
    made = brought(load_digits("test"), CLAIMED, seed=seed + 5)
    num_made = CLAIMED.num_redrawn + CLAIMED.num_forms + CLAIMED.num_photographs
    pictures = list(watch(made, num_made, "Counting how often it is right"))
    images = torch.stack([image for image, _ in pictures]).float() / 255
    labels = torch.tensor([label for _, label in pictures])
    is_claimed = torch.from_numpy(ood_score(detector, trace(model, images)) <= 0)
    asked = answers(model, images[is_claimed], labels[is_claimed])
    return count(asked.probabilities, asked.labels)
