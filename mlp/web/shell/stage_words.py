"""The plain names of stages and units: the one table of what they are called at depth "words".

It must not know where a name stands.
"""

from collections.abc import Mapping

_PICTURE = "your picture"
_ROW = "the same in one row"
_WEIGHED = "{units}, for and against"
_DETECTOR = "detector"
_COMBINATION = "combination"
_OF_LAYER = " of layer {number}"
_AGREE = "those that agree"
_SCORES = "a score for each digit"
_NO_NEGATIVES = "scores below zero become 0"
_NO_NEGATIVES_BRIEF = "below zero becomes 0"
_SURE = "how sure"
_SCORE = "score of {digit}"
_UNKNOWN_UNIT = "unit {unit} of layer {number}"


def plain_names(sizes: Mapping[str, int]) -> dict[str, str]:
    """Name the stages of a network for somebody who never programmed.

    Args:
        sizes: Number of values of each stage, in order, for example {"image": 784, "linear1": 512}.

    Returns:
        A name for each.
    """
    return {stage: _name(stage, sizes, is_brief=False) for stage in sizes}


def brief_names(sizes: Mapping[str, int]) -> dict[str, str]:
    """Name them in fewer words, for an audience far away; as `plain_names`."""
    return {stage: _name(stage, sizes, is_brief=True) for stage in sizes}


def _name(stage: str, sizes: Mapping[str, int], *, is_brief: bool) -> str:
    *_, last = (stage for stage in sizes if stage.startswith("linear"))
    if stage == last:
        return _SCORES
    if stage == last.replace("linear", "relu"):
        return _NO_NEGATIVES_BRIEF if is_brief else _NO_NEGATIVES
    if stage.startswith("linear"):
        units = f"{sizes[stage]} {_noun(stage)}s"
        return units if is_brief else _WEIGHED.format(units=units)
    if stage.startswith("relu"):
        return _AGREE
    return {"image": _PICTURE, "flatten": _ROW, "softmax": _SURE}[stage]


def plain_units(stage: str, sizes: Mapping[str, int]) -> str:
    """Name all units of a linear stage: "512 detectors", "10 scores".

    Args:
        stage: A linear stage that `sizes` has.
        sizes: Number of units of each linear stage, in order.
    """
    count = f"{sizes[stage]:,}"
    if stage == list(sizes)[-1]:
        return f"{count} scores"
    return f"{count} {_noun(stage)}s{_layer(stage, sizes)}"


def plain_unit(stage: str, unit: int, sizes: Mapping[str, int]) -> str:
    """Name a unit: "detector 37", "combination 3", "score of 7".

    Args:
        stage: A linear stage; one that `sizes` lacks is of another network.
        unit: 0-based.
        sizes: As in `plain_units`.
    """
    if stage not in sizes or unit >= sizes[stage]:
        return _UNKNOWN_UNIT.format(unit=unit, number=stage.removeprefix("linear"))
    if stage == list(sizes)[-1]:
        return _SCORE.format(digit=unit)
    return f"{_noun(stage)} {unit}{_layer(stage, sizes)}"


def plain_noun(stage: str, sizes: Mapping[str, int]) -> str:
    """Say what each unit of a linear stage is: "detector"; arguments as in `plain_units`."""
    return "score" if stage == list(sizes)[-1] else _noun(stage)


def _noun(stage: str) -> str:
    return _DETECTOR if stage == "linear1" else _COMBINATION


def _layer(stage: str, sizes: Mapping[str, int]) -> str:
    """Say which layer it is, if there are several of combinations."""
    if stage == "linear1" or len(sizes) < 4:
        return ""
    return _OF_LAYER.format(number=stage.removeprefix("linear"))
