import numpy as np
import pytest

from mlp.net.network import NeuralNetwork, stage_names
from mlp.net.verdict import NOTHING_DRAWN, Kind, judge
from mlp.web.draw import stage_cards_words
from mlp.web.shell import numbers
from mlp.web.views.verdict import words as verdict_words

NAMES = stage_names(NeuralNetwork())


def answer(*best: float) -> np.ndarray:
    """Ten probabilities, the first ones given."""
    rest = (1 - sum(best)) / (10 - len(best))
    return np.array([*best, *[rest] * (10 - len(best))], np.float32)


@pytest.mark.parametrize(
    ("probability", "said"),
    [(1.0, "> 99.9 %"), (0.9996, "> 99.9 %"), (0.5, "50.0 %"), (1e-9, "< 0.1 %"), (0.0, "0.0 %")],
)
def test_a_probability_is_never_rounded_to_certainty(probability: float, said: str) -> None:
    assert numbers.percent(probability) == said


def test_there_are_words_for_every_kind_of_verdict() -> None:
    for kind in Kind:
        assert set(verdict_words.VERDICT[str(kind.value)]) == {"headline", "detail"}


def test_doubt_is_said() -> None:
    assert "undecided" in verdict_words.say_verdict(judge(answer(0.45, 0.4)))
    assert "equal" in verdict_words.say_verdict(judge(answer(0.1)))
    assert verdict_words.say_verdict(NOTHING_DRAWN) == "nothing drawn"
    assert verdict_words.say_verdict(judge(answer(0.97), 1.0)) == "not a digit (else 0, 97.0 %)"
    assert verdict_words.say_verdict(judge(answer(0.97))) == "0 (97.0 %)"


@pytest.mark.parametrize("name", NAMES)
def test_every_stage_has_its_explanations(name: str) -> None:
    shape = (1, 10) if name.endswith("3") or name == "softmax" else (1, 512)
    assert stage_cards_words.stage_sentence(name, shape, NAMES).endswith(".")
    assert stage_cards_words.stage_arithmetic(name, shape, 512).endswith(".")
    assert stage_cards_words.stage_code(name, NAMES).startswith(f"{name} = ")
