"""The plain name of each stage: the one table of what stages are called at depth "words".

It must not know where a name stands.
"""

from collections.abc import Mapping

_PICTURE = "your picture"
_ROW = "the same in one row"
_DETECTORS = "{size} detectors, for and against"
_COMBINATIONS = "{size} combinations, for and against"
_AGREE = "those that agree"
_SCORES = "a score for each digit"
_NO_NEGATIVES = "scores below zero become 0"
_SURE = "how sure"


def plain_names(sizes: Mapping[str, int]) -> dict[str, str]:
    """Name the stages of a network for somebody who never programmed.

    Args:
        sizes: Number of values of each stage, in order, for example {"image": 784, "linear1": 512}.

    Returns:
        A name for each.
    """
    *_, last = (stage for stage in sizes if stage.startswith("linear"))
    return {stage: _name(stage, size, last) for stage, size in sizes.items()}


def _name(stage: str, size: int, last: str) -> str:
    number = last.removeprefix("linear")
    if stage == last:
        return _SCORES
    if stage == f"relu{number}":
        return _NO_NEGATIVES
    if stage == "linear1":
        return _DETECTORS.format(size=size)
    if stage.startswith("linear"):
        return _COMBINATIONS.format(size=size)
    if stage.startswith("relu"):
        return _AGREE
    return {"image": _PICTURE, "flatten": _ROW, "softmax": _SURE}[stage]
