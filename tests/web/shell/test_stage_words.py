import re

from mlp.web.shell.stage_words import plain_names, plain_unit, plain_units

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


def test_units_of_different_layers_never_share_a_name() -> None:
    for sizes in ((10,), (16, 10), (512, 512, 10), (8, 8, 8, 8, 10)):
        layers = {f"linear{number}": size for number, size in enumerate(sizes, start=1)}
        names = {plain_unit(stage, 7, layers) for stage in layers}
        assert len(names) == len({plain_units(stage, layers) for stage in layers}) == len(layers)
        assert "score of 7" in names
    assert plain_unit("linear5", 7, {"linear1": 10}) == "unit 7 of layer 5"
