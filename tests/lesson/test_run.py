"""The lesson's code is what runs, and its output is what Python prints."""

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
import torch

from mlp.dataset import load_digits
from mlp.lesson.facts import is_whole, run_of
from mlp.lesson.run import attempt, run_chain, run_lesson, run_race
from mlp.lesson.steps import (
    NUM_STEPS,
    STEPS,
    Layer,
    Mistake,
    Settings,
    mistake_code,
    script,
    step_code,
    step_of_mistake,
)
from tests.support import ROOT

MISTAKES = [mistake for step in STEPS for mistake in step.mistakes]
PIXELS = load_digits("test").pixels[3].numpy().tobytes()
VARIANTS = (
    Settings(),
    Settings(batch_size=1, hidden_features=1, seed=7, device="cpu"),
    Settings(batch_size=8, hidden_features=64, seed=9999, source="test"),
    Settings(source="mine", pixels=PIXELS),
    Settings(batch_size=2, source="mine", example=12),
    Settings(source="mine", picture_seed=5),
)
each_mistake = pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.name)
each_step = pytest.mark.parametrize("number", range(1, NUM_STEPS + 1))
# Runs programs in an interpreter that knows nothing of the lesson, and says what they print.
RUNNER = """
import contextlib, io, json, sys
printed = []
for program in json.load(sys.stdin):
    with contextlib.redirect_stdout(io.StringIO()) as out:
        try:
            exec(program, {"__name__": "__main__"})
        except Exception as error:
            print(f"{type(error).__name__}: {error}")
    printed.append(out.getvalue())
json.dump(printed, sys.stdout)
"""


def printed_by_python(programs: list[str]) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-c", RUNNER],
        input=json.dumps(programs),
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=True,
    )
    printed: list[str] = json.loads(done.stdout)
    return printed


def printed_here(settings: Settings, last: int = NUM_STEPS) -> str:
    return "".join(run.printed for run in run_lesson(settings).runs[:last])


def test_the_downloaded_program_prints_in_plain_python_what_the_page_shows(tmp_path: Path) -> None:
    program = tmp_path / "lesson_10.py"
    program.write_text(script(Settings(), NUM_STEPS), "utf-8")
    done = subprocess.run([sys.executable, program], capture_output=True, text=True, cwd=tmp_path)
    assert done.stderr == ""
    assert done.stdout == printed_here(Settings())


@pytest.mark.slow
def test_a_fresh_interpreter_prints_the_same_for_all_settings_steps_and_mistakes() -> None:
    lessons = [(script(settings, NUM_STEPS), printed_here(settings)) for settings in VARIANTS]
    steps = [
        (script(Settings(), last), printed_here(Settings(), last))
        for last in range(1, NUM_STEPS + 1)
    ]
    mistakes = []
    for mistake in MISTAKES:
        last = step_of_mistake(mistake.name)
        run = attempt(Settings(), mistake).wrong
        failure = f"{run.failure}\n" if run.failure else ""
        mistakes.append(
            (
                script(Settings(), last) + mistake_code(mistake, is_cpu=_is_cpu()),
                printed_here(Settings(), last) + run.printed + failure,
            )
        )
    expected = [*lessons, *steps, *mistakes]
    assert printed_by_python([program for program, _ in expected]) == [out for _, out in expected]


@each_step
def test_the_code_of_a_step_is_what_is_run(number: int) -> None:
    for settings in VARIANTS:
        assert run_lesson(settings).runs[number - 1].code == step_code(STEPS[number - 1], settings)


@pytest.mark.parametrize("settings", VARIANTS)
def test_every_step_runs_to_its_end(settings: Settings) -> None:
    assert is_whole(run_lesson(settings))


def test_random_numbers_of_the_process_are_left_alone() -> None:
    before = torch.random.get_rng_state()
    run_lesson(Settings(seed=4321))
    assert torch.equal(torch.random.get_rng_state(), before)


def test_visitors_at_the_same_time_get_their_own_output() -> None:
    alone = [run_lesson(settings) for settings in VARIANTS]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(run_lesson.__wrapped__, VARIANTS))
    for one, other in zip(alone, together, strict=True):
        assert [run.printed for run in one.runs] == [run.printed for run in other.runs]


def test_nothing_is_printed_on_the_servers_own_output(capfd: pytest.CaptureFixture[str]) -> None:
    run_lesson.__wrapped__(Settings())
    assert capfd.readouterr() == ("", "")


def test_my_digit_arrives_bit_for_bit() -> None:
    lesson = run_lesson(Settings(source="mine", pixels=PIXELS))
    image = run_of(lesson, "data").values("X")[0]
    np.testing.assert_array_equal(image, load_digits("test").images(3, 4)[0].numpy())


@each_mistake
def test_a_mistake_is_made_and_its_correction_runs(mistake: Mistake) -> None:
    assert mistake.code.count(mistake.wrong) == 1
    made = attempt(Settings(), mistake)
    assert (made.wrong.failure is None) == mistake.is_silent
    assert made.right.failure is None
    assert made.right.printed


@pytest.mark.parametrize("kind", ["Flatten", "ReLU", "Softmax"])
def test_every_layer_of_the_builder_runs(kind: str) -> None:
    assert run_chain(Settings(), (Layer(kind),)).failure is None


def test_measured_times_are_real_and_sorted() -> None:
    race = run_race("cpu", 16)
    assert len(race.many_ms) == len(race.few_ms) == 7
    assert 0 < race.few_ms[0] <= race.few_ms[-1]


def test_a_device_that_cannot_be_measured_is_said() -> None:
    assert "Error" in run_race("cuda:99", 16).printed


def _is_cpu() -> bool:
    return str(run_lesson(Settings()).runs[0].names["device"]).startswith("cpu")
