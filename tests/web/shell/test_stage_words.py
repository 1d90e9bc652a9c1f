import re

from mlp.web.shell.stage_words import plain_names

TUTORIAL = {
    "image": 784,
    "flatten": 784,
    "linear1": 512,
    "relu1": 512,
    "linear2": 512,
    "relu2": 512,
    "linear3": 10,
    "relu3": 10,
    "softmax": 10,
}


def test_no_plain_name_is_jargon() -> None:
    for name in plain_names(TUTORIAL).values():
        assert not re.search(r"linear|relu|softmax|tensor|\blogit|unit", name, re.IGNORECASE)


def test_what_is_scored_is_the_last_layer_of_any_depth() -> None:
    flat = plain_names({"image": 784, "linear1": 10, "softmax": 10})
    deep = plain_names({"image": 784, **{f"linear{n}": 10 for n in range(1, 12)}, "softmax": 10})
    assert flat["linear1"] == deep["linear11"] == plain_names(TUTORIAL)["linear3"]
    assert deep["linear9"] != deep["linear11"]
