"""What is said of a visitor's trainings side by side.

It must not know how that is laid out.
"""

from mlp.numbers import counted, number, share
from mlp.training.checkpoints import Checkpoint
from mlp.training.recipe import Recipe
from mlp.web.server.trainings.record import Status
from mlp.web.train import settings_words

TITLE = "Your runs side by side"

TOLD = (
    "The last four of your trainings. Their curves lie under that of the present one in the charts "
    "above; what differs stands here. Give one a name, save its network, or look into it."
)

HEADINGS = ("Name", "Settings", "Reads rightly", "Learned from", "")

NAME_LABEL = "Name of run {number}"

NAME_MOST = 40

PRESENT = "this one"

ENDINGS: dict[Status, str] = {
    Status.DONE: "to its end",
    Status.STOPPED: "stopped",
    Status.DIVERGED: "fell apart",
    Status.FAILED: "failed",
}

USE, SAVE = "Look into it", "Save"

GONE = "The network of this run is gone."


def say_settings(preset: str, changed: tuple[str, ...], recipe: Recipe) -> str:
    """Say how a run was set: its preset, and what was other: "Just works · Epochs 2"."""
    said = [settings_words.PRESETS[preset].title]
    said += [
        f"{settings_words.SETTINGS[name].title} {settings_words.say_setting(name, recipe)}"
        for name in (*changed, "seed")
    ]
    said += filter(None, [settings_words.say_rate_changes(recipe)])
    return " · ".join(said)


def say_accuracy(checkpoint: Checkpoint) -> str:
    """Say how well it reads new digits: "98.12 % of 10,000 new digits"."""
    right, there = sum(checkpoint.held_out_right), sum(checkpoint.held_out_all)
    return f"**{share(right, there)}** of {there:,} new digits"


def say_learned(checkpoint: Checkpoint, status: Status) -> str:
    """Say how much it learned from, and how it ended."""
    ending = ENDINGS.get(status, PRESENT)
    steps = counted(checkpoint.step, "step")
    return (
        f"{checkpoint.num_images:,} images in {steps}, {number(checkpoint.elapsed_s)} s, {ending}"
    )
