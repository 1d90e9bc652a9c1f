from dataclasses import asdict

import numpy as np
import torch

from mlp.net.network import NeuralNetwork
from mlp.net.trace import trace
from mlp.net.verdict import NOTHING_DRAWN, Kind, Verdict, judge
from mlp.web.views.verdict import words
from mlp.web.views.verdict import words as verdict_words
from tests.support.node import run_node


def test_a_verdict_on_numbers_that_overflow_is_no_tie() -> None:
    model = NeuralNetwork((4,))
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.fill_(1e30)
    probabilities = trace(model, torch.ones(1, 28, 28)).probabilities
    assert words.say_verdict(judge(probabilities)) == "undecided (its numbers are too large)"
    assert "equal" in words.say_verdict(judge(np.full(10, 0.1, np.float32)))


def answer(*best: float) -> np.ndarray:
    """Ten probabilities, the first ones given."""
    rest = (1 - sum(best)) / (10 - len(best))
    return np.array([*best, *[rest] * (10 - len(best))], np.float32)


def test_there_are_words_for_every_kind_of_verdict() -> None:
    for kind in Kind:
        assert set(verdict_words.VERDICT[str(kind.value)]) == {"headline", "detail"}


def test_doubt_is_said() -> None:
    assert "undecided" in verdict_words.say_verdict(judge(answer(0.45, 0.4)))
    assert "equal" in verdict_words.say_verdict(judge(answer(0.1)))
    assert verdict_words.say_verdict(NOTHING_DRAWN) == "nothing drawn"
    assert verdict_words.say_verdict(judge(answer(0.97), 1.0)) == "not a digit (else 0, 97.0 %)"
    assert verdict_words.say_verdict(judge(answer(0.97))) == "0 (97.0 %)"


VERDICTS = [
    Verdict(kind, digit, probability, digit and digit - 1, 0.01)
    for kind in Kind
    for digit in (None, 1, 8)
    for probability in (0.0, 0.1, 0.5004, 0.97, 0.99999, 1.0)
]


def test_browser_and_python_say_the_same_of_a_verdict_in_short() -> None:
    browser = run_node(
        "../views/verdict/in_short.js",
        "given.verdicts.map((verdict) => module.sayVerdict(verdict, given.words))",
        {"verdicts": [asdict(one) for one in VERDICTS], "words": verdict_words.IN_SHORT},
    )
    assert browser == [verdict_words.say_verdict(verdict) for verdict in VERDICTS]
    assert len(set(browser)) > len(verdict_words.IN_SHORT)
