import re
from pathlib import Path

import numpy as np
import pytest

from mlp.net.network import NeuralNetwork, stage_names
from mlp.net.verdict import NOTHING_DRAWN, Kind, judge
from mlp.web.draw import stage_cards_words
from mlp.web.server import messages
from mlp.web.shell import session
from mlp.web.views.verdict import words as verdict_words

WEB = Path(session.__file__).parents[1]
NAMES = stage_names(NeuralNetwork())


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


@pytest.mark.parametrize("name", NAMES)
def test_every_stage_has_its_explanations(name: str) -> None:
    shape = (1, 10) if name.endswith("3") or name == "softmax" else (1, 512)
    assert stage_cards_words.stage_sentence(name, shape, NAMES).endswith(".")
    assert stage_cards_words.stage_arithmetic(name, shape, 512).endswith(".")
    assert stage_cards_words.stage_code(name, NAMES).startswith(f"{name} = ")


def test_the_pad_and_python_agree_on_the_raster() -> None:
    script = (WEB / "draw" / "digit_pad" / "pad.js").read_text("utf-8")
    assert re.search(r"RASTER_PX = (\d+)", script)[1] == str(session.RASTER_PX)


def test_the_browser_and_python_agree_on_the_messages() -> None:
    message = (WEB / "browser" / "message.js").read_text("utf-8")
    pad = (WEB / "draw" / "digit_pad" / "pad.js").read_text("utf-8")
    numbers = dict(re.findall(r"const (\w+) = (\w+);", message + pad))
    assert int(numbers["MESSAGE_VERSION"]) == messages.VERSION
    assert int(numbers["NO_DIGIT"]) == messages.NO_DIGIT
    assert int(numbers["NOT_FROM_PAD"], 16) == messages.NOT_FROM_PAD
    assert int(numbers["CLOSE_BUSY"]) == messages.CLOSE_BUSY
    assert int(numbers["CLOSE_IDLE"]) == messages.CLOSE_IDLE
