"""Trainings worth watching, and what came of them when they were really run.

It must not know how a training is shown: titles and explanations stand beside the page.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec

from mlp.errors import InputError
from mlp.training.recipe import Recipe

RECORDS_PATH = Path(__file__).with_name("preset_records.json")

_STUCK_ACCURACY = 0.15
"""Guessing reads a tenth."""


@dataclass(frozen=True)
class Preset:
    """A training that shows something.

    Attributes:
        name: Of the preset.
        recipe: How to train, with the seed that is used unless another is chosen.
    """

    name: str
    recipe: Recipe


_PLAIN = Recipe(optimizer="adamw", learning_rate=2e-3, batch_size=128, epochs=5)

PRESETS = {
    preset.name: preset
    for preset in (
        # Few steps with much in each: of what was tried, the least computing until it reads 97.5 %.
        Preset("works", replace(_PLAIN, learning_rate=4e-3, batch_size=256, epochs=3)),
        # A hundred times what suits it. Most runs explode; the others end with ten scores of 0.
        Preset("too_fast", replace(_PLAIN, optimizer="sgd", learning_rate=10.0, epochs=1)),
        Preset(
            "memorise",
            replace(
                _PLAIN,
                num_images=100,
                batch_size=10,
                epochs=40,
                learning_rate=1e-3,
                is_step_size_falling=False,
            ),
        ),
        Preset("digit_dies", replace(_PLAIN, is_last_bias_raised=False, epochs=2)),
        Preset("no_hidden_layer", replace(_PLAIN, hidden_sizes=())),
    )
}
"""By name, in the order in which they are offered; the first is the page's default."""


def cured(recipe: Recipe) -> Recipe:
    """Switch on what keeps digits from being lost through the last ReLU; see `new_model`."""
    return replace(recipe, is_last_bias_raised=True)


@dataclass(frozen=True)
class RecordedRun:
    """What came of one training.

    Attributes:
        seed: In place of the preset's.
        is_diverged: Whether it stopped because its loss was no finite number.
        num_steps: Batches that it learned from.
        cpu_s: Processor time of training, of one core of whatever machine it was.
        held_out_accuracy: Share of all 10,000 test images read rightly at the end, [0, 1].
        seen_accuracy: The same, of all images it learned from.
        lost_at_first: Digits that were lost before the first step; see `checkpoints.Checkpoint`.
        lost_digits: Digits that were lost at the end.
    """

    seed: int
    is_diverged: bool
    num_steps: int
    cpu_s: float
    held_out_accuracy: float
    seen_accuracy: float
    lost_at_first: tuple[int, ...]
    lost_digits: tuple[int, ...]

    @property
    def is_stuck(self) -> bool:
        """Whether it went on to its end and reads no better than by guessing."""
        return not self.is_diverged and self.held_out_accuracy < _STUCK_ACCURACY

    @property
    def has_lost_digit(self) -> bool:
        """Whether at least one digit was lost for good; a run that is stuck has lost more."""
        return bool(self.lost_digits)


@dataclass(frozen=True)
class Span:
    """Mean, least and greatest of one figure over several runs."""

    mean: float
    least: float
    most: float


@dataclass(frozen=True)
class Runs:
    """Several runs of the same training that differ in nothing but their seeds.

    Attributes:
        runs: At least one.
    """

    runs: tuple[RecordedRun, ...]

    @property
    def num_runs(self) -> int:
        """How many there are."""
        return len(self.runs)

    @property
    def num_diverged(self) -> int:
        """Runs whose loss became NaN or infinite."""
        return sum(run.is_diverged for run in self.runs)

    @property
    def num_stuck(self) -> int:
        """Runs that read no better than by guessing after all their steps."""
        return sum(run.is_stuck for run in self.runs)

    @property
    def num_with_lost_digit(self) -> int:
        """Runs that lost at least one digit for good."""
        return sum(run.has_lost_digit for run in self.runs)

    @property
    def lost_digits(self) -> Span:
        """Digits lost at the end of each run."""
        return self._span(lambda run: len(run.lost_digits))

    @property
    def lost_at_first(self) -> Span:
        """Digits lost before the first step of each run."""
        return self._span(lambda run: len(run.lost_at_first))

    @property
    def held_out_accuracy(self) -> Span:
        """Share of all 10,000 test images read rightly at the end, [0, 1]."""
        return self._span(lambda run: run.held_out_accuracy)

    @property
    def seen_accuracy(self) -> Span:
        """Share of the images learned from read rightly at the end, [0, 1]."""
        return self._span(lambda run: run.seen_accuracy)

    @property
    def num_steps(self) -> Span:
        """Batches that each run learned from."""
        return self._span(lambda run: run.num_steps)

    @property
    def num_steps_of_diverged(self) -> Span | None:
        """Batches after which the loss was no finite number; None if it always was one."""
        diverged = tuple(run for run in self.runs if run.is_diverged)
        return Runs(diverged).num_steps if diverged else None

    @property
    def cpu_s(self) -> Span:
        """Processor time of training, of one core of whatever machine it was."""
        return self._span(lambda run: run.cpu_s)

    def _span(self, figure: Callable[[RecordedRun], float]) -> Span:
        values = [figure(run) for run in self.runs]
        return Span(sum(values) / len(values), min(values), max(values))


@dataclass(frozen=True)
class PresetRecord(Runs):
    """What came of a preset.

    Attributes:
        cured: The same with the cure for lost digits switched on; None where that was not run.
    """

    cured: Runs | None = None


@dataclass(frozen=True)
class _Entry:
    """A preset in the file of records."""

    recipe: Recipe
    runs: tuple[RecordedRun, ...]
    cured: tuple[RecordedRun, ...]


def records(path: Path = RECORDS_PATH) -> dict[str, PresetRecord]:
    """Read what came of the presets, as `python -m mlp.study.preset_runs` found and wrote it.

    Returns:
        By name; a preset that was never run, or was changed since, is left out. What a recipe in
        the file does not say was as by default.

    Raises:
        InputError: The file is damaged.
    """
    entries = _entries(path)
    return {
        name: PresetRecord(entry.runs, Runs(entry.cured) if entry.cured else None)
        for name, preset in PRESETS.items()
        if (entry := entries.get(name)) and entry.recipe == preset.recipe
    }


def save_record(name: str, record: PresetRecord, path: Path = RECORDS_PATH) -> None:
    """Write what came of one preset; what is known of the others stays.

    Raises:
        InputError: There is such a file, and it is damaged.
    """
    cured_runs = record.cured.runs if record.cured else ()
    entries = _entries(path) | {name: _Entry(PRESETS[name].recipe, record.runs, cured_runs)}
    in_order = {name: entries[name] for name in PRESETS if name in entries}
    path.write_bytes(msgspec.json.format(msgspec.json.encode(in_order), indent=1) + b"\n")


def _entries(path: Path) -> dict[str, _Entry]:
    """Read the file of records; none if it is not there.

    Raises:
        InputError: The file is damaged.
    """
    if not path.exists():
        return {}
    try:
        return msgspec.json.decode(path.read_bytes(), type=dict[str, _Entry])
    except (OSError, msgspec.DecodeError) as error:
        raise InputError(
            f"The file {path.name} is damaged ({error}). Write it again with "
            "“python -m mlp.study.preset_runs”, or remove it."
        ) from None
