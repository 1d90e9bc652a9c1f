"""Record the films that are shown to those who wait: `python -m scripts.record_films`.

It must not know who waits. Each preset is really trained, with its own seed; a film says by itself
which recipe it is of.
"""

import tempfile
from pathlib import Path

import click
import torch

from mlp.dataset import load_digits
from mlp.training.checkpoints import checkpoint_steps, some_of, take_checkpoint
from mlp.training.loop import TrainingDivergedError, model_for, train, usable_copy
from mlp.training.presets import PRESETS
from mlp.training.recipe import Recipe, recipe_json
from mlp.web.charts.film import Moment, small_film
from mlp.web.server.recorded_films import EXAMPLE, film_path
from mlp.web.train import film_words
from mlp.web.train.film import moment

NUM_MOMENTS = 24
NUM_HELD_OUT = 2_000


def record(recipe: Recipe) -> bytes:
    """Train once on the CPU, and draw what was to be seen."""
    digits, test = load_digits("train"), load_digits("test")
    model = model_for(recipe, torch.device("cpu"))
    per_epoch = -(-recipe.num_images // recipe.batch_size)
    plan = set(checkpoint_steps(recipe.epochs * per_epoch, per_epoch, NUM_MOMENTS))
    some, image = some_of(test, NUM_HELD_OUT), test.images(EXAMPLE, EXAMPLE + 1)[0]
    moments: list[Moment] = []

    def look(step: int, num_images: int) -> None:
        network = usable_copy(model, recipe)
        if not all(bool(values.isfinite().all()) for values in network.parameters()):
            return
        with tempfile.TemporaryDirectory() as folder:
            checkpoint = take_checkpoint(
                network,
                some,
                some,
                Path(folder),
                step=step,
                num_images=num_images,
                elapsed_s=0.0,
            )
        moments.append(moment(network.requires_grad_(False), checkpoint, recipe, image))

    look(0, 0)
    try:
        for step, progress in enumerate(train(model, digits, recipe), start=1):
            if step in plan:
                look(step, progress.num_images)
    except TrainingDivergedError:
        pass  # the film ends there, too
    return small_film(
        moments,
        total_images=max(1, moments[-1].num_images),
        pixels=test.pixels[EXAMPLE].numpy(),
        axis=film_words.AXIS,
        note=recipe_json(recipe),
    )


@click.command()
def main() -> None:
    """Train every preset once and write its film."""
    torch.set_num_threads(1)  # as the app does it
    for name, preset in PRESETS.items():
        film = record(preset.recipe)
        film_path(name).write_bytes(film)
        click.echo(f"{name}: {len(film):,} bytes")


if __name__ == "__main__":
    main()
