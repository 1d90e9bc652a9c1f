"""Curves of a training and the history of the visitor's digit; placed here, drawn by charts.js.

It must not know how training works. No number goes through Streamlit: the browser hears of them
from what polls the server, and draws them into the templates that it gets here.
"""

from typing import Any

import orjson

from mlp.training.recipe import Recipe
from mlp.web.browser import address
from mlp.web.browser.component import load_component
from mlp.web.charts.colours import TABLE
from mlp.web.charts.training import accuracy_curves, digit_bars, loss_curves
from mlp.web.server.trainings.record import TrainingRun
from mlp.web.shell.depth import render_by_depth
from mlp.web.train.curves import words
from mlp.web.views.plotly.words import PLOTLY_FAILURE


def render_training_charts(training: TrainingRun, *, key: str) -> None:
    """Place the curves of loss and accuracy and the bars of the ten digits, and what they mean.

    Args:
        training: Whose.
        key: Streamlit's key.
    """
    names = words.CURVE_NAMES
    _place(
        training,
        key=key,
        part="curves",
        words=words.CHARTS,
        figures={
            "loss": loss_curves(names),
            "accuracy": accuracy_curves(names),
            "digits": digit_bars(),
        },
        plotlyPath=address.plotly_address(),
        failure=PLOTLY_FAILURE,
    )
    render_by_depth(words.CHARTS_WORDS, words.CHARTS_NUMBERS, words.CHARTS_CODE)


def render_digit_history(training: TrainingRun, *, key: str) -> None:
    """Place the ten probabilities of the visitor's digit over a training, and what they mean.

    Args:
        training: It watches the digit already.
        key: Streamlit's key.
    """
    _place(
        training,
        key=key,
        part="history",
        words=words.HISTORY,
        digit=None if training.watched is None else training.watched[0],
        path=f"{address.PREFIX}/training",
    )
    render_by_depth(words.HISTORY_WORDS, words.HISTORY_NUMBERS, words.HISTORY_CODE)


def _place(training: TrainingRun, *, key: str, part: str, **more: Any) -> None:
    """Place one of the two."""
    load_component("train/curves", "charts", isolate_styles=False)(
        key=key,
        data=orjson.dumps(
            {
                "part": part,
                "ticket": training.ticket,
                "recipe": _facts(training.recipe),
                "colours": TABLE,
                **more,
            }
        ),
    )


def _facts(recipe: Recipe) -> dict[str, int]:
    """What the browser needs to tell how many images were seen after a step."""
    return {
        "epochs": recipe.epochs,
        "batchSize": recipe.batch_size,
        "numImages": recipe.num_images,
    }
