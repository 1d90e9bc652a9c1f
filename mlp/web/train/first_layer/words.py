"""What is said about the first layer's pictures.

It must not know how that is laid out.
"""

from mlp.dataset import NUM_CLASSES
from mlp.web.server.trainings.record import MAX_PICTURES

PICTURES: dict[str, str] = {
    "label": "{what}, as a picture of its {size} weights each. {where}.",
    "keys": "Arrow keys move from unit to unit.",
    "where": "After {steps} batches, {images} images seen",
    "whereOne": "After 1 batch, {images} images seen",
    "whereStart": "Before the first batch: random numbers",
    "whereNone": "No picture yet",
    "unit": "unit {number}",
    "score": "digit {number}",
    "scale": "full colour from ±{scale} on, the same at every moment",
    "least": "−{scale}",
    "largest": "+{scale}",
    "dead": "Dead units, 0 for every image measured: {layers}.",
    "noDead": "Dead units, 0 for every image measured: none.",
    "deadLayer": "{dead} of {units} in {layer}",
    "failed": "This picture could not be loaded. It is tried again with the next one.",
    "gone": "This training is gone: the server has no pictures of it any more.",
}

_UNITS_SHOWN = "The first {shown} of {units} units of linear1"

_UNITS_ALL = "All {units} units of linear1"

_SCORES_SHOWN = f"The {NUM_CLASSES} scores"

PICTURES_WORDS = (
    "Each tile is one unit of the first layer: its weights, laid out as the picture that it "
    "looks at. **Orange**: ink here raises the unit. **Blue**: ink here lowers it. At first they "
    "are noise; strokes and blobs emerge as the network learns what to look for."
)

SCORES_WORDS = (
    "Without a hidden layer each tile is one digit's score: its weights, laid out as the picture. "
    "**Orange**: ink here speaks for the digit. **Blue**: ink here speaks against it. At first "
    "they are noise."
)

PICTURES_NUMBERS = (
    "Each tile shows 28 × 28 weights in 255 steps of colour. A fresh `nn.Linear(784, …)` draws "
    "each of them evenly between ±1/√784 = ±0.036."
)

PICTURES_CODE = "model.linear_relu_stack[0].weight[unit].reshape(28, 28)"


def shown_units(hidden_sizes: tuple[int, ...]) -> str:
    """Say which units the pictures are of.

    Args:
        hidden_sizes: Units of each hidden layer.
    """
    if not hidden_sizes:
        return _SCORES_SHOWN
    pattern = _UNITS_SHOWN if hidden_sizes[0] > MAX_PICTURES else _UNITS_ALL
    return pattern.format(shown=MAX_PICTURES, units=hidden_sizes[0])
