"""The words of a training's status, figures and timeline.

It must not know how that is laid out.
"""

from typing import Any

from mlp.web.shell.depth import Depth

VIEW: dict[str, Any] = {
    "status": {
        "": "Looking for the training …",
        "waiting": "Waiting: you are number {position}",
        "starting": "Starting …",
        "training": "Training: epoch {epoch} of {epochs}",
        "paused": "Paused in epoch {epoch} of {epochs}",
        "done": "Finished",
        "stopped": "Stopped in epoch {epoch} of {epochs}",
        "diverged": "It fell apart",
        "failed": "It failed",
        "gone": "This training is gone",
    },
    "message": {
        "waiting": (
            "Other visitors are training on this machine. Yours begins by itself when it is its "
            "turn."
        ),
        "starting": "A process of its own gets ready for it; that takes a few seconds.",
        "gone": (
            "The server was started anew, or it let the training go because nobody was here. "
            "Start it again; with the same settings and the same seed it runs the same way."
        ),
    },
    "unreachable": (
        "The server does not answer. Trying again …; what you see is how it was before."
    ),
    "progress": "Progress of the training",
    "progressValue": "{images} of {total} images",
    "pace": "{pace} images a second",
    "left": "about {left} left",
    "wait": "in about {wait} it is your turn",
    "total": "{images} images in {elapsed}",
    "asItIs": "As it is now, measured at step {step}:",
    "asItEnded": "As it was in the end, at step {step}:",
    "asItWas": "As it was at step {step}:",
    "figures": {
        "heldOut": "New digits right",
        "seen": "Own digits right",
        "loss": "Loss",
        "dead": "Dead units",
        "lost": "Lost digits",
    },
    "and": " and ",
    "noHiddenLayer": "this network has no hidden layer",
    "noneLost": "none",
    "noNumber": "no number",
    "unknown": "–",
    "timeline": "Timeline",
    "slider": (
        "Moment of the training. Arrow keys go from moment to moment, Home to the beginning, End "
        "to now."
    ),
    "beginning": "Before the first step: nothing is learned yet",
    "checkpoint": "Step {step} · epoch {epoch} · {images} images",
    "right": "{percent} of new digits right",
    "isNow": "now",
    "isLast": "the end",
    "empty": "As soon as it trains, you can go back here to any moment of it.",
    "play": "Play the training as a film",
    "pause": "Halt the film",
    "before": "One moment back",
    "after": "One moment on",
    "back": "Back to now",
    "backToEnd": "To the end",
    "speed": "Speed of the film",
    "speeds": {"slow": "film: slow", "normal": "film: normal", "fast": "film: fast"},
    "epoch": "epoch",
}

RECORDED = (
    "Meanwhile a recording: “{title}”, as it really ran once, with a test digit. Yours begins here "
    "when it is your turn."
)

RECORDED_LABEL = (
    "Recorded film of a training: a test digit and how it is read, 32 pictures of the first layer "
    "that emerge from noise, and the curve of the accuracy."
)

NOTES: dict[Depth, dict[str, str]] = {
    "words": {
        "heldOut": "of {all} test digits that it never learns from",
        "seen": "of {all} digits that it learns from",
        "loss": "how far its answers are off; on new digits {heldOut}",
        "dead": (
            "of {sizes} in the hidden layers: 0 for all {all} test digits asked, so they say "
            "nothing"
        ),
        "lost": "their score is 0 for nearly all of their own pictures, so they are never read",
    },
    "numbers": {
        "heldOut": "{right} of {all} test images, held out",
        "seen": "{right} of {all} training images",
        "loss": "mean cross-entropy in nats, training; held out {heldOut}; guessing 2.303",
        "dead": "of {sizes}, by hidden layer: output 0 for all {all} test images measured",
        "lost": "recall < 5 %, and score 0 on > 99 % of their own test images",
    },
    "code": {
        "heldOut": "(model(test_images) .argmax(1) == test_labels) .float().mean()",
        "seen": "(model(images) .argmax(1) == labels) .float().mean()",
        "loss": "cross_entropy( model(images), labels) # held out: {heldOut}",
        "dead": "(relu == 0).all(dim=0) .sum() # of {sizes}",
        "lost": "(scores[labels == d][:, d] == 0) .float().mean() > 0.99",
    },
}
"""What stands beside each figure, by depth."""
