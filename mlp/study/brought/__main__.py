"""Read pictures that people bring and say how: `python -m mlp.study.brought`.

It must not know how they are made, nor how they are read.
"""

from collections import Counter
from pathlib import Path

import click
import cv2
import numpy as np
import torch
from PIL import Image, ImageDraw

from mlp.dataset import Digits, load_digits
from mlp.files.read import BUNDLED_WEIGHTS
from mlp.picture.file import load_picture
from mlp.picture.prepare import WrittenPicture, from_picture
from mlp.study.brought.kinds import FIGURE_SEED, KINDS, TUNING_SEED, Brought, brought
from mlp.study.brought.measure import Outcome, measure
from mlp.study.photographs.measure import load_reader


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--kind", "kinds", multiple=True, type=click.Choice(list(KINDS)))
@click.option("--seed", type=int, default=TUNING_SEED, show_default=True)
@click.option("--count", type=click.IntRange(min=1), default=200, show_default=True)
@click.option(
    "--sheet",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write a contact sheet of the first 48 of all kinds that were not sure and right.",
)
@click.option("--every", is_flag=True, help="Show those that were, too.")
def main(kinds: tuple[str, ...], seed: int, count: int, sheet: Path | None, *, every: bool) -> None:
    """Read pictures of each kind and say how.

    The digits are those of MNIST's test half for the seed of the figure, and the training half's
    last 5,000 for any other seed.
    """
    torch.set_num_threads(1)  # as app.py does
    cv2.setNumThreads(1)
    digits = load_digits("test")
    if seed != FIGURE_SEED:
        training = load_digits("train")
        digits = Digits(training.pixels[-5000:], training.labels[-5000:])
    model = load_reader(BUNDLED_WEIGHTS, "auto")
    cells: list[Image.Image] = []
    click.echo(f"{'seed ' + str(seed):<12}" + "".join(f"{one.value:>18}" for one in Outcome))
    for kind in kinds or KINDS:
        counts = Counter[Outcome]()
        for number in range(count):
            picture = brought(kind, digits, number, seed=seed)
            outcomes = measure(model, picture)
            counts.update(outcomes)
            outcome = next((one for one in outcomes if one is not Outcome.SURE_RIGHT), outcomes[0])
            is_shown = every or outcome is not Outcome.SURE_RIGHT
            if sheet is not None and is_shown and len(cells) < 48:
                cells.append(_cell(picture, f"{kind} {number}: {outcome.value}"))
        shares = "".join(f"{counts[one] / counts.total():>18.1%}" for one in Outcome)
        click.echo(f"{kind:<12}{shares}")
    if sheet is not None and cells:
        width, height = cells[0].size
        whole = Image.new("RGB", (8 * width, -(-len(cells) // 8) * height), "white")
        for index, cell in enumerate(cells):
            whole.paste(cell, (index % 8 * width, index // 8 * height))
        whole.save(sheet)


def _cell(picture: Brought, said: str) -> Image.Image:
    """Show a picture and what was made of it."""
    cell = Image.new("RGB", (250, 160), "white")
    pixels = load_picture(picture.content)
    seen = Image.fromarray(pixels.pixels)
    factor = min(135 / seen.width, 135 / seen.height)
    size = tuple(max(1, round(side * factor)) for side in seen.size)
    cell.paste(seen.resize((size[0], size[1])), (2, 16))
    image = (from_picture(WrittenPicture(pixels)).image.numpy() * 255).astype(np.uint8)
    cell.paste(Image.fromarray(image).resize((104, 104), Image.Resampling.NEAREST), (142, 16))
    ImageDraw.Draw(cell).text((2, 2), f"{picture.labels[0]} {said}", (160, 0, 0))
    return cell


if __name__ == "__main__":
    main(prog_name="python -m mlp.study.brought")
