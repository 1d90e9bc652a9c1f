"""Read photographs and say how many are right: `python -m mlp.study.photographs`.

It must not know how they are made, nor how they are read.
"""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import click
import numpy as np
import torch
from PIL import Image, ImageDraw

from mlp.dataset import Digits, load_digits
from mlp.files.read import BUNDLED_WEIGHTS
from mlp.picture.prepare import Prepared
from mlp.study.evaluation import wilson
from mlp.study.photographs.measure import Result, load_reader, measure
from mlp.study.photographs.shots import FIGURE_SEED, TUNING_SEED, Photograph, photographs


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--seed", type=int, default=TUNING_SEED, show_default=True)
@click.option("--count", type=click.IntRange(min=1), default=500, show_default=True)
@click.option("--start", type=click.IntRange(min=0), default=0, show_default=True)
@click.option(
    "--sheet",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write a contact sheet of the first 48.",
)
@click.option(
    "--failures",
    type=click.Path(file_okay=False, path_type=Path),
    help="Write the misread photographs and what was prepared of them into this folder.",
)
def main(seed: int, count: int, start: int, sheet: Path | None, failures: Path | None) -> None:
    """Read photographed digits and say how many are right.

    The digits are those of MNIST's test half for the seed of the figure, and the training half's
    last 5,000 for any other seed.
    """
    torch.set_num_threads(1)  # as app.py does
    digits = load_digits("test")
    if seed != FIGURE_SEED:
        training = load_digits("train")
        digits = Digits(training.pixels[-5000:], training.labels[-5000:])
    model = load_reader(BUNDLED_WEIGHTS, "auto")
    results: list[Result] = []
    thumbnails: list[Image.Image] = []
    if failures is not None:
        failures.mkdir(parents=True, exist_ok=True)
    for number, taken in enumerate(photographs(digits, count, seed=seed, start=start), start):
        result, prepared = measure(model, taken, number)
        results.append(result)
        if sheet is not None and len(thumbnails) < 48:
            thumbnails.append(_thumbnail(taken, result, prepared, (280, 240)))
        if failures is not None and not result.is_right:
            name = f"{number:05d}-is-{taken.label}-read-{result.answer}.png"
            _thumbnail(taken, result, prepared, (1000, 900)).save(failures / name)
    if sheet is not None:
        _contact_sheet(thumbnails).save(sheet)
    click.echo(_report(results, seed))


def _report(results: Sequence[Result], seed: int) -> str:
    """Lay the figures out for a terminal."""
    total = len(results)
    load_ms = [result.load_ms for result in results]
    prepare_ms = [result.prepare_ms for result in results]
    lines = [
        f"seed {seed}, numbers {results[0].number}–{results[-1].number}",
        "",
        _line("photographs read right", sum(one.is_right for one in results), total),
        _line(
            "the same ink, without paper and camera",
            sum(one.answer_ink == one.label for one in results),
            total,
        ),
        _line(
            "the same digits, as MNIST has them",
            sum(one.answer_direct == one.label for one in results),
            total,
        ),
        f"  refused, or nothing found: {sum(one.answer is None for one in results)}",
        f"  load: median {np.median(load_ms):.1f} ms, p95 {np.percentile(load_ms, 95):.1f} ms; "
        f"prepare: median {np.median(prepare_ms):.1f} ms, "
        f"p95 {np.percentile(prepare_ms, 95):.1f} ms",
    ]
    for heading in results[0].kinds:
        totals = Counter(name for one in results for name in one.kinds[heading])
        rights = Counter(name for one in results if one.is_right for name in one.kinds[heading])
        order = sorted(totals, key=lambda name: (-totals[name], name))
        if heading in ("size", "digit"):
            order = sorted(totals)
        lines += ["", f"by {heading}", *(_line(name, rights[name], totals[name]) for name in order)]
    return "\n".join(lines)


def _line(name: str, right: int, total: int) -> str:
    low, high = wilson(right, total)
    return f"  {name:<40} {right:>5} of {total:<5} {right / total:7.2%}  ({low:.1%}–{high:.1%})"


def _thumbnail(
    taken: Photograph, result: Result, prepared: Prepared | None, size: tuple[int, int]
) -> Image.Image:
    """Show a photograph, what was made of it, and what was read."""
    width, height = size
    cell = Image.new("RGB", size, (255, 255, 255))
    side = 28 * max(2, min(size) // 112)
    seen = Image.fromarray(taken.pixels)
    seen.thumbnail((width - side - 6, height - 30))
    cell.paste(seen, (2, 2))
    if prepared is not None:
        image = (prepared.image.numpy() * 255).astype(np.uint8)
        enlarged = Image.fromarray(image).resize((side, side), Image.Resampling.NEAREST)
        cell.paste(enlarged, (width - side - 2, 2))
    pen = ImageDraw.Draw(cell)
    colour = (0, 110, 40) if result.is_right else (210, 0, 0)
    pen.text((2, height - 27), f"#{result.number}: {taken.label} read {result.answer}", colour)
    described = ", ".join([taken.paper, taken.pen, taken.light, *sorted(taken.traits)])
    pen.text((2, height - 14), described[: width // 6], (60, 60, 60))
    return cell


def _contact_sheet(cells: Sequence[Image.Image], columns: int = 8) -> Image.Image:
    """Put cells of one size side by side."""
    width, height = cells[0].size
    rows = -(-len(cells) // columns)
    sheet = Image.new("RGB", (columns * width, rows * height), (255, 255, 255))
    for index, cell in enumerate(cells):
        sheet.paste(cell, (index % columns * width, index // columns * height))
    return sheet


if __name__ == "__main__":
    main(prog_name="python -m mlp.study.photographs")
