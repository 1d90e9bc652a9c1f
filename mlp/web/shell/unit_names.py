"""What stages and units of the visitor's network are called, as deep as is to be explained.

It must not know where a name stands.
"""

from torch import nn

from mlp.dataset import NUM_CLASSES, SIDE
from mlp.net.network import named_layers, stage_names
from mlp.web.shell import unit_names_words as words
from mlp.web.shell.depth import reaches
from mlp.web.shell.session import current
from mlp.web.shell.stage_words import plain_names, plain_noun, plain_unit, plain_units


def unit_sizes() -> dict[str, int]:
    """Count the units of each linear stage of the visitor's network, in order."""
    return {
        name: layer.out_features
        for name, layer in named_layers(current().model().cpu_model)
        if isinstance(layer, nn.Linear)
    }


def is_score(stage: str) -> bool:
    """Whether a stage's units are the ten scores of the visitor's network."""
    return stage == list(unit_sizes())[-1]


def unit_name(stage: str, unit: int) -> str:
    """Name a unit in a sentence: "detector 37", or as `exact_name` where there are numbers."""
    return exact_name(stage, unit) if reaches("numbers") else plain_unit(stage, unit, unit_sizes())


def unit_title(stage: str, unit: int) -> str:
    """Name a unit where a sentence or a heading begins: "Detector 37"."""
    name = unit_name(stage, unit)
    return name if reaches("numbers") else name[0].upper() + name[1:]


def exact_name(stage: str, unit: int) -> str:
    """Name a unit of the visitor's network: "linear1 · unit 37", or "linear3 · digit 7"."""
    return (words.SCORE if is_score(stage) else words.UNIT).format(stage=stage, unit=unit)


def units_name(stage: str) -> str:
    """Name all units of a linear stage: "512 detectors", or "512 units of linear1"."""
    if reaches("numbers"):
        return words.UNITS.format(count=f"{unit_sizes()[stage]:,}", stage=stage)
    return plain_units(stage, unit_sizes())


def noun(stage: str) -> str:
    """Say what each unit of a linear stage is: "detector", or "unit" where there are numbers."""
    return words.NOUN if reaches("numbers") else plain_noun(stage, unit_sizes())


def layer_name(stage: str) -> str:
    """Name a linear stage where one is chosen: "detectors", or "linear1"; "scores"."""
    if is_score(stage):
        return words.SCORES
    if reaches("numbers"):
        return stage
    return plain_units(stage, unit_sizes()).partition(" ")[2]


def stage_name(stage: str) -> str:
    """Name what a stage holds: "those that agree", or "`relu1`" as Markdown."""
    if reaches("numbers"):
        return f"`{stage}`"
    ends = {"image": SIDE * SIDE, "flatten": SIDE * SIDE, "softmax": NUM_CLASSES}
    linear = unit_sizes()
    sizes = {
        name: ends.get(name) or linear[name.replace("relu", "linear")]
        for name in stage_names(current().model().cpu_model)
    }
    return plain_names(sizes)[stage]
