"""What is said about what-ifs.

It must not know how that is laid out.
"""

from collections.abc import Sequence

import numpy as np

from mlp.net.verdict import Verdict
from mlp.numbers import has_exponent, number, percent
from mlp.web.neurons.bars_words import _layers, _table, num_decimals

Place = tuple[str, int | None]
"""A linear stage and a unit of it; None: the whole layer."""

WHAT_IF_WORDS = (
    "Switch this unit off, or hold it at a value of your choice, and see what becomes of the "
    "answer. You can collect several changes, also of other units: they stay until you remove them."
)

WHAT_IF_NUMBERS = (
    "A unit that is held gives that value, after its ReLU, whatever comes in. Everything before it "
    "stays as it was; everything after it is computed anew. The scores are those that softmax gets "
    "(`{stage}`)."
)

WHAT_IF_NOTHING = "Draw or choose a digit first: a what-if needs something that the network reads."

WHAT_IF_SAFE = (
    "Computed with the network's own layers on copies of this digit's values: the network itself "
    "is not changed, neither for you nor for anybody else. Whether the picture looks like a digit "
    "is not asked again: that was learned with the network as it is."
)

TARGET = "What to change"

TARGETS = {"unit": "This unit", "layer": "Its whole layer"}

LAYER = "all {units}"

OFF = {"unit": "Switch it off", "layer": "Switch them off"}

OFF_HELP = "It then gives 0, whatever comes in."

HOLD = "Hold {name} at"

HOLD_NUMBER = "Value"

HOLD_HELP = "From 0 to one and a half times what it reaches on the test digits."

HOLD_HELP_SIGNED = "Nothing is cut off here, so values below zero are possible."

HOLD_LAYER_NOW = "At present the layer's mean is {mean}."

WINNER = "winner"

SUPPORTERS = "Switch off the {count} strongest for the {digit}"

SUPPORTERS_HELP = (
    "Those of the {units} that add most to the score of the {digit}, by all ways from there to the "
    "score, as the network is. Press again for the next ones."
)

NO_CHANGES = "Nothing is changed yet."

COLLECTED = "Changed now; click one to take it back:"

MORE_CHANGES = "… and {count} more, collected earlier."

REMOVE_HELP = "Let {name} do again what it does by itself."

RESET = "Reset all"

AS_IT_IS = "As it is"

CHANGED = "With your {changes}"

BEFORE = "before"

AFTER = "after"

PROBABILITIES = "Probabilities before and after"

PROBABILITIES_LABEL = "Probability of each digit before and after the change"

SCORES = "What became of each score"

SCORES_LABEL = "Change of each of the ten scores"

ALREADY_SILENT = (
    "On this digit {name} is silent as it is, so switching it off changes nothing by itself."
)

STAR = "★ marks the winner."


def number_format(largest: float) -> str:
    """Give the format, as Streamlit's fields take it, of numbers up to a largest one."""
    return "%.2e" if has_exponent(largest) else f"%.{num_decimals(largest)}f"


SHORT = "{stage} · {unit}"

ALL = "all"


def say_change(name: str, value: float) -> str:
    """Say one change as briefly as a button needs it: "linear1 · 37: off"."""
    return f"{name}: off" if value == 0 else f"{name} = {number(value)}"


def say_outcome(before: np.ndarray, after: np.ndarray, was: Verdict, now: Verdict) -> str:
    """Say what became of the answer.

    Args:
        before: float32, (10,): the probabilities as the network is.
        after: The same with the changes.
        was: What may be said of the first, the digit being its winner.
        now: What may be said of the second.
    """
    if not np.isfinite(after).all():
        return "With these changes the values overflow: there is no answer any more."
    if np.array_equal(before, after):
        return "Not one probability changes."
    if now.digit is None:
        return "After that several digits share the highest score: there is no winner any more."
    if was.digit is None:
        return f"Before there was no winner; now it is the {now.digit}."
    if was.digit != now.digit:
        return f"**The answer changes from {was.digit} to {now.digit}.**"
    old, new = float(before[was.digit]), float(after[was.digit])
    if percent(old) == percent(new):
        return f"The {was.digit} stays ahead, with {percent(new)} as before (rounded)."
    more = "more" if new > old else "less"
    return f"The {was.digit} stays ahead, but {more} surely: {percent(old)} → {percent(new)}."


def score_table(before: np.ndarray, after: np.ndarray) -> str:
    """List the ten scores before and after, as Markdown.

    Args:
        before: float32, (10,).
        after: float32, (10,).
    """
    pairs = list(zip(before.tolist(), after.tolist(), strict=True))
    names = [str(digit) for digit in range(len(pairs))]
    return _table(("digit", "before", "after", "change"), names, pairs)


def what_if_code(changes: Sequence[tuple[str, int | None, float]], stages: Sequence[str]) -> str:
    """Give the lines of PyTorch that compute a what-if.

    Args:
        changes: Linear stage, unit or None for the whole layer, value; a later one of the same
            layer overwrites an earlier one.
        stages: All stages of the network, in order.
    """
    lines = ["values = model.flatten(image)"]
    layers = _layers(stages)
    done = 0
    for linear in (name for name in layers if name.startswith("linear")):
        wanted = [(unit, value) for stage, unit, value in changes if stage == linear]
        if not wanted:
            continue
        relu = linear.replace("linear", "relu")
        stop = layers.index(relu if relu in layers else linear) + 1
        lines.append(f"values = model.linear_relu_stack[{done or ''}:{stop}](values)")
        # NOTE: whole layers first, so that single units stand out of a layer that is held.
        for unit, value in sorted(wanted, key=lambda change: change[0] is not None):
            lines.append(f"values[:, {':' if unit is None else unit}] = {value!r}")
        done = stop
    if done == 0:
        lines.append("values = model.linear_relu_stack(values)")
    elif done < len(layers):
        lines.append(f"values = model.linear_relu_stack[{done}:](values)")
    lines.append("probabilities = nn.Softmax(dim=1)(values)")
    return "\n".join(lines)
