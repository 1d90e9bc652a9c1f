"""What is said about a trained network: to use it, save it and load it.

It must not know how that is laid out.
"""

from collections.abc import Sequence

from mlp.dataset import NUM_CLASSES, SIDE
from mlp.files.notes import Notes
from mlp.numbers import number, share
from mlp.training.recipe import Optimizer, Recipe

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
    "epochs, 2,000 of them in between, 500 in the first epoch."
)

WITH_LAST_RELU = "scores below zero become 0"

WITHOUT_LAST_RELU = "scores below zero stay as they are"

USE = "Use this network"

USE_LOADED = "Use it again"

USE_HELP = (
    "Everything in this app then looks into this network: the Draw page, the lesson, the "
    "parameters, the neurons. Only for you; other visitors keep theirs."
)

USED = "The whole app now looks into this network: {title}. Draw a digit, look at its neurons."

USED_OTHER = "The app looks into another one at present: {title}."

BACK = "Back to the bundled network"

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
    "Its settings are unknown: the file says nothing of them that could be believed. That its "
    "scores below zero become 0 is assumed; if it was trained otherwise, bring it on the "
    "Parameters page, where you can choose."
)

REFUSED = "Nothing has changed. What you see is still: {title}."

_OPTIMIZERS: dict[Optimizer, str] = {
    "adamw": "AdamW",
    "adam": "Adam",
    "sgd": "SGD",
    "momentum": "SGD with momentum",
    "muon": "Muon",
}

_CHANGED = "{rate} after {step:,} steps"


def network_title(accuracy: float, count: int, step: int) -> str:
    """Name a network that was trained here; arguments as in `say_checkpoint`."""
    return NETWORK_TITLE.format(accuracy=_accuracy(accuracy, count), step=step)


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
        accuracy=_accuracy(accuracy, count),
        count=count,
        step=step,
        steps="step" if step == 1 else "steps",
        sizes=say_layers(recipe.hidden_sizes),
        relu=say_last_relu(recipe.last_relu),
    )


def file_name(hidden_sizes: Sequence[int], accuracy: float, count: int, step: int) -> str:
    """Name a file: "mnist-512-512-97.93-percent-step-2345.safetensors"."""
    sizes = "-".join(str(size) for size in hidden_sizes) or "no-hidden-layer"
    percent = _accuracy(accuracy, count).strip("<>% ")
    return f"mnist-{sizes}-{percent}-percent-step-{step}.safetensors"


def _accuracy(accuracy: float, count: int) -> str:
    """Say an accuracy with the decimals that the count carries: "97.93 %" of 10,000."""
    return share(round(accuracy * count), count)


def say_notes(notes: Notes) -> str:
    """Say what a file says of the network in it, besides its settings; may be empty."""
    said = []
    if notes.held_out_accuracy is not None and notes.num_held_out:
        accuracy = _accuracy(notes.held_out_accuracy, notes.num_held_out)
        said.append(LOADED_CLAIM.format(accuracy=accuracy, count=notes.num_held_out))
    if notes.step is not None:
        said.append(LOADED_STEP.format(step=notes.step))
    return " ".join(said)


def settings(recipe: Recipe) -> dict[str, str]:
    """List how a network was trained, for people, most telling first."""
    learned = {
        "optimizer": _OPTIMIZERS[recipe.optimizer],
        "learning rate": _say_rate(recipe),
        "batch size": f"{recipe.batch_size:,} images",
        "epochs": f"{recipe.epochs:,}",
        "training images": f"{recipe.num_images:,}",
        "hidden layers": " → ".join(f"{size:,}" for size in recipe.hidden_sizes) or "none",
        "scores below zero become 0": _say_last_relu_setting(recipe),
        "last bias + 1": "yes" if recipe.is_last_bias_raised else "no",
        "images varied": "no" if recipe.augmentation is None else "yes",
        "weight decay": number(recipe.weight_decay),
        "seed": str(recipe.seed),
    }
    if recipe.optimizer in ("sgd", "momentum"):
        del learned["weight decay"]
    if recipe.dropout:
        learned["dropout"] = share(recipe.dropout, 1)
    if recipe.teacher is not None:
        learned["taught by"] = "another network that was trained first"
    if recipe.averaging:
        learned["averaged over steps"] = "yes"
    return learned


def _say_rate(recipe: Recipe) -> str:
    """Say the learning rate and its changes: "0.002, 0.01 after 120 steps, falling to 0"."""
    changes = [
        _CHANGED.format(rate=number(change.learning_rate), step=change.step)
        for change in recipe.rate_changes
    ]
    course = "falling to 0" if recipe.is_step_size_falling else "always the same"
    if changes and not recipe.is_step_size_falling:
        course = "the same in between"
    return ", ".join([number(recipe.learning_rate), *changes, course])


def _say_last_relu_setting(recipe: Recipe) -> str:
    """Say whether a network has a last ReLU, and whether it learned through it."""
    if not recipe.last_relu:
        return "no"
    return "yes" if recipe.is_last_relu_trained else "yes, added after training"


def say_settings(recipe: Recipe) -> str:
    """Say the settings in one line."""
    return " · ".join(f"{name}: **{value}**" for name, value in settings(recipe).items())
