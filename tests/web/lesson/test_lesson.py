"""The lesson: its code is what runs, its output is what Python prints, its page stands."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
import torch
from streamlit.testing.v1 import AppTest

from mlp.dataset import load_digits
from mlp.lesson.facts import facts, is_whole, products, run_of
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
from mlp.picture.prepare import from_pad
from mlp.web.charts.lesson import folded_table, race_points, sum_bars
from mlp.web.lesson import cards_words, navigation_words, pictures_words, steps_words
from mlp.web.lesson import words as words
from mlp.web.shell.depths import DEPTHS
from tests.support.app import MAIN, draw_on, texts, toggle
from tests.support.pictures import seven

ROOT = Path(__file__).parents[3]
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


@pytest.fixture(scope="module")
def app() -> AppTest:
    app = AppTest.from_file(MAIN, default_timeout=30).run()
    app.switch_page("lesson.py").run()
    assert not app.exception
    return app


@pytest.fixture
def fresh_app() -> Iterator[AppTest]:
    app = AppTest.from_file(MAIN, default_timeout=30).run()
    yield app
    assert not app.exception


def open_step(app: AppTest, step: int | str, depth: str = "words") -> AppTest:
    app.session_state["explain"] = depth
    app.query_params["step"] = str(step)
    app.run()
    assert not app.exception
    return app


def codes(app: AppTest) -> list[str]:
    return [code.value for code in app.code]


# What is shown is what runs, and what Python prints.


def test_the_downloaded_program_prints_in_plain_python_what_the_page_shows(tmp_path: Path) -> None:
    program = tmp_path / "lesson_10.py"
    program.write_text(script(Settings(), NUM_STEPS), "utf-8")
    done = subprocess.run([sys.executable, program], capture_output=True, text=True, cwd=tmp_path)
    assert done.stderr == ""
    assert done.stdout == printed_here(Settings())


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


@pytest.mark.parametrize("wrong", [{"batch_size": 0}, {"hidden_features": 65}, {"seed": -1}])
def test_settings_out_of_range_are_refused(wrong: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="is not between"):
        Settings(**wrong)


def test_my_digit_arrives_bit_for_bit() -> None:
    lesson = run_lesson(Settings(source="mine", pixels=PIXELS))
    image = run_of(lesson, "data").values("X")[0]
    np.testing.assert_array_equal(image, load_digits("test").images(3, 4)[0].numpy())


def test_the_products_and_the_bias_are_the_output() -> None:
    lesson = run_lesson(Settings())
    told = facts(lesson, image=1, unit=4)
    by_hand = products(lesson, 1, 4).sum(dtype=np.float64) + told["bias"]
    assert by_hand == pytest.approx(told["output"], abs=1e-5)


# Mistakes.


@each_mistake
def test_a_mistake_is_made_and_its_correction_runs(mistake: Mistake) -> None:
    assert mistake.code.count(mistake.wrong) == 1
    made = attempt(Settings(), mistake)
    assert (made.wrong.failure is None) == mistake.is_silent
    assert made.right.failure is None
    assert made.right.printed


@each_mistake
def test_a_mistake_on_the_page_is_shown_as_python_words_it(app: AppTest, mistake: Mistake) -> None:
    open_step(app, step_of_mistake(mistake.name))
    switch = toggle(app, cards_words.MISTAKES[mistake.name].title)
    switch.set_value(True).run()
    assert not app.exception
    failure = attempt(Settings(), mistake).wrong.failure
    if failure:
        assert str(failure) in app.error[0].value
    else:
        assert cards_words.SILENT in texts(app)
    assert f"- {mistake.wrong.strip()}\n+ {mistake.right.strip()}" in codes(app)
    toggle(app, cards_words.MISTAKES[mistake.name].title).set_value(False).run()


# The page.


@pytest.mark.parametrize("depth", DEPTHS)
@each_step
def test_each_step_shows_its_code_and_output(app: AppTest, number: int, depth: str) -> None:
    open_step(app, number, depth)
    run = run_lesson(Settings()).runs[number - 1]
    assert run.code.strip() in [code.strip() for code in codes(app)]
    assert run.printed.strip() in [code.strip() for code in codes(app)]
    told = steps_words.STEPS[STEPS[number - 1].name]
    for text, is_shown in ((told.numbers, depth != "words"), (told.code, depth == "code")):
        piece = max(re.split(r"\{[^}]*\}", text), key=len)  # between two figures
        assert (piece in texts(app)) == is_shown


def test_all_steps_fit_on_one_page(app: AppTest) -> None:
    open_step(app, "all", "code")
    assert [header.value.split(" ·")[0] for header in app.subheader] == [
        str(number) for number in range(1, NUM_STEPS + 1)
    ]


def test_next_and_back_turn_the_pages(fresh_app: AppTest) -> None:
    app = open_step(fresh_app.switch_page("lesson.py"), 4)
    next(button for button in app.button if button.label.startswith("Next")).click().run()
    assert app.subheader[0].value.startswith("5 ·")
    assert app.query_params["step"] == "5"
    next(button for button in app.button if button.label.startswith("Back")).click().run()
    assert app.subheader[0].value.startswith("4 ·")


def test_a_step_that_does_not_exist_is_said_kindly(fresh_app: AppTest) -> None:
    app = open_step(fresh_app.switch_page("lesson.py"), "eleven")
    assert "no step “eleven”" in app.warning[0].value
    assert app.subheader[0].value.startswith("1 ·")
    open_step(app, 2)
    assert not app.warning


def test_step_settings_and_mistakes_survive_a_change_of_page(fresh_app: AppTest) -> None:
    app = open_step(fresh_app.switch_page("lesson.py"), 6)
    app.slider(key="lesson_batch_size").set_value(5).run()
    app.number_input(key="lesson_seed").set_value(77).run()
    app.toggle[0].set_value(True).run()
    app.switch_page("parameters.py").run()
    app.query_params.clear()
    app.switch_page("lesson.py").run()
    assert app.subheader[0].value.startswith("6 ·")
    assert app.slider(key="lesson_batch_size").value == 5
    assert "(5x784 and 28x20)" in app.error[0].value
    settings = Settings(batch_size=5, seed=77)
    assert run_lesson(settings).runs[5].printed.strip() in codes(app)


def test_the_slider_of_the_step_and_the_one_of_the_settings_are_one(fresh_app: AppTest) -> None:
    app = open_step(fresh_app.switch_page("lesson.py"), 6)
    app.slider(key="lesson_linear_hidden").set_value(3).run()
    assert app.slider(key="lesson_hidden_features").value == 3
    assert "torch.Size([3, 3])" in "".join(codes(app))


def test_without_a_drawing_the_test_digits_stand_in(fresh_app: AppTest) -> None:
    app = open_step(fresh_app.switch_page("lesson.py"), 3)
    app.button_group(key="lesson_source").set_value("mine").run()
    assert navigation_words.NOTHING_DRAWN in texts(app)
    assert any("load_digits" in code for code in codes(app))


def test_the_visitors_digit_goes_through_the_lesson(fresh_app: AppTest) -> None:
    draw_on(fresh_app, seven())
    app = open_step(fresh_app.switch_page("lesson.py"), 3)
    app.button_group(key="lesson_source").set_value("mine").run()
    pixels = from_pad(seven()).steps[-1].pixels.tobytes()
    run = run_lesson(Settings(source="mine", pixels=pixels)).runs[2]
    assert run.code.strip() in [code.strip() for code in codes(app)]


def test_a_chain_that_does_not_fit_is_explained_and_can_be_made_to_fit(fresh_app: AppTest) -> None:
    app = open_step(fresh_app.switch_page("lesson.py"), 8)
    app.button(key="lesson_chain_remove_0").click().run()  # without Flatten
    assert "(84x28 and 784x20)" in app.error[0].value
    app.button(key="lesson_chain_fit").click().run()
    assert not app.error
    assert pictures_words.CHAIN_ROWS in texts(app)
    app.button(key="lesson_chain_add").click().run()
    assert "nn.Linear(10, 10)" in codes(app)[-2]
    app.button(key="lesson_chain_undo").click().run()
    assert pictures_words.CHAIN_TEN in texts(app)


@pytest.mark.parametrize("kind", ["Flatten", "ReLU", "Softmax"])
def test_every_layer_of_the_builder_runs(kind: str) -> None:
    assert run_chain(Settings(), (Layer(kind),)).failure is None


def test_measured_times_are_real_and_sorted() -> None:
    race = run_race("cpu", 16)
    assert len(race.many_ms) == len(race.few_ms) == 7
    assert 0 < race.few_ms[0] <= race.few_ms[-1]


def test_a_device_that_cannot_be_measured_is_said() -> None:
    assert "Error" in run_race("cuda:99", 16).printed


# The words.


@each_step
def test_the_pieces_that_are_explained_are_those_of_the_code(number: int) -> None:
    run = run_lesson(Settings()).runs[number - 1]
    explained = steps_words.reading(STEPS[number - 1].name, run.code + run.printed, "random")
    assert set(steps_words.STEPS[STEPS[number - 1].name].reading) <= set(explained)


def test_a_piece_that_is_not_there_is_not_explained() -> None:
    assert steps_words.reading("data", "X = 1", "mine") == [steps_words.STEPS["data"].reading[1]]


@each_step
def test_every_technical_word_of_a_step_has_its_entry(number: int) -> None:
    told = steps_words.STEPS[STEPS[number - 1].name]
    names = [
        term
        for term in steps_words.GLOSSARY
        if term not in (cards_words.SIGNS, cards_words.ERROR, "device")
    ]
    for term in names:
        is_used = re.search(rf"\b{term}(s|es)?\b", told.words)
        assert not is_used or term in told.terms, f"{term} is not explained in step {number}"
    assert set(told.terms) <= set(steps_words.GLOSSARY)


def test_there_are_words_for_every_step_and_mistake() -> None:
    assert [step.name for step in STEPS] == list(steps_words.STEPS)
    assert [mistake.name for mistake in MISTAKES] == list(cards_words.MISTAKES)


@each_step
def test_the_sentences_get_their_figures(number: int) -> None:
    figures = {**facts(run_lesson(Settings()), image=0, unit=0), "what_goes_in": "…"}
    told = steps_words.STEPS[STEPS[number - 1].name]
    for text in (told.words, told.numbers, told.code):
        assert "{" not in text.format(**figures)
    for mistake in STEPS[number - 1].mistakes:
        assert cards_words.MISTAKES[mistake.name].why.format(**figures).endswith(".")


@pytest.mark.parametrize(
    ("milliseconds", "said"),
    [(0.2934, "293 µs"), (4.06, "4.1 ms"), (41.2, "41 ms"), (2100, "2.1 s")],
)
def test_a_time_is_said_with_a_fitting_unit(milliseconds: float, said: str) -> None:
    assert pictures_words.duration(milliseconds) == said


# The figures.


def test_a_long_row_is_folded_without_losing_a_number() -> None:
    trace = folded_table(np.arange(23, dtype=np.float32), scale=22, is_signed=False)["data"][0]
    assert trace["z"]["shape"] == "3, 10"


def test_the_bars_of_a_sum_mark_signs_and_total() -> None:
    figure = sum_bars(["a", "b", "all"], np.array([1, -3, -2], np.float32))
    assert figure["data"][0]["marker"]["color"] == ["positive", "negative", "winner"]


def test_measured_times_show_their_spread() -> None:
    trace = race_points({"cpu": {64: (1.0, 2.0, 5.0)}})["data"][0]
    assert (trace["error_y"]["array"], trace["error_y"]["arrayminus"]) == ([3.0], [1.0])


def _is_cpu() -> bool:
    return str(run_lesson(Settings()).runs[0].names["device"]).startswith("cpu")
