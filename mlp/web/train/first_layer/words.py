"""What is said about the first layer's pictures.

It must not know how that is laid out.
"""

from mlp.dataset import NUM_CLASSES
from mlp.web.shell.stage_words import plain_units

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
    "deadLayer": "{dead} of {layer}",
    "failed": "This picture could not be loaded. It is tried again with the next one.",
    "gone": "This training is gone: the server has no pictures of it any more.",
}

PLAIN_UNIT = "detector {number}"

_UNITS_SHOWN = "The first {{shown}} of {units}"

_UNITS_ALL = "All {units}"

_UNITS = "{count} units of linear1"

_DEAD_OF = "{count:,} in relu{number}"

_SCORES_SHOWN = f"The {NUM_CLASSES} scores"

PICTURES_WORDS = (
    "Each tile is one detector, a unit of the first layer: its weights, laid out as the picture "
    "that it looks at. **Orange**: ink here raises it. **Blue**: ink here lowers it. At first they "
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


def shown_units(hidden_sizes: tuple[int, ...], *, is_plain: bool) -> dict[str, str]:
    """Say which units the pictures are of: "all" of them, or only "some", as many as fit.

    Args:
        hidden_sizes: Units of each hidden layer.
        is_plain: In plain names rather than the tutorial's.
    """
    if not hidden_sizes:
        return {"some": _SCORES_SHOWN, "all": _SCORES_SHOWN}
    names = _plain_layers(hidden_sizes) if is_plain else [_UNITS.format(count=hidden_sizes[0])]
    return {"some": _UNITS_SHOWN.format(units=names[0]), "all": _UNITS_ALL.format(units=names[0])}


def hidden_layers(hidden_sizes: tuple[int, ...], *, is_plain: bool) -> list[str]:
    """Name each hidden layer after how many are dead "of": "512 detectors", or "512 in relu1"."""
    if is_plain:
        return _plain_layers(hidden_sizes)
    return [
        _DEAD_OF.format(count=count, number=number)
        for number, count in enumerate(hidden_sizes, start=1)
    ]


def _plain_layers(hidden_sizes: tuple[int, ...]) -> list[str]:
    sizes = {
        f"linear{number}": size for number, size in enumerate((*hidden_sizes, NUM_CLASSES), start=1)
    }
    return [plain_units(stage, sizes) for stage in list(sizes)[:-1]]
