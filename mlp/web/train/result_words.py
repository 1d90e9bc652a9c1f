"""What is said about a trained network: to use it, save it, load it, and compare it.

It must not know Streamlit, nor the layout. Sentences that hold numbers are built here, so that they
can be tested: they are true for ties, for networks without hidden layers and for strangers' files.
"""

from collections.abc import Sequence

import numpy as np

from mlp.dataset import NUM_CLASSES, SIDE
from mlp.explain.comparison import UNDECIDED, Comparison, Outcome, Readings
from mlp.files.notes import Notes
from mlp.training.recipe import Optimizer, Recipe
from mlp.web.shell.words import percent

TITLE = "Take it with you"
NOTHING_LEFT = "It ended before its first checkpoint, so there is nothing to take along."
NOTHING_YET = (
    "There is nothing to take along yet. As soon as the first checkpoint is there, the network can "
    "be used in the whole app, saved as a file, and compared with the bundled one."
)
STILL_LEARNING = (
    "It is still learning. Pause it, let it finish, or choose a checkpoint on the timeline: then "
    "the network of that moment can be used, saved and compared."
)
NETWORK_TITLE = "trained here, {accuracy}, step {step:,}"
LOOKED_AT = (
    "**{accuracy}** of {count:,} test digits read correctly, after **{step:,}** {steps}. "
    "{sizes}, {relu}."
)
CHECKPOINT_NUMBERS = (
    "These test digits were never learned from. All 10,000 are read at the ends of up to five "
    "epochs, 2,000 of them in between."
)
WITH_LAST_RELU = "with a ReLU after the scores"
WITHOUT_LAST_RELU = "without a ReLU after the scores"

USE = "Use this network"
USE_LOADED = "Use it again"
USE_HELP = (
    "Everything in this app then looks into this network: the Draw page, the lesson, the "
    "parameters, the neurons. Only for you; other visitors keep theirs."
)
USED = "The whole app now looks into this network: {title}. Draw a digit, look at its neurons."
USED_OTHER = "The app looks into another one at present: {title}."
BACK = "Back to the bundled network"
GONE = "This training is no longer kept, so its network cannot be had any more. Train it again."

SAVE = "Save it (.safetensors)"
SAVE_HELP = (
    "All weights and biases in one file, with the settings they were trained with. It can be "
    "loaded again here, or in your own program."
)
SAVE_CODE = """\
from safetensors import safe_open

with safe_open("{file_name}", "pt") as file:
    parameters = {{name: file.get_tensor(name) for name in file.keys()}}
    print(file.metadata()["recipe"])  # the settings, as JSON
model.load_state_dict(parameters)  # layers: {sizes}"""

LOAD = "Load one that you saved"
LOAD_HELP = (
    "A .safetensors file, for example one that was saved here. Nothing in it is run, nobody else "
    "sees it, and it is gone when you leave."
)
LOADED_IS = "{name}: {sizes}, {relu}."
LOADED_CLAIM = "The file says that it read **{accuracy}** of {count:,} test digits correctly."
LOADED_STEP = "It learned from {step:,} batches, the file says."
LOADED_SETTINGS = "The settings it was trained with, as the file says:"
LOADED_UNKNOWN = (
    "Its settings are unknown: the file says nothing of them that could be believed. A ReLU after "
    "its scores is assumed; if it was trained without, bring it on the Parameters page, where you "
    "can choose."
)
REFUSED = "Nothing has changed. What you see is still: {title}."

COMPARE = "Side by side with the bundled network"
COMPARE_WORDS = (
    "Both networks read the 10,000 test digits, which are kept aside when a network learns here. "
    "How often is each right, and where do they disagree?"
)
COMPARE_BUTTON = "Compare on the 10,000 test images"
COMPARE_THIS = "Compare {title}"
COMPARING = "Both networks are reading the 10,000 test images …"
SAME = "This is the bundled network itself, number by number. There is nothing to compare it with."

MINE, BUNDLED = "mine", "bundled"
COMPARED = "Mine: **{title}**. Bundled: the network that comes with this app."
READ = "Of {all:,} test digits **mine** read {mine} correctly, **bundled** {bundled}."
DISAGREE = (
    "They disagree on **{count:,}**: on {first:,} mine alone is right, on {second:,} bundled "
    "alone, and on {neither:,} both are wrong."
)
AGREE = "They gave the same answer to every single one."
NO_ANSWER = (
    "Where several scores are exactly equal, a network has no answer, and that counts as misread "
    "({who})."
)
ERRORS = "Misread, of each digit's images"
ERRORS_CHART = "The same in percent"
ERRORS_LABEL = "Share of each digit's test images that each of the two networks misread"
ERRORS_CAPTION = "The lower, the better. The axis ends where these bars need it to."
NUMBERS = (
    "Misread is 1 − recall: of all images of a digit, the share that was read as something else. "
    "Where only one of the two is right, a fair coin would split {few:,} : {many:,} or more "
    "unevenly with a probability of {chance} (an exact sign test): {verdict}"
)
NUMBERS_NONE = (
    "Misread is 1 − recall: of all images of a digit, the share that was read as something else."
)
CHANCE_CLEAR = "the difference is hardly chance."
CHANCE_UNCLEAR = "the difference may well be chance."
CODE = """\
with torch.inference_mode():
    mine = my_model(images).argmax(dim=1)  # images: (10000, 28, 28)
    bundled = model(images).argmax(dim=1)
print((mine == labels).float().mean(), (bundled == labels).float().mean())
disagree = (mine != bundled).nonzero()[:, 0]"""

FILTER = "Where they disagree"
FILTERS = {
    Outcome.FIRST: "Mine is right",
    Outcome.SECOND: "Bundled is right",
    Outcome.NEITHER: "Both are wrong",
}
PICTURES_CAPTION = (
    "Those come first on which the two are surest. Click one to open it on the Draw page."
)
PICTURES_LABEL = "Test digits on which the two networks disagree"
PICTURES_NONE = "There is none of these."
PICTURE = "is {label} · mine {mine} · bundled {bundled}"
PICTURE_LABEL = "Test digit {index:,}: it {caption}. Open it on the Draw page"
PAGE = "{first:,}–{last:,} of {count:,}"
EARLIER, LATER = "Previous", "Next"

_NO_BREAK = "\u00a0"
_OPTIMIZERS: dict[Optimizer, str] = {
    "adamw": "AdamW",
    "adam": "Adam",
    "sgd": "SGD",
    "momentum": "SGD with momentum",
}


def network_title(accuracy: float, step: int) -> str:
    """Name a network that was trained here."""
    return NETWORK_TITLE.format(accuracy=percent(accuracy), step=step)


def say_layers(hidden_sizes: Sequence[int]) -> str:
    """Say a network's layers: "784 → 512 → 512 → 10"."""
    return " → ".join(str(size) for size in (SIDE * SIDE, *hidden_sizes, NUM_CLASSES))


def say_last_relu(has_last_relu: bool) -> str:
    """Say whether a ReLU follows the scores."""
    return WITH_LAST_RELU if has_last_relu else WITHOUT_LAST_RELU


def say_checkpoint(accuracy: float, count: int, step: int, recipe: Recipe) -> str:
    """Say which network it is that can be taken along.

    Args:
        accuracy: Share of test digits read rightly, [0, 1].
        count: Of how many.
        step: Batches it learned from.
        recipe: How.
    """
    return LOOKED_AT.format(
        accuracy=percent(accuracy),
        count=count,
        step=step,
        steps="step" if step == 1 else "steps",
        sizes=say_layers(recipe.hidden_sizes),
        relu=say_last_relu(recipe.last_relu),
    )


def file_name(hidden_sizes: Sequence[int], accuracy: float, step: int) -> str:
    """Name a file: "mnist-512-512-97.9-percent-step-2345.safetensors"."""
    sizes = "-".join(str(size) for size in hidden_sizes) or "no-hidden-layer"
    # Never rounded up to 100.
    share = min(accuracy, 0.999) if accuracy < 1 else accuracy
    return f"mnist-{sizes}-{100 * share:.1f}-percent-step-{step}.safetensors"


def say_notes(notes: Notes) -> str:
    """Say what a file says of the network in it, besides its settings; may be empty."""
    said = []
    if notes.held_out_accuracy is not None and notes.num_held_out:
        accuracy = percent(notes.held_out_accuracy)
        said.append(LOADED_CLAIM.format(accuracy=accuracy, count=notes.num_held_out))
    if notes.step is not None:
        said.append(LOADED_STEP.format(step=notes.step))
    return " ".join(said)


def settings(recipe: Recipe) -> dict[str, str]:
    """List how a network was trained, for people, most telling first."""
    learned = {
        "optimizer": _OPTIMIZERS[recipe.optimizer],
        "learning rate": f"{recipe.learning_rate:g}"
        + (", falling to 0" if recipe.is_step_size_falling else ", always the same"),
        "batch size": f"{recipe.batch_size:,} images",
        "epochs": f"{recipe.epochs:,}",
        "training images": f"{recipe.num_images:,}",
        "hidden layers": " → ".join(f"{size:,}" for size in recipe.hidden_sizes) or "none",
        "last ReLU": _say_last_relu_setting(recipe),
        "last bias + 1": "yes" if recipe.is_last_bias_raised else "no",
        "images varied": "no" if recipe.augmentation is None else "yes",
        "weight decay": f"{recipe.weight_decay:g}",
        "seed": str(recipe.seed),
    }
    if recipe.optimizer in ("sgd", "momentum"):
        del learned["weight decay"]
    if recipe.teacher is not None:
        learned["taught by"] = "another network that was trained first"
    if recipe.averaging:
        learned["averaged over steps"] = "yes"
    return learned


def _say_last_relu_setting(recipe: Recipe) -> str:
    """Say whether a network has a last ReLU, and whether it learned through it."""
    if not recipe.last_relu:
        return "no"
    return "yes" if recipe.is_last_relu_trained else "yes, added after training"


def say_settings(recipe: Recipe) -> str:
    """Say the settings in one line."""
    return " · ".join(f"{name}: **{value}**" for name, value in settings(recipe).items())


def say_read(comparison: Comparison) -> str:
    """Say how often each of the two is right, and on how many digits they disagree."""
    num_all = comparison.num_images
    said = READ.format(
        all=num_all,
        mine=_share(comparison.num_right(comparison.first), num_all),
        bundled=_share(comparison.num_right(comparison.second), num_all),
    )
    counts = {str(outcome): len(comparison.where(outcome)) for outcome in Outcome}
    if not len(comparison.disagreements):
        said = f"{said} {AGREE}"
    else:
        said = f"{said}  \n{DISAGREE.format(count=len(comparison.disagreements), **counts)}"
    without = {
        name: int((read.digits == UNDECIDED).sum())
        for name, read in ((MINE, comparison.first), (BUNDLED, comparison.second))
    }
    who = ", ".join(f"{name} on {count:,}" for name, count in without.items() if count)
    return f"{said}  \n{NO_ANSWER.format(who=who)}" if who else said


def say_numbers(comparison: Comparison) -> str:
    """Say what is counted, and whether chance would explain the difference."""
    few, many = sorted(
        len(comparison.where(outcome)) for outcome in (Outcome.FIRST, Outcome.SECOND)
    )
    if many == 0:
        return NUMBERS_NONE
    chance = max(comparison.chance, 1e-9)  # as a float it may be 0, which it never is
    return NUMBERS.format(
        few=few,
        many=many,
        chance=percent(chance) if chance < 1 else "100 %",
        verdict=CHANCE_CLEAR if chance < 0.01 else CHANCE_UNCLEAR,
    )


def error_shares(comparison: Comparison, of: Readings) -> np.ndarray:
    """The share of each digit's images that were misread: float32, (10,), [0, 1]."""
    shares: np.ndarray = np.nan_to_num(1 - comparison.recall_per_digit(of))
    return shares


def errors_table(comparison: Comparison, *, has_shares: bool) -> str:
    """List what each of the two misread, as Markdown.

    Args:
        comparison: What was counted.
        has_shares: Whether to give shares as well.
    """
    lines = [f"| digit | images | {MINE} | {BUNDLED} |", "|:-:|--:|--:|--:|"]
    wrong = [comparison.wrong_per_digit(of) for of in (comparison.first, comparison.second)]
    for digit, num_all in enumerate(comparison.num_per_digit.tolist()):
        said = [_misread(int(one[digit]), num_all, has_share=has_shares) for one in wrong]
        lines.append(f"| {digit} | {num_all:,} | {' | '.join(said)} |")
    num_all = comparison.num_images
    said = [_misread(int(one.sum()), num_all, has_share=has_shares) for one in wrong]
    return "\n".join([*lines, f"| **all** | **{num_all:,}** | **{'** | **'.join(said)}** |"])


def say_picture(comparison: Comparison, index: int) -> str:
    """Say what a picture is and what each of the two reads: "is 4 · mine 9 · bundled 4"."""
    return PICTURE.format(
        label=int(comparison.labels[index]),
        mine=_answer(int(comparison.first.digits[index])),
        bundled=_answer(int(comparison.second.digits[index])),
    )


def _answer(digit: int) -> str:
    return "?" if digit == UNDECIDED else str(digit)


def _share(count: int, num_all: int) -> str:
    """Say a count and its share, exactly where there are 10,000: "9,793 (97.93 %)"."""
    return f"**{count:,}** ({100 * count / num_all:.2f}{_NO_BREAK}%)"


def _misread(count: int, num_all: int, *, has_share: bool) -> str:
    """Say how many were misread, for a table."""
    if not has_share:
        return f"{count:,}"
    return f"{count:,} ({100 * count / max(1, num_all):.1f}{_NO_BREAK}%)"
