"""The words of the Train page, apart from layout, so that they can be read, tested, translated.

It must not know Streamlit. Sentences are for somebody who has never programmed, unless they belong
to the depths "numbers" or "code".
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from mlp.dataset import NUM_CLASSES, SIDE
from mlp.numbers import counted, number, share
from mlp.training.augmentation import Augmentation
from mlp.training.presets import PresetRecord, Runs, Span
from mlp.training.recipe import Optimizer, Recipe

PRESETS_LABEL = "What do you want to see?"

PRESETS_HELP = "Each sets everything below. Change what you like afterwards."


@dataclass(frozen=True)
class PresetWords:
    """What a preset is called and shows.

    Attributes:
        title: On its button.
        icon: On its button.
        told: What there is to see, for somebody who never programmed.
        numbers: The same, more exactly.
    """

    title: str
    icon: str
    told: str
    numbers: str


PRESETS = {
    "works": PresetWords(
        "Just works",
        ":material/check_circle:",
        "Settings with which it learns quickly and well. Watch how fast the first mistakes go, and "
        "how slowly the last ones.",
        "Two hidden layers of 512 units. AdamW takes steps that fall from 0.004 to 0; each step "
        "follows the mean slope over 256 images.",
    ),
    "too_fast": PresetWords(
        "Learning rate far too high",
        ":material/bolt:",
        "Each step goes in the right direction, but so far that it lands beyond the valley, higher "
        "up than before. Nothing is learned, and mostly the numbers soon become too large for the "
        "machine.",
        "Guessing evenly among ten digits gives a loss of ln 10 = 2.303. Above that, the network "
        "is wrong and sure of it; exactly there, the last ReLU has cut all ten scores to 0.",
    ),
    "memorise": PresetWords(
        "Memorise 100 pictures",
        ":material/psychology:",
        "It may learn from 100 pictures only, again and again. Soon it knows them by heart and "
        "reads all of them without a mistake, and still misreads many digits that it has not "
        "seen: that is called **overfitting**. More pictures are the cure.",
        "669,706 parameters for 100 pictures. Watch the curves: the loss on its own pictures falls "
        "towards 0, the one on new digits does not follow.",
    ),
    "digit_dies": PresetWords(
        "A digit dies",
        ":material/heart_broken:",
        "Each score below zero is turned into 0 here, and from a 0 nothing can be "
        "learned. If a digit's score is below zero for every picture, that digit is lost for good: "
        "it is never the answer again, however long the network trains.",
        "Where a score is cut, its slope is 0: neither its weights nor any before it get a hint. A "
        "digit counts as lost when fewer than 5 % of its pictures are read rightly and its score "
        "is 0 on more than 99 % of them.",
    ),
    "no_hidden_layer": PresetWords(
        "No hidden layer",
        ":material/layers_clear:",
        "Each pixel speaks directly for or against each digit, and nothing lies between. That is "
        "learned at once and soon comes to its limit: what two pixels mean *together* cannot be "
        "said this way. The ten pictures further down are all that this network knows.",
        "784 × 10 weights and 10 biases: 7,850 parameters, where two hidden layers of 512 units "
        "have 669,706.",
    ),
}

RECORDED = {
    "works": (
        "In {runs} recorded runs, with {runs} seeds, it read {held_out} of 10,000 digits that it "
        "had never seen."
    ),
    "too_fast": (
        "In **{diverged} of {runs}** recorded runs the loss became infinite, or no number at all, "
        "after {steps} steps."
    ),
    "memorise": (
        "In {runs} recorded runs, with {runs} seeds, it read {seen} of its 100 pictures and "
        "{held_out} of 10,000 others."
    ),
    "digit_dies": (
        "In **{lost} of {runs}** recorded runs, each with another seed, at least one digit was "
        "lost for good ({lost_digits} of ten in each run)."
    ),
    "no_hidden_layer": (
        "In {runs} recorded runs, with {runs} seeds, it read {held_out} of 10,000 digits that it "
        "had never seen."
    ),
}

STUCK = "The others went on to their end and read no better than by guessing."

CURED = "With the cure switched on, that happened in **{lost} of {runs}** runs."

CHANGED = "No longer “{title}”: you changed {names}. Choose it again to go back to its settings."

CURE = "The cure: start the last biases 1 higher"

CURE_HELP = (
    "The same switch as “Last bias + 1” in the settings. With it, all ten scores are above zero at "
    "the start, so none is cut off, and each digit can be learned."
)

SETTINGS_TITLE = "Settings"

SETTINGS_OF_NOW = "Settings of this training (stop it to change them)"

DIFFERENCES = "This training is run otherwise than it is set now: {settings}."

RATE_CHANGED = "Learning rate {rate} after {steps}"


@dataclass(frozen=True)
class SettingWords:
    """What a setting is called and does, for somebody who never programmed."""

    title: str
    told: str


SETTINGS = {
    "optimizer": SettingWords(
        "Optimizer",
        "How a step is taken. SGD goes straight downhill, momentum keeps rolling, Adam and AdamW "
        "give each weight a step size of its own. Muon takes steps in all directions alike: few "
        "are enough, but each takes longer.",
    ),
    "learning_rate": SettingWords(
        "Learning rate",
        "How large the steps are. Too small, and it learns slowly; too large, and it jumps over "
        "every valley.",
    ),
    "is_step_size_falling": SettingWords(
        "Falling learning rate",
        "Large steps at first, ever smaller ones towards the end: so it settles down.",
    ),
    "batch_size": SettingWords(
        "Batch size",
        "How many pictures it looks at before each step. Few: many shaky steps. Many: few steady "
        "ones.",
    ),
    "epochs": SettingWords("Epochs", "How many times it goes through all of its pictures."),
    "num_images": SettingWords(
        "Training images",
        "How many digits it learns from. Few are learned by heart; many teach what a digit is.",
    ),
    "augmentation": SettingWords(
        "Augmentation",
        "Turns, moves and bends each picture anew every time, so that it never sees the same one "
        "twice. Takes longer.",
    ),
    "dropout": SettingWords(
        "Dropout",
        "At each picture so many hidden units say nothing, others every time: none can rely on "
        "another. Afterwards, when it reads, all of them take part.",
    ),
    "hidden_sizes": SettingWords(
        "Hidden layers",
        "How many units lie between the picture and the scores, layer by layer. Empty: none.",
    ),
    "last_relu": SettingWords(
        "Scores below zero become 0",
        "As in the tutorial. Where one becomes 0, nothing is learned.",
    ),
    "is_last_bias_raised": SettingWords(
        "Last bias + 1",
        "All ten scores start 1 higher, so that none of them is below zero and cut off.",
    ),
    "seed": SettingWords(
        "Seed",
        "Picks the random numbers: the weights at the start and the order of the pictures. The "
        "same seed repeats the same training.",
    ),
    "device": SettingWords("Device", "Which part of this machine does the sums."),
}

GROUPS = {
    "What it is": ("hidden_sizes", "last_relu", "is_last_bias_raised", "device"),
    "What it learns from": ("num_images", "epochs", "augmentation", "seed"),
    "How it learns": (
        "optimizer",
        "learning_rate",
        "is_step_size_falling",
        "batch_size",
        "dropout",
    ),
}

OPTIMIZERS: dict[Optimizer, str] = {
    "sgd": "SGD",
    "momentum": "SGD with momentum",
    "adam": "Adam",
    "adamw": "AdamW",
    "muon": "Muon",
}

_STEPS: dict[Optimizer, str] = {
    "sgd": "`weight -= rate · slope`",
    "momentum": "`speed = 0.9 · speed + slope; weight -= rate · speed`",
    "adam": "`weight -= rate · mean slope ÷ √(mean slope²)`",
    "adamw": "`weight -= rate · (mean slope ÷ √(mean slope²) + decay · weight)`",
    "muon": (
        "`weights -= rate · (0.2 · √(larger side) · orthogonal(speed) + decay · weights)`; biases "
        "by AdamW."
    ),
}

ON, OFF = "on", "off"

NO_HIDDEN = "none"

HIDDEN_PLACEHOLDER = "none: straight from pixels to scores"


def say_record(name: str, record: PresetRecord) -> str:
    """Say what came of a preset when it was really run.

    Args:
        name: The preset's.
        record: Several runs of it.
    """
    diverged = tuple(run for run in record.runs if run.is_diverged)
    said = RECORDED[name].format(
        runs=record.num_runs,
        diverged=record.num_diverged,
        lost=record.num_with_lost_digit,
        lost_digits=_span(record.lost_digits, "{:.0f}".format),
        held_out=_span(record.held_out_accuracy, share),
        seen=_span(record.seen_accuracy, share),
        steps=_span(Runs(diverged or record.runs).num_steps, "{:,.0f}".format),
    )
    if name == "too_fast" and record.num_stuck == record.num_runs - len(diverged) > 0:
        said = f"{said} {STUCK}"
    if record.cured is None:
        return said
    lost = record.cured.num_with_lost_digit
    return f"{said} {CURED.format(lost=lost, runs=record.cured.num_runs)}"


def setting_numbers(name: str, recipe: Recipe) -> str:
    """Say of a setting what can be counted; empty if there is nothing.

    Args:
        name: A key of `SETTINGS`.
        recipe: With the setting as it is.
    """
    per_epoch = steps_per_epoch(recipe)
    total = f"{per_epoch * recipe.epochs:,}"
    if name == "optimizer":
        return _STEPS[recipe.optimizer]
    if name == "is_step_size_falling":
        rate = number(recipe.learning_rate)
        if recipe.is_step_size_falling:
            return f"From {rate} to 0 along half a cosine, over {total} steps."
        return f"It stays at {rate} for all {total} steps."
    if name == "batch_size":
        count = f"{recipe.num_images:,}"
        return f"{count} ÷ {recipe.batch_size:,} → {counted(per_epoch, 'step')} an epoch."
    if name == "epochs":
        return f"{recipe.epochs} × {per_epoch:,} = {counted(per_epoch * recipe.epochs, 'step')}."
    if name == "num_images":
        return f"The first {recipe.num_images:,} of MNIST's 60,000; 10,000 others are held out."
    if name == "augmentation":
        return say_augmentation(recipe.augmentation or Augmentation())
    if name == "hidden_sizes":
        return f"{say_sizes(recipe.hidden_sizes)}: {num_parameters(recipe):,} parameters."
    if name == "dropout":
        return "Only while it learns; the others are multiplied by 1 ÷ (1 − dropout)."
    if name == "last_relu":
        return "The last ReLU, `max(0, score)`; its slope is 0 below zero."
    if name == "is_last_bias_raised":
        return "PyTorch's own biases lie within ±1 ÷ √(inputs of the layer)."
    return ""


def say_setting(name: str, recipe: Recipe) -> str:
    """Say how a setting is set.

    Args:
        name: A key of `SETTINGS`, but not "device".
        recipe: What is set.
    """
    value = getattr(recipe, name)
    if name == "optimizer":
        return OPTIMIZERS[recipe.optimizer]
    if name == "learning_rate":
        return number(recipe.learning_rate)
    if name == "hidden_sizes":
        return ", ".join(map(str, recipe.hidden_sizes)) or NO_HIDDEN
    if name == "dropout":
        return say_dropout(recipe.dropout)
    if name == "augmentation":
        return OFF if value is None else ON
    return (ON if value else OFF) if isinstance(value, bool) else f"{value:,}"


def say_dropout(dropout: float) -> str:
    """Say how many of the hidden units are left out."""
    return f"{100 * dropout:g} %" if dropout else OFF


def say_rate_changes(recipe: Recipe) -> str:
    """Say how the learning rate was changed while it was trained; empty if it was not."""
    return ", ".join(
        RATE_CHANGED.format(rate=number(change.learning_rate), steps=counted(change.step, "step"))
        for change in recipe.rate_changes
    )


def say_augmentation(augmentation: Augmentation) -> str:
    """Say how far pictures are varied."""
    return (
        f"Turned by up to {augmentation.rotation_deg:g}°, larger or smaller by up to "
        f"{100 * augmentation.scale:.0f} %, moved by up to {augmentation.shift_px:g} pixels, bent, "
        "strokes thicker or thinner."
    )


def say_sizes(hidden_sizes: Sequence[int]) -> str:
    """Say the sizes of all layers: "784 → 512 → 10"."""
    return " → ".join(map(str, (SIDE * SIDE, *hidden_sizes, NUM_CLASSES)))


def steps_per_epoch(recipe: Recipe) -> int:
    """Count the batches of an epoch; the last one may be smaller."""
    return -(-recipe.num_learned // recipe.batch_size)


def num_parameters(recipe: Recipe) -> int:
    """Count the weights and biases of a recipe's network."""
    sizes = (SIDE * SIDE, *recipe.hidden_sizes, NUM_CLASSES)
    return sum((before + 1) * after for before, after in pairwise(sizes))


def _span(span: Span, say: Callable[[float], str]) -> str:
    """Say from where to where a figure goes: "97.9 to 98.2 %"."""
    least, most = say(span.least), say(span.most)
    return least if least == most else f"{least.removesuffix(' %')} to {most}"
