import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from mlp.errors import InputError
from mlp.training import presets
from mlp.training.presets import PRESETS, PresetRecord, RecordedRun, Runs, records, save_record

NAMES = list(PRESETS)
each_preset = pytest.mark.parametrize("name", NAMES)


def recorded(seed: int = 0, **figures: Any) -> RecordedRun:
    """A run that reads everything rightly, unless told otherwise."""
    values = {
        "is_diverged": False,
        "num_steps": 1,
        "cpu_s": 1.0,
        "held_out_accuracy": 1.0,
        "seen_accuracy": 1.0,
        "lost_at_first": (),
        "lost_digits": (),
    }
    return RecordedRun(seed, **{**values, **figures})


@pytest.fixture
def found() -> dict[str, PresetRecord]:
    """What the page states."""
    return records()


# The recorded runs: figures of the page.


@each_preset
def test_the_records_belong_to_the_present_presets(
    found: dict[str, PresetRecord], name: str
) -> None:
    assert name in found, "python -m mlp.study.preset_runs"


@each_preset
def test_a_preset_was_run_with_many_seeds(found: dict[str, PresetRecord], name: str) -> None:
    seeds = [one.seed for one in found[name].runs]
    assert len(set(seeds)) == len(seeds) >= 10


def test_the_default_works_with_every_seed(found: dict[str, PresetRecord]) -> None:
    assert found["works"].held_out_accuracy.least > 0.975
    assert found["works"].num_with_lost_digit == 0


def test_far_too_fast_explodes_or_learns_nothing_with_every_seed(
    found: dict[str, PresetRecord],
) -> None:
    record = found["too_fast"]
    assert record.num_diverged + record.num_stuck == record.num_runs
    assert record.held_out_accuracy.most < 0.15


def test_what_is_memorised_is_read_perfectly_and_the_rest_is_not(
    found: dict[str, PresetRecord],
) -> None:
    assert found["memorise"].seen_accuracy.least == 1
    assert found["memorise"].held_out_accuracy.most < 0.75


def test_a_digit_dies_with_every_seed_and_with_none_where_it_is_cured(
    found: dict[str, PresetRecord],
) -> None:
    record = found["digit_dies"]
    assert record.num_with_lost_digit == record.num_runs == 15
    assert record.cured is not None
    assert (record.cured.num_runs, record.cured.num_with_lost_digit) == (5, 0)


def test_without_hidden_layers_it_reads_fewer(found: dict[str, PresetRecord]) -> None:
    one = found["no_hidden_layer"].held_out_accuracy
    assert 0.9 < one.least <= one.mean <= one.most < 0.94 < found["works"].held_out_accuracy.least


# The records' file.


def test_what_was_recorded_is_read_again(tmp_path: Path) -> None:
    runs = (recorded(0), recorded(3, lost_digits=(2, 7), is_diverged=True))
    record = PresetRecord(runs, Runs((recorded(),)))
    save_record("works", record, tmp_path / "records.json")
    assert records(tmp_path / "records.json") == {"works": record}


def test_recording_one_preset_keeps_the_others(tmp_path: Path) -> None:
    for name in ("memorise", "works"):
        save_record(name, PresetRecord((recorded(),)), tmp_path / "records.json")
    assert list(records(tmp_path / "records.json")) == ["works", "memorise"]


def test_nothing_is_stated_of_a_preset_that_was_changed_since(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save_record("works", PresetRecord((recorded(),)), tmp_path / "records.json")
    changed = replace(PRESETS["works"], recipe=replace(PRESETS["works"].recipe, epochs=4))
    monkeypatch.setitem(presets.PRESETS, "works", changed)
    assert records(tmp_path / "records.json") == {}


def test_what_older_files_do_not_know_of_was_as_by_default(tmp_path: Path) -> None:
    path = tmp_path / "records.json"
    save_record("works", PresetRecord((recorded(),)), path)
    content = json.loads(path.read_text())
    del content["works"]["recipe"]["is_last_bias_raised"]
    path.write_text(json.dumps(content))
    assert list(records(path)) == ["works"]


def test_without_a_file_nothing_is_stated(tmp_path: Path) -> None:
    assert records(tmp_path / "none.json") == {}


@pytest.mark.parametrize("content", ["", "null", '{"works": 3}', '{"works": {}}'])
def test_a_damaged_file_is_said_to_be_damaged(tmp_path: Path, content: str) -> None:
    (tmp_path / "records.json").write_text(content)
    with pytest.raises(InputError, match=r"records\.json is damaged"):
        records(tmp_path / "records.json")


def test_runs_are_counted_and_averaged() -> None:
    runs = Runs(
        (
            recorded(held_out_accuracy=0.1, is_diverged=True, num_steps=12),
            recorded(held_out_accuracy=0.12, lost_digits=(1, 4), lost_at_first=(1,)),
            recorded(held_out_accuracy=0.8, lost_digits=(8,)),
        )
    )
    assert (runs.num_diverged, runs.num_stuck, runs.num_with_lost_digit) == (1, 1, 2)
    assert runs.lost_digits == presets.Span(1.0, 0, 2)
    assert runs.held_out_accuracy.mean == pytest.approx(0.34)
    assert runs.num_steps_of_diverged == presets.Span(12, 12, 12)
    assert Runs(runs.runs[1:]).num_steps_of_diverged is None
