"""What files that cannot be read cost: `python -m benchmarks.bad_files`.

Writes 200 of them to a temporary folder, has `python -m mlp predict` refuse them in a process of
its own, and compares its memory with that of a process that only imports torch. It must not know
how files are judged: it takes them from the tests' table, and looks at the exit code and the lines.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import click
import numpy as np

from tests.support.bad_files import (
    BAD_FILES,
    bmp_claiming,
    cut,
    encoded,
    gif_with_frame_claiming,
    jpeg_claiming,
    jpeg_of_scans,
    noise,
    png_claiming,
    strokes,
    tiff_claiming,
    webp_claiming,
)

NUM_FILES = 200
NUM_ROUNDS = 3
MAX_ABOVE_TORCH_MB = 500
MAX_WALL_S = 20.0

CUT_AT = (0.02, 0.1, 0.3, 0.9)
SIDES_PX = (7_072, 12_345, 16_000, 65_000)
TEN_MB = 10 * 2**20


@dataclass(frozen=True)
class Cost:
    """What one process took: its time from start to end, and its largest resident memory."""

    wall_s: float
    peak_mb: float


def bad_files() -> Iterator[bytes]:
    """Make the table's files, then variations of them, and large ones."""
    for make, _ in BAD_FILES.values():
        yield make()
    yield from large_files()
    for file_format in ("PNG", "JPEG", "WebP", "BMP", "TIFF", "GIF"):
        for share in CUT_AT:
            yield cut(file_format, share)
    for side_px in SIDES_PX:
        for make_claim in (png_claiming, jpeg_claiming, webp_claiming, bmp_claiming):
            yield make_claim(side_px, side_px)
        yield tiff_claiming(side_px, side_px + 1)
        yield gif_with_frame_claiming(side_px, side_px)
    for size_bytes in range(1_000_000, TEN_MB, 300_000):
        yield noise(size_bytes)


def large_files() -> Iterator[bytes]:
    """Make files that cost what they may cost, and are refused only then."""
    white = np.full((7_000, 7_000), 255, np.uint8)
    yield encoded(white, compress_level=1)
    yield encoded(white, "JPEG")
    yield encoded(white, "GIF")
    yield encoded(white, "TIFF", compression="tiff_lzw")
    yield encoded(white[:5_000, :5_000], "WebP", lossless=True, method=0)
    yield encoded(np.full((7_000, 7_000, 4), 255, np.uint8), compress_level=1)
    yield encoded(np.full((7_000, 7_000), 65_535, np.uint16), compress_level=1)
    yield encoded(white, "JPEG", progressive=True)[:-500]
    yield encoded(white[:3_000, :3_000], "BMP")[:-500]
    yield encoded(strokes(3_000, 3_000))[:-5_000]
    yield jpeg_of_scans(5_000)
    yield b"%PDF-1.7\n" + bytes(TEN_MB - 9)
    yield b"seven\n" * (TEN_MB // 6)
    yield b"\xff\xd8" + b"\xff\xfe\0\2" * (TEN_MB // 4 - 1)
    yield b"GIF89a\1\0\1\0\0\0\0" + b"!\xfe\1 \0" * (TEN_MB // 5 - 4)


def run(command: list[str]) -> tuple[Cost, int, bytes]:
    """Run a program to its end; also return its exit code and what it printed."""
    with tempfile.TemporaryFile() as output:
        began_s = time.perf_counter()
        process = subprocess.Popen(command, stdout=output, stderr=subprocess.DEVNULL)
        # Not RUSAGE_CHILDREN, which is the largest of all children so far.
        _, status, usage = os.wait4(process.pid, 0)
        wall_s = time.perf_counter() - began_s
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        unit_bytes = 1 if sys.platform == "darwin" else 1024
        cost = Cost(wall_s, usage.ru_maxrss * unit_bytes / 2**20)
        return cost, process.returncode, output.read()


def spread(values: list[float]) -> str:
    """Say the median and the range."""
    return f"{statistics.median(values):.1f} (from {min(values):.1f} to {max(values):.1f})"


@click.command()
@click.option("--rounds", default=NUM_ROUNDS, show_default=True, type=click.IntRange(1))
def main(rounds: int) -> None:
    """Measure what refusing 200 bad files costs."""
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for index, content in zip(range(NUM_FILES), bad_files(), strict=False):
            paths.append(Path(folder) / f"{index:03}.png")
            paths[-1].write_bytes(content)
        size_mb = sum(path.stat().st_size for path in paths) / 2**20
        click.echo(f"{len(paths)} bad files, {size_mb:.0f} MB, {rounds} rounds")
        command = [sys.executable, "-m", "mlp", "predict", "--json", *map(str, paths)]
        walls_s, peaks_mb = [], []
        for _ in range(rounds):
            torch_cost, _, _ = run([sys.executable, "-c", "import torch"])
            cost, code, output = run(command)
            read = [each["file"] for each in json.loads(output) if each["digit"] is not None]
            if code != 2 or read or len(json.loads(output)) != NUM_FILES:
                raise click.ClickException(f"exit code {code}, read {read}")
            walls_s.append(cost.wall_s)
            peaks_mb.append(cost.peak_mb - torch_cost.peak_mb)
    for name, values, limit in (
        ("wall time, s", walls_s, MAX_WALL_S),
        ("peak memory above importing torch, MB", peaks_mb, MAX_ABOVE_TORCH_MB),
    ):
        verdict = "met" if max(values) < limit else "MISSED"
        click.echo(f"{name}: {spread(values)}; target below {limit:.0f}: {verdict}")


if __name__ == "__main__":
    main()
