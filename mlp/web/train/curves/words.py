"""What is said about a training's curves and about the digit's history.

It must not know how that is laid out.
"""

from typing import Any

from mlp.dataset import NUM_CLASSES
from mlp.training.checkpoints import NUM_HELD_OUT, NUM_SEEN
from mlp.web.charts.training import CURVES

_CURVE_NAMES = (
    "each batch",
    "batches, running mean",
    "its own digits (training)",
    "new digits (held out)",
)

CURVE_NAMES: dict[str, str] = dict(zip(CURVES, _CURVE_NAMES, strict=True))

_RUN, _EARLIER = "Run {number}", "{name}, new digits"

CHARTS: dict[str, Any] = {
    "names": CURVE_NAMES,
    "runningName": "mean of up to {count} batches",
    "groupName": "every {count} batches",
    "loss": "Loss",
    "lossUnit": "how wrong the answers are: lower is better",
    "accuracy": "Accuracy",
    "accuracyUnit": "the share of right answers: higher is better",
    "digits": "Accuracy for each digit",
    "digitsUnit": "new digits that it reads rightly, in %",
    "axis": "images seen",
    "stretch": "Stretch the beginning",
    "stretchHelp": "From mark to mark then ten times as many images",
    "where": "At the line: after {steps} batches, {images} images seen",
    "whereOne": "At the line: after 1 batch, {images} images seen",
    "whereStart": "At the line: before the first batch",
    "whereNone": "Nothing is measured yet",
    "epochs": "Dotted lines: here an epoch ends.",
    "rates": "Dashed lines: here the learning rate became {rates}.",
    "rate": "{rate} after {step} batches",
    "logarithmic": "From mark to mark {factor} times as much.",
    "noLost": "No digit is lost for good.",
    "lost": (
        "✗ Lost: {digits}. Its score is 0 for nearly all its images: hardly anything lifts it "
        "again."
    ),
    "lostMany": (
        "✗ Lost: {digits}. Their scores are 0 for nearly all their images: hardly anything lifts "
        "them again."
    ),
    "unread": "{digits} is hardly read so far.",
    "unreadMany": "{digits} are hardly read so far.",
    "unreadMost": "{count} digits are hardly read so far.",
    "and": " and ",
    "notMeasured": "Nothing is measured yet.",
    "noNumber": "no number",
    "lossLabel": (
        "Curves of the loss. {where}. New digits: {heldOut}; its own digits: {seen}; "
        "batches: {running}."
    ),
    "accuracyLabel": (
        "Curves of the accuracy. {where}. New digits: {heldOut}; its own digits: {seen}; "
        "batches: {running}."
    ),
    "digitsLabel": "Accuracy for each digit, of new ones. {where}. {digits}. {lost}",
    "digitAnd": "digit {digit}: {share}",
}

HISTORY: dict[str, str] = {
    "label": "The ten probabilities of your digit over the training. {said}",
    "top": "{where}: {digit} with {share}, then {second} with {secondShare}.",
    "where": CHARTS["where"],
    "whereOne": CHARTS["whereOne"],
    "whereStart": CHARTS["whereStart"],
    "whereNone": CHARTS["whereNone"],
    "images": "{images} images seen",
    "empty": "Draw a digit, and its ten probabilities appear here, batch by batch.",
    "waiting": "The ten probabilities of your digit appear here as soon as training goes on.",
    "asking": "Asking the networks of all moments what they see in your digit …",
    "failed": "What the networks of then see in your digit could not be had.",
    "scale": "0 % … 100 %",
    "gaps": "Empty: your digit was not there yet.",
    "noNumbers": "Empty at the end: the network fell apart, its answers are no numbers.",
    "fallen": "{where}: the network has fallen apart, its answer is no number.",
}

CHARTS_WORDS = (
    "**Blue** is what counts: new digits, which the network never learns from. **Orange**: its own "
    "digits, those that it learns from. If orange goes on getting better and blue does not, it "
    "learns its own digits by heart. **Grey** is measured while it learns, on each batch."
)

CHARTS_NUMBERS = (
    "The loss is the mean cross-entropy in nats: −ln of the probability of the right digit. To "
    f"guess among ten costs ln {NUM_CLASSES} = 2.303. Blue and orange are measured on up to "
    f"{NUM_SEEN:,} training images and on {NUM_HELD_OUT:,} test images, in the first epoch on half "
    "as many; blue on all 10,000 at the ends of up to five epochs. Curves are thinned out where "
    "there are more points than pixels. A digit is lost when fewer than 5 % of its images are read "
    "rightly and its score is 0 for more than 99 % of them."
)

CHARTS_CODE = (
    "loss = nn.functional.cross_entropy(model(images), labels)\n"
    "accuracy = (model(images).argmax(1) == labels).float().mean()"
)

HISTORY_WORDS = (
    "Each row is one digit, from left to right the training goes on. The stronger the colour, the "
    "surer the network is that your digit is this one. Right: the probabilities at the line."
)

HISTORY_NUMBERS = (
    "One column is the softmax after one batch: ten numbers that sum to 1. Where a column holds "
    "several batches, the last one is shown. What no batch told, for example when you drew later, "
    "is asked of the networks kept at the moments of the timeline."
)

HISTORY_CODE = "probabilities = nn.Softmax(dim=1)(model(digit))"


def run_name(name: str, number: int) -> str:
    """Name one of a visitor's trainings: as they called it, or "Run 2"."""
    return name or _RUN.format(number=number)


def earlier_name(name: str, number: int) -> str:
    """Name an earlier training's curve."""
    return _EARLIER.format(name=run_name(name, number))
