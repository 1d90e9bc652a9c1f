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
from mlp.explain.gradients import gradients
from mlp.lesson import run
from mlp.lesson.facts import run_of
from mlp.lesson.run import attempt, run_chain, run_lesson, run_race
from mlp.lesson.step import Mistake, Settings
from mlp.lesson.steps import (
    NUM_ANSWERING,
    NUM_STEPS,
    STEPS,
    Layer,
    chain_code,
    mistake_code,
    script,
    step_code,
    step_number,
    step_of_mistake,
)
from mlp.net.network import untrained_network
from mlp.net.trace import trace
from mlp.training.loop import train
from mlp.training.recipe import Recipe
from tests.support import ROOT

MISTAKES = [mistake for step in STEPS for mistake in step.mistakes]
PIXELS = load_digits("test").pixels[3].numpy().tobytes()
VARIANTS = (
    Settings(),
    Settings(batch_size=1, hidden_features=1, seed=7, device="cpu", source="random"),
    Settings(batch_size=8, hidden_features=64, seed=9999, weights="trained", num_batches=1),
    Settings(source="mine", pixels=PIXELS, target=3, rule="adam", learning_rate=0.001),
    Settings(batch_size=2, source="mine", example=12, lift=0, rule="momentum", layer=2),
    Settings(source="mine", picture_seed=5, layer=4, weight=(3, 100)),
)
each_mistake = pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.name)
# Runs programs in an interpreter that knows nothing of the lesson, and says what they print. As in
# the app, one thread computes: sums depend on their order.
RUNNER = """
import contextlib, io, json, sys, torch
torch.set_num_threads(1)
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
    return "".join(run.printed for run in run_lesson(settings, last).runs[:last])


def test_the_downloaded_program_prints_in_plain_python_what_the_page_shows(tmp_path: Path) -> None:
    settings = Settings(source="random")  # needs nothing of Glassbox's
    program = tmp_path / "lesson_14.py"
    program.write_text(script(settings, 14), "utf-8")
    done = subprocess.run([sys.executable, program], capture_output=True, text=True, cwd=tmp_path)
    assert done.stderr == ""
    assert done.stdout == printed_here(settings, 14)


def expect_the_same_in_a_fresh_interpreter(expected: list[tuple[str, str]]) -> None:
    """Run programs, and compare what each prints with what the page says that it prints."""
    printed = printed_by_python([program for program, _ in expected])
    for found, (_, shown) in zip(printed, expected, strict=True):
        assert found == shown


@pytest.mark.slow
def test_a_fresh_interpreter_prints_the_same_for_all_steps_of_both_parts_and_a_chain() -> None:
    steps = [(script(settings, NUM_STEPS), printed_here(settings)) for settings in VARIANTS]
    layers = (Layer("Flatten"), Layer("Linear", 784, 7), Layer("Softmax"))
    chain = printed_here(Settings(), NUM_ANSWERING) + run_chain(Settings(), layers).printed
    expect_the_same_in_a_fresh_interpreter(
        [*steps, (script(Settings(), NUM_ANSWERING) + chain_code(layers), chain)]
    )


@pytest.mark.slow
def test_a_fresh_interpreter_prints_the_same_for_all_mistakes_and_their_corrections() -> None:
    expected = []
    for mistake in MISTAKES:
        last = step_of_mistake(mistake.name)
        made = attempt(Settings(), mistake)
        for here, is_right in ((made.wrong, False), (made.right, True)):
            code = mistake_code(mistake, is_cpu=_is_cpu(), right=is_right)
            failure = f"{here.failure}\n" if here.failure else ""
            shown = printed_here(Settings(), last) + here.printed + failure
            expected.append((script(Settings(), last) + code, shown))
    expect_the_same_in_a_fresh_interpreter(expected)


@pytest.mark.parametrize("settings", VARIANTS)
def test_every_step_runs_to_its_end_and_its_code_is_what_is_run(settings: Settings) -> None:
    lesson = run_lesson(settings)
    assert len(lesson.runs) == NUM_STEPS and lesson.failure is None
    assert [made.code for made in lesson.runs] == [step_code(step, settings) for step in STEPS]


def test_random_numbers_of_the_process_are_left_alone() -> None:
    before = torch.random.get_rng_state()
    run_lesson(Settings(seed=4321))
    assert torch.equal(torch.random.get_rng_state(), before)


def test_visitors_at_the_same_time_get_their_own_output() -> None:
    alone = [run_lesson(settings) for settings in VARIANTS]
    forget_runs()
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(run_lesson, VARIANTS))
    for one, other in zip(alone, together, strict=True):
        assert [run.printed for run in one.runs] == [run.printed for run in other.runs]


def test_nothing_is_printed_on_the_servers_own_output(capfd: pytest.CaptureFixture[str]) -> None:
    forget_runs()
    run_lesson(Settings())
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


def forget_runs() -> None:
    run._answering_runs.cache_clear()
    run._learning_run.cache_clear()


def test_what_a_step_learns_leaves_the_steps_before_as_they_were() -> None:
    lesson = run_lesson(Settings())
    before, after = (run_of(lesson, step).names["model"] for step in ("chain_rule", "step"))
    assert not torch.equal(before.linear_relu_stack[0].weight, after.linear_relu_stack[0].weight)
    untouched = untrained_network(0).state_dict()
    first = run_of(lesson, "class").names["model"].state_dict()
    assert all(torch.equal(first[name], value) for name, value in untouched.items())


@pytest.mark.parametrize("settings", VARIANTS)
def test_the_librarys_gradients_are_those_that_the_code_makes(settings: Settings) -> None:
    made = run_of(run_lesson(settings, 12), "backward").names
    label = int(made["target"][0])
    found = gradients(made["model"], trace(made["model"], made["image"]), label)
    for name, parameter in made["model"].named_parameters():
        np.testing.assert_array_equal(found.parameters[name], parameter.grad.cpu().numpy())


@pytest.mark.parametrize("settings", VARIANTS)
def test_the_chain_rule_and_trying_it_out_agree(settings: Settings) -> None:
    made = run_of(run_lesson(settings, 13), "chain_rule").names
    product, slope, tried = (
        float(value.detach())
        for value in (made["error"] * made["value"], made["slope"], made["tried"])
    )
    assert product == pytest.approx(slope, rel=1e-5, abs=1e-12)
    assert tried == pytest.approx(slope, rel=1e-3, abs=1e-7)


def test_the_loop_of_an_epoch_is_that_of_the_train_page() -> None:
    made = run_of(run_lesson(Settings(num_batches=10)), "epoch").names
    before = run_of(run_lesson(Settings(), 14), "step").names["model"]
    model = untrained_network(0)
    model.load_state_dict(before.state_dict())
    recipe = Recipe(
        batch_size=128, learning_rate=0.1, optimizer="sgd", is_step_size_falling=False, epochs=1
    )
    progress = train(model, load_digits("train"), recipe)
    losses = [next(progress).loss for _ in range(10)]
    assert made["losses"] == pytest.approx(losses, rel=1e-4)


def test_trained_weights_read_the_same_pictures_rightly() -> None:
    lesson = run_lesson(Settings(weights="trained"), NUM_ANSWERING)
    forward = lesson.runs[step_number("forward") - 1]
    assert forward.values("logits").argmax(1).tolist() == [7, 2, 1]
    assert forward.printed.splitlines()[:2] == [
        "torch.Size([1, 28, 28])",
        "Predicted class: tensor([7])",
    ]


def test_memorised_pictures_are_read_better_than_unseen_ones() -> None:
    (mistake,) = STEPS[-1].mistakes
    made = attempt(Settings(), mistake)
    crammed, unseen = (float(run.printed.split("%")[0]) for run in (made.wrong, made.right))
    assert crammed > 99 and unseen < 90
