"""The Lesson page without a browser: its steps, settings, mistakes and builder."""

import re
from collections.abc import Iterator

import pytest
from streamlit.testing.v1 import AppTest

from mlp.lesson.run import attempt, run_lesson
from mlp.lesson.steps import NUM_STEPS, STEPS, Mistake, Settings, step_of_mistake
from mlp.picture.prepare import from_pad
from mlp.web.lesson import cards_words, navigation_words, pictures_words, steps_words
from mlp.web.shell.depth import DEPTHS, Depth
from tests.support.app import MAIN, draw_on, texts, toggle
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


def open_step(app: AppTest, step: int | str, depth: Depth = "words") -> AppTest:
    explain(app, depth)
    app.query_params["step"] = str(step)
    app.run()
    assert not app.exception
    return app


def codes(app: AppTest) -> list[str]:
    return [code.value for code in app.code]


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


@pytest.mark.parametrize("depth", DEPTHS)
@each_step
def test_each_step_shows_its_code_and_output(app: AppTest, number: int, depth: Depth) -> None:
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
