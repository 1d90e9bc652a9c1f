"""`python -m mlp evaluate`: measure how well digits are read.

It must not know how that is measured: it reads arguments, calls the library, prints.
"""

from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import click

from mlp.commands.network import NEVER_STUDIED, device_option, load_placed, weights_option
from mlp.commands.progress import watch
from mlp.dataset import Digits, load_digits
from mlp.errors import InputError
from mlp.files.read import BUNDLED_WEIGHTS, OTHER_SEEDS, load_parameters
from mlp.net.placed import PlacedModel
from mlp.study.evaluation import Figure, answers, evaluate, seeds_figure
from mlp.study.model_card import model_card
from mlp.training.recipe import recipe_name

NUM_BROUGHT = 200
"""Pictures of each kind that people bring."""

_CARD = Path(__file__).parents[2] / "docs" / "model-card.md"


@click.command("evaluate")
@weights_option
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
    help="Markdown file for the figures. Default for the app's own weights: docs/model-card.md, "
    "if it is there.",
)
@click.option(
    "--also",
    multiple=True,
    type=click.Path(path_type=Path),
    help="Weights of the same recipe with another seed, for the mean; may be given several times. "
    "Default for the app's own weights: those of two other seeds, which come with it.",
)
@device_option
def evaluate_command(
    weights: Path,
    num_photographs: int,
    card: Path | None,
    also: tuple[Path, ...],
    *,
    quick: bool,
    device: str,
) -> None:
    """Measure how well digits are read: as they are, moved, redrawn, as people bring them."""
    model = load_placed(weights, device)
    test = load_digits("test")
    asked = answers(model.model, test.images(), test.labels)
    for digit, (num_right, num) in enumerate(asked.num_right_of_each):
        click.echo(f"{digit}: {num_right / num:7.2%}  ({num_right:4d} of {num:4d})")
    num_right = len(test) - asked.num_wrong
    click.echo(f"all: {num_right / len(test):.2%}  ({num_right} of {len(test)})")
    if quick:
        return
    figures = []
    if weights.resolve() == BUNDLED_WEIGHTS.resolve():
        also = also or OTHER_SEEDS
    if also:
        others = [load_parameters(path) for path in also]
        recipes = [one.notes.recipe for one in (load_parameters(weights), *others)]
        if len({recipe and recipe_name(recipe) for recipe in recipes}) > 1:
            raise InputError("The weights are of several recipes. Only the seed may differ.")
        asked_too = [answers(one.network(), test.images(), test.labels) for one in others]
        figures.append(seeds_figure([asked, *asked_too]))
        click.echo(_as_figure(figures[0]))
    measured = evaluate(
        model,
        test,
        _read_photographs(weights, model.device.name, num_photographs),
        num_photographs=num_photographs,
        watch=watch,
    )
    for figure in chain(measured, _read_brought(model, test)):
        figures.append(figure)
        click.echo(_as_figure(figure))
    if model.experience.detector is None:
        click.echo(NEVER_STUDIED, err=True)
    # An installed package has no card of its own to renew.
    if card is None and weights.resolve() == BUNDLED_WEIGHTS.resolve() and _CARD.exists():
        card = _CARD
    if card is not None:
        try:
            card.write_text(model_card(figures, asked, load_parameters(weights).metadata), "utf-8")
        except OSError as error:
            raise InputError(f"The card cannot be written to {card} ({error}).") from None
        click.echo(f"Wrote {card}.")


def _read_photographs(weights: Path, device: str, count: int) -> Iterator[tuple[bool, bool]]:
    """Photograph digits; tell of each if it was read rightly, and if it was said to be none."""
    # Not needed by those who only predict.
    from mlp.study.photographs import FIGURE_SEED
    from mlp.study.photographs.measure import measure_all

    for result in measure_all(weights, device, count, seed=FIGURE_SEED):
        yield result.is_right, result.is_outlier


def _read_brought(model: PlacedModel, test: Digits) -> Iterator[Figure]:
    """Read pictures of digits of each kind that people bring."""
    # Not needed by those who only predict.
    from mlp.study.brought import FIGURE_SEED, KINDS, figures, measured

    outcomes = {}
    for kind in KINDS:
        numbers = watch(range(NUM_BROUGHT), NUM_BROUGHT, f"Bringing {kind}")
        outcomes[kind] = list(measured(model, test, kind, numbers, seed=FIGURE_SEED))
    yield from figures(outcomes)


def _as_figure(figure: Figure) -> str:
    """Say in one line what was measured."""
    sign, word = "≥" if figure.is_floor else "≤", "met" if figure.is_met else "MISSED"
    spread = "" if figure.interval is None else " ({:.2%} – {:.2%})".format(*figure.interval)
    return (
        f"{figure.name}: {figure.value:.2%} of {figure.num:,}{spread}; "
        f"target {sign} {figure.target:.2%}: {word}"
    )
