import numpy as np
import pytest

from mlp.net.verdict import CERTAIN, NOTHING_DRAWN, UNDECIDED_MARGIN, Kind, judge


def answer(**by_digit: float) -> np.ndarray:
    """Ten probabilities: those given as d3=0.6 and so on, the others 0."""
    probabilities = np.zeros(10, np.float32)
    for digit, probability in by_digit.items():
        probabilities[int(digit[1:])] = probability
    return probabilities


def test_a_clear_answer_is_sure() -> None:
    assert judge(answer(d7=0.97, d1=0.03)).kind is Kind.SURE


def test_the_best_digit_and_its_probability_are_given() -> None:
    verdict = judge(answer(d7=0.75, d1=0.25))
    assert (verdict.digit, verdict.probability) == (7, 0.75)


def test_the_runner_up_and_its_probability_are_given() -> None:
    verdict = judge(answer(d4=0.125, d9=0.5, d3=0.375))
    assert (verdict.runner_up, verdict.runner_up_probability) == (3, 0.375)


def test_from_the_bound_on_an_answer_is_sure() -> None:
    bound = np.nextafter(np.float32(CERTAIN), np.float32(1))
    assert judge(answer(d0=bound)).kind is Kind.SURE


def test_below_the_bound_an_answer_is_unsure() -> None:
    assert judge(answer(d2=0.94, d8=0.06)).kind is Kind.UNSURE


def test_two_close_answers_are_undecided() -> None:
    verdict = judge(answer(d4=0.5, d9=0.45, d1=0.05))
    assert verdict.kind is Kind.UNDECIDED
    assert (verdict.digit, verdict.runner_up) == (4, 9)


def test_just_beyond_the_margin_an_answer_is_unsure() -> None:
    assert judge(answer(d4=0.4 + UNDECIDED_MARGIN + 0.01, d9=0.4)).kind is Kind.UNSURE


@pytest.mark.parametrize("best", [0.999, 0.7, 0.45])
def test_a_strange_drawing_is_no_digit_however_sure_the_network_is(best: float) -> None:
    verdict = judge(answer(d3=best, d5=0.4 * (1 - best)), 0.1)
    assert verdict.kind is Kind.NO_DIGIT
    assert verdict.digit == 3 and verdict.probability == pytest.approx(best)


def test_a_familiar_drawing_is_judged_by_its_probabilities() -> None:
    assert judge(answer(d7=0.97, d1=0.03), -0.1).kind is Kind.SURE


@pytest.mark.parametrize("tie", [answer(d3=0.5, d5=0.5), np.full(10, 0.1, np.float32)])
def test_an_exact_tie_has_no_digit(tie: np.ndarray) -> None:
    verdict = judge(tie)
    assert verdict.kind is Kind.UNDECIDED
    assert (verdict.digit, verdict.runner_up) == (None, None)
    assert verdict.probability == verdict.runner_up_probability == tie.max()


def test_a_tie_of_a_strange_drawing_is_strange() -> None:
    verdict = judge(np.full(10, 0.1, np.float32), 0.5)
    assert (verdict.kind, verdict.digit) == (Kind.NO_DIGIT, None)


@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_what_is_no_finite_number_decides_nothing(value: float) -> None:
    verdict = judge(np.full(10, value, np.float32), -1.0)
    assert (verdict.kind, verdict.digit, verdict.probability) == (Kind.UNDECIDED, None, 0)


def test_a_score_that_is_no_number_is_strange() -> None:
    assert judge(answer(d6=1.0), float("nan")).kind is Kind.NO_DIGIT


def test_a_tie_below_the_best_leaves_the_best_its_digit() -> None:
    assert judge(answer(d6=0.4, d0=0.3, d1=0.3)).digit == 6


def test_nothing_drawn_has_no_digit() -> None:
    assert NOTHING_DRAWN.kind is Kind.NOTHING
    assert NOTHING_DRAWN.digit is None


@pytest.mark.parametrize(
    "probabilities", [answer(d7=1.0), answer(d7=0.6, d1=0.4), np.full(10, 0.1)]
)
def test_what_is_still_being_drawn_is_not_judged(probabilities: np.ndarray) -> None:
    verdict = judge(probabilities, 0.1, is_unfinished=True)
    assert verdict.kind is Kind.DRAWING
    assert verdict.probability == pytest.approx(float(probabilities.max()))
