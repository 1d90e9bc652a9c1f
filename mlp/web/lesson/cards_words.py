"""What stands around a step: its code, its output, its mistakes.

It must not know how that is laid out.
"""

from collections.abc import Mapping
from typing import Any

from mlp.numbers import decimals, memory, number, percent, share
from mlp.web.lesson import learning_words
from mlp.web.lesson.told import MistakeWords

CODE = "The code"

PRINTED = "What Python prints"

READING = "Line by line, in words"

FOLDED = "The code, and what each line of it does"

SCRIPT = "The program up to here"

SCRIPT_HELP = (
    "Steps 1 to {number} as one Python file. With Python and PyTorch installed, it prints "
    "what you see here{place}."
)

SCRIPT_PLACE = ", if it is run in Glassbox's folder"

STEP_FAILED = (
    "This step could not be run on {device}: `{error}`. Choose another device or other settings "
    "above; nothing else is affected."
)

MISTAKE = "Make the classic mistake: {title}"

RUNNING = "Python is at work …"

RAISED = "Python stops here and says:"

SILENT = "No error! Python prints a wrong answer and says nothing. That makes this one dangerous."

FIXED = "Now it runs, and prints:"

FIX = "The fix: take the line with − away and write the one with + instead."

WHAT_GOES_IN = {
    "random": (
        "As in the tutorial they are made of random numbers: no digits, just snow. The network "
        "will answer all the same."
    ),
    "mine": "The first is your own; any others are test digits of the collection MNIST.",
    "test": (
        "They are the first of the 10,000 test digits of MNIST, a well-known collection of "
        "handwritten digits."
    ),
}

_ANSWERING_MISTAKES: dict[str, MistakeWords] = {
    "elsewhere": MistakeWords(
        "two tensors in different places",
        "One tensor lies on `{device}`, the other on `{elsewhere}`, and PyTorch never moves "
        "numbers behind your back: make both in the same place.",
    ),
    "super": MistakeWords(
        "forget `super().__init__()`",
        "`pass` means: do nothing. So PyTorch's own preparations were skipped, and there is no "
        "list yet in which it could keep the part (in the message: module). Call them first.",
    ),
    "integers": MistakeWords(
        "whole numbers as input",
        "The pixels are whole numbers from 0 to 255 (PyTorch calls them Byte), the weights are "
        "numbers with a decimal point (Float). PyTorch multiplies two tables (mat1 and mat2) only "
        "if their kind of number, the dtype, is the same. Turn the pixels into numbers with a "
        "point first, from 0 to 1.",
    ),
    "places": MistakeWords(
        "the model here, the pictures elsewhere",
        "The model lies on `{device}` and the pictures on `{elsewhere}`: send them to the "
        "model's place.",
    ),
    "batch": MistakeWords(
        "forget the batch",
        "Without the batch in front, Flatten takes the 28 rows for 28 pictures and leaves them "
        "as they are: 28x28 in the message. But the next layer wants 784 numbers for each picture, "
        "to make 20: 784x20. Even one picture needs its batch, a batch of 1.",
    ),
    "in_features": MistakeWords(
        "the wrong number of inputs",
        "Each picture brings 784 numbers ({batch_size}x784 in the message), but the layer was made "
        "for 28 (28x{hidden_features}). What goes in must be as many as the layer before gives.",
    ),
    "call": MistakeWords(
        "one pair of brackets too few",
        "`nn.ReLU(hidden1)` only makes a ReLU, and takes your numbers for one of its settings. So "
        "`relu1` is a layer (in the message: a 'ReLU' object), not numbers, and has no shape. "
        "First make the layer with `()`, then send the numbers through.",
    ),
    "mismatch": MistakeWords(
        "layers that do not fit",
        "The layer before gives {hidden_features} numbers for each picture "
        "({batch_size}x{hidden_features} in the message), but the last one was made for 512 "
        "(512x10). The two must be the same.",
    ),
    "silent": MistakeWords(
        "softmax in the wrong direction",
        "The shares of picture 0 add up to {wrong_sum} instead of 1, because each digit was "
        "shared out among the pictures of the batch. Take `dim=1`, along the digits.",
    ),
    "dim": MistakeWords(
        "softmax without a batch",
        "`logits[0]` is picture 0 alone: ten numbers in a single direction, which is number 0 (or "
        "−1, counted from the end). So there is no direction 1. `logits[0:1]`, from 0 up to but "
        "without 1, keeps a batch of one picture.",
    ),
    "numpy": MistakeWords(
        "take a parameter out as it is",
        "PyTorch watches parameters in order to learn (“requires grad” in the message), and NumPy, "
        "another toolbox for numbers, could change them unnoticed. `detach()` gives the numbers "
        "without the watching; `cpu()` brings them to the place where NumPy works.",
    ),
}

MISTAKES = _ANSWERING_MISTAKES | learning_words.MISTAKES
"""All of them, in the order of the steps."""

META = (
    "This machine has only a CPU. `meta` is a place of PyTorch's for trying things out: it keeps "
    "shapes, but no numbers. With a graphics card the same mistake gives the same kind of error."
)


def say_figures(figures: Mapping[str, Any]) -> dict[str, Any]:
    """Say the lesson's figures as its sentences quote them, in the decimals that Python prints.

    Args:
        figures: From `mlp.lesson.facts`.
    """
    signed = ("products_sum", "bias", "output", "best_score")
    return {
        **figures,
        **{name: decimals(figures[name], 4, is_signed=True) for name in signed},
        **{name: decimals(figures[name], 4) for name in ("max_logit", "wrong_sum")},
        **{name: percent(figures[name]) for name in ("best_share", "relu_share")},
        "memory": memory(figures["memory_bytes"]),
    }


def say_learning(figures: Mapping[str, Any]) -> dict[str, Any]:
    """Say the figures of part two as its sentences quote them.

    Args:
        figures: From `mlp.lesson.facts`; of steps that were not run there are none.
    """
    said = {
        name: figures[name] for name in ("loss_target", "step_learning_rate") if name in figures
    }
    for name, value in figures.items():
        if name in ("loss_loss", "step_loss", "step_new_loss"):
            said[name] = decimals(value, 4)
        elif name in ("loss_share", "step_share", "step_new_share"):
            said[name] = percent(value)
        elif name in ("step_before", "step_after"):
            said[name] = decimals(value, 6)
        elif name.startswith("chain_rule_") and isinstance(value, float):
            said[name] = number(value)
    if "loss_share" in figures:
        said["loss_share_number"] = decimals(figures["loss_share"], 4)
    if "epoch_losses" in figures:
        losses = figures["epoch_losses"]
        said["epoch_count"] = "1 batch" if len(losses) == 1 else f"{len(losses)} batches"
        said["epoch_first"], said["epoch_last"] = decimals(losses[0], 2), decimals(losses[-1], 2)
    if "test_right" in figures:
        right = sum(figures["test_right"])
        said["test_right"], said["test_share"] = f"{right:,}", share(right, 10_000)
    return said
