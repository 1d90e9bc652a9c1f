"""What Python says of a network's stages to the view that draws them."""

import re

import pytest

from mlp.net.network import NeuralNetwork
from mlp.web.views.network import stage_titles

NETWORKS = [
    NeuralNetwork(),
    NeuralNetwork((16,), last_relu=False),
    NeuralNetwork((8, 4, 6)),
    NeuralNetwork(()),
]


@pytest.mark.parametrize("model", NETWORKS)
def test_in_plain_words_no_stage_is_called_as_in_code(model: NeuralNetwork) -> None:
    for title in stage_titles(model, "words"):
        for name in (title["name"], title["brief"]):
            assert name and not re.search("linear|relu|softmax|logit", name, re.IGNORECASE)
        assert len(title["brief"]) <= len(title["name"])
        assert not title["shape"] and not title["code"]


def test_each_stage_has_its_plain_name() -> None:
    assert [title["name"] for title in stage_titles(NeuralNetwork((8, 4)), "words")] == [
        "your picture",
        "8 detectors, for and against",
        "those that agree",
        "4 combinations, for and against",
        "those that agree",
        "a score for each digit",
        "scores below zero become 0",
        "how sure",
    ]


def test_at_code_each_stage_has_the_line_that_makes_it() -> None:
    titles = {title["name"]: title["code"] for title in stage_titles(NeuralNetwork(), "code")}
    assert titles == {
        "image": "nn.Flatten()",
        "linear1": "nn.Linear(784, 512)",
        "relu1": "nn.ReLU()",
        "linear2": "nn.Linear(512, 512)",
        "relu2": "nn.ReLU()",
        "linear3": "nn.Linear(512, 10)",
        "relu3": "nn.ReLU() → logits",
        "softmax": "pred_probab",
    }


def test_without_a_last_relu_the_last_linear_stage_makes_the_logits() -> None:
    last = stage_titles(NeuralNetwork((16,), last_relu=False), "code")[-2]
    assert (last["name"], last["code"]) == ("linear2", "nn.Linear(16, 10) → logits")


def test_at_numbers_names_and_shapes_are_told() -> None:
    first, second, *_ = stage_titles(NeuralNetwork((8,)), "numbers")
    assert (first["shape"], second["shape"], second["code"]) == ("28 × 28", "8", "")
