import pytest

from mlp.lesson.facts import facts, learning_facts
from mlp.lesson.run import run_lesson
from mlp.lesson.step import Settings
from mlp.lesson.steps import NUM_STEPS, STEPS
from mlp.web.lesson import cards_words, steps_words

MISTAKES = [mistake for step in STEPS for mistake in step.mistakes]
each_step = pytest.mark.parametrize("number", range(1, NUM_STEPS + 1))


@each_step
def test_the_pieces_that_are_explained_are_those_of_the_code(number: int) -> None:
    run = run_lesson(Settings()).runs[number - 1]
    explained = steps_words.reading(STEPS[number - 1].name, run.code + run.printed, "test")
    assert set(steps_words.STEPS[STEPS[number - 1].name].reading) <= set(explained)


def test_a_piece_that_is_not_there_is_not_explained() -> None:
    assert steps_words.reading("data", "X = 1", "mine") == [steps_words.STEPS["data"].reading[1]]


def test_there_are_words_for_every_step_and_mistake() -> None:
    assert [step.name for step in STEPS] == list(steps_words.STEPS)
    assert [mistake.name for mistake in MISTAKES] == list(cards_words.MISTAKES)


@each_step
def test_the_sentences_get_their_figures(number: int) -> None:
    lesson = run_lesson(Settings())
    figures = cards_words.say_figures(facts(lesson, image=0, unit=0))
    figures |= cards_words.say_learning(learning_facts(lesson))
    figures["what_goes_in"] = "…"
    told = steps_words.STEPS[STEPS[number - 1].name]
    for text in (told.words, told.numbers, told.code):
        assert "{" not in text.format(**figures)
    for mistake in STEPS[number - 1].mistakes:
        assert cards_words.MISTAKES[mistake.name].why.format(**figures).endswith(".")
