"""What is said about a unit's life, about what-ifs and about two units side by side.

It must not know Streamlit, nor the layout. Sentences that hold numbers are built here, so that they
can be tested: they are true for dead units, for ties and for networks that never learned.
"""

import math
from collections.abc import Sequence

import numpy as np

from mlp.dataset import SIDE
from mlp.net.verdict import Verdict
from mlp.web.neurons.words import has_exponent, listed, say_number
from mlp.web.shell.words import percent

Place = tuple[str, int | None]
"""A linear stage and a unit of it; None: the whole layer."""

NEARLY = 0.8
"""From this share of the largest mean on, another one counts as nearly as large."""

HARDLY = 0.05
"""Up to this share of the largest mean, another one counts as hardly anything."""

# Life.

LIFE = "Its life: 10,000 test digits"
LIFE_WORDS = (
    "The {count} digits of MNIST's test set are kept aside when a network learns. Each of them was "
    "shown to this network once; here is what this unit did."
)
LIFE_NUMBERS = (
    "Counted is the value after the ReLU (`{stage}`), in float32. A mean is over all test digits "
    "of a class, silent ones included."
)
LIFE_NUMBERS_SIGNED = (
    "Counted is the value of `{stage}` itself, in float32: no ReLU follows, so it may be negative."
)
TOP = "What fires it most"
TOP_SIGNED = "Where it is highest"
TOP_LABEL = "Test digits that fire this unit most"
TOP_CAPTION = (
    "Under each: which digit it is, and the unit's value. Click one to make it the active digit."
)
TOP_FEW = "No other test digit fires it at all."
TOP_NONE = "There is nothing to show: its values are not finite."
MEANS = "Its mean for each digit"
MEANS_LABEL = "Mean activation of this unit for each of the ten digits"
MEANS_CAPTION = "★ marks the largest. The axis is this unit's own."
DEAD = (
    "**This unit is dead:** it is silent for all {count} test digits. Its sum never rises above 0, "
    "so its ReLU always gives 0, and nothing that follows ever hears of it. It could be left out "
    "and not one of these answers would change. It could hardly come back to life by learning "
    "either: where a ReLU gives 0, no correction passes through it."
)
DEAD_SCORE = (
    "**This score is dead:** it is 0 for all {count} test digits. Its sum never rises above 0, and "
    "the last ReLU cuts it to 0 every time, so the network cannot tell this digit from any other "
    "whose score is 0 too."
)
DEAD_BUT = "Your digit, though, fires it ({value}): dead means silent for the test digits."
ALWAYS = (
    "It is **always on**: it fires for every one of the {count} test digits. For them its ReLU "
    "never has anything to cut off."
)
SILENT = (
    "It is silent for **{share}** of the {count} test digits: its value after the ReLU is 0. It "
    "fires for the other {firing}."
)
NEGATIVE = "It is zero or below for **{share}** of the {count} test digits, above zero for {rest}."
NEGATIVE_ALL = (
    "It is zero or below for all {count} test digits. That is not dead: no ReLU follows, so a "
    "negative score counts as well."
)
NEGATIVE_NONE = "It is above zero for every one of the {count} test digits."
NOT_FINITE = (
    "Its values are too large for float32: they overflow, and there is nothing sensible to count."
)
# What if.

WHAT_IF = "What if?"
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
LAYER = "all {count} units of {stage}"
OFF = "Switch {name} off"
OFF_HELP = "It then gives 0, whatever comes in."
HOLD = "Hold {name} at"
HOLD_NUMBER = "Value"
HOLD_HELP = "From 0 to one and a half times what it reaches on the test digits."
HOLD_HELP_SIGNED = "No ReLU follows, so values below zero are possible here."
HOLD_LAYER_NOW = "At present the layer's mean is {mean}."
SUPPORTERS = "Switch off the {count} strongest supporters of the {digit}"
SUPPORTERS_HELP = (
    "The units of {stage} that add most to the score of the {digit}, by all ways from there to the "
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
    "{name} is silent for this digit as it is, so switching it off changes nothing by itself."
)
STAR = "★ marks the winner."

# Compare.

COMPARE = "Compare"
COMPARE_WORDS = (
    "Pin this unit together with this digit. Then choose another unit, or another digit, and see "
    "both side by side."
)
COMPARE_NOTHING = "Draw or choose a digit first: then it can be pinned together with the unit."
PIN = "Pin {name} with this digit"
PIN_INSTEAD = "Pin this instead"
UNPIN = "Unpin"
PINNED = "Pinned"
NOW = "Now"
COMPARE_SAME = (
    "Pinned. This is the pinned unit with the pinned digit: choose another unit, or another digit, "
    "and the two stand side by side."
)
COMPARE_NO_DIGIT = "Nothing is drawn now: draw or choose a digit to see the other side."
OTHER_NETWORK = (
    "You pinned this with other weights. Everything here is computed anew with the network that "
    "is active now."
)
OTHER_NETWORK_LACKS = (
    "You pinned {name} in another network; the one that is active now has no such unit. It comes "
    "back with its network."
)
CONTRIBUTIONS = "What each input adds (input × weight)"
CONTRIBUTIONS_LABEL = "Contribution of each input"
LINEAR = "What it looks for right now, in the picture"
LINEAR_LABEL = "The exact linear picture"
LINEAR_FIRST = "In the first layer these are the unit's own weights, whatever the digit."
SCALE = "Orange adds, blue takes away; full colour from {scale} on, the same on both sides."
SCALE_LINEAR = (
    "Orange: a trace more ink there raises the value; blue: it lowers it. Full colour from {scale} "
    "on, the same on both sides."
)
SCALE_DIFFERENCE = "Orange: more now than pinned; blue: less. Full colour from {scale} on."
MEANS_BOTH = "The mean of both units for each digit"
MEANS_NOT_FINITE = (
    "There are no means to compare: values of at least one of the two are too large for float32."
)
DIFFERENCE = "Where the two digits make the difference (now − pinned)"
DIFFERENCE_LABEL = "Difference of the contributions"
BIGGEST = "These inputs make the difference"
DIGIT_LABEL = "The digit of this side"
SIDE_VALUES = "value {value} → after its ReLU {activation}"
SIDE_VALUE = "value {value}"
NO_DIFFERENCE = "Every input adds exactly as much with one digit as with the other."
COMPARE_NUMBERS_DIGITS = (
    "Weights and bias are the same on both sides, so the values differ by the sum of these "
    "{count} differences alone, to float32 rounding: {now} − {pinned} = {difference}."
)
COMPARE_NUMBERS_UNITS = (
    "Two units weigh their inputs with weights of their own; compare colours only where both sides "
    "have the same inputs."
)


def decimals(*values: float) -> int:
    """Choose how many decimals give the largest of these values three digits.

    Returns:
        From 0 to 6; for values that are printed with an exponent what that needs, below 0 or
        above 6.
    """
    largest = max((abs(value) for value in values if math.isfinite(value)), default=0.0)
    if largest == 0:
        return 2
    wanted = 2 - math.floor(math.log10(largest))
    return wanted if has_exponent(largest) else max(0, wanted)


def number(value: float, num_decimals: int | None = None) -> str:
    """Say a number with as many decimals as its neighbours, never as "−0.00".

    Args:
        value: Any number.
        num_decimals: From `decimals`; None: what the number itself needs.
    """
    shown = decimals(value) if num_decimals is None else num_decimals
    if not math.isfinite(value):
        return say_number(value)
    rounded = round(float(value), shown) + 0.0
    if not 0 <= shown <= 6:
        return say_number(rounded, num_digits=6)
    return f"{rounded:,.{shown}f}".replace("-", "−")


def number_format(largest: float) -> str:
    """Give the format, as Streamlit's fields take it, of numbers up to a largest one."""
    return "%.2e" if has_exponent(largest) else f"%.{decimals(largest)}f"


def signed(value: float, num_decimals: int | None = None) -> str:
    """Say a difference with its sign; exactly "0" if there is none."""
    if value == 0:
        return "0"
    said = number(value, num_decimals)
    return said if said.startswith("−") else f"+{said}"


def bar_texts(values: np.ndarray, *, is_signed: bool = False) -> list[str]:
    """Say ten values that stand over bars, briefly: zeros as "0", what is rounded away as "≈0".

    Args:
        values: Floats, (10,).
        is_signed: Whether values above zero get a sign too.
    """
    shown = decimals(*map(float, values))
    shown -= 2 < shown != 7  # small ones would not fit beside each other
    say = signed if is_signed else number
    said = [say(value, shown) for value in values.tolist()]
    is_rounded_away = [not text.strip("+0.") for text in said]
    return [
        ("0" if value == 0 else "≈0") if is_away else text
        for value, text, is_away in zip(values.tolist(), said, is_rounded_away, strict=True)
    ]


def counted(count: int, what: str) -> str:
    """Say how many: "1 change", "2 changes"."""
    return f"{count:,} {what}" + ("" if count == 1 else "s")


def say_means(means: np.ndarray, *, is_signed: bool) -> str:
    """Say for which digits a unit fires, and for which it does not.

    Args:
        means: float32, (10,): mean activation for each digit; ≥ 0 unless `is_signed`.
        is_signed: Whether no ReLU follows.
    """
    if not np.isfinite(means).all():
        return NOT_FINITE
    highest, lowest = float(means.max()), float(means.min())
    shown = decimals(highest, lowest)
    said = [number(float(mean), shown) for mean in means]
    best, least = _digits(said, number(highest, shown)), _digits(said, number(lowest, shown))
    if len(best) == len(means):
        return f"Its mean is {said[0]} for every digit: it does not tell them apart."
    if is_signed:
        return (
            f"Its mean is highest for {listed(best)} ({number(highest, shown)}) and lowest for "
            f"{listed(least)} ({number(lowest, shown)})."
        )
    if lowest >= NEARLY * highest:
        return (
            f"It hardly tells the digits apart: its mean lies between {number(lowest, shown)} "
            f"(for {listed(least)}) and {number(highest, shown)} (for {listed(best)})."
        )
    each = " each" if len(best) > 1 else ""
    parts = [f"It fires most for {listed(best)} (mean {number(highest, shown)}{each})"]
    nearly = [f"{d}s" for d in range(len(means)) if means[d] >= NEARLY * highest]
    nearly = [name for name in nearly if name not in best]
    if nearly:
        parts.append(f"nearly as much for {listed(nearly)}")
    never = [f"{d}s" for d in range(len(means)) if means[d] == 0]
    hardly = [f"{d}s" for d in range(len(means)) if 0 < means[d] <= HARDLY * highest]
    if hardly:
        parts.append(f"hardly for {listed(hardly)} (a twentieth of that at most)")
    if never:
        parts.append(f"never for {listed(never)}")
    if not hardly and not never:
        parts.append(f"least for {listed(least)} ({number(lowest, shown)})")
    return "; ".join(parts) + "."


def say_silence(silent: float, num_images: int, *, is_signed: bool, is_score: bool) -> str:
    """Say how often a unit is silent; a dead one is named as dead.

    Args:
        silent: Share of the test digits with an activation of 0 or below, [0, 1].
        num_images: Test digits.
        is_signed: Whether no ReLU follows.
        is_score: Whether the unit is one of the ten scores.
    """
    num_silent = round(silent * num_images)
    count = f"{num_images:,}"
    if is_signed:
        said = (
            NEGATIVE_ALL if num_silent == num_images else NEGATIVE if num_silent else NEGATIVE_NONE
        )
    elif num_silent == num_images:
        said = DEAD_SCORE if is_score else DEAD
    else:
        said = SILENT if num_silent else ALWAYS
    rest = f"{num_images - num_silent:,}"
    return said.format(share=percent(silent), count=count, firing=rest, rest=rest)


def life_code(stage: str, unit: int, stages: Sequence[str]) -> str:
    """Give the lines of PyTorch that count a unit's life.

    Args:
        stage: The unit's linear stage.
        unit: 0-based.
        stages: All stages of the network, in order.
    """
    layers = _layers(stages)
    relu = stage.replace("linear", "relu")
    stop = layers.index(relu if relu in layers else stage) + 1
    return f"""\
from mlp.dataset import load_digits

digits = load_digits("test")
activations = model.linear_relu_stack[:{stop}](model.flatten(digits.images()))
unit = activations[:, {unit}]  # one value for each test digit
top = unit.topk(9)
means = torch.stack([unit[digits.labels == digit].mean() for digit in range(10)])
silent = (unit <= 0).float().mean()"""


def say_change(place: Place, value: float) -> str:
    """Say one change as briefly as a button needs it: "linear1 · 37: off"."""
    stage, unit = place
    name = f"{stage} · {'all' if unit is None else unit}"
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


def input_name(number_of_input: int, stage: str) -> str:
    """Name an input: a pixel of the picture, or a unit of the layer before.

    Args:
        number_of_input: 0-based.
        stage: Where the inputs come from: "image", or a stage like "relu1".
    """
    if stage == "image":
        row, column = divmod(number_of_input, SIDE)
        return f"{row}, {column}"
    return f"{stage} · unit {number_of_input}"


def difference_table(
    order: Sequence[int], pinned: np.ndarray, now: np.ndarray, *, stage: str
) -> str:
    """List the inputs that make the difference, as Markdown.

    Args:
        order: The inputs to list.
        pinned: float32, (inputs,): contributions with the pinned digit.
        now: float32, (inputs,): contributions with the present one.
        stage: Where the inputs come from.
    """
    pairs = [(float(pinned[index]), float(now[index])) for index in order]
    names = [input_name(index, stage) for index in order]
    where = "row, column" if stage == "image" else "input"
    return _table((where, "pinned", "now", "difference"), names, pairs)


def say_difference(pinned: float, now: float, num_inputs: int) -> str:
    """Say what the differences of all inputs add up to; the printed numbers fit together."""
    shown = decimals(pinned, now)
    old, new = round(pinned, shown), round(now, shown)
    return COMPARE_NUMBERS_DIGITS.format(
        count=num_inputs,
        now=number(new, shown),
        pinned=f"({number(old, shown)})" if old < 0 else number(old, shown),
        difference=number(new - old, shown),
    )


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


def compare_code(stage: str, unit: int, stages: Sequence[str]) -> str:
    """Give the lines of PyTorch that compare two digits for one unit.

    Args:
        stage: The unit's linear stage.
        unit: 0-based.
        stages: All stages of the network, in order.
    """
    place = _layers(stages).index(stage)
    return f"""\
before = model.linear_relu_stack[:{place}]  # everything up to the unit's layer
layer = model.linear_relu_stack[{place}]
pinned = layer.weight[{unit}] * before(model.flatten(pinned_image))
now = layer.weight[{unit}] * before(model.flatten(image))
difference = (now - pinned)[0]
biggest = difference.abs().topk(min(5, len(difference))).indices"""


def units_code(units: Sequence[tuple[str, int]], stages: Sequence[str]) -> str:
    """Give the lines of PyTorch that list the means of two units.

    Args:
        units: Linear stage and number of each.
        stages: All stages of the network, in order.
    """
    layers = _layers(stages)
    lines = ["from mlp.dataset import load_digits", "", 'digits = load_digits("test")']
    lines.append("flat = model.flatten(digits.images())  # torch.Size([10000, 784])")
    for name, (stage, unit) in zip(("pinned", "now"), units, strict=True):
        relu = stage.replace("linear", "relu")
        stop = layers.index(relu if relu in layers else stage) + 1
        lines.append(f"{name} = model.linear_relu_stack[:{stop}](flat)[:, {unit}]")
    lines.append("means = torch.tensor(")
    lines.append("    [[unit[digits.labels == digit].mean() for digit in range(10)]")
    lines.append("     for unit in (pinned, now)]")
    lines.append(")")
    return "\n".join(lines)


def _table(
    titles: tuple[str, str, str, str], names: Sequence[str], pairs: Sequence[tuple[float, float]]
) -> str:
    """List pairs of numbers and their differences as Markdown: what is printed fits together."""
    shown = decimals(*(value for pair in pairs for value in pair))
    shown += shown != 6
    rows = ["| " + " | ".join(titles) + " |", "|---:|---:|---:|---:|"]
    for name, (first, second) in zip(names, pairs, strict=True):
        old, new = round(first, shown), round(second, shown)
        change = signed(round(new - old, shown), shown)
        rows.append(f"| {name} | {number(old, shown)} | {number(new, shown)} | {change} |")
    return "\n".join(rows)


def _layers(stages: Sequence[str]) -> list[str]:
    """Name what `linear_relu_stack` holds, in order."""
    return [name for name in stages if name.startswith(("linear", "relu"))]


def _digits(said: Sequence[str], wanted: str) -> list[str]:
    """Name the digits whose number is printed like this: "7s"."""
    return [f"{digit}s" for digit, each in enumerate(said) if each == wanted]
