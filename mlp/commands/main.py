"""The command line: `python -m mlp train | evaluate | predict`.

It must not compute anything itself: it reads arguments, calls the library, prints.
"""

import csv
import json
import math
import os
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from itertools import chain, groupby
from pathlib import Path
from typing import Any, TypeVar

import click
import torch

from mlp.dataset import NUM_VALIDATION, load_digits
from mlp.errors import InputError
from mlp.files.weights import BUNDLED_WEIGHTS, OTHER_SEEDS, load_metadata, load_model, save_model
from mlp.net.calibration import calibration_path, count, save_calibration
from mlp.net.device import choose_device
from mlp.net.network import NeuralNetwork
from mlp.net.out_of_distribution import detector_path, save_detector
from mlp.net.placed import PlacedModel, load_experience
from mlp.net.reading import read
from mlp.net.verdict import Kind, Verdict
from mlp.picture.file import read_picture_file, say_file_name
from mlp.picture.prepare import Prepared, from_picture
from mlp.study.detector import drawn_outliers, fit, half_augmented
from mlp.study.evaluation import Figure, answers, evaluate, seeds_figure
from mlp.study.model_card import model_card
from mlp.training.augmentation import redrawn
from mlp.training.loop import (
    Phase,
    Progress,
    TrainingDivergedError,
    correct_per_digit,
    model_for,
    train,
    usable_copy,
)
from mlp.training.ranks import LostError, Team, team
from mlp.training.recipe import RECIPES, Recipe, recipe_name

NUM_STUDIED = 20_000
"""Training digits that “study” draws anew."""

NUM_OUTLIERS = 25_000
"""Drawings of what is no digit that it learns from."""

MAX_FALSE_ALARMS = 0.005
"""Share of unseen digits that may be said to be none; 1 % is the target."""

MAX_FALSE_ALARMS_REDRAWN = 0.014
"""Share of unseen digits, drawn anew, that may be said to be none; 2 % is the target."""

_CARD = Path(__file__).parents[2] / "docs" / "model-card.md"

_Item = TypeVar("_Item")

_device_option = click.option(
    "--device", default="auto", show_default=True, help="auto, cpu, cuda, cuda:1, mps, …"
)
_weights_option = click.option(
    "--weights",
    type=click.Path(path_type=Path),
    default=BUNDLED_WEIGHTS,
    help="A .safetensors file written by “train”. Default: the weights that come with the app.",
)


NEVER_STUDIED = (
    "What does not look like a digit was never learned for these weights, so everything is taken "
    "for one. “python -m mlp study --weights FILE” learns it."
)


@dataclass(frozen=True)
class Prediction:
    """What `predict` says of one file; the fields are those of `--json`.

    Attributes:
        digit: 0–9; None where there is nothing to decide, or it does not look like a digit.
        probability: Of the best digit, said or not, [0, 1].
        probabilities: All ten, after the last ReLU and the softmax.
        share_right: Of the test digits where the network was as sure, the share, [0, 1], that it
            read rightly; None where that was not counted, or no digit is said.
        message: None, or sentences: unsure, nothing or much there, or what is wrong with the file.
    """

    file: str
    digit: int | None = None
    probability: float | None = None
    probabilities: list[float] | None = None
    share_right: float | None = None
    message: str | None = None


class _Group(click.Group):
    """Says what is wrong with the input in one sentence, without a traceback."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except InputError as error:
            click.echo(str(error), err=True)
            ctx.exit(2)


@click.group(cls=_Group)
def main() -> None:
    """Train, evaluate and use the network that Glassbox shows."""


@main.command("train")
@click.option("--out", type=click.Path(path_type=Path), required=True, help="File to write.")
@click.option(
    "--recipe",
    "recipe_name",
    type=click.Choice(list(RECIPES)),
    default="plain",
    show_default=True,
    help="“plain” takes half a minute; “digits” made the weights that come with the app.",
)
@click.option("--seed", type=click.IntRange(0, 2**63 - 1), help="Instead of the recipe's.")
@click.option("--epochs", type=click.IntRange(1), help="Instead of the recipe's; no teacher's.")
@click.option(
    "--batch-size", type=click.IntRange(1, 60_000), help="Instead of the recipe's; no teacher's."
)
@click.option(
    "--learning-rate",
    type=click.FloatRange(0, min_open=True),
    help="Instead of the recipe's; no teacher's.",
)
@click.option(
    "--images",
    "num_images",
    type=click.IntRange(1, 60_000),
    help="Learn from the first so many training images, instead of the recipe's.",
)
@click.option(
    "--losses",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write a .csv file with the loss of each batch.",
)
@_device_option
def train_command(
    out: Path,
    recipe_name: str,
    *,
    device: str,
    losses: Path | None,
    **changes: float | None,
) -> None:
    """Train a new network on the 60,000 images and save it.

    Several processes train it together if torchrun starts them, on one machine or on many:
    torchrun --nproc-per-node 2 -m mlp train --out my.safetensors. They share each batch, and come
    to the same network as one process would, to rounding.
    """
    for path in filter(None, (out, losses)):
        if not path.parent.is_dir():
            raise InputError(f"There is no folder {path.parent} to write {path.name} to.")
    if out.is_dir():
        raise InputError(f"{out} is a folder. Give the name of the file to write.")
    learning_rate = changes["learning_rate"]
    if learning_rate is not None and not math.isfinite(learning_rate):
        raise InputError(f"The learning rate {learning_rate} is no finite number. Give one > 0.")
    given: dict[str, Any] = {name: value for name, value in changes.items() if value is not None}
    recipe = replace(RECIPES[recipe_name], **given)
    checkpoint = Checkpoint(out.with_suffix(".checkpoint.safetensors"), recipe)
    try:
        with team(device) as ours:
            model = _train(recipe, ours, losses, checkpoint)
    except LostError:
        click.echo(f"Another process is gone, so training has ended. {checkpoint.said}", err=True)
        raise SystemExit(1) from None
    except TrainingDivergedError as error:
        click.echo(f"{error} {checkpoint.said}", err=True)
        raise SystemExit(1) from None
    if not ours.is_first:
        return
    save_model(model, out, metadata={"recipe": json.dumps(asdict(recipe))})
    checkpoint.path.unlink(missing_ok=True)
    click.echo(f"Saved {out}.")
    # With images held out there is something to choose by; the test images are not for that.
    digits = load_digits("train")
    is_held_out = recipe.num_images <= len(digits) - NUM_VALIDATION
    unseen = digits.part(-NUM_VALIDATION) if is_held_out else load_digits("test")
    correct, total = correct_per_digit(model, unseen)
    kind = "training images held out" if is_held_out else "test images"
    share = correct.sum() / total.sum()
    click.echo(f"Read {share:.2%} of the {total.sum():,} {kind} correctly.")


@dataclass
class Checkpoint:
    """The network as it was after the last whole epoch, in a file until training has ended.

    Attributes:
        path: The file.
        recipe: How it is trained.
        epoch: The last that is in it; 0 if there was none yet.
    """

    path: Path
    recipe: Recipe
    epoch: int = 0

    def keep(self, model: NeuralNetwork, epoch: int, *, is_written: bool) -> None:
        """Write the network after an epoch; whoever reads the file finds this or the one before.

        Args:
            model: The network.
            epoch: The last that it has seen whole.
            is_written: Whether this process writes; the others only remember.
        """
        if is_written:
            new = self.path.with_suffix(".new")
            metadata = {"recipe": json.dumps(asdict(self.recipe)), "epoch": str(epoch)}
            save_model(usable_copy(model, self.recipe), new, metadata=metadata)
            new.replace(self.path)
        self.epoch = epoch

    @property
    def said(self) -> str:
        """Where what was learned so far is."""
        if self.epoch == 0:
            return "Nothing was saved: the first epoch had not ended."
        return f"The network as it was after epoch {self.epoch} is in {self.path}."


def _train(
    recipe: Recipe, ours: Team, losses: Path | None, checkpoint: Checkpoint
) -> NeuralNetwork:
    """Train alone or with others; the first process shows how far it is, and writes the files."""
    device = ours.choice.device
    model = model_for(recipe, device.torch_device)
    steps = train(model, load_digits("train"), recipe, rank=ours.rank)
    steps = _kept(steps, model, checkpoint, is_written=ours.is_first)
    if ours.is_first:
        others = f", {ours.rank.num_ranks} processes together" if ours.rank.num_ranks > 1 else ""
        click.echo(f"Training on {device.title} ({device.name}){others}. {ours.choice.reason}")
        steps = _shown(steps if losses is None else _logged(steps, losses))
    for _ in steps:
        pass
    return model


def _kept(
    steps: Iterable[Progress], model: NeuralNetwork, checkpoint: Checkpoint, *, is_written: bool
) -> Iterator[Progress]:
    """Keep a checkpoint after each epoch of training while it goes by."""
    for progress in steps:
        yield progress
        if progress.phase is Phase.TRAINING and progress.is_epoch_done:
            checkpoint.keep(model, progress.epoch, is_written=is_written)


def _logged(steps: Iterable[Progress], path: Path) -> Iterator[Progress]:
    """Write every step to a .csv file while it goes by."""
    with path.open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(["phase", "epoch", "images", "loss", "seconds"])
        for progress in steps:
            seconds = f"{progress.elapsed_s:.3f}"
            phase, loss = progress.phase.value, repr(progress.loss)
            rows.writerow([phase, progress.epoch, progress.num_images, loss, seconds])
            yield progress


def _shown(steps: Iterable[Progress]) -> Iterator[Progress]:
    """Show a bar for each phase while it goes by."""
    for _, phase in groupby(steps, lambda progress: progress.phase):
        first = next(phase)
        with click.progressbar(
            length=first.total_images,
            label=first.phase.capitalize(),
            item_show_func=_as_status,
        ) as bar:
            for progress in chain([first], phase):
                bar.update(progress.num_images - bar.pos, progress)
                yield progress


@main.command("study")
@_weights_option
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
    anew = torch.stack(list(_watch(redrawn(some, seed + 1), len(some), "Redrawing")))
    anew_unseen = redrawn(unseen, seed + 2)
    held_out = torch.stack(list(_watch(anew_unseen, len(unseen), "Redrawing others")))
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


@main.command("evaluate")
@_weights_option
@click.option("--quick", is_flag=True, help="Only the 10,000 test images: a second.")
@click.option(
    "--photographs",
    "num_photographs",
    default=4_000,
    show_default=True,
    type=click.IntRange(1, 100_000),
    help="How many to make and to read; half a second each, on each core.",
)
@click.option(
    "--card",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Markdown file for the figures. Default for the app's own weights: docs/model-card.md.",
)
@click.option(
    "--also",
    multiple=True,
    type=click.Path(path_type=Path),
    help="Weights of the same recipe with another seed, for the mean; may be given several times. "
    "Default for the app's own weights: those of two other seeds, which come with it.",
)
@_device_option
def evaluate_command(
    weights: Path,
    num_photographs: int,
    card: Path | None,
    also: tuple[Path, ...],
    *,
    quick: bool,
    device: str,
) -> None:
    """Measure how well digits are read: as they are, moved, redrawn, photographed."""
    network = load_model(weights)
    model = PlacedModel(network, choose_device(device).device, load_experience(network, weights))
    test = load_digits("test")
    asked = answers(model.model, test.images(), test.labels)
    for digit, row in enumerate(asked.confusion.tolist()):
        click.echo(f"{digit}: {row[digit] / sum(row):7.2%}  ({row[digit]:4d} of {sum(row):4d})")
    num_right = len(test) - asked.num_wrong
    click.echo(f"all: {num_right / len(test):.2%}  ({num_right} of {len(test)})")
    if quick:
        return
    figures = []
    if weights.resolve() == BUNDLED_WEIGHTS.resolve():
        also = also or OTHER_SEEDS
    if also:
        others = [load_model(path) for path in also]
        if len({recipe_name(load_metadata(path)) for path in (weights, *also)}) > 1:
            raise InputError("The weights are of several recipes. Only the seed may differ.")
        figures.append(
            seeds_figure([asked, *(answers(one, test.images(), test.labels) for one in others)])
        )
        click.echo(_as_figure(figures[0]))
    for figure in evaluate(
        model,
        test,
        _read_photographs(weights, model.device.name, num_photographs),
        num_photographs=num_photographs,
        watch=_watch,
    ):
        figures.append(figure)
        click.echo(_as_figure(figure))
    if model.experience.detector is None:
        click.echo(NEVER_STUDIED, err=True)
    if card is None and weights.resolve() == BUNDLED_WEIGHTS.resolve():
        card = _CARD
    if card is not None:
        try:
            card.write_text(model_card(figures, asked, load_metadata(weights)), "utf-8")
        except OSError as error:
            raise InputError(f"The card cannot be written to {card} ({error}).") from None
        click.echo(f"Wrote {card}.")


def _read_photographs(weights: Path, device: str, count: int) -> Iterator[tuple[bool, bool]]:
    """Photograph digits; tell of each if it was read rightly, and if it was said to be none."""
    # Not needed by those who only predict, and not part of the library.
    from mlp.study.photographs import FIGURE_SEED, measure_all

    for result in measure_all(weights, device, count, seed=FIGURE_SEED):
        yield result.is_right, result.is_outlier


def _watch(items: Iterable[_Item], num_items: int, label: str) -> Iterator[_Item]:
    """Show the progress of what takes long."""
    with click.progressbar(items, length=num_items, label=label) as bar:
        yield from bar


def _as_figure(figure: Figure) -> str:
    """Say in one line what was measured."""
    sign, word = "≥" if figure.is_floor else "≤", "met" if figure.is_met else "MISSED"
    spread = "" if figure.interval is None else " ({:.2%} – {:.2%})".format(*figure.interval)
    return (
        f"{figure.name}: {figure.value:.2%} of {figure.num:,}{spread}; "
        f"target {sign} {figure.target:.2%}: {word}"
    )


@main.command("predict")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON array.")
@_weights_option
@_device_option
@click.pass_context
def predict_command(
    ctx: click.Context, files: tuple[Path, ...], as_json: bool, weights: Path, device: str
) -> None:
    """Read the digit in each picture file (PNG, JPEG, WebP, BMP, TIFF or GIF)."""
    network = load_model(weights)
    model = PlacedModel(network, choose_device(device).device, load_experience(network, weights))
    predictions, num_unreadable = [], 0
    for file in files:
        try:
            predictions.append(_predict(model, file))
        except InputError as error:
            predictions.append(Prediction(str(file), message=str(error)))
            num_unreadable += 1
        if not as_json:
            click.echo(_as_line(predictions[-1]))
    if model.experience.detector is None:
        click.echo(NEVER_STUDIED, err=True)
    if as_json:
        click.echo(json.dumps([asdict(prediction) for prediction in predictions], indent=2))
    ctx.exit(2 if num_unreadable else 0)


def _as_status(progress: Progress | None) -> str:
    """Say where training stands, beside the progress bar."""
    if progress is None:
        return ""
    images_per_s = progress.num_images / progress.elapsed_s
    return f"epoch {progress.epoch}, loss {progress.loss:.4f}, {images_per_s:,.0f} images/s"


def _predict(model: PlacedModel, file: Path) -> Prediction:
    """Read one picture file.

    Raises:
        InputError: The file cannot be read.
    """
    prepared = from_picture(read_picture_file(file))
    reading = read(model, prepared)
    if reading.trace is None:
        return Prediction(str(file), message="Nothing is drawn on this picture.")
    verdict, counted = reading.verdict, model.experience.calibration
    digit = None if verdict.kind is Kind.NO_DIGIT else verdict.digit
    return Prediction(
        str(file),
        digit,
        verdict.probability,
        [float(probability) for probability in reading.trace.probabilities],
        None if counted is None or digit is None else counted.share_right(verdict.probability),
        " ".join(filter(None, (_others(prepared), _doubt(verdict)))) or None,
    )


def _others(prepared: Prepared) -> str | None:
    """Say which of several digits was read; None if there is one."""
    if prepared.num_found <= 1:
        return None
    return f"{prepared.num_found} digits were found; the largest was read."


def _doubt(verdict: Verdict) -> str | None:
    """Say how far not to trust an answer; None if it is sure."""
    if verdict.kind is Kind.SURE:
        return None
    if verdict.kind is Kind.NO_DIGIT:
        would = "" if verdict.digit is None else f" (the network would say {verdict.digit})"
        return f"This does not look like a digit{would}."
    if verdict.digit is None:
        return "Unsure: the best scores are equal, so the network cannot decide."
    word = "Undecided" if verdict.kind is Kind.UNDECIDED else "Unsure"
    return f"{word}: it could also be a {verdict.runner_up} ({verdict.runner_up_probability:.0%})."


def _as_line(prediction: Prediction) -> str:
    """Say a prediction in one line."""
    # A name may hold line breaks, codes that steer the terminal, or bytes that are no text.
    file = say_file_name(prediction.file, max_chars=None)
    if prediction.digit is None or prediction.probability is None:
        return f"{file}: {prediction.message}"
    line = f"{file}: {prediction.digit} ({prediction.probability:.1%})"
    return line if prediction.message is None else f"{line}  {prediction.message}"
