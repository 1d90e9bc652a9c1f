"""The Lesson page without a browser: its steps, settings, mistakes, builder and choices."""

import html
import re
from collections.abc import Iterator

import pytest
from streamlit.testing.v1 import AppTest

from mlp.lesson.run import attempt, run_lesson
from mlp.lesson.step import Mistake, Settings
from mlp.lesson.steps import (
    NUM_STEPS,
    STEPS,
    TRAINED_CODE,
    step_code,
    step_number,
    step_of_mistake,
)
from mlp.picture.prepare import from_pad
from mlp.web.lesson import (
    cards_words,
    learning_pictures_words,
    navigation_words,
    pictures_words,
    steps_words,
)
from mlp.web.shell.depth import DEPTHS, Depth
from tests.support.app import MAIN, draw_on, report_event, texts, toggle
from tests.support.pictures import seven
from tests.support.sessions import explain

MISTAKES = [mistake for step in STEPS for mistake in step.mistakes]
each_mistake = pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.name)
each_step = pytest.mark.parametrize("number", range(1, NUM_STEPS + 1))


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


def open_step(app: AppTest, step: int | str, depth: Depth = "numbers") -> AppTest:
    explain(app, depth)
    app.query_params["step"] = str(step)
    app.run()
    assert not app.exception
    return app


def codes(app: AppTest) -> list[str]:
    return [code.value for code in app.code]


def printed(app: AppTest) -> str:
    """What stands in the boxes of what Python prints, and in the pages' other HTML."""
    return html.unescape("".join(element.proto.body for element in app.get("html")))


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
    right = "".join(f"\n+ {line}" for line in mistake.right.strip().splitlines())
    assert f"- {mistake.wrong.strip()}{right}" in codes(app)
    toggle(app, cards_words.MISTAKES[mistake.name].title).set_value(False).run()


@pytest.mark.parametrize("depth", DEPTHS)
@each_step
def test_each_step_shows_its_code_and_output(app: AppTest, number: int, depth: Depth) -> None:
    open_step(app, number, depth)
    run = run_lesson(Settings(), number).runs[number - 1]
    if depth == "words":
        assert run.code.strip() not in [code.strip() for code in codes(app)]
        app.session_state[f"lesson_{STEPS[number - 1].name}_code"] = True  # unfolds it
        app.run()
    assert run.code.strip() in [code.strip() for code in codes(app)]
    assert run.printed.strip() in printed(app)
    told = steps_words.STEPS[STEPS[number - 1].name]
    for text, is_shown in ((told.numbers, depth != "words"), (told.code, depth == "code")):
        piece = max(re.split(r"\{[^}]*\}", text), key=len)  # between two figures
        assert (piece in texts(app)) == is_shown


def test_all_steps_fit_on_one_page(app: AppTest) -> None:
    open_step(app, "all", "code")
    assert [header.value.split(" ·")[0] for header in app.header] == [
        str(number) for number in range(1, NUM_STEPS + 1)
    ]


def test_next_and_back_turn_the_pages(fresh_app: AppTest) -> None:
    app = open_step(fresh_app.switch_page("lesson.py"), 4)
    next(button for button in app.button if button.label.startswith("Next")).click().run()
    assert app.header[0].value.startswith("5 ·")
    assert app.query_params["step"] == "5"
    next(button for button in app.button if button.label.startswith("Back")).click().run()
    assert app.header[0].value.startswith("4 ·")


def test_a_step_that_does_not_exist_is_said_kindly(fresh_app: AppTest) -> None:
    app = open_step(fresh_app.switch_page("lesson.py"), "twenty")
    assert "no step “twenty”" in app.warning[0].value
    assert app.header[0].value.startswith("1 ·")
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
    assert app.header[0].value.startswith("6 ·")
    assert app.slider(key="lesson_batch_size").value == 5
    assert "(5x784 and 28x20)" in app.error[0].value
    settings = Settings(batch_size=5, seed=77)
    assert run_lesson(settings, 10).runs[5].printed.strip() in printed(app)


def test_the_slider_of_the_step_and_the_one_of_the_settings_are_one(fresh_app: AppTest) -> None:
    app = open_step(fresh_app.switch_page("lesson.py"), 6)
    app.slider(key="lesson_linear_hidden").set_value(3).run()
    assert app.slider(key="lesson_hidden_features").value == 3
    assert "torch.Size([3, 3])" in printed(app)


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
    run = run_lesson(Settings(source="mine", pixels=pixels), 10).runs[2]
    assert run.code.strip() in [code.strip() for code in codes(app)]


def test_a_chain_that_does_not_fit_is_explained_and_can_be_made_to_fit(fresh_app: AppTest) -> None:
    app = open_step(fresh_app.switch_page("lesson.py"), 8)
    app.button(key="lesson_chain_remove_0").click().run()  # without Flatten
    assert "(84x28 and 784x20)" in app.error[0].value
    app.button(key="lesson_chain_fit").click().run()
    assert not app.error
    assert pictures_words.CHAIN_ROWS in texts(app)
    app.button(key="lesson_chain_add").click().run()
    assert any("    nn.Linear(10, 10),\n)" in code for code in codes(app))
    app.button(key="lesson_chain_undo").click().run()
    assert pictures_words.CHAIN_TEN in texts(app)


def test_the_happy_end_reads_the_same_pictures_rightly(fresh_app: AppTest) -> None:
    app = open_step(fresh_app.switch_page("lesson.py"), 10)
    assert TRAINED_CODE.strip() not in codes(app)
    app.button_group(key="lesson_end_weights").set_value("trained").run()
    assert TRAINED_CODE.strip() in codes(app)
    assert "[7, 2, 1]" in texts(app)
    app.button(key="lesson_door_learn").click().run()
    assert app.header[0].value.startswith("11 ·")


def shown_settings(app: AppTest, step: str, settings: Settings) -> None:
    number = step_number(step)
    code = step_code(STEPS[number - 1], settings)
    assert code.strip() in [shown.strip() for shown in codes(app)]
    assert run_lesson(settings, number).runs[number - 1].printed.strip() in printed(app)


def test_the_digit_that_my_drawing_is_can_be_said(fresh_app: AppTest) -> None:
    draw_on(fresh_app, seven())
    app = open_step(fresh_app.switch_page("lesson.py"), 11)
    app.button_group(key="lesson_source").set_value("mine").run()
    pixels = from_pad(seven()).steps[-1].pixels.tobytes()
    shown_settings(app, "loss", Settings(source="mine", pixels=pixels, target=7))
    app.selectbox(key="lesson_target").set_value(4).run()
    shown_settings(app, "loss", Settings(source="mine", pixels=pixels, target=4))
    draw_on(app, seven()[:, ::-1].copy(), sequence=2)
    assert app.selectbox(key="lesson_target").value != 4


def test_a_score_that_is_not_lifted_may_be_dead(fresh_app: AppTest) -> None:
    app = open_step(fresh_app.switch_page("lesson.py"), 11)
    dead = learning_pictures_words.LOSS_DEAD.format(label=7)
    assert dead not in texts(app)
    app.number_input(key="lesson_seed").set_value(5)
    app.toggle(key="lesson_lift").set_value(False).run()
    assert not app.exception
    shown_settings(app, "loss", Settings(seed=5, lift=0))
    scores = run_lesson(Settings(seed=5, lift=0), 11).runs[-1].values("logits")
    assert (dead in [warning.value for warning in app.warning]) == (scores[0, 7] == 0)


def test_any_weight_can_be_taken_apart(fresh_app: AppTest) -> None:
    app = open_step(fresh_app.switch_page("lesson.py"), 13)
    shown_settings(app, "chain_rule", Settings())
    app.button_group(key="lesson_chain_layer").set_value(4).run()
    shown_settings(app, "chain_rule", Settings(layer=4))
    app.number_input(key="lesson_chain_unit").set_value(3).run()
    weight = (3, int(app.number_input(key="lesson_chain_source").value or 0))
    shown_settings(app, "chain_rule", Settings(layer=4, weight=weight))
    report_event(app, "lesson_chain_rule_slopes", "clicked", {"x": 3, "y": 2, "z": 0.1})
    shown_settings(app, "chain_rule", Settings(layer=4, weight=(3, 67)))


def test_each_optimizer_takes_a_rate_that_suits_it(fresh_app: AppTest) -> None:
    app = open_step(fresh_app.switch_page("lesson.py"), 14)
    app.button_group(key="lesson_rule").set_value("adam").run()
    shown_settings(app, "step", Settings(rule="adam", learning_rate=0.001))
    app.select_slider(key="lesson_rate").set_value(0.01).run()
    shown_settings(app, "step", Settings(rule="adam", learning_rate=0.01))


def test_fewer_batches_are_learned_where_that_is_chosen(fresh_app: AppTest) -> None:
    app = open_step(fresh_app.switch_page("lesson.py"), 15)
    app.select_slider(key="lesson_num_batches").set_value(10).run()
    shown_settings(app, "epoch", Settings(num_batches=10))
