"""`python -m mlp train`: train a new network and save it.

It must not know how a network learns: it reads arguments, calls the library, prints.
"""

import csv
import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain, groupby
from pathlib import Path
from typing import Any

import click

from mlp.commands.network import device_option
from mlp.dataset import NUM_VALIDATION, load_digits
from mlp.errors import InputError
from mlp.files.save import save_model
from mlp.net.network import NeuralNetwork
from mlp.numbers import share
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
from mlp.training.recipe import RECIPES, Recipe, recipe_json


@click.command("train")
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
    help="Learn from the first so many training images instead of the recipe's, and from as few "
    "forms for each.",
)
@click.option(
    "--losses",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write a .csv file with the loss of each batch.",
)
@device_option
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
    whole = RECIPES[recipe_name]
    recipe = replace(whole, **given)
    num_forms = whole.num_forms * recipe.num_images // whole.num_images  # as many for each image
    recipe = replace(recipe, num_forms=num_forms)
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
    save_model(model, out, metadata={"recipe": recipe_json(recipe)})
    checkpoint.path.unlink(missing_ok=True)
    click.echo(f"Saved {out}.")
    # With images held out there is something to choose by; the test images are not for that.
    digits = load_digits("train")
    is_held_out = recipe.num_images <= len(digits) - NUM_VALIDATION
    unseen = digits.part(-NUM_VALIDATION) if is_held_out else load_digits("test")
    correct, total = correct_per_digit(model, unseen)
    kind = "training images held out" if is_held_out else "test images"
    accuracy = share(int(correct.sum()), int(total.sum()))
    click.echo(f"Read {accuracy} of the {total.sum():,} {kind} correctly.")


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
            metadata = {"recipe": recipe_json(self.recipe), "epoch": str(epoch)}
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
    steps: Iterator[Progress] = train(model, load_digits("train"), recipe, rank=ours.rank)
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


def _as_status(progress: Progress | None) -> str:
    """Say where training stands, beside the progress bar."""
    if progress is None:
        return ""
    images_per_s = progress.num_images / progress.elapsed_s
    return f"epoch {progress.epoch}, loss {progress.loss:.4f}, {images_per_s:,.0f} images/s"
