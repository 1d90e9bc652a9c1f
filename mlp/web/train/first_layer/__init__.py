"""The first layer's pictures as they emerge from noise; placed by Python, drawn by pictures.js.

It must not know how training works. The pictures go from a route of ours to the browser, which
hears of the checkpoint looked at from what polls the server.
"""

from mlp.dataset import NUM_CLASSES, SIDE
from mlp.numbers import number
from mlp.web.browser import address
from mlp.web.browser.component import load_component
from mlp.web.charts.colours import TABLE
from mlp.web.server.trainings.record import MAX_PICTURES, PICTURE_SCALE, TrainingRun
from mlp.web.shell.depth import reaches, render_by_depth
from mlp.web.train.first_layer import words


def render_training_pictures(training: TrainingRun, *, key: str) -> None:
    """Place the pictures; as high as their place says (`--pictures-height`).

    Args:
        training: Whose network's.
        key: Streamlit's key.
    """
    hidden_sizes = training.recipe.hidden_sizes
    num_units = hidden_sizes[0] if hidden_sizes else NUM_CLASSES
    is_plain = not reaches("numbers")
    load_component("train/first_layer", "pictures")(
        key=key,
        data={
            "ticket": training.ticket,
            "path": f"{address.PREFIX}/training/pictures",
            "numTiles": min(num_units, MAX_PICTURES),
            "numUnits": num_units,
            "isScores": not hidden_sizes,
            "scale": number(PICTURE_SCALE),
            "what": words.shown_units(hidden_sizes, is_plain=is_plain),
            "layers": words.hidden_layers(hidden_sizes, is_plain=is_plain),
            "size": SIDE * SIDE,
            "colours": TABLE,
            "words": words.PICTURES | ({"unit": words.PLAIN_UNIT} if is_plain else {}),
        },
    )


def explain_training_pictures(training: TrainingRun) -> None:
    """Say what the pictures mean.

    Args:
        training: Whose network's.
    """
    hidden_sizes = training.recipe.hidden_sizes
    told = words.PICTURES_WORDS if hidden_sizes else words.SCORES_WORDS
    render_by_depth(told, words.PICTURES_NUMBERS, words.PICTURES_CODE)
