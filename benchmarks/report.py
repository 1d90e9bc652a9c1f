"""What all benchmarks report: rows of figures with their targets, and the machine they come from.

It must not know what is measured.
"""

import datetime
import os
import platform
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Literal

import click
import numpy as np

HEADINGS = ["what", "unit", "p50", "p95", "min–max", "n", "target"]
COLUMN_RULES = ["---", "---", *["--:"] * 4, "---"]
PACKAGES = ("torch", "numpy", "streamlit", "plotly")


@dataclass(frozen=True)
class Target:
    """A bound on one figure of a row."""

    figure: Literal["p50", "p95", "min", "max"]
    bound: float
    sign: Literal["≤", "<", "≥"] = "≤"

    def is_met(self, value: float) -> bool:
        """Compare a figure with the bound."""
        compare = {"≤": value <= self.bound, "<": value < self.bound, "≥": value >= self.bound}
        return compare[self.sign]


@dataclass(frozen=True)
class Row:
    """One quantity, measured repeatedly.

    Attributes:
        label: What was measured.
        samples: Each measurement; at least one.
        unit: Of the samples.
        target: What they should reach; several where one figure does not say it all.
    """

    label: str
    samples: Sequence[float]
    unit: str = "ms"
    target: Target | tuple[Target, ...] | None = None

    def figure(self, name: Literal["p50", "p95", "min", "max"]) -> float:
        """Compute one figure of the samples."""
        shares = {"p50": 50, "p95": 95, "min": 0, "max": 100}
        return float(np.percentile(self.samples, shares[name]))

    @property
    def targets(self) -> tuple[Target, ...]:
        """Every target there is."""
        target = self.target
        return target if isinstance(target, tuple) else () if target is None else (target,)

    @property
    def is_missed(self) -> bool:
        """Whether there is a target that is not reached."""
        return not all(target.is_met(self.figure(target.figure)) for target in self.targets)

    def cells(self) -> list[str]:
        """Say it in the table's columns."""
        outcomes = [
            f"{target.figure} {target.sign} {target.bound:g}: "
            + ("met" if target.is_met(self.figure(target.figure)) else "MISSED")
            for target in self.targets
        ]
        return [
            self.label,
            self.unit,
            _short(self.figure("p50")),
            _short(self.figure("p95")),
            f"{_short(self.figure('min'))}–{_short(self.figure('max'))}",
            str(len(self.samples)),
            ", ".join(outcomes),
        ]


@dataclass(frozen=True)
class Section:
    """What one benchmark found.

    Attributes:
        title: Heading in the report.
        rows: The figures.
        notes: How it was measured, as Markdown paragraphs.
        facts: Of this benchmark's surroundings, by name, for example the browser's version.
    """

    title: str
    rows: Sequence[Row]
    notes: Sequence[str] = ()
    facts: Sequence[tuple[str, str]] = ()

    def as_text(self) -> str:
        """Lay the table out for a terminal."""
        table = [HEADINGS, *(row.cells() for row in self.rows)]
        widths = [max(map(len, column)) for column in zip(*table, strict=True)]
        return "\n".join([self.title, *(_aligned(line, widths).rstrip() for line in table)])

    def as_markdown(self) -> str:
        """Write the section of docs/performance.md."""
        table = [HEADINGS, COLUMN_RULES, *(row.cells() for row in self.rows)]
        lines = [f"| {' | '.join(cells)} |" for cells in table]
        facts = [f"- {name}: {value}" for name, value in self.facts]
        blocks = [f"## {self.title}", "\n".join(facts), "\n".join(lines), *self.notes]
        return "\n\n".join(block for block in blocks if block)


def machine() -> dict[str, str]:
    """Describe where it is measured, by name."""
    return {
        "date": datetime.datetime.now(datetime.UTC).date().isoformat(),
        "CPU": f"{_cpu_name()}, {os.cpu_count()} cores",
        "load before the run": f"{os.getloadavg()[0]:.2f} (average of one minute)",
        "Python": platform.python_version(),
        **{package: version(package) for package in PACKAGES},
    }


def say(text: str) -> None:
    """Tell whoever waits how far it is."""
    click.echo(text, err=True)


def say_round(title: str, number: int, num_rounds: int) -> None:
    """Tell which repetition begins; number 0 is the one that is thrown away."""
    say(f"{title}: " + (f"round {number} of {num_rounds}" if number else "warm-up"))


def _cpu_name() -> str:
    """Read the processor's name where the system tells it."""
    try:
        for line in Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    except OSError:
        pass
    return platform.processor() or platform.machine()


def _aligned(line: list[str], widths: list[int]) -> str:
    cells: Iterator[str] = (
        cell.ljust(width) if index in (0, 6) else cell.rjust(width)
        for index, (cell, width) in enumerate(zip(line, widths, strict=True))
    )
    return "  ".join(cells)


def _short(value: float) -> str:
    """Say a figure with the digits that mean something."""
    return f"{value:.2f}" if value < 10 else f"{value:.1f}" if value < 100 else f"{value:.0f}"
