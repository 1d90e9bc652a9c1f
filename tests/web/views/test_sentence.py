"""What sentences say of an answer is what Python would say of the same tensors."""

import re
from typing import Any

import numpy as np
import pytest

from mlp.numbers import number, share
from mlp.web.draw import stage_cards_words
from mlp.web.sidebar import sidebar_words
from tests.support.node import run_node

FACTS = "module.factsOf(Float32Array.from(given.map((v) => ({ nan: NaN, inf: Infinity })[v] ?? v)))"

FIGURES = """Object.keys(module.figuresOf({
    kind: 0, digit: null, probability: 0, forwardMs: 0, stages: [[0]],
    withoutRelu: { kind: 0, digit: null, probability: 0 },
  }, 0, { nothing: "" }))"""


def facts(values: np.ndarray) -> dict[str, str]:
    given = [float(v) if np.isfinite(v) else str(v) for v in values]
    said: dict[str, str] = run_node("../views/sentence/figures.js", FACTS, given)
    return said


@pytest.mark.parametrize("decade", [-6, -2, 0, 3, 8])
def test_the_facts_of_a_stage_are_those_of_its_values(decade: int) -> None:
    generator = np.random.default_rng(decade + 10)
    values = (generator.normal(size=512) * 10.0**decade).astype(np.float32)
    values[generator.random(512) < 0.3] = 0
    zeros = int((values == 0).sum())
    assert facts(values) == {
        "least": number(float(values.min())),
        "mean": number(float(values.mean(dtype=np.float64))),
        "largest": number(float(values.max())),
        "zeros": f"{zeros:,}",
        "share": share(zeros, 512),
    }


def test_a_network_that_has_fallen_apart_is_said_to_have() -> None:
    said = facts(np.array([np.nan, 1, np.inf], np.float32))
    assert (said["least"], said["mean"], said["largest"]) == ("–", "–", "–")


@pytest.mark.parametrize(
    "template",
    [
        stage_cards_words.BOTH_ANSWERS,
        stage_cards_words.FACTS.format(shape="", dtype="", device="", count=1),
        sidebar_words.FORWARD,
    ],
)
def test_every_figure_that_a_sentence_wants_is_known(template: str) -> None:
    known: list[Any] = run_node("../views/sentence/figures.js", FIGURES, None)
    wanted = set(re.findall(r"\{(\w+)\}", template))
    assert wanted and wanted <= set(known)
