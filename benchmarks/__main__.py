"""Measure everything and write the report: `python -m benchmarks --out docs/performance.md`.

It must not know how anything is measured.
"""

import re
import time
import traceback
from collections.abc import Callable, Sequence
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import cast

import click

from benchmarks.report import Section, machine, say

BENCHMARKS = (
    "live",
    "ratio",
    "forward",
    "unit_statistics",
    "crowd",
    "start",
    "slow",
    "soak",
    "exhibit",
    "training",
    "training_times",
)
"""Modules of this package with `measure()`, in the order of the report."""

Measure = Callable[[], Section | list[Section]]

INTRODUCTION = """\
# Performance

Written by `make bench`; not to be edited by hand.
"""

EXPLANATION = """\
`n` is the number of samples. Compare p50 first: p95 and the maximum also show whatever else the \
machine was doing. A target stands beside the figure that it is for. To repeat it: leave the \
machine alone and run `make bench`; a benchmark alone: `python -m benchmarks.live`, for example."""


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Where to write the report; without it, it is only printed.",
)
@click.option(
    "--only",
    "names",
    type=click.Choice(BENCHMARKS),
    multiple=True,
    help="Measure this alone, and renew it in the report; may be given several times.",
)
def main(out: Path | None, names: tuple[str, ...]) -> None:
    """Measure everything; takes three quarters of an hour."""
    started_s = time.monotonic()
    facts = machine()  # first, for the load before the run
    sections: list[Section] = []
    failed: list[str] = []
    for name in names or BENCHMARKS:
        say(f"— {name}, after {time.monotonic() - started_s:.0f} s")
        try:
            sections += _measure(name)
        except Exception:
            say(traceback.format_exc())
            failed.append(name)
    minutes = (time.monotonic() - started_s) / 60
    facts["duration"] = f"{minutes:.0f} minutes"
    click.echo("\n\n".join([*(section.as_text() for section in sections), _summary(sections)]))
    if out is not None and not failed:
        if names and out.exists():
            out.write_text(renewed(out.read_text("utf-8"), sections, facts), "utf-8")
        else:
            out.write_text(_as_markdown(sections, facts), "utf-8")
        say(f"written to {out}")
    if failed:
        raise click.ClickException(f"Not measured: {', '.join(failed)}. Nothing was written.")


def _measure(name: str) -> list[Section]:
    """Run one benchmark."""
    measure = cast(Measure, import_module(f"benchmarks.{name}").measure)
    found = measure()
    return found if isinstance(found, list) else [found]


def _summary(sections: Sequence[Section]) -> str:
    """Say which targets are missed."""
    rows = [row for section in sections for row in section.rows if row.targets]
    missed = [row for row in rows if row.is_missed]
    lines = [f"{len(rows) - len(missed)} of {len(rows)} rows with a target reach it."]
    for row in missed:
        _, unit, p50, p95, *_, outcome = row.cells()
        lines.append(f"- missed: {row.label}: p50 {p50}, p95 {p95} {unit} ({outcome})".rstrip())
    return "\n".join(lines)


def renewed(report: str, sections: Sequence[Section], facts: dict[str, str]) -> str:
    """Put some sections into a report in place of those with the same heading; new ones at the end.

    Each says when it was measured; the others, and the facts about the whole run, stay.

    Args:
        report: As it was written before.
        sections: What was measured now.
        facts: Of the machine, now.
    """
    head, *old = re.split(r"(?m)^(?=## )", report)
    blocks = {block.splitlines()[0]: block.rstrip() for block in old}
    when = ("measured by itself", f"{facts['date']}, load before {facts['load before the run']}")
    for section in sections:
        new = replace(section, facts=[when, *section.facts])
        blocks[f"## {section.title}"] = new.as_markdown()
    rows = re.findall(r"(?m)^\| .*: (?:met|MISSED) \|$", "\n".join(blocks.values()))
    missed = [row for row in rows if "MISSED" in row]
    counted = "\n".join(
        [
            f"{len(rows) - len(missed)} of {len(rows)} rows with a target reach it.",
            *(f"- missed: {row.split(' | ')[0].removeprefix('| ')}" for row in missed),
        ]
    )
    head = re.sub(r"\d+ of \d+ rows with a target reach it\.(\n- missed.*)*", counted, head)
    return "\n\n".join([head.rstrip(), *blocks.values()]) + "\n"


def _as_markdown(sections: Sequence[Section], facts: dict[str, str]) -> str:
    """Write docs/performance.md."""
    listed = "\n".join(f"- {name}: {value}" for name, value in facts.items())
    blocks = [INTRODUCTION + "\n" + listed, _summary(sections), EXPLANATION]
    return "\n\n".join([*blocks, *(section.as_markdown() for section in sections)]) + "\n"


if __name__ == "__main__":
    main(prog_name="python -m benchmarks")
